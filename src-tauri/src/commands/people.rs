//! Who works with the workspace, in whose name, who is assessed, and with which weights.

use assessment_app::{
    adopted, people as staff, units as bodies,
    wire::{OrganisationView, PersonView, UnitEdit, WeightSetEdit, WeightSetView, WorkspaceView},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn all_units(here: Here<'_>) -> Answer<Vec<UnitEdit>> {
    session(&here).at_desk(|desk, _| bodies::all(desk)).await
}

#[command]
pub(crate) async fn save_unit(
    here: Here<'_>,
    unit: UnitEdit,
    round: Option<String>,
) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| bodies::save(desk, &unit, round.as_deref(), s.stamp()))
        .await
}

#[command]
pub(crate) async fn remove_unit(here: Here<'_>, code: String) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| bodies::remove(desk, &code, s.stamp()))
        .await
}

#[command]
pub(crate) async fn people(here: Here<'_>) -> Answer<Vec<PersonView>> {
    session(&here).at_desk(|desk, _| staff::people(desk)).await
}

#[command]
pub(crate) async fn save_person(here: Here<'_>, person: PersonView) -> Answer<Vec<PersonView>> {
    session(&here)
        .at_desk(move |desk, s| staff::save(desk, &person, s.stamp()))
        .await
}

#[command]
pub(crate) async fn remove_person(here: Here<'_>, name: String) -> Answer<Vec<PersonView>> {
    session(&here)
        .at_desk(move |desk, s| staff::remove(desk, &name, s.stamp()))
        .await
}

#[command]
pub(crate) async fn organisation(here: Here<'_>) -> Answer<OrganisationView> {
    session(&here)
        .at_desk(|desk, _| staff::organisation(desk))
        .await
}

#[command]
pub(crate) async fn save_organisation(
    here: Here<'_>,
    organisation: OrganisationView,
) -> Answer<OrganisationView> {
    session(&here)
        .at_desk(move |desk, s| staff::save_organisation(desk, &organisation, s.stamp()))
        .await
}

#[command]
pub(crate) async fn weight_sets(here: Here<'_>) -> Answer<Vec<WeightSetView>> {
    session(&here).at_desk(|desk, _| adopted::sets(desk)).await
}

#[command]
pub(crate) async fn save_weights(here: Here<'_>, set: WeightSetEdit) -> Answer<Vec<WeightSetView>> {
    session(&here)
        .at_desk(move |desk, s| adopted::save(desk, &set, s.stamp()))
        .await
}

#[command]
pub(crate) async fn adopt_weights(
    here: Here<'_>,
    round: String,
    set: Option<i64>,
) -> Answer<Vec<WeightSetView>> {
    session(&here)
        .at_desk(move |desk, s| adopted::adopt(desk, &round, set, s.stamp()))
        .await
}

#[command]
pub(crate) fn act_as(here: Here<'_>, name: Option<String>) -> String {
    here.act_as(name)
}
