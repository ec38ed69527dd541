//! A worksheet's XML: the marked cells get their look, and the sheet its notes.

use std::collections::BTreeMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{At, Marks, Out, name, prefix, put, raw, rewritten, with};
use crate::read::{attribute, place};

/// What follows a sheet's notes, in the order that the format prescribes.
const BEHIND_NOTES: [&str; 8] = [
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// The styles that the marked cells have, by place. `None` where cells do not say where they stand.
pub(super) fn styles(xml: &str, marks: &Marks) -> Option<BTreeMap<At, usize>> {
    let mut reader = Reader::from_str(xml);
    let mut found = BTreeMap::new();
    let mut data = false;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(found),
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "sheetData" => data = true,
                "row" if data => {
                    attribute(&e, "r")?;
                }
                "c" if data => {
                    let at = place(&attribute(&e, "r")?)?;
                    if marks.contains_key(&at) {
                        let style = attribute(&e, "s").and_then(|s| s.parse().ok());
                        found.insert(at, style.unwrap_or(0));
                    }
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "sheetData" => data = false,
            _ => {}
        }
    }
}

/// The relationship of the sheet's old drawing, in which the shapes of notes stand; `None` within where it
/// has none.
pub(super) fn legacy_drawing(xml: &str) -> Option<Option<String>> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(None),
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "legacyDrawing" => {
                let mut attributes = e.attributes();
                let mut attributes = attributes.with_checks(false).flatten();
                let id = attributes.find(|a| a.key.local_name().as_ref() == "id")?;
                return Some(Some(id.value.to_string()));
            }
            _ => {}
        }
    }
}

/// A sheet while it is written again.
struct Sheet<'d> {
    /// Cells that are still to be given their look.
    left: BTreeMap<At, usize>,
    drawing: Option<&'d str>,
    prefix: String,
    depth: usize,
    data: bool,
    row: u32,
}

/// The sheet in which these cells have these styles; with its notes' drawing, where it has none yet. It is no
/// longer the one that is chosen.
pub(super) fn with_marks(
    xml: &str,
    looks: BTreeMap<At, usize>,
    drawing: Option<&str>,
) -> Option<Vec<u8>> {
    let mut sheet = Sheet {
        left: looks,
        drawing,
        prefix: String::new(),
        depth: 0,
        data: false,
        row: 0,
    };
    let written = rewritten(xml, |event, out| sheet.take(event, out))?;
    (sheet.left.is_empty() && sheet.drawing.is_none()).then_some(written)
}

impl Sheet<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut Out) -> Option<()> {
        match event {
            Event::Start(e) => {
                if self.depth == 0 {
                    self.prefix = prefix(&e);
                }
                let e = self.open(&e, out)?;
                self.depth += 1;
                put(out, Event::Start(e))
            }
            Event::Empty(e) => {
                let filled = match e.local_name().as_ref() {
                    "sheetData" if self.depth == 1 => !self.left.is_empty(),
                    "row" if self.data => {
                        let row = number(&e)?;
                        self.left.range((row, 0)..=(row, u32::MAX)).next().is_some()
                    }
                    _ => false,
                };
                let e = self.open(&e, out)?;
                if !filled {
                    self.data &= e.local_name().as_ref() != "sheetData";
                    return put(out, Event::Empty(e));
                }
                let end = e.to_end().into_owned();
                let of_row = e.local_name().as_ref() == "row";
                put(out, Event::Start(e))?;
                if of_row {
                    self.cells_before((self.row, u32::MAX), out);
                } else {
                    self.rows_before(u32::MAX, out);
                    self.data = false;
                }
                put(out, Event::End(end))
            }
            Event::End(e) => {
                self.depth = self.depth.checked_sub(1)?;
                match e.local_name().as_ref() {
                    "row" if self.data => self.cells_before((self.row, u32::MAX), out),
                    "sheetData" => {
                        self.rows_before(u32::MAX, out);
                        self.data = false;
                    }
                    _ if self.depth == 0 => self.draw(out),
                    _ => {}
                }
                put(out, Event::End(e))
            }
            other => put(out, other),
        }
    }

    /// What comes before an element, and the element as it is to be.
    fn open(&mut self, e: &BytesStart<'_>, out: &mut Out) -> Option<BytesStart<'static>> {
        Some(match e.local_name().as_ref() {
            "sheetView" => with(e, &[("tabSelected", None)]),
            "sheetData" if self.depth == 1 => {
                self.data = true;
                e.clone().into_owned()
            }
            "row" if self.data => {
                let row = number(e)?;
                if row < self.row {
                    return None;
                }
                self.row = row;
                self.rows_before(row, out);
                let more = self.left.range((self.row, 0)..=(self.row, u32::MAX)).next();
                match more {
                    // The cells that it is said to span may be more now.
                    Some(_) => with(e, &[("spans", None)]),
                    None => e.clone().into_owned(),
                }
            }
            "c" if self.data => {
                let at = place(&attribute(e, "r")?)?;
                self.cells_before(at, out);
                match self.left.remove(&at) {
                    Some(style) => with(e, &[("s", Some(&style.to_string()))]),
                    None => e.clone().into_owned(),
                }
            }
            other => {
                if self.depth == 1 && BEHIND_NOTES.contains(&other) {
                    self.draw(out);
                }
                e.clone().into_owned()
            }
        })
    }

    /// Writes marked cells of the row that stand before a place and hold nothing yet.
    fn cells_before(&mut self, at: At, out: &mut Out) {
        while let Some((&place, &style)) = self.left.range((at.0, 0)..at).next() {
            self.left.remove(&place);
            let cell = format!(r#"<{}c r="{}" s="{style}"/>"#, self.prefix, name(place));
            raw(out, &cell);
        }
    }

    /// Writes rows of marked cells that stand before a row and are not there yet.
    fn rows_before(&mut self, row: u32, out: &mut Out) {
        while let Some((&(next, _), _)) = self.left.range(..(row, 0)).next() {
            raw(
                out,
                &format!(r#"<{}row r="{}">"#, self.prefix, u64::from(next) + 1),
            );
            self.cells_before((next, u32::MAX), out);
            raw(out, &format!("</{}row>", self.prefix));
        }
    }

    fn draw(&mut self, out: &mut Out) {
        if let Some(id) = self.drawing.take() {
            let drawing = format!(
                r#"<{}legacyDrawing xmlns:r="{}" r:id="{id}"/>"#,
                self.prefix,
                super::book::RELATIONSHIPS
            );
            raw(out, &drawing);
        }
    }
}

/// A row's number, from 0.
fn number(e: &BytesStart<'_>) -> Option<u32> {
    attribute(e, "r")?
        .trim()
        .parse::<u32>()
        .ok()?
        .checked_sub(1)
}
