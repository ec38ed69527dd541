//! A workbook as another program sees it: changed in its cells, recalculated, and held against the engine.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;

use assessment_models::{
    Framework, RoundData, Scorecard,
    scoring::{CellState, Ranking},
    text::Lang,
};
use assessment_reports::{WorkbookInput, workbook};
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use chrono::NaiveDate;

/// Whether recalculated numbers equal the engine's.
const SAME: f64 = 1e-9;

/// Always recalculate files of Excel's format when they are loaded.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Has LibreOffice recalculate a workbook and write it anew.
pub(crate) fn recalculated(folder: &Path, bytes: &[u8]) -> PathBuf {
    all_recalculated(folder, &[bytes]).remove(0)
}

/// Has LibreOffice recalculate workbooks and write them anew, in the order given.
pub(crate) fn all_recalculated(folder: &Path, books: &[&[u8]]) -> Vec<PathBuf> {
    let profile = folder.join("profile");
    std::fs::create_dir_all(profile.join("user")).unwrap();
    std::fs::write(profile.join("user/registrymodifications.xcu"), ALWAYS).unwrap();
    let out = folder.join("out");
    let names: Vec<String> = (0..books.len())
        .map(|at| format!("result{at}.xlsx"))
        .collect();
    for (name, bytes) in names.iter().zip(books) {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let run = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&out)
        .args(names.iter().map(|name| folder.join(name)))
        .output()
        .expect("soffice (LibreOffice Calc) is needed: `cargo xtask test` installs it");
    let written: Vec<PathBuf> = names.iter().map(|name| out.join(name)).collect();
    assert!(
        run.status.success() && written.iter().all(|file| file.exists()),
        "soffice: {}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    written
}

/// The scorecard with every result spoilt, but answers and states as they are.
pub(crate) fn spoilt(card: &Scorecard) -> Scorecard {
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

pub(crate) fn number(range: &Range<Data>, line: u32, column: u32) -> Option<f64> {
    match range.get_value((line, column)) {
        Some(Data::Float(x)) => Some(*x),
        Some(Data::Int(x)) => Some(*x as f64),
        Some(Data::Empty) | None => None,
        Some(Data::String(text)) if text.is_empty() => None,
        other => panic!("line {line} column {column}: {other:?}"),
    }
}

pub(crate) fn equal(what: &str, found: Option<f64>, expected: Option<f64>) {
    let same = match (found, expected) {
        (Some(a), Some(b)) => (a - b).abs() <= SAME,
        (None, None) => true,
        _ => false,
    };
    assert!(same, "{what}: recalculated {found:?}, engine {expected:?}");
}

pub(crate) fn render(framework: &Framework, data: &RoundData, scorecard: &Scorecard) -> Vec<u8> {
    let input = WorkbookInput {
        framework,
        data,
        scorecard,
        lang: Lang::Zh,
        generated_on: NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
        synthetic: true,
        imports: &[],
        pictures: &[],
        findings: &[],
    };
    workbook::render(&input, &|_, _| {}, &AtomicBool::new(false)).unwrap()
}

/// Writes the workbook with spoilt results, recalculates it, and compares every level with `expected`.
pub(crate) fn check(
    framework: &Framework,
    data: &RoundData,
    written: &Scorecard,
    expected: &Scorecard,
) {
    let bytes = render(framework, data, &spoilt(written));
    let folder = tempfile::tempdir().unwrap();
    compare(framework, expected, &recalculated(folder.path(), &bytes));
}

/// Compares every level of a recalculated workbook with `expected`.
pub(crate) fn compare(framework: &Framework, expected: &Scorecard, file: &Path) {
    let mut book: Xlsx<_> = open_workbook(file).unwrap();
    let mut sheet = |name: &str| book.worksheet_range(name).unwrap();
    let (audit, common) = (sheet("稽核"), sheet("共性问题"));
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
    missing(framework, expected, &audit, &common);
}

/// Compares how many answers are missing, in all and of each indicator that is listed.
fn missing(framework: &Framework, expected: &Scorecard, audit: &Range<Data>, common: &Range<Data>) {
    let is_missing = |row: &usize, i: usize| expected.state(*row, i) == CellState::Missing;
    let of = |i: usize| {
        let rows = 0..expected.units.len();
        rows.filter(|row| is_missing(row, i)).count() as f64
    };
    let line = (0..40).find(|&line| {
        matches!(audit.get_value((line, 0)), Some(Data::String(s)) if s == "未填的单元格数")
    });
    let all = (0..framework.indicators.len()).map(of).sum();
    equal("missing", number(audit, line.unwrap(), 1), Some(all));
    let mut listed = 0;
    for (i, indicator) in framework.indicators.iter().enumerate() {
        let is = |line: &u32| matches!(common.get_value((*line, 0)), Some(Data::String(s)) if s == indicator.id.as_str());
        if let Some(line) = (4..50).find(is) {
            let what = format!("missing of {}", indicator.id);
            equal(&what, number(common, line, 4), Some(of(i)));
            listed += 1;
        }
    }
    assert!(listed > 0, "indicators are listed");
}

/// What a person types into a cell.
pub(crate) enum Typed<'a> {
    Number(f64),
    Text(&'a str),
    /// Cleared.
    Nothing,
}

/// The workbook with some cells changed, each by its sheet and its name in A1 notation.
pub(crate) fn typed(bytes: &[u8], changes: &[(&str, String, Typed<'_>)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        parts.push((file.name().unwrap().into_owned(), content));
    }
    let book = text_of(&parts, "xl/workbook.xml");
    for (sheet, cell, value) in changes {
        // Sheets stand in the book in the order of their parts.
        let named = book.split("<sheet name=\"").skip(1);
        let at = named
            .map(|rest| rest.split_once('"').unwrap().0)
            .position(|name| name == *sheet)
            .unwrap_or_else(|| panic!("no sheet {sheet}"));
        let part = format!("xl/worksheets/sheet{}.xml", at + 1);
        let changed = with_cell(&text_of(&parts, &part), cell, value);
        let content = parts.iter_mut().find(|(name, _)| *name == part).unwrap();
        content.1 = changed.into_bytes();
    }
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn text_of(parts: &[(String, Vec<u8>)], name: &str) -> String {
    let part = parts.iter().find(|(n, _)| n == name);
    String::from_utf8(part.unwrap_or_else(|| panic!("no part {name}")).1.clone()).unwrap()
}

/// A sheet's XML with another value in one cell, which must be there and keeps its look.
fn with_cell(xml: &str, cell: &str, value: &Typed<'_>) -> String {
    let start = xml
        .find(&format!("<c r=\"{cell}\""))
        .unwrap_or_else(|| panic!("no cell {cell}"));
    let tag = start + xml[start..].find('>').unwrap() + 1;
    let end = if xml[..tag].ends_with("/>") {
        tag
    } else {
        tag + xml[tag..].find("</c>").unwrap() + "</c>".len()
    };
    let style = xml[start..tag].split("s=\"").nth(1).unwrap();
    let style = style.split_once('"').unwrap().0;
    let new = match value {
        Typed::Number(number) => format!("<c r=\"{cell}\" s=\"{style}\"><v>{number}</v></c>"),
        Typed::Nothing => format!("<c r=\"{cell}\" s=\"{style}\"/>"),
        Typed::Text(text) => {
            format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        }
    };
    format!("{}{new}{}", &xml[..start], &xml[end..])
}

/// The name of a unit's cell for an indicator on the sheet of answers.
pub(crate) fn answer_cell(bytes: &[u8], unit: &str, indicator: &str) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let answers = book.worksheet_range("填报值").unwrap();
    let is = |at: (u32, u32), wanted: &str| matches!(answers.get_value(at), Some(Data::String(s)) if s == wanted);
    let line = (6..7000).find(|&line| is((line, 0), unit)).unwrap();
    let column = (3..400).find(|&column| is((5, column), indicator)).unwrap();
    format!(
        "{}{}",
        assessment_models::draft::column_letters(column as u16),
        line + 1
    )
}

/// The demonstration province as `hezhi new --demo` makes it: its latest round.
pub(crate) fn demonstration() -> (Framework, RoundData) {
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
    (framework, data)
}
