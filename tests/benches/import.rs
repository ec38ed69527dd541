//! Import, the way that a person's file goes: parsed in a child process, compared, written; beside what bare
//! calamine needs to read the workbook and bare rusqlite to insert its rows durably.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up has nothing to measure, and prints what it measured"
)]

mod shared;

use std::{
    fmt::Write as _, fs, path::Path, process::ExitCode, sync::atomic::AtomicBool, time::Duration,
};

use assessment_app::intake::{self, ParseLimits, Parser};
use assessment_exchange::{ParseContext, Parsed, Table, TableCell, TableFormat, write_tables};
use assessment_models::{
    Framework, Round, Unit,
    framework::{Indicator, Scale},
};
use assessment_store::Workspace;
use calamine::{Data, Reader as _, Xlsx};
use rusqlite::{Connection, params};
use shared::{Line, UNITS, framework, median, round, table, timed, units, workspace};

const RUNS: usize = 5;
const INCIDENTS: usize = 1_000_000;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(intake::CHILD_WORD) {
        return intake::child_main();
    }
    let folder = tempfile::tempdir().expect("a folder");
    let framework = framework();
    let units = units(&framework);
    let round = round(&framework);
    let mut lines = Vec::new();
    wide(&framework, &units, &round, folder.path(), &mut lines);
    incidents(&framework, &units, &round, folder.path(), &mut lines);
    table(&lines);
    ExitCode::SUCCESS
}

/// Reads a file as the program does.
fn read(path: &Path, framework: &Framework, units: &[Unit], round: &Round) -> Parsed {
    let context = ParseContext {
        units,
        round: Some(round),
        ..ParseContext::default()
    };
    let parser = Parser::Apart {
        program: std::env::current_exe().expect("the benchmark knows itself"),
        limits: ParseLimits::default(),
    };
    let never = AtomicBool::new(false);
    intake::read_file(path, framework, &context, &parser, &never)
        .expect("the file is read")
        .0
}

/// Compares and writes what was read, and says how long each took.
fn write(workspace: &mut Workspace, parsed: &Parsed, round: &Round) -> (Duration, Duration) {
    let now = "2026-03-01T08:00:00".parse().expect("a moment");
    let (compare, counts) = timed(|| workspace.compare(&parsed.draft, &round.id));
    let new = counts.expect("the draft is compared").new;
    let (apply, report) = timed(|| {
        workspace.apply(
            &parsed.draft,
            &round.id,
            "speed",
            now,
            &mut |_, _| {},
            &|| false,
        )
    });
    assert_eq!(report.expect("the draft is written").accepted, new);
    (compare, apply)
}

/// A cell that is an answer on the indicator's scale, as a returned table holds them.
fn answer(indicator: &Indicator, seed: usize) -> TableCell {
    let number = match &indicator.scale {
        Scale::Choice(options) | Scale::Maturity(options) => options[seed % options.len()].value,
        Scale::Likert { points } => 1.0 + (seed % 40) as f64 / 40.0 * (points - 1.0),
        // With one number above 1 in the column, percentages are read as points.
        Scale::Goalposts(_) | Scale::Steps(_) | Scale::Band { .. } => (seed % 101) as f64,
    };
    TableCell::Number(number)
}

