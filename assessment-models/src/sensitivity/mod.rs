//! What moves ranks most: Sobol indices of the choices that an index rests on.

mod sobol;

pub use sobol::{Bootstrap, Effect, Estimator, sobol, sobol_until};

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use crate::uncertainty::Factor;
use crate::{
    composite::{PreparedIndex, Scratch, Weights},
    uncertainty::{AnalysisError, Choices, Draw},
};

/// How sensitivity is examined.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityOptions {
    /// Rows of a block of the design; the index is computed `rows·(factors + 2)` times.
    pub rows: usize,
    /// Where random numbers start.
    pub seed: u64,
    /// Sets of weights among which one is drawn.
    pub weights: Vec<Weights>,
    /// Where no sets are given: weights are multiplied by `1 + noise·U(−1, 1)`, 0..=1; 0 leaves them.
    pub noise: f64,
    /// A design to take in place of drawing one: rows of numbers in 0..1 by factor, in the order of
    /// [`Factor`] over those that there are; blocks A, B, AB₁ … AB_d.
    pub design: Option<Vec<Vec<f64>>>,
    /// How first-order indices are estimated.
    pub estimator: Estimator,
    /// How intervals are made.
    pub bootstrap: Bootstrap,
}

impl SensitivityOptions {
    /// Sets of weights that are made where none are given.
    pub const SETS: usize = 1000;
}

impl Default for SensitivityOptions {
    fn default() -> Self {
        Self {
            rows: 1000,
            seed: 1,
            weights: Vec::new(),
            noise: 0.25,
            design: None,
            estimator: Estimator::default(),
            bootstrap: Bootstrap::default(),
        }
    }
}

/// What moves ranks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Factors with what they explain.
    pub effects: Vec<(Factor, Effect)>,
    /// Mean absolute rank shift against the nominal index, by row of the design.
    pub shifts: Vec<f64>,
    /// Rows of a block.
    pub rows: usize,
    /// Too few rows to trust: below 1,000.
    pub rough: bool,
}

/// Below so many rows of a block estimates are rough.
const ROUGH: usize = 1000;
/// Streams of weights lie apart from those of the design.
const STREAMS: u64 = 1 << 41;
/// Computations at most: with the design that they follow they take half a gigabyte.
const MOST: u64 = 5_000_000;

/// A Saltelli design with `rows` rows a block: A and B of random numbers in 0..1, then for each factor A
/// with that factor's column from B. `(factors + 2)·rows` rows.
///
/// ```
/// use assessment_models::sensitivity::design;
/// let rows = design(2, 3, 1);
/// assert_eq!(rows.len(), 10);
/// // AB₁: the first factor from B, the others from A.
/// assert_eq!(rows[4], [rows[2][0], rows[0][1], rows[0][2]]);
/// ```
#[must_use]
pub fn design(rows: usize, factors: usize, seed: u64) -> Vec<Vec<f64>> {
    let (mut a, mut b) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for row in 0..rows {
        let mut draw = Draw::new(seed, row as u64);
        a.push((0..factors).map(|_| draw.unit()).collect::<Vec<f64>>());
        b.push((0..factors).map(|_| draw.unit()).collect::<Vec<f64>>());
    }
    let mut all = [a.as_slice(), b.as_slice()].concat();
    for factor in 0..factors {
        all.extend(a.iter().zip(&b).map(|(a, b)| {
            let mut mixed = a.clone();
            mixed[factor] = b[factor];
            mixed
        }));
    }
    all
}

