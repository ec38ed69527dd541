//! An index made ready to be computed many times over: normalised once for each alternative, the tree as
//! positions, so that a run with other weights is arithmetic on columns and nothing else.

mod index;
mod placing;
mod sampled;
mod scorecard;

pub use placing::Placing;
pub(crate) use sampled::SampledColumn;
pub use scorecard::ScorecardAlternatives;

use std::{collections::BTreeMap, ops::Range};

use super::{
    Aggregator, IndexError, Normaliser, Scratch, Treatment, Trial, Weights, aggregate::of_level,
    evaluate::Transformed,
};

/// An element of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Element code.
    pub code: String,
    /// 1 for indicators, rising towards the index.
    pub level: u32,
    /// Nominal weight among its siblings, relative.
    pub weight: f64,
    /// Position of its parent; `None` at the top.
    pub parent: Option<usize>,
}

/// What may be otherwise than it nominally is. An empty list has no alternatives; a list that is given
/// should hold the nominal choice too, if it is to be drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alternatives {
    /// Treatments of outliers.
    pub treatments: Vec<Treatment>,
    /// Normalisers.
    pub normalisers: Vec<Normaliser>,
    /// Aggregation methods, each for all levels or one a level.
    pub aggregations: Vec<Vec<Aggregator>>,
}

/// One set of normalised indicators.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Base {
    /// Column by column; a gap is NaN.
    pub(crate) values: Vec<f64>,
    /// By indicator: no gap.
    pub(crate) whole: Vec<bool>,
    /// By group: the rows that a threshold voids, if any.
    pub(crate) void: Vec<Option<Vec<bool>>>,
    /// By aggregation: the values as its means sum them.
    pub(crate) transformed: Vec<Transformed>,
}

/// How scores become ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ties {
    /// Within a share of the greater.
    Tolerance(f64),
    /// At so many published decimals.
    Decimals(u32),
}

/// Whom Copeland scores compare, by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Contest {
    /// All units with all others, as net wins.
    OfAll(Vec<usize>),
    /// Units of a peer group with one another, onto 0..=100.
    AmongPeers(Vec<Vec<usize>>),
}

/// What is done to a unit's aggregated score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finish {
    pub(crate) points: f64,
    pub(crate) cap: f64,
}

/// An index that is ready to be computed many times. Indicators come first among its nodes, then groups
/// from the bottom up; the last is the index itself.
#[derive(Debug, Clone, PartialEq)]
pub struct PreparedIndex {
    pub(crate) units: Vec<String>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) leaves: usize,
    /// Children of each group, by position.
    pub(crate) groups: Vec<Vec<usize>>,
    /// Treatments × normalisers, the nominal one last.
    pub(crate) bases: Vec<Base>,
    pub(crate) treatments: usize,
    pub(crate) normalisers: usize,
    /// Method of each group, by alternative, the nominal one last.
    pub(crate) methods: Vec<Vec<Aggregator>>,
    pub(crate) floor: Option<f64>,
    /// Rows that are ranked with one another.
    pub(crate) peers: Vec<Vec<usize>>,
    pub(crate) ties: Ties,
    pub(crate) contest: Contest,
    /// By row; empty where scores stay as aggregated.
    pub(crate) finish: Vec<Finish>,
    /// Lower bounds of grades, best first.
    pub(crate) grades: Vec<f64>,
    /// Indicators that rest on a sample.
    pub(crate) sampled: Vec<SampledColumn>,
}

/// Scores and ranks by unit; `None` is a gap.
pub type Results = (Vec<Option<f64>>, Vec<Option<u32>>);

/// Share of the greater value within which scores tie.
const TIE: f64 = 1e-9;
/// Slack of the comparison with a threshold.
const SAME: f64 = 1e-9;

impl PreparedIndex {
    /// Unit codes, in order.
    #[must_use]
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// Indicators, then groups from the bottom up.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// How many of the nodes are indicators.
    #[must_use]
    pub fn indicators(&self) -> usize {
        self.leaves
    }

