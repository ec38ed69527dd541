//! Drafts against what is there: compared for the preview, applied as one batch.
//!
//! What a draft does not say stays: a remark or flag beside an answer, a field that the file has no
//! column for. So a second import of one file finds everything unchanged, whatever was added by hand.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    RoundId, Unit, UnitCode, Value,
    draft::{Content, Draft, Place, RecordRow, RecordRows, ResponseRow},
};

use crate::{
    Action, Result, StoreError,
    answers::{AnswerPlan, Change},
    before, fields,
    reader::Reader,
    record::{RecordImage, row_name},
    response::ResponseImage,
    write::Write,
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
    /// again further down in the same file, where the last one counts.
    pub rejected: u64,
    /// The units that rows were rejected for, because they take no part in the round.
    pub foreign_units: Vec<UnitCode>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchReport {
    /// The batch; `None` where nothing was new or changed, and so nothing was written.
    pub batch: Option<i64>,
    /// Rows or answers that were read.
    pub rows_read: u64,
    /// New or changed.
    pub accepted: u64,
    /// As they already stood.
    pub unchanged: u64,
    /// Not taken.
    pub rejected: u64,
    /// The units that rows were rejected for, because they take no part in the round.
    pub foreign_units: Vec<UnitCode>,
}

/// What the rows of one register's table have in common.
struct RecordSheet<'d> {
    round: i64,
    register: &'d str,
    /// Ids of the fields that the rows count.
    fields: &'d [Box<str>],
}

/// What a row becomes by a draft, and what it was, with the batch that it was of.
type Becoming<T> = (Change, T, Option<(Option<i64>, T)>);

/// How far an import is, and whether it is to go on.
pub(crate) struct Steps<'a> {
    done: usize,
    total: usize,
    on_progress: &'a mut dyn FnMut(usize, usize),
    cancel: &'a dyn Fn() -> bool,
}

impl Steps<'_> {
    pub(crate) fn advance(&mut self, rows: usize) -> Result<()> {
        if (self.cancel)() {
            return Err(StoreError::Cancelled);
        }
        self.done += rows;
        (self.on_progress)(self.done, self.total);
        Ok(())
    }
}

/// How many rows go by between two reports of progress.
pub(crate) const STRIDE: usize = 8192;

/// Counts while a draft is gone through.
#[derive(Default)]
pub(crate) struct Tally {
    counts: Comparison,
    foreign: BTreeSet<UnitCode>,
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

    fn into_comparison(mut self, draft: &Draft) -> Comparison {
        self.counts.rejected += draft.rows_rejected as u64;
        self.counts.foreign_units = self.foreign.into_iter().collect();
        self.counts
    }
}

fn rows_in(draft: &Draft) -> usize {
    let rows = |content: &Content| match content {
        Content::Answers(table) => table.rows.len(),
        Content::Units(units) => units.len(),
        Content::Records { rows, .. } => rows.len(),
        Content::Responses(rows) => rows.len(),
    };
    draft.contents.iter().map(rows).sum()
}

fn kinds_in(draft: &Draft) -> Vec<String> {
    let kind = |content: &Content| match content {
        Content::Answers(_) => "answers".to_owned(),
        Content::Units(_) => "units".to_owned(),
        Content::Records { register, .. } => register.to_string(),
        Content::Responses(_) => "responses".to_owned(),
    };
    let kinds: BTreeSet<String> = draft.contents.iter().map(kind).collect();
    kinds.into_iter().collect()
}

