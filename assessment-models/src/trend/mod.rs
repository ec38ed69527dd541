//! Change between rounds, split into what comes of answers and what of the framework's change.
//!
//! The old round is restated: its answers and records are scored under the new framework. From the old
//! score to the restated one only the framework changes, from there to the new one only the answers, and
//! the two parts sum to the whole.

mod restate;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    AspectId, Framework, IndicatorId, RoundData, Scorecard, UnitCode,
    scoring::{ScoreError, ScoreOptions, score},
};

pub use restate::{Restated, restate};

/// A score then, then under the new framework, and now; each 0..=100.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Split {
    /// As it was scored then.
    pub before: Option<f64>,
    /// The old answers under the new framework.
    pub restated: Option<f64>,
    /// As it is now.
    pub after: Option<f64>,
}

impl Split {
    /// The whole change, in points.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }

    /// What comes of other answers and records.
    #[must_use]
    pub fn answers(&self) -> Option<f64> {
        Some(self.after? - self.restated?)
    }

    /// What comes of the framework's change.
    #[must_use]
    pub fn framework(&self) -> Option<f64> {
        Some(self.restated? - self.before?)
    }
}

/// An indicator whose part in the total moved, both times under the new framework.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Position in the new framework.
    pub indicator: usize,
    /// Score then, restated; `None` where it did not count.
    pub before: Option<f64>,
    /// Score now.
    pub after: Option<f64>,
    /// Effective weight × score now, less the same then. These sum to the change by answers of the
    /// aggregated score where all means are arithmetic.
    pub points: f64,
}

/// How one unit changed.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitTrend {
    /// Whose.
    pub unit: UnitCode,
    /// After adjustments.
    pub total: Split,
    /// Before adjustments.
    pub aggregated: Split,
    /// By aspect: those of the new framework, then those that only the old one has.
    pub aspects: Vec<(AspectId, Split)>,
    /// What moved by answers, most points first whichever way.
    pub moves: Vec<Move>,
}

/// How a framework differs from the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameworkChange {
    /// Indicators that the old one has not.
    pub added: Vec<IndicatorId>,
    /// Indicators that the new one has not.
    pub dropped: Vec<IndicatorId>,
    /// Indicators in both (by their new ids) with another share of the whole.
    pub reweighted: Vec<IndicatorId>,
    /// Indicators in both with another scale.
    pub rescaled: Vec<IndicatorId>,
}

/// Change between two rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Units of either round, in code order.
    pub units: Vec<UnitTrend>,
    /// What changed in the framework.
    pub framework: FrameworkChange,
    /// The old round under the new framework, and what of it could not be carried over.
    pub restated: Restated,
}

/// A round with the framework that it was assessed by.
#[derive(Debug, Clone, Copy)]
pub struct Assessed<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// What was collected.
    pub data: &'a RoundData,
}

/// Splits the change from `old` to `new`. `renamed` leads from old indicator ids to new ones; ids that
/// are not in it stand for themselves.
///
/// # Errors
///
/// [`ScoreError`] where one of the rounds cannot be scored, or where `renamed` leads two answers of a unit
/// to one indicator.
pub fn trend(
    old: Assessed<'_>,
    new: Assessed<'_>,
    renamed: &BTreeMap<IndicatorId, IndicatorId>,
    options: ScoreOptions,
) -> Result<Trend, ScoreError> {
    let before = score(old.framework, old.data, options)?;
    let after = score(new.framework, new.data, options)?;
    trend_between((old, &before), (new, &after), renamed, options)
}