    /// The nominal normalised values of an indicator, by unit; a gap is NaN.
    #[must_use]
    pub fn column(&self, indicator: usize) -> &[f64] {
        let rows = self.units.len();
        self.bases
            .last()
            .and_then(|base| base.values.get(indicator * rows..(indicator + 1) * rows))
            .unwrap_or(&[])
    }

    /// Rank of each unit among its peers, 1 is best; `None` where it is not ranked. `aggregation` is the
    /// position of an alternative, which takes the place of the nominal one.
    ///
    /// # Errors
    ///
    /// [`IndexError`] where a mean is not defined for a unit.
    pub fn ranking(&self, aggregation: Option<usize>) -> Result<Vec<Option<u32>>, IndexError> {
        let mut trial = self.nominal();
        trial.methods = aggregation.map_or(trial.methods, |at| at.min(trial.methods));
        Ok(self.results(&trial)?.1)
    }

    /// Score and rank of each unit with the weight of one node as 0, as if it were not there; `None` takes
    /// nothing out. A node that has no siblings takes its group with it.
    ///
    /// # Errors
    ///
    /// [`IndexError`] where a mean is not defined for a unit.
    pub fn without(&self, node: Option<usize>) -> Result<Results, IndexError> {
        let mut trial = self.nominal();
        if let Some(weight) = node.and_then(|node| trial.weights.get_mut(node)) {
            *weight = 0.0;
        }
        self.results(&trial)
    }

    fn results(&self, trial: &Trial) -> Result<Results, IndexError> {
        let mut scratch = Scratch::default();
        let mut scores = vec![f64::NAN; self.units.len()];
        let mut ranks = vec![0; self.units.len()];
        self.scores(trial, &mut scratch, &mut scores)?;
        self.ranks(&scores, &mut scratch, &mut ranks);
        let scores = scores.into_iter().map(|x| Some(x).filter(|x| !x.is_nan()));
        let ranks = ranks.into_iter().map(|rank| Some(rank).filter(|r| *r > 0));
        Ok((scores.collect(), ranks.collect()))
    }

