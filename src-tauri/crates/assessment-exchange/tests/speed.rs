//! How fast and how heavy; run by hand with `--ignored --nocapture`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement is printed for whoever runs it"
)]

use std::{fmt::Write, io::Cursor, time::Instant};

use assessment_exchange::{
    ParseContext, Table, TableCell, TableFormat, parse, read_sheets, write_tables,
};
use assessment_models::{Framework, Text, Unit};
use calamine::{Reader, Xlsx};

const UNITS: usize = 6_000;

/// The framework with every indicator asked of one group of many units.
fn province() -> (Framework, Vec<Unit>) {
    let mut framework = Framework::builtin("six-aspect").unwrap();
    framework.peer_groups[0].answers = vec![Default::default()];
    for indicator in &mut framework.indicators {
        indicator.requires_tag = None;
    }
    let units = (0..UNITS)
        .map(|n| Unit {
            code: format!("U{n:05}").into(),
            name: Text::new(format!("单位{n}"), format!("Unit {n}")),
            peer_group: framework.peer_groups[0].id.clone(),
            parent: None,
            tags: Default::default(),
            attributes: Default::default(),
        })
        .collect();
    (framework, units)
}

#[test]
#[ignore = "a measurement"]
fn a_wide_table_against_the_bare_reader() {
    let (framework, units) = province();
    let mut headings = vec!["单位代码".to_owned()];
    headings.extend(framework.indicators.iter().map(|i| i.id.to_string()));
    let rows = units
        .iter()
        .enumerate()
        .map(|(n, u)| {
            let mut row = vec![TableCell::Text(u.code.to_string())];
            row.extend(
                (0..framework.indicators.len())
                    .map(|at| TableCell::Number(((n * 31 + at * 7) % 5) as f64)),
            );
            row
        })
        .collect();
    let table = Table {
        headings,
        rows,
        ..Table::default()
    };
    let bytes = write_tables(&[table], TableFormat::Xlsx).unwrap();
    let context = ParseContext {
        units: &units,
        ..ParseContext::default()
    };
    for _ in 0..3 {
        let start = Instant::now();
        let mut bare = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let cells = bare.worksheet_range("Sheet1").unwrap().used_cells().count();
        let reader = start.elapsed();
        let start = Instant::now();
        let sheets = read_sheets(&bytes, "a.xlsx").unwrap().sheets.len();
        let read = start.elapsed();
        let start = Instant::now();
        let parsed = parse(&bytes, "a.xlsx", &framework, &context).unwrap();
        let ours = start.elapsed();
        println!(
            "{cells} cells: bare {reader:?}, {sheets} sheet {read:?}, parse {ours:?}, ratio {:.2}; read {} rejected {}",
            ours.as_secs_f64() / reader.as_secs_f64(),
            parsed.draft.rows_read,
            parsed.draft.rows_rejected,
        );
        assert_eq!(parsed.draft.rows_read, UNITS * framework.indicators.len());
    }
}

#[test]
#[ignore = "a measurement"]
fn a_million_incidents_as_text() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let mut text = "事件编号,发生单位,事件类别,事件级别,发现时间,影响人数\n".to_owned();
    for n in 0..1_000_000 {
        let unit = &framework.units[n % framework.units.len()].code;
        let _ = writeln!(
            text,
            "E{n:07},{unit},MP.07,一般,2026-03-05 08:30,{}",
            n % 977
        );
    }
    let context = ParseContext {
        units: &framework.units,
        ..ParseContext::default()
    };
    let start = Instant::now();
    let parsed = parse(text.as_bytes(), "a.csv", &framework, &context).unwrap();
    let peak = std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default()
        .to_owned();
    println!(
        "{:?} for {} rows; {peak}",
        start.elapsed(),
        parsed.draft.rows_read
    );
    assert_eq!(
        (parsed.draft.rows_read, parsed.draft.rows_rejected),
        (1_000_000, 0)
    );
}
