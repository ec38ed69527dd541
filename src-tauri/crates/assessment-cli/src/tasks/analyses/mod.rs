//! `analyse`.

mod lines;

use std::path::{Path, PathBuf};

use assessment_app::{
    Failure,
    analyses::{
        self, AnswerTry, Assumed, DiagnosisRequest, ShareTry, StrataRequest, SurveyRequest,
        TargetChoice,
    },
    wire::ScoreRequest,
};
use clap::{Args, Subcommand, ValueEnum, error::ErrorKind};

use self::lines::{
    asked, audited, changed, checked, compared, diagnosed, moving, standing, tried, unsure,
};
use super::{CANCELLED, Work, round};
use crate::{
    answer::Outcome,
    arguments::{Json, LayerWord, ModeWord},
};

/// What is analysed of a workspace.
#[derive(Subcommand)]
pub(crate) enum AnalyseTask {
    Diagnosis {
        #[arg(long, value_name = "FILE.csv")]
        development: Option<PathBuf>,
        #[arg(long, value_name = "CODE")]
        unit: Option<String>,
        #[arg(long, default_value = "full", requires = "unit")]
        target: TargetWord,
        #[command(flatten)]
        card: Card,
    },
    WhatIf {
        #[arg(long, value_name = "UNIT:INDICATOR=VALUE", value_parser = answer)]
        set: Vec<AnswerTry>,
        #[arg(long, value_name = "ID=SHARE", value_parser = share)]
        weight: Vec<ShareTry>,
        #[command(flatten)]
        card: Card,
    },
    Trend {
        #[arg(long, value_name = "R")]
        from: Option<String>,
        #[command(flatten)]
        card: Card,
    },
    Audit {
        #[command(flatten)]
        card: Card,
    },
    Profile {
        #[arg(long, value_name = "CODE")]
        unit: String,
        #[arg(long, value_name = "N", default_value = "5")]
        most: usize,
        #[command(flatten)]
        card: Card,
    },
    Compare {
        #[arg(long, value_name = "M[,M…]")]
        aggregate: Option<String>,
        #[arg(long, value_name = "R")]
        with_round: Option<String>,
        #[arg(long)]
        with_layer: Option<LayerWord>,
        #[arg(long)]
        with_mode: Option<ModeWord>,
        #[command(flatten)]
        card: Card,
    },
    Checks {
        #[arg(long, value_name = "CODE")]
        group: String,
        #[command(flatten)]
        card: Card,
    },
    Survey {
        #[arg(long, value_name = "PARTY=N", value_parser = invited)]
        invited: Vec<(String, usize)>,
        #[arg(long, value_name = "PARTY:QUESTION|unit=FILE.csv", value_parser = strata)]
        strata: Vec<StrataRequest>,
        #[arg(long)]
        without_straight_lines: bool,
        #[arg(long)]
        published: bool,
        #[command(flatten)]
        card: Card,
    },
    Uncertainty {
        #[command(flatten)]
        assumed: Assumptions,
        #[command(flatten)]
        card: Card,
    },
    Sensitivity {
        #[command(flatten)]
        assumed: Assumptions,
        #[arg(long)]
        estimator: Option<EstimatorWord>,
        #[command(flatten)]
        card: Card,
    },
}

/// Which scorecard.
#[derive(Args, Clone)]
pub(crate) struct Card {
    #[arg(long, value_name = "R")]
    round: Option<String>,
    #[arg(long, default_value = "final")]
    layer: LayerWord,
    #[arg(long, default_value = "official")]
    mode: ModeWord,
    #[command(flatten)]
    json: Json,
}

/// What is held uncertain.
#[derive(Args, Clone)]
pub(crate) struct Assumptions {
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[arg(long, value_name = "N")]
    replications: Option<usize>,
    #[arg(long, value_name = "SHARE")]
    noise: Option<f64>,
    #[arg(long, value_name = "M[,M…]")]
    aggregate: Vec<String>,
    #[arg(long, value_name = "M")]
    normalise: Vec<String>,
    #[arg(long)]
    no_sampling: bool,
    #[arg(long, value_name = "FILE.csv")]
    sample: Option<PathBuf>,
}

/// How far indicators could come.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum TargetWord {
    Full,
    Median,
    Best,
}

/// How first-order indices are estimated.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EstimatorWord {
    Plain,
    Centred,
}