    /// Nominal weight of each node.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        self.nodes.iter().map(|n| n.weight).collect()
    }

    /// Product of each node's shares up the tree; 1 for the index itself.
    #[must_use]
    pub fn effective_weights(&self) -> Vec<f64> {
        let mut effective = vec![1.0; self.nodes.len()];
        for (group, children) in self.groups.iter().enumerate().rev() {
            let sum: f64 = children.iter().map(|c| self.nodes[*c].weight).sum();
            for child in children {
                effective[*child] =
                    effective[self.leaves + group] * self.nodes[*child].weight / sum;
            }
        }
        effective
    }

    /// A weight for each node from a set by code; nodes that it does not name keep theirs.
    ///
    /// # Errors
    ///
    /// [`IndexError::UnknownReference`] for a code that is not in the tree; [`IndexError::BadWeight`]
    /// and [`IndexError::ZeroWeights`] for weights that cannot be used.
    pub fn weights_from(&self, weights: &Weights) -> Result<Vec<f64>, IndexError> {
        let mut given = self.weights();
        let places: BTreeMap<&str, usize> = self
            .nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.code.as_str(), at))
            .collect();
        for (code, weight) in &weights.by_code {
            let at = places.get(code.as_str());
            let at = at.ok_or_else(|| IndexError::UnknownReference {
                element: "weights".to_owned(),
                reference: code.clone(),
            })?;
            given[*at] = *weight;
        }
        self.check_weights(&given)?;
        Ok(given)
    }

    fn check_weights(&self, weights: &[f64]) -> Result<(), IndexError> {
        if let Some(at) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
            return Err(IndexError::BadWeight {
                element: self.nodes[at].code.clone(),
            });
        }
        for (group, children) in self.groups.iter().enumerate() {
            let sum: f64 = children.iter().map(|c| weights[*c]).sum();
            let code = || self.nodes[self.leaves + group].code.clone();
            if sum <= 0.0 {
                return Err(IndexError::ZeroWeights { group: code() });
            }
            if sum.is_infinite() {
                return Err(IndexError::Overflow { element: code() });
            }
        }
        Ok(())
    }

    /// Takes in a set of normalised indicators, for the aggregations with which it is joined.
    fn add(
        &mut self,
        values: Vec<f64>,
        thresholds: &[f64],
        applies: Option<&[bool]>,
        aggregations: Range<usize>,
    ) -> Result<(), IndexError> {
        self.check_weights(&self.weights())?;
        let rows = self.units.len();
        if let Some(at) = values.iter().position(|x| x.is_infinite()) {
            return Err(IndexError::Overflow {
                element: self.nodes[at / rows.max(1)].code.clone(),
            });
        }
        if let Some(given) = thresholds.iter().find(|t| !(0.0..=1.0).contains(*t)) {
            return Err(IndexError::BadThreshold { given: *given });
        }
        let void = match thresholds {
            [] => vec![None; self.groups.len()],
            _ => self.voids(&values, thresholds, applies)?,
        };
        let whole = (0..self.leaves)
            .map(|leaf| {
                !values[leaf * rows..(leaf + 1) * rows]
                    .iter()
                    .any(|x| x.is_nan())
            })
            .collect();
        let transformed = (0..self.methods.len())
            .map(|methods| match aggregations.contains(&methods) {
                true => self.transform(&values, methods),
                false => Ok(None),
            })
            .collect::<Result<_, _>>()?;
        self.bases.push(Base {
            values,
            whole,
            void,
            transformed,
        });
        Ok(())
    }

    /// Where a group has too few children with a value: of all, or of those that apply.
    fn voids(
        &self,
        values: &[f64],
        thresholds: &[f64],
        applies: Option<&[bool]>,
    ) -> Result<Vec<Option<Vec<bool>>>, IndexError> {
        let rows = self.units.len();
        let groups = &self.nodes[self.leaves..];
        let levels = groups.iter().map(|node| node.level).max().unwrap_or(1) - 1;
        let shares = by_level(groups, thresholds, levels as usize)?;
        let mut scored: Vec<Vec<bool>> = values
            .chunks_exact(rows.max(1))
            .map(|column| column.iter().map(|x| !x.is_nan()).collect())
            .collect();
        let mut asked: Vec<Vec<bool>> = match applies {
            Some(applies) => applies
                .chunks_exact(rows.max(1))
                .map(<[bool]>::to_vec)
                .collect(),
            None => vec![vec![true; rows]; self.leaves],
        };
        let mut voids = Vec::with_capacity(self.groups.len());
        for (children, share) in self.groups.iter().zip(shares) {
            let count = |of: &[Vec<bool>], row: usize| {
                children
                    .iter()
                    .filter(|c| of.get(**c).is_some_and(|b| b[row]))
                    .count() as f64
            };
            let void: Vec<bool> = (0..rows)
                .map(|row| count(&scored, row) + SAME < share * count(&asked, row))
                .collect();
            let some = |row: usize| count(&scored, row) > 0.0 && !void[row];
            let present: Vec<bool> = (0..rows).map(some).collect();
            let asks = (0..rows).map(|row| count(&asked, row) > 0.0).collect();
            scored.push(present);
            asked.push(asks);
            voids.push(void.contains(&true).then_some(void));
        }
        Ok(voids)
    }
}

fn children(nodes: &[Node], leaves: usize) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); nodes.len() - leaves];
    for (at, node) in nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            groups[parent - leaves].push(at);
        }
    }
    groups
}

/// What of a list, with one entry for all levels or one a level, stands for each group.
fn by_level<T: Copy>(groups: &[Node], list: &[T], levels: usize) -> Result<Vec<T>, IndexError> {
    let wrong = IndexError::MethodsPerLevel {
        given: list.len(),
        levels,
    };
    if list.len() != 1 && list.len() != levels {
        return Err(wrong);
    }
    let each = groups.iter().map(|node| of_level(list, node.level));
    each.collect::<Option<_>>().ok_or(wrong)
}
