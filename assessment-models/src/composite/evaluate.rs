//! One computation of a prepared index, in blocks of units that fit a processor's cache.

use std::ops::Range;

use super::{
    Aggregator, IndexError, PreparedIndex,
    pairs::{Gaps, copeland, copeland_among},
    prepared::{Base, Contest, Ties},
};
use crate::{
    framework::Mean,
    scoring::published,
    stats::{needs_positive, slack},
};

/// Units that are computed together.
const BLOCK: usize = 256;

/// Indicators as their group's mean sums them (logarithms for the geometric one); nothing where all are
/// summed as they are.
pub(crate) type Transformed = Option<Vec<f64>>;

/// One choice among the alternatives, with its weights by node.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    pub(crate) base: usize,
    pub(crate) methods: usize,
    pub(crate) weights: Vec<f64>,
    /// Indicators, by position, with values that stand in place of the base's.
    pub(crate) drawn: Vec<(usize, Vec<f64>)>,
}

impl Trial {
    fn drawn(&self, leaf: usize) -> Option<&[f64]> {
        let found = self.drawn.iter().find(|(at, _)| *at == leaf)?;
        Some(&found.1)
    }
}

/// Buffers, kept between computations.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// Scores of each group over the rows of the block, group by group.
    pub(crate) groups: Vec<f64>,
    /// By group: no gap in the block.
    whole: Vec<bool>,
    weight: Vec<f64>,
    turned: Vec<f64>,
    keys: Vec<(u64, u32)>,
}

impl PreparedIndex {
    /// The nominal choice.
    pub(crate) fn nominal(&self) -> Trial {
        Trial {
            base: self.bases.len().saturating_sub(1),
            methods: self.methods.len().saturating_sub(1),
            weights: self.weights(),
            drawn: Vec::new(),
        }
    }

    /// Final score of each unit; a gap is NaN.
    pub(crate) fn scores(
        &self,
        trial: &Trial,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) -> Result<(), IndexError> {
        let rows = self.units.len();
        let step = if self.compares_units(trial) {
            rows
        } else {
            BLOCK
        };
        let mut from = 0;
        while from < rows {
            let range = from..(from + step).min(rows);
            self.groups(trial, range.clone(), scratch)?;
            let top = scratch.groups.len() - range.len();
            out[range.clone()].copy_from_slice(&scratch.groups[top..]);
            from = range.end;
        }
        for (score, finish) in out.iter_mut().zip(&self.finish) {
            // NaN stays: a clamp of it is NaN, and the cap is never.
            let adjusted = (*score + finish.points).clamp(0.0, 100.0);
            *score = if adjusted > finish.cap {
                finish.cap
            } else {
                adjusted
            };
        }
        Ok(())
    }

    /// Position of the grade of a score, if there are grades and it reaches one.
    pub(crate) fn grade(&self, score: f64) -> Option<usize> {
        let shown = |x: f64| match self.ties {
            Ties::Decimals(decimals) => published(x, decimals),
            Ties::Tolerance(_) => x,
        };
        self.grades
            .iter()
            .position(|lower| shown(score) >= shown(*lower))
    }

    fn compares_units(&self, trial: &Trial) -> bool {
        self.methods[trial.methods].contains(&Aggregator::Copeland)
    }

    /// Scores of every group over some rows, into `scratch.groups`; all rows at once where a method
    /// compares units.
    pub(crate) fn groups(
        &self,
        trial: &Trial,
        rows: Range<usize>,
        scratch: &mut Scratch,
    ) -> Result<(), IndexError> {
        let length = rows.len();
        let base = &self.bases[trial.base];
        let methods = &self.methods[trial.methods];
        scratch.groups.clear();
        scratch.groups.resize(self.groups.len() * length, 0.0);
        scratch.whole.clear();
        scratch.weight.resize(length, 0.0);
        scratch.turned.resize(length, 0.0);
        for (group, children) in self.groups.iter().enumerate() {
            let (done, rest) = scratch.groups.split_at_mut(group * length);
            let out = &mut rest[..length];
            let block = Block {
                index: self,
                base,
                trial,
                rows: rows.clone(),
                done,
                whole: &scratch.whole,
            };
            let whole = match methods[group] {
                Aggregator::Mean(mean) => block.mean(
                    children,
                    mean,
                    out,
                    (&mut scratch.weight, &mut scratch.turned),
                )?,
                Aggregator::Copeland => {
                    // A method that compares units takes all rows at once.
                    let void = base.void[group].as_deref().unwrap_or(&[]);
                    block.copeland(children, void, out);
                    !out.iter().any(|x| x.is_nan())
                }
            };
            let void = base.void[group].as_ref().map(|void| &void[rows.clone()]);
            for (score, void) in out.iter_mut().zip(void.unwrap_or(&[])) {
                if *void {
                    *score = f64::NAN;
                }
            }
            if let Some(row) = out.iter().position(|x| x.is_infinite()) {
                return Err(IndexError::Overflow {
                    element: format!(
                        "{} ({})",
                        self.nodes[self.leaves + group].code,
                        self.units[rows.start + row]
                    ),
                });
            }
            scratch.whole.push(whole && void.is_none());
        }
        Ok(())
    }

