//! What a unit writes of its findings in the fill-in workbook comes back, or is told at its cell.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use assessment_exchange::{
    Amendment, KnownFinding, OpenFinding, ParseContext, Parsed, TemplateInput, parse, template,
};
use assessment_models::{
    Framework,
    draft::{Content, Kind, RectificationRow, Reported},
    problem::Severity,
    text::Lang,
};
use shared::round;

const UNIT: &str = "140100";

fn open(id: i64) -> OpenFinding {
    OpenFinding {
        id,
        indicator: "A1.1.1".to_owned(),
        description: "没有应急预案".to_owned(),
        demand: "三个月内制定".to_owned(),
        responsible: "网信科".to_owned(),
        deadline: Some("2026-06-30".parse().unwrap()),
        state: Reported::Open,
        note: String::new(),
        evidence: String::new(),
        carried: true,
    }
}

fn known(id: i64, round: &str, unit: &str, closed: bool) -> KnownFinding {
    KnownFinding {
        id,
        round: round.into(),
        unit: unit.into(),
        closed,
    }
}

/// Sends the findings out, types `cells` (row and column from 0) into their sheet, and reads the return.
fn returned(lang: Lang, findings: &[OpenFinding], cells: &[(u32, u16, &str)]) -> Parsed {
    let framework = Framework::builtin("six-aspect").unwrap();
    let round = round(&framework);
    let unit = framework.units.iter().find(|u| u.code == UNIT).unwrap();
    let input = TemplateInput {
        framework: &framework,
        unit,
        round: &round,
        workspace: "w-1",
        answers: &[],
        last: &[],
        findings,
        lang,
    };
    let bytes = template(&input).unwrap();
    let sheet = match lang {
        Lang::Zh => "整改",
        Lang::En => "Rectification",
    };
    let amendments: Vec<Amendment> = cells
        .iter()
        .map(|(row, column, text)| Amendment {
            sheet: sheet.to_owned(),
            row: *row,
            column: Some(*column),
            text: Some((*text).to_owned()),
        })
        .collect();
    let findings = [
        known(1, "2026", UNIT, false),
        known(2, "2026", UNIT, false),
        known(3, "2026", "140200", false),
        known(4, "2026", UNIT, true),
        known(5, "2025", UNIT, false),
    ];
    let context = ParseContext {
        units: &framework.units,
        round: Some(&round),
        amendments: &amendments,
        findings: &findings,
        ..ParseContext::default()
    };
    parse(&bytes, "return.xlsx", &framework, &context).unwrap()
}

fn reports(parsed: &Parsed) -> &[RectificationRow] {
    match parsed.draft.contents.as_slice() {
        [Content::Rectification(rows)] => rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn state_account_and_evidence_come_back_in_both_languages() {
    for (lang, mended) in [(Lang::Zh, "已整改"), (Lang::En, "Mended")] {
        let cells = [
            (1, 7, mended),
            (1, 8, "已制定预案并演练"),
            (1, 9, "预案.pdf"),
        ];
        let parsed = returned(lang, &[open(1), open(2)], &cells);
        let rows = reports(&parsed);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].finding, rows[0].unit.as_str()), (1, UNIT));
        assert_eq!(rows[0].state, Some(Reported::Mended));
        assert_eq!(rows[0].done.as_deref(), Some("已制定预案并演练"));
        assert_eq!(rows[0].evidence.as_deref(), Some("预案.pdf"));
        assert_eq!(rows[0].place.a1(), "A2");
        // What was not touched says what it said when it was sent out, and nothing of what was empty.
        assert_eq!(
            (rows[1].state, &rows[1].done),
            (Some(Reported::Open), &None)
        );
        let sheet = parsed
            .sheets
            .iter()
            .find(|s| s.kind == Some(Kind::Rectification));
        assert_eq!(sheet.unwrap().header_row, Some(1));
        let wrong = parsed
            .problems
            .iter()
            .filter(|p| p.severity != Severity::Info && p.code.starts_with("finding"));
        assert_eq!(wrong.count(), 0, "{:?}", parsed.problems);
    }
}

#[test]
fn what_is_wrong_is_told_at_its_cell_and_the_rest_is_read() {
    let cells = [
        (1, 7, "差不多了"),
        (2, 7, "已整改"),
        (3, 8, "别人的"),
        (4, 8, "已销号的"),
        (5, 8, "上一轮的"),
        (6, 0, "六"),
        (7, 0, "2"),
    ];
    let sent: Vec<OpenFinding> = [1, 2, 3, 4, 5, 6, 7].map(open).into();
    let parsed = returned(Lang::Zh, &sent, &cells);
    assert_eq!(parsed.draft.rows_read, 7);
    assert_eq!(parsed.draft.rows_rejected, 6);
    let rows = reports(&parsed);
    assert_eq!(
        rows.iter().map(|r| r.finding).collect::<Vec<_>>(),
        [2],
        "the rest is not taken"
    );
    let told: Vec<(&str, &str, Severity)> = parsed
        .problems
        .iter()
        .filter(|p| p.sheet == "整改" && p.severity != Severity::Info)
        .map(|p| {
            let cell = p.cell.as_deref().unwrap_or_default();
            (cell, p.code.as_str(), p.severity)
        })
        .collect();
    for expected in [
        ("H2", "finding_state_unknown", Severity::Error),
        ("A4", "finding_of_other_unit", Severity::Error),
        ("A5", "finding_closed", Severity::Error),
        ("A6", "finding_unknown", Severity::Error),
        ("A7", "finding_number_invalid", Severity::Error),
        ("8:8", "row_repeated", Severity::Error),
        ("I3", "finding_without_account", Severity::Warning),
        ("J3", "finding_without_evidence", Severity::Warning),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    assert_eq!(told.len(), 8, "{told:?}");
}
