//! Who works with the workspace, and in whose name.

use assessment_models::Text;
use assessment_store::{Organisation, Person, Role};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    wire::{OrganisationView, PersonView},
};

/// Everybody, by name.
///
/// # Errors
/// What reading fails with.
pub fn people(desk: &Desk) -> Result<Vec<PersonView>, Failure> {
    let people = desk.workspace.people().map_err(|e| desk.failed(e))?;
    let shown = people.into_iter().map(|person| PersonView {
        name: person.name,
        role: person.role.code().to_owned(),
        unit: person.unit.map(|code| code.to_string()),
        contact: person.contact,
    });
    Ok(shown.collect())
}

/// Adds somebody, or replaces what is known of them.
///
/// # Errors
/// [`Code::FieldRequired`] without a name, [`Code::BadArgument`] for the role, [`Code::NoSuchUnit`], and
/// what writing fails with.
pub fn save(
    desk: &mut Desk,
    edit: &PersonView,
    stamp: Stamp<'_>,
) -> Result<Vec<PersonView>, Failure> {
    let name = edit.name.trim();
    if name.is_empty() {
        return Err(Failure::new(Code::FieldRequired).with("field", "name"));
    }
    let person = Person {
        name: name.to_owned(),
        role: Role::of(&edit.role).ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "role")
                .with("value", &edit.role)
        })?,
        unit: edit
            .unit
            .as_deref()
            .filter(|c| !c.is_empty())
            .map(Into::into),
        contact: edit.contact.trim().to_owned(),
    };
    desk.write(stamp, |write| write.save_person(&person))?;
    people(desk)
}

/// Takes somebody off the list; what they did stays in the audit trail.
///
/// # Errors
/// What writing fails with.
pub fn remove(desk: &mut Desk, name: &str, stamp: Stamp<'_>) -> Result<Vec<PersonView>, Failure> {
    desk.write(stamp, |write| write.remove_person(name))?;
    people(desk)
}

/// In whose name the assessment is made; all empty where nobody has said.
///
/// # Errors
/// What reading fails with.
pub fn organisation(desk: &Desk) -> Result<OrganisationView, Failure> {
    let stored = desk.workspace.organisation().map_err(|e| desk.failed(e))?;
    Ok(
        stored.map_or_else(OrganisationView::default, |stored| OrganisationView {
            name: (&stored.name).into(),
            contact: stored.contact,
            marking: stored.marking,
        }),
    )
}

/// Sets in whose name the assessment is made.
///
/// # Errors
/// What writing fails with.
pub fn save_organisation(
    desk: &mut Desk,
    edit: &OrganisationView,
    stamp: Stamp<'_>,
) -> Result<OrganisationView, Failure> {
    let stored = Organisation {
        name: Text::new(edit.name.zh.trim(), edit.name.en.trim()),
        contact: edit.contact.trim().to_owned(),
        marking: edit.marking.trim().to_owned(),
    };
    desk.write(stamp, |write| write.save_organisation(&stored))?;
    organisation(desk)
}
