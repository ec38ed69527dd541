//! Stages Normalised and Aggregated: scores of indicators joined upward to a total.

use super::{CellState, Cells, Mode, ScoreError, scale};
use crate::{
    Framework, Unit,
    framework::{Aggregation, Mean},
    grid::Grid,
    stats::{needs_positive, weighted_mean},
};

/// Slack of comparisons with a share, so that 3 of 4 reaches a threshold of 0.75.
const SAME: f64 = 1e-9;

/// The tree as positions: the children and weights of each group.
struct Group {
    children: Vec<usize>,
    weights: Vec<f64>,
    mean: Mean,
}

/// The framework's tree, ready to be walked once for each unit.
struct Tree<'f> {
    framework: &'f Framework,
    scales: Vec<scale::Prepared>,
    objectives: Vec<Group>,
    aspects: Vec<Group>,
    total: Group,
}

/// A node of the tree for one unit. Two numbers and no tags: a province has a million of them.
#[derive(Clone, Copy)]
struct Node {
    /// 0..=100; NaN where there is nothing to score.
    score: f64,
    /// Share of the applicable weight below that was answered, 0..=1; NaN where nothing below applies.
    completeness: f64,
}

impl Node {
    /// What does not apply.
    const NONE: Node = Node {
        score: f64::NAN,
        completeness: f64::NAN,
    };

    fn score(&self) -> Option<f64> {
        self.has_score().then_some(self.score)
    }

    fn has_score(&self) -> bool {
        !self.score.is_nan()
    }
}

/// What comes of the tree for one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Aggregated {
    pub(super) total: Option<f64>,
    pub(super) completeness: f64,
    pub(super) balance: Option<f64>,
}

/// Scores at each level, row by row as the units.
pub(super) struct Levels {
    pub(super) indicators: Grid,
    pub(super) weights: Grid,
    pub(super) objectives: Grid,
    pub(super) aspects: Grid,
    pub(super) units: Vec<Aggregated>,
}

/// Normalises and aggregates every row.
pub(super) fn aggregate(
    framework: &Framework,
    units: &[&Unit],
    cells: &Cells,
    mode: Mode,
) -> Result<Levels, ScoreError> {
    let tree = Tree::new(framework)?;
    let columns = framework.indicators.len();
    let mut levels = Levels {
        indicators: Grid::empty(units.len(), columns),
        weights: Grid::empty(units.len(), columns),
        objectives: Grid::empty(units.len(), tree.objectives.len()),
        aspects: Grid::empty(units.len(), tree.aspects.len()),
        units: Vec::with_capacity(units.len()),
    };
    let mut nodes = Nodes::new(&tree);
    for (row, unit) in units.iter().enumerate() {
        nodes.fill(&tree, unit, cells, row, mode)?;
        levels.units.push(tree.walk(unit, &mut nodes)?);
        copy_scores(&nodes.indicators, levels.indicators.row_mut(row));
        copy_scores(&nodes.objectives, levels.objectives.row_mut(row));
        copy_scores(&nodes.aspects, levels.aspects.row_mut(row));
        if levels.units[row].total.is_some() {
            tree.effective_weights(&nodes, levels.weights.row_mut(row));
        }
    }
    Ok(levels)
}

fn copy_scores(nodes: &[Node], places: &mut [f64]) {
    for (place, node) in places.iter_mut().zip(nodes) {
        *place = node.score;
    }
}

/// One unit's nodes, kept between units so that nothing is allocated for each.
struct Nodes {
    indicators: Vec<Node>,
    objectives: Vec<Node>,
    aspects: Vec<Node>,
    pairs: Vec<(f64, f64)>,
}

impl Nodes {
    fn new(tree: &Tree<'_>) -> Self {
        Self {
            indicators: vec![Node::NONE; tree.framework.indicators.len()],
            objectives: vec![Node::NONE; tree.objectives.len()],
            aspects: vec![Node::NONE; tree.aspects.len()],
            pairs: Vec::with_capacity(tree.framework.indicators.len()),
        }
    }

