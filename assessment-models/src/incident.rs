//! What the rules say of an incident: its level by the thresholds 事件分级, and its reporting deadlines.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::{
    Framework, Value,
    condition::{Matcher, Rule, holds_any, scope},
    framework::{Condition, Deadline},
};

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
///
/// The level is the worst of the thresholds reached. Deadlines that hold from a level on are judged by the
/// level that the incident states, and by the one that the thresholds make where it states none. A rule
/// whose clock is not tied to a field ([`Deadline::from_field`]) never runs.
#[must_use]
pub fn assess(framework: &Framework, fields: &BTreeMap<String, Value>) -> Assessment {
    let mut reached: Vec<(u8, usize)> = framework
        .grading
        .iter()
        .enumerate()
        .filter(|(_, threshold)| {
            let scopes = scope(framework, &threshold.scopes.join("|"));
            let condition = [Condition {
                field: threshold.metric.clone(),
                operator: threshold.operator,
                operand: threshold.value.clone(),
            }];
            holds_any(&scopes, fields)
                && Matcher::new(framework, &condition).holds(fields, NaiveDate::MAX)
        })
        .map(|(position, threshold)| (threshold.level, position))
        .collect();
    reached.sort_unstable();
    let level = reached.first().map(|(level, _)| *level);
    let reasons = reached
        .iter()
        .filter(|(l, _)| Some(*l) == level)
        .map(|(_, position)| *position)
        .collect();
    let deadlines = framework
        .deadlines
        .iter()
        .enumerate()
        .filter(|(_, deadline)| {
            deadline.from_field.is_some() && Rule::new(framework, deadline).applies(fields, level)
        })
        .map(|(position, deadline)| due(position, deadline, fields))
        .collect();
    Assessment {
        level,
        reasons,
        deadlines,
    }
}

fn due(position: usize, deadline: &Deadline, fields: &BTreeMap<String, Value>) -> Due {
    let moment = |field: &Option<String>| fields.get(field.as_ref()?)?.as_time();
    let allowed = deadline.minutes.and_then(|minutes| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a float that is too large saturates, and then no such moment exists"
        )]
        TimeDelta::try_seconds((minutes * 60.0) as i64)
    });
    let due_at = moment(&deadline.from_field)
        .zip(allowed)
        .and_then(|(start, allowed)| start.checked_add_signed(allowed));
    let done_at = moment(&deadline.done_field);
    Due {
        deadline: position,
        due_at,
        done_at,
        late: done_at.zip(due_at).is_some_and(|(done, due)| done > due),
    }
}
