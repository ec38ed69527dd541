//! What a person does, through the use cases, on a real workspace file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
    time::Instant,
};

use assessment_app::{
    Code, Desk, Failure, Lang, Stamp,
    charts::ChartJob,
    evidence, form,
    imports::{self, Inspection},
    incidents,
    intake::Parser,
    recent::Recent,
    reports, results, rounds,
    wire::{
        AnswerEdit, AuditQuery, ChartKind, ChartRequest, ControlView, EvidencePlace, FieldValue,
        FormView, FrameworkView, IncidentEdit, IncidentQuery, PreviewView, ReadOptions,
        ReportRequest, RoundEdit, ScoreRequest,
    },
    workspace::{self, ChosenFramework},
};

const ROUND: &str = "2026";
const LAYER: &str = "self_reported";

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "审核人",
        now: "2026-05-04T09:30:00".parse().unwrap(),
    }
}

/// A new workspace with one round, in a folder of its own.
fn province(folder: &Path) -> Desk {
    let chosen = ChosenFramework::standard().unwrap();
    let path = folder.join("shanxi.hezhi");
    workspace::create(&path, None, &chosen, Some(&round()), stamp()).unwrap()
}

fn round() -> RoundEdit {
    RoundEdit {
        id: ROUND.to_owned(),
        name_zh: "2026年度评估".to_owned(),
        name_en: "Assessment 2026".to_owned(),
        period_start: "2025-07-01".to_owned(),
        period_end: "2026-06-30".to_owned(),
        deadline: None,
        ..RoundEdit::default()
    }
}

/// The first unit of the latest round.
fn first_unit(desk: &mut Desk) -> String {
    form::units(desk, ROUND, LAYER).unwrap()[0].code.clone()
}

/// An edit that gives the best answer to an indicator.
fn best(framework: &FrameworkView, unit: &str, indicator: &str) -> AnswerEdit {
    let view = framework
        .indicators
        .iter()
        .find(|i| i.id == indicator)
        .unwrap();
    let value = match &view.control {
        ControlView::Options { options, .. } => {
            options
                .iter()
                .max_by(|a, b| a.score.total_cmp(&b.score))
                .unwrap()
                .value
        }
        ControlView::Number { full, max, .. } => full.or(*max).unwrap_or(100.0),
    };
    AnswerEdit {
        round: ROUND.to_owned(),
        unit: unit.to_owned(),
        indicator: indicator.to_owned(),
        layer: LAYER.to_owned(),
        value: Some(value),
        reason: None,
        note: None,
        flagged: false,
    }
}

/// Typed indicators that a form asks.
fn typed(form: &FormView) -> Vec<String> {
    let asked = form.answers.iter().filter(|a| !a.derived);
    asked.map(|a| a.indicator.clone()).collect()
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> Code {
    result.unwrap_err().code
}

fn inspect(desk: &mut Desk, path: &Path, options: &ReadOptions) -> Result<PreviewView, Failure> {
    let stay = AtomicBool::new(false);
    let inspection = Inspection::new(desk, path, options)?.parsed_by(Parser::Here);
    let inspected = inspection.read(&|_| (), &stay)?;
    imports::hold(desk, inspected, &|_| (), &stay)
}

#[test]
fn what_is_typed_moves_the_standing_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let framework = workspace::framework(&mut desk, Some(ROUND)).unwrap();
    let empty = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    assert_eq!(empty.standing.answered, 0);

    let indicators = typed(&empty);
    let edit = AnswerEdit {
        note: Some("见附件".to_owned()),
        flagged: true,
        ..best(&framework, &unit, &indicators[0])
    };
    let saved = form::save_answer(&mut desk, &edit, stamp()).unwrap();
    assert_eq!(saved.answer.state, "scored");
    assert_eq!(saved.answer.score, Some(100.0));
    assert_eq!(saved.standing.answered, 1);
    assert!(saved.standing.completeness > empty.standing.completeness);
    assert!(saved.standing.total > empty.standing.total);

    let path = desk.path().to_owned();
    desk.close().unwrap();
    let mut again = Desk::open(&path).unwrap();
    let kept = form::form(&mut again, ROUND, &unit, LAYER).unwrap();
    assert_eq!(kept.standing, saved.standing);
    let answer = kept
        .answers
        .iter()
        .find(|a| a.indicator == indicators[0])
        .unwrap();
    assert_eq!(*answer, saved.answer);
    assert_eq!(answer.note.as_deref(), Some("见附件"));

    let cleared = AnswerEdit {
        value: None,
        note: None,
        flagged: false,
        ..edit
    };
    let saved = form::save_answer(&mut again, &cleared, stamp()).unwrap();
    assert_eq!(saved.answer.state, "missing");
    assert_eq!(saved.standing, empty.standing);
    let trail = workspace::audit(
        &again,
        &AuditQuery {
            limit: 2,
            ..AuditQuery::default()
        },
    )
    .unwrap();
    let actions: Vec<&str> = trail.rows.iter().map(|r| r.action.as_str()).collect();
    assert_eq!(actions, ["clear_observation", "save_observation"]);
}

