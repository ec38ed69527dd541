//! Monthly tables changed many rows at once, and incidents closed with evidence.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use assessment_app::{
    Code, Desk, Failure, Progress, Stamp, evidence, form,
    imports::{self, Folder, Inspection},
    incidents,
    intake::Parser,
    registers, rounds,
    wire::{
        EvidencePlace, FieldValue, FolderView, IncidentEdit, ReadOptions, RoundEdit, RowEdit,
        RowsEdit,
    },
    workspace::{self, ChosenFramework},
};

const CASES: &str = "case_monthly";

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "登记人",
        now: "2026-05-04T09:30:00".parse().unwrap(),
    }
}

fn province(folder: &Path) -> Desk {
    let chosen = ChosenFramework::standard().unwrap();
    let round = RoundEdit {
        id: "2026".to_owned(),
        name_zh: "2026年度评估".to_owned(),
        name_en: "Assessment 2026".to_owned(),
        period_start: "2026-01-01".to_owned(),
        period_end: "2026-12-31".to_owned(),
        ..RoundEdit::default()
    };
    let path = folder.join("p.hezhi");
    workspace::create(&path, None, &chosen, Some(&round), stamp()).unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> Code {
    result.unwrap_err().code
}

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.to_owned())
}

fn month(unit: &str, month: &str, registered: f64) -> BTreeMap<String, FieldValue> {
    BTreeMap::from([
        ("county_code".to_owned(), text(unit)),
        ("month".to_owned(), text(month)),
        ("registered".to_owned(), FieldValue::Number(registered)),
    ])
}

fn edit(rows: Vec<RowEdit>) -> RowsEdit {
    RowsEdit {
        round: "2026".to_owned(),
        register: CASES.to_owned(),
        rows,
    }
}

fn row(key: Option<&str>, fields: BTreeMap<String, FieldValue>) -> RowEdit {
    RowEdit {
        key: key.map(str::to_owned),
        fields: Some(fields),
    }
}

fn counts(desk: &mut Desk) -> Vec<(String, FieldValue)> {
    let rows = registers::rows(desk, "2026", CASES).unwrap();
    rows.into_iter()
        .map(|row| (row.key, row.fields["registered"].clone()))
        .collect()
}

#[test]
fn rows_of_a_table_are_changed_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    let made = registers::save(
        &mut desk,
        &edit(vec![
            row(None, month(&unit, "2026-01", 3.0)),
            row(None, month(&unit, "2026-02", 5.0)),
        ]),
        stamp(),
    )
    .unwrap();
    let keys: Vec<String> = made.iter().flatten().map(|r| r.key.clone()).collect();
    assert_eq!(keys.len(), 2);

    // One row is faulty: the sound one before it is not written either.
    let faulty = edit(vec![
        row(Some(&keys[0]), month(&unit, "2026-01", 4.0)),
        row(None, month(&unit, "2026-03", -1.0)),
    ]);
    assert_eq!(
        code(registers::save(&mut desk, &faulty, stamp())),
        Code::FieldInvalid
    );
    let twice = edit(vec![row(None, month(&unit, "2026-02", 9.0))]);
    assert_eq!(
        code(registers::save(&mut desk, &twice, stamp())),
        Code::RowExists
    );
    let before = [(&keys[0], 3.0), (&keys[1], 5.0)];
    let before = before.map(|(key, n)| (key.clone(), FieldValue::Number(n)));
    assert_eq!(counts(&mut desk), before);

    // Two rows change places, which no order of single changes could do.
    let swapped = edit(vec![
        row(Some(&keys[0]), month(&unit, "2026-02", 3.0)),
        row(Some(&keys[1]), month(&unit, "2026-01", 5.0)),
    ]);
    registers::save(&mut desk, &swapped, stamp()).unwrap();
    let after = [(&keys[0], 5.0), (&keys[1], 3.0)];
    let after = after.map(|(key, n)| (key.clone(), FieldValue::Number(n)));
    assert_eq!(counts(&mut desk), after);

    let gone = RowEdit {
        key: Some(keys[0].clone()),
        fields: None,
    };
    registers::save(&mut desk, &edit(vec![gone]), stamp()).unwrap();
    assert_eq!(counts(&mut desk), after[1..]);
    // What is read from the file anew is what was answered.
    let path = desk.path().to_owned();
    desk.close().unwrap();
    assert_eq!(counts(&mut Desk::open(&path).unwrap()), after[1..]);
}

#[test]
fn a_typed_row_is_the_row_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    let typed = edit(vec![row(None, month(&unit, "2026-01", 3.0))]);
    registers::save(&mut desk, &typed, stamp()).unwrap();
    let path = folder.path().join("cases.csv");
    let table = format!("county_code,month,registered\n{unit},2026-01,3\n");
    fs::write(&path, table).unwrap();
    let stay = AtomicBool::new(false);
    let options = ReadOptions {
        kind: Some("cases".to_owned()),
        ..ReadOptions::default()
    };
    let inspection = Inspection::new(&mut desk, &path, &options).unwrap();
    let inspected = inspection.parsed_by(Parser::Here).read(&|_| (), &stay);
    let held = imports::hold(&mut desk, inspected.unwrap(), &|_| (), &stay).unwrap();
    assert_eq!(
        (held.rows_read, held.accepted, held.unchanged),
        (1, 0, 1),
        "{:?}",
        held.problems
    );
}

