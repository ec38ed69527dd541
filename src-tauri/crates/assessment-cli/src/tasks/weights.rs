//! `weights`.

use std::path::PathBuf;

use assessment_app::{
    Failure,
    weights::{self, Dispersion, WeightsOutput},
};
use clap::{Args, Subcommand, error::ErrorKind};

use super::Work;
use crate::{answer::Outcome, arguments::Json};

/// How weights are found.
#[derive(Subcommand)]
pub(crate) enum WeightsTask {
    Ahp {
        #[arg(value_name = "FILE.csv", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    Entropy {
        #[command(flatten)]
        table: Table,
        #[arg(long)]
        min_max: bool,
        #[command(flatten)]
        json: Json,
    },
    Critic {
        #[command(flatten)]
        table: Table,
        #[command(flatten)]
        json: Json,
    },
    Expert {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    Equal {
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    Blend {
        #[arg(value_name = "SHARE=FILE.csv", required = true, value_parser = part)]
        parts: Vec<(f64, PathBuf)>,
        #[command(flatten)]
        json: Json,
    },
}

/// `SHARE=FILE.csv`.
fn part(text: &str) -> Result<(f64, PathBuf), clap::Error> {
    let read = || {
        let (share, file) = text.split_once('=')?;
        Some((share.trim().parse().ok()?, PathBuf::from(file)))
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

/// Alternatives × criteria.
#[derive(Args)]
pub(crate) struct Table {
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    #[arg(long, value_name = "CRITERION", value_delimiter = ',')]
    cost: Vec<String>,
}

impl WeightsTask {
    /// Whether the answer is for a program.
    pub(crate) fn json(&self) -> Json {
        match self {
            Self::Ahp { json, .. }
            | Self::Entropy { json, .. }
            | Self::Critic { json, .. }
            | Self::Expert { json, .. }
            | Self::Equal { json, .. }
            | Self::Blend { json, .. } => *json,
        }
    }
}

pub(super) fn weights(work: &Work, task: &WeightsTask) -> Result<Outcome, Failure> {
    let by = &work.actor;
    let output = match task {
        WeightsTask::Ahp { files, .. } => weights::pairwise(files, by)?,
        WeightsTask::Entropy { table, min_max, .. } => {
            let method = if *min_max {
                Dispersion::EntropyOfMinMax
            } else {
                Dispersion::Entropy
            };
            weights::dispersion(&table.file, method, &table.cost, by)?
        }
        WeightsTask::Critic { table, .. } => {
            weights::dispersion(&table.file, Dispersion::Critic, &table.cost, by)?
        }
        WeightsTask::Expert { file, .. } => weights::given(file, by)?,
        WeightsTask::Equal { file, .. } => weights::equal(file, by)?,
        WeightsTask::Blend { parts, .. } => weights::blend(parts, by)?,
    };
    work.answers.give(&output, || lines(&output).join("\n"))?;
    Ok(Outcome::Done)
}

fn lines(output: &WeightsOutput) -> Vec<String> {
    let named = output.labels.iter().zip(&output.weights);
    let mut lines: Vec<String> = named.map(|(label, w)| format!("{label}\t{w:.6}")).collect();
    lines.extend(
        output
            .normalisation
            .map(|done| format!("\nnormalisation\t{done}")),
    );
    if let Some(found) = &output.consistency {
        lines.push(format!("\nλmax\t{:.6}", found.lambda_max));
        lines.push(format!("CI\t{:.6}", found.ci));
        lines.push(format!("CR\t{:.6}\t{}", found.cr, found.random_index_table));
        lines.extend(found.judgements.iter().map(|j| {
            let (row, column, now) = (&j.row, &j.column, j.value);
            format!(
                "{row} : {column}\t{now:.4} → {:.4}\tCR {:.4}",
                j.suggested, j.cr_after
            )
        }));
    }
    lines
}
