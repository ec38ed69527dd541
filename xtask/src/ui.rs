//! The window's pages: packages, checks, tests, build.

use std::{fs, path::PathBuf, process::Command};

use crate::step::{Failed, root, step};

fn folder() -> PathBuf {
    root().join("ui")
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(folder());
    command
}

/// Installs the packages of the lock file, where they are not there already.
pub(crate) fn packages() -> Result<(), Failed> {
    let lock = folder().join("package-lock.json");
    let stamp = folder().join("node_modules").join(".installed-lock");
    let wanted = read(&lock)?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step("npm ci", &mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted).map_err(|source| Failed::File {
        path: stamp,
        source,
    })
}

/// Builds the pages into `ui/dist`, which the window carries inside.
pub(crate) fn build() -> Result<(), Failed> {
    packages()?;
    step("build the pages", &mut npm(&["run", "--silent", "build"]))
}

/// Format, lint, types, unit tests.
pub(crate) fn check() -> Result<(), Failed> {
    packages()?;
    step("prettier", &mut npm(&["run", "--silent", "format:check"]))?;
    step("eslint", &mut npm(&["run", "--silent", "lint"]))?;
    step("type check", &mut npm(&["run", "--silent", "typecheck"]))?;
    step("vitest", &mut npm(&["run", "--silent", "test"]))
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Failed> {
    fs::read(path).map_err(|source| Failed::File {
        path: path.clone(),
        source,
    })
}
