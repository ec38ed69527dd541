//! A workbook written anew from what a person sees of the file, with its marks.

use assessment_models::text::Lang;
use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use super::{COLUMNS, MarkedSheet, Marks, ROWS, edited::List};
use crate::words::word;

/// Longest text of a cell.
const LONGEST: usize = 32_767;

struct Styles {
    error: Format,
    warning: Format,
    head: Format,
    wrap: Format,
}

/// The sheets with their marks, and the list of all that is wrong in front; `None` where `stop` said so.
pub(super) fn written(
    sheets: &[MarkedSheet<'_>],
    marks: &[(&str, Marks)],
    list: &List<'_>,
    lang: Lang,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Vec<u8>>, XlsxError> {
    let styles = Styles {
        error: Format::new().set_background_color(Color::RGB(0xF8_D7_CF)),
        warning: Format::new().set_background_color(Color::RGB(0xFB_EC_C8)),
        head: Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0xE1_E6_EC)),
        wrap: Format::new().set_text_wrap().set_align(FormatAlign::Top),
    };
    let mut workbook = Workbook::new();
    front(workbook.add_worksheet(), list, &styles)?;
    for (sheet, (_, marks)) in sheets.iter().zip(marks) {
        let page = workbook.add_worksheet();
        let name = if sheet.name.is_empty() {
            word(lang, "sheet_answers")
        } else {
            sheet.name
        };
        page.set_name(name)?;
        if !cells(page, sheet, marks, &styles, stop)? {
            return Ok(None);
        }
        for ((row, column), mark) in marks {
            let note = Note::new(&mark.text).set_author("合治 Hezhi");
            page.insert_note(*row, *column as u16, &note)?;
        }
        for (first, last) in sheet.hidden_rows {
            for row in *first..=*last {
                if row <= ROWS {
                    page.set_row_hidden(row - 1)?;
                }
            }
        }
        if sheet.hidden {
            page.set_hidden(true);
        }
    }
    workbook.save_to_buffer().map(Some)
}

/// Writes a sheet's cells; says whether it came to the end of them.
fn cells(
    page: &mut Worksheet,
    sheet: &MarkedSheet<'_>,
    marks: &Marks,
    styles: &Styles,
    stop: &dyn Fn() -> bool,
) -> Result<bool, XlsxError> {
    let plain = Format::new();
    let mut widths: Vec<usize> = Vec::new();
    for row in 0..sheet.grid.len().min(ROWS as usize) {
        if row % 1_024 == 0 && stop() {
            return Ok(false);
        }
        for (column, text) in sheet.grid.row(row).enumerate().take(COLUMNS as usize) {
            let format = match marks.get(&(row as u32, column as u32)) {
                Some(mark) if mark.error => &styles.error,
                Some(_) => &styles.warning,
                None => &plain,
            };
            put(page, row as u32, column as u16, text, format)?;
            if widths.len() <= column {
                widths.resize(column + 1, 0);
            }
            let width: usize = text
                .chars()
                .take(40)
                .map(|c| if c.is_ascii() { 1 } else { 2 })
                .sum();
            widths[column] = widths[column].max(width);
        }
    }
    // Marks may stand where nothing stands.
    for ((row, column), mark) in marks {
        let there = sheet
            .grid
            .row(*row as usize)
            .nth(*column as usize)
            .unwrap_or_default();
        if there.is_empty() {
            let style = if mark.error {
                &styles.error
            } else {
                &styles.warning
            };
            page.write_blank(*row, *column as u16, style)?;
        }
    }
    for (column, width) in widths.iter().enumerate() {
        page.set_column_width(column as u16, (*width as f64 + 2.0).clamp(8.0, 44.0))?;
    }
    Ok(true)
}

/// A number where it is written plainly and would be shown the same, else text.
fn put(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty()
        && digits.len() <= 15
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && (!digits.starts_with('0') || digits == "0" || digits.starts_with("0."));
    match text.parse::<f64>() {
        Ok(n) if plain && crate::number_format::general(n) == text => {
            page.write_number_with_format(row, column, n, format)?;
        }
        _ if text.is_empty() => {}
        _ => {
            let text: String = text.chars().take(LONGEST).collect();
            page.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

fn front(page: &mut Worksheet, list: &List<'_>, styles: &Styles) -> Result<(), XlsxError> {
    page.set_name(&list.name)?;
    for ((column, head), width) in (0_u16..).zip(list.heads).zip([18.0, 10.0, 60.0, 60.0]) {
        page.write_string_with_format(0, column, head, &styles.head)?;
        page.set_column_width(column, width)?;
    }
    page.set_freeze_panes(1, 0)?;
    for (row, cells) in (1_u32..).zip(&list.rows) {
        for (column, text) in (0_u16..).zip(cells) {
            page.write_string_with_format(row, column, *text, &styles.wrap)?;
        }
    }
    Ok(())
}
