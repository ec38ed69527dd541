//! A workspace file in the making. It lies beside its place under a name of its own, and takes its place
//! whole: whatever ends the program meanwhile, nobody ever meets half a workspace.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use crate::{Result, StoreError, Workspace, attach::beside, error::from_io};

/// A place that a workspace is being made for. Dropped before [`Unfinished::finish`], it takes away what
/// was written so far.
#[derive(Debug)]
pub struct Unfinished {
    file: TempPath,
    logs: Logs,
    place: PathBuf,
}

/// What the database keeps beside this file while it is open, and leaves there when it fails.
#[derive(Debug)]
struct Logs(PathBuf);

impl Drop for Logs {
    fn drop(&mut self) {
        for log in ["-wal", "-shm", "-journal"] {
            // What led here is the failure to report, not that of tidying up after it.
            let _ = fs::remove_file(beside(&self.0, log));
        }
    }
}

impl Unfinished {
    /// An empty file beside `place`, where nothing may stand yet.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::NotFound`] where the folder does not exist,
    /// [`StoreError::ReadOnly`], [`StoreError::DiskFull`], [`StoreError::Io`].
    pub(crate) fn begin(place: &Path) -> Result<Self> {
        if place.symlink_metadata().is_ok() {
            return Err(StoreError::AlreadyExists { path: place.into() });
        }
        let folder = match place.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(".hezhi-")
            .suffix(".part")
            .make_in(folder, |path| {
                // Readable by whom the person's own files are readable, not by the maker alone.
                fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .open(path)
            })
            .map_err(|e| from_io(e, place))?;
        let file = file.into_temp_path();
        Ok(Self {
            logs: Logs(file.to_path_buf()),
            file,
            place: place.to_owned(),
        })
    }

    /// Where the file lies while it is made.
    pub(crate) fn path(&self) -> &Path {
        &self.file
    }

    /// Lets the file, which nobody holds open any more, take its place.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] where something was put there meanwhile, [`StoreError::Io`].
    pub(crate) fn settle(self) -> Result<()> {
        let Self { file, place, logs } = self;
        drop(logs);
        match file.persist_noclobber(&place) {
            Ok(()) => Ok(()),
            // Not every medium can rename without replacing; nothing stood there when this began.
            Err(refused)
                if refused.error.kind() != io::ErrorKind::AlreadyExists && !place.exists() =>
            {
                let moved = refused.path.persist(&place);
                moved.map_err(|e| from_io(e.error, &place))
            }
            Err(refused) => Err(from_io(refused.error, &place)),
        }
    }

    /// Closes `workspace`, which was made here, lets it take its place, and opens it there.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] where something was put there meanwhile, [`StoreError::DiskFull`],
    /// [`StoreError::Io`].
    pub fn finish(self, workspace: Workspace) -> Result<Workspace> {
        let place = self.place.clone();
        // Whoever comes from here on reads the file alone: nothing is left in a log beside it.
        workspace.close()?;
        self.settle()?;
        Workspace::open(&place)
    }
}
