//! What if: answers or weights changed on a copy, and score, grade and rank at once.
//!
//! Nothing is stored. Answers and records are collected once ([`WhatIf::new`]); each trial then only
//! rescores the dense cells, fast enough for a slider. A changed answer stands in for whatever the cell
//! held, derived values included; deductions stay as the records made them.

mod shares;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::{
    Answer, AspectId, Framework, IndicatorId, ObjectiveId, RoundData, Unit, UnitCode,
    scoring::{
        CellState, Cells, Mode, Prepared, Ranking, ScoreError, ScoreOptions, Scores, normalise,
        prepare, score_cells,
    },
};

/// An element of the tree whose share can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// Share of the total.
    Aspect(AspectId),
    /// Share within its aspect.
    Objective(ObjectiveId),
    /// Share within its objective.
    Indicator(IndicatorId),
}

impl Element {
    /// The aspect, objective or indicator with this id.
    ///
    /// # Errors
    ///
    /// [`WhatIfError::UnknownElement`].
    pub fn of(framework: &Framework, id: &str) -> Result<Self, WhatIfError> {
        if framework.aspects.iter().any(|a| a.id == *id) {
            Ok(Self::Aspect(id.into()))
        } else if framework.objectives.iter().any(|o| o.id == *id) {
            Ok(Self::Objective(id.into()))
        } else if framework.indicators.iter().any(|i| i.id == *id) {
            Ok(Self::Indicator(id.into()))
        } else {
            Err(WhatIfError::UnknownElement {
                element: id.to_owned(),
            })
        }
    }
}

/// One thing that is tried.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A unit answers otherwise; `None` is no answer.
    Answer {
        /// Whose.
        unit: UnitCode,
        /// To what.
        indicator: IndicatorId,
        /// What.
        answer: Option<Answer>,
    },
    /// An element has this share of its group; the rest keep their proportions in what is left.
    Share {
        /// Which.
        element: Element,
        /// 0..=1.
        share: f64,
    },
}

/// Why a trial cannot be made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WhatIfError {
    /// No such unit in the round.
    #[error("the round has no unit {unit}")]
    UnknownUnit {
        /// The code.
        unit: UnitCode,
    },
    /// No such aspect, objective or indicator in the framework.
    #[error("the framework has no {element}")]
    UnknownElement {
        /// The id.
        element: String,
    },
    /// The indicator is not asked of the unit.
    #[error("indicator {indicator} is not asked of {unit}")]
    NotAsked {
        /// Whose.
        unit: UnitCode,
        /// Which.
        indicator: IndicatorId,
    },
    /// The value is no answer on the indicator's scale, or "not applicable" may not be chosen or lacks
    /// its reason.
    #[error("that is no answer to indicator {indicator}")]
    NoAnswer {
        /// Which.
        indicator: IndicatorId,
    },
    /// A share outside 0..=1, or shares of one group that sum to more than 1 or leave nothing to divide.
    #[error("the shares in {group} cannot sum to 1")]
    Shares {
        /// The objective, the aspect, or `total`.
        group: String,
    },
    /// The changed round cannot be scored.
    #[error(transparent)]
    Score(#[from] ScoreError),
}

/// The framework with shares within their groups set by id, 0..=1; what is left of a group is divided as it
/// was before. Ids and all else stay.
///
/// # Errors
///
/// [`WhatIfError::UnknownElement`], [`WhatIfError::Shares`].
pub fn reweighted(
    framework: &Framework,
    set: &BTreeMap<String, f64>,
) -> Result<Framework, WhatIfError> {
    let elements: Vec<(Element, f64)> = set
        .iter()
        .map(|(id, share)| Ok((Element::of(framework, id)?, *share)))
        .collect::<Result<_, WhatIfError>>()?;
    let shares = elements.iter().map(|(element, share)| (element, *share));
    Ok(shares::changed(framework, shares)?.unwrap_or_else(|| framework.clone()))
}

/// How a unit fares before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Whose.
    pub unit: UnitCode,
    /// Total before, 0..=100.
    pub total_before: Option<f64>,
    /// Total after.
    pub total_after: Option<f64>,
    /// Grade before, by position in the framework.
    pub grade_before: Option<usize>,
    /// Grade after.
    pub grade_after: Option<usize>,
    /// Rank before.
    pub ranking_before: Ranking,
    /// Rank after.
    pub ranking_after: Ranking,
}

