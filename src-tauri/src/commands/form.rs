//! Fill in.

use assessment_app::{
    form as forms,
    wire::{AnswerEdit, AnswerStanding, FormView, SavedAnswer, UnitView},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn units(here: Here<'_>, round: String, layer: String) -> Answer<Vec<UnitView>> {
    session(&here)
        .at_desk(move |desk, _| forms::units(desk, &round, &layer))
        .await
}

#[command]
pub(crate) async fn form(
    here: Here<'_>,
    round: String,
    unit: String,
    layer: String,
) -> Answer<FormView> {
    session(&here)
        .at_desk(move |desk, _| forms::form(desk, &round, &unit, &layer))
        .await
}

#[command]
pub(crate) async fn keep_answer(here: Here<'_>, edit: AnswerEdit) -> Answer<String> {
    session(&here)
        .at_desk(move |desk, s| forms::keep_answer(desk, &edit, s.stamp()))
        .await
}

#[command]
pub(crate) async fn answer_standing(here: Here<'_>, edit: AnswerEdit) -> Answer<AnswerStanding> {
    session(&here)
        .at_desk(move |desk, _| forms::standing(desk, &edit))
        .await
}

#[command]
pub(crate) async fn save_answer(here: Here<'_>, edit: AnswerEdit) -> Answer<SavedAnswer> {
    session(&here)
        .at_desk(move |desk, s| forms::save_answer(desk, &edit, s.stamp()))
        .await
}
