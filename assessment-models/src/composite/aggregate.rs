//! Joining upward, column by column.

use super::{
    Aggregator, IndexError, IndexMeta,
    pairs::{Gaps, copeland},
    table::Table,
};
use crate::{framework::Mean, stats::needs_positive};

/// Slack of the comparison with the threshold, so that 3 of 4 reaches 0.75.
const SAME: f64 = 1e-9;

/// What stands for a level of a list that has one entry for all levels, or one a level.
pub(super) fn of_level<T: Copy>(list: &[T], level: u32) -> Option<T> {
    match list {
        [one] => Some(*one),
        many => many.get((level as usize).saturating_sub(2)).copied(),
    }
}

/// Adds a column for each aggregate, lowest level first.
pub(super) fn aggregate(
    meta: &IndexMeta,
    table: &mut Table,
    methods: &[Aggregator],
    thresholds: &[f64],
) -> Result<(), IndexError> {
    let levels = meta.aggregated_levels();
    if methods.len() != 1 && methods.len() != levels {
        return Err(IndexError::MethodsPerLevel {
            given: methods.len(),
            levels,
        });
    }
    if thresholds.len() > 1 && thresholds.len() != levels {
        return Err(IndexError::MethodsPerLevel {
            given: thresholds.len(),
            levels,
        });
    }
    for group in meta.aggregates() {
        let level = meta.elements[group].level;
        let Some(method) = of_level(methods, level) else {
            continue;
        };
        let children: Vec<usize> = meta.children(group).collect();
        let columns: Vec<(f64, &[f64])> = children
            .iter()
            .filter_map(|c| Some((meta.elements[*c].weight, table.column(*c)?)))
            .collect();
        let rows = table.units.len();
        let column = match method {
            Aggregator::Mean(mean) => {
                let threshold = of_level(thresholds, level).unwrap_or(0.0);
                let joined = join(&columns, rows, mean, threshold);
                joined.map_err(|(child, row)| IndexError::NonPositive {
                    group: meta.elements[group].code.clone(),
                    unit: table.units[row].clone(),
                    child: meta.elements[children[child]].code.clone(),
                    method: method.to_string(),
                })?
            }
            Aggregator::Copeland => {
                let threshold = of_level(thresholds, level).unwrap_or(0.0);
                let void = voids(&columns, rows, threshold);
                let mut scores = vec![f64::NAN; rows];
                let all: Vec<usize> = (0..rows).collect();
                copeland(&columns, &all, &void, Gaps::WonByTheLater, &mut scores);
                scores
            }
        };
        if column.iter().any(|x| x.is_infinite()) {
            return Err(IndexError::Overflow {
                element: meta.elements[group].code.clone(),
            });
        }
        table.set(group, column);
    }
    Ok(())
}

/// The weighted means of columns over what each row has; a row with less than the threshold's share of
/// its children is a gap. The error is the child and row for which the mean is not defined.
fn join(
    columns: &[(f64, &[f64])],
    rows: usize,
    mean: Mean,
    threshold: f64,
) -> Result<Vec<f64>, (usize, usize)> {
    let whole: Vec<bool> = columns
        .iter()
        .map(|(_, column)| !column.iter().any(|x| x.is_nan()))
        .collect();
    let gaps = whole.contains(&false);
    let void = if gaps && threshold > 0.0 {
        voids(columns, rows, threshold)
    } else {
        Vec::new()
    };
    let mut sums = vec![0.0; rows];
    let mut totals = vec![0.0; if gaps { rows } else { 0 }];
    let certain: f64 = columns.iter().map(|(w, _)| w).sum();
    for (child, (weight, column)) in columns.iter().enumerate() {
        let bad = match mean {
            Mean::Arithmetic => None,
            Mean::Power(p) if p > 0.0 => first(column, &void, |x| x < 0.0),
            _ if needs_positive(mean) => first(column, &void, |x| x <= 0.0),
            _ => None,
        };
        if let Some(row) = bad {
            return Err((child, row));
        }
        match mean {
            Mean::Arithmetic => add(&mut sums, *weight, column, whole[child], |x| x),
            Mean::Harmonic => add(&mut sums, *weight, column, whole[child], f64::recip),
            Mean::Power(p) if p != 0.0 => {
                add(&mut sums, *weight, column, whole[child], |x| {
                    libm::pow(x, p)
                });
            }
            Mean::Geometric | Mean::Power(_) => {
                add(&mut sums, *weight, column, whole[child], libm::log);
            }
        }
        for (total, x) in totals.iter_mut().zip(*column) {
            *total += if x.is_nan() { 0.0 } else { *weight };
        }
    }
    let finish = |sum: f64, total: f64| {
        let inner = sum / total;
        match mean {
            _ if total <= 0.0 => f64::NAN,
            Mean::Arithmetic => inner,
            // The reciprocal of the least numbers is none.
            Mean::Harmonic if sum.is_infinite() => f64::INFINITY,
            Mean::Harmonic => total / sum,
            Mean::Power(p) if p != 0.0 => libm::pow(inner, 1.0 / p),
            Mean::Geometric | Mean::Power(_) => libm::exp(inner),
        }
    };
    if gaps {
        for (sum, total) in sums.iter_mut().zip(&totals) {
            *sum = finish(*sum, *total);
        }
    } else {
        sums.iter_mut().for_each(|sum| *sum = finish(*sum, certain));
    }
    for (sum, void) in sums.iter_mut().zip(&void) {
        if *void {
            *sum = f64::NAN;
        }
    }
    Ok(sums)
}

/// Adds a column times its weight, gaps as nothing.
fn add(sums: &mut [f64], weight: f64, column: &[f64], whole: bool, turn: impl Fn(f64) -> f64) {
    if whole {
        for (sum, x) in sums.iter_mut().zip(column) {
            *sum += weight * turn(*x);
        }
    } else {
        for (sum, x) in sums.iter_mut().zip(column) {
            if !x.is_nan() {
                *sum += weight * turn(*x);
            }
        }
    }
}

/// Rows in which too few children have a value.
fn voids(columns: &[(f64, &[f64])], rows: usize, threshold: f64) -> Vec<bool> {
    let mut counts = vec![0.0; rows];
    for (_, column) in columns {
        for (count, x) in counts.iter_mut().zip(*column) {
            *count += if x.is_nan() { 0.0 } else { 1.0 };
        }
    }
    let least = threshold * columns.len() as f64 - SAME;
    counts.iter().map(|count| *count < least).collect()
}

/// The first row with a value of a kind, among those that count.
fn first(column: &[f64], void: &[bool], kind: impl Fn(f64) -> bool) -> Option<usize> {
    let counts = |row: usize| !void.get(row).copied().unwrap_or(false);
    (0..column.len()).find(|&row| kind(column[row]) && counts(row))
}
