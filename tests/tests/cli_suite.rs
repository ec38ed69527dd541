//! The program without a window, as scripts use it: its documents, exit codes and refusals.
//!
//! Runs the real `hezhi`, which `cargo xtask test` builds first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "cli_suite/analyses.rs"]
mod analyses;

#[path = "cli_suite/given.rs"]
mod given;

#[path = "cli_suite/hezhi.rs"]
mod hezhi;

#[path = "cli_suite/index.rs"]
mod index;

#[path = "cli_suite/province.rs"]
mod province;

#[path = "cli_suite/refusals.rs"]
mod refusals;

#[path = "cli_suite/rounds.rs"]
mod rounds;

#[path = "cli_suite/shapes.rs"]
mod shapes;

#[path = "cli_suite/trend.rs"]
mod trend;
