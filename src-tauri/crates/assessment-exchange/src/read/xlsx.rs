//! Office Open XML, cell by cell: a sheet that declares a million rows and holds one costs one.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::{
    attribute,
    package::{Package, Part},
    portions::{Portion, in_portions},
    pump::Ahead,
    xlsx_cells::{CellValue, Kind, Known, Shared, Taken},
    xlsx_parts::Book,
    xml::{Guarded, events, portion_events, push_reference},
};
use crate::{
    error::{Damage, ExchangeError},
    number_format::NumberFormat,
    sheet::{Sheet, SheetBuilder},
};

/// Bytes up to which a sheet is not worth a second thread.
const SMALL: u64 = 1 << 20;
/// Elements that are open around a row: the worksheet and its data.
const ABOVE_ROWS: usize = 2;

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
        let missing = || Damage::PartMissing.of(&listed.path, &listed.name);
        let begun = || SheetBuilder::new(&listed.name, listed.hidden, show).in_epoch(shared.epoch);
        let part = package.part(&listed.path)?.ok_or_else(missing)?;
        known.next_sheet();
        let small = part.left() < SMALL;
        let part = if small {
            part
        } else if let Some(sheet) = read_in_portions(part, begun(), &shared, &mut known, show)? {
            sheets.push(sheet);
            continue;
        } else {
            // What cannot be cut into portions, or is broken, is read from its beginning to its end.
            known.next_sheet();
            package.part(&listed.path)?.ok_or_else(missing)?
        };
        let reader = SheetReader::new(Taken {
            shared: &shared,
            known: &mut known,
            show,
            sheet: begun(),
        });
        let sheet = if small {
            reader.read(part)
        } else {
            let name = part.name().to_owned();
            std::thread::scope(|scope| reader.read(Guarded::again(name, Ahead::new(scope, part))))
        };
        sheets.push(sheet?);
    }
    Ok(sheets)
}

/// A large sheet, read by several threads; `None` where it has to be read by one.
fn read_in_portions(
    part: Part<'_, '_>,
    mut sheet: SheetBuilder,
    shared: &Shared,
    known: &mut Known,
    show: bool,
) -> Result<Option<Sheet>, ExchangeError> {
    let name = part.name().to_owned();
    let read = |known: &mut Known, portion: &Portion| {
        known.next_sheet();
        let mut reader = SheetReader::new(Taken {
            shared,
            known,
            show,
            sheet: SheetBuilder::new("", false, show),
        });
        let mut open = 0;
        if portion.number > 0 {
            (reader.within, reader.numbered) = (Within::Data, false);
            open = ABOVE_ROWS;
        }
        let ended = portion_events(&name, &portion.xml, open, |event| reader.take(event)).ok()?;
        let sound = match reader.within {
            Within::Sheet => portion.last,
            Within::Data => !portion.last && ended == ABOVE_ROWS,
            _ => false,
        };
        (sound && !reader.adrift).then(|| (reader.taken.sheet, reader.taken.known.take_new()))
    };
    let whole = in_portions(part, Known::default, read, |(cells, texts)| {
        sheet.append(cells, |number, text, sheet| {
            let place = texts.binary_search_by_key(&number, |(number, _)| *number);
            match place.map(|place| texts[place].1) {
                Ok(at) => known.text(at as usize, text, sheet),
                Err(_) => sheet.text(text),
            }
        })
    })?;
    Ok(whole.then(|| sheet.finish()))
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
    /// It is known where the rows stand that do not say so themselves.
    numbered: bool,
    /// Such a row came before that was known.
    adrift: bool,
    cell: CellValue,
    /// Where it stands.
    place: (u32, u32),
    taken: Taken<'s>,
}

impl<'s> SheetReader<'s> {
    fn new(taken: Taken<'s>) -> Self {
        Self {
            within: Within::Sheet,
            row: 0,
            column: 0,
            numbered: true,
            adrift: false,
            cell: CellValue::default(),
            place: (0, 0),
            taken,
        }
    }

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
                        self.numbered = true;
                    }
                }
                "hidden" => hidden = matches!(attribute.value.as_ref(), "1" | "true" | "on"),
                _ => {}
            }
        }
        self.adrift |= !self.numbered;
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
