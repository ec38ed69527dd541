//! Tables `form`, `indicator` and `observation`: what units answered.
//!
//! A form is one unit's answers in one round and layer. An observation's id is
//! `form * 65536 + indicator`, so that a form is one range of the tree and a table of many units goes in
//! at its end.

use std::collections::BTreeMap;

use assessment_models::{Answer, IndicatorId, Layer, Observation, RoundId, UnitCode, draft::Place};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Action, Result, StoreError, batch::BatchNames, reader::Reader, unit, write::Write};

pub(crate) const INDICATOR_BITS: u32 = 16;

/// Columns of an observation but its id, in the order that [`Stored::from_row`] reads from `first`.
pub(crate) const COLUMNS: &str =
    r#"value, reason, approver, note, flagged, batch, sheet, "row", "column""#;

/// An observation as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) answer: Answer,
    pub(crate) note: Option<String>,
    pub(crate) flagged: bool,
    pub(crate) batch: Option<i64>,
    pub(crate) place: Option<Place>,
}

impl Stored {
    pub(crate) fn from_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        let value: Option<f64> = row.get(first)?;
        let reason: Option<String> = row.get(first + 1)?;
        let answer = match (value, reason) {
            (Some(value), _) => Answer::Value(value),
            (None, Some(reason)) => Answer::NotApplicable {
                reason,
                approver: row.get(first + 2)?,
            },
            (None, None) => Answer::Unanswered,
        };
        Ok(Self {
            answer,
            note: row.get(first + 3)?,
            flagged: row.get(first + 4)?,
            batch: row.get(first + 5)?,
            place: place(row, first + 6)?,
        })
    }
}

/// A place in the columns `sheet`, `row` and `column`, which begin at `first`.
pub(crate) fn place(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Place>> {
    let Some(sheet) = row.get(first)? else {
        return Ok(None);
    };
    Ok(Some(Place {
        sheet,
        row: row.get(first + 1)?,
        column: row.get(first + 2)?,
    }))
}

/// 0 self-reported, 1 verified.
pub(crate) fn layer_row(layer: Layer) -> i64 {
    match layer {
        Layer::SelfReported => 0,
        Layer::Verified => 1,
    }
}

pub(crate) fn layer_of(row: i64) -> Layer {
    if row == 0 {
        Layer::SelfReported
    } else {
        Layer::Verified
    }
}

/// `self_reported` or `verified`, as it stands in audit subjects.
pub(crate) fn layer_code(layer: Layer) -> &'static str {
    match layer {
        Layer::SelfReported => "self_reported",
        Layer::Verified => "verified",
    }
}

/// Id of the observation of an indicator in a form.
pub(crate) fn packed(form: i64, indicator: i64) -> i64 {
    (form << INDICATOR_BITS) | indicator
}

/// What the audit entry of an observation has as its subject:
/// `round/unit/indicator/layer`, the layer as `self_reported` or `verified`.
#[must_use]
pub(crate) fn observation_subject(
    round: &RoundId,
    unit: &UnitCode,
    indicator: &IndicatorId,
    layer: Layer,
) -> String {
    format!("{round}/{unit}/{indicator}/{}", layer_code(layer))
}

/// An answer in the history; empty where nothing is answered.
pub(crate) fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Unanswered => String::new(),
        Answer::Value(value) => value.to_string(),
        Answer::NotApplicable { reason, .. } => format!("N/A: {reason}"),
    }
}

/// Who approved that the indicator does not apply.
fn approver(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Value(_) | Answer::Unanswered => None,
        Answer::NotApplicable { approver, .. } => approver.as_deref(),
    }
}

impl Reader {
    /// Every observation of the round from units that take part; `told` hears how many forms were read.
    pub(crate) fn round_observations(
        &self,
        round: &RoundId,
        told: &dyn Fn(usize) -> Result<()>,
    ) -> Result<Vec<Observation>> {
        let forms = self
            .connection
            .prepare_cached(
                "SELECT form.id, unit.code, form.layer FROM form
                 JOIN unit ON unit.id = form.unit
                 JOIN round_unit ON round_unit.round = form.round AND round_unit.unit = form.unit
                 WHERE form.round = ?1 ORDER BY unit.code, form.layer",
            )?
            .query_map([self.round_row(round)?], |row| {
                Ok((row.get(0)?, unit::code(row, 1)?, layer_of(row.get(2)?)))
            })?
            .collect::<Result<Vec<(i64, UnitCode, Layer)>, _>>()?;
        let mut names = Names::load(self)?;
        let mut observations = Vec::new();
        for (at, (form, unit, layer)) in forms.into_iter().enumerate() {
            told(at)?;
            self.read_form(form, &unit, layer, &mut names, &mut observations)?;
        }
        Ok(observations)
    }

