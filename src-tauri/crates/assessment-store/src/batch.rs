//! Tables `batch` and `batch_sheet`: what was imported together.

use std::collections::{BTreeMap, btree_map::Entry};

use assessment_models::{
    FileDigest, RoundId, SheetName,
    draft::{Draft, Place},
    observation::CellSource,
};
use chrono::NaiveDateTime;
use rusqlite::{Row, params};

use crate::{BatchReport, Result, StoreError, reader::Reader, time, write::Write};

/// One import batch 导入批次.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Number.
    pub id: i64,
    /// Round that it went to.
    pub round: RoundId,
    /// File name without its folder.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// What its sheets held: `answers`, `units`, a register's id, `responses`.
    pub kinds: Vec<String>,
    /// When, local time.
    pub imported_at: NaiveDateTime,
    /// By whom.
    pub actor: String,
    /// Rows or answers read.
    pub rows_read: u64,
    /// New or changed.
    pub accepted: u64,
    /// As they already stood.
    pub unchanged: u64,
    /// Not taken.
    pub rejected: u64,
    /// When it was taken back.
    pub undone_at: Option<NaiveDateTime>,
    /// How much was wrong in the file; `None` for batches from before it was kept.
    pub problems: Option<u64>,
}

const SELECT: &str = "SELECT batch.id, round.code, file_name, sha256, kinds, imported_at, actor,
        rows_read, accepted, unchanged, rejected, undone_at, problems
    FROM batch JOIN round ON round.id = batch.round";

fn from_row(row: &Row<'_>) -> Result<Batch> {
    let kinds = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(Batch {
        id: row.get(0)?,
        round: row.get::<_, String>(1)?.into(),
        file_name: row.get(2)?,
        sha256: row.get(3)?,
        kinds: serde_json::from_str(kinds)?,
        imported_at: time::column(row, 5)?,
        actor: row.get(6)?,
        rows_read: row.get::<_, i64>(7)?.cast_unsigned(),
        accepted: row.get::<_, i64>(8)?.cast_unsigned(),
        unchanged: row.get::<_, i64>(9)?.cast_unsigned(),
        rejected: row.get::<_, i64>(10)?.cast_unsigned(),
        undone_at: time::optional(row, 11)?,
        problems: row.get::<_, Option<i64>>(12)?.map(i64::cast_unsigned),
    })
}

impl Reader {
    /// All batches, newest first, those that were taken back too.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn batches(&self) -> Result<Vec<Batch>> {
        self.connection
            .prepare_cached(&format!("{SELECT} ORDER BY batch.id DESC"))?
            .query_and_then([], from_row)?
            .collect()
    }

    /// One batch.
    ///
    /// # Errors
    /// [`StoreError::UnknownBatch`].
    pub fn batch(&self, id: i64) -> Result<Batch> {
        self.connection
            .prepare_cached(&format!("{SELECT} WHERE batch.id = ?1"))?
            .query_and_then([id], from_row)?
            .next()
            .unwrap_or(Err(StoreError::UnknownBatch(id)))
    }
}

impl Write<'_> {
    /// Begins a batch; its counts are set when it is done.
    pub(crate) fn begin_batch(&self, draft: &Draft, round: i64, kinds: &[String]) -> Result<i64> {
        self.connection
            .prepare_cached(
                "INSERT INTO batch (round, file_name, sha256, kinds, imported_at, actor,
                     rows_read, accepted, unchanged, rejected)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, 0)",
            )?
            .execute(params![
                round,
                draft.file_name,
                draft.sha256,
                serde_json::to_string(kinds)?,
                time::text(self.now),
                self.actor,
            ])?;
        let batch = self.connection.last_insert_rowid();
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO batch_sheet (batch, position, name) VALUES (?1, ?2, ?3)",
        )?;
        for (position, name) in draft.sheets.iter().enumerate() {
            insert.execute(params![batch, position as i64, name])?;
        }
        Ok(batch)
    }

    pub(crate) fn finish_batch(&self, batch: i64, report: &BatchReport) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE batch SET rows_read = ?2, accepted = ?3, unchanged = ?4, rejected = ?5
                 WHERE id = ?1",
            )?
            .execute(params![
                batch,
                report.rows_read.cast_signed(),
                report.accepted.cast_signed(),
                report.unchanged.cast_signed(),
                report.rejected.cast_signed(),
            ])?;
        Ok(())
    }

    /// Takes out a batch that turned out to change nothing.
    pub(crate) fn drop_batch(&self, batch: i64) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM batch_sheet WHERE batch = ?1")?
            .execute([batch])?;
        self.connection
            .prepare_cached("DELETE FROM batch WHERE id = ?1")?
            .execute([batch])?;
        Ok(())
    }

    pub(crate) fn mark_undone(&self, batch: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE batch SET undone_at = ?2, undone_by = ?3 WHERE id = ?1")?
            .execute(params![batch, time::text(self.now), self.actor])?;
        Ok(())
    }
}

/// File digests and sheet names of batches and letters of columns, each made once while many rows are
/// read.
#[derive(Debug, Default)]
pub(crate) struct BatchNames {
    batches: BTreeMap<i64, (FileDigest, Vec<SheetName>)>,
}

impl BatchNames {
    /// Where a row with this batch and place came from; `None` where it was typed.
    pub(crate) fn source(
        &mut self,
        reader: &Reader,
        batch: Option<i64>,
        place: Option<Place>,
    ) -> Result<Option<CellSource>> {
        let (Some(batch), Some(place)) = (batch, place) else {
            return Ok(None);
        };
        let (sha256, sheets) = match self.batches.entry(batch) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(unread) => unread.insert(reader.batch_names(batch)?),
        };
        Ok(Some(CellSource {
            batch,
            file_sha256: sha256.clone(),
            sheet: sheets
                .get(usize::from(place.sheet))
                .cloned()
                .unwrap_or_else(|| "".into()),
            row: place.row,
            column: place.column,
        }))
    }
}

impl Reader {
    /// A batch's file digest and sheet names.
    fn batch_names(&self, batch: i64) -> Result<(FileDigest, Vec<SheetName>)> {
        let sha256 = self
            .connection
            .prepare_cached("SELECT sha256 FROM batch WHERE id = ?1")?
            .query_row([batch], |row| Ok(row.get_ref(0)?.as_str()?.into()))?;
        let sheets = self
            .connection
            .prepare_cached("SELECT name FROM batch_sheet WHERE batch = ?1 ORDER BY position")?
            .query_map([batch], |row| Ok(row.get_ref(0)?.as_str()?.into()))?
            .collect::<Result<_, _>>()?;
        Ok((sha256, sheets))
    }
}
