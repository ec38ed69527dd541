//! A dense table of scores.

use serde::{Deserialize, Serialize};

/// Rows × columns of numbers, where a place may be empty. Row-major; an empty place is NaN inside and
/// never leaves as such.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    columns: usize,
    values: Vec<f64>,
}

impl Grid {
    /// An empty table.
    #[must_use]
    pub fn empty(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            values: vec![f64::NAN; rows * columns],
        }
    }

    /// Takes over row-major values; NaN is an empty place. A length that is no multiple of `columns`
    /// loses the incomplete last row.
    #[must_use]
    pub fn from_values(columns: usize, mut values: Vec<f64>) -> Self {
        let whole = values.len().checked_div(columns).unwrap_or(0) * columns;
        values.truncate(whole);
        Self { columns, values }
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// How many columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The number at a place; `None` where it is empty or outside.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<f64> {
        self.row(row).get(column).copied().filter(|v| !v.is_nan())
    }

    /// Puts a number, or empties the place.
    pub fn set(&mut self, row: usize, column: usize, value: Option<f64>) {
        if column < self.columns
            && let Some(place) = self.values.get_mut(row * self.columns + column)
        {
            *place = value.unwrap_or(f64::NAN);
        }
    }

    /// One row; empty places are NaN. Empty where there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        self.values
            .get(row * self.columns..(row + 1) * self.columns)
            .unwrap_or(&[])
    }

    /// One row, to fill.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        self.values
            .get_mut(row * self.columns..(row + 1) * self.columns)
            .unwrap_or(&mut [])
    }

    /// One column, top to bottom.
    pub fn column(&self, column: usize) -> impl Iterator<Item = Option<f64>> + '_ {
        (0..self.rows()).map(move |row| self.get(row, column))
    }
}
