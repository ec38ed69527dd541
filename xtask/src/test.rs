//! `cargo xtask test`: every check and test. The runners' own closing lines come last.

use crate::{
    step::{Failed, cargo, step},
    system, ui,
};

/// Runs everything; `window` includes the tests of the real window.
pub(crate) fn test(window: bool) -> Result<(), Failed> {
    system::to_test()?;
    step("rustfmt", cargo().args(["fmt", "--all", "--check"]))?;
    ui::check()?;
    // The shell carries the built pages inside, so they come before it is compiled.
    ui::build()?;
    // One selection of packages and features for all that is compiled, so that nothing is built twice.
    let mut workspace = vec!["--locked", "--workspace"];
    if window {
        workspace.extend(["--features", "tests/window"]);
    }
    step(
        "clippy",
        cargo()
            .arg("clippy")
            .args(&workspace)
            .args(["--all-targets", "--", "--deny", "warnings"]),
    )?;
    step(
        "build the programs and the tests",
        cargo()
            .arg("build")
            .args(&workspace)
            .args(["--bins", "--tests"]),
    )?;
    let mut tests = cargo();
    tests.arg("test").args(&workspace).arg("--no-fail-fast");
    if window {
        tests.env("TAURI_DRIVER", system::tauri_driver()?);
    }
    step("tests", &mut tests)
}
