//! Evidence, findings, history, units, people, backup: as a person works with them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{cell::Cell, fs, path::Path, sync::atomic::AtomicBool};

use assessment_app::{
    Code, Desk, Failure, Lang, Progress, Stamp, adjustments, adopted, backup, evidence, findings,
    form, people, reports, results, rounds, units,
    wire::{
        AdjustmentEdit, AnswerEdit, EvidencePlace, FindingEdit, OrganisationView, PersonView,
        RoundEdit, ScoreRequest, UnitEdit, WeightSetEdit,
    },
    workspace::{self, ChosenFramework},
};
use assessment_models::{Answer, Layer, Observation};
use assessment_store::Workspace;
use calamine::Reader as _;

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "审核人",
        now: "2026-05-04T09:30:00".parse().unwrap(),
    }
}

fn round(id: &str) -> RoundEdit {
    RoundEdit {
        id: id.to_owned(),
        name_zh: format!("{id}年度评估"),
        name_en: format!("Assessment {id}"),
        period_start: format!("{id}-01-01"),
        period_end: format!("{id}-12-31"),
        ..RoundEdit::default()
    }
}

fn province(folder: &Path) -> Desk {
    let chosen = ChosenFramework::standard().unwrap();
    let path = folder.join("p.hezhi");
    workspace::create(&path, None, &chosen, Some(&round("2026")), stamp()).unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> Code {
    result.unwrap_err().code
}

fn answer(indicator: &str) -> EvidencePlace {
    EvidencePlace::Answer {
        round: "2026".to_owned(),
        unit: "140100".to_owned(),
        indicator: indicator.to_owned(),
    }
}

fn shortcoming() -> FindingEdit {
    FindingEdit {
        round: "2026".to_owned(),
        unit: "140100".to_owned(),
        indicator: Some("A1.1.2".to_owned()),
        description: "没有应急预案".to_owned(),
        demand: "三个月内制定".to_owned(),
        deadline: Some("2026-04-30".to_owned()),
        state: "open".to_owned(),
        ..FindingEdit::default()
    }
}

#[test]
fn files_go_behind_an_answer_and_come_out_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let file = folder.path().join("证明.pdf");
    fs::write(&file, b"%PDF proof").unwrap();
    let place = answer("A1.1.2");
    let listed = evidence::attach_files(&mut desk, &place, &[&file, &file], stamp()).unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(
        (listed[0].file_name.as_str(), listed[0].bytes),
        ("证明.pdf", 10)
    );
    let shown = evidence::content(&desk, listed[0].id).unwrap();
    assert_eq!(shown.base64, "JVBERiBwcm9vZg==");
    let copy = folder.path().join("copy.pdf");
    let saved = evidence::save_copy(&desk, listed[0].id, &copy).unwrap();
    assert_eq!(saved.sha256, listed[0].sha256);
    assert_eq!(fs::read(&copy).unwrap(), b"%PDF proof");
    evidence::remove(&mut desk, listed[0].id, stamp()).unwrap();
    assert_eq!(evidence::list(&mut desk, &place).unwrap().len(), 1);

    // A name from elsewhere never leads out of the folder that a copy is opened in.
    let sly = evidence::attach(&mut desk, &place, "..\\..\\evil/../x.txt", b"x", stamp()).unwrap();
    let opened = evidence::copy_into(&desk, sly, folder.path()).unwrap();
    assert_eq!(Path::new(&opened.path), folder.path().join("x.txt"));
    // What could act when it is opened is only ever saved.
    for name in [
        "proof.exe",
        "proof.pdf.lnk",
        "a.JS",
        "macro.docm",
        "run.bat.",
        "page.html",
        "proof",
    ] {
        let risky = evidence::attach(&mut desk, &place, name, b"x", stamp()).unwrap();
        let refused = evidence::copy_into(&desk, risky, folder.path());
        assert_eq!(code(refused), Code::EvidenceNotOpened, "{name}");
        evidence::remove(&mut desk, risky, stamp()).unwrap();
    }

    let none = folder.path().join("none.pdf");
    let refused = evidence::attach_files(&mut desk, &place, &[&file, &none], stamp());
    assert_eq!(code(refused), Code::NotFound);
    assert_eq!(evidence::list(&mut desk, &place).unwrap().len(), 2);
    let empty = evidence::attach(&mut desk, &place, "a", b"", stamp());
    assert_eq!(code(empty), Code::FileEmpty);
    let nowhere = evidence::list(&mut desk, &answer("Z9"));
    assert_eq!(code(nowhere), Code::NoSuchIndicator);
}

