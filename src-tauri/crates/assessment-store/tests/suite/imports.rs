//! Drafts in, batches out, and back.

use assessment_models::{
    Answer, Layer, Problem, Value,
    draft::{Content, ResponseRow},
    problem::Severity,
    survey::Party,
};
use assessment_store::{EvidenceFor, Kept, StoreError};

use crate::given::*;

const NONE: f64 = f64::NAN;

fn mixed() -> Vec<Content> {
    vec![
        Content::Units(vec![(unit("140107"), place(1, 0))]),
        answers(
            &["140105", "140107"],
            &["A1.1.1", "A1.1.2"],
            &[&[1.0, 2.0], &[NONE, 4.0]],
        ),
        records(
            "incident",
            &[
                ("S-1", "140105", &[("class", Value::Text("NA.09".into()))]),
                ("S-2", "140107", &[("loss", Value::Number(3.0))]),
            ],
        ),
        Content::Responses(vec![
            response("R-1", None, 5.0),
            response("R-2", Some("140105"), 4.0),
        ]),
    ]
}

#[test]
fn a_draft_goes_in_with_the_cell_of_each_value() {
    let mut given = Given::with_units(&["140105"]);
    let draft = draft(mixed());
    let preview = given.workspace.compare(&draft, &round_id()).unwrap();
    assert_eq!(
        (
            preview.new,
            preview.changed,
            preview.unchanged,
            preview.rejected
        ),
        (8, 0, 0, 0)
    );
    let report = given.apply(&draft);
    assert_eq!(
        (
            report.rows_read,
            report.accepted,
            report.unchanged,
            report.rejected
        ),
        (8, 8, 0, 0)
    );
    let data = given.workspace.round_data(&round_id()).unwrap();
    let sizes = [
        data.units.len(),
        data.observations.len(),
        data.records.len(),
        data.responses.len(),
    ];
    assert_eq!(sizes, [2, 3, 2, 2]);
    let source = data.observations[2].source.as_ref().unwrap();
    assert_eq!(
        (source.sheet.as_str(), source.cell().as_str()),
        ("自评", "D3")
    );
    assert_eq!(
        (Some(source.batch), source.file_sha256.as_str()),
        (report.batch, draft.sha256.as_str())
    );
    assert_eq!(data.records[1].source.as_ref().unwrap().cell(), "A3");
    let batch = &given.workspace.batches().unwrap()[0];
    assert_eq!(batch.kinds, ["answers", "incident", "responses", "units"]);
    assert_eq!((batch.accepted, batch.undone_at), (8, None));
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn what_was_wrong_in_a_file_is_kept_with_its_batch() {
    let mut given = Given::with_units(&["140105"]);
    let batch = given.apply(&draft(mixed())).batch.unwrap();
    assert_eq!(given.workspace.batch(batch).unwrap().problems, None);
    let warning = Problem::new(
        Severity::Warning,
        "自评",
        Some("D7".into()),
        "near_duplicate",
    );
    let error = Problem::new(Severity::Error, "自评", Some("D9".into()), "not_a_number")
        .with("value", "=1+1");
    let mut found = vec![warning.clone(); 600];
    found.push(error.clone());
    given
        .write(|write| write.keep_problems(batch, &found))
        .unwrap();
    let kept = given.workspace.batch_problems(batch).unwrap();
    assert_eq!((kept.len(), &kept[0], &kept[499]), (500, &error, &warning));
    assert_eq!(given.workspace.batch(batch).unwrap().problems, Some(601));
    given.undo(batch);
    assert_eq!(given.workspace.batch_problems(batch).unwrap().len(), 500);
    assert_eq!(given.workspace.check().unwrap(), []);
    let unknown = given.write(|write| write.keep_problems(99, &[]));
    assert!(matches!(unknown, Err(StoreError::UnknownBatch(99))));
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let mut given = Given::with_units(&["140105"]);
    let draft = draft(mixed());
    given.apply(&draft);
    // What was added by hand beside it does not make it look changed.
    let mut noted = typed("140105", "A1.1.1", 1.0);
    noted.flagged = true;
    noted.note = Some("已核".to_owned());
    given
        .write(|write| write.save_observation(&round_id(), &noted))
        .unwrap();
    let before = given.workspace.round_data(&round_id()).unwrap();
    let (entries, _) = given.workspace.audit(None, 0, 1).unwrap();
    let preview = given.workspace.compare(&draft, &round_id()).unwrap();
    assert_eq!((preview.new, preview.changed, preview.unchanged), (0, 0, 8));
    let report = given.apply(&draft);
    assert_eq!(
        (report.batch, report.accepted, report.unchanged),
        (None, 0, 8)
    );
    assert_eq!(given.workspace.round_data(&round_id()).unwrap(), before);
    assert_eq!(given.workspace.batches().unwrap().len(), 1);
    assert_eq!(given.workspace.audit(None, 0, 1).unwrap().0, entries);
}

#[test]
fn an_import_leaves_the_approval_of_an_unchanged_reason() {
    let mut given = Given::with_units(&["140105"]);
    let excused = |reason: &str, approver: Option<&str>| Answer::NotApplicable {
        reason: reason.to_owned(),
        approver: approver.map(str::to_owned),
    };
    let mut approved = typed("140105", "A1.1.1", 0.0);
    approved.answer = excused("无机房", Some("李"));
    given
        .write(|write| write.save_observation(&round_id(), &approved))
        .unwrap();
    let stands = |given: &Given| {
        let data = given.workspace.round_data(&round_id()).unwrap();
        data.observations[0].answer.clone()
    };
    for (reason, left) in [("无机房", Some("李")), ("已撤并", None)] {
        let mut content = answers(&["140105"], &["A1.1.1"], &[&[0.0]]);
        let Content::Answers(table) = &mut content else {
            panic!("answers");
        };
        table.rows[0].answer = excused(reason, None);
        table.rows[0].note = Some("补充说明".into());
        given.apply(&draft(vec![content]));
        assert_eq!(stands(&given), excused(reason, left));
    }
}

#[test]
fn what_does_not_belong_to_the_round_is_rejected_by_name() {
    let mut given = Given::with_units(&["140105"]);
    let draft = draft(vec![
        answers(&["140105", "999"], &["A1.1.1"], &[&[1.0], &[2.0]]),
        records("incident", &[("S-1", "998", &[])]),
        Content::Responses(vec![response("R-1", Some("999"), 1.0)]),
    ]);
    let preview = given.workspace.compare(&draft, &round_id()).unwrap();
    let report = given.apply(&draft);
    assert_eq!((report.accepted, report.rejected), (1, 3));
    assert_eq!((preview.new, preview.rejected), (1, 3));
    let named: Vec<&str> = report
        .foreign_units
        .iter()
        .map(assessment_models::UnitCode::as_str)
        .collect();
    assert_eq!(named, ["998", "999"]);
    assert_eq!(preview.foreign_units, report.foreign_units);
}

#[test]
fn of_two_values_for_one_cell_the_first_counts() {
    let mut given = Given::with_units(&["140105"]);
    let draft = draft(vec![
        answers(&["140105", "140105"], &["A1.1.1"], &[&[1.0], &[2.0]]),
        records(
            "incident",
            &[
                ("S-1", "140105", &[("level", Value::Number(3.0))]),
                ("S-1", "140105", &[("level", Value::Number(4.0))]),
            ],
        ),
    ]);
    let before = given.workspace.round_data(&round_id()).unwrap();
    let report = given.apply(&draft);
    assert_eq!(report.rejected, 2);
    let data = given.workspace.round_data(&round_id()).unwrap();
    assert_eq!(data.observations[0].answer, Answer::Value(1.0));
    assert_eq!(data.records[0].fields["level"], Value::Number(3.0));
    given.undo(report.batch.unwrap());
    assert_eq!(given.workspace.round_data(&round_id()).unwrap(), before);
}

#[test]
fn two_parties_may_number_their_responses_alike() {
    let mut given = Given::with_units(&["140105"]);
    let numbered = |party: Party, count: u32, answer: f64| {
        let rows = (1..=count).map(|n| ResponseRow {
            party,
            ..response(&n.to_string(), Some("140105"), answer)
        });
        draft(vec![Content::Responses(rows.collect())])
    };
    let citizens = numbered(Party::Citizen, 50, 5.0);
    let firms = numbered(Party::Enterprise, 20, 1.0);
    given.apply(&citizens);
    let before = given.workspace.round_data(&round_id()).unwrap();
    let preview = given.workspace.compare(&firms, &round_id()).unwrap();
    assert_eq!((preview.new, preview.changed), (20, 0));
    let batch = given.apply(&firms).batch.unwrap();
    let count = |given: &Given, party: Party, answer: f64| {
        let responses = given.workspace.responses(&round_id()).unwrap();
        let of = responses
            .iter()
            .filter(|r| r.party == party && r.answers.get("q1") == Some(&Value::Number(answer)));
        of.count()
    };
    assert_eq!(count(&given, Party::Citizen, 5.0), 50);
    assert_eq!(count(&given, Party::Enterprise, 1.0), 20);
    assert_eq!(given.apply(&citizens).unchanged, 50);
    assert_eq!(given.apply(&firms).unchanged, 20);
    // A correction of the one, and its undoing, leave the other alone.
    let corrected = given.apply(&numbered(Party::Enterprise, 20, 2.0));
    assert_eq!(corrected.accepted, 20);
    assert_eq!(given.undo(corrected.batch.unwrap()).restored, 20);
    assert_eq!(count(&given, Party::Enterprise, 1.0), 20);
    given.undo(batch);
    assert_eq!(given.workspace.round_data(&round_id()).unwrap(), before);
}

#[test]
fn undo_brings_back_what_was_replaced() {
    let mut given = Given::with_units(&["140105"]);
    given.apply(&draft(mixed()));
    let before = given.workspace.round_data(&round_id()).unwrap();
    let mut renamed = unit("140107");
    renamed.peer_group = "city".to_owned();
    let second = given.apply(&draft(vec![
        Content::Units(vec![(renamed, place(1, 0)), (unit("140108"), place(2, 0))]),
        answers(
            &["140105", "140108"],
            &["A1.1.2", "A1.1.1"],
            &[&[7.0, 1.0], &[9.0, NONE]],
        ),
        records(
            "incident",
            &[
                ("S-1", "140105", &[("level", Value::Number(2.0))]),
                ("S-9", "140108", &[]),
            ],
        ),
        Content::Responses(vec![
            response("R-1", Some("140105"), 1.0),
            response("R-3", None, 1.0),
        ]),
    ]));
    assert_eq!((second.accepted, second.unchanged), (8, 1));
    let after = given.workspace.round_data(&round_id()).unwrap();
    assert_eq!(
        after.records[0].fields.len(),
        2,
        "a field that the file lacks stays"
    );
    let undone = given.undo(second.batch.unwrap());
    assert_eq!((undone.restored, undone.kept), (8, vec![]));
    assert_eq!(given.workspace.round_data(&round_id()).unwrap(), before);
    assert!(given.workspace.unit(&"140108".into()).unwrap().is_none());
    assert!(given.workspace.batches().unwrap()[0].undone_at.is_some());
    assert!(matches!(
        given.workspace.undo(second.batch.unwrap(), ACTOR, now()),
        Err(StoreError::AlreadyUndone(_))
    ));
    assert!(matches!(
        given.workspace.undo(99, ACTOR, now()),
        Err(StoreError::UnknownBatch(99))
    ));
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn undo_keeps_and_names_what_was_changed_by_hand() {
    let mut given = Given::with_units(&["140105"]);
    let report = given.apply(&draft(mixed()));
    given
        .write(|write| {
            write.save_observation(&round_id(), &typed("140105", "A1.1.1", 8.0))?;
            write.clear_observation(
                &round_id(),
                &"140105".into(),
                &"A1.1.2".into(),
                Layer::SelfReported,
            )?;
            write.save_observation(&round_id(), &typed("140107", "A1.1.3", 8.0))?;
            write.save_record(&round_id(), &record("S-1", "140105", &[]))?;
            let file = EvidenceFor::Record {
                round: round_id(),
                register: "incident".into(),
                key: "S-2".to_owned(),
            };
            write.add_evidence(&file, "报告.pdf", b"1")
        })
        .unwrap();
    let undone = given.undo(report.batch.unwrap());
    let answer = |indicator: &str| Kept::Answer {
        unit: "140105".into(),
        indicator: indicator.into(),
        layer: Layer::SelfReported,
    };
    let record = |key: &str| Kept::Record {
        register: "incident".into(),
        key: key.to_owned(),
    };
    assert_eq!(
        undone.kept,
        [
            Kept::Unit("140107".into()),
            answer("A1.1.1"),
            answer("A1.1.2"),
            record("S-1"),
            record("S-2"),
        ]
    );
    let data = given.workspace.round_data(&round_id()).unwrap();
    let values: Vec<_> = data
        .observations
        .iter()
        .map(|o| o.indicator.as_str())
        .collect();
    assert_eq!(
        (values, data.records.len(), data.responses.len()),
        (vec!["A1.1.1", "A1.1.3"], 2, 0)
    );
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn an_undone_batch_does_not_come_back_when_a_later_one_is_undone() {
    let mut given = Given::with_units(&["140105"]);
    let value = |given: &Given| {
        let data = given.workspace.round_data(&round_id()).unwrap();
        let record = data.records.first().map(|r| r.fields["loss"].clone());
        (data.observations.first().map(|o| o.answer.clone()), record)
    };
    let said = |n: f64| (Some(Answer::Value(n)), Some(Value::Number(n)));
    let apply = |given: &mut Given, n: f64| {
        let loss = [("loss", Value::Number(n))];
        let report = given.apply(&draft(vec![
            answers(&["140105"], &["A1.1.1"], &[&[n]]),
            records("incident", &[("S-1", "140105", &loss)]),
        ]));
        report.batch.unwrap()
    };
    let first = apply(&mut given, 1.0);
    let second = apply(&mut given, 2.0);
    let third = apply(&mut given, 3.0);
    let undone = given.undo(second);
    assert_eq!((undone.restored, undone.kept.len()), (0, 2));
    assert_eq!(value(&given), said(3.0));
    given.undo(third);
    assert_eq!(value(&given), said(1.0));
    given.undo(first);
    assert_eq!(value(&given), (None, None));
}

#[test]
fn a_cancelled_import_leaves_nothing() {
    let mut given = Given::with_units(&["140105"]);
    let before = given.workspace.round_data(&round_id()).unwrap();
    let (entries, _) = given.workspace.audit(None, 0, 1).unwrap();
    let draft = draft(mixed());
    let mut reported = Vec::new();
    let cancelled = given.workspace.apply(
        &draft,
        &round_id(),
        ACTOR,
        now(),
        &mut |done, total| reported.push((done, total)),
        &|| true,
    );
    assert!(matches!(cancelled, Err(StoreError::Cancelled)));
    assert_eq!(reported, []);
    assert_eq!(given.workspace.round_data(&round_id()).unwrap(), before);
    assert_eq!(given.workspace.audit(None, 0, 1).unwrap().0, entries);
    assert_eq!(given.workspace.batches().unwrap(), []);
    let done = given.workspace.apply(
        &draft,
        &round_id(),
        ACTOR,
        now(),
        &mut |done, total| reported.push((done, total)),
        &|| false,
    );
    assert!(done.is_ok());
    assert_eq!(reported.last(), Some(&(8, 8)));
    assert!(reported.is_sorted());
}