#[test]
fn a_remark_and_a_flag_stand_before_the_answer_and_after_it_is_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let framework = workspace::framework(&mut desk, Some(ROUND)).unwrap();
    let empty = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let indicator = typed(&empty)[0].clone();
    let answered = AnswerEdit {
        note: Some("待查".to_owned()),
        flagged: true,
        ..best(&framework, &unit, &indicator)
    };
    let remarked = AnswerEdit {
        value: None,
        ..answered.clone()
    };
    for edit in [&remarked, &answered, &remarked] {
        let saved = form::save_answer(&mut desk, edit, stamp()).unwrap();
        assert_eq!(saved.answer.note.as_deref(), Some("待查"));
        assert!(saved.answer.flagged);
        assert_eq!(saved.answer.value.is_some(), edit.value.is_some());
    }

    let path = desk.path().to_owned();
    desk.close().unwrap();
    let mut again = Desk::open(&path).unwrap();
    let kept = form::form(&mut again, ROUND, &unit, LAYER).unwrap();
    let answer = kept.answers.iter().find(|a| a.indicator == indicator);
    let answer = answer.unwrap();
    assert_eq!(answer.note.as_deref(), Some("待查"));
    assert!(answer.flagged);
    assert_eq!((answer.state.as_str(), answer.value), ("missing", None));
    assert_eq!(kept.standing, empty.standing, "a remark is no answer");
    let units = form::units(&mut again, ROUND, LAYER).unwrap();
    assert_eq!(units.iter().find(|u| u.code == unit).unwrap().answered, 0);
    let history = form::answer_history(&again, ROUND, &unit, &indicator).unwrap();
    let values: Vec<bool> = history.iter().map(|h| h.value.is_some()).collect();
    assert_eq!(values, [false, true, false]);
}

#[test]
fn an_assessor_may_place_a_unit_between_two_levels() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let form = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let asked = typed(&form);
    let framework = workspace::framework(&mut desk, None).unwrap();
    let graded = |id: &&String| {
        let view = framework.indicators.iter().find(|i| i.id == **id).unwrap();
        matches!(&view.control, ControlView::Options { maturity: true, options } if options.len() == 6)
    };
    let indicator = asked.iter().find(graded).unwrap();
    let mut save = |layer: &str, value: f64| {
        let edit = AnswerEdit {
            layer: layer.to_owned(),
            value: Some(value),
            ..best(&framework, &unit, indicator)
        };
        form::save_answer(&mut desk, &edit, stamp()).map_err(|failure| failure.code)
    };
    assert_eq!(save(LAYER, 3.5).unwrap_err(), Code::ValueNotAnOption);
    let saved = save("verified", 3.5).unwrap();
    assert_eq!(saved.answer.score, Some(70.0));
    assert!(save("verified", 5.5).is_err());
}

