//! A framework edited, checked, tried on a round, kept as a new version and adopted.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use assessment_app::{
    Code, Desk, Stamp, editor, form,
    wire::{
        AnswerEdit, AuditQuery, DraftEffect, FrameworkDraft, RoundEdit, ScoreRequest, SourceChange,
    },
    workspace::{self, ChosenFramework},
};

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "审核人",
        now: "2026-05-04T09:30:00".parse().unwrap(),
    }
}

fn province(folder: &Path) -> Desk {
    let round = RoundEdit {
        id: "2026".to_owned(),
        name_zh: "2026年度评估".to_owned(),
        name_en: "Assessment 2026".to_owned(),
        period_start: "2026-01-01".to_owned(),
        period_end: "2026-12-31".to_owned(),
        ..RoundEdit::default()
    };
    let chosen = ChosenFramework::standard().unwrap();
    let path = folder.join("p.hezhi");
    let mut desk = workspace::create(&path, None, &chosen, Some(&round), stamp()).unwrap();
    // The best level in the first aspect, the worst in the third.
    for (indicator, value) in [("A1.1.1", 5.0), ("A3.1.1", 0.0)] {
        let edit = AnswerEdit {
            round: "2026".to_owned(),
            unit: "140100".to_owned(),
            indicator: indicator.to_owned(),
            layer: "self_reported".to_owned(),
            value: Some(value),
            reason: None,
            note: None,
            flagged: false,
        };
        form::save_answer(&mut desk, &edit, stamp()).unwrap();
    }
    desk
}

fn weight(aspect: &str, value: &str) -> SourceChange {
    SourceChange::Cell {
        file: "aspects.csv".to_owned(),
        row: aspect.to_owned(),
        column: "weight".to_owned(),
        value: value.to_owned(),
    }
}

fn draft(desk: &Desk, changes: Vec<SourceChange>) -> FrameworkDraft {
    FrameworkDraft {
        base: editor::source(desk, None).unwrap().version,
        version: "2026-1".to_owned(),
        changes,
    }
}

fn request() -> ScoreRequest {
    ScoreRequest {
        round: "2026".to_owned(),
        layer: "self".to_owned(),
        mode: "official".to_owned(),
    }
}

fn totals(effect: &DraftEffect) -> (f64, f64) {
    let units = &mut effect.units.iter();
    let mine = units.find(|u| u.unit.code == "140100").unwrap();
    (mine.total_before.unwrap(), mine.total_after.unwrap())
}

#[test]
fn a_fault_is_placed_at_its_cell_and_nothing_is_saved_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let wrong = draft(&desk, vec![weight("A1", "heavy")]);
    let check = editor::check(&desk, &wrong).unwrap();
    let placed = check.faults.iter().any(|fault| {
        fault.row.as_deref() == Some("A1") && fault.column.as_deref() == Some("weight")
    });
    assert!(placed, "{:?}", check.faults);
    let refused = editor::save(&mut desk, &wrong, Some("2026"), stamp()).unwrap_err();
    assert_eq!(refused.code, Code::FrameworkInvalid);
    assert_eq!(editor::source(&desk, None).unwrap().versions.len(), 1);
}

#[test]
fn other_weights_are_tried_kept_adopted_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = province(folder.path());
    let base = editor::source(&desk, None).unwrap().version;
    // A tenth from the third aspect to the first.
    let table = editor::source(&desk, None).unwrap().tables;
    let aspects = table.iter().find(|t| t.file == "aspects.csv").unwrap();
    let at = aspects.columns.iter().position(|c| c == "weight").unwrap();
    let of = |id: &str| -> f64 {
        let row = aspects.rows.iter().find(|r| r.key == id).unwrap();
        row.cells[at].parse().unwrap()
    };
    let changes = vec![
        weight("A1", &(of("A1") + 0.1).to_string()),
        weight("A3", &(of("A3") - 0.1).to_string()),
    ];
    let changed = draft(&desk, changes);
    let check = editor::check(&desk, &changed).unwrap();
    assert!(check.faults.is_empty(), "{:?}", check.faults);
    // Two cells, and the version's own line before and after.
    assert_eq!(check.differences.len(), 4, "{:?}", check.differences);

    let effect = editor::effect(&mut desk, &changed, &request()).unwrap();
    let (before, after) = totals(&effect);
    assert!(after > before, "{before} {after}");
    assert!(effect.answers_dropped.is_empty() && effect.left_out.is_empty());

    editor::save(&mut desk, &changed, Some("2026"), stamp()).unwrap();
    let versions = editor::source(&desk, None).unwrap().versions;
    assert_eq!(versions.len(), 2);
    assert!(versions[0].builtin && versions[0].rounds.is_empty());
    assert_eq!(versions[1].rounds, ["2026"]);
    let scored = form::form(&mut desk, "2026", "140100", "self_reported").unwrap();
    assert!((scored.standing.total.unwrap() - after).abs() < 1e-9);
    assert_eq!(
        editor::save(&mut desk, &changed, None, stamp())
            .unwrap_err()
            .code,
        Code::FrameworkDiffers
    );

    editor::adopt(&mut desk, "2026", &base, stamp()).unwrap();
    let again = form::form(&mut desk, "2026", "140100", "self_reported").unwrap();
    assert!((again.standing.total.unwrap() - before).abs() < 1e-9);
    let told = AuditQuery {
        action: "adopt_framework".to_owned(),
        limit: 10,
        ..AuditQuery::default()
    };
    assert_eq!(workspace::audit(&desk, &told).unwrap().total, 2);
}

#[test]
fn the_audit_trail_is_filtered_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let desk = province(folder.path());
    let query = |text: &str, from: &str, to: &str| AuditQuery {
        text: text.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        limit: 100,
        ..AuditQuery::default()
    };
    let count = |q: &AuditQuery| workspace::audit(&desk, q).unwrap().total;
    assert_eq!(count(&query("a1.1.1", "", "")), 1);
    assert_eq!(count(&query("A1.1.1", "2026-05-04", "2026-05-04")), 1);
    assert_eq!(count(&query("A1.1.1", "2026-05-05", "")), 0);
    let path = folder.path().join("audit.csv");
    workspace::export_audit(&desk, &query("140100/A", "", ""), &path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.lines().count(), 3, "{text}");
}
