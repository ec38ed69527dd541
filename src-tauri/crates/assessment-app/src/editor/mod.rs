//! Editing a framework: changes to a version's files, checked as they are typed, compared, tried on a round
//! and kept as a new version in the workspace. What ships with the program is never changed.

mod difference;
mod source;

use std::collections::BTreeMap;

use assessment_models::{
    Framework,
    framework::{BUILTIN, LoadError},
    trend::{Assessed, restate},
};

use crate::{
    analyses::MovedUnit,
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    frameworks::fault_view,
    wire::{
        DraftCheck, DraftEffect, FrameworkDraft, FrameworkSource, FrameworkVersion, PlacedFault,
        ScoreRequest, SourceDifference, WorkspaceView,
    },
    workspace::{self, ChosenFramework},
};

/// A framework version as its tables: the one that is named, else that of the latest round.
///
/// # Errors
/// [`Code::BadArgument`], [`Code::NoSuchFrameworkVersion`], and what reading fails with.
pub fn source(desk: &Desk, version: Option<&str>) -> Result<FrameworkSource, Failure> {
    let (id, named) = match version {
        Some(version) => split(version)?,
        None => desk.current_framework()?,
    };
    let files = files(desk, &id, &named)?;
    Ok(FrameworkSource {
        version: format!("{id}/{named}"),
        versions: versions(desk)?,
        tables: source::tables(&files),
        texts: source::texts(&files),
    })
}

fn versions(desk: &Desk) -> Result<Vec<FrameworkVersion>, Failure> {
    let known = desk.workspace.frameworks().map_err(|e| desk.failed(e))?;
    let shipped = builtin_versions();
    let version = |(id, version): (String, String)| FrameworkVersion {
        rounds: desk
            .rounds
            .iter()
            .filter(|r| r.framework == id && r.framework_version == version)
            .map(|r| r.id.to_string())
            .collect(),
        version: format!("{id}/{version}"),
        builtin: shipped.contains(&(id, version)),
    };
    Ok(known.into_iter().map(version).collect())
}

/// Ids and versions that ship with the program.
fn builtin_versions() -> Vec<(String, String)> {
    let loaded = BUILTIN.iter().filter_map(|id| Framework::builtin(id).ok());
    loaded.map(|f| (f.id, f.version)).collect()
}

fn split(version: &str) -> Result<(String, String), Failure> {
    let parts = version.split_once('/').ok_or_else(|| {
        Failure::new(Code::BadArgument)
            .with("name", "framework")
            .with("value", version)
    })?;
    Ok((parts.0.to_owned(), parts.1.to_owned()))
}

fn files(desk: &Desk, id: &str, version: &str) -> Result<BTreeMap<String, String>, Failure> {
    let stored = desk.workspace.framework_files(id, version);
    Ok(stored.map_err(|e| desk.failed(e))?.files)
}

/// A draft's files: those that it is made of, with its changes and its own version.
fn edited(desk: &Desk, draft: &FrameworkDraft) -> Result<source::Edited, Failure> {
    let (id, version) = split(&draft.base)?;
    let mut edited = source::Edited::of(files(desk, &id, &version)?);
    for change in &draft.changes {
        edited.apply(change)?;
    }
    if !draft.version.trim().is_empty() {
        edited.set_version(draft.version.trim());
    }
    Ok(edited)
}

/// Says what is wrong with a draft, each fault at its place, and where it differs from what it is made of.
/// Writes nothing.
///
/// # Errors
/// [`Code::BadArgument`] for a change of something that is not there, [`Code::NoSuchFrameworkVersion`].
pub fn check(desk: &Desk, draft: &FrameworkDraft) -> Result<DraftCheck, Failure> {
    let (id, version) = split(&draft.base)?;
    let before = files(desk, &id, &version)?;
    let edited = edited(desk, draft)?;
    let after = edited.files();
    let faults = match Framework::load(&after) {
        Ok(_) => Vec::new(),
        Err(LoadError::Faults(faults)) => faults
            .iter()
            .map(|fault| {
                let (row, column) = edited.place(fault, &after);
                PlacedFault {
                    fault: fault_view(fault),
                    row,
                    column,
                }
            })
            .collect(),
        Err(other) => return Err(Failure::load(other)),
    };
    Ok(DraftCheck {
        faults,
        differences: difference::between(&before, &after),
    })
}

