//! Tables `register` and `record`: rows of the registers.

use std::collections::BTreeSet;

use assessment_models::{Record, RegisterId, RoundId, UnitCode, draft::Place};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::{
    Action, EvidenceFor, Result, StoreError, batch::BatchNames, before, fields, observation,
    reader::Reader, unit, write::Write,
};

/// A record as it is stored.
pub(crate) struct StoredRecord {
    pub(crate) id: i64,
    pub(crate) batch: Option<i64>,
    pub(crate) image: RecordImage,
}

/// A record's columns.
#[derive(Debug)]
pub(crate) struct RecordImage {
    pub(crate) unit: i64,
    pub(crate) fields: String,
    pub(crate) place: Option<Place>,
}

/// What a batch replaces of a record. The unit is named by its code: its row may go and its number be
/// given to another one before the batch is taken back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RecordBefore {
    pub(crate) unit: UnitCode,
    pub(crate) fields: String,
    pub(crate) place: Option<Place>,
}

const SELECT: &str = r#"SELECT register.code, record.key, unit.code, record.fields, record.batch,
        record.sheet, record."row", record."column"
    FROM record
    JOIN register ON register.id = record.register
    JOIN unit ON unit.id = record.unit"#;

/// What names a record in `row_before` and to people: `register/key`.
pub(crate) fn row_name(register: &str, key: &str) -> String {
    format!("{register}/{key}")
}

impl Reader {
    /// Rows of all registers whose units take part, by register and key.
    pub(crate) fn round_records(&self, round: &RoundId) -> Result<Vec<Record>> {
        let mut batches = BatchNames::default();
        self.connection
            .prepare_cached(&format!(
                "{SELECT}
                 JOIN round_unit ON round_unit.round = record.round AND round_unit.unit = record.unit
                 WHERE record.round = ?1 ORDER BY register.code, record.key"
            ))?
            .query_and_then([self.round_row(round)?], |row| {
                self.record_from(row, &mut batches)
            })?
            .collect()
    }

    fn record_from(&self, row: &Row<'_>, batches: &mut BatchNames) -> Result<Record> {
        Ok(Record {
            register: row.get::<_, String>(0)?.into(),
            key: row.get(1)?,
            unit: unit::code(row, 2)?,
            fields: fields::decode(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?)?,
            source: batches.source(self, row.get(4)?, observation::place(row, 5)?)?,
        })
    }

    /// Keys of all rows of a register in a round, those of units that take no part in it too.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn record_keys(&self, round: &RoundId, register: &RegisterId) -> Result<BTreeSet<String>> {
        self.connection
            .prepare_cached(
                "SELECT key FROM record
                 WHERE round = ?1 AND register = (SELECT id FROM register WHERE code = ?2)",
            )?
            .query_map(params![self.round_row(round)?, register.as_str()], |row| {
                row.get(0)
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// Whether a register holds anything in a round.
    pub(crate) fn has_records(&self, round: i64, register: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM record
                     WHERE round = ?1 AND register = (SELECT id FROM register WHERE code = ?2))",
            )?
            .query_row(params![round, register], |row| row.get(0))?)
    }

    pub(crate) fn stored_record(
        &self,
        round: i64,
        register: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>> {
        Ok(self
            .connection
            .prepare_cached(
                r#"SELECT id, batch, unit, fields, sheet, "row", "column" FROM record
                 WHERE round = ?1 AND key = ?3
                     AND register = (SELECT id FROM register WHERE code = ?2)"#,
            )?
            .query_row(params![round, register, key], |row| {
                Ok(StoredRecord {
                    id: row.get(0)?,
                    batch: row.get(1)?,
                    image: RecordImage {
                        unit: row.get(2)?,
                        fields: row.get(3)?,
                        place: observation::place(row, 4)?,
                    },
                })
            })
            .optional()?)
    }
}

pub(crate) fn unknown(register: &RegisterId, key: &str) -> StoreError {
    StoreError::UnknownRecord {
        register: register.clone(),
        key: key.to_owned(),
    }
}