/// A trial's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// All scores after the changes.
    pub scores: Scores,
    /// Every unit before and after, in code order.
    pub units: Vec<Moved>,
}

/// A round made ready for trials.
#[derive(Debug, Clone)]
pub struct WhatIf {
    framework: Framework,
    units: Vec<Unit>,
    prepared: Prepared,
    mode: Mode,
    before: Scores,
}

impl WhatIf {
    /// Collects a round once and scores it as it is.
    ///
    /// # Errors
    ///
    /// [`ScoreError`] as from [`crate::scoring::score()`].
    pub fn new(
        framework: &Framework,
        data: &RoundData,
        options: ScoreOptions,
    ) -> Result<Self, ScoreError> {
        let prepared = prepare(framework, data, options.layer)?;
        let units: Vec<Unit> = prepared
            .order
            .iter()
            .filter_map(|&at| data.units.get(at).cloned())
            .collect();
        let rows: Vec<&Unit> = units.iter().collect();
        let before = score_cells(
            framework,
            &rows,
            &prepared.cells,
            &prepared.events,
            options.mode,
        )?;
        Ok(Self {
            framework: framework.clone(),
            units,
            prepared,
            mode: options.mode,
            before,
        })
    }

    /// Scores before any change; row `i` is the unit `i` in code order.
    #[must_use]
    pub fn before(&self) -> &Scores {
        &self.before
    }

    /// Rescores with all changes made together, on a copy: trials know nothing of each other. Of two
    /// changes of the same cell or share the later holds.
    ///
    /// # Errors
    ///
    /// [`WhatIfError`] names the first change that cannot be made.
    pub fn try_changes(&self, changes: &[Change]) -> Result<Trial, WhatIfError> {
        let shares = changes.iter().filter_map(|change| match change {
            Change::Share { element, share } => Some((element, *share)),
            Change::Answer { .. } => None,
        });
        let reweighted = shares::changed(&self.framework, shares)?;
        let framework = reweighted.as_ref().unwrap_or(&self.framework);
        let mut cells = self.prepared.cells.clone();
        for change in changes {
            if let Change::Answer {
                unit,
                indicator,
                answer,
            } = change
            {
                self.answer(&mut cells, unit, indicator, answer.as_ref())?;
            }
        }
        let rows: Vec<&Unit> = self.units.iter().collect();
        let scores = score_cells(framework, &rows, &cells, &self.prepared.events, self.mode)?;
        let units = self.before.units.iter().zip(&scores.units);
        let units = units
            .map(|(before, after)| Moved {
                unit: before.unit.clone(),
                total_before: before.total,
                total_after: after.total,
                grade_before: before.grade,
                grade_after: after.grade,
                ranking_before: before.ranking,
                ranking_after: after.ranking,
            })
            .collect();
        Ok(Trial { scores, units })
    }

    fn answer(
        &self,
        cells: &mut Cells,
        unit: &UnitCode,
        indicator: &IndicatorId,
        answer: Option<&Answer>,
    ) -> Result<(), WhatIfError> {
        let row = self
            .units
            .binary_search_by(|u| u.code.cmp(unit))
            .map_err(|_| WhatIfError::UnknownUnit { unit: unit.clone() })?;
        let column = self.framework.indicator_index(indicator).ok_or_else(|| {
            WhatIfError::UnknownElement {
                element: indicator.to_string(),
            }
        })?;
        let asked = &self.framework.indicators[column];
        let no_answer = || WhatIfError::NoAnswer {
            indicator: indicator.clone(),
        };
        let (state, value) = match answer {
            None | Some(Answer::Unanswered) => (CellState::Missing, None),
            Some(Answer::Value(x)) => {
                let known = x.is_finite() && normalise(&asked.scale, *x).is_some();
                (
                    known.then_some(CellState::Scored).ok_or_else(no_answer)?,
                    Some(*x),
                )
            }
            Some(Answer::NotApplicable { reason, .. }) => {
                let excused = asked.na_allowed && !reason.trim().is_empty();
                let state = excused.then_some(CellState::NotApplicable);
                (state.ok_or_else(no_answer)?, None)
            }
        };
        let at = row * self.framework.indicators.len() + column;
        match cells.states.get_mut(at) {
            Some(cell) if *cell != CellState::NotAsked => *cell = state,
            _ => {
                return Err(WhatIfError::NotAsked {
                    unit: unit.clone(),
                    indicator: indicator.clone(),
                });
            }
        }
        cells.raw.set(row, column, value);
        Ok(())
    }
}
