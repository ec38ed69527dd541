//! A returned file as a person takes it in: looked at cell by cell, mended, compared, marked, saved mappings,
//! folders; on a real workspace file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{fs, path::Path, sync::atomic::AtomicBool};

use assessment_app::{
    Desk, Lang, Stamp, findings,
    imports::{self, Folder, Inspection, Mappings},
    intake::Parser,
    reports, units,
    wire::{
        AmendmentEdit, AuditQuery, ColumnChoice, FindingEdit, FolderView, MappingEdit, PreviewView,
        ReadOptions, RoundEdit,
    },
    workspace::{self, ChosenFramework},
};
use assessment_models::{Answer, Layer};
use assessment_store::Workspace;

static GO: AtomicBool = AtomicBool::new(false);

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "审核人",
        now: "2026-05-04T09:30:00".parse().unwrap(),
    }
}

fn province(folder: &Path) -> Desk {
    let chosen = ChosenFramework::standard().unwrap();
    let path = folder.join("shanxi.hezhi");
    let round = RoundEdit {
        id: "2026".to_owned(),
        name_zh: "2026年度评估".to_owned(),
        name_en: "Assessment 2026".to_owned(),
        period_start: "2025-07-01".to_owned(),
        period_end: "2026-06-30".to_owned(),
        deadline: None,
        ..RoundEdit::default()
    };
    workspace::create(&path, None, &chosen, Some(&round), stamp()).unwrap()
}

fn inspect(desk: &mut Desk, path: &Path, options: &ReadOptions) -> PreviewView {
    let inspection = Inspection::new(desk, path, options).unwrap();
    let inspected = inspection
        .shown()
        .parsed_by(Parser::Here)
        .read(&|_| (), &GO)
        .unwrap();
    imports::hold(desk, inspected, &|_| (), &GO).unwrap()
}

fn confirm(desk: &mut Desk, token: &str) -> i64 {
    imports::confirm(desk, token, stamp(), &|_| (), &GO)
        .unwrap()
        .id
}

const REGISTER: &str = "事件编号,发生单位,事件类别,事件级别,发现时间,影响人数\n";

#[test]
fn a_faulty_cell_is_seen_mended_and_goes_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let path = folder.path().join("incidents.csv");
    fs::write(
        &path,
        format!("{REGISTER}E1,140100,不知何类,一般,2026-03-05 08:30,12\nE2,140200,MP.07,一般,2026-03-06,3\n"),
    )
    .unwrap();
    let preview = inspect(&mut desk, &path, &ReadOptions::default());
    assert_eq!(preview.unmapped.len(), 1, "{:?}", preview.problems);
    assert_eq!(preview.unmapped[0].value, "不知何类");
    let page = imports::grid(&desk, &preview.token, 0, 1, 10).unwrap();
    assert_eq!((page.total_rows, page.columns), (3, 6));
    assert_eq!(page.rows[0][2], "不知何类");
    let marked = folder.path().join("marked.xlsx");
    let file = imports::write_marked(&desk, &preview.token, &marked, Lang::Zh, &GO).unwrap();
    assert!(file.bytes > 1_000);
    // What is sent back is read again, fault and all.
    let again = inspect(&mut desk, &marked, &ReadOptions::default());
    assert_eq!(
        (again.rows_read, again.unmapped.len()),
        (2, 1),
        "{:?}",
        again.problems
    );

    let edits = [AmendmentEdit {
        sheet: String::new(),
        cell: "C2".to_owned(),
        text: Some("MP.07".to_owned()),
    }];
    let inspection = imports::again(&mut desk, &preview.token, &ReadOptions::default(), &edits)
        .unwrap()
        .parsed_by(Parser::Here);
    let inspected = inspection.read(&|_| (), &GO).unwrap();
    let mended = imports::hold_again(&mut desk, &preview.token, inspected, &|_| (), &GO).unwrap();
    assert_eq!(mended.token, preview.token);
    assert!(mended.unmapped.is_empty());
    assert_eq!(
        (mended.accepted, mended.rejected),
        (2, 0),
        "{:?}",
        mended.problems
    );
    assert!(confirm(&mut desk, &mended.token) > 0);
    // What a person put in place of the file's words is told for good.
    let query = AuditQuery {
        action: "amend_cells".to_owned(),
        limit: 5,
        ..AuditQuery::default()
    };
    let told = workspace::audit(&desk, &query).unwrap();
    assert_eq!(told.total, 1);
    let detail: serde_json::Value = serde_json::from_str(&told.rows[0].detail).unwrap();
    assert_eq!(detail["!C2"], "不知何类 → MP.07");
}