/// [`trend`] of two rounds whose scorecards are made already, both with `options`.
///
/// # Errors
///
/// As [`trend`].
pub fn trend_between(
    (old, before): (Assessed<'_>, &Scorecard),
    (new, after): (Assessed<'_>, &Scorecard),
    renamed: &BTreeMap<IndicatorId, IndicatorId>,
    options: ScoreOptions,
) -> Result<Trend, ScoreError> {
    let restated = restate(old, before, new.framework, renamed, options)?;
    let all = before.units.iter().chain(&after.units);
    let codes: BTreeSet<&UnitCode> = all.map(|u| &u.unit).collect();
    let cards = Cards {
        old: old.framework,
        new: new.framework,
        before,
        restated: &restated.card,
        after,
    };
    Ok(Trend {
        units: codes.into_iter().map(|code| cards.unit(code)).collect(),
        framework: framework_change(old.framework, new.framework, renamed),
        restated,
    })
}

struct Cards<'a> {
    old: &'a Framework,
    new: &'a Framework,
    before: &'a Scorecard,
    restated: &'a Scorecard,
    after: &'a Scorecard,
}

impl Cards<'_> {
    fn unit(&self, code: &UnitCode) -> UnitTrend {
        let rows = [self.before, self.restated, self.after].map(|card| card.unit_index(code));
        let of = |value: &dyn Fn(&Scorecard, usize) -> Option<f64>| Split {
            before: rows[0].and_then(|row| value(self.before, row)),
            restated: rows[1].and_then(|row| value(self.restated, row)),
            after: rows[2].and_then(|row| value(self.after, row)),
        };
        let place = |framework: &Framework, id: &AspectId| {
            framework.aspects.iter().position(|a| a.id == *id)
        };
        let aspect = |card: &Scorecard, row: Option<usize>, at: Option<usize>| {
            row.zip(at).and_then(|(row, at)| card.aspects.get(row, at))
        };
        let only_old = self
            .old
            .aspects
            .iter()
            .filter(|a| place(self.new, &a.id).is_none());
        let aspects = self.new.aspects.iter().chain(only_old).map(|a| {
            let (then, now) = (place(self.old, &a.id), place(self.new, &a.id));
            let split = Split {
                before: aspect(self.before, rows[0], then),
                restated: aspect(self.restated, rows[1], now),
                after: aspect(self.after, rows[2], now),
            };
            (a.id.clone(), split)
        });
        UnitTrend {
            unit: code.clone(),
            total: of(&|card, row| card.units[row].total),
            aggregated: of(&|card, row| card.units[row].aggregated),
            aspects: aspects.collect(),
            moves: rows[1]
                .zip(rows[2])
                .map(|(then, now)| self.moves(then, now))
                .unwrap_or_default(),
        }
    }

    fn moves(&self, then: usize, now: usize) -> Vec<Move> {
        let part = |card: &Scorecard, row: usize, at: usize| {
            let score = card.indicators.get(row, at)?;
            Some((score, score * card.weights.get(row, at)?))
        };
        let mut moves: Vec<Move> = (0..self.new.indicators.len())
            .filter_map(|indicator| {
                let before = part(self.restated, then, indicator);
                let after = part(self.after, now, indicator);
                let points = after.map_or(0.0, |a| a.1) - before.map_or(0.0, |b| b.1);
                (points.abs() > SAME).then_some(Move {
                    indicator,
                    before: before.map(|b| b.0),
                    after: after.map(|a| a.0),
                    points,
                })
            })
            .collect();
        // What counts the same keeps the framework's order, whatever the last bits say.
        let size = |of: &Move| (of.points.abs() * 1e9).round();
        moves.sort_by(|a, b| size(b).total_cmp(&size(a)));
        moves
    }
}

/// Slack of comparisons of shares and points.
const SAME: f64 = 1e-12;

fn framework_change(
    old: &Framework,
    new: &Framework,
    renamed: &BTreeMap<IndicatorId, IndicatorId>,
) -> FrameworkChange {
    let share = |framework: &Framework, at: usize| {
        let indicator = &framework.indicators[at];
        let objective = framework.objectives.get(indicator.objective);
        let aspect = objective.and_then(|o| framework.aspects.get(o.aspect));
        indicator.weight * objective.map_or(1.0, |o| o.weight) * aspect.map_or(1.0, |a| a.weight)
    };
    let mut change = FrameworkChange::default();
    let mut kept = BTreeSet::new();
    for (then, indicator) in old.indicators.iter().enumerate() {
        let id = renamed.get(&indicator.id).unwrap_or(&indicator.id);
        let Some(now) = new.indicator_index(id) else {
            change.dropped.push(indicator.id.clone());
            continue;
        };
        kept.insert(now);
        if (share(old, then) - share(new, now)).abs() > SAME {
            change.reweighted.push(id.clone());
        }
        if indicator.scale != new.indicators[now].scale {
            change.rescaled.push(id.clone());
        }
    }
    let all = new.indicators.iter().enumerate();
    let added = all.filter(|(at, _)| !kept.contains(at));
    change.added = added.map(|(_, i)| i.id.clone()).collect();
    change
}
