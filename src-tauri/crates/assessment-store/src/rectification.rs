//! What units report of their findings: rows of a batch, over what was known of the findings before.

use std::collections::BTreeMap;

use assessment_models::{
    UnitCode,
    draft::{RectificationRow, Reported},
};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::{
    FindingState, Result, StoreError,
    answers::Change,
    before,
    compare::{Becoming, Tally},
    reader::Reader,
    unit,
    write::Write,
};

/// What a report may change of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FindingImage {
    state: String,
    note: String,
    evidence_named: String,
}

fn state_of(reported: Reported) -> FindingState {
    match reported {
        Reported::Open => FindingState::Open,
        Reported::Mending => FindingState::Mending,
        Reported::Mended => FindingState::Mended,
    }
}

/// The first report on each finding, in reading order; further ones are rejected.
fn first_of<'r>(rows: &'r [RectificationRow], tally: &mut Tally) -> Vec<&'r RectificationRow> {
    let mut first: BTreeMap<i64, &RectificationRow> = BTreeMap::new();
    for row in rows {
        first.entry(row.finding).or_insert(row);
    }
    tally.reject((rows.len() - first.len()) as u64);
    first.into_values().collect()
}

impl Reader {
    /// The batch whose report stands in a finding; `None` where a person wrote last, or there is none such.
    pub(crate) fn finding_batch(&self, id: i64) -> Result<Option<i64>> {
        let batch = self
            .connection
            .prepare_cached("SELECT batch FROM finding WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        Ok(batch.flatten())
    }

    /// What a finding becomes by a report, and what it was. `None` where the round's list has no such finding
    /// of the unit, or has struck it off.
    fn finding_change(
        &self,
        round: i64,
        row: &RectificationRow,
    ) -> Result<Option<Becoming<FindingImage>>> {
        let there = self
            .connection
            .prepare_cached(
                "SELECT state, note, evidence_named, finding.batch, unit.code
                 FROM finding JOIN unit ON unit.id = finding.unit
                 WHERE finding.id = ?1 AND round = ?2",
            )?
            .query_row([row.finding, round], |found| {
                let image = FindingImage {
                    state: found.get(0)?,
                    note: found.get(1)?,
                    evidence_named: found.get(2)?,
                };
                Ok((image, found.get(3)?, unit::code(found, 4)?))
            })
            .optional()?;
        let there: Option<(FindingImage, Option<i64>, UnitCode)> = there;
        let Some((was, batch, unit)) = there else {
            return Ok(None);
        };
        if unit != row.unit || was.state == FindingState::Closed.code() {
            return Ok(None);
        }
        let mut image = was.clone();
        if let Some(state) = row.state {
            state_of(state).code().clone_into(&mut image.state);
        }
        if let Some(done) = &row.done {
            image.note = done.to_string();
        }
        if let Some(evidence) = &row.evidence {
            image.evidence_named = evidence.to_string();
        }
        let change = if image == was {
            Change::Unchanged
        } else {
            Change::Changed
        };
        Ok(Some((change, image, Some((batch, was)))))
    }

    /// Counts what reports would change.
    pub(crate) fn compare_reports(
        &self,
        round: i64,
        rows: &[RectificationRow],
        tally: &mut Tally,
    ) -> Result<()> {
        for row in first_of(rows, tally) {
            match self.finding_change(round, row)? {
                Some((change, ..)) => tally.count(change),
                None => tally.reject(1),
            }
        }
        Ok(())
    }

    /// Findings whose present words are of a batch.
    pub(crate) fn findings_of(&self, batch: i64) -> Result<Vec<i64>> {
        self.connection
            .prepare_cached("SELECT id FROM finding WHERE batch = ?1 ORDER BY id")?
            .query_map([batch], |row| row.get(0))?
            .collect::<std::result::Result<_, _>>()
            .map_err(Into::into)
    }
}

impl Write<'_> {
    /// Writes reports as part of a batch.
    pub(crate) fn apply_reports(
        &self,
        (round, batch): (i64, i64),
        rows: &[RectificationRow],
        tally: &mut Tally,
    ) -> Result<()> {
        for row in first_of(rows, tally) {
            let Some((change, image, was)) = self.finding_change(round, row)? else {
                tally.reject(1);
                continue;
            };
            tally.count(change);
            if change == Change::Unchanged {
                continue;
            }
            if let Some((of_batch, was)) = was {
                let name = row.finding.to_string();
                self.keep_row_before(batch, before::FINDING, &name, of_batch, &was)?;
            }
            self.put_report(row.finding, &image, Some(batch))?;
        }
        Ok(())
    }

    /// Writes what a report says into its finding.
    ///
    /// # Errors
    /// [`StoreError::UnknownFinding`].
    pub(crate) fn put_report(
        &self,
        id: i64,
        image: &FindingImage,
        batch: Option<i64>,
    ) -> Result<()> {
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE finding SET state = ?2, note = ?3, evidence_named = ?4, batch = ?5
                 WHERE id = ?1",
            )?
            .execute(params![
                id,
                image.state,
                image.note,
                image.evidence_named,
                batch
            ])?;
        match changed {
            0 => Err(StoreError::UnknownFinding(id)),
            _ => Ok(()),
        }
    }
}
