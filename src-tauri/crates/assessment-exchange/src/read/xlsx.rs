//! Office Open XML, cell by cell: a sheet that declares a million rows and holds one costs one.

use std::{borrow::Cow, io::BufRead};

use quick_xml::events::{BytesStart, Event};

use super::{
    attribute, flag, iso_moment, iso_serial, numeric,
    package::{Guarded, Package, Xml, damaged, push_reference, unescaped},
    pump::Ahead,
    xlsx_parts::{Book, Formats, RichText, Strings},
};
use crate::{
    error::ExchangeError,
    number_format::{Epoch, NumberFormat},
    sheet::{Cell, Sheet, SheetBuilder},
};

/// Bytes up to which a sheet is not worth a second thread.
const SMALL: u64 = 1 << 20;

/// Reads all worksheets; with `show` also as a person sees them.
pub(crate) fn read(bytes: &[u8], show: bool) -> Result<Vec<Sheet>, ExchangeError> {
    let mut package = Package::open(bytes)?;
    let book = Book::read(&mut package)?;
    let shared = Shared {
        strings: book.strings(&mut package)?,
        formats: book.formats(&mut package)?,
        general: NumberFormat::new("General"),
        epoch: book.epoch,
    };
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for listed in &book.sheets {
        let part = package
            .part(&listed.path)?
            .ok_or_else(|| damaged(&listed.path))?;
        let reader = SheetReader {
            shared: &shared,
            show,
            sheet: SheetBuilder::new(&listed.name, listed.hidden, show).in_epoch(shared.epoch),
            row: 0,
            column: 0,
        };
        let sheet = if part.left() < SMALL {
            reader.read(part)
        } else {
            std::thread::scope(|scope| reader.read(Guarded::again(Ahead::new(scope, part))))
        };
        sheets.push(sheet?);
    }
    Ok(sheets)
}

/// What the sheets share.
struct Shared {
    strings: Strings,
    formats: Formats,
    general: NumberFormat,
    epoch: Epoch,
}

/// How a cell says what it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    /// The text that a formula gave.
    Text,
    Flag,
    Error,
    Moment,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "" | "n" => Self::Number,
            "s" => Self::Shared,
            "inlineStr" | "is" => Self::Inline,
            "b" => Self::Flag,
            "e" => Self::Error,
            "d" => Self::Moment,
            _ => Self::Text,
        }
    }
}

/// A cell while it is read.
#[derive(Default)]
struct CellValue {
    kind: Kind,
    style: usize,
    value: String,
    inline: RichText,
    has_inline: bool,
}

impl CellValue {
    /// Reads the cell's content up to its end.
    fn fill<R: BufRead>(&mut self, xml: &mut Xml<R>) -> Result<(), ExchangeError> {
        let (mut in_value, mut in_inline) = (false, false);
        loop {
            let event = xml.next()?;
            if in_inline {
                if matches!(&event, Event::End(e) if e.local_name().as_ref() == "is") {
                    in_inline = false;
                } else if matches!(event, Event::Eof) {
                    return Err(damaged("c"));
                } else {
                    self.inline.take(&event);
                }
                continue;
            }
            match event {
                Event::Text(text) if in_value => self.value.push_str(&text.xml10_content()),
                Event::CData(text) if in_value => self.value.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) if in_value => {
                    push_reference(&reference, &mut self.value);
                }
                Event::Start(e) => match e.local_name().as_ref() {
                    "v" => in_value = true,
                    "is" => {
                        self.inline.clear();
                        (self.has_inline, in_inline) = (true, true);
                    }
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(damaged("c")),
                _ => {}
            }
        }
    }
}

struct SheetReader<'s> {
    shared: &'s Shared,
    show: bool,
    sheet: SheetBuilder,
    /// Where the next cell stands that does not say so itself.
    row: u32,
    column: u32,
}

