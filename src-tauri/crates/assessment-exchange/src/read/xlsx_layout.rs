//! What stands around the cells of an Office Open XML workbook: hidden rows and merged areas.

use std::{
    collections::HashMap,
    io::{BufReader, Cursor, Read},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::attribute;
use crate::{archive, error::ExchangeError, sheet::Sheet};

/// Most runs of hidden rows and most merged areas of a sheet that are kept.
const MOST: usize = 100_000;

type Area = ((u32, u32), (u32, u32));

#[derive(Default)]
struct SheetLayout {
    hidden_rows: Vec<(u32, u32)>,
    merges: Vec<Area>,
}

/// The layouts of a workbook's sheets, by name. What cannot be read is left out: the cells are what counts.
#[derive(Default)]
pub(super) struct Layout {
    sheets: HashMap<String, SheetLayout>,
}

impl Layout {
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self::try_read(bytes).unwrap_or_default()
    }

    fn try_read(bytes: &[u8]) -> Result<Self, ExchangeError> {
        let mut archive = archive::open(bytes)?;
        let mut layout = Self::default();
        for (name, path) in sheet_paths(&mut archive) {
            let found = entry(&mut archive, &path).is_some_and(says_something);
            if !found {
                continue;
            }
            if let Some(part) = entry(&mut archive, &path) {
                layout.sheets.insert(name, SheetLayout::read(part));
            }
        }
        Ok(layout)
    }

    /// Puts into a sheet what stands around its cells.
    pub(super) fn lay_out(&self, sheet: &mut Sheet) {
        if let Some(layout) = self.sheets.get(&sheet.name) {
            sheet.hidden_rows.clone_from(&layout.hidden_rows);
            for (first, last) in &layout.merges {
                sheet.merge(*first, *last);
            }
        }
    }
}

/// A part of the archive, whatever the case and slashes of its name.
fn entry<'a, 'b>(
    archive: &'a mut ZipArchive<Cursor<&'b [u8]>>,
    path: &str,
) -> Option<impl Read + use<'a, 'b>> {
    let wanted = path.trim_start_matches('/').to_ascii_lowercase();
    let index = (0..archive.len()).find(|at| {
        archive
            .name_for_index(*at)
            .and_then(Result::ok)
            .is_some_and(|name| name.replace('\\', "/").to_ascii_lowercase() == wanted)
    })?;
    archive.by_index(index).ok()
}

/// All elements of a part that is read whole.
fn elements(part: impl Read, mut each: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) => each(&e),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Names of the sheets and where their parts lie.
fn sheet_paths(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Vec<(String, String)> {
    let mut workbook = "xl/workbook.xml".to_owned();
    if let Some(part) = entry(archive, "_rels/.rels") {
        elements(part, |e| {
            if e.local_name().as_ref() == "Relationship"
                && attribute(e, "Type").is_some_and(|t| t.ends_with("/officeDocument"))
                && let Some(target) = attribute(e, "Target")
            {
                workbook = target.trim_start_matches('/').to_owned();
            }
        });
    }
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let inside = |path: &str| {
        if path.starts_with('/') || folder.is_empty() {
            path.trim_start_matches('/').to_owned()
        } else {
            format!("{folder}/{path}")
        }
    };
    let mut targets: HashMap<String, String> = HashMap::new();
    if let Some(part) = entry(archive, &inside(&format!("_rels/{file}.rels"))) {
        elements(part, |e| {
            if e.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
            {
                targets.insert(id, inside(&target));
            }
        });
    }
    let mut sheets = Vec::new();
    if let Some(part) = entry(archive, &workbook) {
        elements(part, |e| {
            if e.local_name().as_ref() != "sheet" {
                return;
            }
            let id = e
                .attributes()
                .with_checks(false)
                .flatten()
                .find(|a| a.key.local_name().as_ref() == "id")
                .map(|a| a.value.to_string());
            if let (Some(name), Some(path)) =
                (attribute(e, "name"), id.and_then(|id| targets.get(&id)))
            {
                sheets.push((name, path.clone()));
            }
        });
    }
    sheets
}

/// Whether a sheet's part speaks of hidden rows or merged areas at all; most large ones do not.
fn says_something(mut part: impl Read) -> bool {
    const WORDS: [&[u8]; 2] = [b"hidden=", b"mergeCell "];
    // A word may lie over the edge of two pieces.
    const OVERLAP: usize = 16;
    let mut piece = vec![0; 1 << 16];
    let mut kept = 0;
    loop {
        let Ok(read @ 1..) = part.read(&mut piece[kept..]) else {
            return false;
        };
        let filled = kept + read;
        if WORDS
            .iter()
            .any(|word| memchr::memmem::find(&piece[..filled], word).is_some())
        {
            return true;
        }
        kept = filled.min(OVERLAP);
        piece.copy_within(filled - kept..filled, 0);
    }
}

impl SheetLayout {
    fn read(part: impl Read) -> Self {
        let mut layout = Self::default();
        // Rows without a number follow the one before.
        let mut next = 0_u32;
        elements(part, |e| match e.local_name().as_ref() {
            "row" => {
                let row = attribute(e, "r")
                    .and_then(|r| r.parse::<u32>().ok())
                    .map_or(next, |r| r.saturating_sub(1));
                next = row.saturating_add(1);
                if attribute(e, "hidden").is_some_and(|h| h == "1" || h == "true") {
                    let runs = layout.hidden_rows.len();
                    match layout.hidden_rows.last_mut() {
                        Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
                        _ if runs < MOST => layout.hidden_rows.push((row, row)),
                        _ => {}
                    }
                }
            }
            "mergeCell" if layout.merges.len() < MOST => {
                if let Some(area) = attribute(e, "ref").and_then(|r| area(&r)) {
                    layout.merges.push(area);
                }
            }
            _ => {}
        });
        layout
    }
}

/// `B2:C4`, zero-based.
fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((place(first)?, place(last)?))
}

fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let column = text[..digits]
        .bytes()
        .filter(|b| *b != b'$')
        .try_fold(0_u32, |n, b| {
            let letter = b
                .to_ascii_uppercase()
                .checked_sub(b'A')
                .filter(|n| *n < 26)?;
            n.checked_mul(26)?.checked_add(u32::from(letter) + 1)
        })?;
    let row: u32 = text[digits..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_from_their_names() {
        assert_eq!(area("B2:AA10"), Some(((1, 1), (9, 26))));
        assert_eq!(area("A1"), Some(((0, 0), (0, 0))));
        assert_eq!(area("1:2"), None);
        assert_eq!(area("A0"), None);
        assert_eq!(area("ZZZZZZZZZZ1"), None);
    }

    #[test]
    fn words_over_the_edge_of_pieces_are_found() {
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
                let n = self.0.len().min(3).min(out.len());
                out[..n].copy_from_slice(&self.0[..n]);
                self.0 = &self.0[n..];
                Ok(n)
            }
        }
        assert!(says_something(Slow(b"<row r=\"1\" hidden=\"1\"/>")));
        assert!(!says_something(Slow(b"<row r=\"1\"/><mergeCells/>")));
    }
}
