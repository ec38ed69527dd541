//! Briefings and feedback sheets: both languages and forms, extreme cases, the same bytes each time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

mod fixture;

use std::collections::BTreeMap;

use assessment_models::{
    Framework, Mode, Record, RoundData, Scorecard, Text, Value,
    framework::{Covering, Means},
    round::ManualAdjustment,
    scoring::{LayerChoice, Ranking, ScoreOptions, UnitScore, prepare, published_text, score},
    text::Lang,
};
use assessment_reports::{
    Document, Faces,
    briefing::{BriefingInput, Form, Template, briefing},
    document::{Block, Laid, Layout, docx, missing, pdf},
    feedback::{FeedbackInput, bound, feedback},
};
use chrono::NaiveDate;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 5).unwrap()
}

fn given() -> (Framework, RoundData) {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 4, 14, 7);
    (framework, data)
}

fn official(framework: &Framework, data: &RoundData) -> Scorecard {
    score(framework, data, ScoreOptions::default()).unwrap()
}

fn written(framework: &Framework, data: &RoundData, lang: Lang, form: &Form) -> Document {
    let scorecard = official(framework, data);
    let input = BriefingInput {
        framework,
        data,
        scorecard: &scorecard,
        before: None,
        uncertainty: None,
        development: None,
        findings: &[],
        dated: day(),
        synthetic: true,
        form,
    };
    briefing(&input, Template::built_in(lang))
}

fn sheet(framework: &Framework, data: &RoundData, lang: Lang, row: usize) -> Document {
    let of = |layer| {
        let mode = Mode::Official;
        score(framework, data, ScoreOptions { layer, mode }).unwrap()
    };
    let (last, reported, verified) = (
        of(LayerChoice::Final),
        of(LayerChoice::SelfReported),
        of(LayerChoice::Verified),
    );
    let prepared = prepare(framework, data, LayerChoice::Final).unwrap();
    let input = FeedbackInput {
        framework,
        data,
        scorecard: &last,
        prepared: &prepared,
        reported: &reported,
        verified: &verified,
        uncertainty: None,
        findings: &[],
        dated: day(),
        synthetic: true,
        form: &Form::default(),
    };
    feedback(&input, row, Template::built_in(lang)).unwrap()
}

/// Sound in both formats, every character drawn.
fn sound(document: &Document) {
    let faces = Faces::bundled();
    let undrawn: Vec<char> = missing(document, faces).unwrap();
    assert!(undrawn.is_empty(), "no face draws {undrawn:?}");
    assert!(pdf(document, faces).unwrap().starts_with(b"%PDF-1.7"));
    assert!(docx(document, faces).unwrap().starts_with(b"PK"));
    let text = document.text();
    for left in ["{", "}", "NaN", "inf"] {
        assert!(!text.contains(left), "{left} in {text}");
    }
}

