//! From a path to a connection: what a file is, told before anything is opened, and whether it can be
//! written.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{
    Result, StoreError,
    error::from_io,
    schema::{self, APPLICATION_ID, SCHEMA_VERSION},
};

/// Connects to a file of this or an older schema version; whether it can only be read.
pub(crate) fn attach(path: &Path) -> Result<(Connection, bool)> {
    let found = schema_in_header(path)?;
    refuse_newer(found)?;
    if !writable(path)? {
        return attach_read_only(path);
    }
    let connection = match connect(path).and_then(|c| probe(&c).map(|()| c)) {
        Err(StoreError::ReadOnly | StoreError::Io(_)) => {
            return attach_read_only(path);
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

pub(crate) fn connect(path: &Path) -> Result<Connection> {
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
