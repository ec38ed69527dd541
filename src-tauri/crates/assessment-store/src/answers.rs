//! A table of answers against table `observation`: each answer gets the id that it has or would have,
//! and the two are gone through side by side in the order of their ids, form by form.

use std::collections::BTreeMap;

use assessment_models::{
    Answer, Layer, UnitCode,
    draft::{AnswerRow, AnswerTable},
};
use rusqlite::types::ValueRef;

use crate::{
    Result, StoreError,
    compare::Tally,
    import::Steps,
    observation::{COLUMNS, INDICATOR_BITS, packed},
    reader::Reader,
    write::Write,
};

/// What a row of a draft is beside what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Not there yet.
    New,
    /// There with another content.
    Changed,
    /// There as it is.
    Unchanged,
}

/// Answers in the order of their ids.
pub(crate) struct AnswerPlan<'t> {
    table: &'t AnswerTable,
    /// Id and position in the table; ids ascend and none comes twice.
    order: Vec<(i64, u32)>,
}

impl<'t> AnswerPlan<'t> {
    /// With the ids that the rows will have, for which forms and indicators are made.
    pub(crate) fn resolved(
        write: &Write<'_>,
        round: i64,
        table: &'t AnswerTable,
        known: &BTreeMap<UnitCode, i64>,
        tally: &mut Tally,
    ) -> Result<Self> {
        let forms = table
            .units
            .iter()
            .map(|code| {
                let unit = known.get(code);
                unit.map(|&unit| write.form_for(round, unit, table.layer))
                    .transpose()
            })
            .collect::<Result<Vec<_>>>()?;
        let indicators = table
            .indicators
            .iter()
            .map(|code| write.indicator_for(code))
            .collect::<Result<Vec<_>>>()?;
        Self::new(table, &forms, &indicators, tally)
    }

    /// The same for looking only: forms and indicators that are not there get numbers beyond those that
    /// are.
    pub(crate) fn provisional(
        reader: &Reader,
        round: i64,
        table: &'t AnswerTable,
        known: &BTreeMap<UnitCode, i64>,
        tally: &mut Tally,
    ) -> Result<Self> {
        let (last_form, last_indicator): (i64, i64) = reader
            .connection
            .prepare_cached(
                "SELECT coalesce((SELECT max(id) FROM form), 0),
                     coalesce((SELECT max(id) FROM indicator), 0)",
            )?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let forms = table
            .units
            .iter()
            .zip(1..)
            .map(|(code, beyond)| {
                let Some(&unit) = known.get(code) else {
                    return Ok(None);
                };
                let form = reader.form_row(round, unit, table.layer)?;
                Ok(Some(form.unwrap_or(last_form + beyond)))
            })
            .collect::<Result<Vec<_>>>()?;
        let indicators = table
            .indicators
            .iter()
            .zip(1..)
            .map(|(code, beyond)| {
                let row = reader.indicator_row(code)?;
                Ok(row.unwrap_or(last_indicator + beyond))
            })
            .collect::<Result<Vec<_>>>()?;
        Self::new(table, &forms, &indicators, tally)
    }

    fn new(
        table: &'t AnswerTable,
        forms: &[Option<i64>],
        indicators: &[i64],
        tally: &mut Tally,
    ) -> Result<Self> {
        let mut order = Vec::with_capacity(table.rows.len());
        for (position, row) in (0..).zip(&table.rows) {
            if matches!(row.answer, Answer::Value(value) if !value.is_finite()) {
                return Err(StoreError::NotFinite);
            }
            let unit = row.unit as usize;
            match forms.get(unit).copied().flatten() {
                None => match table.units.get(unit) {
                    Some(code) => tally.foreign(code),
                    None => tally.reject(1),
                },
                Some(form) => match indicators.get(row.indicator as usize) {
                    Some(&indicator) => order.push((packed(form, indicator), position)),
                    None => tally.reject(1),
                },
            }
        }
        if !order.is_sorted() {
            order.sort_unstable();
        }
        let rows = order.len();
        // Of two answers to one indicator the first counts, as in `repeats`.
        order.dedup_by_key(|(id, _)| *id);
        tally.reject((rows - order.len()) as u64);
        Ok(Self { table, order })
    }

