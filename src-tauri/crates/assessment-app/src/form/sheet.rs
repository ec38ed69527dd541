//! One unit's form in one layer, with all that is shown of it.

use std::collections::BTreeMap;

use assessment_models::{
    Answer, Framework, IndicatorId, Layer, Observation, RoundData, Scorecard, Unit, UnitCode,
    scoring::{CellState, ScoreOptions},
};

use super::{file_names, layer, options, source_view, typed, units::unit_view};
use crate::{
    desk::{Desk, Scored},
    failure::{Code, Failure},
    view,
    wire::{FormAnswerView, FormView, StandingView},
};

/// A unit's answers of one layer by position of the indicator.
fn answers_of<'a>(
    framework: &Framework,
    data: &'a RoundData,
    unit: &UnitCode,
    layer: Layer,
) -> BTreeMap<usize, &'a Observation> {
    data.observations
        .iter()
        .filter(|o| o.layer == layer && o.unit == *unit)
        .filter_map(|o| Some((framework.indicator_index(&o.indicator)?, o)))
        .collect()
}

/// Raw values of a unit in the round before, by indicator.
pub(super) type Before = Option<Scored>;

pub(super) fn before(desk: &mut Desk, round: &str) -> Result<Before, Failure> {
    match desk.round_before(round) {
        Some(id) => desk.scored(id.as_str(), ScoreOptions::default()).map(Some),
        None => Ok(None),
    }
}

/// Last round's raw value of an indicator, by the id that it had then.
fn last_value(
    before: &Before,
    now: &Framework,
    unit: &UnitCode,
    indicator: &IndicatorId,
) -> Option<f64> {
    let Scored { round, card } = before.as_ref()?;
    let renamed = round.framework.renamed_from(now);
    let then = renamed.get(indicator).unwrap_or(indicator);
    let column = round.framework.indicator_index(then)?;
    card.raw.get(card.unit_index(unit)?, column)
}

/// A unit's form.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::BadArgument`] for the layer.
pub fn form(
    desk: &mut Desk,
    round: &str,
    unit: &str,
    layer_name: &str,
) -> Result<FormView, Failure> {
    let layer = layer(layer_name)?;
    let before = before(desk, round)?;
    let scored = desk.scored(round, options(layer))?;
    let sheet = Sheet::new(desk, &scored, &before, unit, layer)?;
    let answers = (0..sheet.framework.indicators.len())
        .filter_map(|at| sheet.answer(at))
        .collect();
    Ok(FormView {
        round: round.to_owned(),
        unit: unit_view(sheet.framework, &sheet.typed, sheet.unit, sheet.answered()),
        layer: layer_name.to_owned(),
        answers,
        standing: sheet.standing(),
    })
}

/// One unit's form in one layer, with all that is shown of it.
pub(super) struct Sheet<'a> {
    pub(super) framework: &'a Framework,
    card: &'a Scorecard,
    before: &'a Before,
    unit: &'a Unit,
    row: usize,
    typed: Vec<bool>,
    given: BTreeMap<usize, &'a Observation>,
    files: BTreeMap<i64, String>,
    evidence: BTreeMap<IndicatorId, u32>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        desk: &Desk,
        scored: &'a Scored,
        before: &'a Before,
        unit: &str,
        layer: Layer,
    ) -> Result<Self, Failure> {
        let Scored { round, card } = scored;
        let code = UnitCode::from(unit);
        let no_unit = || Failure::new(Code::NoSuchUnit).with("unit", unit);
        let row = card.unit_index(&code).ok_or_else(no_unit)?;
        let member = round.data.units.iter().find(|u| u.code == code);
        let given = answers_of(&round.framework, &round.data, &code, layer);
        Ok(Self {
            framework: &round.framework,
            card,
            before,
            unit: member.ok_or_else(no_unit)?,
            row,
            typed: typed(&round.framework),
            files: file_names(desk, given.values().filter_map(|o| o.source.as_ref()))?,
            given,
            evidence: desk.evidence_counts(&round.data.round.id, &code)?,
        })
    }

    fn answered(&self) -> u32 {
        let done = self.given.iter().filter(|&(&at, given)| {
            self.typed[at]
                && given.answer.is_given()
                && self.card.state(self.row, at) != CellState::NotAsked
        });
        view::count(done.count())
    }

    pub(super) fn answer(&self, at: usize) -> Option<FormAnswerView> {
        let state = view::state(self.card.state(self.row, at))?;
        let indicator = &self.framework.indicators[at];
        let given = self.given.get(&at);
        let reason = given.and_then(|o| match &o.answer {
            Answer::NotApplicable { reason, .. } => Some(reason.clone()),
            Answer::Value(_) | Answer::Unanswered => None,
        });
        Some(FormAnswerView {
            indicator: indicator.id.to_string(),
            state: state.to_owned(),
            value: self.card.raw.get(self.row, at),
            score: self.card.indicators.get(self.row, at),
            reason,
            note: given.and_then(|o| o.note.clone()),
            flagged: given.is_some_and(|o| o.flagged),
            last_value: last_value(self.before, self.framework, &self.unit.code, &indicator.id),
            derived: !self.typed[at],
            source: given.and_then(|o| o.source.as_ref()).map(|source| {
                let file = self.files.get(&source.batch);
                source_view(source, file.cloned().unwrap_or_default())
            }),
            evidence: self.evidence.get(&indicator.id).copied().unwrap_or(0),
        })
    }

    pub(super) fn standing(&self) -> StandingView {
        let score = &self.card.units[self.row];
        let asked = (0..self.typed.len())
            .filter(|&at| self.typed[at] && self.card.state(self.row, at) != CellState::NotAsked);
        StandingView {
            completeness: score.completeness,
            total: score.total,
            grade: score.grade.map(|at| self.framework.grades[at].key.clone()),
            aspects: view::aspect_scores(self.framework, self.card, self.row),
            asked: view::count(asked.count()),
            answered: self.answered(),
        }
    }
}
