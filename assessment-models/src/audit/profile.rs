//! What a unit is good at and what not.

use serde::{Deserialize, Serialize};

use super::columns::Column;
use crate::{composite::PreparedIndex, uncertainty::AnalysisError};

/// Where a unit stands in one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The indicator's code.
    pub indicator: String,
    /// Normalised score.
    pub score: f64,
    /// Mean rank among its peers, 1 is best, ties share it.
    pub rank: f64,
    /// How many peers have a value, itself included.
    pub peers: usize,
    /// Effective weight of the indicator in the index, 0..=1.
    pub weight: f64,
}

/// A unit's strengths, best first, and weaknesses, worst first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Its code.
    pub unit: String,
    /// Indicators in the better half of its peers.
    pub strengths: Vec<Standing>,
    /// Indicators in the worse half.
    pub weaknesses: Vec<Standing>,
}

/// At most `most` strengths and weaknesses of a unit: indicators by its place among its peers, the
/// heavier first where places are equal. In the middle, and where all are alike, it is neither.
///
/// # Errors
///
/// [`AnalysisError::UnknownUnit`].
pub fn profile(index: &PreparedIndex, unit: &str, most: usize) -> Result<Profile, AnalysisError> {
    let row = index.units().iter().position(|u| u == unit);
    let row = row.ok_or_else(|| AnalysisError::UnknownUnit {
        unit: unit.to_owned(),
    })?;
    let alone = [row];
    let peers = index.peers.iter().find(|peers| peers.contains(&row));
    let peers = peers.map_or(&alone[..], Vec::as_slice);
    let effective = index.effective_weights();
    let mut standings: Vec<(f64, Standing)> = (0..index.indicators())
        .filter_map(|at| {
            let values = index.column(at);
            // Negated: the greatest ranks first.
            let among: Vec<f64> = peers.iter().map(|&peer| -values[peer]).collect();
            let place = peers.iter().position(|&peer| peer == row)?;
            let column = Column::new(&among);
            let (rank, count) = (column.ranks[place], column.order.len());
            let standing = Standing {
                indicator: index.nodes()[at].code.clone(),
                score: values[row],
                rank,
                peers: count,
                weight: effective[at],
            };
            // −1 first of its peers, 1 last.
            let middle = (count as f64 + 1.0) / 2.0;
            (!rank.is_nan() && count > 1)
                .then(|| ((rank - middle) / (count as f64 - middle), standing))
        })
        .collect();
    let mut best = |sign: f64| -> Vec<Standing> {
        standings.sort_by(|(p, a), (q, b)| {
            (sign * p)
                .total_cmp(&(sign * q))
                .then(b.weight.total_cmp(&a.weight))
        });
        let side = standings.iter().filter(|(place, _)| sign * place < 0.0);
        side.take(most)
            .map(|(_, standing)| standing.clone())
            .collect()
    };
    Ok(Profile {
        unit: unit.to_owned(),
        strengths: best(1.0),
        weaknesses: best(-1.0),
    })
}
