//! How scores are joined, graded and ranked; questionnaires, legal duties and forms in use.

use serde::{Deserialize, Serialize};

use crate::{IndicatorId, Text, survey::Party};

/// How far a fact of the framework is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Status(pub String);

/// How children are joined at one level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Mean {
    /// Weighted arithmetic mean.
    Arithmetic,
    /// Weighted geometric mean.
    Geometric,
    /// Weighted harmonic mean.
    Harmonic,
    /// Weighted power mean with this exponent (not 0).
    Power(f64),
}

/// The mean of each level, bottom up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Aggregation {
    /// Indicators to objective.
    pub objective: Mean,
    /// Objectives to aspect.
    pub aspect: Mean,
    /// Aspects to total.
    pub total: Mean,
    /// Scores are lifted to this before a geometric or harmonic mean; without it a score of 0 there is
    /// an error.
    pub floor: Option<f64>,
    /// A group with less than this share of its applicable children scored is void, 0..=1.
    pub threshold: Option<f64>,
}

/// Settings of scoring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreSettings {
    /// How children are joined.
    pub aggregation: Aggregation,
    /// Decimals to which scores are published and ranked.
    pub decimals: u32,
    /// Units below this completeness are listed apart and not ranked, 0..=1.
    pub min_completeness: f64,
    /// "Not applicable" counts only once somebody has approved it; in the self-reported layer a reason is
    /// enough.
    pub excuses_need_approver: bool,
}

/// A grade 等级; holds from `lower`, included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grade {
    /// Stable key, such as `excellent`.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Lower bound, included.
    pub lower: f64,
    /// How far it is checked.
    pub status: Status,
}

/// Which indicators a peer group answers; a selector matches where all that it states holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Selector {
    /// The indicator's level.
    pub level: Option<String>,
    /// The register it is derived from.
    pub register: Option<String>,
    /// Who holds its data.
    pub owner: Option<String>,
    /// The indicator itself.
    pub indicator: Option<IndicatorId>,
}

/// Units that are ranked together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeerGroup {
    /// Such as `department`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// An indicator applies where one of these matches.
    pub answers: Vec<Selector>,
    /// Whether derived values pool the records and responses of the units below.
    pub pools_children: bool,
}

/// A field of one of the forms in use 常用表格, for those who build templates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormField {
    /// The form, such as `T5`.
    pub form: String,
    /// Its name.
    pub form_name: Text,
    /// Position in the form, from 1.
    pub number: u32,
    /// Its heading.
    pub name: Text,
    /// What it holds, such as `text`, `int`, `date`.
    pub kind: String,
    /// How far it is checked.
    pub status: Status,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// The division the respondent lives in.
    Region,
    /// One of the options, by position from 1.
    Single,
    /// Several of the options.
    Multiple,
    /// A Likert item from 1 to the number of options; `reversed` items are turned before use.
    Likert {
        /// Turned before use.
        reversed: bool,
    },
    /// One right option, by position from 1.
    Quiz {
        /// Which is right.
        right: usize,
    },
    /// A number in a range.
    Number {
        /// Least.
        min: f64,
        /// Greatest.
        max: f64,
    },
}

/// A question of a questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Such as `C17`.
    pub id: String,
    /// Who is asked.
    pub party: Party,
    /// Part of the questionnaire.
    pub module: String,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// The question.
    pub text: Text,
    /// Options in order; an answer is held as the option's position from 1, as text.
    pub options: Vec<Text>,
    /// How it is scored, in words.
    pub scoring: String,
    /// The indicator it serves, where it serves one.
    pub indicator: Option<IndicatorId>,
    /// Must be answered.
    pub required: bool,
    /// When it is skipped, in words.
    pub skip: String,
}

/// A legal duty that indicators rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Obligation {
    /// Such as `CSL23`.
    pub key: String,
    /// The instrument.
    pub instrument: Text,
    /// Article now.
    pub article: String,
    /// Article before the 2026 renumbering.
    pub article_before: String,
    /// What it demands.
    pub duty: Text,
    /// Of whom.
    pub party: String,
    /// Indicators that rest on it.
    pub indicators: Vec<IndicatorId>,
    /// How far it is checked.
    pub status: Status,
}