    /// The indicators as the means of an aggregation sum them.
    pub(super) fn transform(
        &self,
        values: &[f64],
        methods: usize,
    ) -> Result<Transformed, IndexError> {
        let rows = self.units.len();
        let method = |leaf: usize| {
            let parent = self.nodes[leaf].parent?;
            self.methods[methods].get(parent - self.leaves).copied()
        };
        let plain = |leaf: usize| {
            matches!(
                method(leaf),
                None | Some(Aggregator::Copeland | Aggregator::Mean(Mean::Arithmetic))
            )
        };
        if (0..self.leaves).all(plain) {
            return Ok(None);
        }
        let mut turned = values.to_vec();
        for (leaf, column) in turned.chunks_exact_mut(rows.max(1)).enumerate() {
            if let Some(Aggregator::Mean(mean)) = method(leaf) {
                self.turn(mean, column)
                    .map_err(|row| self.not_positive(leaf, row, mean))?;
            }
        }
        Ok(Some(turned))
    }

    /// Turns values into what a mean sums; the error is the row that it is not defined for.
    fn turn(&self, mean: Mean, values: &mut [f64]) -> Result<(), usize> {
        if needs_positive(mean)
            && let Some(floor) = self.floor
        {
            for x in values.iter_mut().filter(|x| **x < floor) {
                *x = floor;
            }
        }
        let bad = |x: &f64| match mean {
            Mean::Arithmetic => false,
            Mean::Power(p) if p > 0.0 => *x < 0.0,
            Mean::Geometric | Mean::Harmonic | Mean::Power(_) => *x <= 0.0,
        };
        if let Some(row) = values.iter().position(bad) {
            return Err(row);
        }
        match mean {
            Mean::Arithmetic => {}
            Mean::Harmonic => values.iter_mut().for_each(|x| *x = 1.0 / *x),
            Mean::Power(p) if p != 0.0 => values.iter_mut().for_each(|x| *x = libm::pow(*x, p)),
            Mean::Geometric | Mean::Power(_) => {
                values.iter_mut().for_each(|x| *x = libm::log(*x));
            }
        }
        Ok(())
    }

    fn not_positive(&self, child: usize, row: usize, mean: Mean) -> IndexError {
        let parent = self.nodes[child].parent.unwrap_or(child);
        IndexError::NonPositive {
            group: self.nodes[parent].code.clone(),
            unit: self.units[row].clone(),
            child: self.nodes[child].code.clone(),
            method: Aggregator::Mean(mean).to_string(),
        }
    }

    /// Rank of each unit among its peers, 1 is best, ties take the least; 0 where there is none.
    pub(crate) fn ranks(&self, scores: &[f64], scratch: &mut Scratch, out: &mut [u32]) {
        out.fill(0);
        for peers in &self.peers {
            let keys = &mut scratch.keys;
            keys.clear();
            keys.extend(peers.iter().filter_map(|&row| {
                let score = match self.ties {
                    Ties::Tolerance(_) => scores[row],
                    Ties::Decimals(decimals) => published(scores[row], decimals),
                };
                (!score.is_nan()).then(|| (descending(score), row as u32))
            }));
            keys.sort_unstable();
            let tolerance = match self.ties {
                Ties::Tolerance(share) => share,
                Ties::Decimals(_) => 0.0,
            };
            let ends = keys.first().into_iter().chain(keys.last());
            let greatest = ends
                .map(|(key, _)| ascending(*key).abs())
                .fold(0.0, f64::max);
            let (mut shared, mut first) = (0, f64::NAN);
            for (place, (key, row)) in keys.iter().enumerate() {
                let score = ascending(*key);
                // Not "greater": the first of all is compared with nothing.
                let same = (score - first).abs() <= slack(tolerance, (score, first), greatest);
                if !same {
                    (shared, first) = (place, score);
                }
                out[*row as usize] = shared as u32 + 1;
            }
        }
    }
}