#[test]
fn answers_that_cannot_stand_are_refused_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let framework = workspace::framework(&mut desk, None).unwrap();
    let before = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let indicators = typed(&before);
    let choice = |id: &&String| {
        let view = framework.indicators.iter().find(|i| i.id == **id).unwrap();
        matches!(view.control, ControlView::Options { .. })
    };
    let chosen = indicators.iter().find(choice).unwrap();
    let sound = best(&framework, &unit, chosen);
    let mut save = |edit: AnswerEdit| code(form::save_answer(&mut desk, &edit, stamp()));
    let wrong = |change: &dyn Fn(&mut AnswerEdit)| {
        let mut edit = sound.clone();
        change(&mut edit);
        edit
    };
    assert!(matches!(
        save(wrong(&|e| e.value = Some(0.123_456))),
        Code::ValueNotAnOption | Code::ValueOutOfRange
    ));
    assert_eq!(
        save(wrong(&|e| e.value = Some(f64::NAN))),
        Code::ValueNotANumber
    );
    assert_eq!(
        save(wrong(&|e| e.unit = "nobody".to_owned())),
        Code::NoSuchUnit
    );
    assert_eq!(
        save(wrong(&|e| e.indicator = "Z9".to_owned())),
        Code::NoSuchIndicator
    );
    assert_eq!(
        save(wrong(&|e| e.round = "1999".to_owned())),
        Code::NoSuchRound
    );
    assert_eq!(
        save(wrong(&|e| e.layer = "both".to_owned())),
        Code::BadArgument
    );
    assert_eq!(form::form(&mut desk, ROUND, &unit, LAYER).unwrap(), before);
}

#[test]
fn a_filled_workbook_comes_in_once_and_goes_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let framework = workspace::framework(&mut desk, None).unwrap();
    let empty = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let indicators = typed(&empty);
    for indicator in &indicators[..5] {
        form::save_answer(&mut desk, &best(&framework, &unit, indicator), stamp()).unwrap();
    }
    let filled = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let path = folder.path().join("return.xlsx");
    reports::write_template(&mut desk, ROUND, &unit, &path, Lang::Zh).unwrap();
    for indicator in &indicators[..5] {
        let edit = AnswerEdit {
            value: None,
            ..best(&framework, &unit, indicator)
        };
        form::save_answer(&mut desk, &edit, stamp()).unwrap();
    }

    let preview = inspect(&mut desk, &path, &ReadOptions::default()).unwrap();
    assert_eq!(preview.round.as_deref(), Some(ROUND));
    assert_eq!(preview.accepted, 5, "{:?}", preview.problems);
    let stay = AtomicBool::new(false);
    let batch = imports::confirm(&mut desk, &preview.token, stamp(), &|_| (), &stay).unwrap();
    assert_eq!((batch.accepted, batch.rejected), (5, 0));
    let imported = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    assert_eq!(imported.standing, filled.standing);
    let answer = imported
        .answers
        .iter()
        .find(|a| a.indicator == indicators[0])
        .unwrap();
    assert_eq!(answer.source.as_ref().unwrap().file, "return.xlsx");

    let again = inspect(&mut desk, &path, &ReadOptions::default()).unwrap();
    assert_eq!((again.accepted, again.unchanged), (0, 5));
    imports::discard(&mut desk, &again.token).unwrap();
    assert_eq!(
        code(imports::discard(&mut desk, &again.token)),
        Code::NoSuchDraft
    );

    let undone = imports::undo(&mut desk, batch.id, stamp()).unwrap();
    assert_eq!((undone.restored, undone.kept.len()), (5, 0));
    let back = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    assert_eq!(back.standing, empty.standing);
    assert_eq!(
        code(imports::undo(&mut desk, batch.id, stamp())),
        Code::BatchUndone
    );
    assert!(imports::batches(&desk).unwrap()[0].undone_at.is_some());
}

#[test]
fn a_cancelled_import_can_be_confirmed_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let path = folder.path().join("wide.csv");
    let form = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let indicator = &typed(&form)[0];
    let framework = workspace::framework(&mut desk, None).unwrap();
    let value = best(&framework, &unit, indicator).value.unwrap();
    fs::write(&path, format!("单位代码,{indicator}\n{unit},{value}\n")).unwrap();
    let options = ReadOptions {
        kind: Some("answers".to_owned()),
        ..ReadOptions::default()
    };
    let preview = inspect(&mut desk, &path, &options).unwrap();
    assert_eq!(preview.accepted, 1, "{:?}", preview.problems);
    let stop = AtomicBool::new(true);
    let stopped = imports::confirm(&mut desk, &preview.token, stamp(), &|_| (), &stop);
    assert_eq!(code(stopped), Code::Cancelled);
    assert!(imports::batches(&desk).unwrap().is_empty());
    let go = AtomicBool::new(false);
    let batch = imports::confirm(&mut desk, &preview.token, stamp(), &|_| (), &go).unwrap();
    assert_eq!(batch.accepted, 1);
}

