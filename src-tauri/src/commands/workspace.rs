//! Opening, making and closing workspaces; rounds; framework; audit trail; checking.

use std::path::PathBuf;

use assessment_app::{
    Desk, Failure, backup as copies, rounds,
    wire::{
        AuditPage, AuditQuery, CheckView, FrameworkView, ProgressView, RecentView, ReportFile,
        RoundEdit, StartView, WorkspaceView,
    },
    workspace::{self as document, ChosenFramework},
};
use tauri::{command, ipc::Channel};

use super::{Answer, Here, session};
use crate::session::Session;

/// A desk of its own over the open workspace: whoever fills in meanwhile does not wait for what is long
/// and only reads.
fn aside(session: &Session) -> Result<Desk, Failure> {
    let path = session.with_desk(|desk| Ok(desk.path().to_owned()))?;
    Desk::open(&path)
}

#[command]
pub(crate) fn start(here: Here<'_>) -> StartView {
    here.start.clone()
}

#[command]
pub(crate) async fn recent_workspaces(here: Here<'_>) -> Answer<Vec<RecentView>> {
    session(&here).aside(|s| Ok(s.recent.list())).await
}

#[command]
pub(crate) async fn forget_workspace(here: Here<'_>, path: PathBuf) -> Answer<Vec<RecentView>> {
    session(&here)
        .aside(move |s| s.recent.forget(&path).map(|()| s.recent.list()))
        .await
}

#[command]
pub(crate) async fn create_workspace(here: Here<'_>, path: PathBuf) -> Answer<WorkspaceView> {
    session(&here)
        .aside(move |s| {
            let chosen = ChosenFramework::standard()?;
            s.seat(document::create(&path, None, &chosen, None, s.stamp())?)
        })
        .await
}

#[command]
pub(crate) async fn open_workspace(here: Here<'_>, path: PathBuf) -> Answer<WorkspaceView> {
    session(&here)
        .aside(move |s| s.seat(Desk::open_to_write(&path, s.stamp())?))
        .await
}

#[command]
pub(crate) async fn open_demonstration(
    here: Here<'_>,
    path: Option<PathBuf>,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<WorkspaceView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let path = path.unwrap_or_else(|| s.demonstration.clone());
            s.seat(document::demonstration(&path, s.stamp(), tell, cancel)?)
        })
        .await
}

#[command]
pub(crate) async fn workspace(here: Here<'_>) -> Answer<Option<WorkspaceView>> {
    session(&here).aside(Session::seated).await
}

#[command]
pub(crate) async fn close_workspace(here: Here<'_>) -> Answer<()> {
    session(&here).aside(Session::rise).await
}

#[command]
pub(crate) async fn add_round(here: Here<'_>, round: RoundEdit) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| rounds::add(desk, &round, s.stamp()))
        .await
}

#[command]
pub(crate) async fn save_round(here: Here<'_>, round: RoundEdit) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| rounds::save(desk, &round, s.stamp()))
        .await
}

#[command]
pub(crate) async fn round_units(here: Here<'_>, round: String) -> Answer<Vec<String>> {
    session(&here)
        .at_desk(move |desk, _| rounds::round_units(desk, &round))
        .await
}

#[command]
pub(crate) async fn set_round_units(
    here: Here<'_>,
    round: String,
    units: Vec<String>,
) -> Answer<WorkspaceView> {
    session(&here)
        .at_desk(move |desk, s| rounds::set_round_units(desk, &round, &units, s.stamp()))
        .await
}

#[command]
pub(crate) async fn backup_workspace(
    here: Here<'_>,
    path: PathBuf,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<ReportFile> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let file = copies::backup(&aside(s)?, &path, tell, cancel)?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}

#[command]
pub(crate) async fn restore_workspace(
    here: Here<'_>,
    backup: PathBuf,
    path: PathBuf,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<WorkspaceView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            s.seat(copies::restore(&backup, &path, tell, cancel)?)
        })
        .await
}

#[command]
pub(crate) async fn framework(here: Here<'_>, round: Option<String>) -> Answer<FrameworkView> {
    session(&here)
        .at_desk(move |desk, _| document::framework(desk, round.as_deref()))
        .await
}

#[command]
pub(crate) async fn audit(here: Here<'_>, query: AuditQuery) -> Answer<AuditPage> {
    session(&here)
        .at_desk(move |desk, _| document::audit(desk, &query))
        .await
}

#[command]
pub(crate) async fn export_audit(
    here: Here<'_>,
    query: AuditQuery,
    path: PathBuf,
) -> Answer<ReportFile> {
    session(&here)
        .at_desk(move |desk, s| {
            let file = document::export_audit(desk, &query, &path)?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}

#[command]
pub(crate) async fn check_workspace(
    here: Here<'_>,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<CheckView> {
    session(&here)
        .long(task, on_progress, |s, tell, cancel| {
            document::check(&aside(s)?, tell, cancel)
        })
        .await
}