#[test]
fn what_differs_is_shown_and_kept_or_replaced_by_choice() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let path = folder.path().join("a.csv");
    let write = |people: u32| {
        let text = format!("{REGISTER}E1,140100,MP.07,一般,2026-03-05 08:30,{people}\n");
        fs::write(&path, text).unwrap();
    };
    write(12);
    let first = inspect(&mut desk, &path, &ReadOptions::default());
    confirm(&mut desk, &first.token);
    write(15);
    let by = |rule: &str| ReadOptions {
        conflict: Some(rule.to_owned()),
        ..ReadOptions::default()
    };
    let kept = inspect(&mut desk, &path, &by("keep"));
    assert_eq!((kept.accepted, kept.kept), (0, 1));
    // The file was written after the moment at which the first was imported.
    let newer = inspect(&mut desk, &path, &by("newer"));
    assert_eq!((newer.accepted, newer.kept), (1, 0));
    let replaced = inspect(&mut desk, &path, &by("replace"));
    assert_eq!((replaced.accepted, replaced.kept), (1, 0));
    let page = imports::differences(&mut desk, &replaced.token, 0, 10).unwrap();
    assert_eq!(page.total, 1);
    let row = &page.rows[0];
    assert_eq!((row.before.as_str(), row.after.as_str()), ("12", "15"));
    assert!(row.taken && row.before_at.is_some(), "{row:?}");
}

#[test]
fn a_unit_that_is_described_otherwise_is_kept_or_replaced_by_choice() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let path = folder.path().join("units.csv");
    fs::write(&path, "单位代码,单位名称,同类组\n140100,并州,county\n").unwrap();
    let by = |rule: &str| ReadOptions {
        conflict: Some(rule.to_owned()),
        ..ReadOptions::default()
    };
    let kept = inspect(&mut desk, &path, &by("keep"));
    assert_eq!((kept.accepted, kept.kept), (0, 1));
    let replaced = inspect(&mut desk, &path, &by("replace"));
    assert_eq!((replaced.accepted, replaced.kept), (1, 0));
    let page = imports::differences(&mut desk, &replaced.token, 0, 10).unwrap();
    let fields: Vec<&str> = page.rows.iter().map(|r| r.field.as_str()).collect();
    assert_eq!(fields, ["name_zh", "peer_group"]);
    confirm(&mut desk, &replaced.token);
    let units = units::all(&desk).unwrap();
    let unit = units.into_iter().find(|u| u.code == "140100").unwrap();
    assert_eq!(
        (unit.name.zh.as_str(), unit.peer_group.as_str()),
        ("并州", "county")
    );
}

#[test]
fn a_report_on_a_finding_is_compared_and_kept_by_choice() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let edit = FindingEdit {
        round: "2026".to_owned(),
        unit: "140100".to_owned(),
        description: "没有应急预案".to_owned(),
        demand: "三个月内制定".to_owned(),
        note: "已列入计划".to_owned(),
        state: "open".to_owned(),
        ..FindingEdit::default()
    };
    findings::save(&mut desk, &edit, stamp()).unwrap();
    let path = folder.path().join("140100.xlsx");
    reports::write_template(&mut desk, "2026", "140100", &path, Lang::Zh).unwrap();
    let typed = [("H2", "整改中"), ("I2", "预案已印发")].map(|(cell, text)| AmendmentEdit {
        sheet: "整改".to_owned(),
        cell: cell.to_owned(),
        text: Some(text.to_owned()),
    });
    let read = |desk: &mut Desk, rule: &str| {
        let options = ReadOptions {
            conflict: Some(rule.to_owned()),
            ..ReadOptions::default()
        };
        let inspection = Inspection::new(desk, &path, &options).unwrap();
        let inspection = inspection.amended(&typed).unwrap().parsed_by(Parser::Here);
        let inspected = inspection.read(&|_| (), &GO).unwrap();
        imports::hold(desk, inspected, &|_| (), &GO).unwrap()
    };
    let kept = read(&mut desk, "keep");
    assert_eq!((kept.accepted, kept.kept), (0, 1));
    let replaced = read(&mut desk, "replace");
    assert_eq!((replaced.accepted, replaced.kept), (1, 0));
    let page = imports::differences(&mut desk, &replaced.token, 0, 10).unwrap();
    let told: Vec<[&str; 3]> = page
        .rows
        .iter()
        .map(|row| [&*row.field, &*row.before, &*row.after])
        .collect();
    assert_eq!(
        told,
        [
            ["state", "open", "mending"],
            ["note", "已列入计划", "预案已印发"]
        ]
    );
    assert!(
        page.rows
            .iter()
            .all(|row| row.taken && row.unit == "140100")
    );
    confirm(&mut desk, &replaced.token);
    let after = findings::findings(&desk, "2026", stamp().now.date()).unwrap();
    assert_eq!(
        (&*after[0].state, &*after[0].note),
        ("mending", "预案已印发")
    );
    assert_eq!(read(&mut desk, "replace").unchanged, 1);
}