    /// One unit's answers in a round and layer, by indicator id as text; empty where it has none.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`].
    pub fn form(&self, round: &RoundId, unit: &UnitCode, layer: Layer) -> Result<Vec<Observation>> {
        let mut observations = Vec::new();
        if let Some(form) = self.form_row(self.round_row(round)?, self.unit_row(unit)?, layer)? {
            let mut names = Names::load(self)?;
            self.read_form(form, unit, layer, &mut names, &mut observations)?;
        }
        Ok(observations)
    }

    /// One observation; `None` where the indicator is not answered.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`].
    pub fn observation(
        &self,
        round: &RoundId,
        unit: &UnitCode,
        indicator: &IndicatorId,
        layer: Layer,
    ) -> Result<Option<Observation>> {
        let (Some(form), Some(indicator_row)) = (
            self.form_row(self.round_row(round)?, self.unit_row(unit)?, layer)?,
            self.indicator_row(indicator)?,
        ) else {
            return Ok(None);
        };
        let Some(stored) = self.stored_observation(packed(form, indicator_row))? else {
            return Ok(None);
        };
        let mut batches = BatchNames::default();
        Ok(Some(Observation {
            unit: unit.clone(),
            indicator: indicator.clone(),
            layer,
            source: batches.source(self, stored.batch, stored.place)?,
            answer: stored.answer,
            note: stored.note,
            flagged: stored.flagged,
        }))
    }

    fn read_form(
        &self,
        form: i64,
        unit: &UnitCode,
        layer: Layer,
        names: &mut Names,
        into: &mut Vec<Observation>,
    ) -> Result<()> {
        let first = into.len();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT id, {COLUMNS} FROM observation WHERE id BETWEEN ?1 AND ?2"
        ))?;
        let mut rows = statement.query([packed(form, 0), packed(form, 0xFFFF)])?;
        while let Some(row) = rows.next()? {
            let stored = Stored::from_row(row, 1)?;
            into.push(Observation {
                unit: unit.clone(),
                indicator: names.indicator(row.get(0)?)?,
                layer,
                source: names.batches.source(self, stored.batch, stored.place)?,
                answer: stored.answer,
                note: stored.note,
                flagged: stored.flagged,
            });
        }
        into[first..].sort_by(|a, b| a.indicator.cmp(&b.indicator));
        Ok(())
    }

    pub(crate) fn form_row(&self, round: i64, unit: i64, layer: Layer) -> Result<Option<i64>> {
        Ok(self
            .connection
            .prepare_cached("SELECT id FROM form WHERE round = ?1 AND layer = ?2 AND unit = ?3")?
            .query_row([round, layer_row(layer), unit], |row| row.get(0))
            .optional()?)
    }

    pub(crate) fn indicator_row(&self, indicator: &IndicatorId) -> Result<Option<i64>> {
        Ok(self
            .connection
            .prepare_cached("SELECT id FROM indicator WHERE code = ?1")?
            .query_row([indicator.as_str()], |row| row.get(0))
            .optional()?)
    }

    pub(crate) fn stored_observation(&self, id: i64) -> Result<Option<Stored>> {
        Ok(self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM observation WHERE id = ?1"))?
            .query_row([id], |row| Stored::from_row(row, 0))
            .optional()?)
    }
}

/// Names that row numbers stand for, while many observations are read.
struct Names {
    indicators: BTreeMap<i64, IndicatorId>,
    batches: BatchNames,
}

impl Names {
    fn load(reader: &Reader) -> Result<Self> {
        let indicators = reader
            .connection
            .prepare_cached("SELECT id, code FROM indicator")?
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into())))?
            .collect::<Result<_, _>>()?;
        Ok(Self {
            indicators,
            batches: BatchNames::default(),
        })
    }

    fn indicator(&self, observation: i64) -> Result<IndicatorId> {
        let row = observation & 0xFFFF;
        self.indicators.get(&row).cloned().ok_or_else(|| {
            StoreError::Corrupt(format!("observation {observation} has no indicator").into())
        })
    }
}

