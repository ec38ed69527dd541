//! Sobol indices from the outputs of a Saltelli design.

use std::{
    str::FromStr,
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    composite::IndexError,
    stats,
    uncertainty::{AnalysisError, Draw},
};

/// How first-order indices are estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// From outputs as they are: noisy where their mean is far from 0.
    Plain,
    /// From outputs less their mean.
    #[default]
    Centred,
}

impl FromStr for Estimator {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        match text.trim() {
            "plain" => Ok(Self::Plain),
            "centred" => Ok(Self::Centred),
            _ => Err(IndexError::UnknownMethod {
                what: "estimate",
                given: text.to_owned(),
                expected: "plain, centred",
            }),
        }
    }
}

/// How often outputs are drawn anew to see how far estimates may lie off; 0 gives no intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How often.
    pub replications: usize,
    /// Where random numbers start.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self {
            replications: 500,
            seed: 1,
        }
    }
}

/// What a factor explains of the variance of the outputs. Sampling error can put it below 0 or above 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Alone.
    pub first: f64,
    /// With all its interactions.
    pub total: f64,
    /// 5th and 95th percentile of `first` over the bootstrap.
    pub first_interval: Option<[f64; 2]>,
    /// 5th and 95th percentile of `total` over the bootstrap.
    pub total_interval: Option<[f64; 2]>,
}

/// How often outputs are drawn anew at most: what comes of it is kept until the end.
const MOST: u64 = 1_000_000;

/// Whether the intervals fit in memory.
pub(super) fn bearable(bootstrap: Bootstrap) -> Result<(), AnalysisError> {
    let asked = bootstrap.replications as u64;
    if asked > MOST {
        return Err(AnalysisError::TooMuch { asked, most: MOST });
    }
    Ok(())
}

/// Bootstrap streams lie apart from those of a design.
const STREAMS: u64 = 1 << 40;

/// First-order and total Sobol indices of each factor (Saltelli et al. 2010): with outputs of the blocks
/// A, B and AB₁ … AB_d one after the other, first-order `mean(yB·(yABi − yA))/V`, total
/// `mean((yA − yABi)²)/(2V)`, `V` the sample variance over A and B.
///
/// # Errors
///
/// [`AnalysisError::BadDesign`], [`AnalysisError::NotFinite`], [`AnalysisError::NoVariance`], or
/// [`AnalysisError::TooMuch`] where outputs are to be drawn anew more than a million times.
///
/// ```
/// use assessment_models::sensitivity::{Bootstrap, Estimator, sobol};
/// // y = x₁ on a design of 2 rows a block and 2 factors: x₁ explains all, x₂ nothing.
/// let (a, b) = ([0.0, 1.0], [1.0, 0.0]);
/// let y = [a, b, b, a].concat();
/// let none = Bootstrap { replications: 0, seed: 1 };
/// let effects = sobol(&y, 2, Estimator::Centred, none)?;
/// assert_eq!((effects[0].total, effects[1].total), (1.5, 0.0));
/// # Ok::<(), assessment_models::uncertainty::AnalysisError>(())
/// ```
pub fn sobol(
    outputs: &[f64],
    factors: usize,
    estimator: Estimator,
    bootstrap: Bootstrap,
) -> Result<Vec<Effect>, AnalysisError> {
    sobol_until(
        outputs,
        factors,
        estimator,
        bootstrap,
        &AtomicBool::new(false),
    )
}

/// [`sobol`] that can be stopped: `cancel` is asked before outputs are drawn anew each time.
///
/// # Errors
///
/// Those of [`sobol`], and [`AnalysisError::Cancelled`].
pub fn sobol_until(
    outputs: &[f64],
    factors: usize,
    estimator: Estimator,
    bootstrap: Bootstrap,
    cancel: &AtomicBool,
) -> Result<Vec<Effect>, AnalysisError> {
    bearable(bootstrap)?;
    let blocks = factors.saturating_add(2);
    if factors == 0 || outputs.is_empty() || !outputs.len().is_multiple_of(blocks) {
        return Err(AnalysisError::BadDesign {
            rows: outputs.len(),
            factors,
        });
    }
    if let Some(at) = outputs.iter().position(|y| !y.is_finite()) {
        return Err(AnalysisError::NotFinite { row: at + 1 });
    }
    let n = outputs.len() / blocks;
    let centre = match estimator {
        Estimator::Plain => 0.0,
        Estimator::Centred => stats::mean(outputs).unwrap_or(0.0),
    };
    let centred: Vec<f64> = outputs.iter().map(|y| y - centre).collect();
    let rows: Vec<usize> = (0..n).collect();
    let point = estimate(&centred, factors, &rows).ok_or(AnalysisError::NoVariance)?;
    let again: Vec<Vec<[f64; 2]>> = (0..bootstrap.replications)
        .into_par_iter()
        .map(|replication| {
            if cancel.load(Ordering::Relaxed) {
                return Err(AnalysisError::Cancelled);
            }
            let mut draw = Draw::new(bootstrap.seed, STREAMS + replication as u64);
            let rows: Vec<usize> = (0..n).map(|_| draw.choice(n)).collect();
            Ok(estimate(&centred, factors, &rows))
        })
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    let interval = |factor: usize, which: usize| {
        let values: Vec<f64> = again.iter().map(|e| e[factor][which]).collect();
        Some([
            stats::quantile(&values, 0.05)?,
            stats::quantile(&values, 0.95)?,
        ])
    };
    Ok(point
        .iter()
        .enumerate()
        .map(|(factor, [first, total])| Effect {
            first: *first,
            total: *total,
            first_interval: interval(factor, 0),
            total_interval: interval(factor, 1),
        })
        .collect())
}

/// First-order and total index of each factor over some rows of the design; `None` without variance.
fn estimate(outputs: &[f64], factors: usize, rows: &[usize]) -> Option<Vec<[f64; 2]>> {
    let length = outputs.len() / (factors + 2);
    let (a, b) = (&outputs[..length], &outputs[length..2 * length]);
    let both: Vec<f64> = rows
        .iter()
        .map(|&r| a[r])
        .chain(rows.iter().map(|&r| b[r]))
        .collect();
    let variance = stats::standard_deviation(&both)?.powi(2);
    if !(variance > 0.0 && variance.is_finite()) {
        return None;
    }
    let n = rows.len() as f64;
    let effect = |factor: usize| {
        let mixed = &outputs[(factor + 2) * length..(factor + 3) * length];
        let first: f64 = rows.iter().map(|&r| b[r] * (mixed[r] - a[r])).sum();
        let total: f64 = rows.iter().map(|&r| (a[r] - mixed[r]).powi(2)).sum();
        [first / n / variance, total / n / (2.0 * variance)]
    };
    let effects: Vec<[f64; 2]> = (0..factors).map(effect).collect();
    effects
        .iter()
        .flatten()
        .all(|x| x.is_finite())
        .then_some(effects)
}
