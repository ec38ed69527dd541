//! The same numbers everywhere.

use std::collections::{BTreeMap, BTreeSet};

use assessment_app::{
    Desk, results,
    wire::{OverviewView, RankRow, ScoreRequest},
};
use assessment_models::scoring::published_text;
use calamine::{Data, Reader as _};

use crate::{
    hezhi::on,
    province::{PROVINCE, paragraphs_of_docx, rows, without_spaces, words_of_docx, words_of_pdf},
};

/// What the window shows of the round.
fn window() -> OverviewView {
    let path = PROVINCE.folder.path().join("demo.hezhi");
    let mut desk = Desk::open(&path).unwrap();
    let request = ScoreRequest {
        round: "2026".to_owned(),
        layer: "final".to_owned(),
        mode: "official".to_owned(),
    };
    results::overview(&mut desk, &request).unwrap()
}

/// A score as documents write it.
fn shown(score: Option<f64>) -> String {
    score.map_or_else(|| "—".to_owned(), |score| published_text(score, 2))
}

/// A unit's row of the ranking: rank, name, total.
fn ranked(row: &RankRow) -> String {
    let rank = row
        .rank
        .map_or_else(|| "—".to_owned(), |rank| rank.to_string());
    without_spaces(&format!("{rank}{}{}", row.name.zh, shown(row.total)))
}

/// A unit's row of the appendix: name, six aspects, total.
fn in_full(row: &RankRow) -> String {
    let aspects = row.aspects.iter().map(|aspect| shown(aspect.score));
    let aspects: String = aspects.collect();
    without_spaces(&format!("{}{aspects}{}", row.name.zh, shown(row.total)))
}

/// The same two rows of every unit that the workbook ranks, by code.
fn in_workbook() -> BTreeMap<String, (String, String)> {
    let path = PROVINCE.folder.path().join("demo.hezhi");
    let out = PROVINCE.folder.path().join("book");
    let arguments = ["--out", out.to_str().unwrap(), "--only", "workbook"];
    assert_eq!(on("report", &path, &arguments).code, 0);
    let mut book = calamine::open_workbook_auto(out.join("results-2026.xlsx")).unwrap();
    let mut found = BTreeMap::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).unwrap();
        for row in range.rows().filter(|row| row.len() > 10) {
            // rank, code, name, total, grade, six aspects
            let (Data::Float(rank), Data::String(code), Data::String(name)) =
                (&row[0], &row[1], &row[2])
            else {
                continue;
            };
            let number = |at: usize| match &row[at] {
                Data::Float(score) => shown(Some(*score)),
                _ => shown(None),
            };
            let aspects: String = (5..11).map(number).collect();
            let ranked = without_spaces(&format!("{rank}{name}{}", number(3)));
            let full = without_spaces(&format!("{name}{aspects}{}", number(3)));
            found.insert(code.clone(), (ranked, full));
        }
    }
    found
}

#[test]
fn window_workbook_pdf_and_docx_hold_the_same_scores_ranks_and_counts() {
    let overview = window();
    let book = in_workbook();
    let pdf = without_spaces(&words_of_pdf(&PROVINCE.file("zh-CN", "pdf")));
    let docx = without_spaces(&words_of_docx(&PROVINCE.file("zh-CN", "docx")));
    assert_eq!(overview.rows.len(), 184);
    let mut compared = 0;
    for row in &overview.rows {
        let (ranked, full) = (ranked(row), in_full(row));
        for said in [&ranked, &full] {
            assert!(pdf.contains(said), "{said} is not in the pdf");
            assert!(docx.contains(said), "{said} is not in the docx");
        }
        if row.rank.is_some() {
            assert_eq!(book.get(&row.code), Some(&(ranked, full)), "{}", row.code);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} units are ranked");
    for group in &overview.groups {
        let median = group
            .median
            .map(|m| published_text(m, 2))
            .unwrap_or_default();
        let said = format!(
            "{}{}个参加排名，得分中位数{median}分",
            group.name.zh, group.ranked
        );
        assert!(pdf.contains(&said) && docx.contains(&said), "{said}");
    }
    let incidents = format!("共登记网络安全事件{}起", overview.incident_count);
    assert!(
        pdf.contains(&incidents) && docx.contains(&incidents),
        "{incidents}"
    );
}

#[test]
fn every_rank_and_total_is_the_scorecards_in_pdf_and_docx() {
    let pdf = without_spaces(&words_of_pdf(&PROVINCE.file("zh-CN", "pdf")));
    let docx = without_spaces(&words_of_docx(&PROVINCE.file("zh-CN", "docx")));
    let rows = rows(&PROVINCE.scores);
    assert_eq!(rows.len(), 184);
    for row in rows {
        assert!(docx.contains(&row), "{row} is not in the docx");
        assert!(pdf.contains(&row), "{row} is not in the pdf");
    }
    let mut grades: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for unit in PROVINCE.scores["units"].as_array().unwrap() {
        if unit["rank"].is_number() {
            let key = (
                unit["peer_group"].as_str().unwrap(),
                unit["grade"].as_str().unwrap(),
            );
            *grades.entry(key).or_default() += 1;
        }
    }
    for ((group, grade), n) in grades {
        let grade = match grade {
            "excellent" => "优秀",
            "good" => "良好",
            "qualified" => "合格",
            _ => "不合格",
        };
        let said = format!("{grade}{n}个");
        assert!(
            docx.contains(&said) && pdf.contains(&said),
            "{group}: {said}"
        );
    }
}

#[test]
fn pdf_and_docx_say_the_same_words() {
    for lang in ["zh-CN", "en"] {
        let pdf = without_spaces(&words_of_pdf(&PROVINCE.file(lang, "pdf")));
        let docx = paragraphs_of_docx(&PROVINCE.file(lang, "docx"));
        let numbers = |text: &str| -> BTreeSet<String> {
            let decimal = text.split(|c: char| !c.is_ascii_digit() && c != '.');
            let whole = decimal.map(|n| n.trim_matches('.').to_owned());
            whole.filter(|n| n.matches('.').count() == 1).collect()
        };
        // Each decimal of the docx stands in the pdf.
        for number in numbers(&docx) {
            assert!(pdf.contains(&number), "{lang}: {number}");
        }
    }
}
