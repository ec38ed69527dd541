//! The incident register, and tables of other registers.

use std::collections::BTreeMap;

use assessment_app::{
    incidents as register, registers,
    wire::{
        FieldValue, IncidentAssessment, IncidentEdit, IncidentPage, IncidentQuery, IncidentView,
        RegisterRow, RowsEdit,
    },
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn incidents(here: Here<'_>, query: IncidentQuery) -> Answer<IncidentPage> {
    session(&here)
        .at_desk(move |desk, _| register::incidents(desk, &query))
        .await
}

#[command]
pub(crate) async fn incident(here: Here<'_>, round: String, key: String) -> Answer<IncidentView> {
    session(&here)
        .at_desk(move |desk, _| register::incident(desk, &round, &key))
        .await
}

#[command]
pub(crate) async fn assess_incident(
    here: Here<'_>,
    round: String,
    fields: BTreeMap<String, FieldValue>,
) -> Answer<IncidentAssessment> {
    session(&here)
        .at_desk(move |desk, _| register::assess(desk, &round, &fields))
        .await
}

#[command]
pub(crate) async fn save_incident(here: Here<'_>, edit: IncidentEdit) -> Answer<IncidentView> {
    session(&here)
        .at_desk(move |desk, s| register::save(desk, &edit, s.stamp()))
        .await
}

#[command]
pub(crate) async fn delete_incident(here: Here<'_>, round: String, key: String) -> Answer<()> {
    session(&here)
        .at_desk(move |desk, s| register::delete(desk, &round, &key, s.stamp()))
        .await
}

#[command]
pub(crate) async fn register_rows(
    here: Here<'_>,
    round: String,
    register: String,
) -> Answer<Vec<RegisterRow>> {
    session(&here)
        .at_desk(move |desk, _| registers::rows(desk, &round, &register))
        .await
}

#[command]
pub(crate) async fn save_register_rows(
    here: Here<'_>,
    edit: RowsEdit,
) -> Answer<Vec<Option<RegisterRow>>> {
    session(&here)
        .at_desk(move |desk, s| registers::save(desk, &edit, s.stamp()))
        .await
}
