//! Why an analysis cannot be done.

use serde::Serialize;
use strum::VariantNames;
use thiserror::Error;

use crate::composite::IndexError;

/// Why an analysis of an index cannot be done.
#[derive(Debug, Clone, PartialEq, Error, Serialize, VariantNames)]
#[strum(serialize_all = "snake_case")]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum AnalysisError {
    /// The index itself cannot be computed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// It was asked to stop.
    #[error("stopped")]
    Cancelled,
    /// Nothing to repeat.
    #[error("there must be at least one replication")]
    NoReplications,
    /// A share of change that is not between 0 and 1.
    #[error("weights can be changed by a share between 0 and 1, not by {given}")]
    BadNoise {
        /// What was given.
        given: f64,
    },
    /// More than fits in memory.
    #[error("{asked} results are more than the {most} that are kept at once")]
    TooMuch {
        /// Units times replications, or indicators.
        asked: u64,
        /// How many there may be.
        most: u64,
    },
    /// A sample whose rows are not `(factors + 2)·N`.
    #[error("{rows} rows are not {factors} + 2 blocks of the same length")]
    BadDesign {
        /// How many rows there are.
        rows: usize,
        /// How many factors.
        factors: usize,
    },
    /// An output that is no finite number.
    #[error("the output of row {row} is not a finite number")]
    NotFinite {
        /// From 1.
        row: usize,
    },
    /// Outputs that are all equal, so that there is no variance to explain.
    #[error("all outputs are equal: there is no variance to explain")]
    NoVariance,
    /// Nothing that could be otherwise.
    #[error("nothing is uncertain: give alternatives or weights")]
    NoFactors,
    /// A unit that is not in the index.
    #[error("there is no unit {unit}")]
    UnknownUnit {
        /// Its code.
        unit: String,
    },
}