/// `UNIT:INDICATOR=VALUE`; no value is no answer.
fn answer(text: &str) -> Result<AnswerTry, clap::Error> {
    let read = || {
        let (place, value) = text.split_once('=')?;
        let (unit, indicator) = place.split_once(':')?;
        let value = match value.trim() {
            "" => None,
            number => Some(number.parse().ok()?),
        };
        Some(AnswerTry {
            unit: unit.trim().to_owned(),
            indicator: indicator.trim().to_owned(),
            value,
        })
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

/// `PARTY=N`.
fn invited(text: &str) -> Result<(String, usize), clap::Error> {
    let read = || {
        let (party, count) = text.split_once('=')?;
        Some((party.trim().to_owned(), count.trim().parse().ok()?))
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

/// `PARTY:QUESTION=FILE`, `PARTY:unit=FILE`.
fn strata(text: &str) -> Result<StrataRequest, clap::Error> {
    let read = || {
        let (what, file) = text.split_once('=')?;
        let (party, by) = what.split_once(':')?;
        let [party, by, file] = [party, by, file].map(|part| part.trim().to_owned());
        Some(StrataRequest { party, by, file })
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

/// `ID=SHARE`.
fn share(text: &str) -> Result<ShareTry, clap::Error> {
    let read = || {
        let (element, share) = text.split_once('=')?;
        Some(ShareTry {
            element: element.trim().to_owned(),
            share: share.trim().parse().ok()?,
        })
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

impl AnalyseTask {
    fn card(&self) -> &Card {
        match self {
            Self::Diagnosis { card, .. }
            | Self::WhatIf { card, .. }
            | Self::Trend { card, .. }
            | Self::Audit { card }
            | Self::Profile { card, .. }
            | Self::Compare { card, .. }
            | Self::Checks { card, .. }
            | Self::Survey { card, .. }
            | Self::Uncertainty { card, .. }
            | Self::Sensitivity { card, .. } => card,
        }
    }

    /// Whether the answer is for a program.
    pub(crate) fn json(&self) -> Json {
        self.card().json
    }
}

pub(super) fn analyse(
    work: &Work,
    workspace: &Path,
    task: &AnalyseTask,
) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let card = task.card();
    let request = ScoreRequest {
        round: round(&desk, card.round.clone())?,
        layer: card.layer.word().to_owned(),
        mode: card.mode.word().to_owned(),
    };
    let lang = work.answers.lang;
    let give = work.answers;
    match task {
        AnalyseTask::Diagnosis {
            development,
            unit,
            target,
            ..
        } => {
            let wanted = DiagnosisRequest {
                development: development.as_ref().map(|path| path.display().to_string()),
                unit: unit.clone(),
                target: match target {
                    TargetWord::Full => TargetChoice::Full,
                    TargetWord::Median => TargetChoice::PeerMedian,
                    TargetWord::Best => TargetChoice::PeerBest,
                },
            };
            let found = analyses::diagnosis(&desk.scorecard(&request)?, &wanted)?;
            give.give(&found, || diagnosed(&found, lang).join("\n"))?;
        }
        AnalyseTask::WhatIf { set, weight, .. } => {
            let found = analyses::what_if(&desk.scorecard(&request)?, set.clone(), weight.clone())?;
            give.give(&found, || tried(&found, lang).join("\n"))?;
        }
        AnalyseTask::Trend { from, .. } => {
            let found = analyses::trend(&mut desk, &request, from.as_deref())?;
            give.give(&found, || changed(&found, lang).join("\n"))?;
        }
        AnalyseTask::Audit { .. } => {
            let told = work.progress();
            let found = analyses::audit(&desk.scorecard(&request)?, &told, &CANCELLED)?;
            give.give(&found, || audited(&found, lang).join("\n"))?;
        }
        AnalyseTask::Profile { unit, most, .. } => {
            let found = analyses::profile(&desk.scorecard(&request)?, unit, *most)?;
            give.give(&found, || standing(&found, lang).join("\n"))?;
        }
        AnalyseTask::Compare {
            aggregate,
            with_round,
            with_layer,
            with_mode,
            ..
        } => {
            let other = ScoreRequest {
                round: with_round.clone().unwrap_or_else(|| request.round.clone()),
                layer: with_layer.map_or_else(|| request.layer.clone(), |l| l.word().to_owned()),
                mode: with_mode.map_or_else(|| request.mode.clone(), |m| m.word().to_owned()),
            };
            let (scored, other) = (desk.scorecard(&request)?, desk.scorecard(&other)?);
            let found = analyses::methods(&scored, &other, aggregate.as_deref())?;
            give.give(&found, || compared(&found, lang).join("\n"))?;
        }
        AnalyseTask::Checks { group, .. } => {
            let layer = |layer: &str| ScoreRequest {
                layer: layer.to_owned(),
                ..request.clone()
            };
            let (own, verified) = (
                desk.scorecard(&layer("self"))?,
                desk.scorecard(&layer("verified"))?,
            );
            let scored = desk.scorecard(&request)?;
            let found = analyses::cross_checks(&scored, (&own, &verified), group)?;
            give.give(&found, || checked(&found, lang).join("\n"))?;
        }
        AnalyseTask::Survey {
            invited,
            strata,
            without_straight_lines,
            published,
            ..
        } => {
            let described = SurveyRequest {
                invited: invited.iter().cloned().collect(),
                without_straight_lines: *without_straight_lines,
                published: *published,
                strata: strata.clone(),
            };
            let found = analyses::survey(&desk.scorecard(&request)?, &described)?;
            give.give(&found, || asked(&found, lang).join("\n"))?;
        }
        AnalyseTask::Uncertainty { assumed, .. } => {
            let assumed = assumed.clone().into();
            let told = work.progress();
            let scored = desk.scorecard(&request)?;
            let found = analyses::uncertainty(&scored, &assumed, &told, &CANCELLED)?;
            give.give(&found, || unsure(&found, lang).join("\n"))?;
        }
        AnalyseTask::Sensitivity {
            assumed, estimator, ..
        } => {
            let assumed = assumed.clone().into();
            let estimator = estimator.map(|word| match word {
                EstimatorWord::Plain => "plain",
                EstimatorWord::Centred => "centred",
            });
            let told = work.progress();
            let scored = desk.scorecard(&request)?;
            let found = analyses::sensitivity(&scored, &assumed, estimator, &told, &CANCELLED)?;
            give.give(&found, || moving(&found, lang).join("\n"))?;
        }
    }
    Ok(Outcome::Done)
}

impl From<Assumptions> for Assumed {
    fn from(given: Assumptions) -> Self {
        Self {
            seed: given.seed,
            replications: given.replications,
            noise: given.noise,
            aggregations: given.aggregate,
            normalisers: given.normalise,
            sampling: given.no_sampling.then_some(false),
            sample: given.sample.map(|path| path.display().to_string()),
        }
    }
}
