//! Tables about an index: weights, ranks, correlations, reliability, components.

use super::{ElementKind, IndexError, IndexMeta, run::IndexRow, table::Table};
use crate::stats;

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

/// Share of the greater value within which joined scores tie.
const TIE: f64 = 1e-9;

/// Turns every column into ranks: 1 is the greatest, ties take the least. An indicator ranks as it was
/// measured; joined scores carry rounding noise of their own and tie within [`TIE`].
pub(super) fn rank(meta: &IndexMeta, table: &mut Table) {
    for (at, column) in &mut table.columns {
        let joined = meta.elements[*at].kind == ElementKind::Aggregate;
        let negated: Vec<f64> = column.iter().map(|x| -x).collect();
        *column = stats::ranks(&negated, if joined { TIE } else { 0.0 });
    }
}

/// Pearson's correlations between all columns; a row is a column's code.
pub(super) fn correlations(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let columns: Vec<(usize, &Vec<f64>)> = tree(meta)
        .filter_map(|at| Some((at, table.columns.get(&at)?)))
        .collect();
    let rows = columns.iter().map(|(at, a)| IndexRow {
        unit: code(meta, *at),
        values: columns.iter().map(|(_, b)| stats::pearson(a, b)).collect(),
    });
    (
        columns.iter().map(|(at, _)| code(meta, *at)).collect(),
        rows.collect(),
    )
}

/// α of each aggregate over its children, and of all indicators together as `all_indicators`; columns
/// `Items`, `Alpha`.
pub(super) fn cronbach(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let row = |unit: String, members: Vec<usize>| {
        let columns: Vec<&[f64]> = members
            .iter()
            .filter_map(|at| table.columns.get(at).map(Vec::as_slice))
            .collect();
        let complete = columns.len() == members.len();
        IndexRow {
            unit,
            values: vec![
                Some(members.len() as f64),
                complete.then(|| stats::cronbach(&columns)).flatten(),
            ],
        }
    };
    let mut rows: Vec<IndexRow> = meta
        .aggregates()
        .into_iter()
        .map(|at| row(code(meta, at), meta.children(at).collect()))
        .collect();
    rows.push(row(
        "all_indicators".to_owned(),
        meta.indicators().collect(),
    ));
    (["Items", "Alpha"].map(str::to_owned).to_vec(), rows)
}

/// Principal components of the indicators' correlations over units without a gap: the rows `eigenvalue`
/// and `explained` (share of variance), then the loadings of each indicator; a column is a component.
pub(super) fn components(
    meta: &IndexMeta,
    table: &Table,
) -> Result<(Vec<String>, Vec<IndexRow>), IndexError> {
    let indicators: Vec<usize> = meta.indicators().collect();
    let whole: Vec<usize> = (0..table.units.len())
        .filter(|row| {
            let gap = |at: &usize| table.columns.get(at).is_none_or(|c| c[*row].is_nan());
            !indicators.iter().any(gap)
        })
        .collect();
    let columns: Vec<Vec<f64>> = indicators
        .iter()
        .filter_map(|at| table.columns.get(at))
        .map(|c| whole.iter().map(|&row| c[row]).collect())
        .collect();
    let mut matrix = vec![vec![1.0; columns.len()]; columns.len()];
    for (i, a) in columns.iter().enumerate() {
        for (j, b) in columns.iter().enumerate().filter(|(j, _)| *j != i) {
            let constant = || IndexError::ConstantColumn {
                indicator: code(meta, indicators[i]),
                method: "pca",
            };
            stats::standard_deviation(a)
                .filter(|s| *s > 0.0)
                .ok_or_else(constant)?;
            matrix[i][j] = stats::pearson(a, b).unwrap_or(0.0);
        }
    }
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