/// Computes the index over a Saltelli design of its alternatives, and says what each explains of the
/// mean absolute rank shift. Alternatives are chosen evenly by count.
///
/// `on_progress` is told how many computations are done of how many, from any thread. The result is the
/// same for any number of threads.
///
/// # Errors
///
/// Those of [`shifts`] and [`sobol_until`]; [`AnalysisError::NoVariance`] where no rank ever shifts.
pub fn sensitivity(
    index: &PreparedIndex,
    options: &SensitivityOptions,
    on_progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Sensitivity, AnalysisError> {
    sobol::bearable(options.bootstrap)?;
    let (factors, shifts) = shifts(index, options, on_progress, cancel)?;
    let effects = sobol_until(
        &shifts,
        factors.len(),
        options.estimator,
        options.bootstrap,
        cancel,
    )?;
    let rows = shifts.len() / (factors.len() + 2);
    Ok(Sensitivity {
        effects: factors.into_iter().zip(effects).collect(),
        shifts,
        rows,
        rough: rows < ROUGH,
    })
}

/// The choices that have alternatives, and the mean absolute rank shift against the nominal index of each
/// row of the design: what [`sensitivity`] explains.
///
/// # Errors
///
/// [`AnalysisError`]: nothing to vary, a design of the wrong shape or too large, stopped, or a mean that is
/// not defined for a unit.
pub fn shifts(
    index: &PreparedIndex,
    options: &SensitivityOptions,
    on_progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Result<(Vec<Factor>, Vec<f64>), AnalysisError> {
    if !(0.0..=1.0).contains(&options.noise) {
        return Err(AnalysisError::BadNoise {
            given: options.noise,
        });
    }
    let weights = weight_sets(index, options)?;
    let choices = Choices::new(index, &weights);
    let factors = choices.factors.clone();
    if factors.is_empty() {
        return Err(AnalysisError::NoFactors);
    }
    let asked = (options.rows as u64).saturating_mul(factors.len() as u64 + 2);
    if asked > MOST {
        return Err(AnalysisError::TooMuch { asked, most: MOST });
    }
    let drawn = options
        .design
        .is_none()
        .then(|| design(options.rows, factors.len(), options.seed));
    let design = options.design.as_ref().or(drawn.as_ref());
    let design = design.map_or(&[][..], Vec::as_slice);
    let blocks = factors.len() + 2;
    choices.check(design)?;
    if !design.len().is_multiple_of(blocks) {
        return Err(AnalysisError::BadDesign {
            rows: design.len(),
            factors: factors.len(),
        });
    }
    let (_, nominal) = index.nominal_results()?;
    let (done, total) = (AtomicU64::new(0), design.len() as u64);
    let shifts = design
        .par_iter()
        .map_init(
            || (Scratch::default(), Vec::new(), Vec::new()),
            |(scratch, scores, ranks), row| {
                if cancel.load(Ordering::Relaxed) {
                    return Err(AnalysisError::Cancelled);
                }
                scores.resize(nominal.len(), f64::NAN);
                ranks.resize(nominal.len(), 0);
                let trial = choices.trial(row);
                index.scores(&trial, scratch, scores)?;
                index.ranks(scores, scratch, ranks);
                on_progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
                Ok(shift(&nominal, ranks))
            },
        )
        .collect::<Result<Vec<f64>, AnalysisError>>()?;
    Ok((factors, shifts))
}

/// Sets of weights by node: as given, or as many disturbed ones as are needed.
fn weight_sets(
    index: &PreparedIndex,
    options: &SensitivityOptions,
) -> Result<Vec<Vec<f64>>, AnalysisError> {
    if !options.weights.is_empty() {
        let sets = options.weights.iter().map(|set| index.weights_from(set));
        return Ok(sets.collect::<Result<_, _>>()?);
    }
    if options.noise == 0.0 {
        return Ok(Vec::new());
    }
    let disturbed = |set: usize| {
        let mut weights = index.weights();
        Draw::new(options.seed, STREAMS + set as u64).disturb(&mut weights, options.noise);
        weights
    };
    Ok((0..SensitivityOptions::SETS).map(disturbed).collect())
}

/// Mean absolute difference of ranks over what both rank; 0 where that is nothing.
pub(crate) fn shift(a: &[u32], b: &[u32]) -> f64 {
    let both = a.iter().zip(b).filter(|(x, y)| **x > 0 && **y > 0);
    let (sum, count) = both.fold((0_u64, 0_u64), |(sum, count), (x, y)| {
        (sum + u64::from(x.abs_diff(*y)), count + 1)
    });
    sum as f64 / count.max(1) as f64
}

#[cfg(test)]
mod tests;
