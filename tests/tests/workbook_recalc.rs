//! A spreadsheet program that recalculates the result workbook gets the engine's numbers.
//!
//! LibreOffice is told to recalculate on load, and the results written into the file are spoilt first, so
//! that nothing but a recalculation can give the right ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong here fails the test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use assessment_models::{
    Framework, Mode, RoundData, Scorecard,
    framework::Mean,
    scoring::{CellState, Ranking},
    text::Lang,
};
use assessment_reports::{WorkbookInput, workbook};
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use chrono::NaiveDate;

#[path = "../../src-tauri/crates/assessment-reports/tests/fixture/mod.rs"]
mod fixture;

/// Whether recalculated numbers equal the engine's.
const SAME: f64 = 1e-9;

/// Always recalculate files of Excel's format when they are loaded.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Has LibreOffice recalculate a workbook and write it anew.
fn recalculated(folder: &Path, bytes: &[u8]) -> PathBuf {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).unwrap();
    std::fs::write(profile.join("user/registrymodifications.xcu"), ALWAYS).unwrap();
    let file = folder.join("result.xlsx");
    std::fs::write(&file, bytes).unwrap();
    let out = folder.join("out");
    let run = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&out)
        .arg(&file)
        .output()
        .expect("soffice (LibreOffice Calc) is needed: `cargo xtask test` installs it");
    let written = out.join("result.xlsx");
    assert!(
        run.status.success() && written.exists(),
        "soffice: {}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    written
}

/// The scorecard with every result spoilt, but answers and states as they are.
fn spoilt(card: &Scorecard) -> Scorecard {
    let mut card = card.clone();
    for row in 0..card.units.len() {
        for grid in [
            &mut card.indicators,
            &mut card.objectives,
            &mut card.aspects,
        ] {
            grid.row_mut(row).fill(-7.0);
        }
        let unit = &mut card.units[row];
        unit.aggregated = unit.aggregated.map(|_| -7.0);
        unit.total = unit.total.map(|_| -7.0);
        unit.balance = Some(-7.0);
        unit.completeness = -7.0;
        unit.grade = None;
        unit.ranking = Ranking::NoScore;
    }
    card
}

fn number(range: &Range<Data>, line: u32, column: u32) -> Option<f64> {
    match range.get_value((line, column)) {
        Some(Data::Float(x)) => Some(*x),
        Some(Data::Int(x)) => Some(*x as f64),
        Some(Data::Empty) | None => None,
        Some(Data::String(text)) if text.is_empty() => None,
        other => panic!("line {line} column {column}: {other:?}"),
    }
}

fn equal(what: &str, found: Option<f64>, expected: Option<f64>) {
    let same = match (found, expected) {
        (Some(a), Some(b)) => (a - b).abs() <= SAME,
        (None, None) => true,
        _ => false,
    };
    assert!(same, "{what}: recalculated {found:?}, engine {expected:?}");
}

fn render(framework: &Framework, data: &RoundData, scorecard: &Scorecard) -> Vec<u8> {
    let input = WorkbookInput {
        framework,
        data,
        scorecard,
        lang: Lang::Zh,
        generated_on: NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
        synthetic: true,
        imports: &[],
        pictures: &[],
    };
    workbook::render(&input).unwrap()
}

