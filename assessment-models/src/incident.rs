//! What the rules say of an incident: its level by the thresholds 事件分级, and its reporting deadlines.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use crate::{Framework, Value};

/// A deadline that runs for an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Position in [`Framework::deadlines`].
    pub deadline: usize,
    /// When it is due; `None` where the rule names no minutes or the clock has not started.
    pub due_at: Option<NaiveDateTime>,
    /// When it was done.
    pub done_at: Option<NaiveDateTime>,
    /// Done after it was due. What is not done yet is not late here: that depends on the clock.
    pub late: bool,
}

/// What the rules say of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assessment {
    /// Level that the thresholds make: 1 is worst, 4 mildest.
    pub level: Option<u8>,
    /// Positions in [`Framework::grading`] of the thresholds that make this level.
    pub reasons: Vec<usize>,
    /// Deadlines that run.
    pub deadlines: Vec<Due>,
}

/// Grades an incident and says which deadlines run.
#[must_use]
pub fn assess(framework: &Framework, fields: &BTreeMap<String, Value>) -> Assessment {
    let _ = (framework, fields);
    Assessment::default()
}
