//! The demonstration province, made once and copied for each test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use tempfile::TempDir;

use crate::driver::target;

static MADE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();

/// A copy of the demonstration province in `folder`.
pub(crate) fn copy_into(folder: &Path) -> PathBuf {
    let (_, made) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("demo.hezhi");
        let hezhi = target().join("debug").join("hezhi");
        let made = Command::new(&hezhi)
            .arg("new")
            .arg(&path)
            .arg("--demo")
            .status()
            .unwrap_or_else(|error| panic!("{}: {error}", hezhi.display()));
        assert!(made.success(), "the demonstration province is made");
        (folder, path)
    });
    let copy = folder.join("demo.hezhi");
    fs::copy(made, &copy).expect("the province can be copied");
    copy
}
