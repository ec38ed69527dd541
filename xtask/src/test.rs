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
    step(
        "clippy",
        cargo()
            .args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--features",
                "tests/window",
            ])
            .args(["--", "--deny", "warnings"]),
    )?;
    step(
        "build the programs",
        cargo().args([
            "build",
            "--locked",
            "--package",
            "src-tauri",
            "--package",
            "assessment-cli",
        ]),
    )?;
    step(
        "tests",
        cargo().args(["test", "--locked", "--workspace", "--no-fail-fast"]),
    )?;
    if window {
        let driver = system::tauri_driver()?;
        step(
            "tests of the real window",
            cargo()
                .args([
                    "test",
                    "--locked",
                    "--package",
                    "tests",
                    "--features",
                    "window",
                ])
                .args(["--test", "window"])
                .env("TAURI_DRIVER", driver),
        )?;
    }
    Ok(())
}
