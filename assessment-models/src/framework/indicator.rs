//! The tree: aspects, objectives, indicators, and the scale of each indicator.

use serde::{Deserialize, Serialize};

use super::rules::Status;
use crate::{AspectId, IndicatorId, ObjectiveId, Text, survey::Party};

/// One of the aspects of governance 方面.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aspect {
    /// Such as `A1`.
    pub id: AspectId,
    /// The stable English word that interfaces use, such as `policy`.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Share of the total, 0..=1.
    pub weight: f64,
    /// What it stands for, in the words of the policy.
    pub description: Text,
}

/// A group of indicators in an aspect 二级指标.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// Such as `A1.2`.
    pub id: ObjectiveId,
    /// Position of its aspect.
    pub aspect: usize,
    /// Its name.
    pub name: Text,
    /// What it stands for.
    pub description: Text,
    /// Share within the aspect, 0..=1.
    pub weight: f64,
}

/// By what a unit governs; outcomes stand apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// 法律手段.
    Legal,
    /// 行政手段.
    Administrative,
    /// 技术手段.
    Technical,
    /// 社会手段.
    Social,
    /// What comes of it 结果.
    Outcome,
}

/// What the law says about an indicator, and how far the citation is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    /// Citations, with old and new article numbers.
    pub basis: Text,
    /// Status of each citation, as `KEY=status` joined by `;`.
    pub status: String,
}

/// What is measured 三级指标.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Such as `A1.2.3`.
    pub id: IndicatorId,
    /// Position of its objective.
    pub objective: usize,
    /// Its name.
    pub name: Text,
    /// The question, in full.
    pub measure: Text,
    /// How a value becomes a score.
    pub scale: Scale,
    /// The answer's kind as the tables name it: `percent`, `maturity_0_5`, `count`, ...
    pub answer_type: String,
    /// Unit of the raw value, such as `%`.
    pub unit: Text,
    /// Least raw value that makes sense, if any.
    pub min: Option<f64>,
    /// Greatest raw value that makes sense, if any.
    pub max: Option<f64>,
    /// Status of the scale's numbers.
    pub scale_status: Status,
    /// What each point of the scale means, in words.
    pub anchors: Text,
    /// What a unit shows for it.
    pub evidence: Text,
    /// Which party it speaks of.
    pub respondent: Party,
    /// By what it governs.
    pub means: Means,
    /// Lowest level that can answer it: `department`, `county`, `prefecture`, `province`.
    pub level: String,
    /// Who holds the data, such as `self`, `police`, `register`.
    pub owner: String,
    /// Where the value comes from, such as `survey`, `incident_register`.
    pub derived_from: String,
    /// Register of a derived value, where there is one.
    pub register: Option<String>,
    /// The formula in words.
    pub formula: String,
    /// When "not applicable" may be chosen, in words.
    pub na_rule: Text,
    /// Whether a person may choose "not applicable" at all.
    pub na_allowed: bool,
    /// A tag that a unit must carry for the indicator to apply, such as `cii`.
    pub requires_tag: Option<String>,
    /// Legal basis.
    pub legal: Legal,
    /// Share within the objective, 0..=1.
    pub weight: f64,
    /// Notes for those who keep the framework.
    pub notes: String,
}

/// One choice of a [`Scale::Choice`] or level of a maturity scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerOption {
    /// The raw value that stands for it, such as 1 for yes.
    pub value: f64,
    /// Its words.
    pub label: Text,
    /// Its score, 0..=100.
    pub score: f64,
}

/// Linear scale between two points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Goalposts {
    /// Raw value that scores 0.
    pub zero: f64,
    /// Raw value that scores 100; below `zero` where less is better.
    pub full: f64,
}

/// One step of a [`Scale::Steps`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Raw value from which it holds.
    pub from: f64,
    /// Its score, 0..=100.
    pub score: f64,
}

/// How a raw value becomes a score 0..=100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Scale {
    /// One of several options, each with its score; any other raw value is no answer.
    Choice(Vec<AnswerOption>),
    /// Levels of maturity, 0 upward, each with its words and score.
    Maturity(Vec<AnswerOption>),
    /// `100·(x − zero)/(full − zero)`, clamped.
    Goalposts(Goalposts),
    /// The score of the last step reached.
    Steps(Vec<Step>),
    /// A trapezoid: 0 up to `a`, rising to 100 at `b`, 100 up to `c`, falling to 0 at `d`.
    Band {
        /// Last raw value below that scores 0.
        a: f64,
        /// First raw value that scores 100.
        b: f64,
        /// Last raw value that scores 100.
        c: f64,
        /// First raw value above that scores 0.
        d: f64,
    },
    /// `100·(m − 1)/(k − 1)` of a mean on a `1..=k` scale.
    Likert {
        /// `k`, 2 or more.
        points: f64,
    },
}

impl Scale {
    /// Whether a smaller raw value scores more; a band is best in its middle, and so is neither.
    #[must_use]
    pub fn less_is_better(&self) -> bool {
        let falls = |points: &mut dyn Iterator<Item = (f64, f64)>| {
            let mut points: Vec<(f64, f64)> = points.collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            points
                .first()
                .zip(points.last())
                .is_some_and(|(first, last)| first.1 > last.1)
        };
        match self {
            Self::Choice(options) | Self::Maturity(options) => {
                falls(&mut options.iter().map(|o| (o.value, o.score)))
            }
            Self::Goalposts(g) => g.full < g.zero,
            Self::Steps(steps) => falls(&mut steps.iter().map(|s| (s.from, s.score))),
            Self::Band { .. } | Self::Likert { .. } => false,
        }
    }
}
