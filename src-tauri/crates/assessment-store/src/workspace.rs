//! The workspace file as a document: made, opened, closed, copied.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    ops::Deref,
    path::{Path, PathBuf},
    time::Duration,
};

use assessment_models::{RoundId, draft::Draft};
use chrono::NaiveDateTime;
use rusqlite::{
    Connection, OpenFlags, Transaction, TransactionBehavior,
    backup::{Backup, Progress, StepResult},
    config::DbConfig,
};

use crate::{
    BatchReport, FrameworkFiles, Meta, Result, StoreError, Undone,
    error::from_io,
    reader::Reader,
    schema::{self, APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION},
    unfinished::Unfinished,
    write::Write,
};

/// Pages that are copied at once: 4 MB.
const BACKUP_PAGES: i32 = 1024;

/// How long a copy waits for another program that writes.
const BACKUP_WAIT: Duration = Duration::from_millis(50);

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
        let (connection, read_only) = Self::attach(path)?;
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
        let (connection, read_only) = Self::attach(path)?;
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

    /// Connects to a file of this or an older schema version; whether it can only be read.
    fn attach(path: &Path) -> Result<(Connection, bool)> {
        let found = schema_in_header(path)?;
        refuse_newer(found)?;
        if !writable(path)? {
            return Self::attach_read_only(path);
        }
        let connection = match connect(path).and_then(|c| probe(&c).map(|()| c)) {
            Err(StoreError::ReadOnly | StoreError::Io(_)) => {
                return Self::attach_read_only(path);
            }
            other => other?,
        };
        // What a crash left in the log may hold a newer schema than the file's first page says.
        // Closing would then write it back, so that is switched off until the version is known.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        refuse_newer(schema::version(&connection)?)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok((connection, false))
    }

    fn attach_read_only(path: &Path) -> Result<(Connection, bool)> {
        let log = fs::metadata(beside(path, "-wal")).map_or(0, |m| m.len());
        if log > 0 {
            return Err(StoreError::ReadOnly);
        }
        let connection = Connection::open_with_flags(
            immutable_uri(path),
            OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        probe(&connection)?;
        Ok((connection, true))
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
        let backup = Backup::new(&self.reader.connection, &mut target)?;
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
                _ => std::thread::sleep(BACKUP_WAIT),
            }
        }
        drop(backup);
        target.close().map_err(|(_, e)| e)?;
        unfinished.settle()
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

fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

/// Makes SQLite look at the file, which opening alone does not.
fn probe(connection: &Connection) -> Result<()> {
    Ok(connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?)
}

fn refuse_newer(found: u32) -> Result<()> {
    if found > SCHEMA_VERSION {
        return Err(StoreError::NewerVersion {
            found,
            supported: SCHEMA_VERSION,
        });
    }
    Ok(())
}

/// Whether the file at `path` is a workspace, of whatever version; told by its first page alone, so that
/// nothing is opened or changed.
#[must_use]
pub fn is_workspace(path: &Path) -> bool {
    schema_in_header(path).is_ok()
}

/// Reads the schema version from the file's first page without SQLite, which might change the file.
/// The offsets are those of the SQLite database header (`user_version` 60, `application_id` 68).
fn schema_in_header(path: &Path) -> Result<u32> {
    let not_ours = || StoreError::NotAWorkspace { path: path.into() };
    if !fs::metadata(path).map_err(|e| from_io(e, path))?.is_file() {
        return Err(not_ours());
    }
    let mut header = [0; 100];
    fs::File::open(path)
        .and_then(|mut file| file.read_exact(&mut header))
        .map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof => not_ours(),
            _ => from_io(e, path),
        })?;
    let number = |at: usize| {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&header[at..at + 4]);
        u32::from_be_bytes(bytes)
    };
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID.cast_unsigned() {
        return Err(not_ours());
    }
    Ok(number(60))
}

/// Whether file and folder may be written, as far as their permissions say.
fn writable(path: &Path) -> Result<bool> {
    let file = fs::metadata(path).map_err(|e| from_io(e, path))?;
    // Elsewhere a folder's read-only mark says nothing about what may be made in it.
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        let folder = fs::metadata(folder).map_err(|e| from_io(e, path))?;
        return Ok(!file.permissions().readonly() && !folder.permissions().readonly());
    }
    Ok(!file.permissions().readonly())
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The file as a URI that tells SQLite that nobody will change it, so that it needs no lock file beside.
fn immutable_uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    let text = path.to_string_lossy().replace('\\', "/");
    if text.as_bytes().get(1) == Some(&b':') {
        uri.push('/');
    }
    for c in text.chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            _ => uri.push(c),
        }
    }
    uri.push_str("?immutable=1");
    uri
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
