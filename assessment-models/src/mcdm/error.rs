//! Why alternatives cannot be compared.

use serde::Serialize;
use strum::VariantNames;
use thiserror::Error;

/// Why alternatives cannot be compared. Each names the cell, criterion or number at fault.
#[derive(Debug, Clone, PartialEq, Error, Serialize, VariantNames)]
#[strum(serialize_all = "snake_case")]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum DecisionError {
    /// A line of the file is no row of the table: other cells than the first has, or no text.
    #[error("line {line}: there are other cells than in the first line, or it is no text")]
    Csv {
        /// The line, counted from 1.
        line: u64,
    },
    /// No criterion, or no grade.
    #[error("the table has no columns of numbers")]
    NoColumns,
    /// Too few rows.
    #[error("{found} rows cannot be compared, at least {least} can")]
    TooFewRows {
        /// Rows that there are.
        found: usize,
        /// Rows that are needed.
        least: usize,
    },
    /// A criterion or alternative twice.
    #[error("{label} stands there twice")]
    Duplicate {
        /// The heading or label.
        label: String,
    },
    /// A row of another length.
    #[error("{row} has {found} cells, {expected} are needed")]
    Length {
        /// The row, or the list that is too short or long.
        row: String,
        /// Cells that it has.
        found: usize,
        /// Cells that it needs.
        expected: usize,
    },
    /// A cell that should hold a finite number.
    #[error("{row}, {column}: “{value}” is not a number that can be compared")]
    NotANumber {
        /// The alternative.
        row: String,
        /// The criterion.
        column: String,
        /// What stands there; empty for a gap.
        value: String,
    },
    /// A cost criterion that is not in the table.
    #[error("there is no criterion {name}")]
    UnknownCriterion {
        /// The name.
        name: String,
    },
    /// A criterion with the same value everywhere.
    #[error("{criterion} is constant: it tells no alternatives apart")]
    Constant {
        /// The criterion.
        criterion: String,
    },
    /// A weight that is negative or not finite.
    #[error("the weight of {criterion} must be a number of 0 or more, not {value}")]
    BadWeight {
        /// The criterion.
        criterion: String,
        /// What was given.
        value: f64,
    },
    /// All weights are 0.
    #[error("the weights sum to 0")]
    ZeroWeights,
    /// Alternatives that do not differ in any criterion with a weight.
    #[error("the alternatives do not differ in any criterion that has a weight")]
    AllAlike,
    /// A membership below 0, or a criterion without any.
    #[error("{criterion}: memberships must be numbers of 0 or more, and not all 0")]
    BadMembership {
        /// The criterion.
        criterion: String,
    },
}
