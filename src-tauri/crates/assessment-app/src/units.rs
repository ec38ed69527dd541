//! Units as they are edited.

use assessment_models::{Text, Unit, UnitCode};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    wire::{UnitEdit, WorkspaceView},
    workspace,
};

/// Every unit of the workspace, by code, whether it takes part in a round or not.
///
/// # Errors
/// What reading fails with.
pub fn all(desk: &Desk) -> Result<Vec<UnitEdit>, Failure> {
    let units = desk.workspace.units().map_err(|e| desk.failed(e))?;
    let shown = units.into_iter().map(|unit| UnitEdit {
        code: unit.code.to_string(),
        name: (&unit.name).into(),
        peer_group: unit.peer_group,
        parent: unit.parent.map(|code| code.to_string()),
        tags: unit.tags.into_iter().collect(),
        attributes: unit.attributes,
    });
    Ok(shown.collect())
}

/// Adds a unit, or replaces what is known of it; with a round it takes part in that from now on.
///
/// # Errors
/// [`Code::FieldRequired`] without code or names, [`Code::NoSuchPeerGroup`], [`Code::NoSuchUnit`] where
/// that which it belongs to is not there or is itself, [`Code::ValueNotANumber`], [`Code::NoSuchRound`],
/// and what writing fails with.
pub fn save(
    desk: &mut Desk,
    edit: &UnitEdit,
    round: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    let unit = unit(desk, edit, round)?;
    let round = match round {
        Some(id) => Some(desk.round(id)?.id.clone()),
        None => None,
    };
    desk.write(stamp, |write| {
        write.save_unit(&unit)?;
        let Some(round) = &round else { return Ok(()) };
        let there = write.round_units(round)?;
        let mut part: Vec<UnitCode> = there.into_iter().map(|u| u.code).collect();
        if part.contains(&unit.code) {
            return Ok(());
        }
        part.push(unit.code.clone());
        write.set_round_units(round, &part)
    })?;
    desk.forget_read()?;
    workspace::view(desk)
}

fn unit(desk: &mut Desk, edit: &UnitEdit, round: Option<&str>) -> Result<Unit, Failure> {
    let words = |text: &str, field: &str| match text.trim() {
        "" => Err(Failure::new(Code::FieldRequired).with("field", field)),
        text => Ok(text.to_owned()),
    };
    let code = UnitCode::from(words(&edit.code, "code")?);
    let framework = desk.framework(round)?;
    if framework.peer_group(&edit.peer_group).is_none() {
        return Err(Failure::new(Code::NoSuchPeerGroup).with("peer_group", &edit.peer_group));
    }
    let parent = match edit.parent.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(parent) => {
            let parent = UnitCode::from(parent);
            let known = desk.workspace.unit(&parent).map_err(|e| desk.failed(e))?;
            if parent == code || known.is_none() {
                return Err(Failure::new(Code::NoSuchUnit).with("unit", &parent));
            }
            Some(parent)
        }
    };
    let tags = edit.tags.iter().map(|tag| tag.trim().to_owned());
    Ok(Unit {
        code,
        name: Text::new(
            words(&edit.name.zh, "name_zh")?,
            words(&edit.name.en, "name_en")?,
        ),
        peer_group: edit.peer_group.clone(),
        parent,
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        attributes: edit.attributes.clone(),
    })
}

/// Removes a unit from which nothing was collected.
///
/// # Errors
/// [`Code::NoSuchUnit`]; [`Code::UnitInUse`] where something was collected from it, or other units belong
/// to it.
pub fn remove(desk: &mut Desk, code: &str, stamp: Stamp<'_>) -> Result<WorkspaceView, Failure> {
    let code = UnitCode::from(code);
    desk.write(stamp, |write| write.remove_unit(&code))?;
    desk.forget_read()?;
    workspace::view(desk)
}