impl Reader {
    /// What [`Write::apply`] would do. Nothing is written.
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
                for (code, unit) in last_units(units, &mut tally) {
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
                    let sheet = RecordSheet {
                        round,
                        register: register.as_str(),
                        fields,
                    };
                    for row in last_records(rows, &mut tally) {
                        match known.get(&row.unit) {
                            None => tally.foreign(&row.unit),
                            Some(&unit) => {
                                let (change, ..) = self.record_change_by(&sheet, &row, unit)?;
                                tally.count(change);
                            }
                        }
                    }
                }
                Content::Responses(rows) => {
                    for (_, row) in last_by(rows, |r| &r.id, &mut tally) {
                        match unit_of(row, &known) {
                            Err(unit) => tally.foreign(unit),
                            Ok(unit) => tally.count(self.response_change_by(round, row, unit)?.0),
                        }
                    }
                }
            }
        }
        Ok(tally.into_comparison(draft))
    }

    /// What a unit becomes by a draft, and whether that is new.
    fn unit_change(&self, row: &Unit, takes_part: bool) -> Result<(Change, Unit)> {
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

    /// What a record becomes by a draft's row, and what it was.
    fn record_change_by(
        &self,
        sheet: &RecordSheet<'_>,
        row: &RecordRow,
        unit: i64,
    ) -> Result<Becoming<RecordImage>> {
        let said = || {
            row.fields.iter().filter_map(|(field, value)| {
                let field = sheet.fields.get(usize::from(*field))?;
                Some((&**field, value))
            })
        };
        let place = Some(row.place);
        let Some(before) = self.stored_record(sheet.round, sheet.register, &row.key)? else {
            let fields = fields::encode(said())?;
            let image = RecordImage {
                unit,
                fields,
                place,
            };
            return Ok((Change::New, image, None));
        };
        let there = fields::decode(&before.image.fields)?;
        let mut all: BTreeMap<&str, &Value> = there.iter().map(|(f, v)| (f.as_str(), v)).collect();
        all.extend(said());
        let image = RecordImage {
            unit,
            fields: fields::encode(all)?,
            place,
        };
        let change = if image.unit == before.image.unit && image.fields == before.image.fields {
            Change::Unchanged
        } else {
            Change::Changed
        };
        Ok((change, image, Some((before.batch, before.image))))
    }

    /// What a response becomes by a draft's row, and what it was.
    fn response_change_by(
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
        let Some(before) = self.stored_response(round, &row.id)? else {
            return Ok((Change::New, image, None));
        };
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

impl Write<'_> {
    /// Writes everything sound of a confirmed draft into `round` as one batch, and says what it did.
    /// Units that the draft brings take part in the round from then on. Where nothing is new or
    /// changed, no batch is made. `on_progress(done, total)` counts rows; `cancel` is asked every few
    /// thousand of them.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::Cancelled`], [`StoreError::NotFinite`],
    /// [`StoreError::DiskFull`], [`StoreError::Io`]. The transaction must then be given up, which
    /// [`crate::Workspace::write`] does when the error is passed on.
    pub fn apply(
        &self,
        draft: &Draft,
        round: &RoundId,
        on_progress: &mut dyn FnMut(usize, usize),
        cancel: &dyn Fn() -> bool,
    ) -> Result<BatchReport> {
        let round_row = self.round_row(round)?;
        let batch = self.begin_batch(draft, round_row, &kinds_in(draft))?;
        let mut steps = Steps {
            done: 0,
            total: rows_in(draft),
            on_progress,
            cancel,
        };
        let mut tally = Tally::default();
        let known = self.apply_units(draft, round_row, batch, &mut steps, &mut tally)?;
        for content in &draft.contents {
            match content {
                Content::Units(_) => {}
                Content::Answers(table) => {
                    let plan = AnswerPlan::resolved(self, round_row, table, &known, &mut tally)?;
                    plan.apply(self, batch, &mut steps, |change| tally.count(change))?;
                }
                Content::Records {
                    register,
                    fields,
                    rows,
                } => {
                    let sheet = RecordSheet {
                        round: round_row,
                        register: register.as_str(),
                        fields,
                    };
                    for row in last_records(rows, &mut tally) {
                        self.apply_record(batch, &sheet, &row, &known, &mut tally)?;
                        steps.advance(1)?;
                    }
                }
                Content::Responses(rows) => {
                    for (_, row) in last_by(rows, |r| &r.id, &mut tally) {
                        self.apply_response(round_row, batch, row, &known, &mut tally)?;
                        steps.advance(1)?;
                    }
                }
            }
        }
        let counts = tally.into_comparison(draft);
        self.end_batch(batch, round, draft, counts)
    }

    fn end_batch(
        &self,
        batch: i64,
        round: &RoundId,
        draft: &Draft,
        counts: Comparison,
    ) -> Result<BatchReport> {
        let report = BatchReport {
            batch: Some(batch),
            rows_read: draft.rows_read as u64,
            accepted: counts.new + counts.changed,
            unchanged: counts.unchanged,
            rejected: counts.rejected,
            foreign_units: counts.foreign_units,
        };
        if report.accepted == 0 {
            self.drop_batch(batch)?;
            return Ok(BatchReport {
                batch: None,
                ..report
            });
        }
        self.finish_batch(batch, &report)?;
        self.record_change(
            Action::Import,
            &format!("{round}/{batch}"),
            &[
                ("file", draft.file_name.clone()),
                ("sha256", draft.sha256.clone()),
                ("new", counts.new.to_string()),
                ("changed", counts.changed.to_string()),
                ("unchanged", counts.unchanged.to_string()),
                ("rejected", counts.rejected.to_string()),
            ],
        )?;
        Ok(report)
    }

    fn apply_units(
        &self,
        draft: &Draft,
        round: i64,
        batch: i64,
        steps: &mut Steps<'_>,
        tally: &mut Tally,
    ) -> Result<BTreeMap<UnitCode, i64>> {
        let mut known = self.round_unit_rows(round)?;
        for content in &draft.contents {
            let Content::Units(units) = content else {
                continue;
            };
            for (code, row) in last_units(units, tally) {
                let (change, after) = self.unit_change(row, known.contains_key(code))?;
                tally.count(change);
                let before = self.unit(code)?;
                let unit = if before.as_ref() == Some(&after) {
                    self.unit_row(code)?
                } else {
                    if let Some(before) = before {
                        let of_batch = self.unit_batch(code)?;
                        self.keep_row_before(
                            batch,
                            before::UNIT,
                            code.as_str(),
                            of_batch,
                            &before,
                        )?;
                    }
                    self.put_unit(&after, Some(batch))?
                };
                self.connection
                    .prepare_cached(
                        "INSERT OR IGNORE INTO round_unit (round, unit, batch) VALUES (?1, ?2, ?3)",
                    )?
                    .execute([round, unit, batch])?;
                known.insert(code.clone(), unit);
                steps.advance(1)?;
            }
        }
        Ok(known)
    }

    fn apply_record(
        &self,
        batch: i64,
        sheet: &RecordSheet<'_>,
        row: &RecordRow,
        known: &BTreeMap<UnitCode, i64>,
        tally: &mut Tally,
    ) -> Result<()> {
        let Some(&unit) = known.get(&row.unit) else {
            tally.foreign(&row.unit);
            return Ok(());
        };
        let (change, image, was) = self.record_change_by(sheet, row, unit)?;
        tally.count(change);
        if change == Change::Unchanged {
            return Ok(());
        }
        if let Some((of_batch, was)) = was {
            let name = row_name(sheet.register, &row.key);
            self.keep_row_before(batch, before::RECORD, &name, of_batch, &was)?;
        }
        self.put_record(sheet.round, sheet.register, &row.key, &image, Some(batch))
    }

    fn apply_response(
        &self,
        round: i64,
        batch: i64,
        row: &ResponseRow,
        known: &BTreeMap<UnitCode, i64>,
        tally: &mut Tally,
    ) -> Result<()> {
        let unit = match unit_of(row, known) {
            Ok(unit) => unit,
            Err(unit) => {
                tally.foreign(unit);
                return Ok(());
            }
        };
        let (change, image, was) = self.response_change_by(round, row, unit)?;
        tally.count(change);
        if change == Change::Unchanged {
            return Ok(());
        }
        if let Some((of_batch, was)) = was {
            self.keep_row_before(batch, before::RESPONSE, &row.id, of_batch, &was)?;
        }
        self.put_response(round, &row.id, &image, Some(batch))
    }
}

fn unit_of<'r>(
    row: &'r ResponseRow,
    known: &BTreeMap<UnitCode, i64>,
) -> std::result::Result<Option<i64>, &'r UnitCode> {
    match &row.unit {
        None => Ok(None),
        Some(unit) => known.get(unit).copied().map(Some).ok_or(unit),
    }
}

