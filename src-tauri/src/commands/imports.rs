//! Import.

use std::path::PathBuf;

use assessment_app::{
    imports::{self, Inspection},
    wire::{BatchView, PreviewView, ProgressView, ReadOptions, UndoView},
};
use tauri::{command, ipc::Channel};

use super::{Answer, Here, session};

#[command]
pub(crate) async fn inspect_file(
    here: Here<'_>,
    path: PathBuf,
    options: ReadOptions,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<PreviewView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            // A person goes on working while the file is read.
            let inspection = s.with_desk(|desk| Inspection::new(desk, &path, &options))?;
            let inspected = inspection.read(tell, cancel)?;
            s.with_desk(|desk| imports::hold(desk, inspected, tell, cancel))
        })
        .await
}

#[command]
pub(crate) async fn confirm_import(
    here: Here<'_>,
    token: String,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<BatchView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            s.with_desk(|desk| imports::confirm(desk, &token, s.stamp(), tell, cancel))
        })
        .await
}

#[command]
pub(crate) async fn discard_import(here: Here<'_>, token: String) -> Answer<()> {
    session(&here)
        .at_desk(move |desk, _| imports::discard(desk, &token))
        .await
}

#[command]
pub(crate) async fn batches(here: Here<'_>) -> Answer<Vec<BatchView>> {
    session(&here)
        .at_desk(|desk, _| imports::batches(desk))
        .await
}

#[command]
pub(crate) async fn undo_batch(here: Here<'_>, batch: i64) -> Answer<UndoView> {
    session(&here)
        .at_desk(move |desk, s| imports::undo(desk, batch, s.stamp()))
        .await
}