#[test]
fn a_finding_goes_from_open_to_closed_and_the_open_ones_into_the_next_round() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let open = findings::save(&mut desk, &shortcoming(), stamp()).unwrap();
    assert!(open.overdue);
    let other = FindingEdit {
        unit: "140200".to_owned(),
        indicator: None,
        deadline: None,
        ..shortcoming()
    };
    let other = findings::save(&mut desk, &other, stamp()).unwrap();
    let proof = EvidencePlace::Finding { finding: other.id };
    let closed = FindingEdit {
        id: Some(other.id),
        unit: "140200".to_owned(),
        indicator: None,
        deadline: None,
        state: "closed".to_owned(),
        ..shortcoming()
    };
    let unproven = findings::save(&mut desk, &closed, stamp());
    assert_eq!(code(unproven), Code::CloseWithoutEvidence);
    evidence::attach(&mut desk, &proof, "done.txt", b"done", stamp()).unwrap();
    let closed = findings::save(&mut desk, &closed, stamp()).unwrap();
    assert_eq!(
        (closed.evidence, closed.closed_by.as_deref()),
        (1, Some("审核人"))
    );

    let next = RoundEdit {
        like: Some("2026".to_owned()),
        ..round("2027")
    };
    rounds::add(&mut desk, &next, stamp()).unwrap();
    let carried = findings::findings(&desk, "2027", stamp().now.date()).unwrap();
    assert_eq!(carried.len(), 1);
    assert_eq!(carried[0].carried_from, Some(open.id));
    let form = folder.path().join("form.xlsx");
    let unit = &shortcoming().unit;
    reports::write_template(&mut desk, "2027", unit, &form, Lang::Zh).unwrap();
    let mut book = calamine::open_workbook_auto(&form).unwrap();
    let sheet = book.worksheet_range("整改").unwrap();
    let row: Vec<String> = sheet
        .rows()
        .nth(1)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(row[2], shortcoming().description);
    assert_eq!(row[6], "上一轮结转");
    let refused = findings::remove(&mut desk, open.id, stamp());
    assert_eq!(code(refused), Code::FindingCarried);

    let wrong = |change: &dyn Fn(&mut FindingEdit)| {
        let mut edit = shortcoming();
        change(&mut edit);
        edit
    };
    for (edit, expected) in [
        (
            wrong(&|e| e.description = " ".to_owned()),
            Code::FieldRequired,
        ),
        (wrong(&|e| e.state = "gone".to_owned()), Code::BadArgument),
        (
            wrong(&|e| e.deadline = Some("soon".to_owned())),
            Code::FieldInvalid,
        ),
        (wrong(&|e| e.unit = "x".to_owned()), Code::NoSuchUnit),
        (
            wrong(&|e| e.indicator = Some("Z".to_owned())),
            Code::NoSuchIndicator,
        ),
        (wrong(&|e| e.id = Some(99)), Code::NoSuchFinding),
    ] {
        assert_eq!(code(findings::save(&mut desk, &edit, stamp())), expected);
    }
}

