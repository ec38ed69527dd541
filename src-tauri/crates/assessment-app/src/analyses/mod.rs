//! Analyses of a round: diagnoses, what-if, trend, the audit of the index, and how
//! sure scores and ranks are. Each gives a
//! document: codes with their names in both languages, unrounded numbers, null where there is none.
//!
//! Nothing here writes.

mod audit;
mod cross_checks;
mod diagnosis;
mod methods;
mod profile;
mod responsibility;
mod sensitivity;
mod strata;
mod survey;
mod trend;
mod uncertainty;
mod what_first;
mod what_if;

pub use audit::{
    AlphaWithout, AuditDocument, ComponentDocument, ComponentsDocument, ElementAudit, PairAudit,
    ReliabilityDocument, audit,
};
pub use cross_checks::{
    CriterionWeights, CrossChecksDocument, CrossRank, LayerAgreement, cross_checks,
};
pub(crate) use diagnosis::read_index;
pub use diagnosis::{
    Besides, CoveringDocument, DevelopmentDocument, DiagnosisDocument, DiagnosisRequest,
    MeansScore, PartiesDocument, PartyDocument, Place, UnitDiagnosis, diagnosis,
};
pub use methods::{MethodsDocument, MoverDocument, RankComparison, methods};
pub use profile::{ProfileDocument, StandingDocument, profile};
pub use responsibility::{
    ChainDocument, CountsDocument, LinkDocument, NamedCounts, ResponsibilityDocument,
};
pub use sensitivity::{FactorEffect, SensitivityDocument, sensitivity};
pub use strata::StrataRequest;
pub use survey::{
    EstimateDocument, OptionDocument, PartySurveyDocument, QuestionDocument, ScaleDocument,
    SurveyDocument, SurveyRequest, survey,
};
pub use trend::{
    AspectTrend, FrameworkChangeDocument, MoveDocument, RestatedDocument, SplitDocument,
    TrendDocument, UnitTrendDocument, between, compared, trend,
};
pub use uncertainty::{
    Assumed, GradeShare, SpreadDocument, UncertaintyDocument, UnitUncertaintyDocument, uncertainty,
};
pub use what_first::{
    ComparisonDocument, GainDocument, LeastSetDocument, LessonDocument, TargetChoice, WhatFirst,
    what_first,
};
pub use what_if::{AnswerTry, MovedUnit, ShareTry, WhatIfDocument, what_if};

use std::{
    sync::mpsc::{self, Sender},
    thread,
};

use assessment_models::{
    Framework, Mode, Scorecard, UnitCode,
    composite::IndexError,
    framework::{Indicator, Means},
    scoring::{LayerChoice, Ranking},
    survey::Party,
    uncertainty::AnalysisError,
};
use serde::Serialize;
use ts_rs::TS;

use crate::{
    desk::{HeldRound, Scored},
    failure::{Code, Failure, reason::Reason},
    progress::{Progress, Stage},
    wire::Phrase,
};

/// What was analysed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(rename = "AnalysisHead")]
pub struct Head {
    /// Id of the framework.
    pub framework: String,
    /// Version of the framework.
    pub framework_version: String,
    /// The round.
    pub round: String,
    /// Which layer was scored.
    #[ts(type = "string")]
    pub layer: LayerChoice,
    /// How missing answers counted.
    #[ts(type = "string")]
    pub mode: Mode,
}

impl Head {
    fn of(card: &Scorecard) -> Self {
        Self {
            framework: card.framework.clone(),
            framework_version: card.framework_version.clone(),
            round: card.round.to_string(),
            layer: card.layer,
            mode: card.mode,
        }
    }
}

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Named {
    /// The code or id.
    pub code: String,
    /// Its name.
    pub name: Phrase,
}

impl Named {
    fn indicator(indicator: &Indicator) -> Self {
        Self {
            code: indicator.id.to_string(),
            name: (&indicator.name).into(),
        }
    }