fn incident(unit: &str) -> IncidentEdit {
    let text = |value: &str| FieldValue::Text(value.to_owned());
    IncidentEdit {
        round: ROUND.to_owned(),
        key: None,
        fields: BTreeMap::from([
            ("unit".to_owned(), text(unit)),
            ("category_code".to_owned(), text("NA.09")),
            ("discovered_at".to_owned(), text("2026-03-05T08:10")),
        ]),
    }
}

#[test]
fn an_incident_is_registered_changed_found_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let view = incidents::save(&mut desk, &incident(&unit), stamp()).unwrap();
    let mut edit = IncidentEdit {
        key: Some(view.key.clone()),
        fields: view.fields.clone(),
        ..incident(&unit)
    };
    edit.fields.insert(
        "first_report_at".to_owned(),
        FieldValue::Text("2026-03-09T08:00:00".to_owned()),
    );
    let changed = incidents::save(&mut desk, &edit, stamp()).unwrap();
    assert_eq!(changed.key, view.key);
    let mut query = IncidentQuery {
        round: ROUND.to_owned(),
        text: String::new(),
        class: "NA".to_owned(),
        level: None,
        unit: unit.clone(),
        open_only: true,
        broken_only: true,
        offset: 0,
        limit: 10,
    };
    let page = incidents::incidents(&mut desk, &query).unwrap();
    assert_eq!(page.total, 1);
    assert_eq!(
        page.rows[0].discovered_at.as_deref(),
        Some("2026-03-05T08:10:00")
    );
    query.class = "HC".to_owned();
    assert_eq!(incidents::incidents(&mut desk, &query).unwrap().total, 0);

    // Nobody is named in its chain of responsibility until somebody is at each link that must be there.
    query.class = "NA".to_owned();
    let named = FieldValue::Text("省通信管理局".to_owned());
    for link in &changed.assessment.links {
        edit.fields.insert(link.clone(), named.clone());
    }
    assert!(!changed.assessment.links.is_empty());
    incidents::save(&mut desk, &edit, stamp()).unwrap();
    assert_eq!(incidents::incidents(&mut desk, &query).unwrap().total, 0);
    query.broken_only = false;
    assert_eq!(incidents::incidents(&mut desk, &query).unwrap().total, 1);

    // Under another number it is the same incident, with what was put behind it.
    let place = |key: &str| EvidencePlace::Incident {
        round: ROUND.to_owned(),
        key: key.to_owned(),
    };
    evidence::attach(&mut desk, &place(&view.key), "通报.pdf", b"%PDF", stamp()).unwrap();
    let number = FieldValue::Text("网安-7".to_owned());
    edit.fields.insert("id".to_owned(), number);
    let view = incidents::save(&mut desk, &edit, stamp()).unwrap();
    assert_eq!(view.key, "网安-7");
    let behind = evidence::list(&mut desk, &place("网安-7")).unwrap();
    assert_eq!(behind.len(), 1);
    assert_eq!(incidents::incidents(&mut desk, &query).unwrap().total, 1);

    let mut wrong = incident(&unit);
    wrong.fields.remove("discovered_at");
    assert_eq!(
        code(incidents::save(&mut desk, &wrong, stamp())),
        Code::FieldRequired
    );
    let mut wrong = incident(&unit);
    wrong
        .fields
        .insert("category_code".to_owned(), FieldValue::Number(3.0));
    assert_eq!(
        code(incidents::save(&mut desk, &wrong, stamp())),
        Code::FieldInvalid
    );

    incidents::delete(&mut desk, ROUND, &view.key, stamp()).unwrap();
    assert_eq!(
        code(incidents::incident(&mut desk, ROUND, &view.key)),
        Code::NoSuchIncident
    );
}

