//! Analyses. The desk is free for others while one is computed.

use assessment_app::{
    analyses, weights,
    wire::{
        AnswerTry, Assumed, AuditDocument, CrossChecksDocument, DiagnosisDocument,
        DiagnosisRequest, MethodsDocument, PairwiseRequest, PairwiseView, ProfileDocument,
        ProgressView, ResponsibilityDocument, ScoreRequest, SensitivityDocument, ShareTry,
        TargetChoice, TrendDocument, UncertaintyDocument, WhatFirst, WhatIfDocument,
    },
};
use tauri::{command, ipc::Channel};

use super::{Answer, Here, session};

#[command]
pub(crate) async fn diagnosis(
    here: Here<'_>,
    request: ScoreRequest,
    asked: DiagnosisRequest,
) -> Answer<DiagnosisDocument> {
    session(&here)
        .aside(move |s| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            let found = analyses::diagnosis(&scored, &asked)?;
            Ok(DiagnosisDocument {
                responsibility: found.responsibility.map(ResponsibilityDocument::brief),
                ..found
            })
        })
        .await
}

#[command]
pub(crate) async fn what_if(
    here: Here<'_>,
    request: ScoreRequest,
    answers: Vec<AnswerTry>,
    shares: Vec<ShareTry>,
) -> Answer<WhatIfDocument> {
    session(&here)
        .aside(move |s| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::what_if(&scored, answers, shares)
        })
        .await
}

#[command]
pub(crate) async fn what_first(
    here: Here<'_>,
    request: ScoreRequest,
    unit: String,
    target: TargetChoice,
) -> Answer<WhatFirst> {
    session(&here)
        .aside(move |s| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::what_first(&scored, &unit, target)
        })
        .await
}

#[command]
pub(crate) async fn trend(
    here: Here<'_>,
    request: ScoreRequest,
    from: Option<String>,
    unit: Option<String>,
) -> Answer<TrendDocument> {
    session(&here)
        .aside(move |s| {
            let (then, now) =
                s.with_desk(|desk| analyses::compared(desk, &request, from.as_deref()))?;
            analyses::between(&then, &now, unit.as_deref())
        })
        .await
}

#[command]
pub(crate) async fn profile(
    here: Here<'_>,
    request: ScoreRequest,
    unit: String,
    most: usize,
) -> Answer<ProfileDocument> {
    session(&here)
        .aside(move |s| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::profile(&scored, &unit, most)
        })
        .await
}

#[command]
pub(crate) async fn compare_ranks(
    here: Here<'_>,
    request: ScoreRequest,
    other: ScoreRequest,
    aggregation: Option<String>,
) -> Answer<MethodsDocument> {
    session(&here)
        .aside(move |s| {
            let (scored, other) =
                s.with_desk(|desk| Ok((desk.scorecard(&request)?, desk.scorecard(&other)?)))?;
            analyses::methods(&scored, &other, aggregation.as_deref())
        })
        .await
}

#[command]
pub(crate) async fn cross_checks(
    here: Here<'_>,
    request: ScoreRequest,
    peer_group: String,
) -> Answer<CrossChecksDocument> {
    session(&here)
        .aside(move |s| {
            let layer = |layer: &str| ScoreRequest {
                layer: layer.to_owned(),
                ..request.clone()
            };
            let (scored, own, verified) = s.with_desk(|desk| {
                Ok((
                    desk.scorecard(&request)?,
                    desk.scorecard(&layer("self"))?,
                    desk.scorecard(&layer("verified"))?,
                ))
            })?;
            analyses::cross_checks(&scored, (&own, &verified), &peer_group)
        })
        .await
}

#[command]
pub(crate) async fn audit_index(
    here: Here<'_>,
    request: ScoreRequest,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<AuditDocument> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::audit(&scored, tell, cancel)
        })
        .await
}

#[command]
pub(crate) async fn uncertainty(
    here: Here<'_>,
    request: ScoreRequest,
    assumed: Assumed,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<UncertaintyDocument> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::uncertainty(&scored, &assumed, tell, cancel)
        })
        .await
}

#[command]
pub(crate) async fn sensitivity(
    here: Here<'_>,
    request: ScoreRequest,
    assumed: Assumed,
    estimator: Option<String>,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<SensitivityDocument> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let scored = s.with_desk(|desk| desk.scorecard(&request))?;
            analyses::sensitivity(&scored, &assumed, estimator.as_deref(), tell, cancel)
        })
        .await
}

#[command]
pub(crate) async fn pairwise(here: Here<'_>, asked: PairwiseRequest) -> Answer<PairwiseView> {
    session(&here).aside(move |_| weights::judged(&asked)).await
}
