//! Files for others: fill-in workbooks, result workbook, charts.

use std::path::PathBuf;

use assessment_app::{
    charts,
    documents::{self, DocumentJob},
    reports::{self, ReportJob},
    wire::{
        DocumentPageView, DocumentRequest, DocumentView, KeptDocumentView, ProgressView,
        ReportFile, ReportRequest, TemplateView,
    },
};
use tauri::{command, ipc::Channel};

use super::{Answer, Here, session};

#[command]
pub(crate) async fn write_template(
    here: Here<'_>,
    round: String,
    unit: String,
    path: PathBuf,
    lang: Option<String>,
    blank: Option<bool>,
) -> Answer<ReportFile> {
    session(&here)
        .at_desk(move |desk, s| {
            let lang = lang.map_or(Ok(s.lang), |tag| charts::lang(&tag))?;
            let file = match blank {
                Some(true) => reports::write_blank_template(desk, &round, &unit, &path, lang),
                _ => reports::write_template(desk, &round, &unit, &path, lang),
            }?;
            s.wrote(std::slice::from_ref(&file));
            Ok(file)
        })
        .await
}

#[command]
pub(crate) async fn write_reports(
    here: Here<'_>,
    request: ReportRequest,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<Vec<ReportFile>> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            // A person goes on working while the files are written.
            let job = s.with_desk(|desk| ReportJob::new(desk, &request, s.stamp()))?;
            let written = job.write(tell, cancel)?;
            let files = s.with_desk(|desk| written.settle(desk, s.stamp()))?;
            s.wrote(&files);
            Ok(files)
        })
        .await
}

#[command]
pub(crate) async fn lay_document(
    here: Here<'_>,
    request: DocumentRequest,
    task: String,
    on_progress: Channel<ProgressView>,
) -> Answer<DocumentView> {
    session(&here)
        .long(task, on_progress, move |s, tell, cancel| {
            let job = s.with_desk(|desk| DocumentJob::new(desk, &request, s.stamp()))?;
            let shown = job.lay(tell, cancel)?;
            let view = shown.view();
            s.show(shown);
            Ok(view)
        })
        .await
}

#[command]
pub(crate) async fn document_page(here: Here<'_>, page: u32) -> Answer<DocumentPageView> {
    session(&here).aside(move |s| s.shown()?.page(page)).await
}

#[command]
pub(crate) async fn kept_documents(here: Here<'_>) -> Answer<Vec<KeptDocumentView>> {
    session(&here)
        .at_desk(|desk, _| documents::kept_documents(desk))
        .await
}

#[command]
pub(crate) async fn document_template(
    here: Here<'_>,
    path: Option<String>,
    lang: String,
    words: String,
) -> Answer<TemplateView> {
    session(&here)
        .aside(move |_| {
            let path = path.unwrap_or_default();
            documents::template_view(&path, charts::lang(&lang)?, charts::lang(&words)?)
        })
        .await
}

#[command]
pub(crate) async fn export_template(here: Here<'_>, path: PathBuf, lang: String) -> Answer<()> {
    session(&here)
        .aside(move |_| documents::export_template(&path, charts::lang(&lang)?))
        .await
}

#[command]
pub(crate) async fn reveal(here: Here<'_>, path: PathBuf) -> Answer<()> {
    session(&here).aside(move |s| s.reveal(&path)).await
}
