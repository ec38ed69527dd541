//! The audit of an index: what its indicators have in common, which say the same twice or pull against
//! the others, how much each weighs, and what would change without it.

mod columns;
mod compare;
mod correlation;
mod profile;
mod reliability;

pub use compare::{Comparison, Mover, compare_ranks};
pub use correlation::kendall_tau;
pub use profile::{Profile, Standing, profile};
pub use reliability::Reliability;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    composite::{Node, PreparedIndex, Scratch},
    sensitivity::shift,
    stats,
    uncertainty::AnalysisError,
};
use columns::Column;
pub(crate) use columns::Correlations;
use correlation::{Buffers, Coefficients, coefficients};

/// How two elements move together; `None` of fewer than two units, or where one is constant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// One element's code.
    pub first: String,
    /// The other's, further on in the tree.
    pub second: String,
    /// Whether they are joined into the same group.
    pub siblings: bool,
    /// Pearson's r.
    pub pearson: Option<f64>,
    /// Spearman's ρ, ties share mean ranks.
    pub spearman: Option<f64>,
    /// Kendall's τ-b.
    pub kendall: Option<f64>,
    /// What is to be looked at.
    pub flag: Option<Flag>,
}

/// What is to be looked at in a pair (by Pearson's r).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Above 0.92: they say nearly the same.
    Collinear,
    /// Siblings below −0.4: what one gives the other takes away.
    Negative,
}

/// One principal component of the indicators' correlations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Variance in units of one indicator's.
    pub eigenvalue: f64,
    /// Share of all variance, 0..=1.
    pub explained: f64,
    /// Unit vector over the indicators used, its greatest entry positive.
    pub loadings: Vec<f64>,
}

/// Principal components, over units without a gap and indicators that vary among them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Components {
    /// Codes of the indicators used.
    pub indicators: Vec<String>,
    /// Units without a gap.
    pub units: usize,
    /// Greatest first.
    pub components: Vec<Component>,
}

/// What is different without an element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Removal {
    /// Its code.
    pub element: String,
    /// Mean absolute rank shift; `None` where nothing is left to rank.
    pub mean_shift: Option<f64>,
    /// Greatest absolute rank shift.
    pub max_shift: u32,
}

/// The audit of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// Codes with effective weights, indicators first, then groups from the bottom up.
    pub effective_weights: Vec<(String, f64)>,
    /// Of all pairs of indicators, and of the groups of each level.
    pub correlations: Vec<Correlation>,
    /// Of each group over its children, and of all indicators as `all_indicators`.
    pub reliability: Vec<Reliability>,
    /// `None` where fewer than two indicators or units are left, or more than 500 indicators.
    pub components: Option<Components>,
    /// Without one element at a time.
    pub removals: Vec<Removal>,
}

/// Above this two indicators say nearly the same (COINr's default).
const COLLINEAR: f64 = 0.92;
/// Below this siblings pull against one another (COINr's default).
const NEGATIVE: f64 = -0.4;
/// Indicators at most: pairs grow with the square.
const MOST: u64 = 1000;
/// Indicators of which components are computed: their cost grows with the cube.
const MOST_COMPONENTS: usize = 500;

/// Audits an index as it nominally is.
///
/// `on_progress` is told how many elements are done of how many, from any thread. The result is the same
/// for any number of threads.
///
/// # Errors
///
/// [`AnalysisError::TooMuch`] for more than 1,000 elements, [`AnalysisError::Cancelled`], or a mean that
/// is not defined for a unit.
pub fn audit(
    index: &PreparedIndex,
    on_progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Audit, AnalysisError> {
    let nodes = index.nodes();
    let (count, rows) = (nodes.len(), index.units().len());
    if count as u64 > MOST {
        return Err(AnalysisError::TooMuch {
            asked: count as u64,
            most: MOST,
        });
    }
    let columns = columns(index)?;
    let (done, total) = (AtomicU64::new(0), 2 * count as u64);
    let step = || {
        on_progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        !cancel.load(Ordering::Relaxed)
    };
    // Siblings for reliability, levels for correlations: other pairs are not looked at.
    let pairs: Vec<Vec<Coefficients>> = (0..count)
        .into_par_iter()
        .map_init(Buffers::default, |buffers, i| {
            let row = (i..count).map(|j| {
                let related =
                    nodes[i].level == nodes[j].level || nodes[i].parent == nodes[j].parent;
                if related {
                    coefficients(&columns[i], &columns[j], buffers)
                } else {
                    Coefficients::default()
                }
            });
            let row = row.collect();
            step().then_some(row).ok_or(AnalysisError::Cancelled)
        })
        .collect::<Result<_, _>>()?;
    let at = |i: usize, j: usize| pairs[i.min(j)][i.abs_diff(j)];
    let covariance: Vec<Vec<Option<f64>>> = (0..count)
        .map(|i| (0..count).map(|j| at(i, j).covariance).collect())
        .collect();
    let mut correlations = Vec::new();
    for (i, first) in nodes.iter().enumerate() {
        for (j, second) in nodes.iter().enumerate().skip(i + 1) {
            if first.level == second.level {
                correlations.push(correlation(first, second, at(i, j)));
            }
        }
    }
    let (_, nominal) = index.nominal_results()?;
    let removals = (0..count.saturating_sub(1))
        .into_par_iter()
        .map_init(Scratch::default, |scratch, removed| {
            let mut trial = index.nominal();
            trial.weights[removed] = 0.0;
            let (mut scores, mut ranks) = (vec![f64::NAN; rows], vec![0; rows]);
            index.scores(&trial, scratch, &mut scores)?;
            index.ranks(&scores, scratch, &mut ranks);
            let both = || {
                nominal
                    .iter()
                    .zip(&ranks)
                    .filter(|(a, b)| **a > 0 && **b > 0)
            };
            let removal = Removal {
                element: nodes[removed].code.clone(),
                mean_shift: both().next().map(|_| shift(&nominal, &ranks)),
                max_shift: both().map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0),
            };
            step().then_some(removal).ok_or(AnalysisError::Cancelled)
        })
        .collect::<Result<_, _>>()?;
    let codes = nodes.iter().map(|node| node.code.clone());
    Ok(Audit {
        effective_weights: codes.zip(index.effective_weights()).collect(),
        correlations,
        reliability: reliabilities(index, &covariance),
        components: components(index),
        removals,
    })
}