/// Writes the workbook with spoilt results, recalculates it, and compares every level with `expected`.
fn check(framework: &Framework, data: &RoundData, written: &Scorecard, expected: &Scorecard) {
    let bytes = render(framework, data, &spoilt(written));
    let folder = tempfile::tempdir().unwrap();
    let file = recalculated(folder.path(), &bytes);
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    let mut sheet = |name: &str| book.worksheet_range(name).unwrap();
    let (scores, objectives, aspects) = (sheet("指标得分"), sheet("二级指标"), sheet("方面得分"));
    let line_of: BTreeMap<String, u32> = (6..)
        .zip(0..expected.units.len())
        .map(|(line, _)| (aspects.get_value((line, 0)).unwrap().to_string(), line))
        .collect();
    let column_of = |range: &Range<Data>, id: &str| {
        (3..)
            .take(400)
            .find(|&c| matches!(range.get_value((5, c)), Some(Data::String(s)) if s == id))
            .unwrap_or_else(|| panic!("no column {id}"))
    };
    for (row, unit) in expected.units.iter().enumerate() {
        let line = line_of[unit.unit.as_str()];
        for (i, indicator) in framework.indicators.iter().enumerate() {
            let found = number(&scores, line, column_of(&scores, indicator.id.as_str()));
            let what = format!("{} {}", unit.unit, indicator.id);
            equal(&what, found, expected.indicators.get(row, i));
        }
        for (o, objective) in framework.objectives.iter().enumerate() {
            let found = number(
                &objectives,
                line,
                column_of(&objectives, objective.id.as_str()),
            );
            let what = format!("{} {}", unit.unit, objective.id);
            equal(&what, found, expected.objectives.get(row, o));
        }
        for (a, aspect) in framework.aspects.iter().enumerate() {
            let found = number(&aspects, line, column_of(&aspects, aspect.id.as_str()));
            let what = format!("{} {}", unit.unit, aspect.id);
            equal(&what, found, expected.aspects.get(row, a));
        }
        let result = |id: &str| number(&aspects, line, column_of(&aspects, id));
        let of = |what: &str| format!("{} {what}", unit.unit);
        equal(&of("aggregated"), result("调整前"), unit.aggregated);
        equal(&of("total"), result("总分"), unit.total);
        equal(
            &of("completeness"),
            result("完整度"),
            Some(unit.completeness),
        );
        equal(&of("balance"), result("均衡度"), unit.balance);
        let rank = match unit.ranking {
            Ranking::Rank(rank) => Some(f64::from(rank)),
            Ranking::Incomplete | Ranking::NoScore => None,
        };
        equal(&of("rank"), result("名次"), rank);
        let grade = aspects.get_value((line, column_of(&aspects, "等级")));
        let expected = unit
            .grade
            .map_or("", |g| framework.grades[g].name.zh.as_str());
        assert_eq!(
            grade.map(ToString::to_string).unwrap_or_default(),
            expected,
            "{}",
            of("grade")
        );
    }
}

#[test]
fn official_and_provisional_scores_with_adjustments() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 25, 40, 11);
    for mode in [Mode::Official, Mode::Provisional] {
        let card = fixture::score(&framework, &data, mode);
        assert!(card.units.iter().any(|u| !u.adjustments.is_empty()));
        assert!(card.states.contains(&CellState::Missing));
        assert!(card.states.contains(&CellState::NotApplicable));
        check(&framework, &data, &card, &card);
    }
}

#[test]
fn other_means_thresholds_and_floors() {
    let mut framework = fixture::framework();
    let data = fixture::round(&framework, 12, 6, 12);
    framework.scoring.aggregation.floor = Some(1.0);
    framework.scoring.aggregation.threshold = Some(0.6);
    for means in [
        [Mean::Geometric, Mean::Harmonic, Mean::Power(2.0)],
        [Mean::Power(-1.5), Mean::Power(0.5), Mean::Geometric],
    ] {
        [
            framework.scoring.aggregation.objective,
            framework.scoring.aggregation.aspect,
            framework.scoring.aggregation.total,
        ] = means;
        for mode in [Mode::Official, Mode::Provisional] {
            let card = fixture::score(&framework, &data, mode);
            check(&framework, &data, &card, &card);
        }
    }
}

/// One answer changed in the workbook gives what the engine gives for that change.
#[test]
fn a_changed_answer_moves_everything_above_it() {
    let framework = fixture::framework();
    let mut data = fixture::round(&framework, 10, 0, 13);
    let before = fixture::score(&framework, &data, Mode::Official);
    let (row, column) = (0..before.units.len())
        .flat_map(|row| (0..framework.indicators.len()).map(move |i| (row, i)))
        .find(|&(row, i)| before.indicators.get(row, i).is_some_and(|s| s > 0.0))
        .unwrap();
    let (unit, indicator) = (&before.units[row].unit, &framework.indicators[column].id);
    let observation = data
        .observations
        .iter_mut()
        .find(|o| o.unit == *unit && o.indicator == *indicator)
        .unwrap();
    observation.answer = assessment_models::Answer::Value(0.0);
    let after = fixture::score(&framework, &data, Mode::Official);
    assert_ne!(before.units[row].total, after.units[row].total);
    // The file is written from the old result with only the answer changed.
    let mut written = before.clone();
    written.raw.set(row, column, Some(0.0));
    check(&framework, &data, &written, &after);
}

#[test]
fn the_built_in_framework() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let data = fixture::answered(&framework, 40, 14);
    for mode in [Mode::Official, Mode::Provisional] {
        let card = fixture::score(&framework, &data, mode);
        check(&framework, &data, &card, &card);
    }
}

