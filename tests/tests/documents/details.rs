//! The same numbers everywhere, below the totals: objectives, indicators, incidents, questionnaires.

use std::{collections::BTreeMap, sync::LazyLock};

use assessment_app::{
    Desk, analyses, incidents, results,
    wire::{IncidentQuery, IncidentRow, ScoreRequest, UnitResultView},
};
use assessment_models::{
    Framework,
    framework::QuestionKind,
    scoring::{published, published_text},
};
use calamine::{Data, Range, Reader as _};

use crate::{
    hezhi::on,
    province::{PROVINCE, without_spaces, words_of_docx, words_of_pdf},
};

/// What the window shows, the workbook's sheets by name, and the briefing's words as PDF and DOCX.
struct Shown {
    framework: Framework,
    units: Vec<UnitResultView>,
    incidents: Vec<IncidentRow>,
    survey: analyses::SurveyDocument,
    sheets: BTreeMap<String, Range<Data>>,
    briefing: [String; 2],
}

static SHOWN: LazyLock<Shown> = LazyLock::new(|| {
    let path = PROVINCE.folder.path().join("demo.hezhi");
    let mut desk = Desk::open(&path).unwrap();
    let request = ScoreRequest {
        round: "2026".to_owned(),
        layer: "final".to_owned(),
        mode: "official".to_owned(),
    };
    let overview = results::overview(&mut desk, &request).unwrap();
    let units = overview
        .rows
        .iter()
        .map(|row| results::unit_result(&mut desk, &request, &row.code).unwrap())
        .collect();
    let mut query = IncidentQuery {
        round: "2026".to_owned(),
        text: String::new(),
        class: String::new(),
        level: None,
        unit: String::new(),
        open_only: false,
        broken_only: false,
        offset: 0,
        limit: 100,
    };
    let mut found: Vec<IncidentRow> = Vec::new();
    loop {
        let page = incidents::incidents(&mut desk, &query).unwrap();
        found.extend(page.rows);
        if found.len() as u32 >= page.total {
            break;
        }
        query.offset = found.len() as u32;
    }
    assert_eq!(found.len() as u32, overview.incident_count);
    let scored = desk.scorecard(&request).unwrap();
    let asked = analyses::SurveyRequest {
        published: true,
        ..analyses::SurveyRequest::default()
    };
    let survey = analyses::survey(&scored, &asked).unwrap();
    let out = PROVINCE.folder.path().join("details");
    let arguments = ["--out", out.to_str().unwrap(), "--only", "workbook"];
    assert_eq!(on("report", &path, &arguments).code, 0);
    let mut book = calamine::open_workbook_auto(out.join("results-2026.xlsx")).unwrap();
    let sheets = book
        .sheet_names()
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            (name, range)
        })
        .collect();
    let briefing = [
        words_of_pdf(&PROVINCE.file("zh-CN", "pdf")),
        words_of_docx(&PROVINCE.file("zh-CN", "docx")),
    ];
    Shown {
        framework: Framework::builtin("six-aspect").unwrap(),
        units,
        incidents: found,
        survey,
        sheets,
        briefing: briefing.map(|words| without_spaces(&words)),
    }
});

/// The scores on the sheets whose heading names elements: by unit's code and element.
fn in_workbook(first: &str) -> BTreeMap<(String, String), Option<f64>> {
    let text = |cell: Option<&Data>| cell.map(ToString::to_string).unwrap_or_default();
    let mut found = BTreeMap::new();
    for (name, range) in &SHOWN.sheets {
        // Answers and what was answered stand under the same names as scores.
        if name.contains("填报值") || name.contains("完整度") {
            continue;
        }
        let head = (0..10).find(|row| {
            let row = range.range((*row, 0), (*row, range.width() as u32));
            row.used_cells()
                .any(|(_, _, cell)| matches!(cell, Data::String(id) if id == first))
        });
        let Some(head) = head else { continue };
        for row in head + 1..=range.end().unwrap().0 {
            let code = text(range.get_value((row, 0)));
            for column in 1..range.width() as u32 {
                let id = text(range.get_value((head, column)));
                let score = match range.get_value((row, column)) {
                    Some(Data::Float(score)) => Some(*score),
                    _ => None,
                };
                found.insert((code.clone(), id), score);
            }
        }
    }
    found
}

fn assert_said(said: &str) {
    let said = without_spaces(said);
    for (words, file) in SHOWN.briefing.iter().zip(["pdf", "docx"]) {
        assert!(words.contains(&said), "{said} is not in the {file}");
    }
}