#[test]
fn a_person_enters_what_no_register_tells() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let answered = AnswerEdit {
        round: "2026".to_owned(),
        unit: "140100".to_owned(),
        indicator: "A1.1.2".to_owned(),
        layer: "self_reported".to_owned(),
        value: Some(5.0),
        reason: None,
        note: None,
        flagged: false,
    };
    form::save_answer(&mut desk, &answered, stamp()).unwrap();
    let total = |desk: &mut Desk| {
        let asked = ScoreRequest {
            round: "2026".to_owned(),
            layer: "self".to_owned(),
            mode: "provisional".to_owned(),
        };
        let result = results::unit_result(desk, &asked, "140100").unwrap();
        (result.row.total.unwrap(), result.adjustments)
    };
    let (before, _) = total(&mut desk);
    let edit = AdjustmentEdit {
        round: "2026".to_owned(),
        unit: "140100".to_owned(),
        rule: "P4".to_owned(),
        times: 1,
        because: "上级通报".to_owned(),
    };
    let all = adjustments::enter(&mut desk, &edit, stamp()).unwrap();
    let entered = all.iter().find(|e| e.rule == "P4").unwrap();
    assert_eq!((entered.times, entered.because.as_str()), (1, "上级通报"));
    assert!(!entered.recorded && all.iter().any(|e| e.recorded));
    let (after, told) = total(&mut desk);
    assert!(
        (before - after - entered.points).abs() < 1e-9,
        "{before} {after}"
    );
    assert_eq!(told[0].because, ["上级通报"]);

    let gone = AdjustmentEdit {
        times: 0,
        because: String::new(),
        ..edit.clone()
    };
    let all = adjustments::enter(&mut desk, &gone, stamp()).unwrap();
    assert!(all.iter().all(|e| e.times == 0));
    assert_eq!(total(&mut desk).0, before);

    for (wrong, expected) in [
        (
            AdjustmentEdit {
                because: " ".to_owned(),
                ..edit.clone()
            },
            Code::FieldRequired,
        ),
        (
            AdjustmentEdit {
                rule: "P99".to_owned(),
                ..edit.clone()
            },
            Code::BadArgument,
        ),
        (
            AdjustmentEdit {
                times: 101,
                ..edit.clone()
            },
            Code::BadArgument,
        ),
        (
            AdjustmentEdit {
                unit: "x".to_owned(),
                ..edit.clone()
            },
            Code::NoSuchUnit,
        ),
        (
            AdjustmentEdit {
                round: "1999".to_owned(),
                ..edit.clone()
            },
            Code::NoSuchRound,
        ),
    ] {
        assert_eq!(
            code(adjustments::enter(&mut desk, &wrong, stamp())),
            expected
        );
    }
}

#[test]
fn the_history_of_an_answer_names_who_and_what() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    for value in [3.0, 5.0] {
        let edit = AnswerEdit {
            round: "2026".to_owned(),
            unit: "140100".to_owned(),
            indicator: "A1.1.2".to_owned(),
            layer: "self_reported".to_owned(),
            value: Some(value),
            reason: None,
            note: None,
            flagged: false,
        };
        form::save_answer(&mut desk, &edit, stamp()).unwrap();
    }
    let history = form::answer_history(&desk, "2026", "140100", "A1.1.2").unwrap();
    let values: Vec<_> = history.iter().map(|c| c.value.as_deref()).collect();
    assert_eq!(values, [Some("3"), Some("5")]);
    assert!(
        history
            .iter()
            .all(|c| c.actor == "审核人" && c.layer == "self_reported")
    );
}

#[test]
fn units_are_added_changed_and_removed_while_nothing_hangs_on_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let before = units::all(&desk).unwrap().len();
    let mut unit = UnitEdit {
        code: "149901".to_owned(),
        peer_group: "county".to_owned(),
        parent: Some("140100".to_owned()),
        ..UnitEdit::default()
    };
    let nameless = units::save(&mut desk, &unit, Some("2026"), stamp());
    assert_eq!(code(nameless), Code::FieldRequired);
    (unit.name.zh, unit.name.en) = ("新设县".to_owned(), "New County".to_owned());
    units::save(&mut desk, &unit, Some("2026"), stamp()).unwrap();
    let part = rounds::round_units(&desk, "2026").unwrap();
    assert!(part.contains(&unit.code) && part.len() == before + 1);
    let orphan = UnitEdit {
        parent: Some("149901".to_owned()),
        ..unit.clone()
    };
    let orphan = units::save(&mut desk, &orphan, None, stamp());
    assert_eq!(code(orphan), Code::NoSuchUnit);
    let city = units::remove(&mut desk, "140100", stamp());
    assert_eq!(code(city), Code::UnitInUse);
    units::remove(&mut desk, "149901", stamp()).unwrap();
    assert_eq!(rounds::round_units(&desk, "2026").unwrap().len(), before);
    rounds::set_round_units(&mut desk, "2026", &["140100".to_owned()], stamp()).unwrap();
    assert_eq!(rounds::round_units(&desk, "2026").unwrap(), ["140100"]);
}

