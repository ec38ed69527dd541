//! Tables `register` and `record`: rows of the registers.

use assessment_models::{Record, RegisterId, RoundId, UnitCode, Value, draft::Place};
use rusqlite::{OptionalExtension, Row, params, params_from_iter, types};
use serde::{Deserialize, Serialize};

use crate::{
    Action, Result, StoreError, batch::BatchNames, before, fields, observation, reader::Reader,
    time, unit, write::Write,
};

/// Which records, in which order. Register, offset and limit are always meant; the rest narrows.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordQuery {
    /// The register.
    pub register: RegisterId,
    /// Only this unit's.
    pub unit: Option<UnitCode>,
    /// Words that stand in the key, the unit's code or name, or any field; empty is all.
    pub text: String,
    /// Fields that must match, every one of them.
    pub fields: Vec<(String, Match)>,
    /// Field to sort by, and whether backwards; empty ones come last. Without it, by key.
    pub sort: Option<(String, bool)>,
    /// First row.
    pub offset: u32,
    /// Most rows.
    pub limit: u32,
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Match {
    /// One of these.
    OneOf(Vec<Value>),
    /// None of these; not filled in is none of them.
    NoneOf(Vec<Value>),
    /// Not filled in.
    Empty,
    /// Filled in.
    Filled,
}

/// A record as it is stored.
pub(crate) struct StoredRecord {
    pub(crate) id: i64,
    pub(crate) batch: Option<i64>,
    pub(crate) image: RecordImage,
}