#[test]
fn objectives_of_every_unit_are_the_same_and_their_means_are_told() {
    let framework = &SHOWN.framework;
    let book = in_workbook(framework.objectives[0].id.as_str());
    let mut compared = 0;
    let mut scores: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for unit in &SHOWN.units {
        for objective in &unit.objectives {
            scores
                .entry(&objective.id)
                .or_default()
                .extend(objective.score);
            let key = (unit.row.code.clone(), objective.id.clone());
            let there = book[&key];
            let same = match (objective.score, there) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            assert!(same, "{key:?}: {:?} and {there:?}", objective.score);
            compared += usize::from(same && there.is_some());
        }
    }
    assert!(compared > 3_000, "{compared}");
    for (at, aspect) in framework.aspects.iter().enumerate() {
        let mut means: Vec<(f64, usize, &str)> = framework
            .objectives_of(at)
            .filter_map(|(_, objective)| {
                let all = scores.get(objective.id.as_str())?;
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                (!all.is_empty()).then_some((mean, all.len(), objective.name.zh.as_str()))
            })
            .collect();
        means.sort_by(|a, b| b.0.total_cmp(&a.0));
        let told = |place: &str, (mean, n, name): (f64, usize, &str)| {
            let mean = published_text(mean, 2);
            assert_said(&format!("得分{place}的是“{name}”，{n}个单位平均{mean}分"));
        };
        assert!(means.len() > 1, "{}", aspect.id);
        told("最高", means[0]);
        told("最低", means[means.len() - 1]);
    }
}

#[test]
fn indicators_of_every_unit_are_the_same_and_the_costliest_are_told() {
    let framework = &SHOWN.framework;
    let book = in_workbook(framework.indicators[0].id.as_str());
    let mut scores: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut compared = 0;
    for unit in &SHOWN.units {
        for indicator in &unit.indicators {
            scores
                .entry(&indicator.id)
                .or_default()
                .extend(indicator.score);
            let key = (unit.row.code.clone(), indicator.id.clone());
            if let (Some(a), Some(b)) = (indicator.score, book[&key]) {
                assert!((a - b).abs() < 1e-9, "{key:?}: {a} and {b}");
                compared += 1;
            } else {
                assert_eq!(indicator.score, book[&key], "{key:?}");
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
    // A row of the costliest: name, aspect, points lost, units below the pass mark, units with a score.
    let mut told = 0;
    for indicator in &framework.indicators {
        let aspect = &framework.aspects[framework.objectives[indicator.objective].aspect];
        let all = scores.get(indicator.id.as_str()).map_or(&[][..], |s| s);
        let low = all.iter().filter(|s| published(**s, 2) < 60.0).count();
        let name = without_spaces(&format!("{}{}", indicator.name.zh, aspect.name.zh));
        let counts = format!("{low}{}", all.len());
        let in_row = |words: &String| {
            words.match_indices(&name).any(|(at, _)| {
                let after = &words[at + name.len()..];
                let lost = after.find('.').map_or(0, |dot| dot + 3);
                let number = after.get(..lost).and_then(|n| n.parse::<f64>().ok());
                number.is_some() && after[lost..].starts_with(&counts)
            })
        };
        let found = SHOWN.briefing.iter().map(in_row).collect::<Vec<_>>();
        assert_eq!(found[0], found[1], "{name}");
        told += usize::from(found[0]);
    }
    assert!(told >= 10, "{told}");
}

#[test]
fn incidents_are_counted_alike_by_class_and_level() {
    let framework = &SHOWN.framework;
    let sheet = &SHOWN.sheets["事件"];
    let mut by_class: BTreeMap<&str, usize> = BTreeMap::new();
    let parent = |code: &str| {
        let classes = &framework.incident_classes;
        classes
            .iter()
            .find(|c| c.code == code)
            .and_then(|c| c.parent.as_deref())
    };
    for incident in &SHOWN.incidents {
        let mut code = incident.class.as_deref().unwrap_or_default();
        while let Some(above) = parent(code) {
            code = above;
        }
        *by_class.entry(code).or_default() += 1;
    }
    let codes: Vec<&str> = SHOWN.units.iter().map(|u| u.row.code.as_str()).collect();
    let listed = sheet
        .rows()
        .filter(|row| codes.contains(&row[0].to_string().as_str()))
        .count();
    assert_eq!(listed, SHOWN.incidents.len());
    assert_said(&format!("共登记网络安全事件{listed}起"));
    for (code, n) in &by_class {
        let class = framework.incident_classes.iter().find(|c| c.code == *code);
        let share = *n as f64 / listed as f64 * 100.0;
        // A row of the table: class, count, share.
        let row = format!("{}{n}{}%", class.unwrap().name.zh, published_text(share, 1));
        assert_said(&row);
    }
    assert!(by_class.len() > 3, "{by_class:?}");
}

#[test]
fn questionnaires_have_the_same_counts_and_means() {
    let framework = &SHOWN.framework;
    let sheet = &SHOWN.sheets["问卷"];
    let mut compared = 0;
    for party in &SHOWN.survey.parties {
        if let Some(n) = party.responses {
            assert_said(&format!("回收问卷{n}份。"));
        }
        for question in &party.questions {
            let kind = &framework.questions.iter().find(|q| q.id == question.id);
            let (Some(n), Some(mean), QuestionKind::Likert { .. }) =
                (question.n, question.mean, &kind.unwrap().kind)
            else {
                continue;
            };
            let text = without_spaces(&question.text.zh);
            let row = sheet
                .rows()
                .find(|row| {
                    row[1].to_string() == question.id && row[2].to_string() == question.text.zh
                })
                .unwrap();
            assert_eq!(row[3], Data::Float(n as f64), "{text}");
            let Data::Float(there) = row[4] else {
                panic!("{text}: {:?}", row[4]);
            };
            assert!((there - mean.value).abs() < 1e-9, "{text}");
            assert_said(&format!("{text}{n}{}", published_text(mean.value, 2)));
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared}");
}
