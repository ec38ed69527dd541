//! A sheet as a person sees it: text in rows and columns.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};

/// Most places of a grid, empty ones between others counted.
const MAX_PLACES: usize = 4_000_000;
/// Most bytes of text in a grid.
const MAX_TEXT: usize = 150_000_000;

/// A sheet's cells as text, each the way a person sees it: its value in its number format.
///
/// Rows go from the first of the sheet to the last that holds something; the cells of a row go from column A
/// to its last that holds something. Places between are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    text: String,
    /// Where each cell's text ends.
    ends: Vec<u32>,
    /// How many cells stand before the end of each row.
    rows: Vec<u32>,
    /// The sheet holds more than is shown here.
    cut: bool,
}

impl Grid {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the sheet holds more than is here: it is larger than can be shown.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The cells of a row, from column A; none where there is no such row.
    pub fn row(&self, index: usize) -> impl ExactSizeIterator<Item = &str> {
        let end = self.rows.get(index).map_or(0, |end| *end as usize);
        let start = match index.checked_sub(1) {
            Some(above) if end > 0 => self.rows[above] as usize,
            _ => 0,
        };
        (start..end).map(|at| {
            let from = at.checked_sub(1).map_or(0, |b| self.ends[b] as usize);
            &self.text[from..self.ends[at] as usize]
        })
    }

    /// The most cells that a row has.
    #[must_use]
    pub fn width(&self) -> usize {
        (0..self.len())
            .map(|at| self.row(at).len())
            .max()
            .unwrap_or(0)
    }

    /// Writes the rows as lists of texts.
    ///
    /// # Errors
    /// What the serializer fails with.
    pub fn serialize_rows<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Line<'g>(&'g Grid, usize);
        impl Serialize for Line<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.row(self.1))
            }
        }
        let mut rows = serializer.serialize_seq(Some(self.len()))?;
        for at in 0..self.len() {
            rows.serialize_element(&Line(self, at))?;
        }
        rows.end()
    }
}

/// Takes shown cells in any order and makes a [`Grid`].
#[derive(Debug, Default)]
pub(crate) struct GridBuilder {
    text: String,
    cells: Vec<(u32, u32, u32, u32)>,
    cut: bool,
}

impl GridBuilder {
    /// Puts a cell; empty text leaves its place empty.
    pub(crate) fn put(&mut self, row: u32, column: u32, shown: &str) {
        if shown.is_empty() {
            return;
        }
        if self.text.len() + shown.len() > MAX_TEXT || self.cells.len() >= MAX_PLACES {
            self.cut = true;
            return;
        }
        // MAX_TEXT is below u32::MAX.
        let start = self.text.len() as u32;
        self.text.push_str(shown);
        self.cells
            .push((row, column, start, self.text.len() as u32));
    }

    /// Puts what another holds.
    pub(crate) fn append(&mut self, other: &Self) {
        for (row, column, start, end) in &other.cells {
            self.put(*row, *column, &other.text[*start as usize..*end as usize]);
        }
        self.cut |= other.cut;
    }

    /// The grid; where a place was filled twice the later text stands.
    pub(crate) fn finish(mut self) -> Grid {
        self.cells.sort_by_key(|(row, column, ..)| (*row, *column));
        let mut grid = Grid {
            cut: self.cut,
            ..Grid::default()
        };
        let mut last: Option<(u32, u32)> = None;
        for (row, column, start, end) in self.cells {
            let missing_rows = row as usize - last.map_or(0, |(r, _)| r as usize);
            let first = match last {
                Some((r, c)) if r == row => c as usize + 1,
                _ => 0,
            };
            let places = column as usize + 1;
            if grid.ends.len() + missing_rows + places.saturating_sub(first) > MAX_PLACES {
                grid.cut = true;
                break;
            }
            let text = &self.text[start as usize..end as usize];
            if last == Some((row, column)) {
                if let Some(place) = grid.ends.pop() {
                    let from = grid.ends.last().copied().unwrap_or(0);
                    debug_assert!(from <= place);
                    grid.text.truncate(from as usize);
                }
            } else {
                while grid.rows.len() < row as usize {
                    grid.rows.push(grid.ends.len() as u32);
                }
                for _ in first..column as usize {
                    grid.ends.push(grid.text.len() as u32);
                }
            }
            grid.text.push_str(text);
            grid.ends.push(grid.text.len() as u32);
            last = Some((row, column));
        }
        if last.is_some() {
            grid.rows.push(grid.ends.len() as u32);
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_keep_their_places() {
        let mut builder = GridBuilder::default();
        for (row, column, text) in [
            (3, 1, "d"),
            (0, 0, "a"),
            (0, 2, "b"),
            (1, 1, "c"),
            (3, 1, "e"),
        ] {
            builder.put(row, column, text);
        }
        let grid = builder.finish();
        let rows: Vec<Vec<&str>> = (0..grid.len()).map(|at| grid.row(at).collect()).collect();
        assert_eq!(
            rows,
            [vec!["a", "", "b"], vec!["", "c"], vec![], vec!["", "e"]]
        );
        assert_eq!((grid.width(), grid.row(9).len()), (3, 0));
        assert!(!grid.is_cut());
    }

    #[test]
    fn a_grid_of_nearly_nothing_costs_nearly_nothing() {
        let mut builder = GridBuilder::default();
        for row in 0..1000 {
            builder.put(row, 16_383, "x");
        }
        let grid = builder.finish();
        assert!(grid.is_cut());
        assert!(grid.len() < 1000);
    }
}
