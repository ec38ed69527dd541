//! Office Open XML, cell by cell: a sheet that declares a million rows and holds one costs one.

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::xls::moment;
use crate::{
    archive,
    error::ExchangeError,
    format::cursor,
    sheet::{Cell, Sheet, SheetBuilder},
};

/// Merged areas are looked up only in sheets below this many cells: the lookup reads the sheet again.
const MERGES_BELOW: usize = 20_000;

/// Reads all worksheets.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ExchangeError> {
    archive::check_whole_entries(bytes)?;
    let mut workbook = Xlsx::new(cursor(bytes)).map_err(|e| damaged(&e))?;
    let listed: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::with_capacity(listed.len());
    for (name, hidden) in listed {
        let mut sheet = SheetBuilder::new(&name, hidden);
        match workbook.worksheet_cells_reader(&name) {
            Ok(mut reader) => {
                let percent: Vec<bool> = reader
                    .styles()
                    .iter()
                    .map(|style| {
                        style
                            .number_format
                            .as_ref()
                            .is_some_and(|f| f.format_code.contains('%'))
                    })
                    .collect();
                loop {
                    let (cell, style) = match reader.next_cell_with_style_id() {
                        Ok(Some(next)) => next,
                        Ok(None) => break,
                        Err(e) => return Err(damaged(&e)),
                    };
                    let (row, column) = cell.get_position();
                    let content = match cell.get_value() {
                        DataRef::Empty => None,
                        DataRef::SharedString(s) => sheet.shared_text(s)?,
                        DataRef::String(s) | DataRef::DurationIso(s) | DataRef::DateTimeIso(s) => {
                            sheet.text(s)?
                        }
                        DataRef::Float(n) => Some(number(*n, percent.get(style) == Some(&true))),
                        DataRef::Int(n) => {
                            Some(number(*n as f64, percent.get(style) == Some(&true)))
                        }
                        DataRef::Bool(b) => Some(Cell::Flag(*b)),
                        DataRef::DateTime(d) => Some(moment(d)),
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
        if sheet.len() < MERGES_BELOW
            && let Ok(merges) = workbook.merge_cells_by_sheet_name(&name)
        {
            for area in merges {
                sheet.merge(area.start, area.end);
            }
        }
        sheets.push(sheet.finish());
    }
    Ok(sheets)
}

fn number(n: f64, percent: bool) -> Cell {
    if percent {
        Cell::Percent(n)
    } else {
        Cell::Number(n)
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
