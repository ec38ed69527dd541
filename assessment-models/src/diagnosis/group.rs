//! Scores of indicators that belong together across the tree: by means, by party.

use crate::{Framework, Scorecard, framework::Indicator, framework::Means};

/// One indicator's part in a unit's total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Position among the framework's indicators.
    pub indicator: usize,
    /// Effective weight in the unit's total, 0..=1.
    pub weight: f64,
    /// Normalised score, 0..=100.
    pub score: f64,
}

/// What a group of indicators scores in a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<K> {
    /// What the indicators have in common.
    pub key: K,
    /// `Σ w·s / Σ w` over [`Self::parts`], 0..=100; `None` where nothing is scored.
    pub score: Option<f64>,
    /// Share of the unit's total weight, 0..=1.
    pub share: f64,
    /// The indicators, in the framework's order.
    pub parts: Vec<Part>,
}

/// Indicators of a unit that carry weight in its total; empty where the unit has no total.
pub(super) fn parts<'c>(
    framework: &'c Framework,
    card: &'c Scorecard,
    unit: usize,
) -> impl Iterator<Item = (&'c Indicator, Part)> {
    framework
        .indicators
        .iter()
        .enumerate()
        .filter_map(move |(at, indicator)| {
            let part = Part {
                indicator: at,
                weight: card.weights.get(unit, at)?,
                score: card.indicators.get(unit, at)?,
            };
            Some((indicator, part))
        })
}

/// Groups a unit's indicators by what `key` gives, one group for each of `keys`, in their order.
pub(super) fn groups<K: PartialEq + Copy>(
    framework: &Framework,
    card: &Scorecard,
    unit: usize,
    keys: &[K],
    key: impl Fn(&Indicator) -> K,
) -> Vec<Group<K>> {
    keys.iter()
        .map(|&wanted| {
            let parts: Vec<Part> = parts(framework, card, unit)
                .filter(|(indicator, _)| key(indicator) == wanted)
                .map(|(_, part)| part)
                .collect();
            let share: f64 = parts.iter().map(|p| p.weight).sum();
            let sum: f64 = parts.iter().map(|p| p.weight * p.score).sum();
            Group {
                key: wanted,
                // Rounding must not carry a mean of scores past the best of them.
                score: (share > 0.0).then(|| (sum / share).clamp(0.0, 100.0)),
                share,
                parts,
            }
        })
        .collect()
}

/// Score and share of weight of each means 手段 of a unit (its row in the scorecard): legal,
/// administrative, technical, social, and outcomes apart as the last. Shares sum to 1 where the unit has
/// a total.
#[must_use]
pub fn by_means(framework: &Framework, card: &Scorecard, unit: usize) -> Vec<Group<Means>> {
    const MEANS: [Means; 5] = [
        Means::Legal,
        Means::Administrative,
        Means::Technical,
        Means::Social,
        Means::Outcome,
    ];
    groups(framework, card, unit, &MEANS, |i| i.means)
}
