//! How far two ways of joining scores agree about ranks, as a document.

use assessment_models::{UnitCode, audit::compare_ranks};
use serde::Serialize;
use ts_rs::TS;

use super::{Assumed, Head, Named, refused};
use crate::{desk::Scored, failure::Failure};

/// A unit that the two ways rank differently.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MoverDocument {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// Rank by the first.
    pub from: u32,
    /// Rank by the second.
    pub to: u32,
}

/// Two rankings of a peer group side by side.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RankComparison {
    /// The group.
    pub peer_group: Named,
    /// Units that both rank.
    pub units: usize,
    /// Kendall's τ-b; null of fewer than two units, or where a ranking has all alike.
    pub tau: Option<f64>,
    /// Mean absolute difference of ranks.
    pub mean_shift: f64,
    /// Greatest absolute difference.
    pub max_shift: u32,
    /// Units that move, most places first.
    pub movers: Vec<MoverDocument>,
}

/// A round ranked as it is scored, and otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MethodsDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Aggregation of the other ranking; null where it is the framework's own.
    pub aggregation: Option<String>,
    /// Layer and mode of the other ranking.
    pub other: Head,
    /// By peer group.
    pub groups: Vec<RankComparison>,
}

/// Compares the ranks of a scorecard with those of another of the same framework (the same one, or another
/// layer, mode or round), joined by `aggregation` where it is given: one method for all levels, or one a
/// level joined by `,`, bottom up.
///
/// # Errors
/// [`Code::AnalysisRefused`](crate::Code::AnalysisRefused) for an aggregation that is none or is not
/// defined for a unit.
pub fn methods(
    scored: &Scored,
    other: &Scored,
    aggregation: Option<&str>,
) -> Result<MethodsDocument, Failure> {
    let ranks = |scored: &Scored, aggregation: Option<&str>| {
        let assumed = Assumed {
            aggregations: aggregation.map(str::to_owned).into_iter().collect(),
            ..Assumed::default()
        };
        let index = assumed.prepare(scored)?;
        let ranks = index.ranking(aggregation.map(|_| 0));
        ranks.map_err(|error| refused(error.into()))
    };
    let (first, second) = (ranks(scored, None)?, ranks(other, aggregation)?);
    let framework = &scored.round.framework;
    let groups = framework.peer_groups.iter().filter_map(|group| {
        let mut units = Vec::new();
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for (row, unit) in scored.card.units.iter().enumerate() {
            if unit.peer_group != group.id {
                continue;
            }
            units.push(unit.unit.to_string());
            from.push(first[row]);
            let there = other.card.unit_index(&unit.unit);
            to.push(there.and_then(|row| second[row]));
        }
        let found = (!units.is_empty()).then(|| compare_ranks(&units, &from, &to, units.len()))?;
        Some(RankComparison {
            peer_group: Named {
                code: group.id.clone(),
                name: (&group.name).into(),
            },
            units: found.units,
            tau: found.tau,
            mean_shift: found.mean_shift,
            max_shift: found.max_shift,
            movers: found
                .movers
                .into_iter()
                .map(|mover| MoverDocument {
                    unit: Named::unit(&scored.round, &UnitCode::from(mover.unit.as_str())),
                    from: mover.from,
                    to: mover.to,
                })
                .collect(),
        })
    });
    Ok(MethodsDocument {
        head: Head::of(&scored.card),
        aggregation: aggregation.map(str::to_owned),
        other: Head::of(&other.card),
        groups: groups.collect(),
    })
}
