//! Security beside development 安全与发展: the total against an index of development.

use std::collections::BTreeMap;

use crate::{Scorecard, UnitCode, scoring::Ranking, stats};

/// Where a unit stands by the medians of its peers; what equals a median is on its high side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quadrant {
    /// Secure and developed.
    Both,
    /// Secure, less developed.
    SecurityAhead,
    /// Developed, less secure.
    DevelopmentAhead,
    /// Behind in both.
    Neither,
}

/// One unit in the plane of the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitPlace {
    /// Row in the scorecard.
    pub unit: usize,
    /// Total, 0..=100.
    pub security: f64,
    /// The index, in its own unit.
    pub development: f64,
    /// By the medians.
    pub quadrant: Quadrant,
}

/// Units of a peer group by security and development.
#[derive(Debug, Clone, PartialEq)]
pub struct Development {
    /// Median total of the units placed; `None` where there is none.
    pub security_median: Option<f64>,
    /// Median index of the units placed.
    pub development_median: Option<f64>,
    /// Pearson's correlation of the two; `None` of fewer than three units or of a constant.
    pub correlation: Option<f64>,
    /// Units with both, in the order of the scorecard.
    pub places: Vec<UnitPlace>,
    /// Ranked units of the group without a finite index value, by row.
    pub without_index: Vec<usize>,
}

/// Places the ranked units of a peer group by their totals and the index that the province supplies.
/// Units that are listed apart (incomplete, without a score) are left out, as they are from medians.
#[must_use]
pub fn development(
    card: &Scorecard,
    peer_group: &str,
    index: &BTreeMap<UnitCode, f64>,
) -> Development {
    let mut pairs = Vec::new();
    let mut without_index = Vec::new();
    for (row, unit) in card.units.iter().enumerate() {
        let ranked = unit.peer_group == peer_group && matches!(unit.ranking, Ranking::Rank(_));
        let Some(total) = unit.total.filter(|_| ranked) else {
            continue;
        };
        match index.get(&unit.unit).filter(|x| x.is_finite()) {
            Some(&x) => pairs.push((row, total, x)),
            None => without_index.push(row),
        }
    }
    let security: Vec<f64> = pairs.iter().map(|p| p.1).collect();
    let developed: Vec<f64> = pairs.iter().map(|p| p.2).collect();
    let (security_median, development_median) =
        (stats::median(&security), stats::median(&developed));
    let high = |value: f64, median: Option<f64>| median.is_some_and(|m| value >= m);
    let places = pairs
        .iter()
        .map(|&(unit, security, development)| UnitPlace {
            unit,
            security,
            development,
            quadrant: match (
                high(security, security_median),
                high(development, development_median),
            ) {
                (true, true) => Quadrant::Both,
                (true, false) => Quadrant::SecurityAhead,
                (false, true) => Quadrant::DevelopmentAhead,
                (false, false) => Quadrant::Neither,
            },
        })
        .collect();
    Development {
        security_median,
        development_median,
        correlation: (pairs.len() > 2)
            .then(|| stats::pearson(&security, &developed))
            .flatten(),
        places,
        without_index,
    }
}
