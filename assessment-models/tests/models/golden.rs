//! Numbers of other programs, beside the repository and no part of it: without them nothing is checked,
//! and that is said.
#![allow(
    clippy::disallowed_methods,
    reason = "the reference numbers are files; the code under test takes their text"
)]

mod index;
mod sensitivity;
mod weights;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// Folder of reference files beside the repository.
fn shared(folder: &str) -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let path = repository.parent()?.join("shared").join(folder);
    let found = path.is_dir().then_some(path);
    if found.is_none() {
        let said = format!("SKIPPED: no folder ../shared/{folder} beside the repository\n");
        // Past the capture of a test that passes.
        std::io::stderr().write_all(said.as_bytes()).unwrap();
    }
    found
}