/// The demonstration province as it is made for everyone: two rounds, both modes, adjustments.
#[test]
fn the_demonstration_province() {
    // target/<profile>/deps/<this test>
    let here = std::env::current_exe().unwrap();
    let program = here.ancestors().nth(2).unwrap().join("hezhi");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.hezhi");
    let made = Command::new(&program)
        .arg("new")
        .arg(&path)
        .args(["--demo", "--json"])
        .output()
        .expect("hezhi is needed: `cargo build --workspace` makes it");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stdout)
    );
    let workspace = assessment_store::Workspace::open(&path).unwrap();
    let framework = Framework::builtin("six-aspect").unwrap();
    let round = &workspace.rounds().unwrap()[0].id.clone();
    let data = workspace.round_data(round).unwrap();
    for mode in [Mode::Official, Mode::Provisional] {
        let card = fixture::score(&framework, &data, mode);
        let adjusted = card.units.iter().filter(|u| !u.adjustments.is_empty());
        assert!(adjusted.count() > 5);
        check(&framework, &data, &card, &card);
    }
}

/// The audit sheet agrees while nothing is changed; after a change it names the unit that moved.
#[test]
fn the_audit_sheet_tells_what_a_change_does() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 12, 5, 15);
    let card = fixture::score(&framework, &data, Mode::Official);
    let read = |bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let file = recalculated(folder.path(), bytes);
        let mut book: Xlsx<_> = open_workbook(&file).unwrap();
        (
            book.worksheet_range("稽核").unwrap(),
            book.worksheet_range("单位页").unwrap(),
        )
    };
    let (audit, page) = read(&render(&framework, &data, &card));
    assert_eq!(audit.get_value((2, 1)).unwrap().to_string(), "全部一致");
    // The page of the first unit shows its published total.
    let first = card.units.iter().find(|u| {
        page.get_value((3, 1))
            .unwrap()
            .to_string()
            .starts_with(u.unit.as_str())
    });
    let shown = number(&page, 5, 1).unwrap();
    assert!(
        (shown - first.unwrap().total.unwrap()).abs() < 0.006,
        "{shown}"
    );

    let (row, column) = (0..card.units.len())
        .flat_map(|row| (0..framework.indicators.len()).map(move |i| (row, i)))
        .find(|&(row, i)| card.indicators.get(row, i).is_some_and(|s| s > 50.0))
        .unwrap();
    let mut changed = card.clone();
    changed.raw.set(row, column, Some(0.0));
    let (audit, _) = read(&render(&framework, &data, &changed));
    assert_ne!(audit.get_value((2, 1)).unwrap().to_string(), "全部一致");
    let moved: Vec<String> = (17..17 + card.units.len() as u32)
        .filter(|&line| number(&audit, line, 3).unwrap() != 0.0)
        .map(|line| audit.get_value((line, 0)).unwrap().to_string())
        .collect();
    assert_eq!(moved.len(), 1, "{moved:?}");
    assert!(moved[0].starts_with(card.units[row].unit.as_str()));
}

/// Another program opens the workbook without a complaint, and finds the engine's totals in it.
#[test]
fn gnumeric_opens_it() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 12, 5, 16);
    let card = fixture::score(&framework, &data, Mode::Official);
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (
        folder.path().join("result.xlsx"),
        folder.path().join("again.xlsx"),
    );
    std::fs::write(&from, render(&framework, &data, &card)).unwrap();
    let run = Command::new("ssconvert")
        .args(["--recalc", "--export-type=Gnumeric_Excel:xlsx2"])
        .args([&from, &to])
        .env("HOME", folder.path())
        .output()
        .expect("ssconvert (Gnumeric) is needed: `cargo xtask test` installs it");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && to.exists(), "{said}");
    let complaint = said.lines().find(|line| {
        let line = line.to_lowercase();
        line.contains("error") || line.contains("corrupt") || line.contains("unsupported")
    });
    assert!(complaint.is_none(), "{said}");
    let mut book: Xlsx<_> = open_workbook(&to).unwrap();
    let aspects = book.worksheet_range("方面得分").unwrap();
    let column = 3 + framework.aspects.len() as u32 + 4;
    let mut found = 0;
    for line in 6..6 + card.units.len() as u32 {
        let code = aspects.get_value((line, 0)).unwrap().to_string();
        let unit = card.units.iter().find(|u| u.unit == code.as_str()).unwrap();
        equal(&code, number(&aspects, line, column), unit.total);
        found += usize::from(unit.total.is_some());
    }
    assert!(found > 10);
}