/// Where two versions in the workspace differ.
///
/// # Errors
/// [`Code::BadArgument`], [`Code::NoSuchFrameworkVersion`], and what reading fails with.
pub fn differences(desk: &Desk, from: &str, to: &str) -> Result<Vec<SourceDifference>, Failure> {
    let (from, to) = (split(from)?, split(to)?);
    let before = files(desk, &from.0, &from.1)?;
    let after = files(desk, &to.0, &to.1)?;
    Ok(difference::between(&before, &after))
}

/// What a draft would do to the scores of a round: every answer under the new rules, on a copy.
///
/// # Errors
/// [`Code::FrameworkInvalid`] while it has faults, [`Code::NoSuchRound`], and what scoring fails with.
pub fn effect(
    desk: &mut Desk,
    draft: &FrameworkDraft,
    request: &ScoreRequest,
) -> Result<DraftEffect, Failure> {
    let new = ChosenFramework::checked(edited(desk, draft)?.files())?.framework;
    let scored = desk.scorecard(request)?;
    let old = Assessed {
        framework: &scored.round.framework,
        data: &scored.round.data,
    };
    let options = scored.options();
    let renamed = new.renamed_from(&scored.round.framework);
    let restated = restate(old, &scored.card, &new, &renamed, options)?;
    let ids = |of: &[assessment_models::IndicatorId]| of.iter().map(ToString::to_string).collect();
    let units = restated.card.units.iter().filter_map(|after| {
        let row = scored.card.unit_index(&after.unit)?;
        let before = &scored.card.units[row];
        Some(MovedUnit::between(
            &scored.round,
            (&scored.round.framework, before),
            (&new, after),
        ))
    });
    let units = units.collect();
    let names = restated.units_dropped.iter().filter_map(|code| {
        let unit = scored.round.data.units.iter().find(|u| u.code == *code)?;
        Some((&unit.name).into())
    });
    Ok(DraftEffect {
        units,
        answers_dropped: ids(&restated.answers_dropped),
        left_out: ids(&restated.left_out),
        units_dropped: names.collect(),
    })
}

/// Keeps a draft as a new version in the workspace; with a round, that is scored with it from then on, and
/// with its own weights.
///
/// # Errors
/// [`Code::FieldRequired`] without a version, [`Code::FrameworkDiffers`] where the version is there already,
/// [`Code::FrameworkInvalid`] while it has faults, [`Code::NoSuchRound`], and what writing fails with.
pub fn save(
    desk: &mut Desk,
    draft: &FrameworkDraft,
    round: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    if draft.version.trim().is_empty() {
        return Err(Failure::new(Code::FieldRequired).with("field", "version"));
    }
    let chosen = ChosenFramework::checked(edited(desk, draft)?.files())?;
    let named = (
        chosen.framework.id.clone(),
        chosen.framework.version.clone(),
    );
    let known = desk.workspace.frameworks().map_err(|e| desk.failed(e))?;
    if known.contains(&named) || builtin_versions().contains(&named) {
        return Err(Failure::new(Code::FrameworkDiffers)
            .with("id", &named.0)
            .with("version", &named.1));
    }
    let pinned = round.map(|id| desk.round(id).map(|r| r.id.clone()));
    let pinned = pinned.transpose()?;
    desk.write(stamp, |write| {
        write.add_framework(&chosen.stored())?;
        match &pinned {
            Some(round) => write.adopt_framework(round, &named.0, &named.1),
            None => Ok(()),
        }
    })?;
    desk.forget_read()?;
    workspace::view(desk)
}

/// Lets a round be scored with another framework version of the workspace, with that version's own weights.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchFrameworkVersion`], [`Code::BadArgument`], and what writing fails with.
pub fn adopt(
    desk: &mut Desk,
    round: &str,
    version: &str,
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    let id = desk.round(round)?.id.clone();
    let (framework, version) = split(version)?;
    desk.write(stamp, |write| {
        write.adopt_framework(&id, &framework, &version)
    })?;
    desk.forget_read()?;
    workspace::view(desk)
}