/// An integer that is less the greater the number is.
fn descending(x: f64) -> u64 {
    // −0 and 0 are the same score.
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 1 {
        bits
    } else {
        !bits & (u64::MAX >> 1)
    }
}

/// The number of a key.
fn ascending(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 {
        key
    } else {
        !key & (u64::MAX >> 1)
    })
}

/// The rows that are computed together, with what is computed already.
struct Block<'a> {
    index: &'a PreparedIndex,
    base: &'a Base,
    trial: &'a Trial,
    rows: Range<usize>,
    done: &'a [f64],
    whole: &'a [bool],
}

impl Block<'_> {
    /// A child's scores and whether none of them is a gap; indicators as their group sums them, but for
    /// those that were drawn.
    fn child(&self, at: usize, transformed: bool) -> (&[f64], bool) {
        let rows = self.index.units.len();
        let Some(group) = at.checked_sub(self.index.leaves) else {
            if let Some(values) = self.trial.drawn(at) {
                return (&values[self.rows.clone()], self.base.whole[at]);
            }
            let turned = self.base.transformed[self.trial.methods]
                .as_ref()
                .filter(|_| transformed);
            let values = turned.unwrap_or(&self.base.values);
            let from = at * rows;
            return (
                &values[from + self.rows.start..from + self.rows.end],
                self.base.whole[at],
            );
        };
        let length = self.rows.len();
        (
            &self.done[group * length..(group + 1) * length],
            self.whole[group],
        )
    }

    fn mean(
        &self,
        children: &[usize],
        mean: Mean,
        out: &mut [f64],
        (weight, turned): (&mut [f64], &mut [f64]),
    ) -> Result<bool, IndexError> {
        let weights = &self.trial.weights;
        out.fill(0.0);
        let (mut certain, mut gaps) = (0.0, false);
        for &at in children {
            let (mut values, whole) = self.child(at, true);
            let as_summed = at < self.index.leaves && self.trial.drawn(at).is_none();
            if !as_summed && mean != Mean::Arithmetic {
                turned.copy_from_slice(values);
                self.index
                    .turn(mean, turned)
                    .map_err(|row| self.index.not_positive(at, self.rows.start + row, mean))?;
                values = turned;
            }
            let w = weights[at];
            if whole {
                certain += w;
                for (sum, x) in out.iter_mut().zip(values) {
                    *sum += w * x;
                }
                continue;
            }
            if !gaps {
                weight.fill(0.0);
                gaps = true;
            }
            for ((sum, total), x) in out.iter_mut().zip(weight.iter_mut()).zip(values) {
                let there = !x.is_nan();
                *sum += w * if there { *x } else { 0.0 };
                *total += if there { w } else { 0.0 };
            }
        }
        if gaps {
            for (sum, total) in out.iter_mut().zip(weight.iter()) {
                let total = total + certain;
                *sum = if total > 0.0 { *sum / total } else { f64::NAN };
            }
        } else {
            let scale = if certain > 0.0 {
                1.0 / certain
            } else {
                f64::NAN
            };
            out.iter_mut().for_each(|sum| *sum *= scale);
        }
        match mean {
            Mean::Arithmetic => {}
            // The reciprocal of the least numbers is none.
            Mean::Harmonic => out.iter_mut().for_each(|x| {
                *x = if x.is_infinite() { *x } else { 1.0 / *x };
            }),
            Mean::Power(p) if p != 0.0 => {
                out.iter_mut().for_each(|x| *x = libm::pow(*x, 1.0 / p));
            }
            Mean::Geometric | Mean::Power(_) => out.iter_mut().for_each(|x| *x = libm::exp(*x)),
        }
        Ok(certain > 0.0)
    }

    fn copeland(&self, children: &[usize], void: &[bool], out: &mut [f64]) {
        let columns: Vec<(f64, &[f64])> = children
            .iter()
            .map(|&at| (self.trial.weights[at], self.child(at, false).0))
            .collect();
        match &self.index.contest {
            Contest::OfAll(units) => {
                copeland(&columns, units, void, Gaps::WonByTheLater, out);
            }
            Contest::AmongPeers(peers) => copeland_among(&columns, peers, void, out),
        }
    }
}
