//! Weights out of a csv, without a workspace: by pairwise comparison, or from the dispersion of data.

mod pairwise;
mod sets;

pub use pairwise::{
    Consistency, Contradiction, ExpertConsistency, JudgementEdit, PairwiseRequest, PairwiseView,
    judged, pairwise,
};

pub(crate) use sets::read;
pub use sets::{blend, equal, given};

use std::path::Path;

use assessment_models::{
    mcdm::DecisionMatrix,
    weights::{self, Shares, WeightMethod, WeightSet, WeightsError},
};
use serde::Serialize;

use crate::{
    failure::{Code, Failure, reason::Reason},
    index::text,
};

/// Weights from the dispersion of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispersion {
    /// Entropy weights; of the values as they stand where all are above 0 and none is a cost, else after
    /// min-max.
    Entropy,
    /// Entropy weights, after min-max whatever the values are.
    EntropyOfMinMax,
    /// CRITIC, after min-max.
    Critic,
}

/// Weights and what is to be known of them; what does not belong to the method is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightsOutput {
    /// `ahp`, `entropy`, `critic`, `expert`, `equal` or `blend`.
    pub method: &'static str,
    /// What is weighted, in the order of the file.
    pub labels: Vec<String>,
    /// Weights 0..=1 by label; they sum to 1.
    pub weights: Vec<f64>,
    /// What was done to the data first: `values` (nothing) or `min_max`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalisation: Option<&'static str>,
    /// Who set them.
    pub by: String,
    /// How they were found, with every parameter that is needed to find them again.
    pub provenance: WeightMethod,
    /// Consistency of pairwise judgements.
    #[serde(flatten)]
    pub consistency: Option<Consistency>,
}

/// Weights from the dispersion of alternatives × criteria; `costs` are criteria of which less is better.
///
/// # Errors
/// [`Code::WeightsRefused`] names the cell or criterion at fault; what reading the file fails with.
pub fn dispersion(
    file: &Path,
    method: Dispersion,
    costs: &[String],
    by: &str,
) -> Result<WeightsOutput, Failure> {
    let matrix = DecisionMatrix::parse(&text(file)?, costs)
        .map_err(|error| refused(WeightsError::from(error)))?;
    let shares = match method {
        Dispersion::Entropy => Shares::fitting(&matrix),
        Dispersion::EntropyOfMinMax => Shares::MinMax,
        Dispersion::Critic => {
            let set = weights::critic(&matrix, by).map_err(refused)?;
            return Ok(output("critic", set, Some("min_max")));
        }
    };
    let set = weights::entropy(&matrix, shares, by).map_err(refused)?;
    let normalisation = match shares {
        Shares::Values => "values",
        Shares::MinMax => "min_max",
    };
    Ok(output("entropy", set, Some(normalisation)))
}

fn output(
    method: &'static str,
    set: WeightSet,
    normalisation: Option<&'static str>,
) -> WeightsOutput {
    WeightsOutput {
        method,
        labels: set.labels,
        weights: set.values,
        by: set.by,
        provenance: set.method,
        normalisation,
        consistency: None,
    }
}

fn refused(error: WeightsError) -> Failure {
    error.refuse(Code::WeightsRefused)
}