#[test]
fn every_total_and_rank_stands_in_the_briefing() {
    let (framework, data) = given();
    let card = official(&framework, &data);
    for lang in [Lang::Zh, Lang::En] {
        let document = written(&framework, &data, lang, &Form::default());
        let text = document.text();
        for unit in &card.units {
            let name = data
                .units
                .iter()
                .find(|u| u.code == unit.unit)
                .unwrap()
                .name
                .get(lang);
            let Some(total) = unit.total else { continue };
            let total = published_text(total, framework.scoring.decimals);
            let line = text
                .lines()
                .find(|l| l.contains(&format!("\t{name}\t{total}")));
            assert!(line.is_some(), "{name} {total}");
        }
        sound(&document);
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_survives_being_kept() {
    let (framework, data) = given();
    let document = written(&framework, &data, Lang::Zh, &Form::default());
    let json = serde_json::to_string(&document).unwrap();
    let kept: Document = serde_json::from_str(&json).unwrap();
    assert_eq!(kept, document);
    let faces = Faces::bundled();
    assert!(pdf(&document, faces).unwrap() == pdf(&kept, faces).unwrap());
    assert!(docx(&document, faces).unwrap() == docx(&kept, faces).unwrap());
}

/// What covers for what is the framework's to say, and a unit is counted once.
#[test]
fn coverings_are_told_by_the_means_that_the_framework_names() {
    let (mut framework, data) = given();
    let covering = |threshold| Covering {
        over: Means::Legal,
        under: Means::Social,
        threshold,
        beside: Vec::new(),
    };
    for (at, indicator) in framework.indicators.iter_mut().enumerate() {
        indicator.means = if at % 2 == 0 {
            Means::Legal
        } else {
            Means::Social
        };
    }
    framework.diagnosis.coverings = vec![covering(-200.0), covering(-150.0)];
    let card = official(&framework, &data);
    let ranked = |u: &&UnitScore| matches!(u.ranking, Ranking::Rank(_));
    let n = card.units.iter().filter(ranked).count();
    let text = written(&framework, &data, Lang::Zh, &Form::default()).text();
    let told = format!("{n}个单位中，{n}个单位的法律手段得分比社会手段得分");
    assert!(text.contains(&told), "{text}");
    assert!(text.contains("以法律手段弥补社会手段不足的倾向"), "{text}");
    assert!(!text.contains("技术手段弥补"), "{text}");
}

#[test]
fn both_forms_say_the_same_and_every_page_says_that_the_data_are_synthetic() {
    let (framework, data) = given();
    for lang in [Lang::Zh, Lang::En] {
        let form = Form {
            layout: Layout::Bulletin,
            organisation: "省委网络安全和信息化委员会办公室".to_owned(),
            watermark: "内部资料".to_owned(),
            ..Form::default()
        };
        let bulletin = written(&framework, &data, lang, &form);
        assert!(!bulletin.head.notice.is_empty());
        sound(&bulletin);
        let plain = written(&framework, &data, lang, &Form::default());
        assert_eq!(bulletin.blocks, plain.blocks);
    }
}

#[test]
fn extreme_rounds_give_sound_documents() {
    let (framework, mut data) = given();
    data.records.clear();
    data.responses.clear();
    data.units.truncate(1);
    let kept = data.units[0].code.clone();
    data.observations.retain(|o| o.unit == kept);
    data.adjustments.retain(|a| a.unit == kept);
    let long = "超长名称".repeat(15);
    data.units[0].name = Text::new(long.clone(), "A unit of an uncommonly long name ".repeat(2));
    for lang in [Lang::Zh, Lang::En] {
        let document = written(&framework, &data, lang, &Form::default());
        sound(&document);
        sound(&sheet(&framework, &data, lang, 0));
    }
    assert!(
        written(&framework, &data, Lang::Zh, &Form::default())
            .text()
            .contains(&long)
    );
}

#[test]
fn six_thousand_units_are_all_ranked_on_pages_that_hold_them() {
    let framework = fixture::framework();
    let data = fixture::answered(&framework, 6_000, 3);
    let document = written(&framework, &data, Lang::Zh, &Form::default());
    let text = document.text();
    let names: std::collections::BTreeSet<&str> =
        text.lines().flat_map(|l| l.split('\t')).collect();
    for unit in &data.units {
        assert!(names.contains(unit.name.zh.as_str()), "{}", unit.name.zh);
    }
    let laid = Laid::new(&document, Faces::bundled()).unwrap();
    assert!(laid.pages() > 200, "{}", laid.pages());
}

#[test]
fn provisional_scores_are_said_to_be_on_each_page_and_no_earlier_round_is_made_up() {
    let (framework, data) = given();
    let mode = Mode::Provisional;
    let layer = LayerChoice::Final;
    let scorecard = score(&framework, &data, ScoreOptions { layer, mode }).unwrap();
    let form = Form::default();
    let input = BriefingInput {
        framework: &framework,
        data: &data,
        scorecard: &scorecard,
        before: None,
        uncertainty: None,
        development: None,
        findings: &[],
        dated: day(),
        synthetic: false,
        form: &form,
    };
    let document = briefing(&input, Template::built_in(Lang::Zh));
    assert!(document.head.notice.contains("暂定得分"));
    let text = document.text();
    assert!(text.contains("没有上一轮评估的数据，不作年度对比。"));
    assert!(!text.contains("上升") && !text.contains("下降"), "{text}");
    assert!(!text.contains("合成"));
    sound(&document);
}

#[test]
fn sheets_are_bound_with_a_title_each() {
    let (framework, data) = given();
    let sheets: Vec<Document> = (0..3)
        .map(|row| sheet(&framework, &data, Lang::Zh, row))
        .collect();
    sheets.iter().for_each(sound);
    let all = bound(sheets.clone()).unwrap();
    let words = all.text();
    for sheet in &sheets {
        assert!(words.contains(&sheet.head.subtitle));
    }
    sound(&all);
    let laid = Laid::new(&all, Faces::bundled()).unwrap();
    assert!(laid.pages() >= 3);
    // Each is signed and dated, and none has a page of nothing but a title.
    let signed = all
        .blocks
        .iter()
        .filter(|b| matches!(b, Block::Signed { .. }));
    assert_eq!(signed.count(), 3);
    let apart: usize = sheets
        .iter()
        .map(|sheet| Laid::new(sheet, Faces::bundled()).unwrap().pages())
        .sum();
    assert_eq!(laid.pages(), apart);
    assert!(laid.page(1).unwrap().svg.starts_with("<svg"));
    assert!(laid.page(0).is_none() && laid.page(laid.pages() + 1).is_none());
}

/// The rows of the tables whose caption begins so.
fn tables<'d>(document: &'d Document, caption: &str) -> Vec<&'d Vec<String>> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.caption.starts_with(caption) => Some(&table.rows),
        _ => None,
    });
    tables.flatten().collect()
}

