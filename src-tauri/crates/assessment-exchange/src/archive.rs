//! Guards against archives that promise more than they are, or unpack to more than memory holds.

use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;

use crate::error::{Damage, ExchangeError};

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
        return Err(too_large("entries", entries, MAX_ENTRIES));
    }
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|e| Damage::Archive.of("", e))?;
        if entry.encrypted() {
            return Err(ExchangeError::Encrypted);
        }
        unpacked = unpacked.saturating_add(entry.size());
        let ratio = entry.size() / entry.compressed_size().max(1);
        if entry.size() > RATIO_FROM && ratio > MAX_RATIO {
            return Err(too_large("ratio", ratio, MAX_RATIO));
        }
    }
    if unpacked > MAX_UNPACKED {
        return Err(too_large("unpacked", unpacked, MAX_UNPACKED));
    }
    Ok(archive)
}

/// Too much of something.
pub(crate) fn too_large(what: &'static str, found: u64, limit: u64) -> ExchangeError {
    ExchangeError::TooLarge {
        what: what.into(),
        found,
        limit,
    }
}