#[test]
fn a_new_incident_takes_no_number_of_a_unit_that_is_out_of_the_round() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let units: Vec<String> = form::units(&mut desk, "2026", "self_reported")
        .unwrap()
        .into_iter()
        .map(|unit| unit.code)
        .collect();
    let new = |unit: &str, key: Option<&str>| IncidentEdit {
        round: "2026".to_owned(),
        key: None,
        fields: [
            ("unit", Some(unit)),
            ("category_code", Some("EX.01")),
            ("discovered_at", Some("2026-03-05T08:10")),
            ("id", key),
        ]
        .into_iter()
        .filter_map(|(field, said)| Some((field.to_owned(), text(said?))))
        .collect(),
    };
    let first = incidents::save(&mut desk, &new(&units[0], None), stamp()).unwrap();
    rounds::set_round_units(&mut desk, "2026", &units[1..], stamp()).unwrap();
    let second = incidents::save(&mut desk, &new(&units[1], None), stamp()).unwrap();
    assert_ne!(first.key, second.key);
    assert_eq!(
        code(incidents::save(
            &mut desk,
            &new(&units[1], Some(&first.key)),
            stamp()
        )),
        Code::IncidentExists
    );
    // In the round again, it is as it was.
    rounds::set_round_units(&mut desk, "2026", &units, stamp()).unwrap();
    let there = incidents::incident(&mut desk, "2026", &first.key).unwrap();
    assert_eq!(there.fields["unit"], text(&units[0]));
}

#[test]
fn an_incident_that_repeats_another_follows_it_to_its_new_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    let edit = |key: Option<&str>, more: &[(&str, &str)]| IncidentEdit {
        round: "2026".to_owned(),
        key: key.map(str::to_owned),
        fields: [
            ("unit", unit.as_str()),
            ("category_code", "EX.01"),
            ("discovered_at", "2026-03-05T08:10"),
        ]
        .iter()
        .chain(more)
        .map(|(field, said)| ((*field).to_owned(), text(said)))
        .collect(),
    };
    let first = incidents::save(&mut desk, &edit(None, &[]), stamp()).unwrap();
    let naming = edit(None, &[("recurrence_of", &first.key)]);
    let second = incidents::save(&mut desk, &naming, stamp()).unwrap();
    let renumbered = edit(Some(&first.key), &[("id", "X-900")]);
    incidents::save(&mut desk, &renumbered, stamp()).unwrap();
    let named = |desk: &mut Desk| {
        let there = incidents::incident(desk, "2026", &second.key).unwrap();
        there.fields["recurrence_of"].clone()
    };
    assert_eq!(named(&mut desk), text("X-900"));
    // As the file has it, not only the round in memory.
    assert_eq!(named(&mut Desk::open(desk.path()).unwrap()), text("X-900"));
}

#[test]
fn what_another_program_wrote_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    assert!(counts(&mut desk).is_empty());
    let mut other = Desk::open(desk.path()).unwrap();
    let rows = |month_of: &str| edit(vec![row(None, month(&unit, month_of, 3.0))]);
    registers::save(&mut other, &rows("2026-01"), stamp()).unwrap();
    assert_eq!(counts(&mut desk).len(), 1);
    // What is written here after that is not counted twice.
    registers::save(&mut other, &rows("2026-02"), stamp()).unwrap();
    registers::save(&mut desk, &rows("2026-03"), stamp()).unwrap();
    assert_eq!(counts(&mut desk).len(), 3);
    assert_eq!(counts(&mut other).len(), 3);
}

/// A folder with one month of a unit in each file, in the order of their names.
fn folder_of(root: &Path, files: &[(&str, String)]) -> PathBuf {
    let folder = root.join("returned");
    fs::create_dir_all(&folder).unwrap();
    for (name, line) in files {
        let table = format!("county_code,month,registered\n{line}\n");
        fs::write(folder.join(name), table).unwrap();
    }
    folder
}

fn hold(desk: &mut Desk, folder: &Path, conflict: Option<&str>) -> FolderView {
    let stay = AtomicBool::new(false);
    let options = ReadOptions {
        kind: Some("cases".to_owned()),
        conflict: conflict.map(str::to_owned),
        ..ReadOptions::default()
    };
    let folder = Folder::new(desk, folder, &options).unwrap();
    let read = folder.parsed_by(Parser::Here).read(&|_| (), &stay).unwrap();
    imports::hold_folder(desk, read, &|_| (), &stay).unwrap()
}

