//! Import.

use std::path::PathBuf;

use assessment_app::{
    charts,
    imports::{self, Folder, Inspection, Mappings},
    wire::{
        AmendmentEdit, BatchView, DifferencePage, FolderView, GridPage, MappingEdit, MappingField,
        NearDuplicate, PreviewView, ProgressView, ReadOptions, ReportFile, SavedMapping, UndoView,
    },
};
use tauri::{command, ipc::Channel};

use super::{Answer, Here, session};
use crate::session::Session;

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
            let inspected = inspection.shown().read(tell, cancel)?;
            let held = s.with_desk(|desk| imports::hold(desk, inspected, tell, cancel))?;
            Ok(fitted(s, held))
        })
        .await
}

/// The preview with the saved mappings that would fit.
fn fitted(session: &Session, preview: PreviewView) -> PreviewView {
    PreviewView {
        fitting_mappings: session.mappings.fitting(&preview),
        ..preview
    }
}

#[command]
pub(crate) async fn inspect_again(
    here: Here<'_>,
    token: String,
    options: ReadOptions,
    amendments: Vec<AmendmentEdit>,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<PreviewView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let inspection =
                s.with_desk(|desk| imports::again(desk, &token, &options, &amendments))?;
            let inspected = inspection.read(tell, cancel)?;
            let held =
                s.with_desk(|desk| imports::hold_again(desk, &token, inspected, tell, cancel))?;
            Ok(fitted(s, held))
        })
        .await
}

#[command]
pub(crate) async fn import_grid(
    here: Here<'_>,
    token: String,
    sheet: u32,
    from: u32,
    rows: u32,
) -> Answer<GridPage> {
    session(&here)
        .at_desk(move |desk, _| imports::grid(desk, &token, sheet, from, rows))
        .await
}

#[command]
pub(crate) async fn mapping_fields(
    here: Here<'_>,
    round: Option<String>,
    kind: String,
) -> Answer<Vec<MappingField>> {
    session(&here)
        .at_desk(move |desk, _| imports::mapping_fields(desk, round.as_deref(), &kind))
        .await
}

#[command]
pub(crate) async fn mapping_text(
    here: Here<'_>,
    token: String,
    edit: MappingEdit,
) -> Answer<String> {
    session(&here)
        .at_desk(move |desk, _| imports::mapping_text(desk, &token, &edit))
        .await
}

#[command]
pub(crate) async fn saved_mappings(here: Here<'_>) -> Answer<Vec<SavedMapping>> {
    session(&here).aside(|s| Ok(s.mappings.list())).await
}

#[command]
pub(crate) async fn save_mapping(here: Here<'_>, text: String) -> Answer<Vec<SavedMapping>> {
    session(&here).aside(move |s| s.mappings.save(&text)).await
}

#[command]
pub(crate) async fn delete_mapping(here: Here<'_>, name: String) -> Answer<Vec<SavedMapping>> {
    session(&here)
        .aside(move |s| s.mappings.delete(&name))
        .await
}

#[command]
pub(crate) async fn write_mapping(
    here: Here<'_>,
    text: String,
    path: PathBuf,
) -> Answer<ReportFile> {
    session(&here)
        .aside(move |s| {
            let file = Mappings::write(&text, &path)?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}

#[command]
pub(crate) async fn read_mapping(here: Here<'_>, path: PathBuf) -> Answer<String> {
    session(&here).aside(move |_| Mappings::read(&path)).await
}

#[command]
pub(crate) async fn import_differences(
    here: Here<'_>,
    token: String,
    offset: u32,
    limit: u32,
) -> Answer<DifferencePage> {
    session(&here)
        .at_desk(move |desk, _| imports::differences(desk, &token, offset, limit))
        .await
}

#[command]
pub(crate) async fn near_duplicates(here: Here<'_>, token: String) -> Answer<Vec<NearDuplicate>> {
    session(&here)
        .at_desk(move |desk, _| imports::near_duplicates(desk, &token))
        .await
}

#[command]
pub(crate) async fn write_marked(
    here: Here<'_>,
    token: String,
    path: PathBuf,
    lang: String,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<ReportFile> {
    session(&here)
        .long(task, on_progress, move |s, _, cancel| {
            let lang = charts::lang(&lang)?;
            let file =
                s.with_desk(|desk| imports::write_marked(desk, &token, &path, lang, cancel))?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}

#[command]
pub(crate) async fn inspect_folder(
    here: Here<'_>,
    path: PathBuf,
    options: ReadOptions,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<FolderView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let folder = s.with_desk(|desk| Folder::new(desk, &path, &options))?;
            let read = folder.shown().read(tell, cancel)?;
            s.with_desk(|desk| imports::hold_folder(desk, read, tell, cancel))
        })
        .await
}

#[command]
pub(crate) async fn confirm_folder(
    here: Here<'_>,
    token: String,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<FolderView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            s.with_desk(|desk| imports::confirm_folder(desk, &token, s.stamp(), tell, cancel))?
                .whole()
        })
        .await
}

#[command]
pub(crate) async fn discard_folder(here: Here<'_>, token: String) -> Answer<()> {
    session(&here)
        .at_desk(move |desk, _| imports::discard_folder(desk, &token))
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
