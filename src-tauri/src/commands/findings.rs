//! Findings and their rectification.

use assessment_app::{
    findings as list,
    wire::{FindingEdit, FindingView},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn findings(here: Here<'_>, round: String) -> Answer<Vec<FindingView>> {
    session(&here)
        .at_desk(move |desk, s| list::findings(desk, &round, s.stamp().now.date()))
        .await
}

#[command]
pub(crate) async fn save_finding(here: Here<'_>, edit: FindingEdit) -> Answer<FindingView> {
    session(&here)
        .at_desk(move |desk, s| list::save(desk, &edit, s.stamp()))
        .await
}

#[command]
pub(crate) async fn remove_finding(here: Here<'_>, id: i64) -> Answer<()> {
    session(&here)
        .at_desk(move |desk, s| list::remove(desk, id, s.stamp()))
        .await
}

#[command]
pub(crate) async fn carry_findings(
    here: Here<'_>,
    from: String,
    to: String,
) -> Answer<Vec<FindingView>> {
    session(&here)
        .at_desk(move |desk, s| list::carry(desk, &from, &to, s.stamp()))
        .await
}