    /// Normalises a row.
    fn fill(
        &mut self,
        tree: &Tree<'_>,
        unit: &Unit,
        cells: &Cells,
        row: usize,
        mode: Mode,
    ) -> Result<(), ScoreError> {
        let columns = tree.scales.len();
        let states = cells
            .states
            .get(row * columns..(row + 1) * columns)
            .unwrap_or(&[]);
        let raw = cells.raw.row(row);
        // What official mode makes of an indicator without an answer.
        let missing = Node {
            score: if mode == Mode::Official {
                0.0
            } else {
                f64::NAN
            },
            completeness: 0.0,
        };
        for (column, (node, scale)) in self.indicators.iter_mut().zip(&tree.scales).enumerate() {
            *node = match states.get(column) {
                Some(CellState::Scored) => {
                    let value = raw.get(column).copied().unwrap_or(f64::NAN);
                    if !value.is_finite() {
                        return Err(ScoreError::NotFinite {
                            unit: unit.code.clone(),
                            indicator: tree.framework.indicators[column].id.clone(),
                        });
                    }
                    scale.normalise(value).map_or(missing, |score| Node {
                        score,
                        completeness: 1.0,
                    })
                }
                Some(CellState::Missing) => missing,
                _ => Node::NONE,
            };
        }
        Ok(())
    }
}

impl<'f> Tree<'f> {
    fn new(framework: &'f Framework) -> Result<Self, ScoreError> {
        let Aggregation {
            objective,
            aspect,
            total,
            ..
        } = framework.scoring.aggregation;
        if let Some(broken) = framework
            .indicators
            .iter()
            .find(|i| !scale::is_sound(&i.scale))
        {
            return Err(ScoreError::BrokenScale {
                indicator: broken.id.clone(),
            });
        }
        let leaves = |at: usize| {
            framework
                .indicators_of(at)
                .map(|(i, x)| (i, x.weight))
                .unzip()
        };
        let middle = |at: usize| {
            framework
                .objectives_of(at)
                .map(|(i, x)| (i, x.weight))
                .unzip()
        };
        let objectives = framework
            .objectives
            .iter()
            .enumerate()
            .map(|(at, o)| Group::new(o.id.as_str(), leaves(at), objective));
        let aspects = framework
            .aspects
            .iter()
            .enumerate()
            .map(|(at, a)| Group::new(a.id.as_str(), middle(at), aspect));
        let top = framework
            .aspects
            .iter()
            .enumerate()
            .map(|(i, a)| (i, a.weight))
            .unzip();
        Ok(Self {
            framework,
            scales: framework
                .indicators
                .iter()
                .map(|i| scale::Prepared::new(&i.scale))
                .collect(),
            objectives: objectives.collect::<Result<_, _>>()?,
            aspects: aspects.collect::<Result<_, _>>()?,
            total: Group::new(TOTAL, top, total)?,
        })
    }

    /// Joins a unit's indicators upward.
    fn walk(&self, unit: &Unit, nodes: &mut Nodes) -> Result<Aggregated, ScoreError> {
        let framework = self.framework;
        let Nodes {
            indicators,
            objectives,
            aspects,
            pairs,
        } = nodes;
        let aggregation = &framework.scoring.aggregation;
        for (at, group) in self.objectives.iter().enumerate() {
            objectives[at] = group
                .join(indicators, aggregation, pairs)
                .map_err(|child| ScoreError::NonPositive {
                    unit: unit.code.clone(),
                    group: framework.objectives[at].id.to_string(),
                    child: framework.indicators[child].id.to_string(),
                })?;
        }
        for (at, group) in self.aspects.iter().enumerate() {
            aspects[at] = group
                .join(objectives, aggregation, pairs)
                .map_err(|child| ScoreError::NonPositive {
                    unit: unit.code.clone(),
                    group: framework.aspects[at].id.to_string(),
                    child: framework.objectives[child].id.to_string(),
                })?;
        }
        let top = self
            .total
            .join(aspects, aggregation, pairs)
            .map_err(|child| ScoreError::NonPositive {
                unit: unit.code.clone(),
                group: TOTAL.to_owned(),
                child: framework.aspects[child].id.to_string(),
            })?;
        Ok(Aggregated {
            total: top.score(),
            completeness: if top.completeness.is_nan() {
                0.0
            } else {
                top.completeness
            },
            balance: top.score().and_then(|_| self.balance(aspects, pairs)),
        })
    }

