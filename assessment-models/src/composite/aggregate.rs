//! Joining upward.

use super::{Aggregator, IndexError, IndexMeta, table::Table};
use crate::{
    framework::Mean,
    stats::{NonPositive, weighted_mean},
};

/// Slack of the comparison with the threshold, so that 3 of 4 reaches 0.75.
const SAME: f64 = 1e-9;

/// Adds a column for each aggregate, lowest level first.
pub(super) fn aggregate(
    meta: &IndexMeta,
    table: &mut Table,
    methods: &[Aggregator],
    threshold: Option<f64>,
) -> Result<(), IndexError> {
    let levels = meta.aggregated_levels();
    if methods.len() != 1 && methods.len() != levels {
        return Err(IndexError::MethodsPerLevel {
            given: methods.len(),
            levels,
        });
    }
    for group in meta.aggregates() {
        let level = meta.elements[group].level as usize;
        let by_level = if methods.len() == 1 {
            0
        } else {
            level.saturating_sub(2)
        };
        let Some(method) = methods.get(by_level) else {
            continue;
        };
        let children: Vec<usize> = meta.children(group).collect();
        let column = match method {
            Aggregator::Mean(mean) => means(
                meta,
                table,
                group,
                &children,
                *mean,
                threshold.unwrap_or(0.0),
            )?,
            Aggregator::Copeland => {
                let columns: Vec<(f64, &[f64])> = children
                    .iter()
                    .filter_map(|c| {
                        Some((meta.elements[*c].weight, table.columns.get(c)?.as_slice()))
                    })
                    .collect();
                copeland(&columns, table.units.len())
            }
        };
        if column.iter().any(|x| x.is_infinite()) {
            return Err(IndexError::Overflow {
                element: meta.elements[group].code.clone(),
            });
        }
        table.columns.insert(group, column);
    }
    Ok(())
}

/// The children of a unit that have a value.
fn scored(meta: &IndexMeta, table: &Table, children: &[usize], row: usize) -> Vec<(usize, f64)> {
    let value = |child: &usize| table.columns.get(child).and_then(|c| c.get(row)).copied();
    children
        .iter()
        .filter_map(|child| Some((*child, value(child).filter(|x| !x.is_nan())?)))
        .filter(|(child, _)| meta.elements[*child].level > 0)
        .collect()
}

fn means(
    meta: &IndexMeta,
    table: &Table,
    group: usize,
    children: &[usize],
    mean: Mean,
    threshold: f64,
) -> Result<Vec<f64>, IndexError> {
    (0..table.units.len())
        .map(|row| {
            let scored = scored(meta, table, children, row);
            if (scored.len() as f64) + SAME < threshold * children.len() as f64 {
                return Ok(f64::NAN);
            }
            let pairs: Vec<(f64, f64)> = scored
                .iter()
                .map(|(child, x)| (meta.elements[*child].weight, *x))
                .collect();
            let joined = weighted_mean(mean, &pairs);
            joined
                .map(|m| m.unwrap_or(f64::NAN))
                .map_err(|NonPositive { at }| IndexError::NonPositive {
                    group: meta.elements[group].code.clone(),
                    unit: table.units[row].clone(),
                    child: scored
                        .get(at)
                        .map(|(child, _)| meta.elements[*child].code.clone())
                        .unwrap_or_default(),
                    method: Aggregator::Mean(mean).to_string(),
                })
        })
        .collect()
}

/// Copeland scores: over all other units, the share of weight in which this one is greater, and half of
/// that in which both are equal. Where one of a pair has a gap, the pair is compared by what both have;
/// by nothing, it is a draw.
pub(super) fn copeland(columns: &[(f64, &[f64])], units: usize) -> Vec<f64> {
    let outranks = |a: usize, b: usize| {
        let (mut for_a, mut all) = (0.0, 0.0);
        for (weight, column) in columns {
            let (x, y) = (column[a], column[b]);
            if x > y {
                for_a += weight;
            } else if x == y {
                for_a += weight / 2.0;
            }
            if !x.is_nan() && !y.is_nan() {
                all += weight;
            }
        }
        if all > 0.0 { for_a / all } else { 0.5 }
    };
    let mut scores = vec![0.0; units];
    for a in 0..units {
        for b in a + 1..units {
            let share = outranks(a, b);
            scores[a] += share;
            scores[b] += 1.0 - share;
        }
    }
    scores
}
