//! The handle that reads. Its functions stand beside the table that they read.

use rusqlite::{Connection, Params};

use crate::Result;

/// Reads a workspace. [`crate::Workspace`] and [`crate::Write`] both dereference to it, so that a
/// transaction sees what it has written so far.
#[derive(Debug)]
pub struct Reader {
    pub(crate) connection: Connection,
}

impl Reader {
    /// What a statement counts.
    pub(crate) fn count(&self, sql: &str, params: impl Params) -> Result<usize> {
        let counted: i64 =
            (self.connection.prepare_cached(sql)?).query_row(params, |r| r.get(0))?;
        Ok(usize::try_from(counted).unwrap_or(0))
    }
}
