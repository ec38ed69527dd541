//! Why an index cannot be computed.

use serde::Serialize;
use strum::VariantNames;
use thiserror::Error;

use crate::text::csv_line;

/// Why an index cannot be computed. Each names the element, unit or option that a person has to look at.
#[derive(Debug, Clone, PartialEq, Error, Serialize, VariantNames)]
#[strum(serialize_all = "snake_case")]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum IndexError {
    /// A line of a table is no row of it: other cells than the heading has, or no text.
    #[error("{table}, line {line}: there are other cells than in the heading, or it is no text")]
    Csv {
        /// `iMeta`, `iData` or `weights`.
        table: &'static str,
        /// The line, counted from 1.
        line: u64,
    },
    /// A row without a code.
    #[error("{table}, line {line}: there is no code")]
    NoCode {
        /// `iMeta`, `iData` or `weights`.
        table: &'static str,
        /// The line, counted from 1.
        line: u64,
    },
    /// A column that must be there is not.
    #[error("{table} has no column {column}")]
    MissingColumn {
        /// `iMeta`, `iData` or `weights`.
        table: &'static str,
        /// The column.
        column: String,
    },
    /// A table without rows.
    #[error("{table} has no rows")]
    NoRows {
        /// `iMeta`, `iData` or `weights`.
        table: &'static str,
    },
    /// A cell that should hold a finite number.
    #[error("{table}, {row}, {column}: “{value}” is not a finite number")]
    NotANumber {
        /// `iMeta`, `iData` or `weights`.
        table: &'static str,
        /// Unit or element code.
        row: String,
        /// The column, an indicator in `iData`.
        column: String,
        /// What stands there.
        value: String,
    },
    /// The same code twice.
    #[error("{table}: {code} stands there twice")]
    Duplicate {
        /// `iMeta`, `iData` or `weights`.
        table: &'static str,
        /// Unit or element code.
        code: String,
    },
    /// A type of element that is not known.
    #[error("{element}: type “{given}” is none of Indicator, Aggregate, Group, Denominator, Other")]
    UnknownType {
        /// The element.
        element: String,
        /// What stands there.
        given: String,
    },
    /// A direction other than 1 and −1.
    #[error("{element}: the direction must be 1 or -1")]
    BadDirection {
        /// The element.
        element: String,
    },
    /// A level that is no whole number of 1 to 1,000.
    #[error("{element}: the level must be a whole number of 1 to 1000")]
    BadLevel {
        /// The element.
        element: String,
    },
    /// A table of weights places an element at another level than `iMeta`.
    #[error("{element}: the weights place it at level {given}, iMeta at {level}")]
    WrongLevel {
        /// The element.
        element: String,
        /// The level that goes with the weight.
        given: f64,
        /// Its level.
        level: u32,
    },
    /// A weight that is missing, negative or not finite.
    #[error("{element}: the weight must be a number of 0 or more")]
    BadWeight {
        /// The element.
        element: String,
    },
    /// All weights of a group are 0.
    #[error("{group}: the weights of its children sum to 0")]
    ZeroWeights {
        /// The aggregate.
        group: String,
    },
    /// A code that names no element, or not one of the kind that is needed.
    #[error("{element} names {reference}, which is no element of the kind that is needed")]
    UnknownReference {
        /// Who names it: an element, or an option.
        element: String,
        /// The code that leads nowhere.
        reference: String,
    },
    /// An element that is its own ancestor, or does not stand below its parent's level.
    #[error("{element} does not stand below its parent: levels must rise towards the index")]
    Cycle {
        /// The element.
        element: String,
    },
    /// An aggregate that nothing is joined into.
    #[error("{group} has no children")]
    EmptyGroup {
        /// The aggregate.
        group: String,
    },
    /// An indicator without any value.
    #[error("{indicator} has no values")]
    EmptyColumn {
        /// The indicator.
        indicator: String,
    },
    /// No two units have values of all elements.
    #[error("{method}: fewer than two units have values of all elements")]
    NoCompleteUnits {
        /// The method.
        method: &'static str,
    },
    /// An indicator whose values are all equal, which a relative normaliser cannot place.
    #[error("{indicator} is constant: {method} is not defined for it")]
    ConstantColumn {
        /// The indicator.
        indicator: String,
        /// The method.
        method: &'static str,
    },
    /// A denominator is 0.
    #[error("{indicator}, unit {unit}: division by zero")]
    DivisionByZero {
        /// The indicator.
        indicator: String,
        /// Where.
        unit: String,
    },
    /// What a normaliser divides by is 0: the greatest value, or the way from the least to the target.
    #[error("{indicator}: what {method} divides by is 0, so it is not defined")]
    NothingToDivideBy {
        /// The indicator.
        indicator: String,
        /// The method.
        method: &'static str,
    },
    /// The reference unit has no value.
    #[error("{indicator}: the reference unit {unit} has no value")]
    NoReference {
        /// The indicator.
        indicator: String,
        /// The unit.
        unit: String,
    },
    /// An indicator without what its normaliser needs from `iMeta` (goalposts, a target).
    #[error("{indicator} has no usable {column} in iMeta")]
    NoParameter {
        /// The indicator.
        indicator: String,
        /// The column.
        column: &'static str,
    },
    /// A geometric or harmonic mean over a value that is not above 0.
    #[error("{group}, unit {unit}: {child} is not above 0, so {method} is not defined")]
    NonPositive {
        /// The aggregate.
        group: String,
        /// The unit.
        unit: String,
        /// The child.
        child: String,
        /// The method.
        method: String,
    },
    /// A computation left the range of numbers.
    #[error("{element}: a value is too large to compute with")]
    Overflow {
        /// The element.
        element: String,
    },
    /// A method that is not written as it should be.
    #[error("“{given}” is not a way to {what}; one of: {expected}")]
    UnknownMethod {
        /// What it should do, such as `normalise`.
        what: &'static str,
        /// What was given.
        given: String,
        /// What may be given.
        expected: &'static str,
    },
    /// As many aggregation methods or thresholds as there are neither levels nor one.
    #[error(
        "{given} aggregation methods or thresholds for {levels} levels: give one, or one a level"
    )]
    MethodsPerLevel {
        /// How many were given.
        given: usize,
        /// How many levels are aggregated.
        levels: usize,
    },
    /// A threshold that is no share.
    #[error("the threshold {given} is not between 0 and 1")]
    BadThreshold {
        /// What was given.
        given: f64,
    },
    /// More columns or units than are set against one another.
    #[error("{asked} are more than the {most} that are set against one another")]
    TooMany {
        /// How many there are.
        asked: usize,
        /// How many there may be.
        most: usize,
    },
    /// A group that is named is no aggregate of the index.
    #[error("{given} is no aggregate of the index")]
    NoSuchGroup {
        /// What was given.
        given: String,
    },
    /// A level at which there is nothing below the index.
    #[error("there is nothing to take out at level {given}: levels go from 1 to {most}")]
    NoSuchLevel {
        /// What was given.
        given: u32,
        /// The highest below the index.
        most: u32,
    },
    /// More than one aggregate without a parent, where one index is needed.
    #[error("{first} and {second} both stand at the top: join them, or leave one out")]
    ManyTops {
        /// One of them.
        first: String,
        /// Another.
        second: String,
    },
    /// A stage that was not computed.
    #[error("stage {stage} is not computed: it needs {option}")]
    StageNotComputed {
        /// The stage.
        stage: &'static str,
        /// The option that asks for it.
        option: &'static str,
    },
}

impl IndexError {
    pub(super) fn csv(table: &'static str, error: &csv::Error) -> Self {
        Self::Csv {
            table,
            line: csv_line(error),
        }
    }
}
