//! `inspect`.

use std::path::Path;

use assessment_app::{
    Failure,
    imports::Inspection,
    wire::{PreviewView, SheetView},
};
use serde::{Serialize, Serializer};

use super::{
    CANCELLED, Work,
    imports::{ProblemLine, options, outcome, problem_lines},
};
use crate::{answer::Outcome, arguments::Reading};

/// The rows of a sheet as lists of texts.
struct Rows<'i>(&'i assessment_app::imports::Grid);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_rows(serializer)
    }
}

/// A sheet, with its cells where they were asked for.
#[derive(Serialize)]
struct SheetLine<'i> {
    #[serde(flatten)]
    sheet: &'i SheetView,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Rows<'i>>,
    /// The sheet is too large to be listed whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    cells_cut: Option<bool>,
}

/// A preview whose problems carry their words. Nothing is held that a token could name.
#[derive(Serialize)]
struct Document<'i> {
    file: &'i str,
    format: &'i str,
    encoding: Option<&'i str>,
    bytes: u64,
    sha256: &'i str,
    sheets: Vec<SheetLine<'i>>,
    round: Option<&'i str>,
    rows_read: u32,
    accepted: u32,
    unchanged: u32,
    rejected: u32,
    problems: Vec<ProblemLine>,
}

pub(super) fn inspect(
    work: &Work,
    file: &Path,
    reading: &Reading,
    cells: bool,
) -> Result<Outcome, Failure> {
    let options = options(reading)?;
    let mut inspection = Inspection::alone(file, &options)?;
    if cells {
        inspection = inspection.shown();
    }
    let inspected = inspection.read(&work.progress(), &CANCELLED)?;
    let view = inspected.view();
    let sheets = view
        .sheets
        .iter()
        .zip(inspected.grids())
        .map(|(sheet, grid)| SheetLine {
            sheet,
            cells: grid.map(Rows),
            cells_cut: grid.map(assessment_app::imports::Grid::is_cut),
        })
        .collect();
    let document = Document {
        file: &view.file,
        format: &view.format,
        encoding: view.encoding.as_deref(),
        bytes: view.bytes,
        sha256: &view.sha256,
        sheets,
        round: view.round.as_deref(),
        rows_read: view.rows_read,
        accepted: view.accepted,
        unchanged: view.unchanged,
        rejected: view.rejected,
        problems: view
            .problems
            .iter()
            .map(|p| ProblemLine::of(work, p))
            .collect(),
    };
    work.answers.give(&document, || sentences(work, &view))?;
    Ok(outcome(&view))
}

fn sentences(work: &Work, view: &PreviewView) -> String {
    let lang = work.answers.lang;
    let mut lines = vec![lang.fill(
        "said_inspected",
        &[
            ("file", &view.file),
            ("format", &view.format),
            ("encoding", view.encoding.as_deref().unwrap_or("-")),
            ("read", &view.rows_read.to_string()),
            ("accepted", &view.accepted.to_string()),
            ("rejected", &view.rejected.to_string()),
        ],
    )];
    for sheet in &view.sheets {
        let kind = sheet.kind.as_deref().unwrap_or_default();
        let read = sheet.mapping.iter().filter(|c| c.field.is_some()).count();
        let header = match sheet.header_row {
            Some(row) => lang.fill("said_header", &[("row", &row.to_string())]),
            None => lang.say("said_no_header").to_owned(),
        };
        let key = if sheet.kind.is_some() {
            "said_sheet"
        } else {
            "said_sheet_unread"
        };
        lines.push(lang.fill(
            key,
            &[
                ("sheet", &sheet.name),
                ("kind", kind),
                ("header", &header),
                ("rows", &sheet.rows.to_string()),
                ("columns", &sheet.columns.to_string()),
                ("read", &read.to_string()),
            ],
        ));
    }
    lines.extend(problem_lines(work, &view.problems));
    lines.join("\n")
}
