//! Assessment campaigns, and everything that was collected in one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Observation, Record, RoundId, Text, Unit, survey::Response};

/// One assessment campaign 评估轮次, pinned to a framework version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Such as `2026`.
    pub id: RoundId,
    /// Such as 2026年度评估.
    pub name: Text,
    /// First day of the period that is assessed.
    pub period_start: NaiveDate,
    /// Last day of the period that is assessed; derived indicators count up to its end.
    pub period_end: NaiveDate,
    /// When submissions are due.
    pub deadline: Option<NaiveDate>,
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: String,
}

/// An adjustment that a person entered, because no register can tell it (a criticism from above, an award).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManualAdjustment {
    /// Whose.
    pub unit: crate::UnitCode,
    /// Rule id of the framework, such as `P4` or `B1`.
    pub rule: String,
    /// How many times it applies.
    pub count: u32,
    /// The reason that is shown.
    pub because: String,
}

/// What scoring reads: one round, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoundData {
    /// The campaign.
    pub round: Round,
    /// Who takes part, by code.
    pub units: Vec<Unit>,
    /// Answers in both layers.
    pub observations: Vec<Observation>,
    /// Rows of all registers.
    pub records: Vec<Record>,
    /// Questionnaires.
    pub responses: Vec<Response>,
    /// Adjustments entered by hand.
    pub adjustments: Vec<ManualAdjustment>,
}
