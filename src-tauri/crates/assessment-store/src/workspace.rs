//! The workspace file as a document: made, opened, written, closed.

use std::{
    collections::BTreeMap,
    ops::Deref,
    path::{Path, PathBuf},
    time::Duration,
};

use assessment_models::{RoundId, draft::Draft};
use chrono::NaiveDateTime;
use rusqlite::{Connection, Transaction, TransactionBehavior, backup::Backup};

use crate::{
    BatchReport, FrameworkFiles, Meta, Result, StoreError, Undone,
    attach::{attach, connect},
    reader::Reader,
    schema::{self, MIGRATIONS, SCHEMA_VERSION},
    unfinished::Unfinished,
    write::Write,
};

/// What a new workspace begins with.
#[derive(Debug, Clone)]
pub struct NewWorkspace<'a> {
    /// Its name.
    pub name: &'a str,
    /// Holds synthetic demonstration data.
    pub synthetic: bool,
    /// The framework that its first round will be pinned to.
    pub framework: FrameworkFiles,
    /// Who makes it.
    pub actor: &'a str,
    /// When, local time.
    pub now: NaiveDateTime,
}

/// An open workspace: everything can be read through it; what writes goes through
/// [`Workspace::write`].
///
/// ```
/// use assessment_store::{FrameworkFiles, NewWorkspace, Workspace};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("shanxi.hezhi");
/// let now = "2026-03-01T08:00:00".parse()?;
/// let workspace = Workspace::create(&path, &NewWorkspace {
///     name: "山西省",
///     synthetic: false,
///     framework: FrameworkFiles {
///         id: "six-aspect".into(),
///         version: "2026".into(),
///         digest: "00".into(),
///         files: [("framework.toml".to_owned(), "id = 1".to_owned())].into(),
///     },
///     actor: "审核人",
///     now,
/// })?;
/// assert_eq!(workspace.meta()?.name, "山西省");
/// workspace.close()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Workspace {
    reader: Reader,
    path: PathBuf,
    read_only: bool,
}

impl Deref for Workspace {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Workspace {
    /// Makes a new file. Where it fails, there is none.
    ///
    /// # Errors
    /// As [`Workspace::begin`] and [`Unfinished::finish`].
    pub fn create(path: &Path, new: &NewWorkspace<'_>) -> Result<Self> {
        let (workspace, unfinished) = Self::begin(path, new)?;
        unfinished.finish(workspace)
    }

    /// Begins a new file beside its place, which it takes, whole, by [`Unfinished::finish`].
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::NotFound`] where the folder does not exist,
    /// [`StoreError::ReadOnly`], [`StoreError::DiskFull`], [`StoreError::Io`].
    pub fn begin(path: &Path, new: &NewWorkspace<'_>) -> Result<(Self, Unfinished)> {
        let unfinished = Unfinished::begin(path)?;
        let connection = connect(unfinished.path())?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        let mut workspace = Self::over(connection, path, false)?;
        workspace.write(new.actor, new.now, |write| {
            schema::migrate(&write.connection, MIGRATIONS)?;
            write.begin_workspace(new)?;
            write.add_framework(&new.framework)
        })?;
        Ok((workspace, unfinished))
    }

    /// Opens a file without changing it. Of one with an older schema version a copy is brought up to date
    /// and read, which goes when it is closed; such a one, and one where file or folder cannot be written,
    /// is open for reading only.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAWorkspace`]; [`StoreError::NewerVersion`], the file
    /// being left as it is; [`StoreError::ReadOnly`] where the file must be mended after a crash and cannot
    /// be written; [`StoreError::Busy`], [`StoreError::Corrupt`], [`StoreError::DiskFull`],
    /// [`StoreError::Io`].
    pub fn open(path: &Path) -> Result<Self> {
        let (connection, read_only) = attach(path)?;
        if schema::version(&connection)? == SCHEMA_VERSION {
            return Self::over(connection, path, read_only);
        }
        // Without a name it is SQLite's own temporary file.
        let mut copy = Connection::open("")?;
        Backup::new(&connection, &mut copy)?.run_to_completion(1024, Duration::ZERO, None)?;
        let transaction = Transaction::new_unchecked(&copy, TransactionBehavior::Immediate)?;
        schema::migrate(&transaction, MIGRATIONS)?;
        transaction.commit()?;
        Self::over(copy, path, true)
    }

    /// Opens a file that is to be written, and brings one of an older schema version up to date, which
    /// stands in the audit with `actor` and `now` (local time).
    ///
    /// # Errors
    /// As [`Workspace::open`]; [`StoreError::ReadOnly`] where the file must be brought up to date and
    /// cannot be written.
    pub fn open_to_write(path: &Path, actor: &str, now: NaiveDateTime) -> Result<Self> {
        let (connection, read_only) = attach(path)?;
        let found = schema::version(&connection)?;
        if found < SCHEMA_VERSION && read_only {
            return Err(StoreError::ReadOnly);
        }
        let mut workspace = Self::over(connection, path, read_only)?;
        if found < SCHEMA_VERSION {
            workspace.write(actor, now, schema::upgrade)?;
        }
        Ok(workspace)
    }

