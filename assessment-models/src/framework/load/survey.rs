//! `survey_questions.csv`.

use std::collections::BTreeSet;

use super::{Loader, table::Row, tree::Tree};
use crate::{
    Text,
    framework::{FaultCode, Question, QuestionKind},
    survey::Party,
};

const FILE: &str = "survey_questions.csv";
/// Marks the right option of a quiz.
const RIGHT: char = '*';

pub(super) fn read(loader: &mut Loader<'_>, tree: &Tree) -> Vec<Question> {
    let columns = [
        "qid",
        "respondent",
        "module_zh",
        "type",
        "text_zh",
        "text_en",
        "options_zh",
        "options_en",
        "indicator_id",
    ];
    let Some(table) = loader.table(FILE, false, &columns) else {
        return Vec::new();
    };
    let mut ids = BTreeSet::new();
    let mut questions = Vec::new();
    for row in table.rows() {
        let id = row.required("qid", loader);
        if !ids.insert(id) {
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", id));
        }
        let party = row.word::<Party>("respondent", loader);
        let text = row.words("text", true, loader);
        let (kind, options) = kind(loader, row);
        let indicator = indicator(loader, row, tree);
        let required = row.yes("required", loader);
        if let (Some(party), Some(kind)) = (party, kind) {
            questions.push(Question {
                id: id.to_owned(),
                party,
                module: row.text("module_zh").to_owned(),
                kind,
                text,
                options,
                scoring: row.text("scoring_zh").to_owned(),
                indicator,
                required,
                skip: row.text("skip_logic_zh").to_owned(),
            });
        }
    }
    questions
}

/// The indicator served; `DEMO` and `FILTER` mark questions that describe or sort respondents.
fn indicator(loader: &mut Loader<'_>, row: Row<'_>, tree: &Tree) -> Option<crate::IndicatorId> {
    let id = row.text("indicator_id");
    if matches!(id, "" | "DEMO" | "FILTER") {
        return None;
    }
    if !tree.known.contains_key(id) {
        loader.fault(
            row.fault(FaultCode::UnknownReference)
                .with("kind", "indicator")
                .with("value", id),
        );
    }
    Some(id.into())
}

fn kind(loader: &mut Loader<'_>, row: Row<'_>) -> (Option<QuestionKind>, Vec<Text>) {
    let written = row.text("type");
    match written {
        "region" => (Some(QuestionKind::Region), Vec::new()),
        "number" => (range(loader, row), Vec::new()),
        "single_choice" => (Some(QuestionKind::Single), options(loader, row)),
        "multi_choice" => (Some(QuestionKind::Multiple), options(loader, row)),
        "quiz" => {
            let mut options = options(loader, row);
            let right: Vec<usize> = (1..)
                .zip(&options)
                .filter(|(_, o)| o.zh.ends_with(RIGHT) || o.en.ends_with(RIGHT))
                .map(|(position, _)| position)
                .collect();
            for option in &mut options {
                option.zh = option.zh.trim_end_matches(RIGHT).to_owned();
                option.en = option.en.trim_end_matches(RIGHT).to_owned();
            }
            if let [right] = right[..] {
                (Some(QuestionKind::Quiz { right }), options)
            } else {
                loader.fault(
                    row.fault(FaultCode::UnknownWord)
                        .with("column", "options")
                        .with("value", row.text("options_zh")),
                );
                (None, options)
            }
        }
        _ if written.starts_with("likert") => {
            let reversed = row.yes("reverse", loader);
            let options = options(loader, row);
            if written.strip_prefix("likert").and_then(|n| n.parse().ok()) != Some(options.len()) {
                loader.fault(
                    row.fault(FaultCode::AnchorsDiffer)
                        .with("group", written)
                        .with("sum", options.len()),
                );
            }
            (Some(QuestionKind::Likert { reversed }), options)
        }
        _ => {
            loader.fault(
                row.fault(FaultCode::UnknownWord)
                    .with("column", "type")
                    .with("value", written),
            );
            (None, Vec::new())
        }
    }
}

fn options(loader: &mut Loader<'_>, row: Row<'_>) -> Vec<Text> {
    let split = |text: &'static str| row.text(text).split('|').map(str::trim);
    let (zh, en) = (split("options_zh"), split("options_en"));
    if zh.clone().count() != en.clone().count() || zh.clone().chain(en.clone()).any(str::is_empty) {
        loader.fault(row.fault(FaultCode::AnchorsDiffer).with("group", "options"));
    }
    zh.zip(en).map(|(zh, en)| Text::new(zh, en)).collect()
}

/// `least-greatest`.
fn range(loader: &mut Loader<'_>, row: Row<'_>) -> Option<QuestionKind> {
    let written = row.text("options_zh");
    let range = written
        .split_once('-')
        .and_then(|(min, max)| Some((min.trim().parse().ok()?, max.trim().parse().ok()?)))
        .filter(|(min, max): &(f64, f64)| min < max);
    if range.is_none() {
        loader.fault(
            row.fault(FaultCode::BadNumber)
                .with("column", "options_zh")
                .with("value", written),
        );
    }
    range.map(|(min, max)| QuestionKind::Number { min, max })
}
