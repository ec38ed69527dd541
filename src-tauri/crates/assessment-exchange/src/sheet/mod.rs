//! The neutral form of a sheet: only the cells that hold something, in reading order.

mod builder;

use std::borrow::Cow;

use chrono::NaiveDateTime;

pub(crate) use self::builder::SheetBuilder;
use crate::{grid::Grid, number_format::Epoch};

/// Most cells of a file: 6,000 units × 112 indicators is 0.7 million.
pub(crate) const MAX_CELLS: usize = 30_000_000;
/// Most columns that are read; what stands further right is told once.
pub(crate) const MAX_COLUMNS: u32 = 4_096;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// Text, by number; [`Sheet::text`] gives it.
    Text(u32),
    /// A number.
    Number(f64),
    /// A number that is shown with a per cent sign: 0.85 is 85 %.
    Percent(f64),
    /// A day or moment.
    Moment(NaiveDateTime),
    /// Yes or no.
    Flag(bool),
    /// A formula's error value, such as `#DIV/0!`; [`Sheet::text`] gives it.
    Fault(u32),
}

/// A merged area, zero-based and inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) first: (u32, u32),
    pub(crate) last: (u32, u32),
}

/// A sheet: rows in order, cells of a row in order of columns.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Name; empty for a csv.
    pub name: String,
    /// Hidden in the file.
    pub hidden: bool,
    /// From which day its serials count.
    pub(crate) epoch: Epoch,
    /// The first column that was not read, where the sheet is wider than is sensible.
    pub cut_at: Option<u32>,
    rows: Vec<(u32, usize)>,
    cells: Vec<(u16, Cell)>,
    text: String,
    /// Where each text ends in `text`; the next one begins there.
    ends: Vec<u32>,
    /// Merged areas.
    pub(crate) merges: Vec<Merge>,
    /// Hidden rows: zero-based, first and last of each run.
    pub hidden_rows: Vec<(u32, u32)>,
    /// The cells as a person sees them, where that was asked for.
    pub grid: Option<Grid>,
}

/// One row of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Zero-based number in the file.
    pub number: u32,
    /// Cells that hold something: zero-based column and content.
    pub cells: &'a [(u16, Cell)],
}

impl Row<'_> {
    /// The cell in a column.
    #[must_use]
    pub fn get(&self, column: u16) -> Option<Cell> {
        self.cells
            .binary_search_by_key(&column, |(c, _)| *c)
            .ok()
            .map(|at| self.cells[at].1)
    }
}

impl Sheet {
    /// How many rows hold something.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The `index`-th row that holds something.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        let (number, start) = *self.rows.get(index)?;
        let end = self
            .rows
            .get(index + 1)
            .map_or(self.cells.len(), |(_, start)| *start);
        Some(Row {
            number,
            cells: &self.cells[start..end],
        })
    }

    /// All rows that hold something.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).filter_map(|index| self.row(index))
    }

    /// One past the last column in use.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.cells
            .iter()
            .map(|(c, _)| u32::from(*c) + 1)
            .max()
            .unwrap_or(0)
    }

    /// The last row in use, counted from 1; 0 where there is none.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.rows.last().map_or(0, |(number, _)| number + 1)
    }

    /// The words of a text cell.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|n| self.ends.get(n));
        self.ends.get(number).map_or("", |end| {
            &self.text[start.map_or(0, |s| *s as usize)..*end as usize]
        })
    }

    /// How many different texts there are, at least; text numbers are below it.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.ends.len()
    }

    /// Numbers of the rows in a run that hold something.
    pub(crate) fn rows_between(&self, first: u32, last: u32) -> impl Iterator<Item = u32> {
        let start = self.rows.partition_point(|(number, _)| *number < first);
        self.rows[start..]
            .iter()
            .map(|(number, _)| *number)
            .take_while(move |number| *number <= last)
    }

    /// Keeps only rows whose number is wanted.
    pub(crate) fn retain_rows(&mut self, wanted: impl Fn(u32) -> bool) {
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for row in self.rows() {
            if wanted(row.number) {
                rows.push((row.number, cells.len()));
                cells.extend_from_slice(row.cells);
            }
        }
        (self.rows, self.cells) = (rows, cells);
    }

    /// Puts text into a place, or empties it; gives back what was shown there.
    pub(crate) fn set(&mut self, row: u32, column: u16, text: Option<&str>) -> String {
        let mut was = String::new();
        let mut all: Vec<(u32, u16, Cell)> = Vec::with_capacity(self.cells.len() + 1);
        for r in self.rows() {
            for (c, cell) in r.cells {
                if (r.number, *c) == (row, column) {
                    was = self.shown(*cell).into_owned();
                } else {
                    all.push((r.number, *c, *cell));
                }
            }
        }
        if let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) {
            self.text.push_str(text);
            // A person's words and all that a sheet may hold are far below u32::MAX.
            self.ends.push(self.text.len() as u32);
            let at = all.partition_point(|(r, c, _)| (*r, *c) < (row, column));
            all.insert(at, (row, column, Cell::Text(self.ends.len() as u32 - 1)));
        }
        self.rows.clear();
        self.cells.clear();
        for (r, c, cell) in all {
            if self.rows.last().is_none_or(|(last, _)| *last != r) {
                self.rows.push((r, self.cells.len()));
            }
            self.cells.push((c, cell));
        }
        was
    }

    /// Remembers a merged area.
    pub(crate) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        if self.merges.len() < 100_000 {
            self.merges.push(Merge { first, last });
        }
    }

    /// A cell as a person sees it, but for its number format.
    #[must_use]
    pub fn shown(&self, cell: Cell) -> Cow<'_, str> {
        match cell {
            Cell::Text(number) | Cell::Fault(number) => Cow::Borrowed(self.text(number)),
            Cell::Number(n) => Cow::Owned(number_text(n)),
            Cell::Percent(n) => Cow::Owned(format!("{}%", number_text(n * 100.0))),
            Cell::Moment(m) => Cow::Owned(moment_text(m)),
            Cell::Flag(true) => Cow::Borrowed("TRUE"),
            Cell::Flag(false) => Cow::Borrowed("FALSE"),
        }
    }
}

/// A number without the noise of binary fractions: 0.1 + 0.2 is `0.3`.
#[must_use]
pub(crate) fn number_text(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    // Fifteen significant digits are what spreadsheet programs show.
    let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    format!("{rounded}")
}

/// A moment; a day where it stands at midnight.
#[must_use]
pub(crate) fn moment_text(m: NaiveDateTime) -> String {
    if m.time() == chrono::NaiveTime::MIN {
        m.format("%Y-%m-%d").to_string()
    } else {
        m.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_without_binary_noise() {
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(140_100.0), "140100");
        assert_eq!(number_text(-2.5), "-2.5");
    }
}
