//! A scorecard made ready.

use std::collections::BTreeMap;

use super::{
    Contest, Finish, Node, Placing, PreparedIndex, SampledColumn, Ties, by_level, children,
    placing::{compared, groups, places, scored},
    sampled::SampledCell,
};
use crate::{
    Framework, Scorecard,
    composite::{Aggregator, IndexError},
    framework::AdjustmentKind,
    scoring::{CellState, Ranking},
};

/// What of a scorecard's making may be otherwise. An empty list has no alternatives; a list that is given
/// should hold the nominal choice too, if it is to be drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScorecardAlternatives {
    /// How indicators are placed.
    pub placings: Vec<Placing>,
    /// Aggregation methods, each for all levels or one a level.
    pub aggregations: Vec<Vec<Aggregator>>,
}

impl PreparedIndex {
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
        alternatives: &ScorecardAlternatives,
    ) -> Result<Self, IndexError> {
        let nodes = framework_nodes(framework);
        let leaves = framework.indicators.len();
        let aggregation = &framework.scoring.aggregation;
        let nominal =
            [aggregation.objective, aggregation.aspect, aggregation.total].map(Aggregator::Mean);
        let mut methods = Vec::new();
        let given = alternatives.aggregations.iter().map(Vec::as_slice);
        for given in given.chain([&nominal[..]]) {
            methods.push(by_level(&nodes[leaves..], given, 3)?);
        }
        let rows = scorecard.units.len();
        let mut peers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, unit) in scorecard.units.iter().enumerate() {
            if matches!(unit.ranking, Ranking::Rank(_)) {
                peers.entry(&unit.peer_group).or_default().push(row);
            }
        }
        let (group_of, count) = groups(scorecard);
        let mut contest = vec![Vec::new(); count];
        for (row, group) in group_of.iter().enumerate() {
            contest[*group].push(row);
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
            normalisers: alternatives.placings.len().max(1),
            methods,
            floor: aggregation.floor,
            peers: peers.into_values().collect(),
            ties: Ties::Decimals(framework.scoring.decimals),
            contest: Contest::AmongPeers(contest),
            finish: finish.collect(),
            grades: framework.grades.iter().map(|g| g.lower).collect(),
            sampled: sampled(framework, scorecard),
        };
        let mut applies = Vec::with_capacity(rows * leaves);
        for column in 0..leaves {
            for row in 0..rows {
                let state = scorecard.state(row, column);
                applies.push(matches!(state, CellState::Scored | CellState::Missing));
            }
        }
        let thresholds: Vec<f64> = aggregation.threshold.into_iter().collect();
        for placing in alternatives.placings.iter().chain([&Placing::Framework]) {
            let mut values = Vec::with_capacity(rows * leaves);
            for (column, indicator) in framework.indicators.iter().enumerate() {
                let scale = &indicator.scale;
                let places = places(*placing, scorecard, (&group_of, count), column, scale);
                for (row, group) in group_of.iter().enumerate() {
                    let placed = scored(scorecard, row, column)
                        .map(|(raw, own)| places[*group].score(own, compared(scale, raw, own)));
                    let own = || scorecard.indicators.get(row, column);
                    values.push(placed.or_else(own).unwrap_or(f64::NAN));
                }
                if let Some(sampled) = prepared.sampled.iter_mut().find(|s| s.leaf == column) {
                    sampled.places.push(places);
                }
            }
            let all = 0..prepared.methods.len();
            prepared.add(values, &thresholds, Some(&applies), all)?;
        }
        Ok(prepared)
    }
}

/// The indicators that rest on a sample, where values lie yet to be told.
fn sampled(framework: &Framework, card: &Scorecard) -> Vec<SampledColumn> {
    let (group_of, _) = groups(card);
    let mut columns: BTreeMap<usize, Vec<SampledCell>> = BTreeMap::new();
    for cell in &card.sampled {
        let group = group_of.get(cell.row).copied();
        if let (Some(group), Some((raw, _))) = (group, scored(card, cell.row, cell.column)) {
            columns.entry(cell.column).or_default().push(SampledCell {
                row: cell.row,
                group,
                raw,
                error: cell.error,
            });
        }
    }
    let indicators = &framework.indicators;
    let known = columns
        .into_iter()
        .filter_map(|(leaf, cells)| Some((leaf, cells, indicators.get(leaf)?)));
    known
        .map(|(leaf, cells, indicator)| SampledColumn {
            leaf,
            scale: indicator.scale.clone(),
            cells,
            places: Vec::new(),
        })
        .collect()
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