impl Write<'_> {
    /// Writes what a person typed for one indicator; all of it replaces what was there, and it counts
    /// as typed (`source` is not looked at). `false` where the same stood there already.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`], [`StoreError::NotInRound`],
    /// [`StoreError::NotFinite`].
    pub fn save_observation(&self, round: &RoundId, observation: &Observation) -> Result<bool> {
        let Observation {
            unit,
            indicator,
            layer,
            answer,
            note,
            flagged,
            source: _,
        } = observation;
        if matches!(answer, Answer::Value(value) if !value.is_finite()) {
            return Err(StoreError::NotFinite);
        }
        let round_row = self.round_row(round)?;
        let unit_row = self.unit_in_round(round, round_row, unit)?;
        let id = packed(
            self.form_for(round_row, unit_row, *layer)?,
            self.indicator_for(indicator)?,
        );
        let before = self.stored_observation(id)?;
        if let Some(before) = &before {
            if before.answer == *answer && before.note == *note && before.flagged == *flagged {
                return Ok(false);
            }
            self.overridden_observation(id, before)?;
        }
        self.put_observation(
            id,
            &Stored {
                answer: answer.clone(),
                note: note.clone(),
                flagged: *flagged,
                batch: None,
                place: None,
            },
        )?;
        let mut detail = vec![("after", answer_text(answer))];
        detail.extend(note.clone().map(|n| ("note", n)));
        let (stood, flag_stood) = match &before {
            Some(before) => {
                detail.push(("before", answer_text(&before.answer)));
                if before.note != *note {
                    detail.extend(before.note.clone().map(|n| ("note_before", n)));
                }
                (approver(&before.answer), before.flagged)
            }
            None => (None, false),
        };
        // Only what has changed: most answers are never flagged, nor approved.
        if stood != approver(answer) {
            detail.extend(stood.map(|name| ("approver_before", name.to_owned())));
            detail.extend(approver(answer).map(|name| ("approver", name.to_owned())));
        }
        if flag_stood != *flagged {
            detail.push(("flagged_before", flag_stood.to_string()));
            detail.push(("flagged", flagged.to_string()));
        }
        self.record_change(
            Action::SaveObservation,
            &observation_subject(round, unit, indicator, *layer),
            &detail,
        )?;
        Ok(true)
    }

    /// Removes an answer, so that the indicator is missing again. `false` where there was none.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`].
    pub fn clear_observation(
        &self,
        round: &RoundId,
        unit: &UnitCode,
        indicator: &IndicatorId,
        layer: Layer,
    ) -> Result<bool> {
        let (Some(form), Some(indicator_row)) = (
            self.form_row(self.round_row(round)?, self.unit_row(unit)?, layer)?,
            self.indicator_row(indicator)?,
        ) else {
            return Ok(false);
        };
        let id = packed(form, indicator_row);
        let Some(before) = self.stored_observation(id)? else {
            return Ok(false);
        };
        self.overridden_observation(id, &before)?;
        self.connection
            .prepare_cached("DELETE FROM observation WHERE id = ?1")?
            .execute([id])?;
        self.record_change(
            Action::ClearObservation,
            &observation_subject(round, unit, indicator, layer),
            &[("before", answer_text(&before.answer))],
        )?;
        Ok(true)
    }

    pub(crate) fn put_observation(&self, id: i64, stored: &Stored) -> Result<()> {
        let (value, reason, approver) = match &stored.answer {
            Answer::Value(value) => (Some(*value), None, None),
            Answer::NotApplicable { reason, approver } => (None, Some(reason), approver.as_ref()),
            Answer::Unanswered => (None, None, None),
        };
        self.connection
            .prepare_cached(&format!(
                "INSERT OR REPLACE INTO observation (id, {COLUMNS})
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
            ))?
            .execute(params![
                id,
                value,
                reason,
                approver,
                stored.note,
                stored.flagged,
                stored.batch,
                stored.place.map(|p| p.sheet),
                stored.place.map(|p| p.row),
                stored.place.map(|p| p.column),
            ])?;
        Ok(())
    }

    fn overridden_observation(&self, id: i64, before: &Stored) -> Result<()> {
        if let Some(batch) = before.batch {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO observation_overridden (batch, id) VALUES (?1, ?2)",
                )?
                .execute([batch, id])?;
        }
        Ok(())
    }

    /// Row number of a form, which is made where there is none.
    pub(crate) fn form_for(&self, round: i64, unit: i64, layer: Layer) -> Result<i64> {
        if let Some(form) = self.form_row(round, unit, layer)? {
            return Ok(form);
        }
        self.connection
            .prepare_cached("INSERT INTO form (round, layer, unit) VALUES (?1, ?2, ?3)")?
            .execute([round, layer_row(layer), unit])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Row number of an indicator, which is made where there is none.
    pub(crate) fn indicator_for(&self, indicator: &IndicatorId) -> Result<i64> {
        if let Some(row) = self.indicator_row(indicator)? {
            return Ok(row);
        }
        self.connection
            .prepare_cached("INSERT INTO indicator (code) VALUES (?1)")?
            .execute([indicator.as_str()])?;
        Ok(self.connection.last_insert_rowid())
    }
}
