//! The fill-in workbook goes out, is filled in, and comes back without a mapping.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use std::io::{Cursor, Read, Write};

use assessment_exchange::{ParseContext, TemplateInput, parse, template};
use assessment_models::{
    Answer, Framework, Layer, Observation, Unit,
    draft::Content,
    framework::{Indicator, Scale},
    problem::Severity,
    text::Lang,
};
use shared::{framework, round};

/// An answer for each indicator that is typed, each third one not applicable where that is allowed.
fn answers(framework: &Framework, unit: &Unit) -> Vec<Observation> {
    let value = |at: usize, i: &Indicator| match &i.scale {
        Scale::Choice(options) | Scale::Maturity(options) => options[at % options.len()].value,
        _ => {
            let (min, max) = (i.min.unwrap_or(0.0), i.max.unwrap_or(1000.0));
            (min + (max - min) * ((at % 7) as f64) / 7.0)
                .round()
                .max(min)
        }
    };
    framework
        .indicators
        .iter()
        .filter(|i| framework.asks(unit, i) && !framework.is_derived(i))
        .enumerate()
        .map(|(at, i)| Observation {
            unit: unit.code.clone(),
            indicator: i.id.clone(),
            layer: Layer::SelfReported,
            answer: if i.na_allowed && at % 3 == 0 {
                Answer::NotApplicable {
                    reason: "=本单位无此职责".to_owned(),
                    approver: None,
                }
            } else {
                Answer::Value(value(at, i))
            },
            note: (at % 5 == 0).then(|| "-见附件".to_owned()),
            flagged: false,
            source: None,
        })
        .collect()
}

#[test]
fn a_filled_workbook_returns_every_answer_in_both_languages() {
    let framework = framework();
    let round = round(&framework);
    for (unit, lang) in [
        (
            framework.units.iter().find(|u| u.code == "140100"),
            Lang::Zh,
        ),
        (
            framework.units.iter().find(|u| u.code == "140105"),
            Lang::Zh,
        ),
        (framework.units.iter().find(|u| u.code == "D07"), Lang::En),
    ] {
        let unit = unit.unwrap();
        let answers = answers(&framework, unit);
        assert!(answers.len() > 5, "{}", unit.code);
        let bytes = template(&TemplateInput {
            framework: &framework,
            unit,
            round: &round,
            workspace: "w-1",
            answers: &answers,
            last: &answers,
            findings: &[],
            lang,
        })
        .unwrap();
        let context = ParseContext {
            units: &framework.units,
            round: Some(&round),
            ..ParseContext::default()
        };
        let parsed = parse(&bytes, "return.xlsx", &framework, &context).unwrap();
        let bad: Vec<_> = parsed
            .problems
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .collect();
        assert!(bad.is_empty(), "{:#?}", &bad[..bad.len().min(5)]);
        assert_eq!(parsed.draft.round, Some("2026".into()));
        assert_eq!(parsed.draft.rows_read, answers.len());
        let [Content::Answers(table)] = parsed.draft.contents.as_slice() else {
            panic!("answers only: {:?}", parsed.draft.contents.len());
        };
        assert_eq!(table.units, std::slice::from_ref(&unit.code));
        assert_eq!(table.rows.len(), answers.len());
        for (row, sent) in table.rows.iter().zip(&answers) {
            assert_eq!(table.indicators[row.indicator as usize], sent.indicator);
            assert_eq!(row.answer, sent.answer, "{}", sent.indicator);
            assert_eq!(row.note.as_deref(), sent.note.as_deref());
        }
    }
}

