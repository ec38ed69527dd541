//! A scorecard made ready.

use std::collections::BTreeMap;

use super::{Finish, Node, PreparedIndex, Ties, by_level, children};
use crate::{
    Framework, Scorecard,
    composite::{Aggregator, IndexError},
    framework::AdjustmentKind,
    scoring::{CellState, Ranking},
};

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
        let thresholds: Vec<f64> = aggregation.threshold.into_iter().collect();
        prepared.add(values, &thresholds, Some(&applies), all)?;
        Ok(prepared)
    }
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
