//! What the demonstration is to look like, read from a description file: rounds, sizes, and how each
//! field of a register and each question comes about. The generator itself knows no field by name.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

/// A description of demonstration data for one framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// Framework id that it is written for.
    pub framework: String,
    /// Name of the workspace, which says that it is synthetic.
    pub workspace: Words,
    /// Rounds, oldest first.
    pub round: Vec<RoundPlan>,
    /// Peer groups: level of the score and what is invented beyond the framework's units.
    pub group: BTreeMap<String, GroupPlan>,
    /// Peer groups whose units each send a fill-in workbook; the others are listed in wide tables.
    pub fill_in: Vec<String>,
    /// Tags and the share of each peer group that carries them.
    #[serde(default)]
    pub tag: BTreeMap<String, BTreeMap<String, f64>>,
    /// Answers of the units.
    pub answers: AnswerPlan,
    /// Registers, in the order in which they are drawn.
    pub register: Vec<RegisterPlan>,
    /// Questionnaires.
    pub survey: Vec<SurveyPlan>,
    /// Questions whose answers are not drawn by the rule of their kind.
    #[serde(default)]
    pub question: BTreeMap<String, QuestionPlan>,
    /// Adjustments that a person entered.
    #[serde(default)]
    pub adjustment: Vec<AdjustmentPlan>,
}

/// A phrase in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub zh: String,
    pub en: String,
}

/// One round.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundPlan {
    pub id: String,
    pub name: Words,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub deadline: NaiveDate,
}

/// One peer group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupPlan {
    /// Mean score of a typed answer, 0..=100.
    pub mean: f64,
    /// Share of the invented units of `--units N` that belong here.
    #[serde(default)]
    pub invented: f64,
    /// Name of an invented unit; `{n}` is its number.
    #[serde(default)]
    pub name: Option<Words>,
    /// Prefix of an invented unit's code.
    #[serde(default)]
    pub prefix: String,
    /// Peer group whose units are the parents of invented units.
    #[serde(default)]
    pub parents: Option<String>,
    /// Attributes that are split from the parent: attribute to the unevenness of the split.
    #[serde(default)]
    pub split: BTreeMap<String, f64>,
}

/// How answers are drawn.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerPlan {
    /// Points that one standard deviation of governance capacity is worth.
    pub capacity: f64,
    /// Points of chance in each answer.
    pub noise: f64,
    /// Points by which indicators differ in difficulty.
    pub difficulty: f64,
    /// Points gained from round to round, on average.
    pub trend: f64,
    /// Points by which that gain differs from unit to unit.
    pub trend_spread: f64,
    /// Share of units whose technology covers for their management.
    pub tilted: f64,
    /// Points by which it does.
    pub tilt: f64,
    /// Share of answers that were left out.
    pub missing: f64,
    /// Share of units that left out most of them.
    pub silent: f64,
    /// Share of the indicators that may be "not applicable" which are said to be.
    pub not_applicable: f64,
    /// Reasons that are given for it.
    pub reasons: Vec<String>,
    /// Share of units that an auditor looked at.
    pub audited: f64,
    /// Share of their answers that the auditor checked.
    pub checked: f64,
    /// Points by which a check lowers a score, on average.
    pub inflation: f64,
}

/// Where the rows of a register come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Rows {
    /// So many for each unit of a peer group, on average, before capacity.
    PerUnit(BTreeMap<String, f64>),
    /// One for each month and unit of these peer groups.
    Monthly(Vec<String>),
    /// One for each record of an earlier register that matches.
    Each {
        register: String,
        when: Vec<When>,
        /// Share of those that match.
        share: f64,
    },
}

/// One register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterPlan {
    pub id: String,
    pub rows: Rows,
    /// A field may stand several times; the first whose conditions hold is drawn.
    pub field: Vec<FieldPlan>,
    /// Rows that are there whatever is drawn, so that rare rules show.
    #[serde(default)]
    pub planted: Vec<Planted>,
}

/// A row that is drawn like the others, with some fields fixed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planted {
    pub round: String,
    pub unit: String,
    pub fields: BTreeMap<String, toml::Value>,
}

