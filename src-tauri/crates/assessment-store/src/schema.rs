//! The schema and its versions. `user_version` is the number of migrations that a file has had.

use rusqlite::Connection;

use crate::{Action, Result, StoreError, write::Write};

/// `application_id` of a workspace: the bytes `HeZh`.
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"HeZh");

/// Every migration, in order. One that was released is never edited: the next one mends it.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_workspace.sql"),
    include_str!("../migrations/0002_governance.sql"),
    include_str!("../migrations/0003_documents.sql"),
    include_str!("../migrations/0004_problems.sql"),
    include_str!("../migrations/0005_parties.sql"),
    include_str!("../migrations/0006_rectification.sql"),
    include_str!("../migrations/0007_units_by_code.sql"),
    include_str!("../migrations/0008_keys.sql"),
];

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

/// Brings the file to the last migration, and says so in the audit. Another program may have done it
/// meanwhile; then nothing is left to do.
pub(crate) fn upgrade(write: &Write<'_>) -> Result<()> {
    let found = version(&write.connection)?;
    migrate(&write.connection, MIGRATIONS)?;
    if found == SCHEMA_VERSION {
        return Ok(());
    }
    write.record_change(
        Action::UpgradeSchema,
        "workspace",
        &[
            ("before", found.to_string()),
            ("after", SCHEMA_VERSION.to_string()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use rusqlite::{Transaction, TransactionBehavior};

    use super::*;

    #[test]
    fn pending_migrations_go_in_together_or_not_at_all() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection, &["CREATE TABLE a (x INTEGER) STRICT"]).unwrap();
        assert_eq!(version(&connection).unwrap(), 1);
        let begin =
            || Transaction::new_unchecked(&connection, TransactionBehavior::Immediate).unwrap();
        let tables = || -> i64 {
            connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
                .unwrap()
        };
        let first = "CREATE TABLE a (x INTEGER) STRICT";
        let second = "CREATE TABLE b (x INTEGER) STRICT";
        let transaction = begin();
        assert!(migrate(&transaction, &[first, second, "CREATE TABLE a (y)"]).is_err());
        drop(transaction);
        assert_eq!((version(&connection).unwrap(), tables()), (1, 1));
        let transaction = begin();
        migrate(
            &transaction,
            &[first, second, "CREATE TABLE c (x INTEGER) STRICT"],
        )
        .unwrap();
        transaction.commit().unwrap();
        assert_eq!((version(&connection).unwrap(), tables()), (3, 3));
        assert!(matches!(
            migrate(&connection, &[first]),
            Err(StoreError::NewerVersion {
                found: 3,
                supported: 1
            })
        ));
    }
}
