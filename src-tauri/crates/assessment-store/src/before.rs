//! Tables `row_before` and `row_overridden`: what a batch replaced in the smaller tables, and what was
//! changed by hand after it. Observations have their own two, beside their table.

use rusqlite::params;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Result, reader::Reader, write::Write};

/// What a batch replaced.
pub(crate) struct RowBefore<T> {
    pub(crate) name: String,
    pub(crate) of_batch: Option<i64>,
    pub(crate) image: T,
}

/// The tables whose rows batches write.
pub(crate) const UNIT: &str = "unit";
pub(crate) const RECORD: &str = "record";
pub(crate) const RESPONSE: &str = "response";
pub(crate) const FINDING: &str = "finding";

impl Reader {
    /// What `batch` replaced in a table.
    pub(crate) fn rows_before<T: DeserializeOwned>(
        &self,
        batch: i64,
        kind: &str,
    ) -> Result<Vec<RowBefore<T>>> {
        self.connection
            .prepare_cached(
                "SELECT name, of_batch, image FROM row_before WHERE batch = ?1 AND kind = ?2",
            )?
            .query_and_then(params![batch, kind], |row| {
                let image = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                Ok(RowBefore {
                    name: row.get(0)?,
                    of_batch: row.get(1)?,
                    image: serde_json::from_str(image)?,
                })
            })?
            .collect()
    }

    /// Rows of `batch` that were changed afterwards, by hand or by another batch.
    pub(crate) fn rows_changed_since(&self, batch: i64, kind: &str) -> Result<Vec<String>> {
        self.connection
            .prepare_cached(
                "SELECT name FROM row_overridden WHERE batch = ?1 AND kind = ?2
                 UNION SELECT name FROM row_before WHERE of_batch = ?1 AND kind = ?2
                 ORDER BY name",
            )?
            .query_map(params![batch, kind], |row| row.get(0))?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }
}

impl Write<'_> {
    /// Keeps what `batch` is about to replace.
    pub(crate) fn keep_row_before<T: Serialize>(
        &self,
        batch: i64,
        kind: &str,
        name: &str,
        of_batch: Option<i64>,
        image: &T,
    ) -> Result<()> {
        // A batch that writes a row twice replaced what stood there before the first time.
        if of_batch == Some(batch) {
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT OR IGNORE INTO row_before (batch, kind, name, of_batch, image)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                batch,
                kind,
                name,
                of_batch,
                serde_json::to_string(image)?
            ])?;
        Ok(())
    }

    /// Notes that a row of `batch` is about to be changed by hand.
    pub(crate) fn overridden_row(&self, batch: Option<i64>, kind: &str, name: &str) -> Result<()> {
        if let Some(batch) = batch {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO row_overridden (batch, kind, name) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![batch, kind, name])?;
        }
        Ok(())
    }

    /// Takes a batch out of the chain of replacements: what a later batch replaced of it counts as what
    /// it had replaced itself, so that undoing the later one does not bring it back.
    pub(crate) fn forget_rows(&self, batch: i64) -> Result<()> {
        self.connection.execute(
            "UPDATE row_before AS later SET of_batch = earlier.of_batch, image = earlier.image
             FROM row_before AS earlier
             WHERE later.of_batch = ?1 AND earlier.batch = ?1
                 AND earlier.kind = later.kind AND earlier.name = later.name",
            [batch],
        )?;
        self.connection.execute(
            "DELETE FROM row_before WHERE of_batch = ?1 OR batch = ?1",
            [batch],
        )?;
        self.connection
            .execute("DELETE FROM row_overridden WHERE batch = ?1", [batch])?;
        Ok(())
    }
}
