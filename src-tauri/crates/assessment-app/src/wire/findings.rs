//! Findings and their rectification.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A finding with its rectification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingView {
    /// Number.
    #[ts(type = "number")]
    pub id: i64,
    /// Round whose list it stands on.
    pub round: String,
    /// Code of the unit.
    pub unit: String,
    /// Indicator that it shows in.
    pub indicator: Option<String>,
    /// What falls short.
    pub description: String,
    /// What is to be done.
    pub demand: String,
    /// Who is to do it.
    pub responsible: String,
    /// Until when, ISO 8601.
    pub deadline: Option<String>,
    /// `open`, `mending`, `mended`, `closed`.
    pub state: String,
    /// What was done, and what was found when it was looked at again.
    pub note: String,
    /// The files that are to prove it, by name, as the unit told them.
    pub evidence_named: String,
    /// The same finding on an earlier round's list.
    #[ts(type = "number | null")]
    pub carried_from: Option<i64>,
    /// When it was entered, local time, ISO 8601.
    pub opened_at: String,
    /// By whom.
    pub opened_by: String,
    /// When it was closed, local time, ISO 8601.
    pub closed_at: Option<String>,
    /// By whom.
    pub closed_by: Option<String>,
    /// How many files lie behind its closure.
    pub evidence: u32,
    /// The deadline has passed and it is not closed.
    pub overdue: bool,
}

/// A new finding, or what replaces an old one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingEdit {
    /// Number; none for a new one.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// Round whose list it goes on; that of an old one stays.
    pub round: String,
    /// Code of the unit.
    pub unit: String,
    /// Indicator that it shows in.
    pub indicator: Option<String>,
    /// What falls short.
    pub description: String,
    /// What is to be done.
    pub demand: String,
    /// Who is to do it.
    pub responsible: String,
    /// Until when, ISO 8601.
    pub deadline: Option<String>,
    /// `open`, `mending`, `mended`, `closed`.
    pub state: String,
    /// What was done, and what was found when it was looked at again.
    pub note: String,
}
