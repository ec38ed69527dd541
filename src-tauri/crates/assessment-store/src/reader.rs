//! The handle that reads. Its functions stand beside the table that they read.

use rusqlite::Connection;

/// Reads a workspace. [`crate::Workspace`] and [`crate::Write`] both dereference to it, so that a
/// transaction sees what it has written so far.
#[derive(Debug)]
pub struct Reader {
    pub(crate) connection: Connection,
}
