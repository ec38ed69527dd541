//! The program without a window, as scripts use it: its documents, exit codes and refusals.
//!
//! Runs the real `hezhi`, which is built first where it is not there.

#[path = "cli_suite/analyses.rs"]
mod analyses;

#[path = "cli_suite/hezhi.rs"]
mod hezhi;

#[path = "cli_suite/province.rs"]
mod province;

#[path = "cli_suite/refusals.rs"]
mod refusals;
