//! The result of scoring, with every stage kept.

use serde::{Deserialize, Serialize};

use super::Sampled;
use crate::{RoundId, UnitCode, framework::AdjustmentKind, grid::Grid};

/// How missing answers count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A missing answer scores 0.
    #[default]
    Official,
    /// A missing answer is left out.
    Provisional,
}

/// Which layer is scored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LayerChoice {
    /// As self-reported.
    #[serde(rename = "self")]
    SelfReported,
    /// As verified; what is not verified is missing.
    #[serde(rename = "verified")]
    Verified,
    /// Verified where there is a verified value, else self-reported.
    #[default]
    #[serde(rename = "final")]
    Final,
}

/// What to score.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScoreOptions {
    /// Which layer.
    pub layer: LayerChoice,
    /// How missing answers count.
    pub mode: Mode,
}

/// Why a value could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotScored {
    /// Nothing to divide by: no incident, no case, no transfer in the period.
    EmptyDenominator,
    /// Too few responses.
    SampleTooSmall,
    /// The unit lacks an attribute that the formula divides by.
    NoAttribute,
}

/// What an indicator's value is for a unit: four states that are never mixed, and a fifth for what is
/// not asked of the unit's peer group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// A value, scored.
    Scored,
    /// Asked, not answered.
    Missing,
    /// Excused with a reason; its weight goes.
    NotApplicable,
    /// Cannot be computed; its weight goes.
    NotScored(NotScored),
    /// Not asked of this peer group.
    NotAsked,
}

/// A deduction, bonus or veto as it was applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    /// Rule id, such as `P1`.
    pub rule: String,
    /// What it does.
    pub kind: AdjustmentKind,
    /// Points added to the total: negative for a deduction. 0 for a veto that changed nothing.
    pub points: f64,
    /// The records (their keys) or the reason that set it off.
    pub because: Vec<String>,
}

/// Where a unit stands among its peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// Competition rank, 1 is best.
    Rank(u32),
    /// Completeness is below the framework's minimum: listed apart.
    Incomplete,
    /// No total.
    NoScore,
}

/// One unit's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitScore {
    /// Whose.
    pub unit: UnitCode,
    /// Peer group id.
    pub peer_group: String,
    /// Weighted share of applicable indicators that were answered, 0..=1.
    pub completeness: f64,
    /// Geometric over arithmetic mean of the aspect scores, 0..=1; `None` without scores.
    pub balance: Option<f64>,
    /// Before adjustments, 0..=100.
    pub aggregated: Option<f64>,
    /// What was deducted and added, in the order in which it was.
    pub adjustments: Vec<Applied>,
    /// After adjustments, 0..=100, unrounded.
    pub total: Option<f64>,
    /// Position in the framework's grades.
    pub grade: Option<usize>,
    /// Where it stands.
    pub ranking: Ranking,
}

/// The result of scoring 得分表: every stage, for every unit. A value: the same inputs give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: String,
    /// The round.
    pub round: RoundId,
    /// Which layer was scored.
    pub layer: LayerChoice,
    /// How missing answers counted.
    pub mode: Mode,
    /// Units in code order; row `i` of each grid is `units[i]`.
    pub units: Vec<UnitScore>,
    /// State of each unit × indicator, row-major, columns as the framework's indicators.
    pub states: Vec<CellState>,
    /// Raw values, derived ones included; empty where there is none.
    pub raw: Grid,
    /// Cells whose raw value is a survey's estimate, in order of rows and columns.
    #[serde(default)]
    pub sampled: Vec<Sampled>,
    /// Normalised scores 0..=100; in official mode a missing answer is 0 here.
    pub indicators: Grid,
    /// Effective weight of each indicator in the unit's total, after renormalisation; empty where none.
    pub weights: Grid,
    /// Objective scores.
    pub objectives: Grid,
    /// Aspect scores.
    pub aspects: Grid,
}

impl Scorecard {
    /// State of one cell.
    #[must_use]
    pub fn state(&self, unit: usize, indicator: usize) -> CellState {
        self.states
            .get(unit * self.indicators.columns() + indicator)
            .copied()
            .unwrap_or(CellState::NotAsked)
    }

    /// Position of a unit.
    #[must_use]
    pub fn unit_index(&self, code: &UnitCode) -> Option<usize> {
        self.units.binary_search_by(|u| u.unit.cmp(code)).ok()
    }
}
