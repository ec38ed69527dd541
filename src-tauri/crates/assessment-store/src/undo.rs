//! A batch taken back, whole: each row that still is as the batch wrote it becomes what it was; each
//! that was changed afterwards stays, and is named.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{IndicatorId, Layer, RegisterId, Unit, UnitCode};
use rusqlite::{Row, params};

use crate::{
    Action, Result, StoreError,
    before::{self, RowBefore},
    observation::{self, COLUMNS},
    reader::Reader,
    record::{RecordBefore, RecordImage},
    rectification::FindingImage,
    response::{ResponseBefore, ResponseImage, ResponseKey},
    unit,
    write::Write,
};

/// What undoing a batch did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The batch.
    pub batch: i64,
    /// Rows that became what they were, or went.
    pub restored: u64,
    /// Rows that stayed, because they were changed after the batch or something else needs them.
    pub kept: Vec<Kept>,
}

/// A row of an undone batch that stayed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// A unit.
    Unit(UnitCode),
    /// An answer.
    Answer {
        /// Whose.
        unit: UnitCode,
        /// To what.
        indicator: IndicatorId,
        /// In which layer.
        layer: Layer,
    },
    /// A row of a register.
    Record {
        /// The register.
        register: RegisterId,
        /// The key.
        key: String,
    },
    /// A questionnaire.
    Response(String),
    /// A report on a finding, by the finding's number.
    Finding(i64),
}

