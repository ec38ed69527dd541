//! Tables about how columns and units stand to one another.

use super::{
    IndexError, IndexMeta,
    audit::members,
    pairs::{Gaps, outranks},
    run::IndexRow,
    stage::Coefficient,
    table::{Table, present},
};
use crate::{audit::Correlations, stats};

/// Columns or units that are set against one another at most: pairs grow with the square.
const MOST: usize = 3000;

/// Whether the spread of every column can be told.
///
/// # Errors
///
/// [`IndexError::Overflow`] names the first column with values too large to square.
pub(super) fn measurable(meta: &IndexMeta, table: &Table) -> Result<(), IndexError> {
    for (code, column) in columns(meta, table) {
        let spread = stats::standard_deviation(&present(column));
        if spread.is_some_and(|spread| !spread.is_finite()) {
            return Err(IndexError::Overflow {
                element: code.to_owned(),
            });
        }
    }
    Ok(())
}

/// Columns of the tree with their codes, in order.
fn columns<'t>(meta: &'t IndexMeta, table: &'t Table) -> Vec<(&'t str, &'t [f64])> {
    let in_tree = |at: usize| meta.elements[at].level > 0;
    let code = |at: usize| meta.elements[at].code.as_str();
    let columns = table.columns().filter(|(at, _)| in_tree(*at));
    columns.map(|(at, column)| (code(at), column)).collect()
}

/// Correlations between all columns; a row is a column's code. A pair of units counts where both columns
/// have a value.
pub(super) fn correlations(
    meta: &IndexMeta,
    table: &Table,
    coefficient: Coefficient,
) -> Result<(Vec<String>, Vec<IndexRow>), IndexError> {
    let columns = columns(meta, table);
    if columns.len() > MOST {
        return Err(IndexError::TooMany {
            asked: columns.len(),
            most: MOST,
        });
    }
    let mut of = Correlations::new(columns.iter().map(|(_, column)| *column));
    let rows = columns.iter().enumerate().map(|(a, (code, _))| IndexRow {
        unit: (*code).to_owned(),
        values: (0..columns.len())
            .map(|b| of.pair(a, b, coefficient))
            .collect(),
    });
    let rows = rows.collect();
    let codes = columns.iter().map(|(code, _)| (*code).to_owned());
    Ok((codes.collect(), rows))
}

/// What describes a column.
const MEASURES: [&str; 8] = ["N", "Min", "Max", "Mean", "Median", "SD", "Skew", "Kurt"];

/// Number of values, range, mean, median, sample standard deviation, skewness and excess kurtosis (both
/// with sample correction) of each column; a row is a column's code.
pub(super) fn statistics(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let rows = columns(meta, table).into_iter().map(|(code, column)| {
        let values = present(column);
        let end = |p: f64| stats::quantile(&values, p);
        IndexRow {
            unit: code.to_owned(),
            values: vec![
                Some(values.len() as f64),
                end(0.0),
                end(1.0),
                stats::mean(&values),
                stats::median(&values),
                stats::standard_deviation(&values),
                stats::skewness(&values),
                stats::kurtosis(&values),
            ],
        }
    });
    let rows = rows.collect();
    (MEASURES.map(str::to_owned).to_vec(), rows)
}

/// How far the unit of a row outranks that of a column by the children of a group, 0..=1: the share of
/// weight in which it is greater, and half of that in which both are equal; 0 against itself.
pub(super) fn outranking(
    meta: &IndexMeta,
    table: &Table,
    group: Option<&str>,
) -> Result<(Vec<String>, Vec<IndexRow>), IndexError> {
    let children = match group {
        Some(group) => members(meta, group)?,
        None => {
            let top = meta.aggregates().into_iter().next_back();
            top.map(|top| meta.children(top).collect())
                .unwrap_or_default()
        }
    };
    let mut columns: Vec<(f64, &[f64])> = Vec::new();
    for child in children {
        let column = table.column(child).ok_or(IndexError::StageNotComputed {
            stage: "outranking",
            option: "aggregate",
        })?;
        columns.push((meta.elements[child].weight, column));
    }
    let count = table.units.len();
    if count > MOST {
        return Err(IndexError::TooMany {
            asked: count,
            most: MOST,
        });
    }
    let against = |a: usize, b: usize| match a.cmp(&b) {
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Less => outranks(&columns, a, b, Gaps::WonByTheLater),
        std::cmp::Ordering::Greater => 1.0 - outranks(&columns, b, a, Gaps::WonByTheLater),
    };
    let rows = (0..count).map(|a| IndexRow {
        unit: table.units[a].clone(),
        values: (0..count).map(|b| Some(against(a, b))).collect(),
    });
    Ok((table.units.to_vec(), rows.collect()))
}

/// The tree as a table: each indicator with what it is joined into.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Lineage {
    /// Levels, from 1.
    pub levels: Vec<u32>,
    /// By indicator, in the order of `iMeta`: its code and those of its ancestors, one a level; `None` for
    /// a level that it passes over.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Each indicator with what it is joined into.
#[must_use]
pub fn lineage(meta: &IndexMeta) -> Lineage {
    let top = meta.aggregated_levels() as u32 + 1;
    let rows = meta.indicators().map(|indicator| {
        let mut row = vec![None; top as usize];
        let mut here = Some(indicator);
        while let Some(at) = here {
            let element = &meta.elements[at];
            if let Some(place) = row.get_mut((element.level as usize).saturating_sub(1)) {
                *place = Some(element.code.clone());
            }
            here = element.parent;
        }
        row
    });
    Lineage {
        levels: (1..=top).collect(),
        rows: rows.collect(),
    }
}