#[test]
fn what_is_there_stays_also_against_a_file_of_the_same_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    let line = |n: u32| format!("{unit},2026-01,{n}");
    let returned = folder_of(folder.path(), &[("a.csv", line(20)), ("b.csv", line(10))]);
    let held = hold(&mut desk, &returned, Some("keep"));
    let stay = AtomicBool::new(false);
    imports::confirm_folder(&mut desk, &held.token, stamp(), &|_| (), &stay)
        .unwrap()
        .whole()
        .unwrap();
    assert_eq!(counts(&mut desk)[0].1, FieldValue::Number(20.0));
    // Nor is what was typed between looking at a file and taking it.
    let held = hold(
        &mut desk,
        &folder_of(folder.path(), &[("c.csv", format!("{unit},2026-02,7"))]),
        Some("keep"),
    );
    let typed = edit(vec![row(None, month(&unit, "2026-02", 8.0))]);
    registers::save(&mut desk, &typed, stamp()).unwrap();
    imports::confirm_folder(&mut desk, &held.token, stamp(), &|_| (), &stay).unwrap();
    assert_eq!(counts(&mut desk)[1].1, FieldValue::Number(8.0));
}

#[test]
fn a_folder_that_is_stopped_midway_tells_what_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    let line = |month: u32| format!("{unit},2026-0{month},1");
    let files = [("a.csv", line(1)), ("b.csv", line(2)), ("c.csv", line(3))];
    let held = hold(&mut desk, &folder_of(folder.path(), &files), None);
    // A person presses stop while the third file is at hand.
    let stop = AtomicBool::new(false);
    let at_the_third = |progress: Progress| {
        if progress.done == 2 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let done =
        imports::confirm_folder(&mut desk, &held.token, stamp(), &at_the_third, &stop).unwrap();
    assert_eq!(counts(&mut desk).len(), 2);
    let batches: Vec<_> = done.view.files.iter().map(|f| f.batch.is_some()).collect();
    assert_eq!(batches, [true, true, false]);
    let failure = done.whole().unwrap_err();
    assert_eq!(failure.code, Code::FolderStopped);
    assert_eq!(failure.view().params["written"], "2");
    // The rest is still held.
    let go = AtomicBool::new(false);
    imports::confirm_folder(&mut desk, &held.token, stamp(), &|_| (), &go)
        .unwrap()
        .whole()
        .unwrap();
    assert_eq!(counts(&mut desk).len(), 3);
}

#[test]
fn what_was_read_for_one_workspace_is_not_held_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let path = folder.path().join("cases.csv");
    fs::write(&path, "county_code,month,registered\n").unwrap();
    let stay = AtomicBool::new(false);
    let inspection = Inspection::new(&mut desk, &path, &ReadOptions::default()).unwrap();
    let inspected = inspection.parsed_by(Parser::Here).read(&|_| (), &stay);
    let mut other = Desk::open(desk.path()).unwrap();
    let held = imports::hold(&mut other, inspected.unwrap(), &|_| (), &stay);
    assert_eq!(code(held), Code::AnotherWorkspace);
}

#[test]
fn an_incident_is_closed_with_its_end_and_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = form::units(&mut desk, "2026", "self_reported").unwrap()[0]
        .code
        .clone();
    let mut edit = IncidentEdit {
        round: "2026".to_owned(),
        key: None,
        fields: BTreeMap::from([
            ("unit".to_owned(), text(&unit)),
            ("category_code".to_owned(), text("EX.01")),
            ("discovered_at".to_owned(), text("2026-03-05T08:10")),
        ]),
    };
    let view = incidents::save(&mut desk, &edit, stamp()).unwrap();
    // Telecom fraud must be traced to who sold the number and where the money went.
    for link in ["chain_number_seller", "chain_payment", "responsible_unit"] {
        assert!(view.assessment.links.iter().any(|l| l == link), "{link}");
    }
    edit.key = Some(view.key.clone());
    edit.fields = view.fields;
    edit.fields.insert("status".to_owned(), text("closed"));
    assert_eq!(
        code(incidents::save(&mut desk, &edit, stamp())),
        Code::IncidentNotEnded
    );
    for field in ["handling_end_at", "rectified_at"] {
        edit.fields
            .insert(field.to_owned(), text("2026-03-09T18:00"));
    }
    assert_eq!(
        code(incidents::save(&mut desk, &edit, stamp())),
        Code::IncidentWithoutEvidence
    );
    let place = EvidencePlace::Incident {
        round: "2026".to_owned(),
        key: view.key.clone(),
    };
    evidence::attach(&mut desk, &place, "整改报告.pdf", b"%PDF", stamp()).unwrap();
    let closed = incidents::save(&mut desk, &edit, stamp()).unwrap();
    assert_eq!(closed.fields["status"], text("closed"));
    // Closed already, it can be corrected without being closed anew.
    edit.fields.insert("note".to_owned(), text("补记"));
    edit.fields.remove("rectified_at");
    incidents::save(&mut desk, &edit, stamp()).unwrap();
}
