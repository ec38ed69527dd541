//! Table `batch_problem`: what was wrong in an imported file.

use assessment_models::{Problem, RoundId, problem::Severity};
use rusqlite::{Row, params};

use crate::{Result, StoreError, audit::Action, reader::Reader, write::Write};

/// So many problems of a batch are kept.
const KEPT: usize = 500;

fn code(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn from_row(row: &Row<'_>) -> Result<Problem> {
    let severity: String = row.get(0)?;
    let severity = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|s| code(*s) == severity)
        .ok_or_else(|| StoreError::Corrupt(format!("severity {severity}").into()))?;
    let params = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(Problem {
        severity,
        sheet: row.get(1)?,
        cell: row.get(2)?,
        code: row.get(3)?,
        params: serde_json::from_str(params)?,
    })
}

impl Reader {
    /// What was wrong in a batch's file, as far as it is kept ([`crate::Batch::problems`] counts all of it):
    /// errors first, each kind in the order of the file.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn batch_problems(&self, batch: i64) -> Result<Vec<Problem>> {
        self.connection
            .prepare_cached(
                "SELECT severity, sheet, cell, code, params FROM batch_problem
                 WHERE batch = ?1 ORDER BY position",
            )?
            .query_and_then([batch], from_row)?
            .collect()
    }
}

/// So many amendments of a batch are told one by one.
const TOLD: usize = 1_000;

impl Write<'_> {
    /// Tells the audit trail what was put in place of a file's cells before it was taken in: places such as
    /// `自评!H3`, and what stood there and stands there now. Nothing is told where nothing was amended.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`].
    pub fn record_amendments(
        &self,
        round: &RoundId,
        batch: i64,
        amended: &[(String, String)],
    ) -> Result<()> {
        if amended.is_empty() {
            return Ok(());
        }
        let count = ("count", amended.len().to_string());
        let detail: Vec<(&str, String)> = amended
            .iter()
            .take(TOLD)
            .map(|(place, change)| (place.as_str(), change.clone()))
            .chain([count])
            .collect();
        self.record_change(Action::AmendCells, &format!("{round}/{batch}"), &detail)
    }

    /// Keeps what was wrong in a batch's file: the first 500, errors before warnings, and how many there
    /// were.
    ///
    /// # Errors
    /// [`StoreError::UnknownBatch`], [`StoreError::DiskFull`], [`StoreError::Io`].
    pub fn keep_problems(&self, batch: i64, problems: &[Problem]) -> Result<()> {
        let found = self
            .connection
            .prepare_cached("UPDATE batch SET problems = ?2 WHERE id = ?1")?
            .execute(params![batch, problems.len() as i64])?;
        if found == 0 {
            return Err(StoreError::UnknownBatch(batch));
        }
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO batch_problem (batch, position, severity, sheet, cell, code, params)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let mut worst: Vec<&Problem> = problems.iter().collect();
        worst.sort_by_key(|problem| problem.severity);
        for (position, problem) in worst.into_iter().take(KEPT).enumerate() {
            insert.execute(params![
                batch,
                position as i64,
                code(problem.severity),
                problem.sheet,
                problem.cell,
                problem.code,
                serde_json::to_string(&problem.params)?,
            ])?;
        }
        Ok(())
    }
}
