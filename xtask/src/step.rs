//! Running other programs, one step at a time, each announced and timed.

use std::{
    env,
    ffi::OsStr,
    fmt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// A step that did not succeed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The program could not be started.
    Start {
        command: String,
        source: std::io::Error,
    },
    /// The program ended with an error.
    Exit { command: String, code: Option<i32> },
    /// A file could not be read or written.
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    /// Something is missing that this tool cannot install by itself.
    Missing { what: String, mend: String },
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start { command, source } => write!(f, "could not start `{command}`: {source}"),
            Self::Exit {
                command,
                code: Some(code),
            } => {
                write!(f, "`{command}` failed with exit code {code}")
            }
            Self::Exit {
                command,
                code: None,
            } => write!(f, "`{command}` was killed"),
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Missing { what, mend } => write!(f, "{what} is missing; {mend}"),
        }
    }
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that runs this tool.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A built program of this workspace in the development profile.
pub(crate) fn built(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// Runs a command in the repository's root (or where it says), announced by `title`.
pub(crate) fn step(title: &str, command: &mut Command) -> Result<(), Failed> {
    println!("\n── {title}");
    let started = Instant::now();
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|source| Failed::Start {
            command: shown(command),
            source,
        })?;
    println!("── {title}: {:.1} s", started.elapsed().as_secs_f64());
    if status.success() {
        Ok(())
    } else {
        Err(Failed::Exit {
            command: shown(command),
            code: status.code(),
        })
    }
}

/// Whether a program can be found.
pub(crate) fn on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(OsStr::to_string_lossy)
            .map(String::from),
    );
    words.join(" ")
}
