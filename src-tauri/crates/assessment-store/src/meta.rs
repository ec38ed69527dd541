//! Table `meta`: what the workspace is.

use chrono::NaiveDateTime;
use rusqlite::params;

use crate::{Action, NewWorkspace, Result, reader::Reader, time, write::Write};

/// What a workspace says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Names this workspace among all: 32 hex digits drawn when it was made. A copy keeps it.
    pub workspace: String,
    /// Its name.
    pub name: String,
    /// Holds synthetic demonstration data.
    pub synthetic: bool,
    /// When it was made, local time.
    pub created_at: NaiveDateTime,
    /// By whom.
    pub created_by: String,
}

impl Reader {
    /// What the workspace says of itself.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`] where it says nothing that can be read.
    pub fn meta(&self) -> Result<Meta> {
        Ok(self
            .connection
            .prepare_cached("SELECT workspace, name, synthetic, created_at, created_by FROM meta")?
            .query_row([], |row| {
                Ok(Meta {
                    workspace: row.get(0)?,
                    name: row.get(1)?,
                    synthetic: row.get(2)?,
                    created_at: time::column(row, 3)?,
                    created_by: row.get(4)?,
                })
            })?)
    }
}

impl Write<'_> {
    pub(crate) fn begin_workspace(&self, new: &NewWorkspace<'_>) -> Result<()> {
        self.connection.execute(
            "INSERT INTO meta (id, workspace, name, synthetic, created_at, created_by)
             VALUES (1, lower(hex(randomblob(16))), ?1, ?2, ?3, ?4)",
            params![new.name, new.synthetic, time::text(self.now), self.actor],
        )?;
        self.record_change(
            Action::CreateWorkspace,
            new.name,
            &[("synthetic", new.synthetic.to_string())],
        )
    }
}
