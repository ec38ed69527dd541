//! A draft beside what is there: what each row would change, and how many of each there are.
//!
//! What a draft does not say stays: a remark or flag beside an answer, a field that the file has no
//! column for. So a second import of one file finds everything unchanged, whatever was added by hand.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    RegisterId, RoundId, Unit, UnitCode, Value,
    draft::{Content, Draft, RecordRow, ResponseRow},
};

use crate::{
    Result,
    answers::{AnswerPlan, Change},
    fields,
    reader::Reader,
    record::RecordImage,
    repeats::{first_by, first_records, first_units},
    response::{ResponseImage, ResponseKey},
};

/// What applying a draft would do, in rows (of answers: answers).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Not there yet.
    pub new: u64,
    /// There with another content.
    pub changed: u64,
    /// There as they are.
    pub unchanged: u64,
    /// Not taken: rejected in the draft already, of a unit that takes no part in the round, or given
    /// before in the same table, where the first one counts.
    pub rejected: u64,
    /// The units that rows were rejected for, because they take no part in the round.
    pub foreign_units: Vec<UnitCode>,
    /// Rows that were rejected because another unit's row bears their number already, by that unit.
    pub taken_numbers: Vec<TakenNumbers>,
}

/// Rows of a register that bear numbers of another unit's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenNumbers {
    /// Whose rows have the numbers in the workspace.
    pub unit: UnitCode,
    /// The first of the numbers.
    pub key: String,
    /// How many rows.
    pub rows: u64,
}

/// What the rows of one register's table have in common.
pub(crate) struct RecordSheet<'d> {
    pub(crate) round: i64,
    pub(crate) register: &'d str,
    /// Ids of the fields that the rows count.
    pub(crate) fields: &'d [Box<str>],
    /// The register holds nothing in the round yet, so that no row has to be looked for.
    pub(crate) fresh: bool,
}

/// What a row becomes by a draft, and what it was, with the batch that it was of.
pub(crate) type Becoming<T> = (Change, T, Option<(Option<i64>, T)>);

/// Counts while a draft is gone through.
#[derive(Default)]
pub(crate) struct Tally {
    counts: Comparison,
    foreign: BTreeSet<UnitCode>,
    taken: BTreeMap<UnitCode, TakenNumbers>,
}

impl Tally {
    pub(crate) fn count(&mut self, change: Change) {
        match change {
            Change::New => self.counts.new += 1,
            Change::Changed => self.counts.changed += 1,
            Change::Unchanged => self.counts.unchanged += 1,
        }
    }

    pub(crate) fn reject(&mut self, rows: u64) {
        self.counts.rejected += rows;
    }

    pub(crate) fn foreign(&mut self, unit: &UnitCode) {
        if !self.foreign.contains(unit) {
            self.foreign.insert(unit.clone());
        }
        self.counts.rejected += 1;
    }

    /// A row whose number the register gave to a row of `unit`.
    pub(crate) fn taken(&mut self, unit: UnitCode, key: &str) {
        let taken = self.taken.entry(unit.clone());
        let taken = taken.or_insert_with(|| TakenNumbers {
            unit,
            key: key.to_owned(),
            rows: 0,
        });
        taken.rows += 1;
        self.counts.rejected += 1;
    }

    pub(crate) fn into_comparison(mut self, draft: &Draft) -> Comparison {
        self.counts.rejected += draft.rows_rejected as u64;
        self.counts.foreign_units = self.foreign.into_iter().collect();
        self.counts.taken_numbers = self.taken.into_values().collect();
        self.counts
    }
}

