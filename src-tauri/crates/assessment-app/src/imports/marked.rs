//! The file again, its faulty cells marked and commented, to send back to whoever sent it.

use std::path::Path;

use assessment_exchange::{Grid, MarkedSheet, marked};

use super::held;
use crate::{Lang, desk::Desk, failure::Failure, files, wire::ReportFile, words};

/// Writes a held file as a workbook whose faulty cells are marked, each with what is wrong and how to mend
/// it, and lists all of it on a sheet in front.
///
/// # Errors
/// [`Code::NoSuchDraft`](crate::Code::NoSuchDraft), and what writing fails with.
pub fn write_marked(
    desk: &Desk,
    token: &str,
    path: &Path,
    lang: Lang,
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
    let bytes = marked(&sheets, &parsed.problems, &sentences, lang)
        .map_err(|e| Failure::exchange(e, &parsed.draft.file_name))?;
    files::report("marked", path, &bytes)
}
