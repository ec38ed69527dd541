//! What units report of their findings: in with a batch, and back with it.

use assessment_models::draft::{Content, RectificationRow, Reported};
use assessment_store::{FindingState, FindingText, Kept};

use crate::given::*;

fn text(unit: &str) -> FindingText {
    FindingText {
        unit: unit.into(),
        indicator: None,
        description: "没有应急预案".to_owned(),
        demand: "三个月内制定".to_owned(),
        responsible: "网信科".to_owned(),
        deadline: None,
        state: FindingState::Open,
        note: String::new(),
        evidence_named: String::new(),
    }
}

fn report(finding: i64, unit: &str, done: &str) -> RectificationRow {
    RectificationRow {
        finding,
        unit: unit.into(),
        state: Some(Reported::Mended),
        done: Some(done.into()),
        evidence: Some("预案.pdf".into()),
        place: place(finding as usize, 0),
    }
}

#[test]
fn reports_change_their_findings_and_nothing_that_is_not_theirs() {
    let mut given = Given::with_units(&["140105", "140106"]);
    let [open, other, closed] = given
        .write(|write| {
            let closed = FindingText {
                state: FindingState::Closed,
                ..text("140105")
            };
            Ok([
                write.add_finding(&round_id(), &text("140105"))?,
                write.add_finding(&round_id(), &text("140106"))?,
                write.add_finding(&round_id(), &closed)?,
            ])
        })
        .unwrap();
    let draft = draft(vec![Content::Rectification(vec![
        report(open, "140105", "已制定"),
        report(other, "140105", "别人的"),
        report(closed, "140105", "已销号的"),
        report(99, "140105", "没有的"),
    ])]);
    let preview = given.workspace.compare(&draft, &round_id()).unwrap();
    assert_eq!((preview.new, preview.changed, preview.rejected), (0, 1, 3));
    let applied = given.apply(&draft);
    assert_eq!((applied.accepted, applied.rejected), (1, 3));
    let now = given.workspace.finding(open).unwrap().text;
    assert_eq!(now.state, FindingState::Mended);
    assert_eq!((&*now.note, &*now.evidence_named), ("已制定", "预案.pdf"));
    assert_eq!(given.workspace.finding(other).unwrap().text, text("140106"));
    // The same file again says nothing new.
    assert_eq!(given.apply(&draft).batch, None);
    given.undo(applied.batch.unwrap());
    assert_eq!(given.workspace.finding(open).unwrap().text, text("140105"));
    assert!(given.workspace.check().unwrap().is_empty());
}

#[test]
fn what_a_person_wrote_since_outlives_the_batch_and_is_named() {
    let mut given = Given::with_units(&["140105"]);
    let id = given
        .write(|write| write.add_finding(&round_id(), &text("140105")))
        .unwrap();
    let first = given.apply(&draft(vec![Content::Rectification(vec![report(
        id,
        "140105",
        "已制定",
    )])]));
    let second = given.apply(&draft(vec![Content::Rectification(vec![report(
        id,
        "140105",
        "已制定并演练",
    )])]));
    // Undone first, the earlier batch leaves the later one's words alone, and does not come back after it.
    let undone = given.undo(first.batch.unwrap());
    assert_eq!(undone.kept, [Kept::Finding(id)]);
    let note = |given: &Given| given.workspace.finding(id).unwrap().text.note;
    assert_eq!(note(&given), "已制定并演练");
    given.undo(second.batch.unwrap());
    assert_eq!(note(&given), "");

    let third = given.apply(&draft(vec![Content::Rectification(vec![report(
        id, "140105", "再报",
    )])]));
    let by_hand = FindingText {
        note: "已核实".to_owned(),
        ..given.workspace.finding(id).unwrap().text
    };
    given
        .write(|write| write.save_finding(id, &by_hand))
        .unwrap();
    let undone = given.undo(third.batch.unwrap());
    assert_eq!(undone.kept, [Kept::Finding(id)]);
    assert_eq!(given.workspace.finding(id).unwrap().text, by_hand);
}