impl Write<'_> {
    /// Takes a batch back. What was changed after it, by hand or by another import, is kept and named;
    /// undoing that other import later does not bring this one back.
    ///
    /// # Errors
    /// [`StoreError::UnknownBatch`], [`StoreError::AlreadyUndone`].
    pub fn undo(&self, batch: i64) -> Result<Undone> {
        let about = self.batch(batch)?;
        if about.undone_at.is_some() {
            return Err(StoreError::AlreadyUndone(batch));
        }
        let round = self.round_row(&about.round)?;
        let mut kept = BTreeSet::new();
        let restored = self.undo_observations(batch, &mut kept)?
            + self.undo_records(batch, round, &mut kept)?
            + self.undo_responses(batch, round, &mut kept)?
            + self.undo_reports(batch, &mut kept)?
            + self.undo_units(batch, round, &mut kept)?;
        self.forget_rows(batch)?;
        self.mark_undone(batch)?;
        self.record_change(
            Action::Undo,
            &format!("{}/{batch}", about.round),
            &[
                ("file", about.file_name),
                ("restored", restored.to_string()),
                ("kept", kept.len().to_string()),
            ],
        )?;
        Ok(Undone {
            batch,
            restored,
            kept: kept.into_iter().collect(),
        })
    }

    fn undo_observations(&self, batch: i64, kept: &mut BTreeSet<Kept>) -> Result<u64> {
        kept.extend(self.observations_changed_since(batch)?);
        // See `forget_rows`: the same for observations.
        self.connection.execute(
            r#"UPDATE observation_before AS later SET value = earlier.value,
                 reason = earlier.reason, approver = earlier.approver, note = earlier.note,
                 flagged = earlier.flagged, of_batch = earlier.of_batch, sheet = earlier.sheet,
                 "row" = earlier."row", "column" = earlier."column"
             FROM observation_before AS earlier
             WHERE later.of_batch = ?1 AND earlier.batch = ?1 AND earlier.id = later.id"#,
            [batch],
        )?;
        let removed = self.connection.execute(
            "DELETE FROM observation WHERE batch = ?1
                 AND id NOT IN (SELECT id FROM observation_before WHERE batch = ?1)",
            [batch],
        )?;
        let restored = self.connection.execute(
            &format!(
                r#"INSERT OR REPLACE INTO observation (id, {COLUMNS})
                 SELECT earlier.id, earlier.value, earlier.reason, earlier.approver, earlier.note,
                     earlier.flagged, earlier.of_batch, earlier.sheet, earlier."row", earlier."column"
                 FROM observation_before AS earlier JOIN observation ON observation.id = earlier.id
                 WHERE earlier.batch = ?1 AND observation.batch = ?1"#
            ),
            [batch],
        )?;
        self.connection.execute(
            "DELETE FROM observation_before WHERE of_batch = ?1 OR batch = ?1",
            [batch],
        )?;
        self.connection.execute(
            "DELETE FROM observation_overridden WHERE batch = ?1",
            [batch],
        )?;
        Ok((removed + restored) as u64)
    }

    fn undo_records(&self, batch: i64, round: i64, kept: &mut BTreeSet<Kept>) -> Result<u64> {
        for name in self.rows_changed_since(batch, before::RECORD)? {
            if let Some((register, key)) = name.split_once('/')
                && self
                    .stored_record(round, register, key)?
                    .is_none_or(|now| now.batch != Some(batch))
            {
                kept.insert(Kept::Record {
                    register: register.into(),
                    key: key.to_owned(),
                });
            }
        }
        let was = by_name(self.rows_before::<RecordBefore>(batch, before::RECORD)?);
        let mut restored = 0;
        let known = self.round_unit_rows(round)?;
        for (id, register, key, unit, has_evidence) in self.records_of(batch)? {
            let name = crate::record::row_name(&register, &key);
            let was = was.get(&name).map(|was| {
                let now = (was.image.unit == unit.1).then_some(unit.0);
                (was, now.or_else(|| known.get(&was.image.unit).copied()))
            });
            if let Some((was, Some(unit))) = was {
                let image = RecordImage {
                    unit,
                    fields: was.image.fields.clone(),
                    place: was.image.place,
                };
                self.put_record(round, &register, &key, &image, was.of_batch)?;
                restored += 1;
            } else if was.is_some() || has_evidence {
                // The unit that it was of may have gone since; and a file that a person put behind it
                // since is an edit too.
                self.connection
                    .prepare_cached("UPDATE record SET batch = NULL WHERE id = ?1")?
                    .execute([id])?;
                kept.insert(Kept::Record {
                    register: register.into(),
                    key,
                });
            } else {
                self.connection
                    .prepare_cached("DELETE FROM record WHERE id = ?1")?
                    .execute([id])?;
                restored += 1;
            }
        }
        Ok(restored)
    }

    fn undo_responses(&self, batch: i64, round: i64, kept: &mut BTreeSet<Kept>) -> Result<u64> {
        for name in self.rows_changed_since(batch, before::RESPONSE)? {
            let key = ResponseKey::from_name(&name)?;
            if self
                .stored_response(round, key)?
                .is_none_or(|now| now.batch != Some(batch))
            {
                kept.insert(Kept::Response(key.id.to_owned()));
            }
        }
        let was = by_name(self.rows_before::<ResponseBefore>(batch, before::RESPONSE)?);
        let known = self.round_unit_rows(round)?;
        let mut restored = 0;
        for (name, unit) in self.responses_of(batch)? {
            let key = ResponseKey::from_name(&name)?;
            let Some(was) = was.get(&name) else {
                self.remove_response(round, key)?;
                restored += 1;
                continue;
            };
            let of_unit = match (&was.image.unit, unit) {
                (None, _) => Some(None),
                (Some(was), Some((row, now))) if *was == now => Some(Some(row)),
                (Some(was), _) => known.get(was).map(|row| Some(*row)),
            };
            if let Some(unit) = of_unit {
                let image = ResponseImage {
                    party: was.image.party,
                    unit,
                    answered_at: was.image.answered_at,
                    answers: was.image.answers.clone(),
                    place: was.image.place,
                };
                self.put_response(round, key.id, &image, was.of_batch)?;
                restored += 1;
            } else {
                // The unit that it was of has gone since.
                self.keep_response(round, key)?;
                kept.insert(Kept::Response(key.id.to_owned()));
            }
        }
        Ok(restored)
    }

    fn undo_reports(&self, batch: i64, kept: &mut BTreeSet<Kept>) -> Result<u64> {
        for name in self.rows_changed_since(batch, before::FINDING)? {
            if let Ok(id) = name.parse()
                && self.finding_batch(id)? != Some(batch)
            {
                kept.insert(Kept::Finding(id));
            }
        }
        let was = by_name(self.rows_before::<FindingImage>(batch, before::FINDING)?);
        let mut restored = 0;
        for id in self.findings_of(batch)? {
            if let Some(was) = was.get(&id.to_string()) {
                self.put_report(id, &was.image, was.of_batch)?;
                restored += 1;
            }
        }
        Ok(restored)
    }

    fn undo_units(&self, batch: i64, round: i64, kept: &mut BTreeSet<Kept>) -> Result<u64> {
        for name in self.rows_changed_since(batch, before::UNIT)? {
            let code = UnitCode::from(name);
            if self.unit_batch(&code)? != Some(batch) {
                kept.insert(Kept::Unit(code));
            }
        }
        // A unit that something was collected from since goes on taking part. A form without answers
        // is nothing that was collected.
        self.drop_empty_forms()?;
        let left = self.connection.execute(
            "DELETE FROM round_unit WHERE batch = ?1 AND NOT EXISTS (
                 SELECT 1 FROM form WHERE form.unit = round_unit.unit AND form.round = ?2
                 UNION ALL SELECT 1 FROM record
                     WHERE record.unit = round_unit.unit AND record.round = ?2
                 UNION ALL SELECT 1 FROM response
                     WHERE response.unit = round_unit.unit AND response.round = ?2
                 UNION ALL SELECT 1 FROM adjustment
                     WHERE adjustment.unit = round_unit.unit AND adjustment.round = ?2
                 UNION ALL SELECT 1 FROM finding
                     WHERE finding.unit = round_unit.unit AND finding.round = ?2
                 UNION ALL SELECT 1 FROM evidence
                     WHERE evidence.unit = round_unit.unit AND evidence.round = ?2)",
            [batch, round],
        )?;
        let staying = self
            .connection
            .prepare_cached(
                "SELECT unit.code FROM round_unit JOIN unit ON unit.id = round_unit.unit
                 WHERE round_unit.batch = ?1",
            )?
            .query_map([batch], |row| unit::code(row, 0))?
            .collect::<Result<BTreeSet<UnitCode>, _>>()?;
        self.connection.execute(
            "UPDATE round_unit SET batch = NULL WHERE batch = ?1",
            [batch],
        )?;
        let was = by_name(self.rows_before::<Unit>(batch, before::UNIT)?);
        let written = self
            .connection
            .prepare_cached("SELECT code FROM unit WHERE batch = ?1")?
            .query_map([batch], |row| unit::code(row, 0))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut restored = left.saturating_sub(written.len()) as u64;
        for code in written {
            if let Some(was) = was.get(code.as_str()) {
                self.put_unit(&was.image, was.of_batch)?;
                restored += 1;
            } else if staying.contains(&code) || !self.remove_unused_unit(&code)? {
                self.connection
                    .prepare_cached("UPDATE unit SET batch = NULL WHERE code = ?1")?
                    .execute([code.as_str()])?;
                kept.insert(Kept::Unit(code));
            } else {
                restored += 1;
            }
        }
        Ok(restored)
    }
}

