//! Rounds: adding one, from scratch or after the model of another, and who takes part.

use std::collections::BTreeSet;

use assessment_models::{Framework, Round, Text, Unit, UnitCode};
use chrono::NaiveDate;

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    wire::{RoundEdit, RoundView, WorkspaceView},
    workspace::{self, ChosenFramework},
};

/// Rounds, latest first.
#[must_use]
pub fn rounds(desk: &Desk) -> Vec<RoundView> {
    desk.rounds.iter().map(view).collect()
}

/// A round as the window shows it.
pub(crate) fn view(round: &Round) -> RoundView {
    RoundView {
        id: round.id.to_string(),
        name: (&round.name).into(),
        period_start: round.period_start.to_string(),
        period_end: round.period_end.to_string(),
        deadline: round.deadline.map(|day| day.to_string()),
    }
}

/// Adds a round with a framework version that the workspace holds. Who takes part is said by the edit,
/// else as in the round that it names as its model, else every unit.
///
/// # Errors
/// [`Code::RoundInvalid`], [`Code::RoundExists`], [`Code::NoSuchRound`] for the model,
/// [`Code::NoSuchFrameworkVersion`], [`Code::NoSuchUnit`], and what writing fails with.
pub fn add(desk: &mut Desk, edit: &RoundEdit, stamp: Stamp<'_>) -> Result<WorkspaceView, Failure> {
    let version = match (&edit.framework, &edit.like) {
        (Some(named), _) => named_version(named)?,
        (None, Some(model)) => {
            let model = desk.round(model)?;
            (model.framework.clone(), model.framework_version.clone())
        }
        (None, None) => desk.current_framework()?,
    };
    write(desk, edit, version, None, stamp)
}

/// Adds a round with a framework that the workspace may not hold yet; its units come along where they are
/// not there.
///
/// # Errors
/// As [`add`]; [`Code::FrameworkDiffers`] where the workspace holds the same version with other content.
pub fn add_with_framework(
    desk: &mut Desk,
    edit: &RoundEdit,
    chosen: &ChosenFramework,
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    let Framework { id, version, .. } = &chosen.framework;
    write(
        desk,
        edit,
        (id.clone(), version.clone()),
        Some(chosen),
        stamp,
    )
}

fn write(
    desk: &mut Desk,
    edit: &RoundEdit,
    (framework, version): (String, String),
    chosen: Option<&ChosenFramework>,
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    let round = round(edit, framework, version)?;
    let known = codes(desk.workspace.units(), desk)?;
    let there: BTreeSet<&UnitCode> = known.iter().collect();
    let units = chosen.map_or(&[][..], |chosen| &chosen.framework.units);
    let new: Vec<&Unit> = units.iter().filter(|u| !there.contains(&u.code)).collect();
    let part: Vec<UnitCode> = match (&edit.units, &edit.like) {
        (Some(codes), _) => codes.iter().map(|c| UnitCode::from(c.as_str())).collect(),
        (None, Some(model)) => {
            let model = desk.round(model)?.id.clone();
            codes(desk.workspace.round_units(&model), desk)?
        }
        (None, None) => new
            .iter()
            .map(|u| u.code.clone())
            .chain(known.iter().cloned())
            .collect(),
    };
    desk.write(stamp, |write| {
        if let Some(chosen) = chosen {
            write.add_framework(&chosen.stored())?;
        }
        for unit in &new {
            write.save_unit(unit)?;
        }
        write.add_round(&round)?;
        write.set_round_units(&round.id, &part)?;
        match &edit.like {
            Some(model) => write
                .carry_findings(&model.as_str().into(), &round.id)
                .map(drop),
            None => Ok(()),
        }
    })?;
    desk.forget_read()?;
    workspace::view(desk)
}

/// Changes a round's name, period and deadline.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::RoundInvalid`], and what writing fails with.
pub fn save(desk: &mut Desk, edit: &RoundEdit, stamp: Stamp<'_>) -> Result<WorkspaceView, Failure> {
    let there = desk.round(&edit.id)?;
    let pinned = (there.framework.clone(), there.framework_version.clone());
    let round = round(edit, pinned.0, pinned.1)?;
    desk.write(stamp, |write| write.save_round(&round))?;
    desk.forget_read()?;
    workspace::view(desk)
}

fn codes(
    units: assessment_store::Result<Vec<Unit>>,
    desk: &Desk,
) -> Result<Vec<UnitCode>, Failure> {
    let units = units.map_err(|e| desk.failed(e))?;
    Ok(units.into_iter().map(|unit| unit.code).collect())
}

/// Id and version out of `id/version`.
fn named_version(named: &str) -> Result<(String, String), Failure> {
    let (id, version) = named.split_once('/').ok_or_else(|| {
        Failure::new(Code::BadArgument)
            .with("name", "framework")
            .with("value", named)
    })?;
    Ok((id.to_owned(), version.to_owned()))
}

fn round(edit: &RoundEdit, framework: String, framework_version: String) -> Result<Round, Failure> {
    let invalid = |field: &str| Failure::new(Code::RoundInvalid).with("field", field);
    let words = |text: &str, field: &str| {
        let text = text.trim();
        (!text.is_empty())
            .then(|| text.to_owned())
            .ok_or_else(|| invalid(field))
    };
    let day = |text: &str, field: &str| {
        NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| invalid(field))
    };
    let round = Round {
        id: words(&edit.id, "id")?.into(),
        name: Text::new(
            words(&edit.name_zh, "name_zh")?,
            words(&edit.name_en, "name_en")?,
        ),
        period_start: day(&edit.period_start, "period_start")?,
        period_end: day(&edit.period_end, "period_end")?,
        deadline: match edit.deadline.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(text) => Some(day(text, "deadline")?),
        },
        framework,
        framework_version,
    };
    if round.period_end < round.period_start {
        return Err(invalid("period_end"));
    }
    Ok(round)
}

/// Codes of the units that take part in a round, in order.
///
/// # Errors
/// [`Code::NoSuchRound`].
pub fn round_units(desk: &Desk, round: &str) -> Result<Vec<String>, Failure> {
    let id = desk.round(round)?.id.clone();
    let units = codes(desk.workspace.round_units(&id), desk)?;
    Ok(units.iter().map(ToString::to_string).collect())
}

/// Sets who takes part in a round. What was collected from a unit that no longer does is kept out of
/// sight, and is there again when it does.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], and what writing fails with.
pub fn set_round_units(
    desk: &mut Desk,
    round: &str,
    units: &[String],
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    let id = desk.round(round)?.id.clone();
    let codes: Vec<UnitCode> = units.iter().map(|c| UnitCode::from(c.as_str())).collect();
    desk.write(stamp, |write| write.set_round_units(&id, &codes))?;
    desk.forget_read()?;
    workspace::view(desk)
}
