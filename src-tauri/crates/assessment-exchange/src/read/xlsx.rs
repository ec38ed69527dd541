//! Office Open XML, cell by cell: a sheet that declares a million rows and holds one costs one.

use std::borrow::Cow;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx};

use super::{flag, iso_serial, numeric, xlsx_layout::Layout};
use crate::{
    archive,
    error::ExchangeError,
    format::cursor,
    number_format::{Epoch, NumberFormat, builtin_code},
    sheet::{Cell, Sheet, SheetBuilder},
};

/// The number format of a style.
fn number_format(style: &Style) -> NumberFormat {
    let Some(format) = &style.number_format else {
        return NumberFormat::new("General");
    };
    let code = format.format_code.as_str();
    // What the library has no code for, or not the one that programs show.
    let known = matches!(code, "General" | "mm-dd-yy" | "mmss.0") || code.starts_with("#,##0");
    let own = format.format_id.filter(|id| known && *id < 60);
    NumberFormat::new(own.and_then(builtin_code).unwrap_or(code))
}

/// Reads all worksheets; with `show` also as a person sees them.
pub(crate) fn read(bytes: &[u8], show: bool) -> Result<Vec<Sheet>, ExchangeError> {
    archive::check_whole_entries(bytes)?;
    std::thread::scope(|scope| {
        // Hidden rows and merged areas stand around the cells; they are looked for at the same time.
        let layout = scope.spawn(|| Layout::read(bytes));
        let mut sheets = cells(bytes, show)?;
        let layout = layout.join().unwrap_or_default();
        for sheet in &mut sheets {
            layout.lay_out(sheet);
        }
        Ok(sheets)
    })
}

fn cells(bytes: &[u8], show: bool) -> Result<Vec<Sheet>, ExchangeError> {
    let mut workbook = Xlsx::new(cursor(bytes)).map_err(|e| damaged(&e))?;
    let epoch = if workbook.has_1904_epoch() {
        Epoch::Y1904
    } else {
        Epoch::Y1900
    };
    let listed: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::with_capacity(listed.len());
    let mut formats: Option<Vec<NumberFormat>> = None;
    for (name, hidden) in listed {
        let mut sheet = SheetBuilder::new(&name, hidden, show);
        match workbook.worksheet_cells_reader(&name) {
            Ok(mut reader) => {
                let formats = formats
                    .get_or_insert_with(|| reader.styles().iter().map(number_format).collect());
                let plain = NumberFormat::new("General");
                loop {
                    let (cell, style) = match reader.next_cell_with_style_id() {
                        Ok(Some(next)) => next,
                        Ok(None) => break,
                        Err(e) => return Err(damaged(&e)),
                    };
                    let (row, column) = cell.get_position();
                    let value = cell.get_value();
                    let format = formats.get(style).unwrap_or(&plain);
                    if show {
                        sheet.show(row, column, || shown(value, format, epoch));
                    }
                    let content = match value {
                        DataRef::Empty => None,
                        DataRef::SharedString(s) => sheet.shared_text(s)?,
                        DataRef::String(s) | DataRef::DurationIso(s) | DataRef::DateTimeIso(s) => {
                            sheet.text(s)?
                        }
                        DataRef::Float(n) => Some(numeric(*n, format, epoch)),
                        DataRef::Int(n) => Some(numeric(*n as f64, format, epoch)),
                        DataRef::Bool(b) => Some(Cell::Flag(*b)),
                        DataRef::DateTime(d) => Some(numeric(d.as_f64(), format, epoch)),
                        DataRef::Error(_) => Some(Cell::Fault),
                    };
                    if let Some(content) = content {
                        sheet.put(row, column, content)?;
                    }
                }
            }
            // A chart or dialog sheet listed as a worksheet holds no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => {}
            Err(e) => return Err(damaged(&e)),
        }
        sheets.push(sheet.finish());
    }
    Ok(sheets)
}

/// A cell as a person sees it.
fn shown<'v>(value: &'v DataRef<'_>, format: &NumberFormat, epoch: Epoch) -> Cow<'v, str> {
    match value {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::SharedString(s) => format.show_text(s),
        DataRef::String(s) | DataRef::DurationIso(s) => format.show_text(s),
        DataRef::DateTimeIso(s) => match iso_serial(s) {
            Some(serial) => Cow::Owned(format.show(serial, Epoch::Y1900)),
            None => Cow::Borrowed(s.as_str()),
        },
        DataRef::Float(n) => Cow::Owned(format.show(*n, epoch)),
        DataRef::Int(n) => Cow::Owned(format.show(*n as f64, epoch)),
        DataRef::DateTime(d) => Cow::Owned(format.show(d.as_f64(), epoch)),
        DataRef::Bool(b) => Cow::Borrowed(flag(*b)),
        DataRef::Error(e) => Cow::Owned(e.to_string()),
    }
}

fn damaged(error: &calamine::XlsxError) -> ExchangeError {
    match error {
        calamine::XlsxError::Password => ExchangeError::Encrypted,
        other => ExchangeError::Damaged {
            detail: other.to_string(),
        },
    }
}
