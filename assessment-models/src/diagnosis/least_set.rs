//! The least set of indicators that lifts a unit to the next grade.

use super::{Gain, Target, gains};
use crate::{
    Framework, RoundData, Scorecard, Unit,
    framework::{Goalposts, Mean, Scale},
    grid::Grid,
    scoring::{Applied, CellState, Cells, Event, Prepared, ScoreError, UnitScore, score_cells},
};

/// Sets that are looked through, at most, to prove that none with one indicator less will do.
const SEARCH: usize = 20_000;
/// Candidates above which the next best is not looked for by rescoring each of them.
const RESCORED: usize = 300;
/// Sets rescored together.
const BATCH: usize = 256;

/// Whether the next grade can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The set lifts the unit to it.
    Reached,
    /// Not even all indicators at their targets do: a veto caps the total, or too much cannot be moved.
    OutOfReach,
}

/// Why no smaller set will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Gains add (all means are arithmetic), so the largest first are the fewest.
    GainsAdd,
    /// Every set with one indicator less was rescored, and none reaches the grade; since a better score
    /// never lowers the total, no smaller set does.
    Searched,
    /// It is not known whether a smaller set would do: there are too many to look through.
    Unproven,
}

/// What lifts a unit to the next grade.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSet {
    /// Grade now, by position in the framework; `None` below the last.
    pub grade: Option<usize>,
    /// The next better grade.
    pub next: usize,
    /// Total now, 0..=100.
    pub total: f64,
    /// Whether it can be had.
    pub outcome: Outcome,
    /// The indicators to move; all candidates where the grade is out of reach.
    pub indicators: Vec<Gain>,
    /// Total with these at their targets, by rescoring, 0..=100.
    pub total_after: f64,
    /// Grade with these at their targets.
    pub grade_after: Option<usize>,
    /// Adjustments that apply then, vetoes among them.
    pub adjustments_after: Vec<Applied>,
    /// Why no smaller set will do.
    pub proof: Proof,
}

/// The least set of indicators that, brought to `target`, lifts a unit (its row in the scorecard) to the
/// next grade. Answered by rescoring with the unit's own adjustments, whatever the means; `None` where the
/// unit has no total or already the best grade.
///
/// `prepared` is what the scorecard was made from ([`crate::scoring::prepare`] with its layer).
///
/// # Errors
///
/// [`ScoreError`] as from scoring.
pub fn least_set(
    framework: &Framework,
    data: &RoundData,
    prepared: &Prepared,
    card: &Scorecard,
    unit: usize,
    target: Target,
) -> Result<Option<LeastSet>, ScoreError> {
    let owner = prepared.order.get(unit).and_then(|&at| data.units.get(at));
    let (Some(now), Some(owner)) = (card.units.get(unit), owner) else {
        return Ok(None);
    };
    let next = match now.grade {
        Some(0) => None,
        Some(grade) => Some(grade - 1),
        None => framework.grades.len().checked_sub(1),
    };
    let (Some(total), Some(next)) = (now.total, next) else {
        return Ok(None);
    };
    let candidates = gains(framework, card, unit, target);
    let events = prepared.events.get(unit).map_or(&[][..], Vec::as_slice);
    let lift = Lift::new(framework, card, owner, unit, events, next, &candidates);
    let all: Vec<usize> = (0..candidates.len()).collect();
    let found = |chosen: &[usize], outcome, proof| -> Result<_, ScoreError> {
        let after = lift.one(chosen)?;
        Ok(Some(LeastSet {
            grade: now.grade,
            next,
            total,
            outcome,
            indicators: chosen.iter().map(|&c| candidates[c]).collect(),
            total_after: after.total.unwrap_or(total),
            grade_after: after.grade,
            adjustments_after: after.adjustments,
            proof,
        }))
    };
    if !lift.reaches(&lift.one(&all)?) {
        let proof = Proof::Searched;
        return found(&all, Outcome::OutOfReach, proof);
    }
    if gains_add(framework) {
        let chosen = lift.least_prefix(&all)?;
        return found(chosen, Outcome::Reached, Proof::GainsAdd);
    }
    let mut chosen = lift.greedy(&all)?;
    let proof = loop {
        let Some(fewer) = chosen.len().checked_sub(1) else {
            break Proof::Searched;
        };
        if combinations(candidates.len(), fewer) > SEARCH {
            break Proof::Unproven;
        }
        match lift.search(fewer)? {
            Some(smaller) => chosen = smaller,
            None => break Proof::Searched,
        }
    };
    found(&chosen, Outcome::Reached, proof)
}

fn gains_add(framework: &Framework) -> bool {
    let means = &framework.scoring.aggregation;
    [means.objective, means.aspect, means.total]
        .iter()
        .all(|mean| *mean == Mean::Arithmetic)
}

/// `n` over `k`, held at the greatest number there is.
fn combinations(n: usize, k: usize) -> usize {
    (0..k.min(n - k.min(n))).fold(1, |so_far: usize, i| so_far.saturating_mul(n - i) / (i + 1))
}

/// One unit in terms of scores: every scale maps a score to itself, so that any score can be tried.
struct Lift<'a> {
    framework: Framework,
    unit: &'a Unit,
    card: &'a Scorecard,
    row: usize,
    events: &'a [Event],
    next: usize,
    candidates: &'a [Gain],
}

