//! What first 先做什么: where a point of effort moves the total most.

use super::group::parts;
use crate::{
    Framework, Scorecard,
    scoring::{CellState, Ranking},
    stats,
};

/// Up to where an indicator could come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// A stated score, 0..=100; 100 is all there is to gain.
    Score(f64),
    /// The median of the ranked units of the peer group.
    PeerMedian,
    /// The best of the ranked units of the peer group.
    PeerBest,
}

/// What an indicator could bring a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// Position among the framework's indicators.
    pub indicator: usize,
    /// Effective weight in the unit's total, 0..=1.
    pub weight: f64,
    /// Score now, 0..=100.
    pub score: f64,
    /// Score to come to, above [`Self::score`].
    pub target: f64,
    /// `weight × (target − score)`, in points of the total: exact where all means are arithmetic, else
    /// what the weights say before the means are joined.
    pub points: f64,
    /// Nothing was answered: an answer alone brings some of it.
    pub missing: bool,
}

/// What a unit (its row in the scorecard) can gain, most points first, ties in the framework's order.
/// Indicators at or above their target, without weight, or without peers to look at are left out.
#[must_use]
pub fn gains(framework: &Framework, card: &Scorecard, unit: usize, target: Target) -> Vec<Gain> {
    let Some(peer_group) = card.units.get(unit).map(|u| u.peer_group.as_str()) else {
        return Vec::new();
    };
    let peers: Vec<usize> = card
        .units
        .iter()
        .enumerate()
        .filter(|(_, u)| u.peer_group == peer_group && matches!(u.ranking, Ranking::Rank(_)))
        .map(|(row, _)| row)
        .collect();
    let of_peers = |column: usize| -> Vec<f64> {
        peers
            .iter()
            .filter_map(|&row| card.indicators.get(row, column))
            .collect()
    };
    let mut gains: Vec<Gain> = parts(framework, card, unit)
        .filter_map(|(_, part)| {
            let target = match target {
                Target::Score(score) => score.clamp(0.0, 100.0),
                Target::PeerMedian => stats::median(&of_peers(part.indicator))?,
                Target::PeerBest => of_peers(part.indicator)
                    .into_iter()
                    .max_by(f64::total_cmp)?,
            };
            let points = part.weight * (target - part.score);
            (points > 0.0).then_some(Gain {
                indicator: part.indicator,
                weight: part.weight,
                score: part.score,
                target,
                points,
                missing: card.state(unit, part.indicator) == CellState::Missing,
            })
        })
        .collect();
    gains.sort_by(|a, b| worth(b.points).total_cmp(&worth(a.points)));
    gains
}

/// Points without the noise of binary arithmetic, so that what is worth the same keeps its order.
pub(super) fn worth(points: f64) -> f64 {
    (points * 1e9).round()
}
