//! Why weights cannot be found.

use serde::Serialize;
use strum::VariantNames;
use thiserror::Error;

use crate::mcdm::DecisionError;

/// Why weights cannot be found. Each names the cell, label or number that a person has to look at; rows
/// and columns are named by their labels.
#[derive(Debug, Clone, PartialEq, Error, Serialize, VariantNames)]
#[strum(serialize_all = "snake_case")]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum WeightsError {
    /// A line of the file is no row of the table: other cells than the first has, or no text.
    #[error("line {line}: there are other cells than in the first line, or it is no text")]
    Csv {
        /// The line, counted from 1.
        line: u64,
    },
    /// More or fewer rows than columns, or a row of another length.
    #[error("the matrix is not square: row {row} has {found} cells, {expected} are needed")]
    NotSquare {
        /// The row, counted from 1, without the heading.
        row: usize,
        /// Cells of that row, or 0 for a row that is not there.
        found: usize,
        /// Cells that are needed.
        expected: usize,
    },
    /// Fewer than 2 things to compare, or more than the random indices reach.
    #[error("{found} things cannot be compared in pairs: from {least} to {most} can")]
    Size {
        /// How many there are.
        found: usize,
        /// Least number.
        least: usize,
        /// Greatest number.
        most: usize,
    },
    /// A label twice, or two sets of labels that do not match.
    #[error("the label {label} is missing or stands there twice")]
    Label {
        /// The label.
        label: String,
    },
    /// A cell that is neither a number nor a fraction.
    #[error("{row} against {column}: “{value}” is neither a number nor a fraction")]
    NotANumber {
        /// Row.
        row: String,
        /// Column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A judgement that is not above 0, or not within a millionth to a million.
    #[error(
        "{row} against {column}: {value} is no judgement, which is above 0 (1/9 to 9 on Saaty's scale)"
    )]
    NotPositive {
        /// Row.
        row: String,
        /// Column.
        column: String,
        /// What stands there.
        value: f64,
    },
    /// A thing that does not equal itself.
    #[error("{label} against itself must be 1, not {value}")]
    Diagonal {
        /// The label.
        label: String,
        /// What stands there.
        value: f64,
    },
    /// A judgement whose opposite is not its reciprocal.
    #[error(
        "{row} against {column} is {value}, but {column} against {row} is {opposite}, not its reciprocal"
    )]
    NotReciprocal {
        /// Row.
        row: String,
        /// Column.
        column: String,
        /// The judgement.
        value: f64,
        /// The one across the diagonal.
        opposite: f64,
    },
    /// Too few judgements: no chain of them leads from the first thing to this one.
    #[error("no chain of judgements leads from {from} to {to}")]
    Disconnected {
        /// The first label.
        from: String,
        /// A label that cannot be reached.
        to: String,
    },
    /// Nothing to weight or to join.
    #[error("there is nothing to weight")]
    Empty,
    /// As many labels as there are not values.
    #[error("{labels} labels for {values} weights")]
    Length {
        /// How many labels.
        labels: usize,
        /// How many values.
        values: usize,
    },
    /// A weight or share that is negative or not finite.
    #[error("the weight of {label} must be a number of 0 or more, not {value}")]
    BadWeight {
        /// What it weights.
        label: String,
        /// What stands there.
        value: f64,
    },
    /// All weights are 0.
    #[error("the weights sum to 0")]
    ZeroSum,
    /// The data say nothing: no criterion tells alternatives apart in a way of its own.
    #[error(
        "{method} gives every criterion the weight 0: no criterion adds anything to the others"
    )]
    NoInformation {
        /// The method.
        method: &'static str,
    },
    /// Shares need values above 0.
    #[error("{alternative}, {criterion}: {value} is not above 0, which shares of the sum need")]
    NotShareable {
        /// The row.
        alternative: String,
        /// The column.
        criterion: String,
        /// What stands there.
        value: f64,
    },
    /// The table of alternatives is at fault.
    #[error(transparent)]
    Decision(#[from] DecisionError),
}