/// One field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldPlan {
    pub id: String,
    /// Drawn from a stream of its own, so that nothing else is drawn differently for it.
    #[serde(default)]
    pub apart: bool,
    /// Only where all of these hold.
    #[serde(default)]
    pub when: Vec<When>,
    /// Aspect whose capacity makes it good or poor; without one, general capacity does.
    #[serde(default)]
    pub aspect: Option<String>,
    /// Only for units of these peer groups; empty is all.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Share of rows in which it is filled in, at high capacity.
    #[serde(default = "one")]
    pub filled: f64,
    /// The same at low capacity, where it differs.
    #[serde(default)]
    pub filled_poor: Option<f64>,
    pub draw: Draw,
}

fn one() -> f64 {
    1.0
}

/// A condition on fields that were drawn before.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    pub field: String,
    /// One of these codes, numbers or flags, as written.
    #[serde(default)]
    pub is: Vec<String>,
    /// One of these incident classes or one below.
    #[serde(default)]
    pub under: Vec<String>,
    /// Filled in, or not.
    #[serde(default)]
    pub set: Option<bool>,
}

/// How a field's value is drawn. `good` is what a unit of the highest capacity shows, `poor` one of the
/// lowest; what lies between is interpolated.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Draw {
    /// A running number that names unit and round.
    Serial { prefix: String },
    /// The unit that the row belongs to.
    Unit {},
    /// Another unit of a peer group.
    OtherUnit { group: String },
    /// The row's month.
    Month {},
    /// A moment in the round.
    Moment {},
    /// The same as another field.
    Same { field: String },
    /// Some time after another field (of the row, or of the record that the row was made for), in minutes; `spread` is the standard deviation of its logarithm.
    After {
        field: String,
        good: f64,
        poor: f64,
        spread: f64,
        /// Whole days later at nine in the morning, not to the minute.
        #[serde(default)]
        days: bool,
    },
    /// One of several codes, by weight.
    Choice {
        good: BTreeMap<String, f64>,
        #[serde(default)]
        poor: BTreeMap<String, f64>,
    },
    /// Yes with this probability.
    Flag { good: f64, poor: f64 },
    /// A number around a median; `per` multiplies by an attribute of the unit.
    Number {
        good: f64,
        poor: f64,
        spread: f64,
        #[serde(default)]
        per: Option<String>,
        #[serde(default)]
        most: Option<f64>,
        #[serde(default)]
        decimals: u32,
    },
    /// A share of another field's number.
    Share {
        of: String,
        good: f64,
        poor: f64,
        #[serde(default)]
        decimals: u32,
        /// Another field that the share and this field together may not exceed `of` by.
        #[serde(default)]
        beside: Vec<String>,
        /// Multiplied first, to change units.
        #[serde(default = "one")]
        factor: f64,
    },
    /// The same field of the record that the row was made for.
    Copy { field: String },
    /// The key of the record that the row was made for.
    CopyKey {},
    /// The key of an earlier row of the same unit.
    EarlierKey {},
    /// One of several phrases; `{unit}` and `{class}` are put in.
    Phrase { of: Vec<String> },
}

/// One questionnaire.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SurveyPlan {
    pub party: assessment_models::survey::Party,
    /// Peer group of the places that respondents speak of.
    pub group: String,
    /// Respondents for each such unit.
    pub per_unit: f64,
    /// Least respondents for each parent of such units.
    #[serde(default)]
    pub per_parent: usize,
    /// Points added to capacity, to make the party's answers as good as they are.
    #[serde(default)]
    pub mean: f64,
}

/// How a question is answered where its kind does not say enough.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct QuestionPlan {
    /// Weight (single choice) or probability (several choices) of each option, at high capacity.
    pub good: Vec<f64>,
    /// The same at low capacity.
    pub poor: Vec<f64>,
    /// Position of the option that excludes all others, from 1.
    pub exclusive: Option<usize>,
    /// Asked only of those who chose one of these options of another question.
    pub only: Option<Only>,
}

/// A branch of a questionnaire.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Only {
    pub question: String,
    pub chosen: Vec<usize>,
}

/// An adjustment that a person entered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdjustmentPlan {
    pub round: String,
    pub unit: String,
    pub rule: String,
    pub count: u32,
    pub because: String,
}
