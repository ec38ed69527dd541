//! The file again, its faulty cells marked and commented, to send back to whoever sent it.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use assessment_exchange::{Grid, MarkedSheet, marked};
use sha2::{Digest, Sha256};

use super::held;
use crate::{Lang, desk::Desk, failure::Failure, files, progress::go_on, wire::ReportFile, words};

/// Writes a held file as a workbook whose faulty cells are marked, each with what is wrong and how to mend
/// it, and lists all of it on a sheet in front. The kind that is given back is `marked` where the sender's own
/// workbook keeps its look, `marked_anew` where its values were written into a new one.
///
/// # Errors
/// [`Code::NoSuchDraft`](crate::Code::NoSuchDraft), [`Code::Cancelled`](crate::Code::Cancelled), which leaves
/// no file, and what writing fails with.
pub fn write_marked(
    desk: &Desk,
    token: &str,
    path: &Path,
    lang: Lang,
    cancel: &AtomicBool,
) -> Result<ReportFile, Failure> {
    let inspected = held(desk, token)?;
    let parsed = &inspected.parsed;
    let empty = Grid::default();
    let sheets: Vec<MarkedSheet<'_>> = parsed
        .sheets
        .iter()
        .map(|sheet| MarkedSheet {
            name: &sheet.name,
            hidden: sheet.hidden,
            hidden_rows: &sheet.hidden_rows,
            grid: sheet.grid.as_ref().unwrap_or(&empty),
        })
        .collect();
    let sentences: Vec<(String, String)> = parsed
        .problems
        .iter()
        .map(|problem| {
            let view = problem.into();
            (
                words::problem(&view, lang),
                words::problem_hint(&view, lang),
            )
        })
        .collect();
    // Only what was looked at is marked: a file that was changed or moved since is not.
    let file = std::fs::read(&inspected.path).ok();
    let file = file.filter(|bytes| files::hex(&Sha256::digest(bytes)) == parsed.draft.sha256);
    let marked = marked(
        file.as_deref(),
        &sheets,
        &parsed.problems,
        &sentences,
        lang,
        &|| cancel.load(Ordering::Relaxed),
    )
    .map_err(|e| Failure::exchange(e, &parsed.draft.file_name))?;
    go_on(cancel)?;
    let kind = if marked.own_look {
        "marked"
    } else {
        "marked_anew"
    };
    files::report(kind, path, &marked.bytes)
}
