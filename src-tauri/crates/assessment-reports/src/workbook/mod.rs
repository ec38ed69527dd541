//! The result workbook: from the answers to the rank in live formulas, each with the engine's result, so
//! that an auditor can follow and recompute every number.
//!
//! Sheets hold the same unit on the same line: answers, their scores, objectives, completeness, aspects
//! with total, grade and rank. What people typed is written as text, never as a formula.

mod adjustments;
mod aspects;
mod book;
mod completeness;
mod evidence;
mod formula;
mod levels;
mod matrix;
mod method;
mod overview;
mod plan;
mod ranking;

use assessment_models::{Framework, RoundData, Scorecard, text::Lang};
use chrono::NaiveDate;
use rust_xlsxwriter::Workbook;

use crate::{ReportError, words::Words};

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
}

/// Renders the result workbook (XLSX). The same input gives the same bytes.
///
/// Sheets: overview, a ranking for each peer group, aspects, objectives, indicator scores, answers,
/// completeness, adjustments, incidents, problems, method.
///
/// # Errors
///
/// [`ReportError::Workbook`] where temporary files cannot be written or a limit of the format is passed
/// (1,048,576 rows, 16,384 columns).
pub fn render(input: &WorkbookInput<'_>) -> Result<Vec<u8>, ReportError> {
    let plan = plan::Plan::new(input);
    let mut book = Workbook::new();
    let ctx = Context {
        input,
        plan: &plan,
        words: Words::of(input.lang),
        formats: book::Formats::new(),
    };
    book.set_properties(&book::properties(&ctx));
    overview::write(&mut book, &ctx)?;
    ranking::write(&mut book, &ctx)?;
    aspects::write(&mut book, &ctx)?;
    levels::objectives(&mut book, &ctx)?;
    levels::scores(&mut book, &ctx)?;
    levels::answers(&mut book, &ctx)?;
    completeness::write(&mut book, &ctx)?;
    evidence::adjustments(&mut book, &ctx)?;
    evidence::incidents(&mut book, &ctx)?;
    evidence::problems(&mut book, &ctx)?;
    method::write(&mut book, &ctx)?;
    plan.define_names(&mut book)?;
    Ok(book.save_to_buffer()?)
}

/// What every sheet is written with.
struct Context<'a> {
    input: &'a WorkbookInput<'a>,
    plan: &'a plan::Plan,
    words: &'static Words,
    formats: book::Formats,
}
