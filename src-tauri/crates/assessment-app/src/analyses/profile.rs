//! What a unit is good at and what not, as a document.

use assessment_models::audit::{self as models, Standing};
use serde::Serialize;
use ts_rs::TS;

use super::{Assumed, Head, Named, row};
use crate::{desk::Scored, failure::Failure};

/// Where a unit stands in one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct StandingDocument {
    /// Which.
    #[serde(flatten)]
    pub indicator: Named,
    /// Score, 0..=100.
    pub score: f64,
    /// Mean rank among its peers, 1 is best, ties share it.
    pub rank: f64,
    /// How many peers have a value, itself included.
    pub peers: usize,
    /// Effective weight of the indicator in the total, 0..=1.
    pub weight: f64,
}

/// A unit's strengths and weaknesses.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ProfileDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Which unit.
    pub unit: Named,
    /// Id of its peer group.
    pub peer_group: String,
    /// Indicators in the better half of its peers, best first.
    pub strengths: Vec<StandingDocument>,
    /// Indicators in the worse half, worst first.
    pub weaknesses: Vec<StandingDocument>,
}

/// At most `most` strengths and weaknesses of a unit.
///
/// # Errors
/// [`Code::NoSuchUnit`](crate::Code::NoSuchUnit).
pub fn profile(scored: &Scored, unit: &str, most: usize) -> Result<ProfileDocument, Failure> {
    let score = &scored.card.units[row(scored, unit)?];
    let index = Assumed::default().prepare(scored)?;
    let found = models::profile(&index, unit, most).map_err(super::refused)?;
    let standings = |of: Vec<Standing>| {
        let named = |standing: Standing| StandingDocument {
            indicator: Named::element(&scored.round.framework, &standing.indicator),
            score: standing.score,
            rank: standing.rank,
            peers: standing.peers,
            weight: standing.weight,
        };
        of.into_iter().map(named).collect()
    };
    Ok(ProfileDocument {
        head: Head::of(&scored.card),
        unit: Named::unit(&scored.round, &score.unit),
        peer_group: score.peer_group.clone(),
        strengths: standings(found.strengths),
        weaknesses: standings(found.weaknesses),
    })
}