impl SheetReader<'_> {
    fn read<R: BufRead>(mut self, part: Guarded<R>) -> Result<Sheet, ExchangeError> {
        let mut xml = Xml::new(part);
        let mut cell = CellValue::default();
        let mut within = false;
        loop {
            match xml.next()? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "c" if within => {
                        let place = self.begin(&e, &mut cell);
                        cell.fill(&mut xml)?;
                        self.put(place, &cell)?;
                    }
                    "row" if within => self.begin_row(&e),
                    "sheetData" => within = true,
                    "mergeCell" => self.merge(&e),
                    _ => {}
                },
                Event::Empty(e) => match e.local_name().as_ref() {
                    "c" if within => {
                        self.begin(&e, &mut cell);
                    }
                    "row" if within => {
                        self.begin_row(&e);
                        self.end_row();
                    }
                    "mergeCell" => self.merge(&e),
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "row" if within => self.end_row(),
                    "sheetData" => within = false,
                    _ => {}
                },
                Event::Eof if within => return Err(damaged("sheetData")),
                Event::Eof => return Ok(self.sheet.finish()),
                _ => {}
            }
        }
    }

    /// Rows without a number follow the one before.
    fn begin_row(&mut self, e: &BytesStart<'_>) {
        self.column = 0;
        let mut hidden = false;
        for attribute in e.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => {
                    let number = attribute.value.trim().parse::<u32>().ok();
                    if let Some(row) = number.and_then(|n| n.checked_sub(1)) {
                        self.row = row;
                    }
                }
                "hidden" => hidden = matches!(attribute.value.as_ref(), "1" | "true" | "on"),
                _ => {}
            }
        }
        if hidden {
            self.sheet.hide_row(self.row);
        }
    }

    fn end_row(&mut self) {
        self.row = self.row.saturating_add(1);
        self.column = 0;
    }

    fn merge(&mut self, e: &BytesStart<'_>) {
        if let Some((first, last)) = attribute(e, "ref").and_then(|r| area(&r)) {
            self.sheet.merge(first, last);
        }
    }

    /// Where a cell stands; what it is, is kept.
    fn begin(&mut self, e: &BytesStart<'_>, cell: &mut CellValue) -> (u32, u32) {
        (cell.kind, cell.style, cell.has_inline) = (Kind::Number, 0, false);
        cell.value.clear();
        let mut named = None;
        for attribute in e.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => named = place(&attribute.value),
                "s" => cell.style = attribute.value.parse().unwrap_or(0),
                "t" => cell.kind = Kind::of(&attribute.value),
                _ => {}
            }
        }
        let (row, column) = named.unwrap_or((self.row, self.column));
        self.column = column.saturating_add(1);
        (row, column)
    }

    fn put(&mut self, (row, column): (u32, u32), cell: &CellValue) -> Result<(), ExchangeError> {
        let shared = self.shared;
        let format = shared.formats.get(cell.style).unwrap_or(&shared.general);
        let epoch = shared.epoch;
        let inline = cell.has_inline.then(|| unescaped(cell.inline.get()));
        let value = cell.value.as_str();
        let content = match (cell.kind, inline) {
            (Kind::Inline | Kind::Number | Kind::Text, Some(text)) => {
                return self.text(row, column, &text, format);
            }
            (Kind::Shared, _) => match number(value).and_then(|n| shared.strings.get(n as usize)) {
                Some(text) => {
                    if self.show {
                        self.sheet.show(row, column, || format.show_text(text));
                    }
                    self.sheet.shared_text(text)?
                }
                None if value.trim().is_empty() => None,
                // It names a text that is not there.
                None => Some(self.sheet.fault("")?),
            },
            (Kind::Number, None) if value.trim().is_empty() => None,
            (Kind::Number, None) => match number(value) {
                Some(n) => {
                    self.sheet
                        .show(row, column, || format.show(n, epoch).into());
                    Some(numeric(n, format, epoch))
                }
                None => {
                    let text = unescaped(value);
                    return self.text(row, column, &text, format);
                }
            },
            (Kind::Flag, _) => match value.trim() {
                "" => None,
                word => {
                    let is = matches!(word, "1" | "true" | "TRUE" | "True");
                    self.sheet.show(row, column, || flag(is).into());
                    Some(Cell::Flag(is))
                }
            },
            (Kind::Error, _) => {
                let text = unescaped(value.trim());
                self.sheet
                    .show(row, column, || Cow::Borrowed(text.as_ref()));
                Some(self.sheet.fault(&text)?)
            }
            (Kind::Moment, _) => match iso_serial(value.trim()) {
                // A moment that is written out is of the epoch of 1900, whatever the workbook's.
                Some(serial) => {
                    self.sheet
                        .show(row, column, || format.show(serial, Epoch::Y1900).into());
                    Some(iso_moment(value.trim()).map_or(Cell::Number(serial), Cell::Moment))
                }
                None => return self.text(row, column, value, format),
            },
            (Kind::Inline | Kind::Text, _) => {
                let text = unescaped(value);
                return self.text(row, column, &text, format);
            }
        };
        match content {
            Some(content) => self.sheet.put(row, column, content),
            None => Ok(()),
        }
    }

    fn text(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        format: &NumberFormat,
    ) -> Result<(), ExchangeError> {
        self.sheet.show(row, column, || format.show_text(text));
        match self.sheet.text(text)? {
            Some(cell) => self.sheet.put(row, column, cell),
            None => Ok(()),
        }
    }
}

/// A number, and nothing that only Rust takes for one.
fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|n: &f64| n.is_finite())
}

/// `B2:C4`, zero-based.
fn area(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((place(first)?, place(last)?))
}

/// `B2`, zero-based row and column.
fn place(text: &str) -> Option<(u32, u32)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut column = 0_u32;
    while let Some(byte) = bytes.get(at) {
        match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => {
                column = column
                    .checked_mul(26)?
                    .checked_add(u32::from(letter - b'A') + 1)?;
            }
            _ => break,
        }
        at += 1;
    }
    let row: u32 = text.get(at..)?.parse().ok()?;
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
}
