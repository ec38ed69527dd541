//! Questionnaires.

use std::path::PathBuf;

use assessment_app::{
    analyses, charts, surveys as questionnaires,
    wire::{ReportFile, ScoreRequest, SurveyDocument, SurveyRequest, SurveysView},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn surveys(here: Here<'_>, round: String) -> Answer<SurveysView> {
    session(&here)
        .at_desk(move |desk, _| questionnaires::surveys(desk, &round))
        .await
}

#[command]
pub(crate) async fn survey(
    here: Here<'_>,
    request: ScoreRequest,
    asked: SurveyRequest,
) -> Answer<SurveyDocument> {
    session(&here)
        .aside(move |s| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::survey(&scored, &asked)
        })
        .await
}

#[command]
pub(crate) async fn write_questionnaire(
    here: Here<'_>,
    round: String,
    party: String,
    path: PathBuf,
    lang: String,
) -> Answer<ReportFile> {
    session(&here)
        .at_desk(move |desk, s| {
            let lang = charts::lang(&lang)?;
            let file = questionnaires::write_questionnaire(desk, &round, &party, &path, lang)?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}
