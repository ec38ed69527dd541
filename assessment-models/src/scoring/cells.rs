//! Stages Raw, Derived and Applicable: what each indicator is for each unit before it is scored.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CellState, LayerChoice, NotScored, ScoreError, scale};
use crate::{
    Answer, Framework, Layer, Observation, RoundData, Unit, derive::Derived, framework::Indicator,
    grid::Grid,
};

/// States and raw values, unit × indicator: what [`score_cells`](super::score_cells) reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Row-major, columns as the framework's indicators.
    pub states: Vec<CellState>,
    /// Raw values; empty where there is none.
    pub raw: Grid,
}

/// A cell whose value is a survey's estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sampled {
    /// Row: the unit.
    pub row: usize,
    /// Column: the indicator.
    pub column: usize,
    /// Standard error of the raw value, in the indicator's unit.
    pub error: f64,
}

/// What was said in the two layers, as positions of observations.
#[derive(Clone, Copy)]
struct Said {
    own: u32,
    verified: u32,
}

const NOTHING: u32 = u32::MAX;

/// Puts answers and derived values into cells. `order` holds positions in `data.units`, one for each row.
///
/// A verified value stands before a derived one, a derived one before what the unit says of itself, and
/// that before "cannot be computed": what was counted beats what was claimed, and a claim beats nothing.
/// Cells that hold a survey's estimate are named beside them.
pub(super) fn collect(
    framework: &Framework,
    data: &RoundData,
    derived: &Derived,
    order: &[usize],
    layer: LayerChoice,
) -> Result<(Cells, Vec<Sampled>), ScoreError> {
    let columns = framework.indicators.len();
    let said = index_answers(framework, data, order)?;
    let asked = asked_by_group(framework);
    let approval = framework.scoring.excuses_need_approver && layer != LayerChoice::SelfReported;
    let scales: Vec<scale::Prepared> = framework
        .indicators
        .iter()
        .map(|i| scale::Prepared::new(&i.scale))
        .collect();
    let mut states = Vec::with_capacity(order.len() * columns);
    let mut raw = Grid::empty(order.len(), columns);
    let mut sampled = Vec::new();
    for (row, &position) in order.iter().enumerate() {
        let unit = &data.units[position];
        let group = framework
            .peer_groups
            .iter()
            .position(|g| g.id == unit.peer_group)
            .ok_or_else(|| ScoreError::UnknownPeerGroup {
                unit: unit.code.clone(),
                peer_group: unit.peer_group.clone(),
            })?;
        let values = raw.row_mut(row);
        for (column, indicator) in framework.indicators.iter().enumerate() {
            if !asked[group][column] || !indicator.fits(unit) {
                states.push(CellState::NotAsked);
                continue;
            }
            let Said { own, verified } = said[row * columns + column];
            let answer = |at: u32| {
                let said = data.observations.get(at as usize).map(|o| &o.answer);
                // A remark on what is not answered says nothing in this layer.
                said.filter(|answer| answer.is_given())
            };
            let (own, verified) = match layer {
                LayerChoice::SelfReported => (answer(own), None),
                LayerChoice::Verified => (None, answer(verified)),
                LayerChoice::Final => (answer(own), answer(verified)),
            };
            let computed = derived.get(position, column);
            let asked = Asked {
                indicator,
                scale: &scales[column],
                approval,
            };
            let (state, value) = asked.state(own, verified, computed);
            // What was verified, or said where nothing could be computed, is no sample.
            if let (None, Some(Ok(_)), CellState::Scored) = (verified, computed, state)
                && let Some(error) = derived.sampling_error(position, column)
            {
                sampled.push(Sampled { row, column, error });
            }
            if let Some(value) = value {
                if !value.is_finite() {
                    return Err(ScoreError::NotFinite {
                        unit: unit.code.clone(),
                        indicator: indicator.id.clone(),
                    });
                }
                values[column] = value;
            }
            states.push(state);
        }
    }
    Ok((Cells { states, raw }, sampled))
}

/// An indicator that is asked of a unit.
struct Asked<'a> {
    indicator: &'a Indicator,
    scale: &'a scale::Prepared,
    /// Whether an excuse needs somebody who approved it.
    approval: bool,
}

