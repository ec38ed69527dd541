//! An index made ready to be computed many times over: normalised once for each alternative, the tree as
//! positions, so that a run with other weights is arithmetic on columns and nothing else.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Aggregator, ElementKind, IndexData, IndexError, IndexMeta, IndexOptions, Normaliser, Scratch,
    Treatment, Weights, evaluate::Transformed, run::tables,
};
use crate::{
    Framework, Scorecard,
    framework::{AdjustmentKind, Mean},
    scoring::{CellState, Ranking},
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
    /// By row; empty where scores stay as aggregated.
    pub(crate) finish: Vec<Finish>,
    /// Lower bounds of grades, best first.
    pub(crate) grades: Vec<f64>,
}

/// Share of the greater value within which scores tie.
const TIE: f64 = 1e-9;
/// Slack of the comparison with a threshold.
const SAME: f64 = 1e-9;

impl PreparedIndex {
    /// Prepares a composite index with the nominal choices of `options` (aggregated arithmetically where
    /// it names no method) and its alternatives.
    ///
    /// # Errors
    ///
    /// [`IndexError`], of the nominal choice or of any alternative; [`IndexError::ManyTops`] where more
    /// than one aggregate stands at the top.
    pub fn of_index(
        meta: &IndexMeta,
        data: &IndexData,
        options: &IndexOptions,
        alternatives: &Alternatives,
    ) -> Result<Self, IndexError> {
        let reweighted = options
            .weights
            .as_ref()
            .map(|weights| meta.clone().with_weights(weights))
            .transpose()?;
        let meta = reweighted.as_ref().unwrap_or(meta);
        let order = order(meta)?;
        let mut places = BTreeMap::new();
        for (place, at) in order.iter().enumerate() {
            places.insert(*at, place);
        }
        let nodes: Vec<Node> = order
            .iter()
            .map(|&at| {
                let element = &meta.elements[at];
                Node {
                    code: element.code.clone(),
                    level: element.level,
                    weight: element.weight,
                    parent: element.parent.and_then(|p| places.get(&p).copied()),
                }
            })
            .collect();
        let leaves = order
            .iter()
            .filter(|&&at| meta.elements[at].kind == ElementKind::Indicator)
            .count();
        let arithmetic = || vec![Aggregator::Mean(Mean::Arithmetic)];
        let nominal = if options.aggregate.is_empty() {
            arithmetic()
        } else {
            options.aggregate.clone()
        };
        let methods = alternatives
            .aggregations
            .iter()
            .chain([&nominal])
            .map(|methods| by_group(meta, &nodes[leaves..], methods))
            .collect::<Result<Vec<_>, _>>()?;
        let mut prepared = Self {
            units: data.units().to_vec(),
            groups: children(&nodes, leaves),
            nodes,
            leaves,
            bases: Vec::new(),
            treatments: alternatives.treatments.len().max(1),
            normalisers: alternatives.normalisers.len().max(1),
            methods,
            floor: None,
            peers: vec![(0..data.units().len()).collect()],
            ties: Ties::Tolerance(TIE),
            finish: Vec::new(),
            grades: Vec::new(),
        };
        let columns = &order[..leaves];
        let tables = tables(meta, data, options, alternatives)?;
        let (last, nominal) = (tables.len() - 1, prepared.methods.len() - 1);
        for (at, table) in tables.into_iter().enumerate() {
            let values: Vec<f64> = columns
                .iter()
                .filter_map(|at| table.columns.get(at))
                .flatten()
                .copied()
                .collect();
            // Alternatives are joined with alternatives: not all suit the nominal choice.
            let aggregations = if at == last {
                nominal..nominal + 1
            } else {
                0..nominal.max(1)
            };
            prepared.add(values, options.threshold, None, aggregations)?;
        }
        Ok(prepared)
    }

