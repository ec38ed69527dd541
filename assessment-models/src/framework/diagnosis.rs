//! What diagnoses and survey statistics go by: thresholds, fields and reference values, as data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Condition, Means};
use crate::{AspectId, IndicatorId, ObjectiveId, Text};

/// Settings of diagnoses and survey statistics; `diagnosis.toml` states them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DiagnosisSettings {
    /// How questionnaires are described.
    pub survey: SurveySettings,
    /// Means of which one may stand in for another.
    pub coverings: Vec<Covering>,
    /// How a register tells who was responsible; `None` where no register does.
    pub responsibility: Option<ResponsibilitySettings>,
    /// Reference values from elsewhere that come with the framework.
    pub benchmarks: Vec<Benchmark>,
    /// Lessons of practice that come with the framework.
    pub lessons: Vec<Lesson>,
}

/// How questionnaires are described.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SurveySettings {
    /// Confidence of intervals, above 0 and below 1.
    pub confidence: f64,
    /// Fewer valid answers than this are marked as too few, where no formula states its own least number.
    pub min_n: usize,
    /// In what is published, a cell with fewer responses than this is withheld.
    pub suppress_below: usize,
    /// A response that ticks the same point on at least this many Likert items, and on all that it
    /// answers, is flagged as a straight line.
    pub straight_line_items: usize,
    /// A scale whose α is below this is flagged, 0..=1.
    pub low_alpha: f64,
}

impl Default for SurveySettings {
    /// 95 %, 30 answers, cells of 10, 5 items, α of 0.7: the customary values.
    fn default() -> Self {
        Self {
            confidence: 0.95,
            min_n: 30,
            suppress_below: 10,
            straight_line_items: 5,
            low_alpha: 0.7,
        }
    }
}

/// A means that may cover for the want of another, such as technology for management 以技代管.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covering {
    /// What stands in.
    pub over: Means,
    /// What is wanting.
    pub under: Means,
    /// A difference of scores above this is named, in points.
    pub threshold: f64,
    /// Indicators shown beside it.
    #[serde(default)]
    pub beside: Vec<IndicatorId>,
}

/// How a register tells who was responsible, and whether the duty was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponsibilitySettings {
    /// The register, such as `incident`.
    pub register: String,
    /// The field that holds the class of a record.
    pub class_field: String,
    /// The field that names the responsible department; the record's unit where it is empty.
    pub department_field: Option<String>,
    /// A record on which a duty stands.
    pub duty: Vec<Condition>,
    /// The duty was done in time.
    pub done: Vec<Condition>,
    /// The duty was done late.
    pub late: Vec<Condition>,
    /// Who was behind it was not found out.
    pub untraced: Vec<Condition>,
    /// The links of the chain, first to last.
    pub links: Vec<ChainLink>,
}

/// A link of the chain of responsibility 责任链.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainLink {
    /// The field that names who stands there; empty is a break.
    pub field: String,
    /// Records that must have the link; all where nothing is stated.
    pub when: Vec<Condition>,
    /// Legal duties of who stands there, by their keys ([`crate::framework::Obligation::key`]).
    #[serde(default)]
    pub obligations: Vec<String>,
    /// The field that states the duty in the case at hand.
    #[serde(default)]
    pub duty_field: Option<String>,
    /// The field that says whether who stands there acted.
    #[serde(default)]
    pub acted: Option<Acted>,
}

/// How a field says whether somebody did what they ought to have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acted {
    /// A field of choices; empty is not known.
    pub field: String,
    /// Its option for what was done in time.
    pub done: String,
    /// Its option for what was done late; any other option is not done.
    pub late: String,
}

/// What a reference value speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The total.
    Total,
    /// An aspect's score.
    Aspect(AspectId),
    /// An objective's score.
    Objective(ObjectiveId),
    /// An indicator's score, 0..=100.
    Indicator(IndicatorId),
    /// An indicator's raw value, in its own unit.
    Raw(IndicatorId),
}

/// A reference value from elsewhere 对标值: shown beside the own score, never mixed into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// What it speaks of.
    pub subject: Subject,
    /// The value: a score 0..=100, or raw.
    pub value: f64,
    /// Whose value it is: a province, an index, a country.
    pub place: Text,
    /// Where it is published.
    pub source: String,
    /// The day for which it holds.
    pub date: NaiveDate,
}

/// A lesson of practice 经验做法, tied to indicators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Names it.
    pub id: String,
    /// What was done, and what came of it.
    pub practice: Text,
    /// Where it was done.
    pub place: Text,
    /// Where it is described.
    pub source: String,
    /// When it was described.
    pub date: NaiveDate,
    /// Indicators that it helps with.
    pub indicators: Vec<IndicatorId>,
}
