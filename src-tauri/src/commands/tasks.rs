//! Stopping long work.

use tauri::command;

use super::Here;

#[command]
pub(crate) fn cancel_task(here: Here<'_>, task: String) -> bool {
    here.cancel(&task)
}
