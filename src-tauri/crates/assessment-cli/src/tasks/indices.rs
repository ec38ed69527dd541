//! `index`.

use assessment_app::{
    Failure,
    index::{self, IndexDocument, IndexOutput, IndexRequest, Repetitions},
};

use super::{CANCELLED, Work};
use crate::{answer::Outcome, arguments::Composite};

pub(super) fn index(work: &Work, asked: &Composite) -> Result<Outcome, Failure> {
    let request = IndexRequest {
        denominate: asked.denominate,
        impute: asked.impute.as_deref(),
        treat: asked.treat.as_deref(),
        normalise: asked.normalise.as_deref(),
        aggregate: asked.aggregate.as_deref(),
        weights: asked.weights.as_deref(),
        thresholds: &asked.threshold,
        stage: asked.stage.as_deref(),
        correlation: asked.correlation.as_deref(),
        repeated: Repetitions {
            vary: &asked.vary,
            sample: asked.sample.as_deref(),
            replications: asked.replications,
            seed: asked.seed,
            noise: asked.noise,
            estimator: asked.estimator.as_deref(),
            bootstrap: asked.bootstrap,
        },
    };
    let told = work.progress();
    let output = index::run(&asked.imeta, &asked.idata, &request, &told, &CANCELLED)?;
    work.answers.give(&output, || lines(&output).join("\n"))?;
    Ok(Outcome::Done)
}

fn lines(document: &IndexDocument) -> Vec<String> {
    match document {
        IndexDocument::Table(table) => table_lines(table),
        IndexDocument::Tables(document) => {
            let parts = document
                .tables
                .iter()
                .map(|table| table_lines(table).join("\n"));
            vec![parts.collect::<Vec<_>>().join("\n\n")]
        }
        IndexDocument::Lineage(tree) => {
            let mut lines = vec![line(tree.stage, tree.columns.iter().cloned())];
            lines.extend(tree.rows.iter().map(|row| {
                let values = row.values.iter().map(|v| v.clone().unwrap_or_else(gap));
                line(&row.unit, values)
            }));
            lines
        }
    }
}

fn table_lines(table: &IndexOutput) -> Vec<String> {
    let mut lines = vec![line(&table.stage, table.columns.iter().cloned())];
    lines.extend(table.rows.iter().map(|row| {
        let values = row.values.iter();
        line(
            &row.unit,
            values.map(|v| v.map_or_else(gap, |n| format!("{n:.4}"))),
        )
    }));
    lines
}

fn line(first: &str, values: impl Iterator<Item = String>) -> String {
    let cells = std::iter::once(first.to_owned()).chain(values);
    cells.collect::<Vec<_>>().join("\t")
}

fn gap() -> String {
    "-".to_owned()
}