/// Types into cells of an unpacked sheet, as a spreadsheet program would store it.
fn typed(bytes: &[u8], entry: &str, cells: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if name == entry {
            for (cell, value) in cells {
                let start = text.find(&format!("<c r=\"{cell}\"")).unwrap();
                let end = start + text[start..].find("/>").unwrap() + 2;
                let replaced =
                    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{value}</t></is></c>");
                text.replace_range(start..end, &replaced);
            }
        }
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn what_a_person_types_is_read_or_told_at_its_cell() {
    let framework = framework();
    let round = round(&framework);
    let unit = framework.units.iter().find(|u| u.code == "D07").unwrap();
    let bytes = template(&TemplateInput {
        framework: &framework,
        unit,
        round: &round,
        workspace: "w-1",
        answers: &[],
        last: &[],
        findings: &[],
        lang: Lang::Zh,
    })
    .unwrap();
    // Rows 2 and 3 are A1.1.1 (a maturity scale) and A1.1.2 (a count), neither of which may be excused.
    let bytes = typed(
        &bytes,
        "xl/worksheets/sheet3.xml",
        &[("H2", "３级"), ("H3", "两次"), ("H4", "不适用")],
    );
    let context = ParseContext {
        units: &framework.units,
        round: Some(&round),
        ..ParseContext::default()
    };
    let parsed = parse(&bytes, "return.xlsx", &framework, &context).unwrap();
    let [Content::Answers(table)] = parsed.draft.contents.as_slice() else {
        panic!("one table");
    };
    assert_eq!(table.rows[0].answer, Answer::Value(3.0));
    assert_eq!(table.rows[0].place.a1(), "H2");
    let told: Vec<(&str, &str)> = parsed
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .map(|p| (p.cell.as_deref().unwrap_or_default(), p.code.as_str()))
        .collect();
    assert!(told.contains(&("H3", "value_not_a_number")), "{told:?}");
    assert_eq!(parsed.draft.rows_read, 3);
    assert_eq!(parsed.draft.rows_rejected, told.len());
}

#[test]
fn what_a_unit_writes_of_itself_is_compared_and_kept() {
    let framework = framework();
    let round = round(&framework);
    let unit = framework.units.iter().find(|u| u.code == "D07").unwrap();
    let bytes = template(&TemplateInput {
        framework: &framework,
        unit,
        round: &round,
        workspace: "w-1",
        answers: &[],
        last: &[],
        findings: &[],
        lang: Lang::Zh,
    })
    .unwrap();
    let context = ParseContext {
        units: &framework.units,
        round: Some(&round),
        ..ParseContext::default()
    };
    let told = |cells: &[(&str, &str)]| {
        let bytes = typed(&bytes, "xl/worksheets/sheet2.xml", cells);
        let bytes = typed(&bytes, "xl/worksheets/sheet3.xml", &[("H2", "3")]);
        parse(&bytes, "return.xlsx", &framework, &context).unwrap()
    };
    let signed = told(&[("B6", "张三"), ("B7", "0351-1234567")]);
    assert_eq!(signed.draft.rows_read, 1);
    let info = signed.problems.iter().find(|p| p.code == "fill_in_signed");
    assert_eq!(
        info.unwrap().params["value"],
        "填报人 张三; 联系电话 0351-1234567"
    );

    // The code is locked, but locks are taken off: whose answers these are is asked, not guessed.
    let mut shared = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut sheet = String::new();
    shared
        .by_name("xl/worksheets/sheet2.xml")
        .unwrap()
        .read_to_string(&mut sheet)
        .unwrap();
    let start = sheet.find("<c r=\"B1\"").unwrap();
    let end = start + sheet[start..].find("</c>").unwrap() + 4;
    let old = sheet[start..end].to_owned();
    let other = sheet.replace(&old, "<c r=\"B1\" t=\"inlineStr\"><is><t>D09</t></is></c>");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..shared.len() {
        let mut file = shared.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet2.xml" {
            content = other.clone().into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(&content).unwrap();
    }
    let bytes = typed(
        &out.finish().unwrap().into_inner(),
        "xl/worksheets/sheet3.xml",
        &[("H2", "3")],
    );
    let parsed = parse(&bytes, "return.xlsx", &framework, &context).unwrap();
    let problem = parsed
        .problems
        .iter()
        .find(|p| p.code == "fill_in_unit_differs")
        .unwrap();
    assert_eq!(problem.cell.as_deref(), Some("B1"));
    let candidates = &problem.params["candidates"];
    assert!(
        candidates.contains("D07") && candidates.contains("D09"),
        "{candidates}"
    );
    assert!(
        parsed.draft.contents.is_empty() || parsed.draft.rows_read == parsed.draft.rows_rejected
    );
}