impl Reader {
    /// What [`crate::Write::apply`] would do. Nothing is written.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn compare(&self, draft: &Draft, round: &RoundId) -> Result<Comparison> {
        let round = self.round_row(round)?;
        let mut tally = Tally::default();
        let mut known: BTreeMap<UnitCode, i64> = self.round_unit_rows(round)?;
        // Units that the draft itself brings have no row yet; no row has this number.
        const NOT_YET: i64 = 0;
        for content in &draft.contents {
            if let Content::Units(units) = content {
                for (code, unit) in first_units(units, &mut tally) {
                    tally.count(self.unit_change(unit, known.contains_key(code))?.0);
                    known.entry(code.clone()).or_insert(NOT_YET);
                }
            }
        }
        for content in &draft.contents {
            match content {
                Content::Units(_) => {}
                Content::Answers(table) => {
                    let plan = AnswerPlan::provisional(self, round, table, &known, &mut tally)?;
                    plan.compare(self, |change| tally.count(change))?;
                }
                Content::Records {
                    register,
                    fields,
                    rows,
                } => {
                    let sheet = self.record_sheet(round, register, fields)?;
                    for row in first_records(rows, &mut tally) {
                        match known.get(&row.unit) {
                            None => tally.foreign(&row.unit),
                            Some(_) if sheet.fresh => {
                                fields::finite(row.fields.iter().map(|(_, value)| value))?;
                                tally.count(Change::New);
                            }
                            Some(&unit) => match self.record_change_by(&sheet, &row, unit)? {
                                Ok((change, ..)) => tally.count(change),
                                Err(other) => tally.taken(other, &row.key),
                            },
                        }
                    }
                }
                Content::Responses(rows) => {
                    for (_, row) in first_by(rows, response_key, &mut tally) {
                        match unit_of(row, &known) {
                            Err(unit) => tally.foreign(unit),
                            Ok(unit) => tally.count(self.response_change_by(round, row, unit)?.0),
                        }
                    }
                }
                Content::Rectification(rows) => self.compare_reports(round, rows, &mut tally)?,
            }
        }
        Ok(tally.into_comparison(draft))
    }

    /// The table of a register, as a draft brings it.
    pub(crate) fn record_sheet<'d>(
        &self,
        round: i64,
        register: &'d RegisterId,
        fields: &'d [Box<str>],
    ) -> Result<RecordSheet<'d>> {
        let register = register.as_str();
        Ok(RecordSheet {
            round,
            register,
            fields,
            fresh: !self.has_records(round, register)?,
        })
    }

    /// What a unit becomes by a draft, and whether that is new.
    pub(crate) fn unit_change(&self, row: &Unit, takes_part: bool) -> Result<(Change, Unit)> {
        let Some(before) = self.unit(&row.code)? else {
            return Ok((Change::New, row.clone()));
        };
        let mut after = row.clone();
        after.parent = row.parent.clone().or_else(|| before.parent.clone());
        if row.tags.is_empty() {
            after.tags.clone_from(&before.tags);
        }
        for (name, number) in &before.attributes {
            after.attributes.entry(name.clone()).or_insert(*number);
        }
        let change = if after == before && takes_part {
            Change::Unchanged
        } else {
            Change::Changed
        };
        Ok((change, after))
    }

    /// What a record becomes by a draft's row, and what it was. Two units may number alike; the row of
    /// another unit that bears the number is not the same record, and its unit is the error.
    pub(crate) fn record_change_by(
        &self,
        sheet: &RecordSheet<'_>,
        row: &RecordRow,
        unit: i64,
    ) -> Result<std::result::Result<Becoming<RecordImage>, UnitCode>> {
        let said = || {
            row.fields.iter().filter_map(|(field, value)| {
                let field = sheet.fields.get(usize::from(*field))?;
                Some((&**field, value))
            })
        };
        let place = Some(row.place);
        let before = if sheet.fresh {
            None
        } else {
            self.stored_record(sheet.round, sheet.register, &row.key)?
        };
        let Some(before) = before else {
            let fields = fields::encode(said())?;
            let image = RecordImage {
                unit,
                fields,
                place,
            };
            return Ok(Ok((Change::New, image, None)));
        };
        if before.image.unit != unit {
            return Ok(Err(self.unit_of_row(before.image.unit)?));
        }
        let there = fields::decode(&before.image.fields)?;
        let mut all: BTreeMap<&str, &Value> = there.iter().map(|(f, v)| (f.as_str(), v)).collect();
        all.extend(said());
        let image = RecordImage {
            unit,
            fields: fields::encode(all)?,
            place,
        };
        let change = if image.fields == before.image.fields {
            Change::Unchanged
        } else {
            Change::Changed
        };
        Ok(Ok((change, image, Some((before.batch, before.image)))))
    }

    /// What a response becomes by a draft's row, and what it was.
    pub(crate) fn response_change_by(
        &self,
        round: i64,
        row: &ResponseRow,
        unit: Option<i64>,
    ) -> Result<Becoming<ResponseImage>> {
        let mut image = ResponseImage {
            party: row.party,
            unit,
            answered_at: row.answered_at,
            answers: fields::encode(row.answers.iter().map(|(q, a)| (&**q, a)))?,
            place: Some(row.place),
        };
        let Some(before) = self.stored_response(round, response_key(row))? else {
            return Ok((Change::New, image, None));
        };
        let there = fields::decode(&before.image.answers)?;
        let mut all: BTreeMap<&str, &Value> = there.iter().map(|(q, a)| (q.as_str(), a)).collect();
        all.extend(row.answers.iter().map(|(q, a)| (&**q, a)));
        image.answers = fields::encode(all)?;
        image.answered_at = image.answered_at.or(before.image.answered_at);
        image.unit = image.unit.or(before.image.unit);
        let place = std::mem::replace(&mut image.place, before.image.place);
        let change = if image == before.image {
            Change::Unchanged
        } else {
            Change::Changed
        };
        image.place = place;
        Ok((change, image, Some((before.batch, before.image))))
    }
}

/// What names a response of a draft.
pub(crate) fn response_key(row: &ResponseRow) -> ResponseKey<'_> {
    ResponseKey {
        party: row.party,
        id: &row.id,
    }
}

/// The unit of a response, where it has one; a unit that takes no part is the error.
pub(crate) fn unit_of<'r>(
    row: &'r ResponseRow,
    known: &BTreeMap<UnitCode, i64>,
) -> std::result::Result<Option<i64>, &'r UnitCode> {
    match &row.unit {
        None => Ok(None),
        Some(unit) => known.get(unit).copied().map(Some).ok_or(unit),
    }
}