/// Nobody asks to stop.
static GO_ON: AtomicBool = AtomicBool::new(false);

#[test]
fn a_check_and_a_backup_tell_how_far_they_are_and_stop_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let desk = province(folder.path());
    let last = Cell::new(None);
    let told = |progress: Progress| last.set(Some(progress));
    assert!(workspace::check(&desk, &told, &GO_ON).unwrap().sound);
    let told_at_last = last.take().unwrap();
    assert!(told_at_last.total > 2);
    assert_eq!(told_at_last.done, told_at_last.total);
    let stop = AtomicBool::new(true);
    assert_eq!(code(workspace::check(&desk, &told, &stop)), Code::Cancelled);
    let copy = folder.path().join("backup.hezhi");
    assert_eq!(
        code(backup::backup(&desk, &copy, &told, &stop)),
        Code::Cancelled
    );
    assert!(!copy.exists());
}

#[test]
fn a_backup_is_restored_to_a_place_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    findings::save(&mut desk, &shortcoming(), stamp()).unwrap();
    let copy = folder.path().join("backup.hezhi");
    let made = backup::backup(&desk, &copy, &|_| (), &GO_ON).unwrap();
    assert_eq!(made.bytes, fs::metadata(&copy).unwrap().len());
    assert_eq!(
        code(backup::backup(&desk, &copy, &|_| (), &GO_ON)),
        Code::AlreadyExists
    );
    findings::save(&mut desk, &shortcoming(), stamp()).unwrap();
    let place = folder.path().join("restored.hezhi");
    let restored = backup::restore(&copy, &place, &|_| (), &GO_ON).unwrap();
    let listed = |desk: &Desk| {
        findings::findings(desk, "2026", stamp().now.date())
            .unwrap()
            .len()
    };
    assert_eq!((listed(&restored), listed(&desk)), (1, 2));
    let taken = backup::restore(&copy, &place, &|_| (), &GO_ON);
    assert_eq!(code(taken), Code::AlreadyExists);
}

#[test]
fn people_and_the_organisation_are_settings_of_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let person = PersonView {
        name: " 王五 ".to_owned(),
        role: "filler".to_owned(),
        unit: Some("140100".to_owned()),
        contact: String::new(),
    };
    let listed = people::save(&mut desk, &person, stamp()).unwrap();
    assert_eq!(listed[0].name, "王五");
    let odd = PersonView {
        role: "king".to_owned(),
        ..person
    };
    let refused = people::save(&mut desk, &odd, stamp());
    assert_eq!(code(refused), Code::BadArgument);
    assert_eq!(people::remove(&mut desk, "王五", stamp()).unwrap(), []);
    let mut organisation = OrganisationView::default();
    assert_eq!(people::organisation(&desk).unwrap(), organisation);
    organisation.marking = "内部资料".to_owned();
    let saved = people::save_organisation(&mut desk, &organisation, stamp()).unwrap();
    assert_eq!(saved, organisation);
}

