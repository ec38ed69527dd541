//! Numbers and words as cells hold them, and how they are compared with what the engine finds.

use super::tables::{Row, Table};

/// Agreement with what was computed by hand: this, or as much of the greater value.
pub(crate) const TOLERANCE: f64 = 1e-10;

/// A place in the file, the row as it stands there, and what is wrong with it.
pub(crate) type Outcome = (usize, String, Result<(), String>);

/// What the engine found for a cell.
pub(crate) enum Found {
    /// A number; `None` where there is none.
    Number(Option<f64>),
    /// Words, which must be the same to the letter.
    Words(String),
}

/// A number, a fraction such as `6/7`, a root such as `√1300` or one of a fraction.
pub(crate) fn number(cell: &str) -> f64 {
    let plain = |text: &str| -> f64 {
        text.trim()
            .parse()
            .unwrap_or_else(|_| panic!("“{cell}” is no number"))
    };
    match (cell.strip_prefix('√'), cell.split_once('/')) {
        (Some(under), _) => number(under).sqrt(),
        (None, Some((above, below))) => plain(above) / plain(below),
        (None, None) => plain(cell),
    }
}

/// A number, or nothing where the cell is empty or holds a dash.
pub(crate) fn optional(cell: &str) -> Option<f64> {
    (!cell.is_empty() && cell != "—").then(|| number(cell))
}

/// The words of a cell, one after another.
pub(crate) fn list(cell: &str) -> Vec<f64> {
    cell.split_whitespace().map(number).collect()
}

pub(crate) fn close(name: &str, here: Option<f64>, expected: Option<f64>) -> Result<(), String> {
    let same = match (here, expected) {
        (Some(a), Some(b)) => (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1.0),
        (None, None) => true,
        _ => false,
    };
    same.then_some(())
        .ok_or_else(|| format!("{name} is {here:?}, expected {expected:?}"))
}

pub(crate) fn equal(name: &str, here: &str, expected: &str) -> Result<(), String> {
    (here == expected)
        .then_some(())
        .ok_or_else(|| format!("{name} is “{here}”, expected “{expected}”"))
}

/// Compares what was found with a cell.
pub(crate) fn matches(name: &str, found: Found, cell: &str) -> Result<(), String> {
    match found {
        Found::Number(here) => close(name, here, optional(cell)),
        Found::Words(here) => equal(name, &here, cell),
    }
}

/// One outcome a row.
pub(crate) fn each(table: &Table, check: impl Fn(&Row) -> Result<(), String>) -> Vec<Outcome> {
    let rows = table.rows.iter();
    rows.map(|row| (row.line, row.cells.join(" | "), check(row)))
        .collect()
}

/// Every column of a row but the first and the reasons, by its heading.
pub(crate) fn cells(table: &Table, row: &Row, found: impl Fn(&str) -> Found) -> Result<(), String> {
    for column in table.columns.iter().skip(1).filter(|c| *c != "why") {
        matches(column, found(column), table.cell(row, column))?;
    }
    Ok(())
}

/// The value of `name=value` among the words of a heading.
pub(crate) fn setting<'s>(settings: &'s str, name: &str) -> Option<&'s str> {
    let mut words = settings.split_whitespace();
    words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}
