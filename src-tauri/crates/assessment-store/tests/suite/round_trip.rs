//! What is written comes back as it was.

use assessment_models::{Answer, Layer, Observation, Value, round::ManualAdjustment};
use assessment_store::{AuditEntry, EvidenceFor, StoreError, Workspace};

use crate::given::*;

#[test]
fn a_workspace_says_what_it_was_made_with() {
    let given = Given::with_units(&["140105"]);
    let path = given.path();
    let meta = given.workspace.meta().unwrap();
    given.workspace.close().unwrap();
    assert_eq!(std::fs::read_dir(given.folder.path()).unwrap().count(), 1);

    let workspace = Workspace::open(&path).unwrap();
    assert_eq!(workspace.meta().unwrap(), meta);
    assert_eq!((meta.name.as_str(), meta.synthetic), ("山西省", true));
    assert_eq!(meta.workspace.len(), 32);
    assert_eq!(
        workspace.framework_files("six-aspect", "2026").unwrap(),
        framework()
    );
    assert_eq!(workspace.rounds().unwrap(), [round()]);
    assert_eq!(
        workspace.round_units(&round_id()).unwrap(),
        [unit("140105")]
    );
    assert_eq!(workspace.check().unwrap(), []);
}

#[test]
fn answers_come_back_with_remark_flag_and_reason() {
    let mut given = Given::with_units(&["140105", "140106"]);
    let mut value = typed("140106", "A1.1.1", 0.1 + 0.2);
    value.note = Some("见附件".to_owned());
    value.flagged = true;
    let mut not_applicable = typed("140105", "A1.1.2", 0.0);
    not_applicable.layer = Layer::Verified;
    not_applicable.answer = Answer::NotApplicable {
        reason: "无关键信息基础设施".to_owned(),
        approver: Some("李".to_owned()),
    };
    let saved = given.write(|write| {
        Ok([
            write.save_observation(&round_id(), &value)?,
            write.save_observation(&round_id(), &value)?,
            write.save_observation(&round_id(), &not_applicable)?,
        ])
    });
    assert_eq!(saved.unwrap(), [true, false, true]);
    let data = given.workspace.round_data(&round_id()).unwrap();
    assert_eq!(data.observations, [not_applicable, value.clone()]);
    assert_eq!(
        given
            .workspace
            .form(&round_id(), &"140106".into(), Layer::SelfReported)
            .unwrap(),
        [value]
    );

    let cleared = given.write(|write| {
        write.clear_observation(
            &round_id(),
            &"140106".into(),
            &"A1.1.1".into(),
            Layer::SelfReported,
        )
    });
    assert!(cleared.unwrap());
    assert_eq!(
        given
            .workspace
            .observation(
                &round_id(),
                &"140106".into(),
                &"A1.1.1".into(),
                Layer::SelfReported
            )
            .unwrap(),
        None
    );
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn what_cannot_be_kept_is_refused_by_name() {
    let mut given = Given::with_units(&["140105"]);
    given
        .write(|write| write.save_unit(&unit("140199")))
        .unwrap();
    let mut refused = |unit: &str, value: f64| {
        given
            .write(|write| write.save_observation(&round_id(), &typed(unit, "A1.1.1", value)))
            .unwrap_err()
    };
    assert!(matches!(refused("999", 1.0), StoreError::UnknownUnit(_)));
    assert!(matches!(
        refused("140199", 1.0),
        StoreError::NotInRound { .. }
    ));
    assert!(matches!(refused("140105", f64::NAN), StoreError::NotFinite));
    assert!(matches!(
        given.workspace.round_data(&"1999".into()),
        Err(StoreError::UnknownRound(_))
    ));
}

#[test]
fn adjustments_come_back() {
    let mut given = Given::with_units(&["140105"]);
    let adjustment = ManualAdjustment {
        unit: "140105".into(),
        rule: "P4".to_owned(),
        count: 2,
        because: "通报批评".to_owned(),
    };
    given
        .write(|write| write.save_adjustment(&round_id(), &adjustment))
        .unwrap();
    assert_eq!(
        given.workspace.adjustments(&round_id()).unwrap(),
        [adjustment]
    );
    let removed = given.write(|write| write.delete_adjustment(&round_id(), &"140105".into(), "P4"));
    assert!(removed.unwrap());
    assert_eq!(given.workspace.adjustments(&round_id()).unwrap(), []);
}

#[test]
fn records_come_back_by_key_and_go_alone() {
    let mut given = Given::with_units(&["140105", "140106"]);
    let at = |text: &str| Value::Time(text.parse().unwrap());
    let text = |words: &str| Value::Text(words.to_owned());
    let first = record(
        "S-1",
        "140105",
        &[
            ("class", text("NA.09")),
            ("discovered_at", at("2026-03-02T00:00:00")),
            ("loss", Value::Number(10.0)),
        ],
    );
    let second = record(
        "S-2",
        "140106",
        &[
            ("class", text("NA.10")),
            ("discovered_at", at("2026-03-01T00:00:00")),
            ("title", text("100%_钓鱼\\网站")),
            ("loss", Value::Number(9.0)),
        ],
    );
    let third = record("S-3", "140106", &[("closed", Value::Flag(true))]);
    given
        .write(|write| {
            for record in [&first, &second, &third] {
                write.save_record(&round_id(), record)?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(
        given.workspace.round_data(&round_id()).unwrap().records,
        [first.clone(), second, third.clone()]
    );
    given
        .write(|write| write.delete_record(&round_id(), &"incident".into(), "S-2"))
        .unwrap();
    assert_eq!(
        given.workspace.round_data(&round_id()).unwrap().records,
        [first, third]
    );
}

#[test]
fn the_audit_tells_a_change_of_flag_remark_and_approver() {
    let mut given = Given::with_units(&["140105"]);
    let mut answer = typed("140105", "A1.1.1", 0.0);
    let excused = |approver: Option<&str>| Answer::NotApplicable {
        reason: "无机房".to_owned(),
        approver: approver.map(str::to_owned),
    };
    let mut last = |answer: &Observation| {
        given
            .write(|write| write.save_observation(&round_id(), answer))
            .unwrap();
        let (_, entries) = given.workspace.audit(None, 0, 1).unwrap();
        let detail = entries.into_iter().next().unwrap().detail;
        let other = |(name, _): &(String, String)| !["before", "after"].contains(&name.as_str());
        let said: Vec<(String, String)> = detail.into_iter().filter(other).collect();
        said.into_iter()
            .map(|(name, said)| format!("{name}={said}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    answer.answer = excused(None);
    assert_eq!(last(&answer), "");
    answer.flagged = true;
    assert_eq!(last(&answer), "flagged=true flagged_before=false");
    answer.answer = excused(Some("李"));
    assert_eq!(last(&answer), "approver=李");
    answer.answer = excused(Some("王"));
    answer.note = Some("甲".to_owned());
    assert_eq!(last(&answer), "approver=王 approver_before=李 note=甲");
    answer.note = None;
    assert_eq!(last(&answer), "note_before=甲");
}

#[test]
fn evidence_is_kept_once_and_goes_with_its_last_use() {
    let mut given = Given::with_units(&["140105"]);
    let incident = record("S-1", "140105", &[]);
    let answer = EvidenceFor::Answer {
        round: round_id(),
        unit: "140105".into(),
        indicator: "A1.1.1".into(),
    };
    let row = EvidenceFor::Record {
        round: round_id(),
        register: "incident".into(),
        key: "S-1".to_owned(),
    };
    let content = vec![7; 100_000];
    given.workspace.checkpoint().unwrap();
    let size = |given: &Given| std::fs::metadata(given.path()).unwrap().len();
    let before = size(&given);
    let (a, b) = given
        .write(|write| {
            write.save_record(&round_id(), &incident)?;
            let a = write.add_evidence(&answer, "制度.pdf", &content)?;
            Ok((a, write.add_evidence(&row, "副本.pdf", &content)?))
        })
        .unwrap();
    let listed = given.workspace.evidence(&answer).unwrap();
    assert_eq!(
        (listed.len(), listed[0].id, listed[0].bytes),
        (1, a, 100_000)
    );
    assert_eq!(listed[0].sha256.len(), 64);
    assert_eq!(
        given.workspace.evidence_content(b).unwrap(),
        ("副本.pdf".to_owned(), content)
    );
    assert_eq!(
        given
            .workspace
            .evidence_counts(&round_id(), &"140105".into())
            .unwrap(),
        [("A1.1.1".into(), 1)]
    );
    given.workspace.checkpoint().unwrap();
    assert!(size(&given) - before < 150_000, "kept twice");
    given.write(|write| write.remove_evidence(a)).unwrap();
    // What was taken away is found by what it lay behind, and by its content.
    let about = |action: &str| {
        let (_, entries) = given.workspace.audit(None, 0, 100).unwrap();
        let of = |e: &AuditEntry| e.action == action && e.detail["id"] == a.to_string();
        entries.into_iter().find(of).unwrap()
    };
    let (added, removed) = (about("add_evidence"), about("remove_evidence"));
    assert_eq!(removed.subject, format!("{}/140105/A1.1.1", round_id()));
    assert_eq!(
        (&removed.subject, &removed.detail),
        (&added.subject, &added.detail)
    );
    assert!(given.workspace.evidence_content(b).is_ok());
    let renamed = record("S-2", "140105", &[]);
    given
        .write(|write| write.rename_record(&round_id(), "S-1", &renamed))
        .unwrap();
    assert!(matches!(
        given.workspace.evidence(&row),
        Err(StoreError::UnknownRecord { .. })
    ));
    let row = EvidenceFor::Record {
        round: round_id(),
        register: "incident".into(),
        key: "S-2".to_owned(),
    };
    assert_eq!(given.workspace.evidence(&row).unwrap()[0].id, b);
    given
        .write(|write| write.delete_record(&round_id(), &"incident".into(), "S-2"))
        .unwrap();
    assert!(matches!(
        given.workspace.evidence_content(b),
        Err(StoreError::UnknownEvidence(_))
    ));
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn rows_that_name_a_row_follow_it_to_its_new_key() {
    let mut given = Given::with_units(&["140105"]);
    let naming = |key: &str, of: &str| {
        let named = Value::Text(of.to_owned());
        record(key, "140105", &[("recurrence_of", named)])
    };
    let noted = record("S-4", "140105", &[("note", Value::Text("S-1".into()))]);
    given
        .write(|write| {
            for row in [
                record("S-1", "140105", &[]),
                naming("S-2", "S-1"),
                naming("S-3", "S-2"),
                noted.clone(),
            ] {
                write.save_record(&round_id(), &row)?;
            }
            Ok(())
        })
        .unwrap();
    let (before, _) = given.workspace.audit(None, 0, 0).unwrap();
    let followed = given
        .write(|write| {
            write.rename_record(&round_id(), "S-1", &record("S-9", "140105", &[]))?;
            write.follow_rename(
                &round_id(),
                &"incident".into(),
                "recurrence_of",
                ("S-1", "S-9"),
            )
        })
        .unwrap();
    assert_eq!(followed, 1);
    assert_eq!(
        given.workspace.round_data(&round_id()).unwrap().records,
        [
            naming("S-2", "S-9"),
            naming("S-3", "S-2"),
            noted,
            record("S-9", "140105", &[]),
        ]
    );
    // The row that got another key, and the one that named it.
    let (after, entries) = given.workspace.audit(None, 0, 1).unwrap();
    assert_eq!(after, before + 2);
    assert_eq!(
        (entries[0].action.as_str(), entries[0].subject.as_str()),
        ("save_record", "2026/incident/S-2")
    );
    assert_eq!(given.workspace.check().unwrap(), []);
}

#[test]
fn a_backup_is_the_same_workspace() {
    let mut given = Given::with_units(&["140105"]);
    given
        .write(|write| write.save_observation(&round_id(), &typed("140105", "A1.1.1", 3.0)))
        .unwrap();
    let copy = given.folder.path().join("备份.hezhi");
    given.workspace.backup_to(&copy).unwrap();
    assert!(matches!(
        given.workspace.backup_to(&copy),
        Err(StoreError::AlreadyExists { .. })
    ));
    let opened = Workspace::open(&copy).unwrap();
    assert_eq!(
        opened.round_data(&round_id()).unwrap(),
        given.workspace.round_data(&round_id()).unwrap()
    );
    assert_eq!(opened.meta().unwrap(), given.workspace.meta().unwrap());
}

#[test]
fn every_change_stands_in_the_audit_trail() {
    let mut given = Given::with_units(&["140105"]);
    for value in [1.0, 2.0] {
        given
            .write(|write| write.save_observation(&round_id(), &typed("140105", "A1.1.1", value)))
            .unwrap();
    }
    let (total, entries) = given.workspace.audit(None, 0, 2).unwrap();
    assert_eq!((total, entries.len()), (7, 2));
    let newest = &entries[0];
    assert_eq!(
        (newest.id, newest.actor.as_str(), newest.at),
        (7, ACTOR, now())
    );
    assert_eq!(newest.action, "save_observation");
    assert_eq!(
        (
            newest.detail["before"].as_str(),
            newest.detail["after"].as_str()
        ),
        ("1", "2")
    );
    let subject = "2026/140105/A1.1.1/self_reported";
    assert_eq!(newest.subject, subject);
    assert_eq!(
        given.workspace.audit(Some(subject), 1, 5).unwrap().1.len(),
        1
    );
}
