//! Saving an answer, and what its form comes to then.

use assessment_models::{
    Answer, Framework, IndicatorId, Layer, Observation, Unit, UnitCode,
    framework::{AnswerOption, Indicator, Scale},
    scoring,
};

use super::{
    layer, options,
    sheet::{Sheet, before},
};
use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    view,
    wire::{AnswerEdit, AnswerStanding, SavedAnswer},
};

/// Saves one answer and gives what the form comes to then: [`keep_answer`] and [`standing`] in one.
///
/// # Errors
/// As these two.
pub fn save_answer(
    desk: &mut Desk,
    edit: &AnswerEdit,
    stamp: Stamp<'_>,
) -> Result<SavedAnswer, Failure> {
    let saved_at = keep_answer(desk, edit, stamp)?;
    let AnswerStanding { answer, standing } = standing(desk, edit)?;
    Ok(SavedAnswer {
        answer,
        standing,
        saved_at,
    })
}

/// Saves one answer; it is on disk when this returns, and nothing is scored yet. Says when it was saved,
/// local time, ISO 8601.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::NoSuchIndicator`], [`Code::IndicatorNotAsked`],
/// [`Code::ValueNotANumber`], [`Code::ValueOutOfRange`], [`Code::ValueNotAnOption`],
/// [`Code::AlwaysApplies`], and what writing fails with.
pub fn keep_answer(
    desk: &mut Desk,
    edit: &AnswerEdit,
    stamp: Stamp<'_>,
) -> Result<String, Failure> {
    let layer = layer(&edit.layer)?;
    let held = desk.held(&edit.round)?;
    let code = UnitCode::from(edit.unit.as_str());
    let unit = held.data.units.iter().find(|u| u.code == code);
    let unit = unit.ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", &code))?;
    let mut observation = observation(&held.framework, unit, edit)?;
    let round = held.data.round.id.clone();
    let indicator = IndicatorId::from(edit.indicator.as_str());
    if let Some(observation) = &mut observation {
        let mut there = held.data.observations.iter();
        let stood = there.find(|o| o.layer == layer && o.indicator == indicator && o.unit == code);
        approve(observation, stood, stamp);
    }

    let changed = desk.write(stamp, |write| match &observation {
        Some(observation) => write.save_observation(&round, observation),
        None => write.clear_observation(&round, &code, &indicator, layer),
    })?;
    if changed {
        desk.change_answers(&edit.round, |answers| {
            replace(answers, &code, &indicator, layer, observation);
        })?;
    }
    Ok(view::time(stamp.now))
}

/// The answer at the place of an edit, and what its form comes to, as they stand now.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::IndicatorNotAsked`], and what scoring fails with.
pub fn standing(desk: &mut Desk, of: &AnswerEdit) -> Result<AnswerStanding, Failure> {
    let layer = layer(&of.layer)?;
    let indicator = IndicatorId::from(of.indicator.as_str());
    let before = before(desk, &of.round)?;
    let scored = desk.scored(&of.round, options(layer))?;
    let sheet = Sheet::new(desk, &scored, &before, &of.unit, layer)?;
    let at = sheet.framework.indicator_index(&indicator);
    let answer = at.and_then(|at| sheet.answer(at)).ok_or_else(|| {
        Failure::new(Code::IndicatorNotAsked)
            .with("indicator", &indicator)
            .with("unit", &of.unit)
    })?;
    Ok(AnswerStanding {
        answer,
        standing: sheet.standing(),
    })
}

/// What a person typed, as an observation; `None` where nothing is left of it. A remark and a flag stand
/// without an answer too.
fn observation(
    framework: &Framework,
    unit: &Unit,
    edit: &AnswerEdit,
) -> Result<Option<Observation>, Failure> {
    let id = IndicatorId::from(edit.indicator.as_str());
    let indicator = framework
        .indicator_index(&id)
        .map(|at| &framework.indicators[at])
        .ok_or_else(|| Failure::new(Code::NoSuchIndicator).with("indicator", &id))?;
    if !framework.asks(unit, indicator) {
        return Err(Failure::new(Code::IndicatorNotAsked)
            .with("indicator", &id)
            .with("unit", &unit.code));
    }
    let layer = layer(&edit.layer)?;
    let reason = edit.reason.as_deref().map(str::trim).unwrap_or_default();
    let note = edit.note.clone().filter(|note| !note.trim().is_empty());
    let answer = match edit.value {
        Some(value) => {
            sensible(indicator, value, layer)?;
            Answer::Value(value)
        }
        None if reason.is_empty() && note.is_none() && !edit.flagged => return Ok(None),
        None if reason.is_empty() => Answer::Unanswered,
        None if !indicator.na_allowed => {
            return Err(Failure::new(Code::AlwaysApplies).with("indicator", &id));
        }
        None => Answer::NotApplicable {
            reason: reason.to_owned(),
            approver: None,
        },
    };
    Ok(Some(Observation {
        unit: unit.code.clone(),
        indicator: id,
        layer,
        answer,
        note,
        flagged: edit.flagged,
        source: None,
    }))
}

/// Whether a raw value can stand for an indicator in a layer.
fn sensible(indicator: &Indicator, value: f64, layer: Layer) -> Result<(), Failure> {
    if !value.is_finite() {
        return Err(Code::ValueNotANumber.into());
    }
    let bound = |bound: Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
    if indicator.min.is_some_and(|min| value < min) || indicator.max.is_some_and(|max| value > max)
    {
        return Err(Failure::new(Code::ValueOutOfRange)
            .with("value", &value)
            .with("min", &bound(indicator.min))
            .with("max", &bound(indicator.max)));
    }
    // An assessor may place a unit between two levels; who answers for it chooses one.
    let between = |levels: &[AnswerOption]| {
        levels.iter().any(|level| level.value <= value)
            && levels.iter().any(|level| level.value >= value)
    };
    let offered = match &indicator.scale {
        Scale::Maturity(levels) if layer == Layer::Verified => between(levels),
        Scale::Choice(options) | Scale::Maturity(options) => {
            options.iter().any(|option| option.value == value)
        }
        scale => scoring::normalise(scale, value).is_some(),
    };
    if !offered {
        return Err(Failure::new(Code::ValueNotAnOption)
            .with("value", &value)
            .with("indicator", &indicator.id));
    }
    Ok(())
}

/// Who approved that an indicator does not apply: whoever says so in the verified layer. An approval stays
/// as long as the reason does, whatever else is changed.
fn approve(observation: &mut Observation, stood: Option<&Observation>, stamp: Stamp<'_>) {
    let Answer::NotApplicable { reason, approver } = &mut observation.answer else {
        return;
    };
    let kept = match stood.map(|o| &o.answer) {
        Some(Answer::NotApplicable {
            reason: stood,
            approver,
        }) if stood == reason => approver.clone(),
        _ => None,
    };
    *approver = match observation.layer {
        Layer::Verified => kept.or_else(|| Some(stamp.actor.to_owned())),
        Layer::SelfReported => kept,
    };
}

/// Puts an answer where it stood, or where it belongs; without one, takes it away.
fn replace(
    observations: &mut Vec<Observation>,
    unit: &UnitCode,
    indicator: &IndicatorId,
    layer: Layer,
    answer: Option<Observation>,
) {
    let stands = observations
        .iter()
        .position(|o| o.layer == layer && o.indicator == *indicator && o.unit == *unit);
    match (stands, answer) {
        (Some(at), Some(answer)) => observations[at] = answer,
        (Some(at), None) => {
            observations.remove(at);
        }
        (None, Some(answer)) => observations.push(answer),
        (None, None) => {}
    }
}
