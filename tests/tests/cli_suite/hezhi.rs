//! Running the program.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

/// The program, which `cargo xtask test` builds before the tests.
pub(crate) fn program() -> PathBuf {
    // target/<profile>/deps/<this test>
    let here = std::env::current_exe().unwrap();
    let program = here.ancestors().nth(2).unwrap().join("hezhi");
    assert!(
        program.is_file(),
        "{} is missing: run `cargo build --workspace` first",
        program.display()
    );
    program
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The one document on stdout.
    pub(crate) fn document(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}\n{}", self.stdout, self.stderr))
    }

    /// The code of the failure that was told.
    pub(crate) fn failure(&self) -> String {
        let document = self.document();
        let message = document["failure"]["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty() && !message.contains('{'), "{document}");
        document["failure"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let ran = Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        ran
    }
}

/// Runs it, in Chinese unless the arguments say otherwise.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Ran {
    Command::new(program())
        .env("LANG", "zh_CN.UTF-8")
        .env_remove("LC_ALL")
        .args(arguments)
        .output()
        .unwrap()
        .into()
}

/// Runs it on a workspace: `hezhi <task> <workspace> <more> --json`.
pub(crate) fn on(task: &str, workspace: &Path, more: &[&str]) -> Ran {
    let workspace = workspace.to_str().unwrap();
    let arguments: Vec<&str> = [task, workspace]
        .into_iter()
        .chain(more.iter().copied())
        .chain(["--json"])
        .collect();
    run(&arguments)
}