impl<'a> Lift<'a> {
    fn new(
        framework: &Framework,
        card: &'a Scorecard,
        unit: &'a Unit,
        row: usize,
        events: &'a [Event],
        next: usize,
        candidates: &'a [Gain],
    ) -> Self {
        let mut framework = framework.clone();
        for indicator in &mut framework.indicators {
            indicator.scale = Scale::Goalposts(Goalposts {
                zero: 0.0,
                full: 100.0,
            });
        }
        Self {
            framework,
            unit,
            card,
            row,
            events,
            next,
            candidates,
        }
    }

    /// Rescores the unit once for each set of candidates that are brought to their targets.
    fn rescore(&self, sets: &[Vec<usize>]) -> Result<Vec<UnitScore>, ScoreError> {
        let columns = self.framework.indicators.len();
        let own = self.card.indicators.row(self.row);
        let from = self.row * columns;
        let own_states = self.card.states.get(from..from + columns).unwrap_or(&[]);
        let mut states = Vec::with_capacity(columns * sets.len());
        let mut scores = Vec::with_capacity(columns * sets.len());
        for set in sets {
            let start = scores.len();
            states.extend_from_slice(own_states);
            scores.extend_from_slice(own);
            for &candidate in set {
                let gain = &self.candidates[candidate];
                states[start + gain.indicator] = CellState::Scored;
                scores[start + gain.indicator] = gain.target;
            }
        }
        let cells = Cells {
            states,
            raw: Grid::from_values(columns, scores),
        };
        let units = vec![self.unit; sets.len()];
        let events = vec![self.events.to_vec(); sets.len()];
        Ok(score_cells(&self.framework, &units, &cells, &events, self.card.mode)?.units)
    }

    fn one(&self, set: &[usize]) -> Result<UnitScore, ScoreError> {
        let mut scores = self.rescore(&[set.to_vec()])?;
        Ok(scores.remove(0))
    }

    fn reaches(&self, score: &UnitScore) -> bool {
        score.grade.is_some_and(|grade| grade <= self.next)
    }

    /// The shortest beginning of `order` that reaches the grade; all of it does.
    fn least_prefix<'o>(&self, order: &'o [usize]) -> Result<&'o [usize], ScoreError> {
        let (mut short, mut enough) = (0, order.len());
        while short < enough {
            let middle = usize::midpoint(short, enough);
            if self.reaches(&self.one(&order[..middle])?) {
                enough = middle;
            } else {
                short = middle + 1;
            }
        }
        Ok(&order[..enough])
    }

    /// Takes, one after another, the candidate that lifts the total most.
    fn greedy(&self, all: &[usize]) -> Result<Vec<usize>, ScoreError> {
        if all.len() > RESCORED {
            return Ok(self.least_prefix(all)?.to_vec());
        }
        let mut chosen: Vec<usize> = Vec::new();
        let mut left = all.to_vec();
        while !self.reaches(&self.one(&chosen)?) && !left.is_empty() {
            let with = |&more: &usize| chosen.iter().copied().chain([more]).collect();
            let sets: Vec<Vec<usize>> = left.iter().map(with).collect();
            let scores = self.rescore(&sets)?;
            let mut best = 0;
            for (at, score) in scores.iter().enumerate() {
                if score.total > scores[best].total {
                    best = at;
                }
            }
            chosen.push(left.remove(best));
        }
        Ok(chosen)
    }

    /// A set of `size` candidates that reaches the grade, the first in their order.
    fn search(&self, size: usize) -> Result<Option<Vec<usize>>, ScoreError> {
        let n = self.candidates.len();
        let mut next: Option<Vec<usize>> = (size <= n).then(|| (0..size).collect());
        while next.is_some() {
            let mut batch = Vec::with_capacity(BATCH);
            while let Some(set) = next.take() {
                next = successor(&set, n);
                batch.push(set);
                if batch.len() == BATCH {
                    break;
                }
            }
            let scores = self.rescore(&batch)?;
            if let Some(at) = scores.iter().position(|s| self.reaches(s)) {
                return Ok(Some(batch.swap_remove(at)));
            }
        }
        Ok(None)
    }
}

/// The set that follows among the sets of as many numbers below `n`, in lexical order.
fn successor(set: &[usize], n: usize) -> Option<Vec<usize>> {
    let size = set.len();
    let at = (0..size).rev().find(|&i| set[i] < n - size + i)?;
    let mut next = set[..at].to_vec();
    next.extend((1..=size - at).map(|step| set[at] + step));
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_gone_through_once_each() {
        for (n, k) in [(5, 2), (5, 0), (5, 5), (6, 3), (1, 1)] {
            let mut count = 0;
            let mut set: Option<Vec<usize>> = Some((0..k).collect());
            while let Some(now) = set {
                count += 1;
                set = successor(&now, n);
                assert!(set.as_ref().is_none_or(|next| *next > now));
            }
            assert_eq!(count, combinations(n, k), "{k} of {n}");
        }
        assert!(combinations(10_000, 5_000) > SEARCH);
    }
}
