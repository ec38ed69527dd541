//! Columns of numbers with their codes, and the reading of csv cells.

use std::{collections::BTreeMap, sync::Arc};

use super::IndexError;

/// Units × elements, column by column; a gap is NaN. What a stage leaves as it was, its table shares with
/// that of the stage before.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) units: Arc<[String]>,
    /// Position in [`IndexMeta::elements`](super::IndexMeta::elements) to values by unit.
    columns: BTreeMap<usize, Arc<Vec<f64>>>,
}

impl Table {
    pub(super) fn new(units: Vec<String>, columns: BTreeMap<usize, Vec<f64>>) -> Self {
        let shared = columns
            .into_iter()
            .map(|(at, column)| (at, Arc::new(column)));
        Self {
            units: units.into(),
            columns: shared.collect(),
        }
    }

    /// Values of an element by unit.
    pub(super) fn column(&self, at: usize) -> Option<&[f64]> {
        self.columns.get(&at).map(|column| column.as_slice())
    }

    /// Values of an element, to be changed here and in no other table.
    pub(super) fn column_mut(&mut self, at: usize) -> Option<&mut [f64]> {
        let column = self.columns.get_mut(&at)?;
        Some(Arc::make_mut(column).as_mut_slice())
    }

    /// Puts other values in the place of an element's.
    pub(super) fn set(&mut self, at: usize, values: Vec<f64>) {
        self.columns.insert(at, Arc::new(values));
    }

    /// Elements that have values, in order, with these.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.columns
            .iter()
            .map(|(at, column)| (*at, column.as_slice()))
    }
}

/// The values of a column that are there.
pub(super) fn present(column: &[f64]) -> Vec<f64> {
    column.iter().copied().filter(|x| !x.is_nan()).collect()
}

/// A csv table as rows of trimmed cells, with the position of each heading.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    headings: BTreeMap<String, usize>,
    pub(super) rows: Vec<csv::StringRecord>,
}

impl Sheet {
    pub(super) fn parse(name: &'static str, text: &str) -> Result<Self, IndexError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut headings = BTreeMap::new();
        for (at, heading) in reader
            .headers()
            .map_err(|e| IndexError::csv(name, &e))?
            .iter()
            .enumerate()
        {
            if headings.insert(heading.to_owned(), at).is_some() && !heading.is_empty() {
                return Err(IndexError::Duplicate {
                    table: name,
                    code: heading.to_owned(),
                });
            }
        }
        let rows = reader
            .records()
            .collect::<Result<Vec<_>, _>>()
            .map_err(|e| IndexError::csv(name, &e))?;
        if rows.is_empty() {
            return Err(IndexError::NoRows { table: name });
        }
        Ok(Self {
            name,
            headings,
            rows,
        })
    }

    pub(super) fn find(&self, column: &str) -> Option<usize> {
        self.headings.get(column).copied()
    }

    pub(super) fn need(&self, column: &str) -> Result<usize, IndexError> {
        self.find(column).ok_or_else(|| IndexError::MissingColumn {
            table: self.name,
            column: column.to_owned(),
        })
    }

    /// What names a row.
    pub(super) fn code<'r>(
        &self,
        row: &'r csv::StringRecord,
        at: usize,
    ) -> Result<&'r str, IndexError> {
        let code = row.get(at).filter(|code| !code.is_empty());
        code.ok_or_else(|| IndexError::NoCode {
            table: self.name,
            line: row.position().map_or(1, csv::Position::line),
        })
    }

    /// A finite number, or a gap (`NA` or nothing).
    pub(super) fn number(
        &self,
        row: &csv::StringRecord,
        at: Option<usize>,
        (code, column): (&str, &str),
    ) -> Result<Option<f64>, IndexError> {
        let Some(cell) = words(row, at) else {
            return Ok(None);
        };
        match cell.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(IndexError::NotANumber {
                table: self.name,
                row: code.to_owned(),
                column: column.to_owned(),
                value: cell.to_owned(),
            }),
        }
    }
}

/// The words of a cell; `None` for a gap.
pub(super) fn words(row: &csv::StringRecord, at: Option<usize>) -> Option<&str> {
    row.get(at?)
        .filter(|cell| !cell.is_empty() && *cell != "NA")
}
