//! Workspaces that were opened before, kept in one small file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{failure::Failure, files, view, wire::RecentView};

/// As many as fit on the start page.
const MOST: usize = 12;

/// The list of workspaces that were opened before.
#[derive(Debug, Clone)]
pub struct Recent {
    file: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    opened_at: String,
}

impl Recent {
    /// The list that is kept in `file`.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self { file }
    }

    /// A list that cannot be read is as good as none: it only saves a person some clicks.
    fn entries(&self) -> Vec<Entry> {
        fs::read(&self.file)
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default()
    }

    /// The list, latest first.
    #[must_use]
    pub fn list(&self) -> Vec<RecentView> {
        let view = |entry: Entry| RecentView {
            name: name_of(&entry.path),
            exists: entry.path.is_file(),
            path: entry.path.display().to_string(),
            opened_at: entry.opened_at,
        };
        self.entries().into_iter().map(view).collect()
    }

    /// Puts a workspace on top of the list.
    ///
    /// # Errors
    /// What writing the list fails with.
    pub fn remember(&self, path: &Path, now: NaiveDateTime) -> Result<(), Failure> {
        let mut entries = self.entries();
        entries.retain(|entry| entry.path != path);
        let entry = Entry {
            path: path.to_owned(),
            opened_at: view::time(now),
        };
        entries.insert(0, entry);
        entries.truncate(MOST);
        self.keep(&entries)
    }

    /// Takes a workspace off the list; the file itself stays.
    ///
    /// # Errors
    /// What writing the list fails with.
    pub fn forget(&self, path: &Path) -> Result<(), Failure> {
        let mut entries = self.entries();
        entries.retain(|entry| entry.path != path);
        self.keep(&entries)
    }

    fn keep(&self, entries: &[Entry]) -> Result<(), Failure> {
        let json =
            serde_json::to_vec_pretty(entries).map_err(|e| Failure::io(&self.file, e.into()))?;
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).map_err(|e| Failure::io(folder, e))?;
        }
        files::write(&self.file, &json)
    }
}

/// A workspace's name by its file: without folder and extension.
#[must_use]
pub(crate) fn name_of(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
