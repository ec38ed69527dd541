//! `cargo xtask run`: from a fresh clone to the demonstration province.

use std::{env, fs, process::Command};

use crate::{
    step::{Failed, built, cargo, step, target},
    system, ui,
};

/// Builds everything and opens the demonstration; without a display, writes its results instead.
pub(crate) fn run(headless: bool) -> Result<(), Failed> {
    system::to_build()?;
    ui::build()?;
    step(
        "build the program",
        cargo().args([
            "build",
            "--locked",
            "--package",
            "src-tauri",
            "--package",
            "assessment-cli",
        ]),
    )?;
    let display = env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some();
    if headless || !display {
        return without_window();
    }
    step(
        "hezhi-desktop",
        Command::new(built("hezhi-desktop"))
            .arg("--demo")
            // WebKitGTK shows a blank window on some drivers without it.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    )
}

fn without_window() -> Result<(), Failed> {
    println!("\nThere is no display: doing the same without a window.");
    let folder = target().join("demo");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|source| Failed::File {
            path: folder.clone(),
            source,
        })?;
    }
    fs::create_dir_all(&folder).map_err(|source| Failed::File {
        path: folder.clone(),
        source,
    })?;
    let workspace = folder.join("demo.hezhi");
    let hezhi = || Command::new(built("hezhi"));
    step(
        "make the demonstration workspace",
        hezhi().arg("new").arg(&workspace).arg("--demo"),
    )?;
    step("score it", hezhi().arg("score").arg(&workspace))?;
    step(
        "write charts, workbook and briefing material",
        hezhi()
            .arg("report")
            .arg(&workspace)
            .arg("--out")
            .arg(folder.join("reports")),
    )?;
    println!("\nWorkspace: {}", workspace.display());
    println!("Reports:   {}", folder.join("reports").display());
    Ok(())
}
