//! What moves ranks most, as a document.

use std::sync::atomic::AtomicBool;

use assessment_models::{
    sensitivity::{self as models, Bootstrap, Estimator, Factor, SensitivityOptions},
    uncertainty::AnalysisError,
};
use serde::Serialize;
use ts_rs::TS;

use super::{Assumed, Head, apart, refused};
use crate::{desk::Scored, failure::Failure, progress::Progress};

/// Aggregations that are set against each other where none are named.
const AGGREGATIONS: [&str; 2] = ["arithmetic", "geometric"];

/// What a choice explains of the shift of ranks.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FactorEffect {
    /// Which choice: `treatment`, `normaliser`, `weights` or `aggregation`.
    pub factor: &'static str,
    /// First-order Sobol index: alone.
    pub first: f64,
    /// Total Sobol index: with all its interactions.
    pub total: f64,
    /// 5th and 95th percentile of `first` over the bootstrap.
    pub first_interval: Option<[f64; 2]>,
    /// 5th and 95th percentile of `total` over the bootstrap.
    pub total_interval: Option<[f64; 2]>,
}

/// What moves ranks.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SensitivityDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Where random numbers started.
    pub seed: u64,
    /// Rows of a block of the design.
    pub rows: usize,
    /// Too few rows to trust.
    pub rough: bool,
    /// How first-order indices are estimated.
    #[ts(type = "string")]
    pub estimator: Estimator,
    /// Weights were multiplied by `1 + noise·U(−1, 1)`.
    pub noise: f64,
    /// Aggregations that were set against each other.
    pub aggregations: Vec<String>,
    /// Ways to place indicators that were set against each other.
    pub normalisers: Vec<String>,
    /// Mean over the design of the mean absolute shift of ranks, in places.
    pub mean_shift: f64,
    /// By choice.
    pub effects: Vec<FactorEffect>,
}

/// Sobol indices of the choices that a round's ranks rest on. `estimator` is `plain` or `centred`, which
/// is customary.
///
/// # Errors
/// [`Code::AnalysisRefused`](crate::Code::AnalysisRefused) for assumptions that make no
/// sense, [`Code::Cancelled`](crate::Code::Cancelled).
pub fn sensitivity(
    scored: &Scored,
    assumed: &Assumed,
    estimator: Option<&str>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<SensitivityDocument, Failure> {
    let mut assumed = assumed.clone();
    if assumed.aggregations.is_empty() {
        assumed.aggregations = AGGREGATIONS.map(str::to_owned).to_vec();
    }
    let index = assumed.prepare(scored)?;
    let customary = SensitivityOptions::default();
    let estimator: Estimator = estimator
        .map_or(Ok(customary.estimator), str::parse)
        .map_err(|error| refused(AnalysisError::Index(error)))?;
    let seed = assumed.seed.unwrap_or(customary.seed);
    let mut options = SensitivityOptions {
        rows: assumed.replications.unwrap_or(customary.rows),
        seed,
        noise: assumed.noise.unwrap_or(customary.noise),
        estimator,
        bootstrap: Bootstrap {
            seed,
            ..customary.bootstrap
        },
        ..customary
    };
    if let Some(sample) = assumed.sample()? {
        sample.instead_of_a_design(&assumed.counts(), &mut options)?;
    }
    let found = apart(
        on_progress,
        |told| models::sensitivity(&index, &options, told, cancel),
        refused,
    )?;
    let computed = found.shifts.len().max(1) as f64;
    Ok(SensitivityDocument {
        head: Head::of(&scored.card),
        seed,
        rows: found.rows,
        rough: found.rough,
        estimator,
        noise: options.noise,
        aggregations: assumed.aggregations,
        normalisers: assumed.normalisers,
        mean_shift: found.shifts.iter().sum::<f64>() / computed,
        effects: found
            .effects
            .into_iter()
            .map(|(factor, effect)| FactorEffect {
                factor: match factor {
                    Factor::Treatment => "treatment",
                    Factor::Normaliser => "normaliser",
                    Factor::Weights => "weights",
                    Factor::Aggregation => "aggregation",
                },
                first: effect.first,
                total: effect.total,
                first_interval: effect.first_interval,
                total_interval: effect.total_interval,
            })
            .collect(),
    })
}
