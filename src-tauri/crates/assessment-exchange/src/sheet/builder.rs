//! Cells in any order made into a sheet.

use std::{borrow::Cow, collections::HashMap};

use super::{Cell, MAX_CELLS, MAX_COLUMNS, Sheet};
use crate::{
    error::{Excess, ExchangeError},
    grid::GridBuilder,
    number_format::Epoch,
};

/// Most runs of hidden rows that are kept.
const MAX_RUNS: usize = 100_000;
/// Most bytes of text in a sheet.
const MAX_TEXT: usize = 1_000_000_000;
/// Texts that are remembered, and how long they are at most.
const RECENT: usize = 4_096;
const SHORT: usize = 48;

/// Where a short text is remembered.
fn recent_place(text: &str) -> Option<usize> {
    (text.len() <= SHORT).then(|| {
        let digest = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
                (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        // The golden ratio brings every bit up to those that are taken.
        (digest.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % RECENT
    })
}

/// Takes cells in any order and makes a [`Sheet`].
#[derive(Debug, Default)]
pub(crate) struct SheetBuilder {
    sheet: Sheet,
    sorted: bool,
    last: Option<(u32, u16)>,
    shared: HashMap<(usize, usize), u32>,
    /// Short texts that were put last, each at the place that its digest gives it: columns repeat their words.
    recent: Vec<u32>,
    /// Only while cells come out of order.
    loose: Vec<(u32, u16, Cell)>,
    grid: Option<GridBuilder>,
}

impl SheetBuilder {
    /// With `show` the cells are also kept as a person sees them.
    pub(crate) fn new(name: &str, hidden: bool, show: bool) -> Self {
        Self {
            grid: show.then(GridBuilder::default),
            sheet: Sheet {
                name: name.to_owned(),
                hidden,
                ..Sheet::default()
            },
            sorted: true,
            ..Self::default()
        }
    }

    /// The same sheet, whose serials count from another day.
    pub(crate) fn in_epoch(mut self, epoch: Epoch) -> Self {
        self.sheet.epoch = epoch;
        self
    }

    /// How many cells are there.
    fn len(&self) -> usize {
        self.sheet.cells.len() + self.loose.len()
    }

    /// Puts text; the same slice at the same address is held once.
    pub(crate) fn shared_text(&mut self, text: &str) -> Result<Option<Cell>, ExchangeError> {
        let key = (text.as_ptr() as usize, text.len());
        if let Some(number) = self.shared.get(&key) {
            return Ok(Some(Cell::Text(*number)));
        }
        let cell = self.text(text)?;
        if let Some(Cell::Text(number)) = cell {
            self.shared.insert(key, number);
        }
        Ok(cell)
    }

    /// Puts text; nothing where it is only spaces.
    pub(crate) fn text(&mut self, text: &str) -> Result<Option<Cell>, ExchangeError> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
        if text.is_empty() {
            return Ok(None);
        }
        let place = recent_place(text);
        if let Some(place) = place {
            self.recent.resize(RECENT, u32::MAX);
            let number = self.recent[place];
            if self.sheet.text(number) == text {
                return Ok(Some(Cell::Text(number)));
            }
        }
        let end = self.sheet.text.len() + text.len();
        if end > MAX_TEXT {
            return Err(Excess::Text.of(end as u64, MAX_TEXT as u64));
        }
        self.sheet.text.push_str(text);
        let number = self.sheet.ends.len();
        // MAX_TEXT and MAX_CELLS are below u32::MAX.
        self.sheet.ends.push(end as u32);
        if let Some(place) = place {
            self.recent[place] = number as u32;
        }
        Ok(Some(Cell::Text(number as u32)))
    }

    /// An error value as its program writes it.
    pub(crate) fn fault(&mut self, text: &str) -> Result<Cell, ExchangeError> {
        Ok(match self.text(text)?.or(self.text("#ERROR!")?) {
            Some(Cell::Text(number)) => Cell::Fault(number),
            _ => Cell::Fault(0),
        })
    }

    /// Puts a cell.
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), ExchangeError> {
        if column >= MAX_COLUMNS {
            let cut = self.sheet.cut_at.get_or_insert(column);
            *cut = column.min(*cut);
            return Ok(());
        }
        if self.len() >= MAX_CELLS {
            return Err(Excess::Cells.of(self.len() as u64 + 1, MAX_CELLS as u64));
        }
        let column = column as u16;
        if !self.sorted {
            self.loose.push((row, column, cell));
            return Ok(());
        }
        if self.last.is_some_and(|last| last >= (row, column)) {
            self.scatter();
            self.loose.push((row, column, cell));
            return Ok(());
        }
        if self.last.is_none_or(|(last, _)| last != row) {
            self.sheet.rows.push((row, self.sheet.cells.len()));
        }
        self.last = Some((row, column));
        self.sheet.cells.push((column, cell));
        Ok(())
    }

    /// Puts what was read apart, behind what is here where it belongs there. `text` gives the cell of a text, by
    /// its number there.
    pub(crate) fn append(
        &mut self,
        other: Self,
        mut text: impl FnMut(u32, &str, &mut Self) -> Result<Option<Cell>, ExchangeError>,
    ) -> Result<(), ExchangeError> {
        let Self {
            sheet: there,
            sorted,
            loose,
            grid,
            ..
        } = other;
        let mut numbers = vec![u32::MAX; there.ends.len()];
        let mut own = |cell: Cell, to: &mut Self| -> Result<Cell, ExchangeError> {
            let number = match cell {
                Cell::Text(number) | Cell::Fault(number) => number,
                _ => return Ok(cell),
            };
            let known = &mut numbers[number as usize];
            if *known == u32::MAX
                && let Some(Cell::Text(new)) = text(number, there.text(number), to)?
            {
                *known = new;
            }
            Ok(match cell {
                Cell::Fault(_) => Cell::Fault(*known),
                _ => Cell::Text(*known),
            })
        };
        let behind = there
            .rows
            .first()
            .is_none_or(|(first, _)| self.last.is_none_or(|(last, _)| *first > last));
        if self.sorted && sorted && behind {
            let count = self.sheet.cells.len() + there.cells.len();
            if count > MAX_CELLS {
                return Err(Excess::Cells.of(count as u64, MAX_CELLS as u64));
            }
            let offset = self.sheet.cells.len();
            let rows = there.rows.iter().map(|(row, start)| (*row, start + offset));
            self.sheet.rows.extend(rows);
            self.sheet.cells.reserve(there.cells.len());
            for (column, cell) in &there.cells {
                let cell = own(*cell, self)?;
                self.sheet.cells.push((*column, cell));
            }
            if let (Some((row, _)), Some((column, _))) = (there.rows.last(), there.cells.last()) {
                self.last = Some((*row, *column));
            }
        } else {
            for row in there.rows() {
                for (column, cell) in row.cells {
                    let cell = own(*cell, self)?;
                    self.put(row.number, u32::from(*column), cell)?;
                }
            }
            for (row, column, cell) in loose {
                let cell = own(cell, self)?;
                self.put(row, u32::from(column), cell)?;
            }
        }
        if let Some(cut) = there.cut_at {
            let own = self.sheet.cut_at.get_or_insert(cut);
            *own = cut.min(*own);
        }
        let room = MAX_RUNS.saturating_sub(self.sheet.hidden_rows.len());
        self.sheet
            .hidden_rows
            .extend(there.hidden_rows.iter().take(room));
        for merge in &there.merges {
            self.merge(merge.first, merge.last);
        }
        if let (Some(own), Some(other)) = (&mut self.grid, grid) {
            own.append(&other);
        }
        Ok(())
    }

    /// Keeps what a person sees in a place, if that is wanted.
    pub(crate) fn show<'t>(&mut self, row: u32, column: u32, text: impl FnOnce() -> Cow<'t, str>) {
        if let Some(grid) = &mut self.grid {
            grid.put(row, column, &text());
        }
    }

    /// Remembers a hidden row.
    pub(crate) fn hide_row(&mut self, row: u32) {
        let runs = &mut self.sheet.hidden_rows;
        let room = runs.len() < MAX_RUNS;
        match runs.last_mut() {
            Some((first, last)) if (*first..=*last).contains(&row) => {}
            Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
            _ if room => runs.push((row, row)),
            _ => {}
        }
    }

    /// Remembers a merged area.
    pub(crate) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        self.sheet.merge(first, last);
    }

    fn scatter(&mut self) {
        self.sorted = false;
        for row in self.sheet.rows() {
            self.loose
                .extend(row.cells.iter().map(|(c, cell)| (row.number, *c, *cell)));
        }
        self.sheet.rows.clear();
        self.sheet.cells.clear();
    }

    /// The sheet; where a place was filled twice the later content stands.
    pub(crate) fn finish(mut self) -> Sheet {
        if !self.sorted {
            self.loose.sort_by_key(|(row, column, _)| (*row, *column));
            let mut last = None;
            for (row, column, cell) in std::mem::take(&mut self.loose) {
                if last == Some((row, column)) {
                    if let Some(place) = self.sheet.cells.last_mut() {
                        place.1 = cell;
                    }
                    continue;
                }
                if last.is_none_or(|(r, _)| r != row) {
                    self.sheet.rows.push((row, self.sheet.cells.len()));
                }
                last = Some((row, column));
                self.sheet.cells.push((column, cell));
            }
        }
        // Rows may come in any order, and be said twice.
        self.sheet.hidden_rows.sort_unstable();
        self.sheet.hidden_rows.dedup_by(|next, run| {
            let joins = next.0 <= run.1.saturating_add(1);
            if joins {
                run.1 = run.1.max(next.1);
            }
            joins
        });
        self.sheet.grid = self.grid.map(GridBuilder::finish);
        // What a large sheet grew ahead is needed for its draft.
        self.sheet.rows.shrink_to_fit();
        self.sheet.cells.shrink_to_fit();
        self.sheet.text.shrink_to_fit();
        self.sheet.ends.shrink_to_fit();
        self.sheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let mut b = SheetBuilder::new("s", false, false);
        for (row, column, n) in [(5, 1, 1.0), (0, 3, 2.0), (0, 1, 3.0), (5, 1, 4.0)] {
            b.put(row, column, Cell::Number(n)).unwrap();
        }
        let sheet = b.finish();
        let all: Vec<_> = sheet
            .rows()
            .flat_map(|r| r.cells.iter().map(move |(c, v)| (r.number, *c, *v)))
            .collect();
        assert_eq!(
            all,
            [
                (0, 1, Cell::Number(3.0)),
                (0, 3, Cell::Number(2.0)),
                (5, 1, Cell::Number(4.0))
            ]
        );
        assert_eq!((sheet.width(), sheet.height()), (4, 6));
    }

    #[test]
    fn texts_that_repeat_are_held_once() {
        let mut b = SheetBuilder::new("s", false, false);
        let texts: Vec<String> = (0..20_000).map(|n| format!("文{}", n % 700)).collect();
        for (row, text) in (0..).zip(&texts) {
            let cell = b.text(text).unwrap().unwrap();
            b.put(row, 0, cell).unwrap();
        }
        let sheet = b.finish();
        assert!(sheet.texts() < 10_000, "{}", sheet.texts());
        for (row, text) in sheet.rows().zip(&texts) {
            assert_eq!(sheet.shown(row.cells[0].1), text.as_str());
        }
    }
}
