//! Findings, the history of answers, weights, people; units and rounds as they are edited.

use assessment_models::{Answer, Layer, Observation, Round, Text, Unit, UnitCode, text::Lang};
use assessment_store::{
    Action, EvidenceFor, FindingState, FindingText, NewDocument, Organisation, Person, Role,
    StoreError, WeightSet,
};

use crate::given::*;

fn text(unit: &str) -> FindingText {
    FindingText {
        unit: unit.into(),
        indicator: Some("A1.1.1".into()),
        description: "没有应急预案".to_owned(),
        demand: "三个月内制定".to_owned(),
        responsible: "网信科".to_owned(),
        deadline: Some("2026-06-30".parse().unwrap()),
        state: FindingState::Open,
        evidence_named: String::new(),
        note: String::new(),
    }
}

fn next_round() -> Round {
    Round {
        id: "2027".into(),
        name: Text::new("2027年度评估", "Assessment of 2027"),
        period_start: "2027-01-01".parse().unwrap(),
        period_end: "2027-12-31".parse().unwrap(),
        ..round()
    }
}

#[test]
fn the_audit_says_what_was_and_what_it_became() {
    let mut given = Given::with_units(&["140105"]);
    let last = |given: &Given, at: usize| {
        let (_, entries) = given.workspace.audit(None, 0, 10).unwrap();
        (
            entries[at].action.as_str().to_owned(),
            entries[at].detail.clone(),
        )
    };
    let moved = Unit {
        peer_group: "city".to_owned(),
        ..unit("140105")
    };
    given.write(|write| write.save_unit(&moved)).unwrap();
    let (action, detail) = last(&given, 0);
    assert_eq!(action, "save_unit");
    assert_eq!(detail["before"], r#"{"peer_group":"county"}"#);
    assert_eq!(detail["after"], r#"{"peer_group":"city"}"#);

    given
        .write(|write| write.set_round_units(&round_id(), &[]))
        .unwrap();
    assert_eq!(last(&given, 0).1["removed"], "140105");
    given
        .write(|write| {
            write.set_round_units(&round_id(), &["140105".into()])?;
            write.save_record(&round_id(), &record("S-1", "140105", &[]))?;
            let place = EvidenceFor::Record {
                round: round_id(),
                register: "incident".into(),
                key: "S-1".to_owned(),
            };
            write.add_evidence(&place, "报告.pdf", b"1")?;
            write.delete_record(&round_id(), &"incident".into(), "S-1")
        })
        .unwrap();
    assert_eq!(last(&given, 0).0, "delete_record");
    let (action, detail) = last(&given, 1);
    assert_eq!(
        (action.as_str(), detail["file"].as_str()),
        ("remove_evidence", "报告.pdf")
    );
}

#[test]
fn a_finding_is_mended_closed_with_evidence_and_the_open_ones_are_carried() {
    let mut given = Given::with_units(&["140105", "140106"]);
    let (first, second) = given
        .write(|write| {
            Ok((
                write.add_finding(&round_id(), &text("140105"))?,
                write.add_finding(&round_id(), &text("140106"))?,
            ))
        })
        .unwrap();
    let closed = FindingText {
        state: FindingState::Closed,
        note: "已核实".to_owned(),
        ..text("140105")
    };
    let proof = EvidenceFor::Closure { finding: first };
    given
        .write(|write| {
            write.add_evidence(&proof, "预案.pdf", b"plan")?;
            assert!(write.save_finding(first, &closed)?);
            assert!(!write.save_finding(first, &closed)?);
            Ok(())
        })
        .unwrap();
    let list = given.workspace.findings(&round_id()).unwrap();
    assert_eq!(list[0].text, closed);
    assert_eq!(list[0].closed, Some((now(), ACTOR.to_owned())));
    assert_eq!((list[0].evidence, list[1].evidence), (1, 0));
    assert_eq!(given.workspace.evidence(&proof).unwrap().len(), 1);

    let next = next_round();
    let carried = given
        .write(|write| {
            write.add_round(&next)?;
            write.set_round_units(&next.id, &["140105".into(), "140106".into()])?;
            let carried = write.carry_findings(&round_id(), &next.id)?;
            assert_eq!(write.carry_findings(&round_id(), &next.id)?, 0);
            Ok(carried)
        })
        .unwrap();
    assert_eq!(carried, 1);
    let list = given.workspace.findings(&next.id).unwrap();
    assert_eq!(list[0].carried_from, Some(second));
    assert_eq!(list[0].text, text("140106"));
    let refused = given.write(|write| write.remove_finding(second));
    assert!(matches!(refused, Err(StoreError::FindingCarried(id)) if id == second));
    given.write(|write| write.remove_finding(first)).unwrap();
    assert_eq!(given.workspace.evidence_files().unwrap(), 0);
    let gone = given.write(|write| write.save_finding(first, &closed));
    assert!(matches!(gone, Err(StoreError::UnknownFinding(_))));
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn a_unit_that_came_with_a_batch_and_has_a_finding_outlives_the_batch() {
    let mut given = Given::with_units(&["140105"]);
    let content = assessment_models::draft::Content::Units(vec![(unit("140199"), place(1, 0))]);
    let batch = given.apply(&draft(vec![content])).batch.unwrap();
    given
        .write(|write| write.add_finding(&round_id(), &text("140199")))
        .unwrap();
    given.undo(batch);
    assert_eq!(given.workspace.findings(&round_id()).unwrap().len(), 1);
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn the_history_of_an_answer_holds_what_was_typed_and_what_was_imported() {
    let mut given = Given::with_units(&["140105"]);
    let typed = |value: f64| Observation {
        unit: "140105".into(),
        indicator: "A1.1.1".into(),
        layer: Layer::SelfReported,
        answer: Answer::Value(value),
        note: Some("备注".to_owned()),
        flagged: false,
        source: None,
    };
    let import = |given: &mut Given, value: f64, at: &str| {
        let draft = draft(vec![answers(&["140105"], &["A1.1.1"], &[&[value]])]);
        let at = at.parse().unwrap();
        let done =
            given
                .workspace
                .apply(&draft, &round_id(), "导入人", at, &mut |_, _| {}, &|| false);
        done.unwrap().batch.unwrap()
    };
    let write = |given: &mut Given, value: f64, at: &str| {
        let at = at.parse().unwrap();
        let saved = given.workspace.write(ACTOR, at, |write| {
            write.save_observation(&round_id(), &typed(value))
        });
        assert!(saved.unwrap());
    };
    let first = import(&mut given, 1.0, "2026-03-02T08:00:00");
    write(&mut given, 2.0, "2026-03-03T08:00:00");
    let second = import(&mut given, 3.0, "2026-03-04T08:00:00");
    let third = import(&mut given, 4.0, "2026-03-05T08:00:00");
    let history = |given: &Given| {
        let (unit, indicator) = (UnitCode::from("140105"), "A1.1.1".into());
        let history =
            given
                .workspace
                .answer_history(&round_id(), &unit, &indicator, Layer::SelfReported);
        history
            .unwrap()
            .into_iter()
            .map(|c| (c.action, c.value.unwrap_or_default(), c.batch))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        history(&given),
        [
            (Action::Import, "1".to_owned(), Some(first)),
            (Action::SaveObservation, "2".to_owned(), None),
            (Action::Import, "3".to_owned(), Some(second)),
            (Action::Import, "4".to_owned(), Some(third)),
        ]
    );
    given.undo(third);
    assert_eq!(history(&given).len(), 3);
    let cleared = given
        .workspace
        .write(ACTOR, "2026-03-06T08:00:00".parse().unwrap(), |write| {
            write.clear_observation(
                &round_id(),
                &"140105".into(),
                &"A1.1.1".into(),
                Layer::SelfReported,
            )
        });
    assert!(cleared.unwrap());
    let last = history(&given).pop().unwrap();
    assert_eq!(last, (Action::ClearObservation, String::new(), None));
}

#[test]
fn weights_are_kept_with_where_they_come_from_and_adopted_by_a_round() {
    let mut given = Given::with_units(&["140105"]);
    let set = WeightSet {
        name: "专家组一".to_owned(),
        framework: "six-aspect".to_owned(),
        framework_version: "2026".to_owned(),
        method: "ahp".to_owned(),
        inputs: serde_json::json!({ "cr": 0.03 }),
        shares: [("A1".to_owned(), 0.25), ("A2".to_owned(), 0.75)].into(),
    };
    let id = given.write(|write| write.add_weights(&set)).unwrap();
    let stored = given.workspace.weight_set(id).unwrap();
    assert_eq!((stored.set, stored.set_by.as_str()), (set.clone(), ACTOR));
    assert_eq!(given.workspace.round_weights(&round_id()).unwrap(), None);
    given
        .write(|write| write.adopt_weights(&round_id(), Some(id)))
        .unwrap();
    let adopted = given.workspace.round_weights(&round_id()).unwrap().unwrap();
    assert_eq!(adopted.id, id);
    let twice = given.write(|write| write.add_weights(&set));
    assert!(matches!(twice, Err(StoreError::WeightsExist(_))));
    let unknown = given.write(|write| write.adopt_weights(&round_id(), Some(99)));
    assert!(matches!(unknown, Err(StoreError::UnknownWeights(99))));
    let beyond = WeightSet {
        name: "b".to_owned(),
        shares: [("A1".to_owned(), 1.5)].into(),
        ..set
    };
    let refused = given.write(|write| write.add_weights(&beyond));
    assert!(matches!(refused, Err(StoreError::NotFinite)));
    assert_eq!(given.workspace.weight_sets().unwrap().len(), 1);
}

#[test]
fn people_and_the_organisation_are_kept() {
    let mut given = Given::with_units(&["140105"]);
    let person = Person {
        name: "王五".to_owned(),
        role: Role::Filler,
        unit: Some("140105".into()),
        contact: "0351-1".to_owned(),
    };
    let organisation = Organisation {
        name: Text::new("省委网信办", "Provincial administration"),
        contact: String::new(),
        marking: "内部资料".to_owned(),
    };
    assert_eq!(given.workspace.organisation().unwrap(), None);
    given
        .write(|write| {
            write.save_person(&person)?;
            write.save_organisation(&organisation)
        })
        .unwrap();
    let auditor = Person {
        role: Role::Auditor,
        unit: None,
        ..person
    };
    given.write(|write| write.save_person(&auditor)).unwrap();
    assert_eq!(given.workspace.people().unwrap(), [auditor]);
    assert_eq!(given.workspace.organisation().unwrap(), Some(organisation));
    assert!(given.write(|write| write.remove_person("王五")).unwrap());
    assert!(!given.write(|write| write.remove_person("王五")).unwrap());
}

#[test]
fn a_unit_in_use_stays_and_an_unused_one_goes() {
    let mut given = Given::with_units(&["140105", "140106"]);
    given
        .write(|write| write.add_finding(&round_id(), &text("140105")))
        .unwrap();
    let used = given.write(|write| write.remove_unit(&"140105".into()));
    assert!(matches!(used, Err(StoreError::UnitInUse(_))));
    assert_eq!(given.workspace.round_units(&round_id()).unwrap().len(), 2);
    given
        .write(|write| write.remove_unit(&"140106".into()))
        .unwrap();
    assert_eq!(given.workspace.unit_count().unwrap(), 1);
    let gone = given.write(|write| write.remove_unit(&"140106".into()));
    assert!(matches!(gone, Err(StoreError::UnknownUnit(_))));
}

#[test]
fn a_rounds_words_and_days_change_and_its_framework_stays() {
    let mut given = Given::with_units(&["140105"]);
    let changed = Round {
        deadline: None,
        name: Text::new("改名", "Renamed"),
        framework_version: "2027".to_owned(),
        ..round()
    };
    assert!(given.write(|write| write.save_round(&changed)).unwrap());
    let stored = given.workspace.round(&round_id()).unwrap();
    assert_eq!((stored.name, stored.deadline), (changed.name.clone(), None));
    assert_eq!(stored.framework_version, "2026");
    assert!(!given.write(|write| write.save_round(&changed)).unwrap());
}

#[test]
fn the_last_briefing_of_a_round_is_kept_as_it_was_written() {
    let mut given = Given::with_units(&["140105"]);
    let round = round_id();
    let mut keep = |content: &'static str, sha256: &'static str| {
        given
            .write(|write| {
                write.keep_document(&NewDocument {
                    round: &round,
                    kind: "briefing",
                    lang: Lang::Zh,
                    title: "通报",
                    content,
                    sha256,
                    snapshot: content.as_bytes(),
                    snapshot_sha256: sha256,
                })
            })
            .unwrap();
        let kept = given.workspace.documents().unwrap();
        let content = given.workspace.document(&round, "briefing", Lang::Zh);
        (kept, content.unwrap(), given.workspace.check().unwrap())
    };
    let (first, content, flaws) = keep("{\"a\":1}", "aa");
    assert_eq!((first.len(), flaws), (1, vec![]));
    assert_eq!(content.as_deref(), Some("{\"a\":1}"));
    let (second, content, flaws) = keep("{\"a\":2}", "bb");
    assert_eq!((second.len(), flaws), (1, vec![]));
    assert_eq!(second[0].sha256, "bb");
    assert_eq!(content.as_deref(), Some("{\"a\":2}"));
    assert_eq!(second[0].snapshot_sha256.as_deref(), Some("bb"));
    let data = |lang| {
        let kept = given
            .workspace
            .document_snapshot(&round_id(), "briefing", lang);
        kept.unwrap()
    };
    let expected = (b"{\"a\":2}".to_vec(), "bb".to_owned());
    assert_eq!((data(Lang::Zh), data(Lang::En)), (Some(expected), None));
    let other = given.workspace.document(&round_id(), "briefing", Lang::En);
    assert_eq!(other.unwrap(), None);
}
