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

use std::process::Command;

use assessment_models::{Framework, Mode, framework::Mean, scoring::CellState};
use calamine::{Reader, Xlsx, open_workbook};
use spreadsheet::{check, demonstration, equal, number, recalculated, render};

mod spreadsheet;

#[path = "../../src-tauri/crates/assessment-reports/tests/fixture/mod.rs"]
mod fixture;

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
    let (framework, data) = demonstration();
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
