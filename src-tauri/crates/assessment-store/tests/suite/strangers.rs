//! What is one unit's does not become another's, by import, by undoing, or because units come and go.

use assessment_models::{
    Layer, Value,
    draft::{Content, ResponseRow},
};
use assessment_store::{Kept, TakenNumbers};

use crate::given::*;

#[test]
fn a_number_of_another_units_row_is_not_taken_over_but_named() {
    let mut given = Given::with_units(&["140105", "140106"]);
    let of = |unit: &str, loss: f64| {
        let fields = [("loss", Value::Number(loss))];
        draft(vec![records("incident", &[("WA-2026-001", unit, &fields)])])
    };
    given.apply(&of("140105", 1.0));
    let second = of("140106", 2.0);
    let preview = given.workspace.compare(&second, &round_id()).unwrap();
    let report = given.apply(&second);
    assert_eq!(
        (preview.new + preview.changed, preview.rejected),
        (report.accepted, report.rejected)
    );
    assert_eq!(
        (report.batch, report.accepted, report.rejected),
        (None, 0, 1)
    );
    let named = TakenNumbers {
        unit: "140105".into(),
        key: "WA-2026-001".to_owned(),
        rows: 1,
    };
    assert_eq!(
        (&preview.taken_numbers, &report.taken_numbers),
        (&vec![named.clone()], &vec![named])
    );
    let records = given.workspace.round_data(&round_id()).unwrap().records;
    assert_eq!(records[0].unit, "140105");
    assert_eq!(records[0].get("loss"), Some(&Value::Number(1.0)));
    // Nor is a row taken over whose unit is out of the round.
    given
        .write(|write| write.set_round_units(&round_id(), &["140106".into()]))
        .unwrap();
    assert_eq!(given.apply(&second).rejected, 1);
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn undo_gives_nothing_to_a_stranger_where_the_unit_has_gone() {
    for next in [None, Some("Y002")] {
        let mut given = Given::with_units(&["140105"]);
        let units = |code: &str| draft(vec![Content::Units(vec![(unit(code), place(1, 0))])]);
        let of = |unit: &str| {
            draft(vec![Content::Responses(vec![response(
                "R-1",
                Some(unit),
                1.0,
            )])])
        };
        let brought = given.apply(&units("X001")).batch.unwrap();
        given.apply(&of("X001"));
        let moved = given.apply(&of("140105")).batch.unwrap();
        given.undo(brought);
        if let Some(code) = next {
            given.apply(&units(code));
        }
        let undone = given.undo(moved);
        assert_eq!(
            (undone.restored, undone.kept),
            (0, vec![Kept::Response("R-1".to_owned())])
        );
        let responses = given.workspace.responses(&round_id()).unwrap();
        assert_eq!(responses[0].unit, Some("140105".into()));
        assert_eq!(given.workspace.check().unwrap(), []);
    }
}

#[test]
fn a_units_form_keeps_its_history_to_itself() {
    let mut given = Given::with_units(&["140105", "140106"]);
    let of = |unit: &str, value: f64| draft(vec![answers(&[unit], &["A1.1.1"], &[&[value]])]);
    let first = given.apply(&of("140105", 1.0)).batch.unwrap();
    given
        .write(|write| {
            write.clear_observation(
                &round_id(),
                &"140105".into(),
                &"A1.1.1".into(),
                Layer::SelfReported,
            )
        })
        .unwrap();
    let other = [("S-1", "140105", &[][..])];
    let other = given.apply(&draft(vec![records("incident", &other)]));
    given.undo(other.batch.unwrap());
    given.apply(&of("140106", 2.0));
    let undone = given.undo(first);
    assert_eq!(
        undone.kept,
        [Kept::Answer {
            unit: "140105".into(),
            indicator: "A1.1.1".into(),
            layer: Layer::SelfReported,
        }]
    );
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn a_unit_added_by_hand_leaves_the_import_of_the_others_as_it_is() {
    let mut given = Given::with_units(&["140105"]);
    let units = ["140106", "140107"].map(|code| (unit(code), place(1, 0)));
    let imported = draft(vec![Content::Units(units.to_vec())]);
    let batch = given.apply(&imported).batch.unwrap();
    given
        .write(|write| {
            write.save_unit(&unit("140108"))?;
            let all = ["140105", "140106", "140107", "140108"].map(Into::into);
            write.set_round_units(&round_id(), &all)
        })
        .unwrap();
    let (_, last) = given.workspace.audit(None, 0, 1).unwrap();
    assert_eq!(
        (
            last[0].detail["added"].as_str(),
            last[0].detail["removed"].as_str()
        ),
        ("140108", "")
    );
    let undone = given.undo(batch);
    assert_eq!((undone.restored, undone.kept), (2, vec![]));
    let left = given.workspace.round_units(&round_id()).unwrap();
    let left: Vec<&str> = left.iter().map(|u| u.code.as_str()).collect();
    assert_eq!(left, ["140105", "140108"]);
}

#[test]
fn a_survey_with_fewer_columns_leaves_the_other_answers() {
    let mut given = Given::with_units(&["140105"]);
    let question = |id: &str, answer: f64| (id.into(), Value::Number(answer));
    let of = |row: ResponseRow| draft(vec![Content::Responses(vec![row])]);
    given.apply(&of(ResponseRow {
        answers: vec![question("C01", 1.0), question("C06", 4.0)],
        ..response("R-1", Some("140105"), 0.0)
    }));
    let before = given.workspace.responses(&round_id()).unwrap();
    let fewer = of(ResponseRow {
        answers: vec![question("C01", 2.0)],
        answered_at: None,
        ..response("R-1", None, 0.0)
    });
    let batch = given.apply(&fewer).batch.unwrap();
    let after = given.workspace.responses(&round_id()).unwrap();
    assert_eq!(after[0].answers["C01"], Value::Number(2.0));
    assert_eq!(after[0].answers["C06"], Value::Number(4.0));
    assert_eq!(
        (after[0].answered_at, &after[0].unit),
        (before[0].answered_at, &before[0].unit)
    );
    assert_eq!(given.apply(&fewer).unchanged, 1);
    given.undo(batch);
    assert_eq!(given.workspace.responses(&round_id()).unwrap(), before);
}

#[test]
fn responses_of_a_unit_that_leaves_the_round_are_out_of_sight() {
    let mut given = Given::with_units(&["140105", "140106"]);
    given.apply(&draft(vec![Content::Responses(vec![
        response("R-1", Some("140105"), 1.0),
        response("R-2", Some("140106"), 2.0),
        response("R-3", None, 3.0),
    ])]));
    let seen = |given: &Given| -> Vec<String> {
        let data = given.workspace.round_data(&round_id()).unwrap();
        data.responses.into_iter().map(|r| r.id).collect()
    };
    let part = |given: &mut Given, units: &[&str]| {
        let units: Vec<_> = units.iter().map(|&code| code.into()).collect();
        given
            .write(|write| write.set_round_units(&round_id(), &units))
            .unwrap();
    };
    part(&mut given, &["140106"]);
    assert_eq!(seen(&given), ["R-2", "R-3"]);
    part(&mut given, &["140105", "140106"]);
    assert_eq!(seen(&given), ["R-1", "R-2", "R-3"]);
}
