//! Tables about an index: weights, ranks, reliability, components.

use std::cmp::Ordering;

use super::{ElementKind, IndexError, IndexMeta, run::IndexRow, table::Table};
use crate::stats;

/// Elements of which components are computed at most: their cost grows with the cube.
const MOST_COMPONENTS: usize = 500;

fn value(x: f64) -> Option<f64> {
    (!x.is_nan()).then_some(x)
}

/// Elements of the tree, in order.
fn tree(meta: &IndexMeta) -> impl Iterator<Item = usize> + '_ {
    (0..meta.elements.len()).filter(|&at| meta.elements[at].level > 0)
}

fn code(meta: &IndexMeta, at: usize) -> String {
    meta.elements[at].code.clone()
}

/// Rows by element in the order of `iMeta`; columns `Level`, `Weight`, `EffWeight`.
pub(super) fn weights(meta: &IndexMeta) -> (Vec<String>, Vec<IndexRow>) {
    let effective = meta.effective_weights();
    let columns = ["Level", "Weight", "EffWeight"].map(str::to_owned);
    let rows = tree(meta).map(|at| IndexRow {
        unit: code(meta, at),
        values: vec![
            Some(f64::from(meta.elements[at].level)),
            Some(meta.elements[at].weight),
            Some(effective[at]),
        ],
    });
    (columns.to_vec(), rows.collect())
}

/// Rows by element in the order of `iMeta`; the column `EffWeight`.
pub(super) fn effective_weights(meta: &IndexMeta) -> (Vec<String>, Vec<IndexRow>) {
    let effective = meta.effective_weights();
    let rows = tree(meta).map(|at| IndexRow {
        unit: code(meta, at),
        values: vec![Some(effective[at])],
    });
    (vec!["EffWeight".to_owned()], rows.collect())
}

/// Share of the greater value within which joined scores tie.
const TIE: f64 = 1e-9;

/// Every column as ranks: 1 is the greatest, ties take the least. An indicator ranks as it was
/// measured; joined scores carry rounding noise of their own and tie within [`TIE`].
pub(super) fn ranked(meta: &IndexMeta, table: &Table) -> Table {
    let mut ranks = table.clone();
    for (at, column) in table.columns() {
        let joined = meta.elements[at].kind == ElementKind::Aggregate;
        let negated: Vec<f64> = column.iter().map(|x| -x).collect();
        ranks.set(at, stats::ranks(&negated, if joined { TIE } else { 0.0 }));
    }
    ranks
}

/// Covariances over some elements; `None` where one of them has no values.
fn scale(table: &Table, members: &[usize]) -> Option<stats::Scale> {
    let columns: Option<Vec<&[f64]>> = members.iter().map(|at| table.column(*at)).collect();
    stats::Scale::of(&columns?)
}

/// What all indicators together are called.
const ALL: &str = "all_indicators";

/// α of each aggregate over its children, and of all indicators together as `all_indicators`; columns
/// `Items`, `Alpha`.
pub(super) fn cronbach(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let row = |unit: String, members: Vec<usize>| IndexRow {
        unit,
        values: vec![
            Some(members.len() as f64),
            scale(table, &members).and_then(|scale| scale.alpha()),
        ],
    };
    let mut rows: Vec<IndexRow> = meta
        .aggregates()
        .into_iter()
        .map(|at| row(code(meta, at), meta.children(at).collect()))
        .collect();
    rows.push(row(ALL.to_owned(), meta.indicators().collect()));
    (["Items", "Alpha"].map(str::to_owned).to_vec(), rows)
}

/// α without one element: columns `Group` (of its siblings) and `All` (of the other indicators). Rows by
/// element in the order of `iMeta`.
pub(super) fn cronbach_without(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let mut without = vec![[None; 2]; meta.elements.len()];
    let groups = meta.aggregates().into_iter();
    let groups = groups.map(|at| (0, meta.children(at).collect::<Vec<_>>()));
    for (column, members) in groups.chain([(1, meta.indicators().collect())]) {
        if let Some(scale) = scale(table, &members) {
            for (place, member) in members.into_iter().enumerate() {
                without[member][column] = scale.alpha_without(place);
            }
        }
    }
    let rows = tree(meta).filter(|at| meta.elements[*at].parent.is_some());
    let rows = rows.map(|at| IndexRow {
        unit: code(meta, at),
        values: without[at].to_vec(),
    });
    (["Group", "All"].map(str::to_owned).to_vec(), rows.collect())
}

