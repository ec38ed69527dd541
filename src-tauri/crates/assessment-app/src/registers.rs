//! Tables of a register's rows, such as monthly cases: listed, and changed many at once.

use std::collections::{BTreeMap, BTreeSet};

use assessment_exchange::key_text;
use assessment_models::{Framework, Record, RoundId, Unit, UnitCode, Value, framework::Register};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    form::{file_names, source_view},
    view,
    wire::{FieldValue, RegisterRow, RowsEdit},
};

/// Fields as the domain holds them; empty ones are left out.
pub(crate) fn parsed(
    framework: &Framework,
    register: &Register,
    units: &[Unit],
    fields: &BTreeMap<String, FieldValue>,
) -> Result<BTreeMap<String, Value>, Failure> {
    let mut parsed = BTreeMap::new();
    for (id, value) in fields {
        let field = register.field(id);
        let field = field.ok_or_else(|| Failure::new(Code::NoSuchField).with("field", id))?;
        if let Some(value) = view::parse_value(framework, units, field, value)? {
            parsed.insert(id.clone(), value);
        }
    }
    Ok(parsed)
}

/// Nothing that must be filled in is empty.
pub(crate) fn complete(
    register: &Register,
    fields: &BTreeMap<String, Value>,
) -> Result<(), Failure> {
    let empty = register
        .fields
        .iter()
        .find(|f| f.required && !fields.contains_key(&f.id));
    match empty {
        Some(field) => Err(Failure::new(Code::FieldRequired).with("field", &field.id)),
        None => Ok(()),
    }
}

/// The unit that a row is about.
pub(crate) fn unit(
    register: &Register,
    fields: &BTreeMap<String, Value>,
) -> Result<UnitCode, Failure> {
    let unit = fields.get(&register.unit_field).and_then(Value::as_text);
    unit.map(UnitCode::from)
        .ok_or_else(|| Failure::new(Code::FieldRequired).with("field", &register.unit_field))
}

/// What names a row: its key fields joined by `|`, as in the same row of a file.
pub(crate) fn key(
    register: &Register,
    fields: &BTreeMap<String, Value>,
) -> Result<String, Failure> {
    let parts = register.key.iter().map(|id| {
        let value = fields.get(id);
        value
            .map(key_text)
            .ok_or_else(|| Failure::new(Code::FieldRequired).with("field", id))
    });
    Ok(parts.collect::<Result<Vec<_>, _>>()?.join("|"))
}

fn named<'f>(framework: &'f Framework, id: &str) -> Result<&'f Register, Failure> {
    let register = framework.registers.iter().find(|r| r.id == *id);
    register.ok_or_else(|| Failure::new(Code::NoSuchRegister).with("register", id))
}

fn row(register: &Register, record: &Record, files: &BTreeMap<i64, String>) -> RegisterRow {
    RegisterRow {
        key: record.key.clone(),
        fields: record
            .fields
            .iter()
            .map(|(id, value)| (id.clone(), view::field_value(register.field(id), value)))
            .collect(),
        source: record.source.as_ref().map(|source| {
            let file = files.get(&source.batch);
            source_view(source, file.cloned().unwrap_or_default())
        }),
    }
}

/// All rows of a register in a round, by key.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchRegister`].
pub fn rows(desk: &mut Desk, round: &str, register: &str) -> Result<Vec<RegisterRow>, Failure> {
    let held = std::sync::Arc::clone(desk.held(round)?);
    let register = named(&held.framework, register)?;
    let mut records: Vec<&Record> = held
        .data
        .records
        .iter()
        .filter(|r| r.register == register.id)
        .collect();
    records.sort_by(|a, b| a.key.cmp(&b.key));
    let files = file_names(desk, records.iter().filter_map(|r| r.source.as_ref()))?;
    Ok(records
        .into_iter()
        .map(|record| row(register, record, &files))
        .collect())
}

/// Changes, adds and removes rows, all or none; they are on disk when this returns. Gives each row as it
/// then is, in the order of the edits, and `None` for one that was removed.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchRegister`], [`Code::NoSuchField`], [`Code::FieldInvalid`],
/// [`Code::FieldRequired`], [`Code::RowExists`], and what writing fails with.
pub fn save(
    desk: &mut Desk,
    edit: &RowsEdit,
    stamp: Stamp<'_>,
) -> Result<Vec<Option<RegisterRow>>, Failure> {
    let held = std::sync::Arc::clone(desk.held(&edit.round)?);
    let register = named(&held.framework, &edit.register)?;
    let replaced: BTreeSet<&str> = edit.rows.iter().filter_map(|r| r.key.as_deref()).collect();
    // Rows of units that take no part in the round are out of sight, but theirs are their keys.
    let taken = desk
        .workspace
        .record_keys(&held.data.round.id, &register.id);
    let mut taken = taken.map_err(|e| desk.failed(e))?;
    taken.retain(|key| !replaced.contains(key.as_str()));
    let mut made = Vec::with_capacity(edit.rows.len());
    for row in &edit.rows {
        let Some(fields) = &row.fields else {
            made.push(None);
            continue;
        };
        let fields = parsed(&held.framework, register, &held.data.units, fields)?;
        complete(register, &fields)?;
        let record = Record {
            register: register.id.clone(),
            key: key(register, &fields)?,
            unit: unit(register, &fields)?,
            fields,
            source: None,
        };
        if !taken.insert(record.key.clone()) {
            return Err(Failure::new(Code::RowExists).with("key", &record.key));
        }
        made.push(Some(record));
    }
    let there: BTreeSet<&str> = held
        .data
        .records
        .iter()
        .filter(|r| r.register == register.id && replaced.contains(r.key.as_str()))
        .map(|r| r.key.as_str())
        .collect();
    let round = RoundId::from(edit.round.as_str());
    desk.write(stamp, |write| {
        for before in &there {
            if !taken.contains(*before) {
                write.delete_record(&round, &register.id, before)?;
            }
        }
        made.iter()
            .flatten()
            .try_for_each(|record| write.save_record(&round, record).map(drop))
    })?;
    let stands = made.iter().flatten().cloned();
    let fresh: BTreeMap<String, Record> = stands.map(|r| (r.key.clone(), r)).collect();
    desk.change(&edit.round, |data| {
        data.records.retain(|r| {
            r.register != register.id
                || !(replaced.contains(r.key.as_str()) || fresh.contains_key(&r.key))
        });
        data.records.extend(fresh.into_values());
    })?;
    let no_files = BTreeMap::new();
    Ok(made
        .iter()
        .map(|record| record.as_ref().map(|r| row(register, r, &no_files)))
        .collect())
}
