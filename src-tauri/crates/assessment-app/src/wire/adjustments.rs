//! Deductions, bonuses and vetoes that a person enters.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Phrase;

/// A rule of the framework, with what was entered of it for a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EnteredView {
    /// Rule id.
    pub rule: String,
    /// `deduction`, `bonus` or `veto`.
    pub kind: String,
    /// When it applies, in words.
    pub condition: Phrase,
    /// Where it comes from.
    pub basis: Phrase,
    /// Points each time, positive; the cap for a veto.
    pub points: f64,
    /// Most points in all.
    pub max: Option<f64>,
    /// Records of a register set it off too; an entry comes on top of them.
    pub recorded: bool,
    /// How many times it was entered; 0 where it was not.
    pub times: u32,
    /// Why, as it is shown.
    pub because: String,
}

/// How many times a rule applies to a unit, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AdjustmentEdit {
    /// Round.
    pub round: String,
    /// Code of the unit.
    pub unit: String,
    /// Rule id.
    pub rule: String,
    /// How many times, 0..=100; 0 takes the entry away.
    pub times: u32,
    /// Why; needed where it applies.
    pub because: String,
}
