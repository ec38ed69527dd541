//! A questionnaire goes out as a workbook, answers are typed into it, and it comes back without a mapping.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use std::collections::BTreeSet;

use assessment_exchange::{
    ParseContext, QuestionnaireInput, TableFormat, parse, questionnaire, read_sheets,
    responses_table, write_tables,
};
use assessment_models::{
    Framework, UnitCode, Value,
    draft::Content,
    framework::QuestionKind,
    problem::Severity,
    survey::{Party, Response},
    text::Lang,
};
use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::Workbook;
use shared::round;

/// The workbook as somebody hands it back: the same sheets and cells, with rows of answers.
fn returned(bytes: &[u8], sheet: &str, rows: &[Vec<&str>]) -> Vec<u8> {
    let source = read_sheets(bytes, "questionnaire.xlsx").unwrap();
    let mut workbook = Workbook::new();
    for read in &source.sheets {
        let out = workbook.add_worksheet().set_name(&read.name).unwrap();
        for row in read.rows() {
            for (column, cell) in row.cells {
                let text = read.shown(*cell);
                out.write_string(row.number, *column, text).unwrap();
            }
        }
        if read.name == sheet {
            for (at, row) in (1_u32..).zip(rows) {
                for (column, text) in (0_u16..).zip(row) {
                    if !text.is_empty() {
                        out.write_string(at, column, *text).unwrap();
                    }
                }
            }
        }
        out.set_hidden(read.hidden);
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn typed_answers_come_back_in_both_languages_for_every_party() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let round = round(&framework);
    for (lang, sheet) in [(Lang::Zh, "作答录入"), (Lang::En, "Responses")] {
        let parties: BTreeSet<Party> = framework.questions.iter().map(|q| q.party).collect();
        assert!(parties.len() >= 3);
        for party in parties {
            let bytes = questionnaire(&QuestionnaireInput {
                framework: &framework,
                round: &round,
                party,
                units: &framework.units,
                workspace: "w",
                lang,
            })
            .unwrap();
            let read = read_sheets(&bytes, "questionnaire.xlsx").unwrap();
            let headings = read.sheets.iter().find(|s| s.name == sheet).unwrap();
            let headings = headings.rows().next().unwrap().cells.len();
            // Each question is answered by its first option, several by yes, a number by its least.
            let mut row = vec!["P1", "2026-05-01 08:30"];
            let mut numbers = Vec::new();
            for question in framework.questions.iter().filter(|q| q.party == party) {
                use assessment_models::framework::QuestionKind::{Multiple, Number, Region};
                match question.kind {
                    Region => {
                        let place = framework.units.iter().find(|u| u.parent.is_some()).unwrap();
                        row.push(place.code.as_str());
                    }
                    Multiple => row.extend(question.options.iter().map(|_| match lang {
                        Lang::Zh => "是",
                        Lang::En => "Yes",
                    })),
                    Number { min, .. } => {
                        numbers.push((row.len(), min.to_string()));
                        row.push("");
                    }
                    _ => row.push(question.options[0].get(lang)),
                }
            }
            for (at, text) in &numbers {
                row[*at] = text;
            }
            assert_eq!(row.len(), headings, "{party:?}");
            let bytes = returned(&bytes, sheet, &[row]);
            let context = ParseContext {
                units: &framework.units,
                round: Some(&round),
                ..ParseContext::default()
            };
            let parsed = parse(&bytes, "returned.xlsx", &framework, &context).unwrap();
            let errors: Vec<_> = parsed
                .problems
                .iter()
                .filter(|p| p.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{party:?}: {errors:?}");
            let [Content::Responses(responses)] = &parsed.draft.contents[..] else {
                panic!("{party:?}: {:?}", parsed.draft.contents.len());
            };
            let [response] = &responses[..] else {
                panic!("one response");
            };
            assert_eq!((response.party, response.id.as_str()), (party, "P1"));
            let asked = framework.questions.iter().filter(|q| q.party == party);
            assert_eq!(response.answers.len(), asked.count(), "{party:?}");
            let several = framework
                .questions
                .iter()
                .find(|q| q.party == party && q.kind == QuestionKind::Multiple);
            if let Some(question) = several {
                let all: Vec<String> = (1..=question.options.len())
                    .map(|n| n.to_string())
                    .collect();
                let given = response.answers.iter().find(|(id, _)| **id == *question.id);
                assert_eq!(given.unwrap().1, Value::Text(all.join("|")));
            }
        }
    }
}

/// What the responses of a file are named, whose own numbers are `own`, all of `unit`.
fn names(
    framework: &Framework,
    unit: Option<&UnitCode>,
    answered_at: Option<NaiveDateTime>,
    own: &[String],
    answer: usize,
) -> Vec<String> {
    let party = Party::Citizen;
    let region = framework
        .questions
        .iter()
        .find(|q| q.party == party && q.kind == QuestionKind::Region)
        .unwrap();
    let place = unit.map(|code| (region.id.clone(), Value::Text(code.to_string())));
    let sent: Vec<Response> = own
        .iter()
        .map(|id| Response {
            id: id.clone(),
            party,
            unit: unit.cloned(),
            answered_at,
            answers: framework
                .questions
                .iter()
                .filter(|q| q.party == party && !q.options.is_empty())
                .filter(|q| !matches!(q.kind, QuestionKind::Multiple))
                .map(|q| {
                    let at = answer.min(q.options.len());
                    (q.id.clone(), Value::Text(at.to_string()))
                })
                .chain(place.clone())
                .collect(),
            source: None,
        })
        .collect();
    let table = responses_table(framework, party, &sent, &framework.units, Lang::Zh);
    let bytes = write_tables(&[table], TableFormat::Xlsx).unwrap();
    let round = round(framework);
    let context = ParseContext {
        units: &framework.units,
        round: Some(&round),
        ..ParseContext::default()
    };
    let parsed = parse(&bytes, "survey.xlsx", framework, &context).unwrap();
    let [Content::Responses(rows)] = &parsed.draft.contents[..] else {
        panic!("{:?}", parsed.problems);
    };
    assert_eq!(rows.len(), own.len());
    rows.iter().map(|row| row.id.clone()).collect()
}

#[test]
fn plain_row_numbers_of_two_files_name_different_responses() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let places: Vec<&UnitCode> = framework
        .units
        .iter()
        .filter(|u| u.parent.is_some())
        .map(|u| &u.code)
        .collect();
    let own: Vec<String> = (1..=30).map(|n: u32| n.to_string()).collect();
    let time = |hour| {
        NaiveDate::from_ymd_opt(2026, 5, 1)
            .unwrap()
            .and_hms_opt(hour, 30, 0)
    };
    let (a, b) = (Some(places[0]), Some(places[1]));
    for (one, other) in [
        // Two cities; two evenings of one city; two files that say neither place nor time.
        ((a, None, 1), (b, None, 1)),
        ((a, time(8), 1), (a, time(9), 1)),
        // Two surveys of one city that say no time.
        ((a, None, 1), (a, None, 2)),
        ((None, None, 1), (None, None, 2)),
    ] {
        let first = names(&framework, one.0, one.1, &own, one.2);
        let second = names(&framework, other.0, other.1, &own, other.2);
        let all: BTreeSet<&String> = first.iter().chain(&second).collect();
        assert_eq!(all.len(), 60, "{one:?} {other:?}");
        assert_eq!(names(&framework, one.0, one.1, &own, one.2), first);
    }
    // An answer that was put right in a file is still the same response's, and so is the first half of
    // a file that was exported again.
    let first = names(&framework, a, time(8), &own, 1);
    assert_eq!(names(&framework, a, time(8), &own, 2), first);
    let half = names(&framework, None, None, &own[..15], 1);
    assert_eq!(names(&framework, None, None, &own, 1)[..15], half);
    // A platform's own number names a response wherever it stands.
    let platform: Vec<String> = own.iter().map(|n| format!("10523{n:0>4}")).collect();
    let named = names(&framework, a, time(8), &platform, 1);
    assert_eq!(named, platform);
}
