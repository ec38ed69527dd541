//! The result workbook: from the answers to the rank in live formulas, each with the engine's result, so
//! that an auditor can follow and recompute every number.
//!
//! Sheets hold the same unit on the same line: answers, their scores, objectives, completeness, aspects
//! with total, grade and rank. What people typed is written as text, never as a formula.

mod adjustments;
mod aspects;
mod book;
mod checks;
mod completeness;
mod cover;
mod evidence;
mod formula;
mod imports;
mod levels;
mod matrix;
mod method;
mod overview;
mod patience;
mod pictures;
mod plan;
mod problems;
mod ranking;
mod rectification;
mod survey;
mod unit_page;

use std::sync::atomic::{AtomicBool, Ordering};

use assessment_models::{Framework, RoundData, Scorecard, text::Lang};
use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{Workbook, XlsxError};

pub use imports::FoundProblem;
pub use pictures::Picture;
pub use rectification::ListedFinding;

use patience::Patient;

use crate::{ReportError, snapshot::digest, words::Words};

/// What the workbook is made of.
#[derive(Debug, Clone, Copy)]
pub struct WorkbookInput<'a> {
    /// The framework that was scored by.
    pub framework: &'a Framework,
    /// What was collected.
    pub data: &'a RoundData,
    /// The result.
    pub scorecard: &'a Scorecard,
    /// Language of the workbook.
    pub lang: Lang,
    /// The date that it bears.
    pub generated_on: NaiveDate,
    /// The data are made up, and every sheet says so.
    pub synthetic: bool,
    /// The files that the data came from, for the audit sheet.
    pub imports: &'a [ImportedFile],
    /// House drawings, each shown on a page of its own.
    pub pictures: &'a [Picture],
    /// The findings on the round's list.
    pub findings: &'a [ListedFinding],
}

/// A file that was taken in, and what became of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name without folder.
    pub file: String,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// When, local time.
    pub at: NaiveDateTime,
    /// By whom.
    pub actor: String,
    /// Rows or answers read.
    pub read: u64,
    /// New or changed.
    pub taken: u64,
    /// Not taken.
    pub refused: u64,
    /// It was taken back.
    pub undone: bool,
    /// How much was wrong in it; `None` where that was not kept.
    pub problems: Option<u64>,
    /// What was wrong, the worst first, as far as it is told.
    pub listed: Vec<FoundProblem>,
}

/// Writes a sheet.
type Sheet = fn(&mut Workbook, &Context<'_>) -> Result<(), XlsxError>;

/// The sheets in their order.
const SHEETS: [Sheet; 19] = [
    cover::write,
    overview::write,
    ranking::write,
    pictures::write,
    unit_page::write,
    aspects::write,
    levels::objectives,
    levels::scores,
    levels::answers,
    completeness::write,
    adjustments::write,
    evidence::incidents,
    problems::common,
    problems::units,
    rectification::write,
    survey::write,
    method::write,
    checks::write,
    imports::write,
];

/// Steps that packing counts for, which takes about as long as so many sheets.
const PACKING: usize = SHEETS.len();

/// Renders the result workbook (XLSX). The same input gives the same bytes.
///
/// Sheets: cover, overview, a ranking for each peer group, pictures, a page of any unit, aspects, objectives,
/// indicator scores, answers, completeness, adjustments, incidents, common problems, problems of units,
/// findings, survey, method, audit, import problems.
///
/// `on_progress` hears how many of how many steps are done; where `cancel` is set, work stops soon after.
///
/// # Errors
///
/// [`ReportError::Cancelled`]; [`ReportError::Workbook`] where temporary files cannot be written or a limit of
/// the format is passed (1,048,576 rows, 16,384 columns); [`ReportError::Snapshot`] where the data cannot be
/// digested.
pub fn render(
    input: &WorkbookInput<'_>,
    on_progress: &dyn Fn(usize, usize),
    cancel: &AtomicBool,
) -> Result<Vec<u8>, ReportError> {
    let plan = plan::Plan::new(input);
    let ctx = Context {
        input,
        plan: &plan,
        words: Words::of(input.lang),
        formats: book::Formats::new(),
        snapshot: digest(input.data).map_err(ReportError::Snapshot)?,
        cancel,
    };
    let written = write(&ctx, on_progress);
    if cancel.load(Ordering::Relaxed) {
        return Err(ReportError::Cancelled);
    }
    Ok(written?)
}

fn write(ctx: &Context<'_>, on_progress: &dyn Fn(usize, usize)) -> Result<Vec<u8>, XlsxError> {
    let steps = SHEETS.len() + PACKING;
    let mut book = Workbook::new();
    book.set_properties(&book::properties(ctx));
    for (done, sheet) in SHEETS.iter().enumerate() {
        on_progress(done, steps);
        patience::go_on(ctx.cancel)?;
        sheet(&mut book, ctx)?;
    }
    ctx.plan
        .define_names(&mut book, ctx.input.framework.aspects.len())?;
    on_progress(SHEETS.len(), steps);
    let mut bytes = Vec::new();
    book.save_to_writer(Patient::new(&mut bytes, ctx.cancel))?;
    on_progress(steps, steps);
    Ok(bytes)
}

/// What every sheet is written with.
struct Context<'a> {
    input: &'a WorkbookInput<'a>,
    plan: &'a plan::Plan,
    words: &'static Words,
    formats: book::Formats,
    /// SHA-256 of what was collected, lower-case hex.
    snapshot: String,
    /// Set where a person asks to stop.
    cancel: &'a AtomicBool,
}