    /// Forms, each with its answers.
    fn forms(&self) -> impl Iterator<Item = &[(i64, u32)]> {
        self.order
            .chunk_by(|a, b| a.0 >> INDICATOR_BITS == b.0 >> INDICATOR_BITS)
    }

    /// Says of each answer what it is beside what is there.
    pub(crate) fn compare(&self, reader: &Reader, mut on: impl FnMut(Change)) -> Result<()> {
        for form in self.forms() {
            self.compare_form(reader, form, |change, _, _| on(change))?;
        }
        Ok(())
    }

    fn compare_form(
        &self,
        reader: &Reader,
        form: &[(i64, u32)],
        mut on: impl FnMut(Change, i64, &'t AnswerRow),
    ) -> Result<()> {
        let (Some(&(first, _)), Some(&(last, _))) = (form.first(), form.last()) else {
            return Ok(());
        };
        let mut statement = reader.connection.prepare_cached(
            "SELECT id, value, reason, approver, note FROM observation WHERE id BETWEEN ?1 AND ?2",
        )?;
        let mut there = statement.query([first, last])?;
        let mut current = there.next()?;
        for &(id, position) in form {
            while let Some(row) = current
                && row.get::<_, i64>(0)? < id
            {
                current = there.next()?;
            }
            let answer = &self.table.rows[position as usize];
            let change = match current {
                Some(row) if row.get::<_, i64>(0)? == id => {
                    if says_nothing_else(answer, row)? {
                        Change::Unchanged
                    } else {
                        Change::Changed
                    }
                }
                _ => Change::New,
            };
            on(change, id, answer);
        }
        Ok(())
    }

    /// Writes what is new or changed, and keeps what it replaces.
    pub(crate) fn apply(
        &self,
        write: &Write<'_>,
        batch: i64,
        steps: &mut Steps<'_>,
        mut on: impl FnMut(Change),
    ) -> Result<()> {
        // Forms beyond the last observation are new as a whole: there is nothing to compare with.
        let last: Option<i64> = write
            .connection
            .prepare_cached("SELECT max(id) FROM observation")?
            .query_row([], |row| row.get(0))?;
        let last = last.unwrap_or(0);
        let mut rows = Rows::new(write, batch, self.table.layer)?;
        let mut changes = Vec::new();
        for form in self.forms() {
            if form.first().is_some_and(|&(first, _)| first > last) {
                for &(id, position) in form {
                    on(Change::New);
                    rows.insert(id, &self.table.rows[position as usize])?;
                }
            } else {
                changes.clear();
                self.compare_form(write, form, |change, id, answer| {
                    on(change);
                    changes.push((change, id, answer));
                })?;
                for &(change, id, answer) in &changes {
                    match change {
                        Change::New => rows.insert(id, answer)?,
                        Change::Changed => rows.replace(id, answer)?,
                        Change::Unchanged => {}
                    }
                }
            }
            steps.advance(form.len())?;
        }
        Ok(())
    }
}

/// Whether the answer adds nothing to what is there: what it does not say (a remark, who approved)
/// counts as the same.
fn says_nothing_else(answer: &AnswerRow, there: &rusqlite::Row<'_>) -> rusqlite::Result<bool> {
    let same_answer = match (&answer.answer, there.get_ref(1)?) {
        (Answer::Value(value), ValueRef::Real(stored)) => *value == stored,
        (Answer::NotApplicable { reason, approver }, ValueRef::Null) => {
            there.get_ref(2)?.as_str_or_null()? == Some(reason)
                && match approver {
                    None => true,
                    Some(approver) => there.get_ref(3)?.as_str_or_null()? == Some(approver),
                }
        }
        (Answer::Unanswered, ValueRef::Null) => there.get_ref(2)?.as_str_or_null()?.is_none(),
        _ => false,
    };
    Ok(same_answer
        && match &answer.note {
            None => true,
            Some(note) => there.get_ref(4)?.as_str_or_null()? == Some(&**note),
        })
}

/// The statements that write answers of a batch, prepared once.
struct Rows<'w> {
    plain: rusqlite::CachedStatement<'w>,
    full: rusqlite::CachedStatement<'w>,
    keep: rusqlite::CachedStatement<'w>,
    replace: rusqlite::CachedStatement<'w>,
    batch: i64,
    /// Who approves that an indicator does not apply, where the file does not say: whoever takes it into the
    /// verified layer.
    approver: Option<&'w str>,
}

