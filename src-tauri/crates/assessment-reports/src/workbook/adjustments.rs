//! What adjustments do to a unit, as the numbers that the formulas start from.

use assessment_models::{framework::AdjustmentKind, scoring::UnitScore};

use super::Context;

/// What adjustments do to a unit, before the limits that the formulas apply.
pub(super) struct Adjustments {
    /// 0 or less.
    pub(super) deduction: f64,
    /// Points earned, whether or not the score allows them.
    pub(super) bonus: f64,
    /// The lowest cap of the vetoes that apply, 0..=100.
    pub(super) cap: Option<f64>,
}

pub(super) fn adjustments(ctx: &Context<'_>, scored: &UnitScore) -> Adjustments {
    let rules = &ctx.input.framework.adjustments.rules;
    let mut out = Adjustments {
        deduction: 0.0,
        bonus: 0.0,
        cap: None,
    };
    for applied in &scored.adjustments {
        let rule = rules.iter().find(|r| r.id == applied.rule);
        match applied.kind {
            AdjustmentKind::Deduction => out.deduction += applied.points,
            AdjustmentKind::Bonus if applied.points > 0.0 => out.bonus += applied.points,
            AdjustmentKind::Bonus => {
                if let Some(rule) = rule {
                    let points = rule.points * f64::from(count(ctx, scored, applied));
                    out.bonus += rule.max.map_or(points, |max| points.min(max));
                }
            }
            AdjustmentKind::Veto => {
                if let Some(rule) = rule {
                    out.cap = Some(out.cap.map_or(rule.points, |c| c.min(rule.points)));
                }
            }
        }
    }
    out
}

/// How often a rule applied: as entered, else once for each record.
pub(super) fn count(
    ctx: &Context<'_>,
    scored: &UnitScore,
    applied: &assessment_models::scoring::Applied,
) -> u32 {
    let entered: u32 = ctx
        .input
        .data
        .adjustments
        .iter()
        .filter(|a| a.unit == scored.unit && a.rule == applied.rule)
        .map(|a| a.count)
        .sum();
    if entered > 0 {
        entered
    } else {
        applied.because.len() as u32
    }
}
