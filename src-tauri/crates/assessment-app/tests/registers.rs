//! Monthly tables changed many rows at once, and incidents closed with evidence.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{collections::BTreeMap, path::Path};

use assessment_app::{
    Code, Desk, Failure, Stamp, evidence, form, incidents, registers,
    wire::{EvidencePlace, FieldValue, IncidentEdit, RoundEdit, RowEdit, RowsEdit},
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
