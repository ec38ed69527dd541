//! The four parties 四方主体: what each one's indicators score, and how evenly.

use super::{Group, group::groups};
use crate::{Framework, Scorecard, scoring::CellState, survey::Party};

/// A party's part in a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyScore {
    /// Score, share and indicators.
    pub group: Group<Party>,
    /// Indicators of the party that are asked of the unit.
    pub asked: usize,
    /// Those of them with a value.
    pub answered: usize,
}

/// How evenly the parties take part in a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Parties {
    /// Each party that the framework speaks of, in the order of [`Party`].
    pub parties: Vec<PartyScore>,
    /// `−Σ p·ln p / ln k` with `p` a party's share of the sum of scores and `k` the parties, 0..=1: 1 where
    /// all score alike. `None` with fewer than two parties, where one to which indicators apply has no score
    /// (else silence would look even), or where all score 0.
    pub evenness: Option<f64>,
    /// The party with the lowest score, the first of equals; `None` with fewer than two scores.
    pub weakest: Option<Party>,
    /// Parties that are asked and have given no value at all.
    pub missing: Vec<Party>,
    /// Parties that the framework speaks of and this unit is not asked about.
    pub not_asked: Vec<Party>,
}

/// Scores of the parties in a unit (its row in the scorecard), by the respondent of each indicator.
#[must_use]
pub fn parties(framework: &Framework, card: &Scorecard, unit: usize) -> Parties {
    let mut keys: Vec<Party> = framework.indicators.iter().map(|i| i.respondent).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut unscored = false;
    let parties: Vec<PartyScore> = groups(framework, card, unit, &keys, |i| i.respondent)
        .into_iter()
        .map(|group| {
            let states = framework
                .indicators
                .iter()
                .enumerate()
                .filter(|(_, i)| i.respondent == group.key)
                .map(|(at, _)| card.state(unit, at));
            let count = |wanted: &dyn Fn(CellState) -> bool| {
                states.clone().filter(|state| wanted(*state)).count()
            };
            let applies = |s| !matches!(s, CellState::NotAsked | CellState::NotApplicable);
            unscored |= group.score.is_none() && count(&applies) > 0;
            PartyScore {
                asked: count(&|s| s != CellState::NotAsked),
                answered: count(&|s| s == CellState::Scored),
                group,
            }
        })
        .collect();
    let scores: Vec<(Party, f64)> = parties
        .iter()
        .filter_map(|p| Some((p.group.key, p.group.score?)))
        .collect();
    let weakest = scores
        .iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|_| scores.len() > 1)
        .map(|(party, _)| *party);
    let named = |wanted: &dyn Fn(&PartyScore) -> bool| {
        parties
            .iter()
            .filter(|p| wanted(p))
            .map(|p| p.group.key)
            .collect()
    };
    Parties {
        evenness: evenness(&scores).filter(|_| !unscored),
        weakest,
        missing: named(&|p| p.asked > 0 && p.answered == 0),
        not_asked: named(&|p| p.asked == 0),
        parties,
    }
}

fn evenness(scores: &[(Party, f64)]) -> Option<f64> {
    let sum: f64 = scores.iter().map(|(_, s)| s).sum();
    if scores.len() < 2 || sum <= 0.0 {
        return None;
    }
    let entropy: f64 = scores
        .iter()
        .map(|(_, s)| s / sum)
        .filter(|p| *p > 0.0)
        .map(|p| -p * libm::log(p))
        .sum();
    Some((entropy / libm::log(scores.len() as f64)).clamp(0.0, 1.0))
}
