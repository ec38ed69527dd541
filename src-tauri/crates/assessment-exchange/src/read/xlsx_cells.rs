//! The cells of a worksheet: how each says what it holds, and what that comes to.

use std::borrow::Cow;

use super::{
    flag, iso_moment, iso_serial, numeric,
    xlsx_parts::{Formats, RichText, Strings},
    xml::unescaped,
};
use crate::{
    error::ExchangeError,
    number_format::{Epoch, NumberFormat},
    sheet::{Cell, SheetBuilder},
};

/// What the sheets share.
pub(super) struct Shared {
    pub(super) strings: Strings,
    pub(super) formats: Formats,
    pub(super) general: NumberFormat,
    pub(super) epoch: Epoch,
}

/// Shared texts that a sheet holds already: the sheet that held each last, from 1, and the text's number there.
#[derive(Debug, Default)]
pub(super) struct Known {
    sheet: u32,
    last: Vec<(u32, u32)>,
    /// Texts that came into the sheet: their numbers there, and among the shared ones.
    new: Vec<(u32, u32)>,
}

impl Known {
    /// Another sheet is read, which holds none of them yet.
    pub(super) fn next_sheet(&mut self) {
        self.sheet += 1;
        self.new.clear();
    }

    /// Texts that came into the sheet since it was begun: their numbers there, and among the shared ones.
    pub(super) fn take_new(&mut self) -> Vec<(u32, u32)> {
        std::mem::take(&mut self.new)
    }

    /// The cell of a shared text, which its sheet holds once.
    pub(super) fn text(
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
            // There are far fewer shared texts than that.
            self.new.push((number, at as u32));
        }
        Ok(cell)
    }
}

/// How a cell says what it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
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
    pub(super) fn of(name: &str) -> Self {
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
pub(super) struct CellValue {
    pub(super) kind: Kind,
    pub(super) style: usize,
    pub(super) value: String,
    pub(super) inline: RichText,
    pub(super) has_inline: bool,
}

/// What was read of a sheet so far.
pub(super) struct Taken<'s> {
    pub(super) shared: &'s Shared,
    pub(super) known: &'s mut Known,
    pub(super) show: bool,
    pub(super) sheet: SheetBuilder,
}

impl Taken<'_> {
    pub(super) fn put(
        &mut self,
        (row, column): (u32, u32),
        cell: &CellValue,
    ) -> Result<(), ExchangeError> {
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