/// What a batch replaces of a record.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RecordImage {
    pub(crate) unit: i64,
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

    /// How many records match in all, and one page of them.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn records(&self, round: &RoundId, query: &RecordQuery) -> Result<(u64, Vec<Record>)> {
        let mut filter = Filter::new(self.round_row(round)?, query);
        let total: i64 = self
            .connection
            .prepare(&format!(
                "SELECT count(*) FROM record
                 JOIN register ON register.id = record.register
                 JOIN unit ON unit.id = record.unit
                 WHERE {}",
                filter.sql
            ))?
            .query_row(params_from_iter(&filter.params), |row| row.get(0))?;
        let order = filter.order(query);
        let mut batches = BatchNames::default();
        let records = self
            .connection
            .prepare(&format!("{SELECT} WHERE {} {order}", filter.sql))?
            .query_and_then(params_from_iter(&filter.params), |row| {
                self.record_from(row, &mut batches)
            })?
            .collect::<Result<_>>()?;
        Ok((total.cast_unsigned(), records))
    }

    /// How many records each register has in a round, by register id; registers without are not in it.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn record_counts(&self, round: &RoundId) -> Result<Vec<(RegisterId, u64)>> {
        self.connection
            .prepare_cached(
                "SELECT register.code, count(*) FROM record
                 JOIN register ON register.id = record.register
                 WHERE record.round = ?1 GROUP BY register.code ORDER BY register.code",
            )?
            .query_map([self.round_row(round)?], |row| {
                let count: i64 = row.get(1)?;
                Ok((row.get::<_, String>(0)?.into(), count.cast_unsigned()))
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// One record.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownRecord`].
    pub fn record(&self, round: &RoundId, register: &RegisterId, key: &str) -> Result<Record> {
        self.connection
            .prepare_cached(&format!(
                "{SELECT} WHERE record.round = ?1 AND register.code = ?2 AND record.key = ?3"
            ))?
            .query_and_then(
                params![self.round_row(round)?, register.as_str(), key],
                |row| self.record_from(row, &mut BatchNames::default()),
            )?
            .next()
            .unwrap_or_else(|| Err(unknown(register, key)))
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
        self.connection
            .prepare_cached("DELETE FROM evidence WHERE record = ?1")?
            .execute([before.id])?;
        self.drop_unused_evidence_files()?;
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

/// The condition of a [`RecordQuery`] as SQL, with what it binds.
struct Filter {
    sql: String,
    params: Vec<types::Value>,
}

impl Filter {
    fn new(round: i64, query: &RecordQuery) -> Self {
        let mut filter = Filter {
            sql: String::new(),
            params: Vec::new(),
        };
        filter.and(&["record.round = ", ""], [round.into()]);
        let register = query.register.as_str().to_owned();
        filter.and(&["register.code = ", ""], [register.into()]);
        if let Some(unit) = &query.unit {
            filter.and(&["unit.code = ", ""], [unit.as_str().to_owned().into()]);
        }
        if !query.text.is_empty() {
            let pattern = filter.bind(types::Value::Text(contains(&query.text)));
            filter.push(&format!(
                "(record.key LIKE {pattern} ESCAPE '\\' OR unit.code LIKE {pattern} ESCAPE '\\'
                 OR unit.name_zh LIKE {pattern} ESCAPE '\\' OR unit.name_en LIKE {pattern} ESCAPE '\\'
                 OR EXISTS (SELECT 1 FROM json_tree(record.fields) AS field
                     WHERE field.atom LIKE {pattern} ESCAPE '\\'))"
            ));
        }
        for (field, matches) in &query.fields {
            let value = filter.field(field);
            match matches {
                Match::Empty => filter.push(&format!("{value} IS NULL")),
                Match::Filled => filter.push(&format!("{value} IS NOT NULL")),
                Match::OneOf(values) => {
                    let list = filter.list(values);
                    filter.push(&format!("{value} IN ({list})"));
                }
                Match::NoneOf(values) => {
                    let list = filter.list(values);
                    filter.push(&format!("({value} IS NULL OR {value} NOT IN ({list}))"));
                }
            }
        }
        filter
    }

    fn and<const N: usize>(&mut self, parts: &[&str], values: [types::Value; N]) {
        let mut condition = String::new();
        let mut values = values.into_iter();
        for part in parts {
            condition.push_str(part);
            if let Some(value) = values.next() {
                condition.push_str(&self.bind(value));
            }
        }
        self.push(&condition);
    }

    fn push(&mut self, condition: &str) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(condition);
    }

    fn bind(&mut self, value: types::Value) -> String {
        self.params.push(value);
        format!("?{}", self.params.len())
    }

    fn list(&mut self, values: &[Value]) -> String {
        let bound: Vec<String> = values
            .iter()
            .map(|value| {
                let value = match value {
                    Value::Text(text) => types::Value::Text(text.clone()),
                    Value::Number(number) => types::Value::Real(*number),
                    Value::Flag(flag) => types::Value::Integer(i64::from(*flag)),
                    Value::Time(moment) => types::Value::Text(time::text(*moment)),
                };
                self.bind(value)
            })
            .collect();
        bound.join(", ")
    }

    /// A field's value: a moment stands one level deeper (see [`fields`]).
    fn field(&mut self, field: &str) -> String {
        let plain = self.bind(types::Value::Text(format!("$.\"{field}\"")));
        let moment = self.bind(types::Value::Text(format!("$.\"{field}\".time")));
        format!(
            "coalesce(json_extract(record.fields, {moment}), json_extract(record.fields, {plain}))"
        )
    }

    fn order(&mut self, query: &RecordQuery) -> String {
        let by = query.sort.as_ref().map_or(String::new(), |(field, back)| {
            let value = self.field(field);
            let direction = if *back { "DESC" } else { "ASC" };
            format!("{value} {direction} NULLS LAST, ")
        });
        let limit = self.bind(i64::from(query.limit).into());
        let offset = self.bind(i64::from(query.offset).into());
        format!("ORDER BY {by}record.key LIMIT {limit} OFFSET {offset}")
    }
}

/// A LIKE pattern for text that has `words` in it as they are.
fn contains(words: &str) -> String {
    let mut pattern = "%".to_owned();
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