/// Positions of a group's children.
pub(super) fn members(meta: &IndexMeta, group: &str) -> Result<Vec<usize>, IndexError> {
    let found = meta.position(group);
    let found = found.filter(|at| meta.elements[*at].kind == ElementKind::Aggregate);
    let at = found.ok_or_else(|| IndexError::NoSuchGroup {
        given: group.to_owned(),
    })?;
    Ok(meta.children(at).collect())
}

/// Principal components of the correlations of all indicators, or of a group's children, over units
/// without a gap in them: the rows `eigenvalue` and `explained` (share of variance), then the loadings of
/// each element; a column is a component.
pub(super) fn components(
    meta: &IndexMeta,
    table: &Table,
    group: Option<&str>,
) -> Result<(Vec<String>, Vec<IndexRow>), IndexError> {
    let indicators: Vec<usize> = match group {
        Some(group) => members(meta, group)?,
        None => meta.indicators().collect(),
    };
    if indicators.len() > MOST_COMPONENTS {
        return Err(IndexError::TooMany {
            asked: indicators.len(),
            most: MOST_COMPONENTS,
        });
    }
    let empty = |at: &&usize| {
        table
            .column(**at)
            .is_none_or(|c| c.iter().all(|x| x.is_nan()))
    };
    if let Some(at) = indicators.iter().find(empty) {
        return Err(IndexError::EmptyColumn {
            indicator: code(meta, *at),
        });
    }
    let whole: Vec<usize> = (0..table.units.len())
        .filter(|row| {
            let gap = |at: &usize| table.column(*at).is_none_or(|c| c[*row].is_nan());
            !indicators.iter().any(gap)
        })
        .collect();
    if whole.len() < 2 {
        return Err(IndexError::NoCompleteUnits { method: "pca" });
    }
    let columns: Vec<Vec<f64>> = indicators
        .iter()
        .filter_map(|at| table.column(*at))
        .map(|c| whole.iter().map(|&row| c[row]).collect())
        .collect();
    for (column, at) in columns.iter().zip(&indicators) {
        let varies = stats::standard_deviation(column).is_some_and(|s| s > 0.0);
        if !varies {
            return Err(IndexError::ConstantColumn {
                indicator: code(meta, *at),
                method: "pca",
            });
        }
    }
    let count = columns.len();
    let above = |i: usize| -> Vec<f64> {
        let rest = columns[i + 1..].iter();
        let r = rest.map(|other| stats::pearson(&columns[i], other));
        r.map(Option::unwrap_or_default).collect()
    };
    let upper: Vec<Vec<f64>> = (0..count).map(above).collect();
    let r = |i: usize, j: usize| match i.cmp(&j) {
        Ordering::Equal => 1.0,
        Ordering::Less => upper[i][j - i - 1],
        Ordering::Greater => upper[j][i - j - 1],
    };
    let row = |i: usize| (0..count).map(|j| r(i, j)).collect();
    let matrix: Vec<Vec<f64>> = (0..count).map(row).collect();
    let overflow = || IndexError::Overflow {
        element: "pca".to_owned(),
    };
    let pairs = stats::symmetric_eigen(&matrix).ok_or_else(overflow)?;
    let kept = pairs.len().min(whole.len().saturating_sub(1));
    let pairs = &pairs[..kept];
    let share = 1.0 / columns.len() as f64;
    let mut rows = vec![
        IndexRow {
            unit: "eigenvalue".to_owned(),
            values: pairs.iter().map(|(l, _)| Some(*l)).collect(),
        },
        IndexRow {
            unit: "explained".to_owned(),
            values: pairs.iter().map(|(l, _)| Some(l * share)).collect(),
        },
    ];
    rows.extend(indicators.iter().enumerate().map(|(i, at)| IndexRow {
        unit: code(meta, *at),
        values: pairs.iter().map(|(_, v)| value(v[i])).collect(),
    }));
    Ok(((1..=kept).map(|k| format!("PC{k}")).collect(), rows))
}
