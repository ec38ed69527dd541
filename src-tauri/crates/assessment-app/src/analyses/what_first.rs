//! What a unit can do first, as a document.

use assessment_models::{
    Framework,
    diagnosis::{Gain, Outcome, Proof, Target, compare, gains, least_set, lessons},
    framework::Subject,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Named, grade};
use crate::{desk::Scored, failure::Failure, wire::Phrase};

/// How far indicators could come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TargetChoice {
    /// To 100.
    #[default]
    Full,
    /// To the median of the peers.
    PeerMedian,
    /// To the best of the peers.
    PeerBest,
}

/// What an indicator could bring.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct GainDocument {
    /// Which.
    #[serde(flatten)]
    pub indicator: Named,
    /// Effective weight in the unit's total, 0..=1.
    pub weight: f64,
    /// Score now, 0..=100.
    pub score: f64,
    /// Score to come to.
    pub target: f64,
    /// Weight × (target − score), in points of the total.
    pub points: f64,
    /// Nothing was answered.
    pub missing: bool,
}

/// The least set of indicators that lifts the unit to the next grade.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LeastSetDocument {
    /// The next grade.
    pub next: Option<Named>,
    /// `reached` or `out_of_reach`.
    pub outcome: &'static str,
    /// Indicators to move.
    pub indicators: Vec<GainDocument>,
    /// Total with these at their targets.
    pub total_after: f64,
    /// The grade with these at their targets.
    pub grade_after: Option<Named>,
    /// Why no smaller set will do: `gains_add`, `searched` or `unproven`.
    pub proof: &'static str,
}

/// The unit's own value beside one from elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ComparisonDocument {
    /// `total`, `aspect`, `objective`, `indicator` or `raw`.
    pub kind: &'static str,
    /// What it speaks of; null for the total.
    pub subject: Option<Named>,
    /// Value from elsewhere.
    pub value: f64,
    /// The unit's own.
    pub own: Option<f64>,
    /// Own less the other.
    pub difference: Option<f64>,
    /// Whose value it is.
    pub place: Phrase,
    /// Where it is published.
    pub source: String,
    /// The day for which it holds, ISO 8601.
    pub date: String,
}

/// A lesson that helps with what the unit lacks.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LessonDocument {
    /// Names it.
    pub id: String,
    /// What was done, and what came of it.
    pub practice: Phrase,
    /// Where it was done.
    pub place: Phrase,
    /// Where it is described.
    pub source: String,
    /// When it was described, ISO 8601.
    pub date: String,
    /// Points that its indicators could still bring.
    pub points: f64,
    /// Those of its indicators in which the unit can gain.
    pub indicators: Vec<String>,
}

/// What a unit can do first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WhatFirst {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// Total now, 0..=100.
    pub total: Option<f64>,
    /// Its grade now.
    pub grade: Option<Named>,
    /// Most points first.
    pub gains: Vec<GainDocument>,
    /// To the next grade; null where there is none above, or no total.
    pub least_set: Option<LeastSetDocument>,
    /// Beside values from elsewhere.
    pub benchmarks: Vec<ComparisonDocument>,
    /// What others did, worth most points first.
    pub lessons: Vec<LessonDocument>,
}

/// What a unit can do first, measured against `target`.
///
/// # Errors
/// [`Code::NoSuchUnit`](crate::Code::NoSuchUnit).
pub fn what_first(scored: &Scored, unit: &str, target: TargetChoice) -> Result<WhatFirst, Failure> {
    let row = super::row(scored, unit)?;
    let (framework, card) = (&scored.round.framework, &scored.card);
    let target = match target {
        TargetChoice::Full => Target::Score(100.0),
        TargetChoice::PeerMedian => Target::PeerMedian,
        TargetChoice::PeerBest => Target::PeerBest,
    };
    let data = &scored.round.data;
    let prepared = scored.round.prepared(card.layer)?;
    let found = gains(framework, card, row, target);
    let least = least_set(framework, data, &prepared, card, row, target)?;
    let unit = &card.units[row];
    Ok(WhatFirst {
        unit: Named::unit(&scored.round, &unit.unit),
        total: unit.total,
        grade: grade(framework, unit.grade),
        least_set: least.map(|least| LeastSetDocument {
            next: grade(framework, Some(least.next)),
            outcome: match least.outcome {
                Outcome::Reached => "reached",
                Outcome::OutOfReach => "out_of_reach",
            },
            indicators: least
                .indicators
                .iter()
                .map(|gain| gain_document(framework, gain))
                .collect(),
            total_after: least.total_after,
            grade_after: grade(framework, least.grade_after),
            proof: match least.proof {
                Proof::GainsAdd => "gains_add",
                Proof::Searched => "searched",
                Proof::Unproven => "unproven",
            },
        }),
        benchmarks: benchmarks(scored, row),
        lessons: lessons(framework, &found, &framework.diagnosis.lessons)
            .into_iter()
            .map(|at| LessonDocument {
                id: at.lesson.id.clone(),
                practice: (&at.lesson.practice).into(),
                place: (&at.lesson.place).into(),
                source: at.lesson.source.clone(),
                date: at.lesson.date.to_string(),
                points: at.points,
                indicators: at.indicators.iter().map(ToString::to_string).collect(),
            })
            .collect(),
        gains: found
            .iter()
            .map(|gain| gain_document(framework, gain))
            .collect(),
    })
}

fn gain_document(framework: &Framework, gain: &Gain) -> GainDocument {
    GainDocument {
        indicator: Named::indicator(&framework.indicators[gain.indicator]),
        weight: gain.weight,
        score: gain.score,
        target: gain.target,
        points: gain.points,
        missing: gain.missing,
    }
}

fn benchmarks(scored: &Scored, row: usize) -> Vec<ComparisonDocument> {
    let framework = &scored.round.framework;
    compare(
        framework,
        &scored.card,
        row,
        &framework.diagnosis.benchmarks,
    )
    .into_iter()
    .map(|found| {
        let (kind, id) = match &found.benchmark.subject {
            Subject::Total => ("total", None),
            Subject::Aspect(id) => ("aspect", Some(id.as_str())),
            Subject::Objective(id) => ("objective", Some(id.as_str())),
            Subject::Indicator(id) => ("indicator", Some(id.as_str())),
            Subject::Raw(id) => ("raw", Some(id.as_str())),
        };
        ComparisonDocument {
            kind,
            subject: id.map(|id| Named::element(framework, id)),
            value: found.benchmark.value,
            own: found.own,
            difference: found.difference,
            place: (&found.benchmark.place).into(),
            source: found.benchmark.source.clone(),
            date: found.benchmark.date.to_string(),
        }
    })
    .collect()
}