#[test]
fn who_takes_in_verified_answers_approves_what_does_not_apply() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let framework = ChosenFramework::standard().unwrap().framework;
    let allowed = framework.indicators.iter().find(|i| i.na_allowed).unwrap();
    let unit = framework.units.iter().find(|unit| {
        let group = framework
            .peer_groups
            .iter()
            .find(|g| g.id == unit.peer_group);
        group.is_some_and(|g| g.asks(allowed))
    });
    let (unit, indicator) = (unit.unwrap().code.clone(), allowed.id.clone());
    let path = folder.path().join("核验.csv");
    let take = |desk: &mut Desk, layer: &str, reason: &str, actor: &str| {
        let text = format!("单位代码,指标,填报值,不适用原因\n{unit},{indicator},不适用,{reason}\n");
        fs::write(&path, text).unwrap();
        let options = ReadOptions {
            mapping: Some(format!(r#"{{"layer":"{layer}","recognise_others":true}}"#)),
            ..ReadOptions::default()
        };
        let preview = inspect(desk, &path, &options);
        assert_eq!(preview.rejected, 0, "{:?}", preview.problems);
        let stamp = Stamp { actor, ..stamp() };
        imports::confirm(desk, &preview.token, stamp, &|_| (), &GO).unwrap();
        let layer = match layer {
            "verified" => Layer::Verified,
            _ => Layer::SelfReported,
        };
        let workspace = Workspace::open(desk.path()).unwrap();
        let stored = workspace.observation(&"2026".into(), &unit, &indicator, layer);
        match stored.unwrap().unwrap().answer {
            Answer::NotApplicable { approver, .. } => approver,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(take(&mut desk, "self_reported", "无机房", "填报人"), None);
    let first = take(&mut desk, "verified", "无机房", "王核验");
    assert_eq!(first.as_deref(), Some("王核验"));
    // Another reason is approved by whoever brings it; the same one stays approved by who did so first.
    let other = take(&mut desk, "verified", "机房已撤并", "李复核");
    assert_eq!(other.as_deref(), Some("李复核"));
    let same = take(&mut desk, "verified", "机房已撤并", "王核验");
    assert_eq!(same.as_deref(), Some("李复核"));
}

#[test]
fn incidents_that_may_be_one_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let path = folder.path().join("a.csv");
    fs::write(
        &path,
        format!("{REGISTER}E1,140100,MP.07,一般,2026-03-05 08:30,12\n"),
    )
    .unwrap();
    let first = inspect(&mut desk, &path, &ReadOptions::default());
    confirm(&mut desk, &first.token);
    fs::write(
        &path,
        format!("{REGISTER}X9,140100,MP.07,一般,2026-03-05 20:00,12\nX10,140100,MP.07,一般,2026-03-09,1\nX11,140100,MP.07,一般,2026-03-09,1\nX12,140200,MP.07,一般,2026-03-05,1\n"),
    )
    .unwrap();
    let second = inspect(&mut desk, &path, &ReadOptions::default());
    let pairs = imports::near_duplicates(&mut desk, &second.token).unwrap();
    let found: Vec<(&str, &str, Option<u32>)> = pairs
        .iter()
        .map(|p| (p.key.as_str(), p.other.as_str(), p.other_row))
        .collect();
    assert_eq!(found, [("X9", "E1", None), ("X11", "X10", Some(3))]);
}

#[test]
fn a_mapping_made_by_hand_is_saved_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let path = folder.path().join("a.csv");
    let text = "no,where,what,when\n1,140100,theft,05/03/2026\n2,140200,loss,06/03/2026\n";
    fs::write(&path, text).unwrap();
    let options = ReadOptions {
        kind: Some("incidents".to_owned()),
        ..ReadOptions::default()
    };
    let preview = inspect(&mut desk, &path, &options);
    let fields = imports::mapping_fields(&mut desk, None, "incidents").unwrap();
    let class = fields
        .iter()
        .find(|f| f.options.iter().any(|o| o.code == "MP.07"))
        .unwrap();
    let when = fields.iter().find(|f| f.id == "discovered_at").unwrap();
    let column = |letter: &str, field: &str| ColumnChoice {
        column: letter.to_owned(),
        field: Some(field.to_owned()),
        ..ColumnChoice::default()
    };
    let edit = MappingEdit {
        name: "省外登记册".to_owned(),
        sender: "某省".to_owned(),
        sheet: String::new(),
        kind: "incidents".to_owned(),
        header_row: Some(1),
        columns: vec![
            column("B", "unit"),
            ColumnChoice {
                values: [("theft".to_owned(), "MP.07".to_owned())].into(),
                otherwise: Some("MP.07".to_owned()),
                ..column("C", &class.id)
            },
            ColumnChoice {
                date_format: Some("%d/%m/%Y".to_owned()),
                ..column("D", &when.id)
            },
        ],
        constants: Default::default(),
        key: vec!["A".to_owned()],
    };
    let text = imports::mapping_text(&desk, &preview.token, &edit).unwrap();
    let mappings = Mappings::new(folder.path().join("mappings"));
    let saved = mappings.save(&text).unwrap();
    assert_eq!((saved.len(), saved[0].sender.as_str()), (1, "某省"));
    let options = ReadOptions {
        mapping: Some(text),
        ..ReadOptions::default()
    };
    let mapped = inspect(&mut desk, &path, &options);
    assert_eq!(
        (mapped.rows_read, mapped.rejected),
        (2, 0),
        "{:?}",
        mapped.problems
    );
    let plain = inspect(&mut desk, &path, &ReadOptions::default());
    assert_eq!(mappings.fitting(&plain), ["省外登记册"]);
    assert!(mappings.delete("省外登记册").unwrap().is_empty());
}

#[test]
fn a_folder_is_told_by_unit_and_goes_in_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let returned = folder.path().join("returned");
    fs::create_dir(&returned).unwrap();
    let line =
        |code: &str, n: u32| format!("{REGISTER}{code}-{n},{code},MP.07,一般,2026-03-05,1\n");
    fs::write(returned.join("taiyuan.csv"), line("140100", 1)).unwrap();
    fs::write(
        returned.join("datong.csv"),
        line("140200", 1).replace("MP.07", "不知何类"),
    )
    .unwrap();
    fs::write(
        returned.join("old.xls"),
        b"<html><table><tr><td>1</td></tr></table></html>",
    )
    .unwrap();
    fs::write(returned.join("~$open.xlsx"), b"x").unwrap();
    // One came in before: it has been returned.
    let earlier = folder.path().join("earlier.csv");
    fs::write(&earlier, "单位代码,指标,填报值\n140400,A1.1.1,2\n").unwrap();
    let preview = inspect(&mut desk, &earlier, &ReadOptions::default());
    confirm(&mut desk, &preview.token);
    let read = Folder::new(&mut desk, &returned, &ReadOptions::default())
        .unwrap()
        .parsed_by(Parser::Here)
        .read(&|_| (), &GO)
        .unwrap();
    let held = imports::hold_folder(&mut desk, read, &|_| (), &GO).unwrap();
    let states = |view: &FolderView| {
        view.files
            .iter()
            .map(|f| (f.file.clone(), f.state.clone()))
            .collect::<Vec<_>>()
    };
    let expect = [
        ("datong.csv", "problems"),
        ("old.xls", "refused"),
        ("taiyuan.csv", "complete"),
    ];
    assert_eq!(
        states(&held),
        expect.map(|(f, s)| (f.to_owned(), s.to_owned()))
    );
    assert_eq!((held.complete, held.with_problems, held.refused), (1, 1, 1));
    assert_eq!(held.files[1].problems[0].code, "file_is_html");
    for there in ["140100", "140400"] {
        assert!(held.missing.iter().all(|u| u.code != there), "{there}");
    }
    assert!(held.missing.iter().any(|u| u.code == "140300"));
    let done = imports::confirm_folder(&mut desk, &held.token, stamp(), &|_| (), &GO)
        .unwrap()
        .whole()
        .unwrap();
    let batches = done.files.iter().filter(|f| f.batch.is_some()).count();
    assert!(batches >= 1);
    assert_eq!(imports::batches(&desk).unwrap().len(), batches + 1);
}
