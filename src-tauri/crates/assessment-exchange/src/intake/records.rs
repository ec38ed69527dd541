//! Registers: incidents, monthly tables, transfers, and whatever else a framework keeps.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{BuildHasher as _, RandomState},
};

use assessment_models::{
    UnitCode, Value,
    draft::{Content, Place, RecordRow, RecordRows},
    framework::{FieldKind, Register},
    problem::Severity,
};
use sha2::{Digest, Sha256};

use super::{
    SheetWork,
    answers::number_in,
    dictionary::{Dictionary, Target},
    field::{FieldReader, How, key_text},
    plan::{Plan, Planned},
    report::Report,
    rows::{DataRows, Whose, data_rows, said},
};
use crate::{
    fold::without_brackets,
    mapping::Percent,
    sheet::{Row, Sheet},
    value::scale::Fault,
};

/// Reads the rows of a register.
pub(crate) fn read<'a>(
    dictionary: &'a Dictionary<'a>,
    work: &'a SheetWork<'a>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    register_at: usize,
    report: &mut Report,
) -> (Content, usize, usize) {
    let framework = dictionary.framework;
    let register = &framework.registers[register_at];
    let unit_field = dictionary.unit_field(register_at);
    let rows = data_rows(sheet, plan, report);
    let mut whose = Whose::new(
        work,
        plan,
        |t| *t == Target::Unit || unit_field.is_some_and(|f| *t == Target::Field(f)),
        &register.unit_field,
        sheet,
        report,
    );
    let period = work.round.map(|r| (r.period_start, r.period_end));
    // Columns of a field in the order in which they are tried; fields in the order of the register.
    let mut by_field: Vec<ByField<'_, '_>> = Vec::new();
    let mut constants: Vec<(usize, Value)> = Vec::new();
    for (at, field) in register.fields.iter().enumerate() {
        if Some(at) == unit_field {
            continue;
        }
        let mut columns: Vec<&Planned<'_>> = plan
            .columns
            .iter()
            .filter(|c| c.target == Target::Field(at))
            .collect();
        columns.sort_by_key(|c| c.order);
        let reader = FieldReader::new(framework, field, &work.units, period);
        if let Some(text) = work.mapping.and_then(|m| m.constants.get(&field.id)) {
            match reader.read(sheet, None, Some(text), How::default()) {
                Ok(Some(value)) => constants.push((at, value)),
                Ok(None) => {}
                Err(fault) => report.sheet(Severity::Error, sheet, fault),
            }
        }
        if !columns.is_empty() {
            let columns = columns
                .into_iter()
                .map(|planned| (planned, how(work, sheet, plan, &rows, &reader, planned)))
                .collect();
            by_field.push((at, reader, columns));
        }
    }
    let key_columns: Vec<u16> = work.mapping.map_or_else(Vec::new, |m| {
        m.key
            .iter()
            .filter_map(|heading| {
                let folded = crate::fold::fold(heading);
                plan.headings
                    .iter()
                    .find(|(_, h)| crate::fold::fold(h) == folded)
                    .map(|(c, _)| *c)
            })
            .collect()
    });
    let mut out = RecordRows::default();
    let mut keys = Keys::default();
    let (mut read, mut rejected) = (0, 0);
    for row in rows.iter() {
        // A prepared form has rows that only bear a number or the unit.
        let filled = by_field
            .iter()
            .flat_map(|(_, _, columns)| columns)
            .any(|(c, _)| row.get(c.column).is_some());
        if !filled {
            continue;
        }
        read += 1;
        let unit = match whose.of(sheet, row) {
            Ok(unit) => unit,
            Err((column, fault)) => {
                rejected += 1;
                match column {
                    Some(column) => report.cell(Severity::Error, sheet, row.number, column, fault),
                    None => report.row(Severity::Error, sheet, row.number, fault),
                }
                continue;
            }
        };
        report.unit(unit);
        let code = work.units.units()[unit].code.clone();
        let mut values = fields(sheet, row, &by_field, report);
        for (at, value) in &constants {
            if let Err(place) = values.binary_search_by_key(at, |(f, _)| *f) {
                values.insert(place, (*at, value.clone()));
            }
        }
        if let Some(at) = unit_field {
            let place = values.partition_point(|(f, _)| *f < at);
            values.insert(place, (at, Value::Text(code.to_string())));
        }
        name_row(sheet, row, register, &code, &mut values, &key_columns);
        let missing: Vec<&str> = register
            .fields
            .iter()
            .enumerate()
            .filter(|(at, f)| f.required && values.binary_search_by_key(at, |(v, _)| *v).is_err())
            .map(|(_, f)| f.name.zh.as_str())
            .collect();
        if !missing.is_empty() {
            rejected += 1;
            report.row(
                Severity::Error,
                sheet,
                row.number,
                Fault::new(
                    "required_field_missing",
                    vec![("fields", missing.join("、"))],
                ),
            );
            continue;
        }
        let key = key_of(register, &values);
        if let Some(earlier) = keys.put(&key, &out) {
            rejected += 1;
            report.row(
                Severity::Error,
                sheet,
                row.number,
                Fault::new(
                    "row_repeated",
                    vec![
                        ("key", key),
                        ("other", (u64::from(earlier) + 1).to_string()),
                    ],
                ),
            );
            continue;
        }
        out.push(&RecordRow {
            key,
            unit: code,
            fields: values.into_iter().map(|(at, v)| (at as u16, v)).collect(),
            place: Place {
                sheet: work.sheet_index,
                row: row.number,
                column: row.cells.first().map_or(0, |c| c.0),
            },
        });
    }
    let fields = register
        .fields
        .iter()
        .map(|f| f.id.as_str().into())
        .collect();
    (
        Content::Records {
            register: register.id.clone(),
            fields,
            rows: out,
        },
        read,
        rejected,
    )
}

