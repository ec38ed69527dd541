//! How a derived indicator comes from records or survey responses: conditions, measures, formulas.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{IndicatorId, survey::Party};

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal; an empty field is not equal to anything, and so does not match.
    Ne,
    /// Less.
    Lt,
    /// At most.
    Le,
    /// More.
    Gt,
    /// At least.
    Ge,
    /// One of a list.
    In,
    /// An incident class, or one below it, of a list.
    ClassIn,
    /// Filled in.
    Set,
    /// Not filled in.
    Unset,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Operand {
    /// Nothing ([`Operator::Set`], [`Operator::Unset`]).
    None,
    /// A number.
    Number(f64),
    /// A code.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Codes or numbers, as written.
    List(Vec<String>),
    /// Another field of the same record.
    Field(String),
}

/// One condition on a record; several hold together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The field; `minutes:<from>:<to>` is the time between two fields, with `:period_end` after it the time
    /// to the end of the period where `to` is not filled in, `deadline:<id>` the minutes that a reporting
    /// rule allows, `age_days` the days from a record's handling to the end of the period.
    pub field: String,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub operand: Operand,
}

/// What is measured over a set of records or responses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Measure {
    /// How many match.
    Count(Vec<Condition>),
    /// Sum of fields over those that match.
    Sum {
        /// Added up.
        fields: Vec<String>,
        /// Only over these.
        when: Vec<Condition>,
    },
    /// An attribute of the unit (or of the units pooled), such as `population`.
    Attribute(String),
}

/// How a derived indicator comes from records or responses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DerivedFormula {
    /// `factor · numerator / denominator`, both summed over the group; capped where stated.
    Ratio {
        /// What it fills.
        indicator: IndicatorId,
        /// From which register.
        register: String,
        /// Above.
        numerator: Measure,
        /// Below; empty makes the indicator not scored.
        denominator: Measure,
        /// 100 for per cent, 10,000 for a rate per ten thousand.
        factor: f64,
        /// Greatest value.
        cap: Option<f64>,
        /// Where stated, the share of this measure that the denominator must reach.
        min_coverage: Option<(Measure, f64)>,
        /// Least number of rows that must have been handed in; a rate over an attribute of the unit
        /// would otherwise call silence a zero.
        min_records: usize,
    },
    /// Median of the hours between two fields.
    MedianHours {
        /// What it fills.
        indicator: IndicatorId,
        /// From which register.
        register: String,
        /// Clock starts.
        from: String,
        /// Clock stops.
        to: String,
        /// Only over these.
        when: Vec<Condition>,
    },
    /// Mean of items, reversed items turned first.
    SurveyMean {
        /// What it fills.
        indicator: IndicatorId,
        /// Whose questionnaire.
        party: Party,
        /// The questions.
        items: Vec<String>,
        /// Least number of responses.
        min_n: usize,
        /// Only over responses that match.
        when: Vec<Condition>,
    },
    /// Per cent of responses that satisfy all conditions.
    SurveyShare {
        /// What it fills.
        indicator: IndicatorId,
        /// Whose questionnaire.
        party: Party,
        /// `question` conditions; `count:<question>:<codes joined by ,>` counts chosen options.
        satisfies: Vec<Condition>,
        /// Over responses in which these questions are answered.
        items: Vec<String>,
        /// Least number of responses.
        min_n: usize,
        /// Only over responses that match.
        when: Vec<Condition>,
    },
    /// Per cent of quiz questions answered right, averaged over responses.
    SurveyQuiz {
        /// What it fills.
        indicator: IndicatorId,
        /// Whose questionnaire.
        party: Party,
        /// Question and right option.
        key: BTreeMap<String, String>,
        /// Least number of responses.
        min_n: usize,
    },
}

impl DerivedFormula {
    /// The indicator that it fills.
    #[must_use]
    pub fn indicator(&self) -> &IndicatorId {
        match self {
            Self::Ratio { indicator, .. }
            | Self::MedianHours { indicator, .. }
            | Self::SurveyMean { indicator, .. }
            | Self::SurveyShare { indicator, .. }
            | Self::SurveyQuiz { indicator, .. } => indicator,
        }
    }
}