impl Reader {
    /// Answers of `batch` that were changed afterwards, by hand or by another batch.
    fn observations_changed_since(&self, batch: i64) -> Result<Vec<Kept>> {
        self.connection
            .prepare_cached(
                "SELECT unit.code, indicator.code, form.layer
                 FROM (SELECT id FROM observation_overridden WHERE batch = ?1
                     UNION SELECT id FROM observation_before WHERE of_batch = ?1) AS changed
                 JOIN form ON form.id = changed.id >> 16
                 JOIN unit ON unit.id = form.unit
                 JOIN indicator ON indicator.id = changed.id & 65535
                 LEFT JOIN observation ON observation.id = changed.id
                 WHERE observation.batch IS NOT ?1",
            )?
            .query_map([batch], |row: &Row<'_>| {
                Ok(Kept::Answer {
                    unit: unit::code(row, 0)?,
                    indicator: row.get::<_, String>(1)?.into(),
                    layer: observation::layer_of(row.get(2)?),
                })
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// Records that still are as `batch` wrote them: row number, register, key, their unit's row number
    /// and code, and whether there is evidence behind them.
    fn records_of(&self, batch: i64) -> Result<Vec<StandingRecord>> {
        self.connection
            .prepare_cached(
                "SELECT record.id, register.code, record.key, unit.id, unit.code,
                     EXISTS (SELECT 1 FROM evidence WHERE evidence.record = record.id)
                 FROM record JOIN register ON register.id = record.register
                 JOIN unit ON unit.id = record.unit
                 WHERE record.batch = ?1",
            )?
            .query_map(params![batch], |row| {
                let unit = (row.get(3)?, unit::code(row, 4)?);
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, unit, row.get(5)?))
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// Responses that still are as `batch` wrote them, by name, with row number and code of their unit.
    fn responses_of(&self, batch: i64) -> Result<Vec<StandingResponse>> {
        self.connection
            .prepare_cached(
                "SELECT party || '/' || key, unit.id, unit.code
                 FROM response LEFT JOIN unit ON unit.id = response.unit
                 WHERE response.batch = ?1",
            )?
            .query_map([batch], |row| {
                let unit = match row.get(1)? {
                    Some(id) => Some((id, unit::code(row, 2)?)),
                    None => None,
                };
                Ok((row.get(0)?, unit))
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }
}

/// A response as [`Reader::responses_of`] gives it.
type StandingResponse = (String, Option<(i64, UnitCode)>);

/// A record as [`Reader::records_of`] gives it.
type StandingRecord = (i64, String, String, (i64, UnitCode), bool);

fn by_name<T>(rows: Vec<RowBefore<T>>) -> BTreeMap<String, RowBefore<T>> {
    rows.into_iter()
        .map(|row| (row.name.clone(), row))
        .collect()
}
