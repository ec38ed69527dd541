//! What a unit is compared with: the middle of its peers.

use super::{Ranking, Scorecard};
use crate::{grid::Grid, stats};

/// Medians over the ranked units of a peer group; `None` where no one has a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Medians {
    /// Total after adjustments.
    pub total: Option<f64>,
    /// By aspect.
    pub aspects: Vec<Option<f64>>,
    /// By objective.
    pub objectives: Vec<Option<f64>>,
    /// By indicator.
    pub indicators: Vec<Option<f64>>,
}

/// Medians of a peer group. Units that are listed apart (incomplete, without a score) are no peers to be
/// compared with and are left out; where nobody is ranked every median is `None`.
#[must_use]
pub fn medians(card: &Scorecard, peer_group: &str) -> Medians {
    let rows: Vec<usize> = card
        .units
        .iter()
        .enumerate()
        .filter(|(_, u)| u.peer_group == peer_group && matches!(u.ranking, Ranking::Rank(_)))
        .map(|(row, _)| row)
        .collect();
    let totals: Vec<f64> = rows.iter().filter_map(|&r| card.units[r].total).collect();
    Medians {
        total: stats::median(&totals),
        aspects: by_column(&card.aspects, &rows),
        objectives: by_column(&card.objectives, &rows),
        indicators: by_column(&card.indicators, &rows),
    }
}

fn by_column(grid: &Grid, rows: &[usize]) -> Vec<Option<f64>> {
    (0..grid.columns())
        .map(|column| {
            let values: Vec<f64> = rows.iter().filter_map(|&r| grid.get(r, column)).collect();
            stats::median(&values)
        })
        .collect()
}
