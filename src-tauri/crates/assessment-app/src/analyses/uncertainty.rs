//! How sure scores and ranks are, as a document.

use std::{path::Path, sync::atomic::AtomicBool};

use assessment_models::{
    composite::{IndexError, IndexOptions, PreparedIndex, ScorecardAlternatives},
    uncertainty::{self as models, AnalysisError, Assumptions, Factor, Spread},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Head, Named, apart, refused};
use crate::{desk::Scored, failure::Failure, index::Sample, progress::Progress};

/// What is held uncertain; what is left out stands at its customary value.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct Assumed {
    /// Where random numbers start.
    pub seed: Option<u64>,
    /// How often scores are computed; in a sensitivity analysis the rows of a block of its design.
    pub replications: Option<usize>,
    /// Weights are multiplied by `1 + noise·U(−1, 1)`, 0..=1.
    pub noise: Option<f64>,
    /// Aggregations among which one is drawn: each one method, or one a level joined by `,`, bottom up.
    pub aggregations: Vec<String>,
    /// Ways to place indicators among which one is drawn: `framework`, `min_max:LO:HI`, `z_score:MEAN:SD`,
    /// `percentile_rank`.
    pub normalisers: Vec<String>,
    /// Whether what surveys say is drawn within its sampling error; it is where nothing is said.
    pub sampling: Option<bool>,
    /// A csv to take in place of drawing: sets of weights (`iCode`, `Weight`, `rep`) or a design
    /// (`u_NAME`, `idx_NAME`).
    pub sample: Option<String>,
}

impl Assumed {
    /// The sample that is given in place of drawing.
    pub(super) fn sample(&self) -> Result<Option<Sample>, Failure> {
        let path = self.sample.as_ref();
        path.map(|path| Sample::read(Path::new(path))).transpose()
    }

    /// Alternatives of each choice that has several.
    pub(super) fn counts(&self) -> Vec<(Factor, usize)> {
        let counts = [
            (Factor::Normaliser, self.normalisers.len()),
            (Factor::Aggregation, self.aggregations.len()),
        ];
        counts.into_iter().filter(|(_, count)| *count > 1).collect()
    }

    pub(super) fn prepare(&self, scored: &Scored) -> Result<PreparedIndex, Failure> {
        self.alternatives()
            .and_then(|alternatives| {
                PreparedIndex::of_scorecard(&scored.round.framework, &scored.card, &alternatives)
            })
            .map_err(|error| refused(AnalysisError::Index(error)))
    }

    fn alternatives(&self) -> Result<ScorecardAlternatives, IndexError> {
        let aggregations = self
            .aggregations
            .iter()
            .map(|methods| IndexOptions::parse_aggregators(methods));
        Ok(ScorecardAlternatives {
            placings: self
                .normalisers
                .iter()
                .map(|word| word.parse())
                .collect::<Result<_, _>>()?,
            aggregations: aggregations.collect::<Result<_, _>>()?,
        })
    }
}

/// Where the bulk of repeated results lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct SpreadDocument {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 5th percentile.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
}

impl From<Spread> for SpreadDocument {
    fn from(spread: Spread) -> Self {
        Self {
            mean: spread.mean,
            median: spread.median,
            low: spread.low,
            high: spread.high,
        }
    }
}

/// How often a unit came to have a grade.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct GradeShare {
    /// Which.
    #[serde(flatten)]
    pub grade: Named,
    /// Share of the replications, 0..=1.
    pub share: f64,
}

/// One unit's uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct UnitUncertaintyDocument {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// Id of its peer group.
    pub peer_group: String,
    /// Total as scored, 0..=100.
    pub total: Option<f64>,
    /// Rank as scored.
    pub rank: Option<u32>,
    /// Totals over the replications.
    pub totals: Option<SpreadDocument>,
    /// Ranks over the replications.
    pub ranks: Option<SpreadDocument>,
    /// Share in each grade, best first.
    pub grades: Vec<GradeShare>,
    /// Share of the replications in which it is among the top of its peers, 0..=1.
    pub top: f64,
}

/// How sure scores and ranks are.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct UncertaintyDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Where random numbers started.
    pub seed: u64,
    /// How often scores were computed.
    pub replications: usize,
    /// Weights were multiplied by `1 + noise·U(−1, 1)`.
    pub noise: f64,
    /// Ways to place indicators that were drawn from; none where it is the framework's alone.
    pub normalisers: Vec<String>,
    /// Aggregations that were drawn from; none where it is the framework's alone.
    pub aggregations: Vec<String>,
    /// Whether what surveys say was drawn within its sampling error.
    pub sampling: bool,
    /// How many answers of surveys are estimates with a sampling error.
    pub sampled: usize,
    /// How many places count as the top.
    pub top_places: u32,
    /// Units in code order.
    pub units: Vec<UnitUncertaintyDocument>,
}

/// Scores a round again and again under assumptions that might as well have been made.
///
/// # Errors
/// [`Code::AnalysisRefused`](crate::Code::AnalysisRefused) for assumptions that make no
/// sense, [`Code::Cancelled`](crate::Code::Cancelled).
pub fn uncertainty(
    scored: &Scored,
    assumed: &Assumed,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<UncertaintyDocument, Failure> {
    let index = assumed.prepare(scored)?;
    let customary = Assumptions::default();
    let mut assumptions = Assumptions {
        replications: assumed.replications.unwrap_or(customary.replications),
        seed: assumed.seed.unwrap_or(customary.seed),
        noise: assumed.noise.unwrap_or(customary.noise),
        sampling: assumed.sampling.unwrap_or(customary.sampling),
        ..customary
    };
    if let Some(sample) = assumed.sample()? {
        sample.instead_of_draws(&assumed.counts(), &mut assumptions)?;
    }
    let found = apart(
        on_progress,
        |told| models::uncertainty(&index, &assumptions, told, cancel),
        refused,
    )?;
    let grades = &scored.round.framework.grades;
    let units = found.units.iter().zip(&scored.card.units);
    let units = units.map(|(unit, score)| UnitUncertaintyDocument {
        unit: Named::unit(&scored.round, &score.unit),
        peer_group: score.peer_group.clone(),
        total: unit.score,
        rank: unit.rank,
        totals: unit.scores.map(Into::into),
        ranks: unit.ranks.map(Into::into),
        grades: grades
            .iter()
            .zip(&unit.grades)
            .map(|(grade, share)| GradeShare {
                grade: Named {
                    code: grade.key.clone(),
                    name: (&grade.name).into(),
                },
                share: *share,
            })
            .collect(),
        top: unit.top,
    });
    Ok(UncertaintyDocument {
        head: Head::of(&scored.card),
        seed: found.seed,
        replications: found.replications,
        noise: assumptions.noise,
        normalisers: assumed.normalisers.clone(),
        aggregations: assumed.aggregations.clone(),
        sampling: assumptions.sampling,
        sampled: scored.card.sampled.len(),
        top_places: assumptions.top,
        units: units.collect(),
    })
}
