//! Evidence and the history of answers.

use std::path::PathBuf;

use assessment_app::{
    evidence as files, form as forms,
    wire::{AnswerChangeView, EvidenceContent, EvidencePlace, EvidenceView, ReportFile},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn answer_history(
    here: Here<'_>,
    round: String,
    unit: String,
    indicator: String,
) -> Answer<Vec<AnswerChangeView>> {
    session(&here)
        .at_desk(move |desk, _| forms::answer_history(desk, &round, &unit, &indicator))
        .await
}

#[command]
pub(crate) async fn evidence(here: Here<'_>, place: EvidencePlace) -> Answer<Vec<EvidenceView>> {
    session(&here)
        .at_desk(move |desk, _| files::list(desk, &place))
        .await
}

#[command]
pub(crate) async fn attach_evidence(
    here: Here<'_>,
    place: EvidencePlace,
    paths: Vec<PathBuf>,
) -> Answer<Vec<EvidenceView>> {
    session(&here)
        .at_desk(move |desk, s| files::attach_files(desk, &place, &paths, s.stamp()))
        .await
}

#[command]
pub(crate) async fn remove_evidence(here: Here<'_>, id: i64) -> Answer<()> {
    session(&here)
        .at_desk(move |desk, s| files::remove(desk, id, s.stamp()))
        .await
}

#[command]
pub(crate) async fn evidence_content(here: Here<'_>, id: i64) -> Answer<EvidenceContent> {
    session(&here)
        .at_desk(move |desk, _| files::content(desk, id))
        .await
}

#[command]
pub(crate) async fn save_evidence(here: Here<'_>, id: i64, path: PathBuf) -> Answer<ReportFile> {
    session(&here)
        .at_desk(move |desk, s| {
            let file = files::save_copy(desk, id, &path)?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}

#[command]
pub(crate) async fn open_evidence(here: Here<'_>, id: i64) -> Answer<()> {
    session(&here)
        .at_desk(move |desk, s| {
            let file = files::copy_into(desk, id, &s.shown_folder(id)?)?;
            s.open(file.path.as_ref())
        })
        .await
}