impl Write<'_> {
    /// Writes a row that a person typed; all its fields replace what was there, and it counts as typed
    /// (`source` is not looked at). `false` where the same stood there already.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`], [`StoreError::NotInRound`],
    /// [`StoreError::NotFinite`].
    pub fn save_record(&self, round: &RoundId, record: &Record) -> Result<bool> {
        let round_row = self.round_row(round)?;
        let register = record.register.as_str();
        let image = RecordImage {
            unit: self.unit_in_round(round, round_row, &record.unit)?,
            fields: fields::encode(record.fields.iter().map(|(f, v)| (f.as_str(), v)))?,
            place: None,
        };
        let name = row_name(register, &record.key);
        let mut detail = vec![("after", image.fields.clone())];
        if let Some(before) = self.stored_record(round_row, register, &record.key)? {
            if before.image.unit == image.unit && before.image.fields == image.fields {
                return Ok(false);
            }
            self.overridden_row(before.batch, before::RECORD, &name)?;
            detail.push(("before", before.image.fields));
        }
        self.put_record(round_row, register, &record.key, &image, None)?;
        self.record_change(Action::SaveRecord, &format!("{round}/{name}"), &detail)?;
        Ok(true)
    }

    /// Saves a row that had the key `from` until now; its evidence stays behind it.
    ///
    /// # Errors
    /// As [`Write::save_record`]; [`StoreError::UnknownRecord`] where there is no row of that key.
    pub fn rename_record(&self, round: &RoundId, from: &str, record: &Record) -> Result<()> {
        let register = record.register.as_str();
        let before = self
            .stored_record(self.round_row(round)?, register, from)?
            .ok_or_else(|| unknown(&record.register, from))?;
        let name = row_name(register, from);
        self.overridden_row(before.batch, before::RECORD, &name)?;
        // Under its new key it is no import's any more.
        self.connection
            .prepare_cached("UPDATE record SET key = ?2, batch = NULL WHERE id = ?1")?
            .execute(params![before.id, record.key])?;
        self.record_change(
            Action::RenameRecord,
            &format!("{round}/{name}"),
            &[("after", record.key.clone())],
        )?;
        self.save_record(round, record)?;
        Ok(())
    }

    /// Removes a row, and its evidence with it.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownRecord`].
    pub fn delete_record(&self, round: &RoundId, register: &RegisterId, key: &str) -> Result<()> {
        let before = self
            .stored_record(self.round_row(round)?, register.as_str(), key)?
            .ok_or_else(|| unknown(register, key))?;
        let name = row_name(register.as_str(), key);
        self.overridden_row(before.batch, before::RECORD, &name)?;
        self.remove_evidence_of(&EvidenceFor::Record {
            round: round.clone(),
            register: register.clone(),
            key: key.to_owned(),
        })?;
        self.connection
            .prepare_cached("DELETE FROM record WHERE id = ?1")?
            .execute([before.id])?;
        self.record_change(
            Action::DeleteRecord,
            &format!("{round}/{name}"),
            &[("before", before.image.fields)],
        )
    }

    /// Writes a record without an audit entry of its own.
    pub(crate) fn put_record(
        &self,
        round: i64,
        register: &str,
        key: &str,
        image: &RecordImage,
        batch: Option<i64>,
    ) -> Result<()> {
        self.put_record_of(round, self.register_for(register)?, key, image, batch)
    }

    /// Row number of a register, which is made where there is none.
    pub(crate) fn register_for(&self, register: &str) -> Result<i64> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO register (code) VALUES (?1)")?
            .execute([register])?;
        Ok(self
            .connection
            .prepare_cached("SELECT id FROM register WHERE code = ?1")?
            .query_row([register], |row| row.get(0))?)
    }

    /// The same for a register by its row number.
    pub(crate) fn put_record_of(
        &self,
        round: i64,
        register: i64,
        key: &str,
        image: &RecordImage,
        batch: Option<i64>,
    ) -> Result<()> {
        self.connection
            .prepare_cached(
                r#"INSERT INTO record
                     (round, register, key, unit, fields, batch, sheet, "row", "column")
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (round, register, key) DO UPDATE SET
                     unit = ?4, fields = ?5, batch = ?6, sheet = ?7, "row" = ?8, "column" = ?9"#,
            )?
            .execute(params![
                round,
                register,
                key,
                image.unit,
                image.fields,
                batch,
                image.place.map(|p| p.sheet),
                image.place.map(|p| p.row),
                image.place.map(|p| p.column),
            ])?;
        Ok(())
    }
}
