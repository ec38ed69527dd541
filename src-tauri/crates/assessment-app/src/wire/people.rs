//! Units as they are edited, people, the organisation, sets of weights.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Phrase;

/// A unit as it is edited.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitEdit {
    /// Code; it never changes.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// Peer group id.
    pub peer_group: String,
    /// The unit that it belongs to, such as the city of a county.
    pub parent: Option<String>,
    /// What it is besides, such as `cii`.
    pub tags: Vec<String>,
    /// Numbers known of it, such as `population`.
    pub attributes: BTreeMap<String, f64>,
}

/// Somebody who works with the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Name, as it stands in the audit trail.
    pub name: String,
    /// `filler`, `auditor`, `leader`.
    pub role: String,
    /// Code of the unit that they belong to.
    pub unit: Option<String>,
    /// Telephone and the like.
    pub contact: String,
}

/// In whose name the assessment is made and its documents are issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrganisationView {
    /// Name.
    pub name: Phrase,
    /// Telephone, address and the like.
    pub contact: String,
    /// What stands at the head of each document; empty for none.
    pub marking: String,
}

/// A set of weights that can stand for a framework's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct WeightSetView {
    /// Number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: String,
    /// `expert`, `equal`, `ahp`, `entropy`, `critic`, `blend`.
    pub method: String,
    /// What the method was given and what it said, as JSON.
    pub inputs: String,
    /// Share within its group by id of an aspect, objective or indicator, 0..=1; the others divide the rest
    /// as the framework does.
    pub shares: BTreeMap<String, f64>,
    /// When it was set, local time, ISO 8601.
    pub set_at: String,
    /// By whom.
    pub set_by: String,
    /// Rounds that are scored with it.
    pub rounds: Vec<String>,
}

/// A new set of weights.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct WeightSetEdit {
    /// Its name, one of its kind.
    pub name: String,
    /// Round for whose framework version it is.
    pub round: String,
    /// `expert`, `equal`, `ahp`, `entropy`, `critic`, `blend`.
    pub method: String,
    /// What the method was given and what it said, as JSON; may be empty.
    pub inputs: String,
    /// Share within its group by id, 0..=1.
    pub shares: BTreeMap<String, f64>,
}