/// A field's place in the register, what reads it, and its columns in the order in which they are tried.
type ByField<'a, 'p> = (usize, FieldReader<'a>, Vec<(&'p Planned<'p>, How<'p>)>);

/// How a column is read. Bare numbers of a percentage are points where all of them are above 1, where the
/// form is ours, and where the heading or a stated factor says so. Fractions among points are asked about;
/// where the heading says per cent they are taken as points, and told.
fn how<'p>(
    work: &SheetWork<'_>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    rows: &DataRows<'_>,
    reader: &FieldReader<'_>,
    planned: &'p Planned<'p>,
) -> How<'p> {
    let mapping = planned.mapping;
    let mut how = How {
        factor: planned.factor,
        date_format: mapping.and_then(|m| m.date_format.as_deref()),
        percent: mapping.and_then(|m| m.percent),
        mixed: false,
    };
    if how.percent.is_some() || !reader.is_percent() {
        return how;
    }
    if work.fixed_unit.is_some() || mapping.is_some_and(|m| m.factor.is_some()) {
        how.percent = Some(Percent::Points);
        return how;
    }
    let (mut small, mut large) = (false, false);
    for cell in rows.iter().filter_map(|row| row.get(planned.column)) {
        let n = number_in(sheet, cell);
        small |= n > 0.0 && n <= 1.0;
        large |= n > 1.0;
    }
    let heading = plan.headings.iter().find(|(c, _)| *c == planned.column);
    let unit = heading.and_then(|(_, h)| without_brackets(h).1);
    let says_so = unit.is_some_and(|u| matches!(u.trim(), "%" | "％"));
    how.percent = (says_so || large && !small).then_some(Percent::Points);
    how.mixed = says_so && large && small;
    how
}

/// The keys of the rows so far, by half a digest: the rows themselves hold the text.
#[derive(Default)]
struct Keys {
    first: HashMap<u32, u32>,
    /// Rows whose digest another key has too.
    crowded: Vec<u32>,
    digest: RandomState,
}

