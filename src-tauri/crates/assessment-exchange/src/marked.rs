//! A file written again with its faulty cells marked and commented, for whoever sent it.

use std::collections::BTreeMap;

use assessment_models::{
    problem::{Problem, Severity},
    text::Lang,
};
use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use crate::{error::ExchangeError, grid::Grid, words::word};

/// Most problems that are listed and marked; a workbook has to stay one that opens.
const MOST: usize = 20_000;
/// Rows and columns of a sheet of this format.
const ROWS: usize = 1_048_576;
const COLUMNS: usize = 16_384;
/// Longest text of a cell.
const LONGEST: usize = 32_767;

/// A sheet of the file.
#[derive(Debug, Clone, Copy)]
pub struct MarkedSheet<'a> {
    /// Name; empty for a csv.
    pub name: &'a str,
    /// Hidden in the file.
    pub hidden: bool,
    /// Hidden rows, from 1: first and last of each run.
    pub hidden_rows: &'a [(u32, u32)],
    /// Its cells.
    pub grid: &'a Grid,
}

struct Styles {
    error: Format,
    warning: Format,
    head: Format,
    wrap: Format,
}

/// Writes the sheets with the cells of `problems` marked. `sentences` says of each problem what is wrong and
/// how to mend it, in the same order.
///
/// A sheet in front lists all problems with their places. Cells keep what they say; numbers that are written
/// plainly stay numbers. Hidden sheets and rows stay hidden, so that a fill-in workbook is still one.
///
/// # Errors
///
/// [`ExchangeError::Write`] where a sheet has a name that no workbook may have.
pub fn marked(
    sheets: &[MarkedSheet<'_>],
    problems: &[Problem],
    sentences: &[(String, String)],
    lang: Lang,
) -> Result<Vec<u8>, ExchangeError> {
    write(sheets, problems, sentences, lang).map_err(|e| ExchangeError::Write {
        detail: e.to_string(),
    })
}

/// A place that a problem names: zero-based row and column; a whole row has none.
fn place(cell: &str) -> Option<(usize, Option<usize>)> {
    let row = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
    if let Some((first, _)) = cell.split_once(':') {
        return Some((row(first)?, None));
    }
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let column = cell[..digits].bytes().fold(0_usize, |n, b| {
        n * 26 + usize::from(b.saturating_sub(b'A')) + 1
    });
    Some((row(&cell[digits..])?, Some(column.checked_sub(1)?)))
}

fn write(
    sheets: &[MarkedSheet<'_>],
    problems: &[Problem],
    sentences: &[(String, String)],
    lang: Lang,
) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles {
        error: Format::new().set_background_color(Color::RGB(0xF8_D7_CF)),
        warning: Format::new().set_background_color(Color::RGB(0xFB_EC_C8)),
        head: Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0xE1_E6_EC)),
        wrap: Format::new().set_text_wrap().set_align(FormatAlign::Top),
    };
    let told: Vec<(&Problem, &(String, String))> = problems
        .iter()
        .zip(sentences)
        .filter(|(p, _)| p.severity != Severity::Info)
        .take(MOST)
        .collect();
    let mut workbook = Workbook::new();
    list(workbook.add_worksheet(), sheets, &told, &styles, lang)?;
    for sheet in sheets {
        let page = workbook.add_worksheet();
        let name = if sheet.name.is_empty() {
            word(lang, "sheet_answers")
        } else {
            sheet.name
        };
        page.set_name(name)?;
        let marks = marks(sheet, &told);
        cells(page, sheet, &marks, &styles)?;
        for (row, column) in marks.keys() {
            let mark = &marks[&(*row, *column)];
            let note = Note::new(&mark.text).set_author("合治 Hezhi");
            page.insert_note(*row as u32, *column as u16, &note)?;
        }
        for (first, last) in sheet.hidden_rows {
            for row in *first..=*last {
                if row as usize <= ROWS {
                    page.set_row_hidden(row - 1)?;
                }
            }
        }
        if sheet.hidden {
            page.set_hidden(true);
        }
    }
    workbook.save_to_buffer()
}

/// What is said at a cell, and whether it was taken all the same.
struct Mark {
    text: String,
    error: bool,
}

/// The marks of a sheet by row and column. What is wrong with a row is marked at its first cell.
fn marks(
    sheet: &MarkedSheet<'_>,
    told: &[(&Problem, &(String, String))],
) -> BTreeMap<(usize, usize), Mark> {
    let mut marks: BTreeMap<(usize, usize), Mark> = BTreeMap::new();
    for (problem, (what, how)) in told.iter().filter(|(p, _)| p.sheet == sheet.name) {
        let Some((row, column)) = problem.cell.as_deref().and_then(place) else {
            continue;
        };
        let first_filled = || sheet.grid.row(row).position(|c| !c.is_empty()).unwrap_or(0);
        let column = column.unwrap_or_else(first_filled);
        if row >= ROWS || column >= COLUMNS {
            continue;
        }
        let mark = marks.entry((row, column)).or_insert_with(|| Mark {
            text: String::new(),
            error: false,
        });
        if !mark.text.is_empty() {
            mark.text.push('\n');
        }
        mark.text.push_str(what);
        mark.text.push_str(how);
        mark.error |= problem.severity == Severity::Error;
    }
    for mark in marks.values_mut() {
        mark.text = mark.text.chars().take(2_000).collect();
    }
    marks
}

fn cells(
    page: &mut Worksheet,
    sheet: &MarkedSheet<'_>,
    marks: &BTreeMap<(usize, usize), Mark>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let plain = Format::new();
    let mut widths: Vec<usize> = Vec::new();
    for row in 0..sheet.grid.len().min(ROWS) {
        for (column, text) in sheet.grid.row(row).enumerate().take(COLUMNS) {
            let format = match marks.get(&(row, column)) {
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
        let there = sheet.grid.row(*row).nth(*column).unwrap_or_default();
        if there.is_empty() {
            let style = if mark.error {
                &styles.error
            } else {
                &styles.warning
            };
            page.write_blank(*row as u32, *column as u16, style)?;
        }
    }
    for (column, width) in widths.iter().enumerate() {
        page.set_column_width(column as u16, (*width as f64 + 2.0).clamp(8.0, 44.0))?;
    }
    Ok(())
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

fn list(
    page: &mut Worksheet,
    sheets: &[MarkedSheet<'_>],
    told: &[(&Problem, &(String, String))],
    styles: &Styles,
    lang: Lang,
) -> Result<(), XlsxError> {
    let mut name = word(lang, "marked_sheet").to_owned();
    while sheets.iter().any(|s| s.name.eq_ignore_ascii_case(&name)) {
        name.push('_');
    }
    page.set_name(name)?;
    let heads = ["marked_where", "marked_cell", "marked_what", "marked_how"];
    for ((column, key), width) in (0_u16..).zip(heads).zip([18.0, 10.0, 60.0, 60.0]) {
        page.write_string_with_format(0, column, word(lang, key), &styles.head)?;
        page.set_column_width(column, width)?;
    }
    page.set_freeze_panes(1, 0)?;
    for (row, (problem, (what, how))) in (1_u32..).zip(told) {
        page.write_string_with_format(row, 0, &problem.sheet, &styles.wrap)?;
        page.write_string_with_format(row, 1, problem.cell.as_deref().unwrap_or(""), &styles.wrap)?;
        page.write_string_with_format(row, 2, what, &styles.wrap)?;
        page.write_string_with_format(row, 3, how, &styles.wrap)?;
    }
    Ok(())
}