    /// A unit of a round; its code stands for a name that is not known.
    fn unit(round: &HeldRound, code: &UnitCode) -> Self {
        let unit = round.data.units.iter().find(|u| u.code == *code);
        Self {
            code: code.to_string(),
            name: unit.map_or_else(
                || Phrase {
                    zh: code.to_string(),
                    en: code.to_string(),
                },
                |u| (&u.name).into(),
            ),
        }
    }

    /// An aspect, objective or indicator by its id; the id stands for a name that is not known.
    fn element(framework: &Framework, id: &str) -> Self {
        let aspects = framework.aspects.iter().map(|a| (a.id.as_str(), &a.name));
        let objectives = framework.objectives.iter();
        let indicators = framework.indicators.iter();
        let name = aspects
            .chain(objectives.map(|o| (o.id.as_str(), &o.name)))
            .chain(indicators.map(|i| (i.id.as_str(), &i.name)))
            .find(|(known, _)| *known == id)
            .map(|(_, name)| Phrase::from(name));
        Self {
            code: id.to_owned(),
            name: name.unwrap_or_else(|| Phrase {
                zh: id.to_owned(),
                en: id.to_owned(),
            }),
        }
    }
}

/// A grade by its position: its key and name.
fn grade(framework: &Framework, grade: Option<usize>) -> Option<Named> {
    let grade = framework.grades.get(grade?)?;
    Some(Named {
        code: grade.key.clone(),
        name: (&grade.name).into(),
    })
}

fn rank(ranking: Ranking) -> Option<u32> {
    match ranking {
        Ranking::Rank(rank) => Some(rank),
        Ranking::Incomplete | Ranking::NoScore => None,
    }
}

/// A means by the word that scripts know.
fn means(means: Means) -> &'static str {
    match means {
        Means::Legal => "legal",
        Means::Administrative => "administrative",
        Means::Technical => "technical",
        Means::Social => "social",
        Means::Outcome => "outcome",
    }
}

/// A party by the word that scripts know.
fn party(party: Party) -> &'static str {
    match party {
        Party::Government => "government",
        Party::Enterprise => "enterprise",
        Party::SocialOrg => "social_org",
        Party::Citizen => "citizen",
    }
}

/// Row of a unit in the scorecard.
fn row(scored: &Scored, unit: &str) -> Result<usize, Failure> {
    scored
        .card
        .unit_index(&UnitCode::from(unit))
        .ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", unit))
}

fn refused(error: AnalysisError) -> Failure {
    match error {
        AnalysisError::Cancelled => Code::Cancelled.into(),
        // An option, and nothing in the data, is at fault.
        error @ (AnalysisError::NoReplications
        | AnalysisError::BadNoise { .. }
        | AnalysisError::NoFactors
        | AnalysisError::Index(
            IndexError::UnknownMethod { .. } | IndexError::MethodsPerLevel { .. },
        )) => error.refuse(Code::AnalysisMisused),
        error => error.refuse(Code::AnalysisRefused),
    }
}

/// Does `work` on threads of its own; what it tells of its progress is told on this one.
pub(crate) fn apart<T: Send>(
    on_progress: &dyn Fn(Progress),
    work: impl FnOnce(&(dyn Fn(u64, u64) + Sync)) -> Result<T, AnalysisError> + Send,
    refused: impl FnOnce(AnalysisError) -> Failure,
) -> Result<T, Failure> {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let working = scope.spawn(move || {
            let sender: Sender<(u64, u64)> = sender;
            work(&|done, total| {
                // The receiver lives until this thread has ended.
                let _ = sender.send((done, total));
            })
        });
        let mut most = 0;
        for (done, total) in receiver {
            // Threads may tell of their work in another order than they did it.
            most = done.max(most);
            let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            on_progress(Progress::new(Stage::Analyse, number(most), number(total)));
        }
        match working.join() {
            Ok(done) => done.map_err(refused),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
