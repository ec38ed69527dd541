//! Files for others: fill-in workbooks, result workbook, charts.

use std::path::PathBuf;

use assessment_app::{
    reports::{self, ReportJob},
    wire::{ProgressView, ReportFile, ReportRequest},
};
use tauri::{command, ipc::Channel};

use super::{Answer, Here, session};

#[command]
pub(crate) async fn write_template(
    here: Here<'_>,
    round: String,
    unit: String,
    path: PathBuf,
) -> Answer<ReportFile> {
    session(&here)
        .at_desk(move |desk, s| {
            let file = reports::write_template(desk, &round, &unit, &path, s.lang)?;
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
            let files = job.write(tell, cancel)?;
            s.wrote(&files);
            Ok(files)
        })
        .await
}

#[command]
pub(crate) async fn reveal(here: Here<'_>, path: PathBuf) -> Answer<()> {
    session(&here).aside(move |s| s.reveal(&path)).await
}
