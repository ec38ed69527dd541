//! An old round under a new framework.

use std::collections::BTreeMap;

use super::Assessed;
use crate::{
    Framework, IndicatorId, RoundData, Scorecard, Unit, UnitCode,
    scoring::{CellState, ScoreError, ScoreOptions, prepare, score_cells},
};

/// An old round under a new framework, and what of it could not be carried over.
#[derive(Debug, Clone, PartialEq)]
pub struct Restated {
    /// Its scores.
    pub card: Scorecard,
    /// Indicators with answers for which the new framework has no place, by old id.
    pub answers_dropped: Vec<IndicatorId>,
    /// Rules of adjustments entered by a person that the new framework does not have.
    pub adjustments_dropped: Vec<String>,
    /// Units whose peer group the new framework does not have.
    pub units_dropped: Vec<UnitCode>,
    /// Indicators of the new framework left out for some unit because they were not asked then, or the
    /// value then is no answer on the new scale: silence on what nobody asked is not scored 0.
    pub left_out: Vec<IndicatorId>,
}

/// Scores an old round under a new framework. `before` is its scorecard under its own; `renamed` leads
/// from old indicator ids to new ones.
///
/// What was missing then is missing still. What was not asked then, and cannot be computed from the old
/// records, does not count, and its weight goes to the rest of its group.
///
/// # Errors
///
/// [`ScoreError`] as from scoring; [`ScoreError::DuplicateAnswer`] where `renamed` leads two answers of a
/// unit to one indicator.
pub fn restate(
    old: Assessed<'_>,
    before: &Scorecard,
    new: &Framework,
    renamed: &BTreeMap<IndicatorId, IndicatorId>,
    options: ScoreOptions,
) -> Result<Restated, ScoreError> {
    // Under its own framework it is what it was.
    if std::ptr::eq(old.framework, new) && renamed.is_empty() {
        return Ok(Restated {
            card: before.clone(),
            answers_dropped: Vec::new(),
            adjustments_dropped: Vec::new(),
            units_dropped: Vec::new(),
            left_out: Vec::new(),
        });
    }
    let mut data: RoundData = old.data.clone();
    let (kept, gone): (Vec<Unit>, Vec<Unit>) = data
        .units
        .into_iter()
        .partition(|unit| new.peer_group(&unit.peer_group).is_some());
    data.units = kept;
    let mut units_dropped: Vec<UnitCode> = gone.into_iter().map(|unit| unit.code).collect();
    units_dropped.sort_unstable();
    let left = |unit: &UnitCode| units_dropped.binary_search(unit).is_ok();
    let mut answers_dropped = Vec::new();
    data.observations.retain_mut(|observation| {
        if let Some(id) = renamed.get(&observation.indicator) {
            observation.indicator = id.clone();
        }
        let known = new.indicator_index(&observation.indicator).is_some();
        if !known && observation.answer.is_given() {
            answers_dropped.push(observation.indicator.clone());
        }
        known && !left(&observation.unit)
    });
    answers_dropped.sort_unstable();
    answers_dropped.dedup();
    let mut adjustments_dropped = Vec::new();
    data.adjustments.retain(|adjustment| {
        let mut rules = new.adjustments.rules.iter();
        let known = rules.any(|r| r.id == adjustment.rule);
        if !known {
            adjustments_dropped.push(adjustment.rule.clone());
        }
        known && !left(&adjustment.unit)
    });
    adjustments_dropped.sort_unstable();
    adjustments_dropped.dedup();

    let mut prepared = prepare(new, &data, options.layer)?;
    let units: Vec<&Unit> = prepared.order.iter().map(|&at| &data.units[at]).collect();
    let origins = origins(old.framework, new, renamed);
    let mut out = vec![false; new.indicators.len()];
    for (at, state) in prepared.cells.states.iter_mut().enumerate() {
        let (row, column) = (at / out.len(), at % out.len());
        let then = before.unit_index(&units[row].code).zip(origins[column]);
        let was_missing = then.is_some_and(|(r, c)| before.state(r, c) == CellState::Missing);
        if *state == CellState::Missing && !was_missing {
            *state = CellState::NotAsked;
            out[column] = true;
        }
    }
    let scores = score_cells(new, &units, &prepared.cells, &prepared.events, options.mode)?;
    let left_out = new.indicators.iter().zip(out).filter(|(_, out)| *out);
    Ok(Restated {
        card: Scorecard {
            framework: new.id.clone(),
            framework_version: new.version.clone(),
            round: data.round.id.clone(),
            layer: options.layer,
            mode: options.mode,
            units: scores.units,
            states: prepared.cells.states,
            raw: prepared.cells.raw,
            sampled: prepared.sampled,
            indicators: scores.indicators,
            weights: scores.weights,
            objectives: scores.objectives,
            aspects: scores.aspects,
        },
        answers_dropped,
        adjustments_dropped,
        units_dropped,
        left_out: left_out.map(|(i, _)| i.id.clone()).collect(),
    })
}

/// For each indicator of the new framework, its position in the old one.
fn origins(
    old: &Framework,
    new: &Framework,
    renamed: &BTreeMap<IndicatorId, IndicatorId>,
) -> Vec<Option<usize>> {
    let mut origins = vec![None; new.indicators.len()];
    for (then, indicator) in old.indicators.iter().enumerate() {
        let id = renamed.get(&indicator.id).unwrap_or(&indicator.id);
        if let Some(now) = new.indicator_index(id) {
            origins[now] = Some(then);
        }
    }
    origins
}
