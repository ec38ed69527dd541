//! `decide` and `agree`.

use std::path::{Path, PathBuf};

use assessment_app::{
    Failure, KappaWeights, Scaling,
    decisions::{self, Measure},
};
use clap::{Subcommand, ValueEnum};

use super::Work;
use crate::{answer::Outcome, arguments::Json};

/// How alternatives are judged.
#[derive(Subcommand)]
pub(crate) enum DecideTask {
    Topsis {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[arg(long, value_name = "CRITERION", value_delimiter = ',')]
        cost: Vec<String>,
        #[arg(long, value_name = "FILE")]
        weights: Option<PathBuf>,
        #[arg(long, default_value = "vector")]
        scaling: ScalingWord,
        #[command(flatten)]
        json: Json,
    },
    Fuzzy {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[arg(long, value_name = "FILE")]
        weights: Option<PathBuf>,
        #[arg(long, value_name = "VALUE", value_delimiter = ',', required = true)]
        grades: Vec<f64>,
        #[command(flatten)]
        json: Json,
    },
}

/// How agreement is measured.
#[derive(Subcommand)]
pub(crate) enum AgreeTask {
    Kappa {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[arg(long, default_value = "quadratic")]
        weighting: WeightingWord,
        #[arg(long, value_name = "G,G…", value_delimiter = ',')]
        grades: Vec<f64>,
        #[command(flatten)]
        json: Json,
    },
    Icc {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    KendallW {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[command(flatten)]
        json: Json,
    },
}

/// How criteria are made comparable.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ScalingWord {
    Vector,
    #[value(name = "min_max")]
    MinMax,
}

/// How disagreement counts.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum WeightingWord {
    None,
    Linear,
    Quadratic,
}

impl DecideTask {
    /// Whether the answer is for a program.
    pub(crate) fn json(&self) -> Json {
        match self {
            Self::Topsis { json, .. } | Self::Fuzzy { json, .. } => *json,
        }
    }
}

impl AgreeTask {
    /// Whether the answer is for a program.
    pub(crate) fn json(&self) -> Json {
        match self {
            Self::Kappa { json, .. } | Self::Icc { json, .. } | Self::KendallW { json, .. } => {
                *json
            }
        }
    }
}

pub(super) fn decide(work: &Work, task: &DecideTask) -> Result<Outcome, Failure> {
    match task {
        DecideTask::Topsis {
            file,
            cost,
            weights,
            scaling,
            ..
        } => {
            let scaling = match scaling {
                ScalingWord::Vector => Scaling::Vector,
                ScalingWord::MinMax => Scaling::MinMax,
            };
            let found = decisions::nearness(file, cost, weights.as_deref(), scaling)?;
            work.answers.give(&found, || {
                let rows = found.alternatives.iter().zip(&found.closeness);
                let rows = rows.zip(&found.ranks);
                let lines = rows.map(|((name, c), rank)| format!("{rank:>4}  {c:.4}  {name}"));
                lines.collect::<Vec<_>>().join("\n")
            })?;
        }
        DecideTask::Fuzzy {
            file,
            weights,
            grades,
            ..
        } => {
            let found = decisions::fuzzy_evaluation(file, weights.as_deref(), grades)?;
            work.answers.give(&found, || {
                let rows = found.grades.iter().zip(&found.memberships);
                let mut lines: Vec<String> =
                    rows.map(|(grade, m)| format!("{grade}\t{m:.4}")).collect();
                lines.push(format!("{}\t{:.4}", found.grade, found.score));
                lines.join("\n")
            })?;
        }
    }
    Ok(Outcome::Done)
}

pub(super) fn agree(work: &Work, task: &AgreeTask) -> Result<Outcome, Failure> {
    let (file, measure): (&Path, Measure) = match task {
        AgreeTask::Kappa {
            file,
            weighting,
            grades,
            ..
        } => {
            let weighting = match weighting {
                WeightingWord::None => KappaWeights::None,
                WeightingWord::Linear => KappaWeights::Linear,
                WeightingWord::Quadratic => KappaWeights::Quadratic,
            };
            let measure = Measure::Kappa {
                weights: weighting,
                grades: grades.clone(),
            };
            (file, measure)
        }
        AgreeTask::Icc { file, .. } => (file, Measure::Icc),
        AgreeTask::KendallW { file, .. } => (file, Measure::KendallW),
    };
    let found = decisions::agreement(file, measure)?;
    work.answers.give(&found, || {
        let lines = found.values.iter();
        let lines = lines.map(|(name, value)| format!("{name}\t{value:.4}"));
        lines.collect::<Vec<_>>().join("\n")
    })?;
    Ok(Outcome::Done)
}