#[test]
fn an_incident_that_was_never_reported_is_named_with_its_unit_class_and_time() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let mut data = fixture::answered(&framework, 12, 5);
    let moment = |text: &str| Value::Time(text.parse().unwrap());
    let incident = |key: &str, unit: usize, reported: bool| {
        let mut fields = BTreeMap::from([
            ("id".to_owned(), Value::Text(key.to_owned())),
            ("category_code".to_owned(), Value::Text("DS.03".to_owned())),
            ("level".to_owned(), Value::Number(3.0)),
            ("discovered_at".to_owned(), moment("2025-06-01T10:00:00")),
        ]);
        if reported {
            fields.insert("first_report_at".to_owned(), moment("2025-06-01T11:00:00"));
        }
        Record {
            register: "incident".into(),
            key: key.to_owned(),
            unit: data.units[unit].code.clone(),
            fields,
            source: None,
        }
    };
    let records = vec![incident("1", 3, false), incident("2", 4, true)];
    data.records = records;
    let document = written(&framework, &data, Lang::Zh, &Form::default());
    let mut classes = framework.incident_classes.iter();
    let class = classes.find(|c| c.code == "DS.03").unwrap();
    let row = &tables(&document, "没有报告时间记录的事件")[0];
    assert_eq!(row[0], data.units[3].name.zh);
    assert_eq!((&row[1], &*row[2]), (&class.name.zh, "较大"));
    assert_eq!(row[4], "2025年6月1日 14:00");
    assert_eq!(tables(&document, "没有报告时间记录的事件").len(), 1);
    let text = document.text();
    let said = format!(
        "没有报告时间记录的1次涉及1个单位的1起事件：{}。",
        data.units[3].name.zh
    );
    assert!(
        text.contains("应报告2次，其中按时1次") && text.contains(&said),
        "{text}"
    );
    data.records.remove(0);
    let document = written(&framework, &data, Lang::Zh, &Form::default());
    assert!(!document.text().contains("没有报告时间记录的"));
}

#[test]
fn what_can_be_gained_leaves_out_units_that_a_veto_holds_down() {
    let (framework, mut data) = given();
    let free = 6;
    data.adjustments.clear();
    for (row, unit) in data.units.iter().enumerate() {
        if row != free {
            data.adjustments.push(ManualAdjustment {
                unit: unit.code.clone(),
                rule: "V1".to_owned(),
                count: 1,
                because: "通报".to_owned(),
            });
        }
    }
    let card = official(&framework, &data);
    let at = card.unit_index(&data.units[free].code).unwrap();
    let document = written(&framework, &data, Lang::Zh, &Form::default());
    let rows = tables(&document, "“");
    assert!(rows.len() > 6, "{rows:?}");
    for row in rows {
        // Names are not all its own.
        let named = |i: &usize| framework.indicators[*i].name.zh == row[0];
        let gains = (0..framework.indicators.len())
            .filter(named)
            .filter_map(|i| {
                let left = 100.0 - card.indicators.get(at, i)?;
                Some(published_text(card.weights.get(at, i)? * left, 2))
            });
        let gains: Vec<String> = gains.collect();
        assert_eq!(row[1], "1");
        assert!(gains.contains(&row[2]), "{row:?}: {gains:?}");
    }
}