impl<'w> Rows<'w> {
    fn new(write: &'w Write<'_>, batch: i64, layer: Layer) -> Result<Self> {
        let connection = &write.connection;
        let mut plain = connection.prepare_cached(
            r#"INSERT INTO observation (id, value, batch, sheet, "row", "column")
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)"#,
        )?;
        // Bound once: the other five change with each answer.
        plain.raw_bind_parameter(3, batch)?;
        Ok(Self {
            plain,
            full: connection.prepare_cached(
                r#"INSERT INTO observation
                     (id, value, reason, approver, note, batch, sheet, "row", "column")
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"#,
            )?,
            keep: connection.prepare_cached(&format!(
                r#"INSERT OR IGNORE INTO observation_before (batch, id, value, reason, approver, note,
                     flagged, of_batch, sheet, "row", "column")
                 SELECT ?1, id, {COLUMNS} FROM observation WHERE id = ?2 AND batch IS NOT ?1"#
            ))?,
            replace: connection.prepare_cached(
                // Who approved an unchanged reason stays, where the file does not say.
                r#"UPDATE observation SET value = ?2, reason = ?3,
                     approver = CASE WHEN reason IS ?3 THEN coalesce(?4, approver, ?10)
                         ELSE coalesce(?4, ?10) END,
                     note = coalesce(?5, note), batch = ?6, sheet = ?7, "row" = ?8, "column" = ?9
                 WHERE id = ?1"#,
            )?,
            batch,
            approver: (layer == Layer::Verified).then_some(write.actor),
        })
    }

    fn insert(&mut self, id: i64, row: &AnswerRow) -> Result<()> {
        let (Answer::Value(value), None) = (&row.answer, &row.note) else {
            return self.write_full(id, row, false);
        };
        self.plain.raw_bind_parameter(1, id)?;
        self.plain.raw_bind_parameter(2, value)?;
        self.plain.raw_bind_parameter(4, row.place.sheet)?;
        self.plain.raw_bind_parameter(5, row.place.row)?;
        self.plain.raw_bind_parameter(6, row.place.column)?;
        self.plain.raw_execute()?;
        Ok(())
    }

    fn replace(&mut self, id: i64, row: &AnswerRow) -> Result<()> {
        self.keep.execute([self.batch, id])?;
        self.write_full(id, row, true)
    }

    fn write_full(&mut self, id: i64, row: &AnswerRow, replace: bool) -> Result<()> {
        let (value, reason, named, approver) = match &row.answer {
            Answer::Value(value) => (Some(*value), None, None, None),
            Answer::Unanswered => (None, None, None, None),
            Answer::NotApplicable { reason, approver } => {
                (None, Some(reason), approver.as_deref(), self.approver)
            }
        };
        let place = row.place;
        if replace {
            self.replace.execute(rusqlite::params![
                id,
                value,
                reason,
                named,
                row.note,
                self.batch,
                place.sheet,
                place.row,
                place.column,
                approver,
            ])?;
        } else {
            self.full.execute(rusqlite::params![
                id,
                value,
                reason,
                named.or(approver),
                row.note,
                self.batch,
                place.sheet,
                place.row,
                place.column,
            ])?;
        }
        Ok(())
    }
}
