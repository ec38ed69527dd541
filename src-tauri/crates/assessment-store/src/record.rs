//! Tables `register` and `record`: rows of the registers.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{Record, RegisterId, RoundId, UnitCode, Value, draft::Place};
use rayon::prelude::*;
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

/// How many rows are read between two words on it.
const AT_ONCE: usize = 4096;

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
    /// Rows of all registers whose units take part, by register and key; `told` hears how many were read.
    pub(crate) fn round_records(
        &self,
        round: &RoundId,
        told: &dyn Fn(usize) -> Result<()>,
    ) -> Result<Vec<Record>> {
        let mut batches = BatchNames::default();
        let mut records = Vec::new();
        let mut statement = self.connection.prepare_cached(&format!(
            "{SELECT}
             JOIN round_unit ON round_unit.round = record.round AND round_unit.unit = record.unit
             WHERE record.round = ?1 ORDER BY register.code, record.key"
        ))?;
        let mut rows = statement.query([self.round_row(round)?])?;
        let mut texts = Vec::with_capacity(AT_ONCE);
        loop {
            told(records.len())?;
            let first = records.len();
            texts.clear();
            while let Some(row) = rows.next()? {
                texts.push(row.get::<_, String>(3)?);
                records.push(self.record_from(row, &mut batches)?);
                if texts.len() == AT_ONCE {
                    break;
                }
            }
            if texts.is_empty() {
                return Ok(records);
            }
            // Reading the texts takes longer than the rows do.
            let read = records[first..].par_iter_mut().zip(&texts);
            read.try_for_each(|(record, text)| {
                record.fields = fields::decode(text)?;
                Ok::<_, StoreError>(())
            })?;
        }
    }

    /// A row without its fields.
    fn record_from(&self, row: &Row<'_>, batches: &mut BatchNames) -> Result<Record> {
        Ok(Record {
            register: row.get::<_, String>(0)?.into(),
            key: row.get(1)?,
            unit: unit::code(row, 2)?,
            fields: BTreeMap::new(),
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

    /// Lets rows whose `field` names the row that had the key `from` in a round name it by its new key;
    /// how many they are. Rows of other rounds follow unless theirs has a row of the old key itself.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn follow_rename(
        &self,
        round: &RoundId,
        register: &RegisterId,
        field: &str,
        (from, to): (&str, &str),
    ) -> Result<usize> {
        type Row = (i64, String, String, i64, String, Option<i64>);
        let naming = self
            .connection
            .prepare_cached(
                "SELECT record.round, round.code, record.key, record.unit, record.fields, record.batch
                 FROM record
                 JOIN round ON round.id = record.round
                 WHERE record.register = (SELECT id FROM register WHERE code = ?2)
                     AND instr(record.fields, ?3) > 0
                     AND (record.round = ?1 OR NOT EXISTS (
                         SELECT 1 FROM record AS own WHERE own.round = record.round
                             AND own.register = record.register AND own.key = ?4))
                 ORDER BY round.code, record.key",
            )?
            .query_map(
                params![
                    self.round_row(round)?,
                    register.as_str(),
                    serde_json::to_string(field)?,
                    from
                ],
                |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                    ))
                },
            )?
            .collect::<Result<Vec<Row>, _>>()?;
        let mut followed = 0;
        for (round_row, round, key, unit, before, batch) in naming {
            let mut fields = fields::decode(&before)?;
            match fields.get_mut(field) {
                Some(Value::Text(named)) if named == from => to.clone_into(named),
                _ => continue,
            }
            let image = RecordImage {
                unit,
                fields: fields::encode(fields.iter().map(|(f, v)| (f.as_str(), v)))?,
                place: None,
            };
            let name = row_name(register.as_str(), &key);
            self.overridden_row(batch, before::RECORD, &name)?;
            self.put_record(round_row, register.as_str(), &key, &image, None)?;
            let detail = [("after", image.fields), ("before", before)];
            self.record_change(Action::SaveRecord, &format!("{round}/{name}"), &detail)?;
            followed += 1;
        }
        Ok(followed)
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