    fn over(connection: Connection, path: &Path, read_only: bool) -> Result<Self> {
        connection.set_prepared_statement_cache_capacity(128);
        connection.pragma_update(None, "foreign_keys", true)?;
        // What a person typed is on disk when a write returns.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // In KiB: a province-wide import stays in memory until it is committed.
        connection.pragma_update(None, "cache_size", -65_536)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(Self {
            reader: Reader { connection },
            path: path.to_owned(),
            read_only,
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it was opened from a place that cannot be written.
    #[must_use]
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Does `work` as one transaction: either all of it is on disk when this returns, or nothing was
    /// changed. `actor` and `now` (local time) stand in the audit entry of each change.
    ///
    /// # Errors
    /// What `work` fails with; [`StoreError::ReadOnly`], [`StoreError::Busy`], [`StoreError::DiskFull`],
    /// [`StoreError::Io`].
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        actor: &str,
        now: NaiveDateTime,
        work: impl FnOnce(&Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.read_only {
            return Err(StoreError::ReadOnly.into());
        }
        let connection = &self.reader.connection;
        allow_writing(connection, true)?;
        let done = self.transact(actor, now, work);
        allow_writing(connection, false)?;
        done
    }

    fn transact<T, E: From<StoreError>>(
        &self,
        actor: &str,
        now: NaiveDateTime,
        work: impl FnOnce(&Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = &self.reader.connection;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let value = work(&Write::new(&self.reader, actor, now))?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// Writes a confirmed draft into `round`, all of it or nothing: see [`Write::apply`].
    ///
    /// # Errors
    /// As [`Workspace::write`] and [`Write::apply`].
    pub fn apply(
        &mut self,
        draft: &Draft,
        round: &RoundId,
        actor: &str,
        now: NaiveDateTime,
        on_progress: &mut dyn FnMut(usize, usize),
        cancel: &dyn Fn() -> bool,
    ) -> Result<BatchReport> {
        self.write(actor, now, |write| {
            write.apply(draft, round, on_progress, cancel)
        })
    }

    /// Takes a batch back, whole: see [`Write::undo`].
    ///
    /// # Errors
    /// As [`Workspace::write`] and [`Write::undo`].
    pub fn undo(&mut self, batch: i64, actor: &str, now: NaiveDateTime) -> Result<Undone> {
        self.write(actor, now, |write| write.undo(batch))
    }

    /// A number that is another one whenever another connection, of this or another program, has written
    /// to the file since it was last asked for.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn seen(&self) -> Result<i64> {
        let mut statement = self
            .reader
            .connection
            .prepare_cached("PRAGMA data_version")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Moves what was written from the log into the file itself.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`].
    pub fn checkpoint(&self) -> Result<()> {
        if self.read_only {
            return Ok(());
        }
        let connection = &self.reader.connection;
        allow_writing(connection, true)?;
        let done = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        allow_writing(connection, false)?;
        Ok(done?)
    }

    /// Closes the file, which then is one file with nothing beside it. Dropping does the same, but
    /// cannot say whether it went well.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`].
    pub fn close(self) -> Result<()> {
        self.checkpoint()?;
        Ok(self.reader.connection.close().map_err(|(_, e)| e)?)
    }

    /// What the workspace says of itself.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`].
    pub fn meta(&self) -> Result<Meta> {
        self.reader.meta()
    }
}

impl FrameworkFiles {
    /// A framework as files, by path within its folder.
    pub fn new(id: &str, version: &str, digest: &str, files: BTreeMap<String, String>) -> Self {
        Self {
            id: id.to_owned(),
            version: version.to_owned(),
            digest: digest.to_owned(),
            files,
        }
    }
}

fn allow_writing(connection: &Connection, allowed: bool) -> Result<()> {
    Ok(connection.pragma_update(None, "query_only", !allowed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_leaves_the_workspace_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let now = "2026-03-01T08:00:00".parse().unwrap();
        let framework = |version: &str, bytes: usize| {
            let files = [("a.csv".to_owned(), "字".repeat(bytes))].into();
            FrameworkFiles::new("f", version, "d", files)
        };
        let new = NewWorkspace {
            name: "w",
            synthetic: false,
            framework: framework("1", 10),
            actor: "a",
            now,
        };
        let path = folder.path().join("w.hezhi");
        let mut workspace = Workspace::create(&path, &new).unwrap();
        let connection = &workspace.reader.connection;
        let pages: i64 = connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        connection
            .pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(()))
            .unwrap();
        let audit = workspace.audit(None, 0, 100).unwrap();
        let full = workspace.write("a", now, |write| {
            write.add_framework(&framework("2", 10))?;
            write.add_framework(&framework("3", 1_000_000))
        });
        assert!(matches!(full, Err(StoreError::DiskFull)));
        assert_eq!(workspace.frameworks().unwrap().len(), 1);
        assert_eq!(workspace.audit(None, 0, 100).unwrap(), audit);
        assert_eq!(workspace.check().unwrap(), []);
        workspace
            .write("a", now, |write| write.add_framework(&framework("2", 10)))
            .unwrap();
    }
}
