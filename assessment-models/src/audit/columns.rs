//! A column with its order, sorted once for all the pairs that it is part of.

use super::correlation::{Buffers, average_ranks, coefficients};
use crate::{composite::Coefficient, stats};

/// Columns to be correlated with one another.
#[derive(Debug)]
pub(crate) struct Correlations {
    columns: Vec<Column>,
    buffers: Buffers,
}

impl Correlations {
    pub(crate) fn new<'c>(columns: impl Iterator<Item = &'c [f64]>) -> Self {
        Self {
            columns: columns.map(Column::new).collect(),
            buffers: Buffers::default(),
        }
    }

    /// The coefficient of two columns over the rows that both have; `None` of fewer than two, or where one
    /// is constant.
    pub(crate) fn pair(&mut self, a: usize, b: usize, which: Coefficient) -> Option<f64> {
        let (a, b) = (self.columns.get(a)?, self.columns.get(b)?);
        let mut ranked = || coefficients(a, b, &mut self.buffers);
        match which {
            Coefficient::Pearson => stats::pearson(&a.values, &b.values),
            Coefficient::Spearman => ranked().spearman,
            Coefficient::Kendall => ranked().kendall,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    /// A gap is NaN.
    pub(super) values: Vec<f64>,
    pub(super) whole: bool,
    /// Rows with a value, ascending.
    pub(super) order: Vec<u32>,
    /// Mean ranks, ties share them.
    pub(super) ranks: Vec<f64>,
    /// Position among the distinct values, from 0.
    pub(super) dense: Vec<u32>,
    pub(super) distinct: usize,
}

impl Column {
    pub(super) fn new(values: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..values.len() as u32)
            .filter(|&row| !values[row as usize].is_nan())
            .collect();
        // 0 and −0 are one value.
        let key = |row: u32| values[row as usize] + 0.0;
        order.sort_by(|&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
        let mut ranks = vec![f64::NAN; values.len()];
        average_ranks(values, order.clone(), &mut ranks);
        let mut dense = vec![0; values.len()];
        let mut distinct = 0;
        for (place, &row) in order.iter().enumerate() {
            if place > 0 && key(order[place - 1]) != key(row) {
                distinct += 1;
            }
            dense[row as usize] = distinct as u32;
        }
        Self {
            values: values.to_vec(),
            whole: order.len() == values.len(),
            distinct: if order.is_empty() { 0 } else { distinct + 1 },
            order,
            ranks,
            dense,
        }
    }
}
