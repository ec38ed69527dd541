//! Whether one means covers for the want of another 以技代管.

use super::{Group, by_means};
use crate::{Framework, Scorecard, framework::Means, scoring::CellState};

/// An indicator shown beside a diagnosis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    /// Position among the framework's indicators.
    pub indicator: usize,
    /// What its value is.
    pub state: CellState,
    /// Normalised score, 0..=100.
    pub score: Option<f64>,
}

/// One of the framework's coverings for a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct CoveringFound {
    /// Row of the unit in the scorecard.
    pub unit: usize,
    /// Position in [`crate::framework::DiagnosisSettings::coverings`].
    pub covering: usize,
    /// What stands in, with its indicators.
    pub over: Group<Means>,
    /// What is wanting, with its indicators.
    pub under: Group<Means>,
    /// Score over minus score under, −100..=100; `None` where one of them has no score.
    pub gap: Option<f64>,
    /// The gap is above the framework's threshold.
    pub named: bool,
    /// Indicators that the framework shows beside it.
    pub beside: Vec<Beside>,
}

/// Measures each covering that the framework states for each unit: units in the order of the scorecard,
/// coverings in that of the framework.
#[must_use]
pub fn coverings(framework: &Framework, card: &Scorecard) -> Vec<CoveringFound> {
    let mut found = Vec::new();
    for unit in 0..card.units.len() {
        let means = by_means(framework, card, unit);
        for (at, rule) in framework.diagnosis.coverings.iter().enumerate() {
            let of = |wanted: Means| means.iter().find(|g| g.key == wanted).cloned();
            let (Some(over), Some(under)) = (of(rule.over), of(rule.under)) else {
                continue;
            };
            let gap = over.score.zip(under.score).map(|(o, u)| o - u);
            let beside = rule
                .beside
                .iter()
                .filter_map(|id| framework.indicator_index(id))
                .map(|indicator| Beside {
                    indicator,
                    state: card.state(unit, indicator),
                    score: card.indicators.get(unit, indicator),
                })
                .collect();
            found.push(CoveringFound {
                unit,
                covering: at,
                over,
                under,
                gap,
                named: gap.is_some_and(|g| g > rule.threshold),
                beside,
            });
        }
    }
    found
}
