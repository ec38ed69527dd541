//! Filling gaps.

use std::collections::BTreeMap;

use super::{
    ElementKind, Imputation, IndexData, IndexError, IndexMeta,
    table::{Table, present},
};
use crate::stats;

/// Fills the gaps of every indicator that can be filled: a gap stays one where there is nothing to take a
/// mean of, or where the unit has no group.
pub(super) fn impute(
    meta: &IndexMeta,
    data: &IndexData,
    table: &mut Table,
    how: &Imputation,
) -> Result<(), IndexError> {
    match how {
        Imputation::Mean => by_column(meta, table, stats::mean)?,
        Imputation::Median => by_column(meta, table, stats::median)?,
        Imputation::GroupMean(column) => {
            by_group(meta, table, groups(meta, data, column)?, stats::mean)?;
        }
        Imputation::GroupMedian(column) => {
            by_group(meta, table, groups(meta, data, column)?, stats::median)?;
        }
        Imputation::RowMean(level) => by_row(meta, table, *level)?,
    }
    Ok(())
}

fn groups<'d>(
    meta: &IndexMeta,
    data: &'d IndexData,
    column: &str,
) -> Result<&'d [Option<String>], IndexError> {
    meta.position(column)
        .and_then(|at| data.groups.get(&at))
        .map(Vec::as_slice)
        .ok_or_else(|| IndexError::UnknownReference {
            element: "impute".to_owned(),
            reference: column.to_owned(),
        })
}

type Middle = fn(&[f64]) -> Option<f64>;

fn by_column(meta: &IndexMeta, table: &mut Table, middle: Middle) -> Result<(), IndexError> {
    for at in meta.indicators() {
        let Some(column) = table.column(at).filter(|c| has_gaps(c)) else {
            continue;
        };
        if let Some(value) = middle(&present(column))
            && let Some(column) = table.column_mut(at)
        {
            finite(fill(column, |_| Some(value)), meta, at)?;
        }
    }
    Ok(())
}

fn finite(all: bool, meta: &IndexMeta, at: usize) -> Result<(), IndexError> {
    if all {
        return Ok(());
    }
    Err(IndexError::Overflow {
        element: meta.elements[at].code.clone(),
    })
}

fn by_group(
    meta: &IndexMeta,
    table: &mut Table,
    groups: &[Option<String>],
    middle: Middle,
) -> Result<(), IndexError> {
    for at in meta.indicators() {
        let gaps = table.column(at).is_some_and(has_gaps);
        let Some(column) = table.column_mut(at).filter(|_| gaps) else {
            continue;
        };
        let mut members: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (value, group) in column.iter().zip(groups) {
            if let (false, Some(group)) = (value.is_nan(), group) {
                members.entry(group).or_default().push(*value);
            }
        }
        let all = fill(column, |row| {
            let group = groups.get(row)?.as_deref()?;
            middle(members.get(group)?)
        });
        finite(all, meta, at)?;
    }
    Ok(())
}

fn has_gaps(column: &[f64]) -> bool {
    column.iter().any(|x| x.is_nan())
}

/// Fills the gaps for which there is a value; whether all of these are within the range of numbers.
fn fill(column: &mut [f64], value: impl Fn(usize) -> Option<f64>) -> bool {
    let mut finite = true;
    for (row, place) in column.iter_mut().enumerate() {
        if place.is_nan()
            && let Some(value) = value(row)
        {
            *place = value;
            finite &= value.is_finite();
        }
    }
    finite
}

/// Where a column lies between its least and greatest value, once it points upward.
struct Placed {
    at: usize,
    least: f64,
    range: f64,
    direction: f64,
}

fn by_row(meta: &IndexMeta, table: &mut Table, level: u32) -> Result<(), IndexError> {
    let ancestor_at_level = |indicator: usize| {
        let mut here = indicator;
        while let Some(parent) = meta.elements[here].parent {
            here = parent;
            if meta.elements[here].level >= level {
                break;
            }
        }
        here
    };
    let mut families: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for at in meta.indicators() {
        let element = &meta.elements[at];
        let values = table.column(at).map(present).unwrap_or_default();
        let turned = values.iter().map(|x| x * element.direction);
        let least = turned.clone().fold(f64::INFINITY, f64::min);
        let range = turned.fold(f64::NEG_INFINITY, f64::max) - least;
        if values.is_empty() {
            return Err(IndexError::EmptyColumn {
                indicator: element.code.clone(),
            });
        }
        if range <= 0.0 {
            return Err(IndexError::ConstantColumn {
                indicator: element.code.clone(),
                method: "row_mean",
            });
        }
        let family = ancestor_at_level(at);
        if meta.elements[family].kind != ElementKind::Aggregate {
            return Err(IndexError::UnknownReference {
                element: element.code.clone(),
                reference: format!("level {level}"),
            });
        }
        families.entry(family).or_default().push(Placed {
            at,
            least,
            range,
            direction: element.direction,
        });
    }
    for family in families.values() {
        for row in 0..table.units.len() {
            let shares: Vec<f64> = family
                .iter()
                .filter_map(|p| {
                    let value = *table.column(p.at)?.get(row)?;
                    (!value.is_nan()).then(|| (value * p.direction - p.least) / p.range)
                })
                .collect();
            let Some(mean) = stats::mean(&shares) else {
                continue;
            };
            for placed in family {
                let gap = table.column(placed.at).is_some_and(|c| c[row].is_nan());
                if gap && let Some(column) = table.column_mut(placed.at) {
                    column[row] = (mean * placed.range + placed.least) * placed.direction;
                }
            }
        }
    }
    Ok(())
}
