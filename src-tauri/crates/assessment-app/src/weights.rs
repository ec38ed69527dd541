//! Weights out of a csv, without a workspace: by pairwise comparison, or from the dispersion of data.

use std::path::Path;

use assessment_models::{
    mcdm::DecisionMatrix,
    weights::{self, PairwiseMatrix, Shares, WeightSet, WeightsError},
};
use serde::Serialize;

use crate::{
    failure::{Code, Failure},
    index::text,
};

/// How many of the judgements that hurt consistency are named.
const JUDGEMENTS: usize = 5;

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
    /// `ahp`, `entropy` or `critic`.
    pub method: &'static str,
    /// What is weighted, in the order of the file.
    pub labels: Vec<String>,
    /// Weights 0..=1 by label; they sum to 1.
    pub weights: Vec<f64>,
    /// What was done to the data first: `values` (nothing) or `min_max`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalisation: Option<&'static str>,
    /// Consistency of pairwise judgements.
    #[serde(flatten)]
    pub consistency: Option<Consistency>,
}

/// How far pairwise judgements contradict one another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consistency {
    /// Principal eigenvalue.
    pub lambda_max: f64,
    /// Consistency index.
    pub ci: f64,
    /// Consistency ratio; above 0.1 the judgements should be looked at again.
    pub cr: f64,
    /// Name of the table of random indices behind `cr`.
    pub random_index_table: &'static str,
    /// Matrices that were joined by the geometric mean of judgements.
    pub experts: usize,
    /// Pairs without a judgement.
    pub missing: usize,
    /// Judgements whose change would mend most, the worst first.
    pub judgements: Vec<Contradiction>,
}

/// A judgement that contradicts the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contradiction {
    /// What is judged.
    pub row: String,
    /// Against what.
    pub column: String,
    /// The judgement.
    pub value: f64,
    /// What the others say.
    pub suggested: f64,
    /// `cr` with `suggested` in its place.
    pub cr_after: f64,
}

/// Weights by pairwise comparison, one file an expert.
///
/// # Errors
/// [`Code::WeightsRefused`] names the cell at fault; what reading the files fails with.
pub fn pairwise(files: &[impl AsRef<Path>], by: &str) -> Result<WeightsOutput, Failure> {
    let mut experts = Vec::with_capacity(files.len());
    for file in files {
        experts.push(PairwiseMatrix::parse(&text(file.as_ref())?).map_err(refused)?);
    }
    let found = weights::ahp(&experts, by, JUDGEMENTS).map_err(refused)?;
    let judgements = found.judgements.into_iter().map(|j| Contradiction {
        row: j.row,
        column: j.column,
        value: j.value,
        suggested: j.suggested,
        cr_after: j.cr_after,
    });
    let consistency = Consistency {
        lambda_max: found.lambda_max,
        ci: found.ci,
        cr: found.cr,
        random_index_table: found.random_indices.name(),
        experts: experts.len(),
        missing: found.missing,
        judgements: judgements.collect(),
    };
    Ok(WeightsOutput {
        consistency: Some(consistency),
        ..output("ahp", found.weights, None)
    })
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
        normalisation,
        consistency: None,
    }
}

fn refused(error: WeightsError) -> Failure {
    Failure::new(Code::WeightsRefused)
        .with("detail", &error)
        .caused_by(error)
}
