//! Drafts applied: one batch each, all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    RoundId, UnitCode,
    draft::{Content, Draft, RecordRow, ResponseRow},
};

use crate::{
    Action, Result, StoreError,
    answers::{AnswerPlan, Change},
    before,
    compare::{Comparison, RecordSheet, TakenNumbers, Tally, response_key, unit_of},
    record::{RecordBefore, row_name},
    repeats::{first_by, first_records, first_units},
    response::ResponseBefore,
    write::Write,
};

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
    /// Rows that were rejected because another unit's row bears their number already, by that unit.
    pub taken_numbers: Vec<TakenNumbers>,
}

/// How far an import is, and whether it is to go on.
pub(crate) struct Steps<'a> {
    done: usize,
    told: usize,
    total: usize,
    on_progress: &'a mut dyn FnMut(usize, usize),
    cancel: &'a dyn Fn() -> bool,
}

impl Steps<'_> {
    pub(crate) fn advance(&mut self, rows: usize) -> Result<()> {
        self.done += rows;
        if self.done - self.told >= STRIDE {
            self.tell()?;
        }
        Ok(())
    }

    /// Says how far it is.
    fn tell(&mut self) -> Result<()> {
        if (self.cancel)() {
            return Err(StoreError::Cancelled);
        }
        self.told = self.done;
        (self.on_progress)(self.done, self.total);
        Ok(())
    }
}

/// How many rows go by between two reports of progress.
const STRIDE: usize = 8192;

fn rows_in(draft: &Draft) -> usize {
    let rows = |content: &Content| match content {
        Content::Answers(table) => table.rows.len(),
        Content::Units(units) => units.len(),
        Content::Records { rows, .. } => rows.len(),
        Content::Responses(rows) => rows.len(),
        Content::Rectification(rows) => rows.len(),
    };
    draft.contents.iter().map(rows).sum()
}

fn kinds_in(draft: &Draft) -> Vec<String> {
    let kind = |content: &Content| match content {
        Content::Answers(_) => "answers".to_owned(),
        Content::Units(_) => "units".to_owned(),
        Content::Records { register, .. } => register.to_string(),
        Content::Responses(_) => "responses".to_owned(),
        Content::Rectification(_) => "rectification".to_owned(),
    };
    let kinds: BTreeSet<String> = draft.contents.iter().map(kind).collect();
    kinds.into_iter().collect()
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
            told: 0,
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
                    let sheet = self.record_sheet(round_row, register, fields)?;
                    let register = self.register_for(sheet.register)?;
                    let into = (batch, register);
                    for row in first_records(rows, &mut tally) {
                        self.apply_record(into, &sheet, &row, &known, &mut tally)?;
                        steps.advance(1)?;
                    }
                }
                Content::Responses(rows) => {
                    for (_, row) in first_by(rows, response_key, &mut tally) {
                        self.apply_response(round_row, batch, row, &known, &mut tally)?;
                        steps.advance(1)?;
                    }
                }
                Content::Rectification(rows) => {
                    self.apply_reports((round_row, batch), rows, &mut tally)?;
                    steps.advance(rows.len())?;
                }
            }
        }
        steps.tell()?;
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
            taken_numbers: counts.taken_numbers,
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
            for (code, row) in first_units(units, tally) {
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
        (batch, register): (i64, i64),
        sheet: &RecordSheet<'_>,
        row: &RecordRow,
        known: &BTreeMap<UnitCode, i64>,
        tally: &mut Tally,
    ) -> Result<()> {
        let Some(&unit) = known.get(&row.unit) else {
            tally.foreign(&row.unit);
            return Ok(());
        };
        let (change, image, was) = match self.record_change_by(sheet, row, unit)? {
            Ok(becoming) => becoming,
            Err(other) => {
                tally.taken(other, &row.key);
                return Ok(());
            }
        };
        tally.count(change);
        if change == Change::Unchanged {
            return Ok(());
        }
        if let Some((of_batch, was)) = was {
            let name = row_name(sheet.register, &row.key);
            let was = RecordBefore {
                unit: self.unit_of_row(was.unit)?,
                fields: was.fields,
                place: was.place,
            };
            self.keep_row_before(batch, before::RECORD, &name, of_batch, &was)?;
        }
        self.put_record_of(sheet.round, register, &row.key, &image, Some(batch))
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
            let name = response_key(row).name();
            let was = ResponseBefore {
                party: was.party,
                unit: was.unit.map(|unit| self.unit_of_row(unit)).transpose()?,
                answered_at: was.answered_at,
                answers: was.answers,
                place: was.place,
            };
            self.keep_row_before(batch, before::RESPONSE, &name, of_batch, &was)?;
        }
        self.put_response(round, &row.id, &image, Some(batch))
    }
}