impl Asked<'_> {
    fn state(
        &self,
        own: Option<&Answer>,
        verified: Option<&Answer>,
        derived: Option<Result<f64, NotScored>>,
    ) -> (CellState, Option<f64>) {
        if let Some(answer) = verified {
            return self.answered(answer);
        }
        match (derived, own) {
            (Some(Ok(value)), _) => self.answered(&Answer::Value(value)),
            (_, Some(answer)) => self.answered(answer),
            (Some(Err(why)), None) => (CellState::NotScored(why), None),
            (None, None) => (CellState::Missing, None),
        }
    }

    /// An excuse counts where the framework allows one, a reason stands beside it and, where that is asked,
    /// an approver; a value counts where the scale knows it. Everything else is no answer.
    fn answered(&self, answer: &Answer) -> (CellState, Option<f64>) {
        match answer {
            Answer::Value(x) if x.is_finite() && self.scale.normalise(*x).is_none() => {
                (CellState::Missing, None)
            }
            Answer::Unanswered => (CellState::Missing, None),
            Answer::Value(x) => (CellState::Scored, Some(*x)),
            Answer::NotApplicable { reason, approver } => {
                let approved = approver.as_ref().is_some_and(|a| !a.trim().is_empty());
                let counts = self.indicator.na_allowed
                    && !reason.trim().is_empty()
                    && (approved || !self.approval);
                let state = if counts {
                    CellState::NotApplicable
                } else {
                    CellState::Missing
                };
                (state, None)
            }
        }
    }
}

/// For each peer group, which indicators it answers.
fn asked_by_group(framework: &Framework) -> Vec<Vec<bool>> {
    framework
        .peer_groups
        .iter()
        .map(|g| framework.indicators.iter().map(|i| g.asks(i)).collect())
        .collect()
}

/// Finds each observation's cell. Answers usually come sorted by unit and indicator, so the last unit and
/// the next indicator are tried before a search.
fn index_answers(
    framework: &Framework,
    data: &RoundData,
    order: &[usize],
) -> Result<Vec<Said>, ScoreError> {
    let columns = framework.indicators.len();
    let by_id: BTreeMap<&str, usize> = framework
        .indicators
        .iter()
        .enumerate()
        .map(|(at, i)| (i.id.as_str(), at))
        .collect();
    let mut said = vec![
        Said {
            own: NOTHING,
            verified: NOTHING
        };
        order.len() * columns
    ];
    let (mut row, mut column) = (0, 0);
    for (at, observation) in (0u32..).zip(&data.observations) {
        let Observation {
            unit, indicator, ..
        } = observation;
        let current = order.get(row).map(|&p| &data.units[p].code);
        if !current.is_some_and(|code| code.is(unit)) {
            row = order
                .binary_search_by(|&p| data.units[p].code.as_str().cmp(unit.as_str()))
                .map_err(|_| ScoreError::UnknownUnit {
                    unit: unit.clone(),
                    indicator: indicator.clone(),
                })?;
        }
        let expected = framework.indicators.get(column).map(|i| &i.id);
        if !expected.is_some_and(|id| id.is(indicator)) {
            column =
                *by_id
                    .get(indicator.as_str())
                    .ok_or_else(|| ScoreError::UnknownIndicator {
                        unit: unit.clone(),
                        indicator: indicator.clone(),
                    })?;
        }
        let cell = &mut said[row * columns + column];
        let place = match observation.layer {
            Layer::SelfReported => &mut cell.own,
            Layer::Verified => &mut cell.verified,
        };
        if *place != NOTHING {
            return Err(ScoreError::DuplicateAnswer {
                unit: unit.clone(),
                indicator: indicator.clone(),
            });
        }
        *place = at;
        column += 1;
    }
    Ok(said)
}

/// Positions of the units in code order.
pub(super) fn in_code_order(units: &[Unit]) -> Result<Vec<usize>, ScoreError> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by(|&a, &b| units[a].code.cmp(&units[b].code));
    let twice = order
        .windows(2)
        .find(|w| units[w[0]].code.cmp(&units[w[1]].code) == Ordering::Equal);
    match twice {
        Some(w) => Err(ScoreError::DuplicateUnit {
            unit: units[w[0]].code.clone(),
        }),
        None => Ok(order),
    }
}
