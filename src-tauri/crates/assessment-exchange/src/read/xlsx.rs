//! Office Open XML, cell by cell: a sheet that declares a million rows and holds one costs one.

use std::{borrow::Cow, io::Read};

use quick_xml::events::{BytesStart, Event};

use super::{
    attribute, flag, iso_moment, iso_serial, numeric,
    package::Package,
    pump::Ahead,
    xlsx_parts::{Book, Formats, RichText, Strings},
    xml::{Guarded, events, push_reference, unescaped},
};
use crate::{
    error::{Damage, ExchangeError},
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
    let mut known = Known::default();
    for listed in &book.sheets {
        let part = package
            .part(&listed.path)?
            .ok_or_else(|| Damage::PartMissing.of(&listed.path, &listed.name))?;
        known.sheet += 1;
        let reader = SheetReader {
            within: Within::Sheet,
            row: 0,
            column: 0,
            cell: CellValue::default(),
            place: (0, 0),
            taken: Taken {
                shared: &shared,
                known: &mut known,
                show,
                sheet: SheetBuilder::new(&listed.name, listed.hidden, show).in_epoch(shared.epoch),
            },
        };
        let sheet = if part.left() < SMALL {
            reader.read(part)
        } else {
            let name = part.name().to_owned();
            std::thread::scope(|scope| reader.read(Guarded::again(name, Ahead::new(scope, part))))
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

/// Shared texts that a sheet holds already: the sheet that held each last, from 1, and the text's number there.
#[derive(Debug, Default)]
struct Known {
    sheet: u32,
    last: Vec<(u32, u32)>,
}

impl Known {
    /// The cell of a shared text, which its sheet holds once.
    fn text(
        &mut self,
        at: usize,
        text: &str,
        sheet: &mut SheetBuilder,
    ) -> Result<Option<Cell>, ExchangeError> {
        if let Some((of, number)) = self.last.get(at)
            && *of == self.sheet
        {
            return Ok(Some(Cell::Text(*number)));
        }
        let cell = sheet.text(text)?;
        if let Some(Cell::Text(number)) = cell {
            if at >= self.last.len() {
                self.last.resize(at + 1, (0, 0));
            }
            self.last[at] = (self.sheet, number);
        }
        Ok(cell)
    }
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

/// What the next event stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Sheet,
    Data,
    Cell,
    Value,
    Inline,
}

struct SheetReader<'s> {
    within: Within,
    /// Where the next cell stands that does not say so itself.
    row: u32,
    column: u32,
    cell: CellValue,
    /// Where it stands.
    place: (u32, u32),
    taken: Taken<'s>,
}

impl SheetReader<'_> {
    fn read<R: Read>(mut self, part: Guarded<R>) -> Result<Sheet, ExchangeError> {
        let name = part.name().to_owned();
        events(part, |event| self.take(event).map(|()| true))?;
        match self.within {
            Within::Sheet => Ok(self.taken.sheet.finish()),
            Within::Data => Err(Damage::Xml.of(name, "sheetData without end")),
            Within::Cell | Within::Value | Within::Inline => {
                Err(Damage::Xml.of(name, "c without end"))
            }
        }
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), ExchangeError> {
        match self.within {
            Within::Sheet | Within::Data => self.outside(event),
            Within::Cell => self.in_cell(event)?,
            Within::Value => match event {
                Event::Text(text) => self.cell.value.push_str(&text.xml10_content()),
                Event::CData(text) => self.cell.value.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => push_reference(reference, &mut self.cell.value),
                other => self.in_cell(other)?,
            },
            Within::Inline => {
                if matches!(event, Event::End(e) if e.local_name().as_ref() == "is") {
                    self.within = Within::Cell;
                } else {
                    self.cell.inline.take(event);
                }
            }
        }
        Ok(())
    }

    fn outside(&mut self, event: &Event<'_>) {
        let data = self.within == Within::Data;
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "c" if data => {
                    self.begin(e);
                    self.within = Within::Cell;
                }
                "row" if data => self.begin_row(e),
                "sheetData" => self.within = Within::Data,
                "mergeCell" => self.merge(e),
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "c" if data => self.begin(e),
                "row" if data => {
                    self.begin_row(e);
                    self.end_row();
                }
                "mergeCell" => self.merge(e),
                _ => {}
            },
            Event::End(e) if data => match e.local_name().as_ref() {
                "row" => self.end_row(),
                "sheetData" => self.within = Within::Sheet,
                _ => {}
            },
            _ => {}
        }
    }

    fn in_cell(&mut self, event: &Event<'_>) -> Result<(), ExchangeError> {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "v" => self.within = Within::Value,
                "is" => {
                    self.cell.inline.clear();
                    self.cell.has_inline = true;
                    self.within = Within::Inline;
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "v" => self.within = Within::Cell,
                "c" => {
                    self.within = Within::Data;
                    self.taken.put(self.place, &self.cell)?;
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
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
            self.taken.sheet.hide_row(self.row);
        }
    }

    fn end_row(&mut self) {
        self.row = self.row.saturating_add(1);
        self.column = 0;
    }

    fn merge(&mut self, e: &BytesStart<'_>) {
        if let Some((first, last)) = attribute(e, "ref").and_then(|r| area(&r)) {
            self.taken.sheet.merge(first, last);
        }
    }

    /// Where a cell stands, and what it is.
    fn begin(&mut self, e: &BytesStart<'_>) {
        let cell = &mut self.cell;
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
        self.place = named.unwrap_or((self.row, self.column));
        self.column = self.place.1.saturating_add(1);
    }
}

/// What was read of a sheet so far.
struct Taken<'s> {
    shared: &'s Shared,
    known: &'s mut Known,
    show: bool,
    sheet: SheetBuilder,
}

impl Taken<'_> {
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
            (Kind::Shared, _) => {
                let named = number(value).map(|n| n as usize);
                match named.and_then(|at| Some((at, shared.strings.get(at)?))) {
                    Some((at, text)) => {
                        if self.show {
                            self.sheet.show(row, column, || format.show_text(text));
                        }
                        self.known.text(at, text, &mut self.sheet)?
                    }
                    None if value.trim().is_empty() => None,
                    // It names a text that is not there.
                    None => Some(self.sheet.fault("")?),
                }
            }
            (Kind::Number, None) => match number(value) {
                Some(n) => {
                    self.sheet
                        .show(row, column, || format.show(n, epoch).into());
                    Some(numeric(n, format, epoch))
                }
                None if value.trim().is_empty() => None,
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
    let parsed = text.parse().or_else(|_| text.trim().parse());
    parsed.ok().filter(|n: &f64| n.is_finite())
}

/// `B2:C4`, zero-based.
fn area(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((place(first)?, place(last)?))
}

/// `B2`, zero-based row and column.
pub(crate) fn place(text: &str) -> Option<(u32, u32)> {
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
