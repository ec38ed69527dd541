//! Weights with their provenance.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{RandomIndices, Shares};

/// Weights that sum to 1, and where they come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightSet {
    /// What is weighted, in order.
    pub labels: Vec<String>,
    /// Weights 0..=1 in the order of `labels`; they sum to 1.
    pub values: Vec<f64>,
    /// How they were found, with every parameter.
    pub method: WeightMethod,
    /// Who set them.
    pub by: String,
    /// When, local time; `None` where it is not recorded.
    pub at: Option<NaiveDateTime>,
}

/// How weights were found, with the parameters that are needed to find them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum WeightMethod {
    /// Given; divided by their sum.
    Expert {
        /// The sum of what was given.
        sum: f64,
    },
    /// The same for all.
    Equal,
    /// Principal right eigenvector of pairwise judgements.
    Ahp {
        /// How many matrices were joined by the geometric mean of judgements.
        experts: usize,
        /// Pairs without a judgement.
        missing: usize,
        /// Principal eigenvalue.
        lambda_max: f64,
        /// Consistency index.
        ci: f64,
        /// Consistency ratio.
        cr: f64,
        /// Table of random indices behind the ratio.
        random_indices: RandomIndices,
    },
    /// `(1 − H) / Σ(1 − H)` with `H` Shannon's entropy over `ln n`.
    Entropy {
        /// What the entropy was taken of.
        shares: Shares,
        /// Criteria of which less is better.
        costs: Vec<String>,
    },
    /// Sample standard deviation times conflict, of min-max normalised criteria.
    Critic {
        /// Criteria of which less is better.
        costs: Vec<String>,
    },
    /// Weighted arithmetic mean of other weights.
    Blend {
        /// The parts.
        parts: Vec<WeightShare>,
    },
}

/// A part of a blend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightShare {
    /// Its share, 0..=1; the shares of a blend sum to 1.
    pub share: f64,
    /// The weights.
    pub weights: WeightSet,
}