impl Keys {
    /// The row, zero-based in the file, that has the key already; else the key is that of the row that
    /// comes next in `rows`.
    fn put(&mut self, key: &str, rows: &RecordRows) -> Option<u32> {
        let next = rows.len() as u32;
        let number = |position: u32| rows.get(position as usize).map(|row| row.place.row);
        match self.first.entry(self.digest.hash_one(key) as u32) {
            Entry::Vacant(place) => {
                place.insert(next);
                None
            }
            Entry::Occupied(place) if rows.key(*place.get() as usize) == key => {
                number(*place.get())
            }
            Entry::Occupied(_) => {
                let same = |position: &&u32| rows.key(**position as usize) == key;
                let earlier = self.crowded.iter().find(same).copied();
                if earlier.is_none() {
                    self.crowded.push(next);
                }
                earlier.and_then(number)
            }
        }
    }
}

/// The values of a row in the order of the register's fields; what cannot be read is told and left out.
fn fields(
    sheet: &Sheet,
    row: Row<'_>,
    by_field: &[ByField<'_, '_>],
    report: &mut Report,
) -> Vec<(usize, Value)> {
    let mut values = Vec::with_capacity(by_field.len() + 1);
    for (at, reader, columns) in by_field {
        for (planned, how) in columns {
            let Some(said) = said(sheet, row, planned) else {
                continue;
            };
            match reader.read(sheet, said.cell, said.text.as_deref(), *how) {
                Ok(Some(value)) => {
                    let bare = match (&said.text, said.cell) {
                        (None, Some(cell)) => number_in(sheet, cell),
                        _ => 0.0,
                    };
                    if let Some(doubt) = reader.doubt(&value, bare, *how) {
                        report.cell(Severity::Warning, sheet, row.number, said.column, doubt);
                    }
                    values.push((*at, value));
                    break;
                }
                Ok(None) => {}
                Err(fault) => {
                    report.cell(Severity::Error, sheet, row.number, said.column, fault);
                }
            }
        }
    }
    values
}

/// Gives a row its name where the register names rows by one field of text: the mapping's key columns,
/// else what stands there, else a digest of all that the row says, which is the same whenever the row is
/// the same. A running number is unique only within its unit, so the unit's code is put before it.
fn name_row(
    sheet: &Sheet,
    row: Row<'_>,
    register: &Register,
    unit: &UnitCode,
    values: &mut Vec<(usize, Value)>,
    key_columns: &[u16],
) {
    let [name] = register.key.as_slice() else {
        return;
    };
    let Some(at) = register
        .fields
        .iter()
        .position(|f| f.id == *name && f.kind == FieldKind::Text)
    else {
        return;
    };
    let stated: Vec<String> = key_columns
        .iter()
        .filter_map(|c| row.get(*c))
        .map(|cell| sheet.shown(cell).trim().to_owned())
        .collect();
    let place = values.binary_search_by_key(&at, |(f, _)| *f);
    let name = if !key_columns.is_empty() && stated.len() == key_columns.len() {
        stated.join("|")
    } else {
        match place {
            Ok(place) => {
                let text = key_text(&values[place].1);
                if text.len() > 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
                    return;
                }
                format!("{unit}-{text}")
            }
            Err(_) => digest(register, values),
        }
    };
    match place {
        Ok(place) => values[place].1 = Value::Text(name),
        Err(place) => values.insert(place, (at, Value::Text(name))),
    }
}

/// The row's key: the register's key fields, else a digest of all that the row says.
fn key_of(register: &Register, values: &[(usize, Value)]) -> String {
    let value = |id: &str| {
        let at = register.fields.iter().position(|f| f.id == id)?;
        let place = values.binary_search_by_key(&at, |(f, _)| *f).ok()?;
        Some(key_text(&values[place].1))
    };
    let own: Option<Vec<String>> = register.key.iter().map(|id| value(id)).collect();
    own.filter(|o| !o.is_empty())
        .map_or_else(|| digest(register, values), |own| own.join("|"))
}

fn digest(register: &Register, values: &[(usize, Value)]) -> String {
    let mut digest = Sha256::new();
    for (at, value) in values {
        digest.update(register.fields[*at].id.as_bytes());
        digest.update([0x1f]);
        digest.update(key_text(value).as_bytes());
        digest.update([0x1e]);
    }
    let hex: String = digest
        .finalize()
        .iter()
        .take(10)
        .map(|b| format!("{b:02x}"))
        .collect();
    format!("~{hex}")
}
