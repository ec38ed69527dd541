//! The choices that an index rests on, and one way of making them all.

use serde::{Deserialize, Serialize};

use super::{AnalysisError, draw::pick};
use crate::composite::{PreparedIndex, Trial};

/// A choice that could be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Treatment of outliers.
    Treatment,
    /// Normaliser.
    Normaliser,
    /// Weights.
    Weights,
    /// Aggregation.
    Aggregation,
}

/// What there is to choose from.
pub(crate) struct Choices<'a> {
    index: &'a PreparedIndex,
    /// Sets of weights by node.
    weights: &'a [Vec<f64>],
    /// Those with more than one alternative, in the order of [`Factor`].
    pub(crate) factors: Vec<Factor>,
}

impl<'a> Choices<'a> {
    pub(crate) fn new(index: &'a PreparedIndex, weights: &'a [Vec<f64>]) -> Self {
        let counts = [
            (Factor::Treatment, index.treatments),
            (Factor::Normaliser, index.normalisers),
            (Factor::Weights, weights.len()),
            (Factor::Aggregation, index.methods.len() - 1),
        ];
        let several = counts.iter().filter(|(_, count)| *count > 1);
        Self {
            index,
            weights,
            factors: several.map(|(factor, _)| *factor).collect(),
        }
    }

    /// Every row has a number for every factor.
    pub(crate) fn check(&self, design: &[Vec<f64>]) -> Result<(), AnalysisError> {
        let factors = self.factors.len();
        if design.is_empty() || design.iter().any(|row| row.len() != factors) {
            return Err(AnalysisError::BadDesign {
                rows: design.len(),
                factors,
            });
        }
        Ok(())
    }

    /// The choices that a row of numbers in 0..1 stands for, one a factor: evenly by count.
    pub(crate) fn trial(&self, row: &[f64]) -> Trial {
        let index = self.index;
        let chosen = |factor: Factor, count: usize| {
            let place = self.factors.iter().position(|f| *f == factor);
            let u = place.and_then(|at| row.get(at));
            u.map_or(0, |u| pick(*u, count))
        };
        let base = chosen(Factor::Treatment, index.treatments) * index.normalisers
            + chosen(Factor::Normaliser, index.normalisers);
        let set = chosen(Factor::Weights, self.weights.len());
        Trial {
            base,
            methods: chosen(Factor::Aggregation, index.methods.len() - 1),
            weights: self
                .weights
                .get(set)
                .cloned()
                .unwrap_or_else(|| index.weights()),
            drawn: Vec::new(),
        }
    }
}
