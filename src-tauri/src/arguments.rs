//! What the window can be started with.

use std::{error::Error, io::Write as _, path::PathBuf, process::ExitCode};

use clap::Parser;

/// Hezhi 合治: how well a province governs its network security.
#[derive(Debug, Parser)]
#[command(name = "hezhi-desktop", version)]
pub(crate) struct Arguments {
    /// Workspace file to open.
    pub(crate) file: Option<PathBuf>,
    /// Opens the demonstration province; makes it where it is not there.
    #[arg(long, conflicts_with = "file")]
    pub(crate) demo: bool,
    /// Keeps what the program remembers, and the demonstration province, in this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) config_dir: Option<PathBuf>,
}

/// Says on stderr why there is no window; there is nowhere else to say it.
pub(crate) fn refuse(error: &dyn Error) -> ExitCode {
    // Where stderr is closed nobody is listening.
    let _ = writeln!(std::io::stderr(), "hezhi-desktop: {error}");
    ExitCode::from(3)
}