    /// Prepares a scorecard: its indicator scores, the framework's tree and weights, ranks within peer
    /// groups at published precision, grades. Deductions, bonus and vetoes stay as the scorecard applied
    /// them. Units that it does not rank are scored and not ranked.
    ///
    /// # Errors
    ///
    /// [`IndexError`] names the group whose weights sum to 0, or a child that is not positive where an
    /// alternative needs that and the framework states no floor.
    pub fn of_scorecard(
        framework: &Framework,
        scorecard: &Scorecard,
        aggregations: &[Vec<Aggregator>],
    ) -> Result<Self, IndexError> {
        let nodes = framework_nodes(framework);
        let leaves = framework.indicators.len();
        let aggregation = &framework.scoring.aggregation;
        let nominal =
            [aggregation.objective, aggregation.aspect, aggregation.total].map(Aggregator::Mean);
        let mut methods = Vec::new();
        for given in aggregations.iter().map(Vec::as_slice).chain([&nominal[..]]) {
            methods.push(by_level(&nodes[leaves..], given, 3)?);
        }
        let rows = scorecard.units.len();
        let mut peers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, unit) in scorecard.units.iter().enumerate() {
            if matches!(unit.ranking, Ranking::Rank(_)) {
                peers.entry(&unit.peer_group).or_default().push(row);
            }
        }
        let cap = |id: &str| {
            let rule = framework.adjustments.rules.iter().find(|r| r.id == id);
            rule.map_or(100.0, |r| r.points)
        };
        let finish = scorecard.units.iter().map(|unit| {
            let mut finish = Finish {
                points: 0.0,
                cap: 100.0,
            };
            for applied in &unit.adjustments {
                if applied.kind == AdjustmentKind::Veto {
                    finish.cap = finish.cap.min(cap(&applied.rule)).max(0.0);
                } else {
                    finish.points += applied.points;
                }
            }
            finish
        });
        let mut prepared = Self {
            units: scorecard.units.iter().map(|u| u.unit.to_string()).collect(),
            groups: children(&nodes, leaves),
            nodes,
            leaves,
            bases: Vec::new(),
            treatments: 1,
            normalisers: 1,
            methods,
            floor: aggregation.floor,
            peers: peers.into_values().collect(),
            ties: Ties::Decimals(framework.scoring.decimals),
            finish: finish.collect(),
            grades: framework.grades.iter().map(|g| g.lower).collect(),
        };
        let mut values = Vec::with_capacity(rows * leaves);
        let mut applies = Vec::with_capacity(rows * leaves);
        for column in 0..leaves {
            for row in 0..rows {
                values.push(scorecard.indicators.get(row, column).unwrap_or(f64::NAN));
                let state = scorecard.state(row, column);
                applies.push(matches!(state, CellState::Scored | CellState::Missing));
            }
        }
        let all = 0..prepared.methods.len();
        prepared.add(values, aggregation.threshold, Some(&applies), all)?;
        Ok(prepared)
    }

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
        let mut scratch = Scratch::default();
        let mut scores = vec![f64::NAN; self.units.len()];
        let mut ranks = vec![0; self.units.len()];
        self.scores(&trial, &mut scratch, &mut scores)?;
        self.ranks(&scores, &mut scratch, &mut ranks);
        Ok(ranks
            .into_iter()
            .map(|rank| (rank > 0).then_some(rank))
            .collect())
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
        threshold: Option<f64>,
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
        let void = match threshold {
            Some(share) if !(0.0..=1.0).contains(&share) => {
                return Err(IndexError::BadThreshold { given: share });
            }
            Some(share) => self.voids(&values, share, applies),
            None => vec![None; self.groups.len()],
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
        share: f64,
        applies: Option<&[bool]>,
    ) -> Vec<Option<Vec<bool>>> {
        let rows = self.units.len();
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
        for children in &self.groups {
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
        voids
    }
}

/// Positions in `meta` of what stands under its top: indicators, then groups, lowest level first.
fn order(meta: &IndexMeta) -> Result<Vec<usize>, IndexError> {
    let aggregates = meta.aggregates();
    let mut tops = aggregates
        .iter()
        .copied()
        .filter(|&at| meta.elements[at].parent.is_none());
    let code = |at: usize| meta.elements[at].code.clone();
    let top = tops.next().ok_or_else(|| IndexError::EmptyGroup {
        group: "iMeta".to_owned(),
    })?;
    if let Some(other) = tops.next() {
        return Err(IndexError::ManyTops {
            first: code(top),
            second: code(other),
        });
    }
    let below = |mut at: usize| {
        while let Some(parent) = meta.elements[at].parent {
            at = parent;
        }
        at == top
    };
    Ok(meta
        .indicators()
        .chain(aggregates.iter().copied())
        .filter(|&at| below(at))
        .collect())
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

fn by_group(
    meta: &IndexMeta,
    groups: &[Node],
    methods: &[Aggregator],
) -> Result<Vec<Aggregator>, IndexError> {
    by_level(groups, methods, meta.aggregated_levels())
}

fn by_level(
    groups: &[Node],
    methods: &[Aggregator],
    levels: usize,
) -> Result<Vec<Aggregator>, IndexError> {
    let method = |node: &Node| match methods {
        [one] => Some(*one),
        _ if methods.len() == levels => methods
            .get((node.level as usize).saturating_sub(2))
            .copied(),
        _ => None,
    };
    groups
        .iter()
        .map(method)
        .collect::<Option<Vec<_>>>()
        .ok_or(IndexError::MethodsPerLevel {
            given: methods.len(),
            levels,
        })
}

/// What the whole is called.
const TOTAL: &str = "total";

fn framework_nodes(framework: &Framework) -> Vec<Node> {
    let leaves = framework.indicators.len();
    let aspects_at = leaves + framework.objectives.len();
    let total_at = aspects_at + framework.aspects.len();
    let node = |code: String, level, weight, parent| Node {
        code,
        level,
        weight,
        parent,
    };
    let indicators = framework
        .indicators
        .iter()
        .map(|i| node(i.id.to_string(), 1, i.weight, Some(leaves + i.objective)));
    let objectives = framework
        .objectives
        .iter()
        .map(|o| node(o.id.to_string(), 2, o.weight, Some(aspects_at + o.aspect)));
    let aspects = framework
        .aspects
        .iter()
        .map(|a| node(a.id.to_string(), 3, a.weight, Some(total_at)));
    indicators
        .chain(objectives)
        .chain(aspects)
        .chain([node(TOTAL.to_owned(), 4, 1.0, None)])
        .collect()
}
