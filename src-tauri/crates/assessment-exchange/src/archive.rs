//! Guards against archives that promise more than they are, or unpack to more than memory holds.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::ExchangeError;

/// Most entries in a workbook; a workbook of 200 sheets with drawings has about 1,500.
const MAX_ENTRIES: u64 = 10_000;
/// Most bytes that all entries may unpack to. A sheet of 1,000,000 × 20 cells is about 700 MB of XML.
const MAX_UNPACKED: u64 = 1_500_000_000;
/// Unpacked bytes for each packed one, looked at only above [`RATIO_FROM`]; sheets reach about 30.
const MAX_RATIO: u64 = 150;
/// Entries smaller than this are harmless at any ratio.
const RATIO_FROM: u64 = 32_000_000;
/// Most bytes of an entry that a reader must hold whole, such as the shared strings.
const MAX_WHOLE: u64 = 300_000_000;

/// Opens a zip after checking its directory.
///
/// # Errors
///
/// [`ExchangeError::TooLarge`] where the directory shows a bomb, [`ExchangeError::Encrypted`] where
/// entries are encrypted, [`ExchangeError::Damaged`] where it cannot be read.
pub(crate) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ExchangeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ExchangeError::Damaged {
        detail: e.to_string(),
    })?;
    let entries = archive.len() as u64;
    if entries > MAX_ENTRIES {
        return Err(too_large("entries", entries, MAX_ENTRIES));
    }
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|e| ExchangeError::Damaged {
                detail: e.to_string(),
            })?;
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

/// Unpacks the entries that a reader holds whole, counting, so that a directory that lies about sizes
/// is found out before memory is spent; and checks that the count of shared strings is no lie either.
///
/// # Errors
///
/// [`ExchangeError::TooLarge`] where an entry is larger than it says or than is sensible.
pub(crate) fn check_whole_entries(bytes: &[u8]) -> Result<(), ExchangeError> {
    let mut archive = open(bytes)?;
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(index) else {
            continue;
        };
        let name = entry
            .name()
            .map(|n| n.to_ascii_lowercase())
            .unwrap_or_default();
        if !name.ends_with(".xml") && !name.ends_with(".rels") || name.contains("worksheets/") {
            continue;
        }
        let mut head = Vec::with_capacity(2048);
        // A stream that breaks is found again by the reader, which says where.
        let _ = entry.by_ref().take(2048).read_to_end(&mut head);
        let declared = entry.size();
        let rest = std::io::copy(&mut entry.take(MAX_WHOLE + 1), &mut std::io::sink()).unwrap_or(0);
        let found = rest + head.len() as u64;
        if found > MAX_WHOLE {
            return Err(too_large("unpacked", found, MAX_WHOLE));
        }
        if name.ends_with("sharedstrings.xml") {
            let claimed = unique_count(&head);
            // The shortest possible entry is `<si/>`.
            if claimed > declared.max(found) / 4 + 16 {
                return Err(too_large("text", claimed, found / 4));
            }
        }
    }
    Ok(())
}

/// How many strings the shared-string table says it has.
fn unique_count(head: &[u8]) -> u64 {
    let mut reader = quick_xml::Reader::from_reader(head);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e)) => {
                return e
                    .attributes()
                    .with_checks(false)
                    .flatten()
                    .find(|a| a.key.as_ref() == "uniqueCount")
                    .and_then(|a| a.value.as_ref().parse().ok())
                    .unwrap_or(0);
            }
            Ok(quick_xml::events::Event::Eof) | Err(_) => return 0,
            Ok(_) => buffer.clear(),
        }
    }
}

/// Too much of something.
pub(crate) fn too_large(what: &'static str, found: u64, limit: u64) -> ExchangeError {
    ExchangeError::TooLarge {
        what: what.into(),
        found,
        limit,
    }
}
