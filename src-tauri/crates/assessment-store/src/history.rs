//! What became of one answer: typed, cleared, imported, in the order in which it happened.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{IndicatorId, Layer, RoundId, UnitCode};
use chrono::NaiveDateTime;
use rusqlite::params;

use crate::{
    Action, Result,
    observation::{COLUMNS, Stored, answer_text, observation_subject, packed},
    reader::Reader,
};

/// One change of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerChange {
    /// When, local time.
    pub at: NaiveDateTime,
    /// By whom.
    pub actor: String,
    /// What was done: typed, cleared, or imported.
    pub action: Action,
    /// What it became, as the audit trail words it; `None` where it was cleared, or where a later change
    /// left no trace of what an import had put there.
    pub value: Option<String>,
    /// The remark.
    pub note: Option<String>,
    /// Import batch, where it was imported.
    pub batch: Option<i64>,
}

impl Reader {
    /// Every change of one answer in one layer that stands, oldest first; imports that were taken back
    /// are not in it.
    ///
    /// # Errors
    /// [`crate::StoreError::UnknownRound`], [`crate::StoreError::UnknownUnit`].
    pub fn answer_history(
        &self,
        round: &RoundId,
        unit: &UnitCode,
        indicator: &IndicatorId,
        layer: Layer,
    ) -> Result<Vec<AnswerChange>> {
        let subject = observation_subject(round, unit, indicator, layer);
        let mut changes = Vec::new();
        // What stood there before each typed change.
        let mut stood = Vec::new();
        for mut entry in self.audit(Some(&subject), 0, u32::MAX)?.1.into_iter().rev() {
            let action = match entry.action.as_str() {
                code if code == Action::ClearObservation.code() => Action::ClearObservation,
                _ => Action::SaveObservation,
            };
            stood.extend(entry.detail.remove("before").map(|text| (entry.at, text)));
            changes.push(AnswerChange {
                at: entry.at,
                actor: entry.actor,
                action,
                value: entry.detail.remove("after"),
                note: entry.detail.remove("note"),
                batch: None,
            });
        }
        let form = self.form_row(self.round_row(round)?, self.unit_row(unit)?, layer)?;
        if let (Some(form), Some(row)) = (form, self.indicator_row(indicator)?) {
            changes.extend(self.imports_of(packed(form, row), &stood)?);
        }
        changes.sort_by_key(|change| (change.at, change.batch));
        Ok(changes)
    }

    /// The batches that wrote an observation.
    fn imports_of(&self, id: i64, stood: &[(NaiveDateTime, String)]) -> Result<Vec<AnswerChange>> {
        let now = self.stored_observation(id)?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {}, batch FROM observation_before WHERE id = ?1",
            COLUMNS.replacen("batch", "of_batch", 1)
        ))?;
        let replaced = statement
            .query_map([id], |row| Ok((Stored::from_row(row, 0)?, row.get(9)?)))?
            .collect::<Result<Vec<(Stored, i64)>, _>>()?;
        let overridden = self
            .connection
            .prepare_cached("SELECT batch FROM observation_overridden WHERE id = ?1")?
            .query_map(params![id], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        let mut batches: BTreeSet<i64> = overridden.into_iter().collect();
        batches.extend(replaced.iter().map(|(_, by)| *by));
        // What each batch wrote stands there still, or was kept when another replaced it.
        let mut wrote: BTreeMap<i64, Stored> = BTreeMap::new();
        for stored in replaced.into_iter().map(|(was, _)| was).chain(now) {
            if let Some(batch) = stored.batch {
                wrote.insert(batch, stored);
            }
        }
        batches.extend(wrote.keys());
        let change = |batch: i64| {
            let about = self.batch(batch)?;
            let kept = wrote.get(&batch);
            let next = stood
                .iter()
                .filter(|(at, _)| *at >= about.imported_at)
                .min();
            Ok(AnswerChange {
                at: about.imported_at,
                actor: about.actor,
                action: Action::Import,
                value: kept
                    .map(|stored| answer_text(&stored.answer))
                    .or_else(|| next.map(|(_, text)| text.clone())),
                note: kept.and_then(|stored| stored.note.clone()),
                batch: Some(batch),
            })
        };
        batches.into_iter().map(change).collect()
    }
}
