//! The framework while it is edited.

use assessment_app::{
    editor,
    wire::{
        DraftCheck, DraftEffect, FrameworkDraft, FrameworkSource, ScoreRequest, SourceDifference,
        WorkspaceView,
    },
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn framework_source(
    here: Here<'_>,
    version: Option<String>,
) -> Answer<FrameworkSource> {
    session(&here)
        .at_desk(move |desk, _| editor::source(desk, version.as_deref()))
        .await
}

#[command]
pub(crate) async fn check_draft(here: Here<'_>, draft: FrameworkDraft) -> Answer<DraftCheck> {
    session(&here)
        .at_desk(move |desk, _| editor::check(desk, &draft))
        .await
}

#[command]
pub(crate) async fn draft_effect(
    here: Here<'_>,
    draft: FrameworkDraft,
    request: ScoreRequest,
) -> Answer<DraftEffect> {
    session(&here)
        .at_desk(move |desk, _| editor::effect(desk, &draft, &request))
        .await
}

#[command]
pub(crate) async fn save_framework(
    here: Here<'_>,
    draft: FrameworkDraft,
    round: Option<String>,
) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| editor::save(desk, &draft, round.as_deref(), s.stamp()))
        .await
}

#[command]
pub(crate) async fn adopt_framework(
    here: Here<'_>,
    round: String,
    version: String,
) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| editor::adopt(desk, &round, &version, s.stamp()))
        .await
}

#[command]
pub(crate) async fn framework_differences(
    here: Here<'_>,
    from: String,
    to: String,
) -> Answer<Vec<SourceDifference>> {
    session(&here)
        .at_desk(move |desk, _| editor::differences(desk, &from, &to))
        .await
}
