//! Stage Adjusted: deductions, bonus, clamp, veto cap, in this order.

use super::Applied;
use crate::framework::{AdjustmentKind, AdjustmentRule, AdjustmentSettings};

/// A rule that was set off for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Position among the framework's adjustment rules.
    pub rule: usize,
    /// How many times.
    pub count: u32,
    /// Keys of the records, or the reasons entered.
    pub because: Vec<String>,
}

/// Applies a unit's events to its aggregated score; gives the adjusted one and what was done.
///
/// Deductions: points × count, at most the rule's `max`, and all together at most `max_deduction`. Then
/// bonus, only where the score is above `bonus_above`, at most the rule's `max` and `max_bonus` together.
/// Then the clamp to 0..=100. A veto's cap comes last, so no bonus lifts a score over it. What a limit
/// left nothing of is listed with 0 points.
#[must_use]
pub fn adjust(
    settings: &AdjustmentSettings,
    aggregated: f64,
    events: &[Event],
) -> (f64, Vec<Applied>) {
    let mut applied = Vec::new();
    let of_kind = |kind: AdjustmentKind| {
        events
            .iter()
            .filter_map(|e| Some((settings.rules.get(e.rule)?, e)))
            .filter(move |(rule, _)| rule.kind == kind)
    };
    let listed = |rule: &AdjustmentRule, event: &Event, points: f64| Applied {
        rule: rule.id.clone(),
        kind: rule.kind,
        points,
        because: event.because.clone(),
    };
    let mut score = aggregated;
    let mut left = settings.max_deduction.unwrap_or(f64::INFINITY);
    for (rule, event) in of_kind(AdjustmentKind::Deduction) {
        let points = points_of(rule, event).min(left);
        left -= points;
        score -= points;
        applied.push(listed(rule, event, 0.0 - points));
    }
    let deserves = settings.bonus_above.is_none_or(|bar| score > bar);
    let mut left = if deserves {
        settings.max_bonus.unwrap_or(f64::INFINITY)
    } else {
        0.0
    };
    for (rule, event) in of_kind(AdjustmentKind::Bonus) {
        let points = points_of(rule, event).min(left);
        left -= points;
        score += points;
        applied.push(listed(rule, event, points));
    }
    score = score.clamp(0.0, 100.0);
    for (rule, event) in of_kind(AdjustmentKind::Veto) {
        let capped = score.min(rule.points);
        applied.push(listed(rule, event, capped - score));
        score = capped;
    }
    (score.clamp(0.0, 100.0), applied)
}

fn points_of(rule: &AdjustmentRule, event: &Event) -> f64 {
    let points = rule.points * f64::from(event.count);
    rule.max.map_or(points, |max| points.min(max))
}