fn wide(
    framework: &Framework,
    units: &[Unit],
    round: &Round,
    folder: &Path,
    lines: &mut Vec<Line<'_>>,
) {
    let columns = framework.indicators.len();
    let mut headings = vec!["单位代码".to_owned()];
    headings.extend(framework.indicators.iter().map(|i| i.id.to_string()));
    let rows = units
        .iter()
        .enumerate()
        .map(|(n, unit)| {
            let answer = |at: usize| answer(&framework.indicators[at], n * 31 + at * 7);
            let mut row = vec![TableCell::Text(unit.code.to_string())];
            row.extend((0..columns).map(answer));
            row
        })
        .collect();
    let sheet = Table {
        headings,
        rows,
        ..Table::default()
    };
    let bytes = write_tables(&[sheet], TableFormat::Xlsx).expect("the table is written");
    let path = folder.join("wide.xlsx");
    fs::write(&path, &bytes).expect("the file is written");
    let (mut bare_read, mut bare_insert) = (Vec::new(), Vec::new());
    let (mut parse, mut compare, mut apply, mut whole) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        let (time, values) = timed(|| bare_cells(&path));
        bare_read.push(time);
        assert!(values.len() >= UNITS * columns);
        bare_insert.push(insert(&folder.join(format!("bare{run}.db")), &values));
        drop(values);
        let mut workspace = workspace(
            &folder.join(format!("{run}.hezhi")),
            framework,
            units,
            round,
        );
        let (time, parsed) = timed(|| read(&path, framework, units, round));
        assert!(
            parsed.draft.rows_read - parsed.draft.rows_rejected > UNITS * columns * 9 / 10,
            "{:?}",
            parsed.problems.first()
        );
        let (compared, applied) = write(&mut workspace, &parsed, round);
        parse.push(time);
        compare.push(compared);
        apply.push(applied);
        whole.push(time + compared + applied);
    }
    let (bare_read, bare_insert) = (median(bare_read), median(bare_insert));
    let line = |what, ours, bare, target| Line {
        what,
        ours: median(ours),
        bare,
        target,
    };
    lines.extend([
        line(
            "import of 6,000 × 112 answers, xlsx",
            whole,
            Some(bare_read + bare_insert),
            "ratio ≤ 1.5",
        ),
        line(
            "… of it: parse in a child",
            parse,
            Some(bare_read),
            "ratio ≤ 1.3",
        ),
        line("… of it: compare", compare, None, ""),
        line("… of it: write", apply, Some(bare_insert), ""),
    ]);
}

/// All numbers of the first sheet, with their places, by calamine alone.
fn bare_cells(path: &Path) -> Vec<(u32, u32, f64)> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(path).expect("calamine opens it");
    let range = workbook
        .worksheet_range_at(0)
        .expect("a sheet")
        .expect("calamine reads it");
    range
        .used_cells()
        .filter_map(|(row, column, value)| match value {
            Data::Float(n) => Some((row as u32, column as u32, *n)),
            _ => None,
        })
        .collect()
}

/// The same rows inserted by rusqlite alone, durably, keyed as answers must be.
fn insert(path: &Path, values: &[(u32, u32, f64)]) -> Duration {
    let mut connection = Connection::open(path).expect("a database");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
             CREATE TABLE answer (unit INTEGER NOT NULL, indicator INTEGER NOT NULL, value REAL,
                 sheet INTEGER, line INTEGER, place INTEGER,
                 PRIMARY KEY (unit, indicator)) STRICT, WITHOUT ROWID",
        )
        .expect("a table");
    let (time, ()) = timed(|| {
        let transaction = connection.transaction().expect("a transaction");
        {
            let mut insert = transaction
                .prepare("INSERT INTO answer VALUES (?1, ?2, ?3, 0, ?1, ?2)")
                .expect("a statement");
            for (row, column, value) in values {
                insert
                    .execute(params![row, column, value])
                    .expect("a row is inserted");
            }
        }
        transaction.commit().expect("the rows are committed");
    });
    time
}

fn incidents(
    framework: &Framework,
    units: &[Unit],
    round: &Round,
    folder: &Path,
    lines: &mut Vec<Line<'_>>,
) {
    let mut text = "事件编号,发生单位,事件类别,事件级别,发现时间,影响人数\n".to_owned();
    for n in 0..INCIDENTS {
        let unit = &units[n % units.len()].code;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "E{n:07},{unit},MP.07,一般,2026-03-05 08:30,{}",
            n % 977
        );
    }
    let path = folder.join("incidents.csv");
    fs::write(&path, &text).expect("the file is written");
    drop(text);
    let mut workspace = workspace(&folder.join("incidents.hezhi"), framework, units, round);
    let (time, parsed) = timed(|| read(&path, framework, units, round));
    assert_eq!(parsed.draft.rows_read, INCIDENTS);
    let (compare, apply) = write(&mut workspace, &parsed, round);
    lines.push(Line {
        what: "import of 1,000,000 incidents, csv",
        ours: time + compare + apply,
        bare: None,
        target: "< 30 s",
    });
}
