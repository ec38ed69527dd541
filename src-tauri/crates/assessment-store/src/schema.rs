//! The schema and its versions. `user_version` is the number of migrations that a file has had.

use rusqlite::Connection;

use crate::{Result, StoreError};

/// `application_id` of a workspace: the bytes `HeZh`.
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"HeZh");

/// Every migration, in order. One that was released is never edited: the next one mends it.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_workspace.sql")];

/// Highest schema version that this program reads and writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// Schema version of an open file.
pub(crate) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings a file to the last of `migrations`, within the transaction that the caller holds.
///
/// # Errors
/// [`StoreError::NewerVersion`] where the file has had more migrations than there are.
pub(crate) fn migrate(connection: &Connection, migrations: &[&str]) -> Result<()> {
    let found = version(connection)?;
    let supported = migrations.len() as u32;
    if found > supported {
        return Err(StoreError::NewerVersion { found, supported });
    }
    for migration in migrations.iter().skip(found as usize) {
        connection.execute_batch(migration)?;
    }
    if found < supported {
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "user_version", supported)?;
    }
    Ok(())
}
