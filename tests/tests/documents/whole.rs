//! The ranking tables in whole rows, every cell of every unit: rank, total, grade, how sure the rank is, change
//! and completeness.

use std::collections::BTreeMap;

use assessment_models::{
    Framework,
    scoring::{published, published_text},
};
use serde_json::Value;

use crate::{
    hezhi::on,
    province::{PROVINCE, without_spaces, words_of_docx, words_of_pdf},
};

/// What the program says of the demonstration.
fn said(task: &str, arguments: &[&str]) -> Value {
    on(task, &PROVINCE.folder.path().join("demo.hezhi"), arguments).document()
}

/// The briefing's words as PDF and DOCX.
fn briefing() -> [(&'static str, String); 2] {
    [
        ("pdf", words_of_pdf(&PROVINCE.file("zh-CN", "pdf"))),
        ("docx", words_of_docx(&PROVINCE.file("zh-CN", "docx"))),
    ]
    .map(|(format, words)| (format, without_spaces(&words)))
}

fn units(scores: &Value) -> BTreeMap<&str, &Value> {
    let units = scores["units"].as_array().unwrap().iter();
    units
        .map(|unit| (unit["code"].as_str().unwrap(), unit))
        .collect()
}

/// A difference with its sign.
fn signed(difference: f64) -> String {
    let text = published_text(difference.abs(), 2);
    match published(difference, 2) {
        d if d > 0.0 => format!("+{text}"),
        d if d < 0.0 => format!("−{text}"),
        _ => text,
    }
}

fn percent(share: f64) -> String {
    format!("{}%", published_text(share * 100.0, 1))
}

#[test]
fn every_row_of_the_rankings_is_what_scores_and_replications_say() {
    let before = said("score", &["--round", "2025"]);
    let sure = said("analyse", &["uncertainty"]);
    let (before, sure) = (units(&before), units(&sure));
    let framework = Framework::builtin("six-aspect").unwrap();
    let briefing = briefing();
    let shown = |score: &Value| published(score.as_f64().unwrap(), 2);
    let mut compared = 0;
    for (code, unit) in units(&PROVINCE.scores) {
        let rank = unit["rank"].as_u64();
        let rank = rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string());
        let grade = framework.grades.iter().find(|g| unit["grade"] == *g.key);
        let grade = grade.map_or("—", |g| g.name.zh.as_str());
        let ranks = &sure[code]["ranks"];
        let interval = match (ranks["low"].as_f64(), ranks["high"].as_f64()) {
            (Some(low), Some(high)) if low.floor() < high.ceil() => {
                format!("{}—{}", low.floor(), high.ceil())
            }
            (Some(low), Some(_)) => low.floor().to_string(),
            _ => "—".to_owned(),
        };
        let then = before.get(code).filter(|u| u["total"].is_number());
        let change = then.map_or_else(
            || "—".to_owned(),
            |then| signed(shown(&unit["total"]) - shown(&then["total"])),
        );
        let row = [
            &*rank,
            unit["name"].as_str().unwrap(),
            &published_text(unit["total"].as_f64().unwrap(), 2),
            grade,
            &interval,
            &change,
            &percent(unit["completeness"].as_f64().unwrap()),
        ];
        let row = without_spaces(&row.concat());
        for (format, words) in &briefing {
            assert!(words.contains(&row), "{row} is not in the {format}");
        }
        compared += 1;
    }
    assert_eq!(compared, 184);
}
