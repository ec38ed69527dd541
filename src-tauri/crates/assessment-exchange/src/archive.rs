//! Guards against archives that promise more than they are, or unpack to more than memory holds.

use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;

use crate::error::{Damage, Excess, ExchangeError};

/// Most entries in a workbook; a workbook of 200 sheets with drawings has about 1,500.
const MAX_ENTRIES: u64 = 10_000;
/// Most bytes that all entries may unpack to. A sheet of 1,000,000 × 20 cells is about 700 MB of XML.
const MAX_UNPACKED: u64 = 1_500_000_000;
/// Unpacked bytes for each packed one, looked at only above [`RATIO_FROM`]; sheets reach about 30.
const MAX_RATIO: u64 = 150;
/// Entries smaller than this are harmless at any ratio.
const RATIO_FROM: u64 = 32_000_000;

/// What the end of a zip's directory begins with.
const DIRECTORY_END: &[u8] = b"PK\x05\x06";
/// Bytes that it has at least.
const DIRECTORY_END_SIZE: usize = 22;

/// Opens a zip after checking its directory.
///
/// # Errors
///
/// [`ExchangeError::TooLarge`] where the directory shows a bomb, [`ExchangeError::Encrypted`] where
/// entries are encrypted, [`ExchangeError::Damaged`] where it cannot be read.
pub(crate) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ExchangeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| {
        // The directory stands at the end.
        let whole = memmem::rfind(bytes, DIRECTORY_END)
            .is_some_and(|at| bytes.len() - at >= DIRECTORY_END_SIZE);
        if whole {
            Damage::Archive.of("", e)
        } else {
            Damage::CutOff.of("", e)
        }
    })?;
    let entries = archive.len() as u64;
    if entries > MAX_ENTRIES {
        return Err(Excess::Entries.of(entries, MAX_ENTRIES));
    }
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|e| Damage::Archive.of("", e))?;
        if entry.encrypted() {
            return Err(ExchangeError::Encrypted);
        }
        // Nothing is ever unpacked to a disk; a name like this is told all the same.
        if let Ok(name) = entry.name()
            && leads_outside(&name)
        {
            return Err(ExchangeError::PathOutside {
                part: name.into_owned(),
            });
        }
        unpacked = unpacked.saturating_add(entry.size());
        let ratio = entry.size() / entry.compressed_size().max(1);
        if entry.size() > RATIO_FROM && ratio > MAX_RATIO {
            return Err(Excess::Ratio.of(ratio, MAX_RATIO));
        }
    }
    if unpacked > MAX_UNPACKED {
        return Err(Excess::Unpacked.of(unpacked, MAX_UNPACKED));
    }
    Ok(archive)
}

/// Whether an entry's name would lead out of the folder that it was unpacked to.
fn leads_outside(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':')
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    drive || name.split(['/', '\\']).any(|part| part == "..")
}
