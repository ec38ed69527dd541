//! A file written again with its faulty cells marked and commented, for whoever sent it.

mod edited;
mod written;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use assessment_models::{
    problem::{Problem, Severity},
    text::Lang,
};

use self::edited::{List, edited};
use crate::{error::ExchangeError, grid::Grid, words::word};

/// Most problems that are listed and marked; a workbook has to stay one that opens.
const MOST: usize = 20_000;
/// Rows and columns of a sheet of this format.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

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

/// A marked workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The file, in the format of xlsx.
    pub bytes: Vec<u8>,
    /// It is the sender's own workbook with marks put into it; else its values in a new one, without its look.
    pub own_look: bool,
}

/// Gives the file back with the cells of `problems` marked. `sentences` says of each problem what is wrong and
/// how to mend it, in the same order. `file` is what was sent; where it is an ordinary xlsx it keeps its look,
/// formulas and lists, else `sheets` are written anew.
///
/// A sheet in front lists all problems with their places. Cells keep what they say; numbers that are written
/// plainly stay numbers. Hidden sheets and rows stay hidden, so that a fill-in workbook is still one.
///
/// # Errors
///
/// [`ExchangeError::Write`] where a sheet has a name that no workbook may have; [`ExchangeError::Stopped`] soon
/// after `stop` says so.
pub fn marked(
    file: Option<&[u8]>,
    sheets: &[MarkedSheet<'_>],
    problems: &[Problem],
    sentences: &[(String, String)],
    lang: Lang,
    stop: &dyn Fn() -> bool,
) -> Result<Marked, ExchangeError> {
    let go_on = || {
        if stop() {
            Err(ExchangeError::Stopped)
        } else {
            Ok(())
        }
    };
    go_on()?;
    let told: Vec<Told<'_>> = problems
        .iter()
        .zip(sentences)
        .filter(|(p, _)| p.severity != Severity::Info)
        .take(MOST)
        .collect();
    let mut name = word(lang, "marked_sheet").to_owned();
    while sheets.iter().any(|s| s.name.eq_ignore_ascii_case(&name)) {
        name.push('_');
    }
    let heads = ["marked_where", "marked_cell", "marked_what", "marked_how"];
    let list = List {
        name,
        heads: heads.map(|key| word(lang, key)),
        rows: told
            .iter()
            .map(|(problem, (what, how))| {
                let cell = problem.cell.as_deref().unwrap_or("");
                [problem.sheet.as_str(), cell, what, how]
            })
            .collect(),
    };
    let marks: Vec<(&str, Marks)> = sheets
        .iter()
        .map(|sheet| (sheet.name, marks(sheet, &told)))
        .collect();
    // A part that nobody foresaw costs the look, not the marks.
    let own = file.and_then(|bytes| {
        catch_unwind(AssertUnwindSafe(|| edited(bytes, &marks, &list, stop))).unwrap_or(None)
    });
    go_on()?;
    if let Some(bytes) = own {
        return Ok(Marked {
            bytes,
            own_look: true,
        });
    }
    let bytes = written::written(sheets, &marks, &list, lang, stop)
        .map_err(|e| ExchangeError::Write {
            detail: e.to_string(),
        })?
        .ok_or(ExchangeError::Stopped)?;
    Ok(Marked {
        bytes,
        own_look: false,
    })
}

/// A problem with what is wrong and how to mend it.
type Told<'a> = (&'a Problem, &'a (String, String));
/// A cell's row and column, from 0.
type At = (u32, u32);
/// The marks of a sheet.
type Marks = BTreeMap<At, Mark>;

/// A place that a problem names: zero-based row and column; a whole row has none.
fn place(cell: &str) -> Option<(u32, Option<u32>)> {
    let row = |text: &str| text.parse::<u32>().ok()?.checked_sub(1);
    if let Some((first, _)) = cell.split_once(':') {
        return Some((row(first)?, None));
    }
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let column = cell[..digits].bytes().fold(0_u32, |n, b| {
        n.saturating_mul(26)
            .saturating_add(u32::from(b.saturating_sub(b'A')) + 1)
    });
    Some((row(&cell[digits..])?, Some(column.checked_sub(1)?)))
}

/// What is said at a cell, and whether it was taken all the same.
struct Mark {
    text: String,
    error: bool,
}

/// The marks of a sheet. What is wrong with a row is marked at its first cell.
fn marks(sheet: &MarkedSheet<'_>, told: &[Told<'_>]) -> Marks {
    let mut marks = Marks::new();
    for (problem, (what, how)) in told.iter().filter(|(p, _)| p.sheet == sheet.name) {
        let Some((row, column)) = problem.cell.as_deref().and_then(place) else {
            continue;
        };
        let first_filled = || {
            let mut cells = sheet.grid.row(row as usize);
            cells.position(|c| !c.is_empty()).unwrap_or(0) as u32
        };
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
