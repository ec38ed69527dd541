//! Rules: derivation, grading, deadlines, adjustments, grades, peer groups, questionnaires.

use std::collections::BTreeMap;

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

/// Which register holds incidents, and which of its fields rules speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentSettings {
    /// The register.
    pub register: String,
    /// Its field with the level, 1 (worst) to 4.
    pub level_field: String,
    /// Its field with the class.
    pub class_field: String,
    /// Its field with the state of handling, where it has one.
    pub status_field: Option<String>,
    /// States in which handling is finished; any other, and none, is open.
    pub closed: Vec<String>,
}

/// A scope that thresholds and deadlines name, such as `cii`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// Its name.
    pub id: String,
    /// An incident is in scope where one of these lists of conditions holds.
    pub any: Vec<Vec<Condition>>,
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

/// A class of incidents 事件分类.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentClass {
    /// Such as `NA.09`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The class above.
    pub parent: Option<String>,
    /// The problem class it counts towards.
    pub problem_class: Option<String>,
    /// The standard it comes from.
    pub standard: String,
    /// How far it is checked.
    pub status: Status,
}

/// A problem that the province names, such as telecom fraud.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProblemClass {
    /// Such as `telecom_fraud`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The objective that answers it.
    pub objective: Option<crate::ObjectiveId>,
}

/// One threshold that lifts an incident to a level (1 is worst, 4 mildest).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradingThreshold {
    /// Level that it makes.
    pub level: u8,
    /// Level name.
    pub level_name: Text,
    /// The incident field that is compared.
    pub metric: String,
    /// How.
    pub operator: Operator,
    /// With what.
    pub value: Operand,
    /// What the rule says.
    pub criterion: Text,
    /// Where it comes from.
    pub instrument: String,
    /// Scopes of the affected object in which it holds; empty is any.
    pub scopes: Vec<String>,
    /// How far it is checked.
    pub status: Status,
}

/// A reporting deadline 报告时限.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// Such as `RR05`.
    pub id: String,
    /// Who reports.
    pub reporter: Text,
    /// To whom.
    pub receiver: Text,
    /// Applies to incidents of this level or worse (1 is worst); `None` is any.
    pub min_level: Option<u8>,
    /// Scope of the incident in which it holds, such as `cii`, `other`, `any`.
    pub scope: String,
    /// The step of handling that it governs, such as `first_report`; rules of one step exclude each
    /// other by scope, and `deadline:<step>` in a condition means whichever of them applies.
    pub step: Option<String>,
    /// What else must hold for it to apply.
    pub when: Vec<Condition>,
    /// Minutes allowed; `None` where the rule only says "at once".
    pub minutes: Option<f64>,
    /// When the clock starts, in words.
    pub clock: Text,
    /// The incident field at which the clock starts; a rule without one is listed and never runs.
    pub from_field: Option<String>,
    /// The incident field that says when it was done.
    pub done_field: Option<String>,
    /// What must be done.
    pub what: Text,
    /// Where it comes from, with its article.
    pub instrument: String,
    /// How far it is checked.
    pub status: Status,
}

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
    /// The field; `minutes:<from>:<to>` is the time between two fields, `deadline:<id>` the minutes that
    /// a reporting rule allows, `age_days` the days from a record's handling to the end of the period.
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

/// What an adjustment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    /// 扣分.
    Deduction,
    /// 加分.
    Bonus,
    /// 一票否决.
    Veto,
}

/// Whether an incident that already lowers an indicator may also be deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubleCount {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

/// What sets an adjustment off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Trigger {
    /// Only a person.
    Manual,
    /// Each record of a register that matches.
    Records {
        /// Which register.
        register: String,
        /// All must hold.
        when: Vec<Condition>,
    },
}

/// A deduction, bonus or veto.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjustmentRule {
    /// Such as `P1`.
    pub id: String,
    /// What it does.
    pub kind: AdjustmentKind,
    /// When it applies.
    pub condition: Text,
    /// Where it comes from.
    pub basis: String,
    /// Points each time, positive; the cap for a veto.
    pub points: f64,
    /// Most points in all; `None` is no limit.
    pub max: Option<f64>,
    /// What sets it off.
    pub trigger: Trigger,
    /// Whether it counts beside an indicator that already fell.
    pub double_count: DoubleCount,
    /// Indicators that the same records lower; with [`DoubleCount::Deny`] a record that lowers one of
    /// them is not deducted.
    pub indicators: Vec<IndicatorId>,
    /// A record that sets off one of these rules is not counted by this one.
    pub except: Vec<String>,
    /// How far it is checked.
    pub status: Status,
}

/// All adjustments, with their limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjustmentSettings {
    /// Most points that deductions may take in all.
    pub max_deduction: Option<f64>,
    /// Bonus counts only where the total after deductions is above this.
    pub bonus_above: Option<f64>,
    /// Most points that bonus may add in all.
    pub max_bonus: Option<f64>,
    /// The rules.
    pub rules: Vec<AdjustmentRule>,
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
