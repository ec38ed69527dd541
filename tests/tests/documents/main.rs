//! The briefing and the feedback sheets of the demonstration province as files: the same numbers in window,
//! workbook, PDF, DOCX and scorecard, sound files, nothing outside the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

mod details;
mod extremes;
mod files;
#[path = "../cli_suite/hezhi.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod hezhi;
mod numbers;
mod province;
mod rectification;
mod sheets;
#[path = "../spreadsheet/mod.rs"]
mod spreadsheet;
mod templates;
mod whole;
