//! A copy of the workspace, made while it is open.

use std::{path::Path, thread, time::Duration};

use rusqlite::backup::{Backup, Progress, StepResult};

use crate::{Result, StoreError, Workspace, attach::connect, unfinished::Unfinished};

/// Pages that are copied at once: 4 MB.
const BACKUP_PAGES: i32 = 1024;

/// How long a copy waits for another program that writes.
const BACKUP_WAIT: Duration = Duration::from_millis(50);

impl Workspace {
    /// Copies the workspace as it stands to a new file.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::NotFound`] where the folder does not exist,
    /// [`StoreError::ReadOnly`], [`StoreError::DiskFull`], [`StoreError::Io`].
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        self.backup_told(path, &|_, _| true)
    }

    /// [`Workspace::backup_to`], which tells again and again how many of how many pages it has copied, and
    /// stops where the answer is no; nothing is left of the copy then.
    ///
    /// # Errors
    /// As [`Workspace::backup_to`]; [`StoreError::Cancelled`].
    pub fn backup_told(&self, path: &Path, go_on: &dyn Fn(usize, usize) -> bool) -> Result<()> {
        let unfinished = Unfinished::begin(path)?;
        let mut target = connect(unfinished.path())?;
        let backup = Backup::new(&self.connection, &mut target)?;
        let pages = |count: i32| usize::try_from(count).unwrap_or(0);
        loop {
            let Progress {
                remaining,
                pagecount,
            } = backup.progress();
            if !go_on(pages(pagecount - remaining), pages(pagecount)) {
                return Err(StoreError::Cancelled);
            }
            match backup.step(BACKUP_PAGES)? {
                StepResult::Done => break,
                StepResult::More => {}
                // Another program writes just now.
                _ => thread::sleep(BACKUP_WAIT),
            }
        }
        drop(backup);
        target.close().map_err(|(_, e)| e)?;
        unfinished.settle()
    }
}