/// The last row of each key, in the order of the keys; the ones before it count as rejected.
fn last_records<'r>(
    rows: &'r RecordRows,
    tally: &mut Tally,
) -> impl Iterator<Item = RecordRow> + use<'r> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if !order.is_sorted_by_key(|&at| rows.key(at)) {
        order.sort_by_key(|&at| rows.key(at));
    }
    // Rows of one key stand in reading order: `dedup_by` keeps the first of a run and hands over the
    // later one first, so the later position is moved into the kept one.
    order.dedup_by(|later, kept| {
        let same = rows.key(*later) == rows.key(*kept);
        if same {
            *kept = *later;
        }
        same
    });
    tally.reject((rows.len() - order.len()) as u64);
    order.into_iter().filter_map(|at| rows.get(at))
}

/// The last row of each name, in the order of the names; the ones before it count as rejected.
fn last_by<'r, R>(
    rows: &'r [R],
    name: impl Fn(&'r R) -> &'r String,
    tally: &mut Tally,
) -> BTreeMap<&'r str, &'r R> {
    let last: BTreeMap<&str, &R> = rows.iter().map(|row| (name(row).as_str(), row)).collect();
    tally.reject((rows.len() - last.len()) as u64);
    last
}

fn last_units<'r>(
    units: &'r [(Unit, Place)],
    tally: &mut Tally,
) -> BTreeMap<&'r UnitCode, &'r Unit> {
    let last: BTreeMap<&UnitCode, &Unit> = units.iter().map(|(u, _)| (&u.code, u)).collect();
    tally.reject((units.len() - last.len()) as u64);
    last
}
