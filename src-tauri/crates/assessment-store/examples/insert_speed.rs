//! How fast a province-wide table goes in and comes out: 6,000 units × 112 indicators, beside what bare
//! rusqlite needs to insert the same rows durably. Prints the best of three runs of each.
//!
//! `cargo run -p assessment-store --example insert_speed`

use std::{
    error::Error,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use assessment_models::{
    Answer, Layer, Round, Text, Unit,
    draft::{AnswerRow, AnswerTable, Content, Draft, Place},
};
use assessment_store::{FrameworkFiles, NewWorkspace, StoreError, Workspace};
use chrono::NaiveDateTime;
use rusqlite::{Connection, params};

const UNITS: u32 = 6_000;
const INDICATORS: u32 = 112;

fn main() -> Result<(), Box<dyn Error>> {
    let draft = draft();
    let folder = tempfile::tempdir()?;
    let mut best = [Duration::MAX; 8];
    for run in 0..3 {
        let mut times = bare(&folder.path().join(format!("bare{run}")), &draft)?.to_vec();
        times.extend(store(&folder.path().join(format!("{run}.hezhi")), &draft)?);
        for (best, time) in best.iter_mut().zip(times) {
            *best = time.min(*best);
        }
    }
    let mut out = std::io::stdout().lock();
    for (what, time) in WHAT.iter().zip(best) {
        writeln!(out, "{what:<46} {:>7.1} ms", time.as_secs_f64() * 1e3)?;
    }
    let least = best[0].min(best[1]).min(best[2]);
    let ratio = best[3].as_secs_f64() / least.as_secs_f64();
    writeln!(out, "apply / fastest bare insert: {ratio:.2}")?;
    Ok(())
}

const WHAT: [&str; 8] = [
    "bare insert, rowid table, rollback journal",
    "bare insert, rowid table, WAL",
    "bare insert, clustered by unit, indicator, WAL",
    "apply, all new",
    "apply the same again, all unchanged",
    "apply, all changed",
    "round_data",
    "undo",
];

fn draft() -> Draft {
    let rows = (0..UNITS)
        .flat_map(|unit| {
            (0..INDICATORS).map(move |indicator| AnswerRow {
                unit,
                indicator,
                answer: Answer::Value(f64::from((unit * 31 + indicator * 17) % 1000) / 10.0),
                note: None,
                place: Place {
                    sheet: 0,
                    row: unit + 1,
                    column: indicator as u16 + 2,
                },
            })
        })
        .collect();
    Draft {
        file_name: "wide.xlsx".to_owned(),
        sha256: "0".repeat(64),
        sheets: vec!["Sheet1".to_owned()],
        round: None,
        rows_read: (UNITS * INDICATORS) as usize,
        rows_rejected: 0,
        contents: vec![Content::Answers(AnswerTable {
            layer: Layer::SelfReported,
            units: (0..UNITS).map(|u| format!("U{u:05}").into()).collect(),
            indicators: (0..INDICATORS).map(|i| format!("I{i:03}").into()).collect(),
            rows,
        })],
    }
}

fn bare(path: &Path, draft: &Draft) -> Result<[Duration; 3], Box<dyn Error>> {
    let columns = r#"unit INTEGER NOT NULL, indicator INTEGER NOT NULL, value REAL,
        sheet INTEGER, "row" INTEGER, "column" INTEGER"#;
    let rowid = format!("CREATE TABLE answer ({columns}) STRICT");
    let clustered = format!(
        "CREATE TABLE answer ({columns}, PRIMARY KEY (unit, indicator)) STRICT, WITHOUT ROWID"
    );
    Ok([
        bare_insert(&path.with_extension("a"), "DELETE", &rowid, draft)?,
        bare_insert(&path.with_extension("b"), "WAL", &rowid, draft)?,
        bare_insert(&path.with_extension("c"), "WAL", &clustered, draft)?,
    ])
}

fn bare_insert(
    path: &Path,
    journal: &str,
    table: &str,
    draft: &Draft,
) -> Result<Duration, Box<dyn Error>> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.execute_batch(table)?;
    let begin = Instant::now();
    let transaction = connection.transaction()?;
    {
        let mut insert =
            transaction.prepare("INSERT INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for content in &draft.contents {
            let Content::Answers(table) = content else {
                continue;
            };
            for row in &table.rows {
                let Answer::Value(value) = row.answer else {
                    continue;
                };
                let Place {
                    sheet,
                    row: line,
                    column,
                } = row.place;
                insert.execute(params![row.unit, row.indicator, value, sheet, line, column])?;
            }
        }
    }
    transaction.commit()?;
    Ok(begin.elapsed())
}

fn store(path: &Path, draft: &Draft) -> Result<[Duration; 5], Box<dyn Error>> {
    let now: NaiveDateTime = "2026-03-01T08:00:00".parse()?;
    let new = NewWorkspace {
        name: "speed",
        synthetic: true,
        framework: FrameworkFiles::new("f", "1", "d", Default::default()),
        actor: "speed",
        now,
    };
    let mut workspace = Workspace::create(path, &new)?;
    let round = Round {
        id: "2026".into(),
        name: Text::new("一", "one"),
        period_start: "2026-01-01".parse()?,
        period_end: "2026-12-31".parse()?,
        deadline: None,
        framework: "f".to_owned(),
        framework_version: "1".to_owned(),
    };
    workspace.write("speed", now, |write| -> Result<(), StoreError> {
        write.add_round(&round)?;
        let codes: Vec<_> = (0..UNITS).map(|u| format!("U{u:05}").into()).collect();
        for code in &codes {
            write.save_unit(&Unit {
                code: Clone::clone(code),
                name: Text::new("单位", "unit"),
                peer_group: "county".to_owned(),
                parent: None,
                tags: Default::default(),
                attributes: Default::default(),
            })?;
        }
        write.set_round_units(&round.id, &codes)
    })?;
    let mut changed = draft.clone();
    for content in &mut changed.contents {
        if let Content::Answers(table) = content {
            for row in &mut table.rows {
                row.answer = Answer::Value(-1.0);
            }
        }
    }
    let mut apply = |draft: &Draft| -> Result<(Duration, Option<i64>), StoreError> {
        let begin = Instant::now();
        let none = &mut |_, _| {};
        let report = workspace.apply(draft, &round.id, "speed", now, none, &|| false)?;
        Ok((begin.elapsed(), report.batch))
    };
    let (first, _) = apply(draft)?;
    let (again, _) = apply(draft)?;
    let (other, batch) = apply(&changed)?;
    let begin = Instant::now();
    let data = workspace.round_data(&round.id)?;
    let read = begin.elapsed();
    assert_eq!(data.observations.len(), (UNITS * INDICATORS) as usize);
    drop(data);
    let begin = Instant::now();
    workspace.undo(batch.unwrap_or(0), "speed", now)?;
    Ok([first, again, other, read, begin.elapsed()])
}
