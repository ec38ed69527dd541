//! The incident register.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Phrase, SourceView};

/// A field's value on the wire: number, flag, or text (times as ISO 8601 local time, months as `2026-03`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// Words, a code, a time.
    Text(String),
}

/// Which incidents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentQuery {
    /// The round.
    pub round: String,
    /// Words in key, unit, class or description; empty is all.
    pub text: String,
    /// Class code, children included; empty is all.
    pub class: String,
    /// Level 1..=4; `None` is all.
    pub level: Option<u8>,
    /// Unit code; empty is all.
    pub unit: String,
    /// Only open ones.
    pub open_only: bool,
    /// Only those whose chain of responsibility breaks.
    pub broken_only: bool,
    /// First row.
    pub offset: u32,
    /// Most rows.
    pub limit: u32,
}

/// A page of incidents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentPage {
    /// How many match in all.
    pub total: u32,
    /// This page.
    pub rows: Vec<IncidentRow>,
}

/// An incident in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentRow {
    /// Key.
    pub key: String,
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: Phrase,
    /// Class code.
    pub class: Option<String>,
    /// Level 1..=4, 1 is worst.
    pub level: Option<u8>,
    /// When it was discovered.
    pub discovered_at: Option<String>,
    /// When the first report was due, where there is a deadline.
    pub report_due_at: Option<String>,
    /// When it was first reported.
    pub first_report_at: Option<String>,
    /// Reported after its deadline.
    pub late: bool,
    /// Status code.
    pub status: Option<String>,
}

/// One incident in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentView {
    /// Key.
    pub key: String,
    /// Field id to value.
    pub fields: BTreeMap<String, FieldValue>,
    /// What the rules say of it.
    pub assessment: IncidentAssessment,
    /// Where it came from.
    pub source: Option<SourceView>,
}

/// What a person typed for an incident. All fields replace what was there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentEdit {
    /// The round.
    pub round: String,
    /// Key; `None` makes a new incident.
    pub key: Option<String>,
    /// Field id to value.
    pub fields: BTreeMap<String, FieldValue>,
}

/// What the rules say of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentAssessment {
    /// Level that the thresholds make, 1..=4.
    pub level: Option<u8>,
    /// Field of the register that records the level.
    pub level_field: Option<String>,
    /// The thresholds that were reached.
    pub reasons: Vec<Phrase>,
    /// Deadlines that run.
    pub deadlines: Vec<DeadlineView>,
    /// The links of the chain of responsibility that it must have, by the fields that name who stands there.
    pub links: Vec<String>,
}

/// A deadline of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DeadlineView {
    /// Rule id.
    pub rule: String,
    /// What must be done.
    pub what: Phrase,
    /// To whom.
    pub receiver: Phrase,
    /// Minutes allowed; `None` where the rule says "at once".
    pub minutes: Option<f64>,
    /// When it is due, local time.
    pub due_at: Option<String>,
    /// When it was done.
    pub done_at: Option<String>,
    /// Done after it was due.
    pub late: bool,
}
