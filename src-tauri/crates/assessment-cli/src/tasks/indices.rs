//! `index`.

use assessment_app::{
    Failure,
    index::{self, IndexRequest},
};

use super::Work;
use crate::{answer::Outcome, arguments::Composite};

pub(super) fn index(work: &Work, asked: &Composite) -> Result<Outcome, Failure> {
    let request = IndexRequest {
        denominate: asked.denominate,
        impute: asked.impute.as_deref(),
        treat: asked.treat.as_deref(),
        normalise: asked.normalise.as_deref(),
        aggregate: asked.aggregate.as_deref(),
        weights: asked.weights.as_deref(),
        threshold: asked.threshold,
        stage: asked.stage.as_deref(),
    };
    let output = index::run(&asked.imeta, &asked.idata, &request)?;
    work.answers.give(&output, || {
        let line = |first: &str, values: &mut dyn Iterator<Item = String>| {
            std::iter::once(first.to_owned())
                .chain(values)
                .collect::<Vec<_>>()
                .join("\t")
        };
        let mut lines = vec![line(&output.stage, &mut output.columns.iter().cloned())];
        for row in &output.rows {
            let mut values = row
                .values
                .iter()
                .map(|v| v.map_or_else(|| "-".to_owned(), |n| format!("{n:.4}")));
            lines.push(line(&row.unit, &mut values));
        }
        lines.join("\n")
    })?;
    Ok(Outcome::Done)
}
