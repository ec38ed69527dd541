//! Deductions, bonuses and vetoes that a person enters, because no register can tell them.

use assessment_models::{
    UnitCode,
    framework::{AdjustmentRule, Trigger},
    round::ManualAdjustment,
};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    results,
    wire::{AdjustmentEdit, EnteredView, Phrase},
};

/// Most times that a rule can be entered for a unit: more is a slip of the keyboard.
const MOST: u32 = 100;

/// Every rule of the round's framework, in its order, with what was entered of it for a unit.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], and what reading fails with.
pub fn entered(desk: &mut Desk, round: &str, unit: &str) -> Result<Vec<EnteredView>, Failure> {
    let id = desk.round(round)?.id.clone();
    let framework = desk.framework(Some(round))?;
    let unit = UnitCode::from(unit);
    let known = desk.workspace.unit(&unit).map_err(|e| desk.failed(e))?;
    if known.is_none() {
        return Err(Failure::new(Code::NoSuchUnit).with("unit", &unit));
    }
    let there = desk
        .workspace
        .adjustments(&id)
        .map_err(|e| desk.failed(e))?;
    let shown = framework.adjustments.rules.iter().map(|rule| {
        let entry = there.iter().find(|a| a.unit == unit && a.rule == rule.id);
        view(rule, entry)
    });
    Ok(shown.collect())
}

fn view(rule: &AdjustmentRule, entry: Option<&ManualAdjustment>) -> EnteredView {
    EnteredView {
        rule: rule.id.clone(),
        kind: results::kind(rule.kind).to_owned(),
        condition: Phrase::from(&rule.condition),
        basis: Phrase::from(&rule.basis),
        points: rule.points,
        max: rule.max,
        recorded: matches!(rule.trigger, Trigger::Records { .. }),
        times: entry.map_or(0, |e| e.count),
        because: entry.map(|e| e.because.clone()).unwrap_or_default(),
    }
}

/// Enters how many times a rule applies to a unit, and why; none at all takes the entry away. On disk when
/// this returns; gives what [`entered`] gives then.
///
/// # Errors
/// [`Code::BadArgument`] for a rule that the framework does not have or more than 100 times,
/// [`Code::FieldRequired`] without a reason, [`Code::NoSuchRound`], [`Code::NoSuchUnit`],
/// [`Code::NotInRound`], and what writing fails with.
pub fn enter(
    desk: &mut Desk,
    edit: &AdjustmentEdit,
    stamp: Stamp<'_>,
) -> Result<Vec<EnteredView>, Failure> {
    let round = desk.round(&edit.round)?.id.clone();
    let framework = desk.framework(Some(&edit.round))?;
    if !framework
        .adjustments
        .rules
        .iter()
        .any(|r| r.id == edit.rule)
    {
        return Err(Failure::new(Code::BadArgument)
            .with("name", "rule")
            .with("value", &edit.rule));
    }
    if edit.times > MOST {
        return Err(Failure::new(Code::BadArgument)
            .with("name", "times")
            .with("value", &edit.times));
    }
    let because = edit.because.trim();
    if edit.times > 0 && because.is_empty() {
        return Err(Failure::new(Code::FieldRequired).with("field", "because"));
    }
    let adjustment = ManualAdjustment {
        unit: UnitCode::from(edit.unit.as_str()),
        rule: edit.rule.clone(),
        count: edit.times,
        because: because.to_owned(),
    };
    desk.write(stamp, |write| {
        if adjustment.count > 0 {
            write.save_adjustment(&round, &adjustment)
        } else {
            write
                .delete_adjustment(&round, &adjustment.unit, &adjustment.rule)
                .map(drop)
        }
    })?;
    desk.forget_read()?;
    entered(desk, &edit.round, &edit.unit)
}
