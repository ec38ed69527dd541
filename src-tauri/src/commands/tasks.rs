//! How far long work has come, and stopping it.

use assessment_app::wire::ProgressView;
use tauri::command;

use super::Here;

#[command]
pub(crate) fn cancel_task(here: Here<'_>, task: String) -> bool {
    here.cancel(&task)
}

#[command]
pub(crate) fn desk_progress(here: Here<'_>) -> Option<ProgressView> {
    here.desk_progress()
}

#[command]
pub(crate) fn stop_desk(here: Here<'_>) {
    here.stop_desk();
}
