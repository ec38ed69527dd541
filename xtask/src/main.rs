//! Everything a person does to this repository: `cargo xtask run | test | bench | generate`.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on stdout")]
#![allow(clippy::print_stderr, reason = "what fails is said on stderr")]

mod bench;
mod generate;
mod run;
mod step;
mod system;
mod test;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, opens and tests Hezhi.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what the system lacks, builds everything and opens the demonstration province; where
    /// there is no display, writes its results under `target/demo/`.
    Run {
        /// Do the work without a window even where there is a display.
        #[arg(long)]
        headless: bool,
    },
    /// Runs every check and test, the real window included.
    Test {
        /// Leave out the window's tests.
        #[arg(long)]
        no_window: bool,
    },
    /// Measures, and prints a table.
    Bench,
    /// Rewrites what is generated: TypeScript types, CSS tokens.
    Generate,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Run { headless } => run::run(headless),
        Task::Test { no_window } => test::test(!no_window),
        Task::Bench => bench::bench(),
        Task::Generate => generate::generate(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("\nxtask: {failed}");
            ExitCode::FAILURE
        }
    }
}