#[test]
fn charts_and_workbook_are_written_whole_with_their_checksums() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let unit = first_unit(&mut desk);
    let score = ScoreRequest {
        round: ROUND.to_owned(),
        layer: "final".to_owned(),
        mode: "official".to_owned(),
    };
    let overview = results::overview(&mut desk, &score).unwrap();
    assert!(overview.groups.len() >= 3);
    let result = results::unit_result(&mut desk, &score, &unit).unwrap();
    assert_eq!(result.row.code, unit);
    let asked = ChartRequest {
        kind: ChartKind::Ranking {
            peer_group: result.row.peer_group.clone(),
        },
        score: score.clone(),
        lang: "zh-CN".to_owned(),
        dark: false,
        small: false,
    };
    let job = ChartJob::new(&mut desk, &asked, stamp().now.date()).unwrap();
    let chart = job.draw().unwrap();
    assert!(chart.svg.starts_with("<svg"));

    let request = ReportRequest {
        score,
        folder: folder.path().join("out").display().to_string(),
        only: vec!["workbook".to_owned()],
        lang: "zh-CN".to_owned(),
        form: None,
    };
    let stay = AtomicBool::new(false);
    let files = reports::write(&mut desk, &request, stamp(), &|_| (), &stay).unwrap();
    assert_eq!(files.len(), 1);
    let bytes = fs::read(&files[0].path).unwrap();
    assert_eq!(bytes.len() as u64, files[0].bytes);
    assert_eq!(files[0].sha256.len(), 64);

    let stop = AtomicBool::new(true);
    let gone = ReportRequest {
        folder: folder.path().join("none").display().to_string(),
        only: vec!["charts".to_owned()],
        ..request
    };
    let stopped = reports::write(&mut desk, &gone, stamp(), &|_| (), &stop);
    assert_eq!(code(stopped), Code::Cancelled);
    let left = fs::read_dir(&gone.folder).map_or(0, Iterator::count);
    assert_eq!(left, 0, "nothing is left behind");
}

#[test]
fn what_is_no_workspace_is_refused_by_its_own_code() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert_eq!(code(Desk::open(&at("none.hezhi"))), Code::NotFound);
    assert_eq!(code(Desk::open(folder.path())), Code::IsDirectory);
    fs::write(at("empty.hezhi"), "").unwrap();
    assert_eq!(code(Desk::open(&at("empty.hezhi"))), Code::NotAWorkspace);
    let desk = province(folder.path());
    assert_eq!(
        code(workspace::create(
            desk.path(),
            None,
            &ChosenFramework::standard().unwrap(),
            None,
            stamp()
        )),
        Code::AlreadyExists
    );
    let mut desk = desk;
    assert_eq!(
        code(rounds::add(&mut desk, &round(), stamp())),
        Code::RoundExists
    );
    let reversed = RoundEdit {
        id: "2027".to_owned(),
        period_end: "2020-01-01".to_owned(),
        ..round()
    };
    assert_eq!(
        code(rounds::add(&mut desk, &reversed, stamp())),
        Code::RoundInvalid
    );
    let stay = AtomicBool::new(false);
    let check = workspace::check(&desk, &|_| (), &stay).unwrap();
    assert!(check.sound, "{:?}", check.problems);
}

#[test]
fn recent_workspaces_are_remembered_latest_first() {
    let folder = tempfile::tempdir().unwrap();
    let recent = Recent::new(folder.path().join("config").join("recent.json"));
    assert!(recent.list().is_empty());
    let path = |name: &str| PathBuf::from(format!("/nowhere/{name}.hezhi"));
    for name in ["a", "b", "a"] {
        recent.remember(&path(name), stamp().now).unwrap();
    }
    let names: Vec<String> = recent.list().into_iter().map(|r| r.name).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(!recent.list()[0].exists);
    recent.forget(&path("a")).unwrap();
    assert_eq!(recent.list().len(), 1);
}

/// Not a bound of the machine but of the way it is done: no whole round is read or written anew.
#[test]
fn saving_an_answer_does_not_keep_a_person_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let framework = workspace::framework(&mut desk, None).unwrap();
    let units = form::units(&mut desk, ROUND, LAYER).unwrap();
    let unit = units[0].code.clone();
    let form = form::form(&mut desk, ROUND, &unit, LAYER).unwrap();
    let mut slowest = 0;
    for indicator in typed(&form).iter().take(20) {
        let started = Instant::now();
        form::save_answer(&mut desk, &best(&framework, &unit, indicator), stamp()).unwrap();
        slowest = slowest.max(started.elapsed().as_millis());
    }
    println!("{} units: slowest save {slowest} ms", units.len());
    assert!(slowest < 1000, "{slowest} ms");
}
