//! Deductions, bonuses and vetoes that a person enters.

use assessment_app::{
    adjustments,
    wire::{AdjustmentEdit, EnteredView},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn entered_adjustments(
    here: Here<'_>,
    round: String,
    unit: String,
) -> Answer<Vec<EnteredView>> {
    session(&here)
        .at_desk(move |desk, _| adjustments::entered(desk, &round, &unit))
        .await
}

#[command]
pub(crate) async fn enter_adjustment(
    here: Here<'_>,
    edit: AdjustmentEdit,
) -> Answer<Vec<EnteredView>> {
    session(&here)
        .at_desk(move |desk, s| adjustments::enter(desk, &edit, s.stamp()))
        .await
}