#[test]
fn adopted_weights_are_those_that_a_round_is_scored_with() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let share = |desk: &mut Desk| {
        let framework = workspace::framework(desk, Some("2026")).unwrap();
        let aspects: Vec<f64> = framework.aspects.iter().map(|a| a.weight).collect();
        (aspects[0], aspects.iter().sum::<f64>())
    };
    let own = share(&mut desk).0;
    let edit = WeightSetEdit {
        name: "专家组".to_owned(),
        round: "2026".to_owned(),
        method: "ahp".to_owned(),
        inputs: r#"{"cr":0.04}"#.to_owned(),
        shares: [("A1".to_owned(), 0.5)].into(),
    };
    let kept = adopted::save(&mut desk, &edit, stamp()).unwrap();
    assert_eq!(
        (kept[0].set_by.as_str(), kept[0].rounds.len()),
        ("审核人", 0)
    );
    assert_eq!(share(&mut desk).0, own);
    let sets = adopted::adopt(&mut desk, "2026", Some(kept[0].id), stamp()).unwrap();
    assert_eq!(sets[0].rounds, ["2026"]);
    let (first, sum) = share(&mut desk);
    assert!(first == 0.5 && (sum - 1.0).abs() < 1e-12, "{first} {sum}");
    let request = ScoreRequest {
        round: "2026".to_owned(),
        layer: "final".to_owned(),
        mode: "official".to_owned(),
    };
    results::overview(&mut desk, &request).unwrap();
    adopted::adopt(&mut desk, "2026", None, stamp()).unwrap();
    assert_eq!(share(&mut desk).0, own);

    let wrong = |change: &dyn Fn(&mut WeightSetEdit)| {
        let mut edit = edit.clone();
        change(&mut edit);
        edit
    };
    for (edit, expected) in [
        (wrong(&|_| ()), Code::WeightsExist),
        (wrong(&|e| e.method = "guess".to_owned()), Code::BadArgument),
        (wrong(&|e| e.inputs = "{".to_owned()), Code::BadArgument),
        (
            wrong(&|e| e.shares = [("Z".to_owned(), 0.1)].into()),
            Code::BadArgument,
        ),
        (
            wrong(&|e| e.shares.extend([("A2".to_owned(), 0.9)])),
            Code::WeightsDoNotSum,
        ),
    ] {
        assert_eq!(code(adopted::save(&mut desk, &edit, stamp())), expected);
    }
    let unknown = adopted::adopt(&mut desk, "2026", Some(77), stamp());
    assert_eq!(code(unknown), Code::NoSuchWeights);
}

#[test]
fn who_verifies_that_an_indicator_does_not_apply_approves_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let framework = ChosenFramework::standard().unwrap().framework;
    let form = form::form(&mut desk, "2026", "140100", "self_reported").unwrap();
    let indicator = framework
        .indicators
        .iter()
        .map(|i| (i.id.to_string(), i.na_allowed))
        .find(|(id, allowed)| {
            let mut asked = form.answers.iter().filter(|a| !a.derived);
            *allowed && asked.any(|a| a.indicator == *id)
        })
        .unwrap()
        .0;
    let approver = |desk: &Desk, layer: Layer| {
        let (round, unit) = ("2026".into(), "140100".into());
        let id = indicator.as_str().into();
        let workspace = Workspace::open(desk.path()).unwrap();
        match workspace.observation(&round, &unit, &id, layer).unwrap() {
            Some(Observation {
                answer: Answer::NotApplicable { approver, .. },
                ..
            }) => approver,
            other => panic!("{other:?}"),
        }
    };
    let mut say = |layer: &str, reason: &str, flagged: bool, actor: &str| {
        let edit = AnswerEdit {
            round: "2026".to_owned(),
            unit: "140100".to_owned(),
            indicator: indicator.clone(),
            layer: layer.to_owned(),
            value: None,
            reason: Some(reason.to_owned()),
            note: None,
            flagged,
        };
        let stamp = Stamp { actor, ..stamp() };
        form::save_answer(&mut desk, &edit, stamp).unwrap();
        let layer = match layer {
            "verified" => Layer::Verified,
            _ => Layer::SelfReported,
        };
        approver(&desk, layer)
    };
    assert_eq!(say("self_reported", "无机房", false, "填报人"), None);
    let approved = Some("王核验".to_owned());
    assert_eq!(say("verified", "无机房", false, "王核验"), approved);
    assert_eq!(say("verified", "无机房", true, "李复核"), approved);
    let other = say("verified", "机房已撤并", true, "李复核");
    assert_eq!(other, Some("李复核".to_owned()));
}