/// Nominal scores of every element.
fn columns(index: &PreparedIndex) -> Result<Vec<Column>, AnalysisError> {
    let rows = index.units().len();
    let mut scratch = Scratch::default();
    index.groups(&index.nominal(), 0..rows, &mut scratch)?;
    let groups = scratch.groups.chunks_exact(rows.max(1));
    let values: Vec<&[f64]> = (0..index.indicators())
        .map(|at| index.column(at))
        .chain(groups)
        .collect();
    let mut columns: Vec<Column> = values.into_par_iter().map(Column::new).collect();
    // Without units there is nothing in any column.
    columns.resize_with(index.nodes().len(), || Column::new(&[]));
    Ok(columns)
}

fn correlation(first: &Node, second: &Node, found: Coefficients) -> Correlation {
    let siblings = first.parent == second.parent;
    Correlation {
        first: first.code.clone(),
        second: second.code.clone(),
        siblings,
        pearson: found.pearson,
        spearman: found.spearman,
        kendall: found.kendall,
        flag: match found.pearson {
            Some(r) if r > COLLINEAR => Some(Flag::Collinear),
            Some(r) if siblings && r < NEGATIVE => Some(Flag::Negative),
            _ => None,
        },
    }
}

fn reliabilities(index: &PreparedIndex, covariance: &[Vec<Option<f64>>]) -> Vec<Reliability> {
    let nodes = index.nodes();
    let of = |group: String, members: &[usize]| Reliability {
        group,
        alpha: reliability::alpha(covariance, members),
        without: members
            .iter()
            .map(|&left_out| {
                let rest: Vec<usize> = members.iter().copied().filter(|m| *m != left_out).collect();
                let code = nodes[left_out].code.clone();
                (code, reliability::alpha(covariance, &rest))
            })
            .collect(),
    };
    let all: Vec<usize> = (0..index.indicators()).collect();
    let groups = index.groups.iter().enumerate();
    groups
        .map(|(group, members)| of(nodes[index.indicators() + group].code.clone(), members))
        .chain([of("all_indicators".to_owned(), &all)])
        .collect()
}

fn components(index: &PreparedIndex) -> Option<Components> {
    let count = index.indicators();
    if count > MOST_COMPONENTS {
        return None;
    }
    let gap = |row: usize| (0..count).any(|at| index.column(at)[row].is_nan());
    let whole: Vec<usize> = (0..index.units().len()).filter(|&row| !gap(row)).collect();
    let mut used = Vec::new();
    let mut standardised: Vec<Vec<f64>> = Vec::new();
    for at in 0..count {
        let column: Vec<f64> = whole.iter().map(|&row| index.column(at)[row]).collect();
        let spread = stats::standard_deviation(&column).filter(|s| *s > 0.0 && s.is_finite());
        let (Some(spread), Some(mean)) = (spread, stats::mean(&column)) else {
            continue;
        };
        used.push(index.nodes()[at].code.clone());
        standardised.push(column.iter().map(|x| (x - mean) / spread).collect());
    }
    if used.len() < 2 {
        return None;
    }
    let degrees = whole.len() as f64 - 1.0;
    let product = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
    let matrix: Vec<Vec<f64>> = standardised
        .par_iter()
        .map(|a| {
            standardised
                .iter()
                .map(|b| product(a, b) / degrees)
                .collect()
        })
        .collect();
    let variance = used.len() as f64;
    let components = stats::symmetric_eigen(&matrix)?
        .into_iter()
        .take(whole.len() - 1)
        .map(|(eigenvalue, loadings)| Component {
            eigenvalue,
            explained: eigenvalue / variance,
            loadings,
        });
    Some(Components {
        components: components.collect(),
        indicators: used,
        units: whole.len(),
    })
}

#[cfg(test)]
mod tests;