    /// Geometric over arithmetic mean of the aspect scores with the aspects' weights; 0 where an aspect
    /// scores 0, nothing where all do.
    fn balance(&self, aspects: &[Node], pairs: &mut Vec<(f64, f64)>) -> Option<f64> {
        self.total.scored(aspects, pairs);
        let arithmetic = weighted_mean(Mean::Arithmetic, pairs).ok()??;
        let geometric = weighted_mean(Mean::Geometric, pairs).map_or(0.0, |m| m.unwrap_or(0.0));
        // Rounding must not make an even unit more than even.
        (arithmetic > 0.0).then(|| (geometric / arithmetic).min(1.0))
    }

    /// Product of the shares up the tree, over what has a score.
    fn effective_weights(&self, nodes: &Nodes, weights: &mut [f64]) {
        for (aspect, share) in self.total.shares(&nodes.aspects) {
            for (objective, inner) in self.aspects[aspect].shares(&nodes.objectives) {
                for (leaf, least) in self.objectives[objective].shares(&nodes.indicators) {
                    weights[leaf] = share * inner * least;
                }
            }
        }
    }
}

/// What the whole is called in an error.
const TOTAL: &str = "total";

impl Group {
    fn new(
        id: &str,
        (children, weights): (Vec<usize>, Vec<f64>),
        mean: Mean,
    ) -> Result<Self, ScoreError> {
        let sound =
            weights.iter().all(|w| w.is_finite() && *w >= 0.0) && weights.iter().sum::<f64>() > 0.0;
        if !sound {
            return Err(ScoreError::BrokenWeights {
                group: id.to_owned(),
            });
        }
        Ok(Self {
            children,
            weights,
            mean,
        })
    }

    fn with_weights(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.children
            .iter()
            .copied()
            .zip(self.weights.iter().copied())
    }

    /// Weights and scores of the children that have one.
    fn scored(&self, nodes: &[Node], pairs: &mut Vec<(f64, f64)>) {
        pairs.clear();
        pairs.extend(
            self.with_weights()
                .filter_map(|(child, weight)| Some((weight, nodes[child].score()?))),
        );
    }

    /// Position and share of each child that has a score; shares sum to 1.
    fn shares<'a>(&'a self, nodes: &'a [Node]) -> impl Iterator<Item = (usize, f64)> + 'a {
        let scored = move |(child, weight): (usize, f64)| {
            nodes[child].has_score().then_some((child, weight))
        };
        let sum: f64 = self.with_weights().filter_map(scored).map(|(_, w)| w).sum();
        self.with_weights()
            .filter_map(scored)
            .filter(move |_| sum > 0.0)
            .map(move |(child, weight)| (child, weight / sum))
    }

    /// Joins the children. The error is the child that is not positive.
    fn join(
        &self,
        nodes: &[Node],
        aggregation: &Aggregation,
        pairs: &mut Vec<(f64, f64)>,
    ) -> Result<Node, usize> {
        let (mut weight, mut answered) = (0.0, 0.0);
        let (mut applicable, mut scored) = (0_u32, 0_u32);
        let (mut weight_scored, mut weighted_sum) = (0.0, 0.0);
        for (child, w) in self.with_weights() {
            let node = &nodes[child];
            if !node.completeness.is_nan() {
                weight += w;
                answered += w * node.completeness;
                applicable += 1;
            }
            if node.has_score() {
                scored += 1;
                weight_scored += w;
                weighted_sum += w * node.score;
            }
        }
        if weight <= 0.0 {
            return Ok(Node::NONE);
        }
        let enough = aggregation
            .threshold
            .is_none_or(|least| f64::from(scored) + SAME >= least * f64::from(applicable));
        let mut node = Node {
            score: f64::NAN,
            completeness: answered / weight,
        };
        if enough && self.mean == Mean::Arithmetic {
            // The mean of nearly every group, without the detour over pairs.
            if weight_scored > 0.0 {
                node.score = (weighted_sum / weight_scored).min(100.0);
            }
        } else if enough {
            self.scored(nodes, pairs);
            if needs_positive(self.mean)
                && let Some(floor) = aggregation.floor
            {
                for (_, score) in pairs.iter_mut() {
                    *score = score.max(floor);
                }
            }
            let mean = weighted_mean(self.mean, pairs).map_err(|e| {
                self.with_weights()
                    .map(|(child, _)| child)
                    .filter(|&child| nodes[child].has_score())
                    .nth(e.at)
                    .unwrap_or_default()
            })?;
            // A mean of scores lies among them; rounding must not lift it past 100.
            node.score = mean.map_or(f64::NAN, |m| m.clamp(0.0, 100.0));
        }
        Ok(node)
    }
}
