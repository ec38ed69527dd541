//! Units as they are edited, people, the organisation.

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
