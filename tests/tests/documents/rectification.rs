//! From a finding to its closure: in the briefing, in the feedback sheet, in the next round's form.

use std::{fs, path::PathBuf};

use assessment_app::{
    Code, Desk, Stamp, evidence, findings,
    wire::{EvidencePlace, FindingEdit},
};
use tempfile::TempDir;

use crate::{
    hezhi::{on, run},
    province::{PROVINCE, without_spaces, words_of_docx, words_of_pdf},
    spreadsheet::{Typed, typed},
};

const UNIT: &str = "140100";
const WHAT: &str = "未建立网络安全责任人名录";

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "审核人",
        now: "2026-11-05T09:30:00".parse().unwrap(),
    }
}

/// The demonstration once more, to be written to.
fn copied() -> (TempDir, PathBuf, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let desk = Desk::open(&path).unwrap();
    (folder, path, desk)
}

/// A finding that nobody has begun to mend.
fn open() -> FindingEdit {
    FindingEdit {
        round: "2026".to_owned(),
        unit: UNIT.to_owned(),
        description: WHAT.to_owned(),
        state: "open".to_owned(),
        ..FindingEdit::default()
    }
}

#[test]
fn a_finding_stands_in_briefing_sheet_and_the_next_form_until_it_is_closed_with_evidence() {
    let (folder, path, mut desk) = copied();
    let edit = FindingEdit {
        demand: "建立名录并公布".to_owned(),
        responsible: "张主任".to_owned(),
        deadline: Some("2020-01-31".to_owned()),
        ..open()
    };
    let finding = findings::save(&mut desk, &edit, stamp()).unwrap();
    drop(desk);
    let out = folder.path().join("out");
    let write = |name: &str| {
        let out = out.join(name);
        let written = on(
            "report",
            &path,
            &[
                "--out",
                out.to_str().unwrap(),
                "--only",
                "briefing",
                "--sections",
                "rectification",
                "--round",
                "2026",
            ],
        );
        assert_eq!(written.code, 0, "{}", written.stdout);
        let pdf = without_spaces(&words_of_pdf(&out.join("briefing-2026.pdf")));
        let docx = without_spaces(&words_of_docx(&out.join("briefing-2026.docx")));
        [pdf, docx]
    };
    for words in write("open") {
        assert!(words.contains("整改清单共列问题1项，涉及1个单位，其中待整改1项。"));
        assert!(
            words.contains(&format!("{WHAT}张主任2020年1月31日待整改（逾期）")),
            "{words}"
        );
    }
    let added = run(&[
        "round",
        "add",
        path.to_str().unwrap(),
        "2027",
        "--like",
        "2026",
    ]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    let form = folder.path().join("form.xlsx");
    let arguments = [
        "--unit",
        UNIT,
        "--out",
        form.to_str().unwrap(),
        "--round",
        "2027",
    ];
    assert_eq!(on("template", &path, &arguments).code, 0);
    let mut book = calamine::open_workbook_auto(&form).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "整改").unwrap();
    assert_eq!(sheet.get((1, 2)).unwrap().to_string(), WHAT);

    let mut desk = Desk::open(&path).unwrap();
    let closing = FindingEdit {
        id: Some(finding.id),
        state: "closed".to_owned(),
        ..edit
    };
    let refused = findings::save(&mut desk, &closing, stamp()).unwrap_err();
    assert_eq!(refused.code, Code::CloseWithoutEvidence);
    let place = EvidencePlace::Finding {
        finding: finding.id,
    };
    evidence::attach(&mut desk, &place, "名录.txt", b"done", stamp()).unwrap();
    findings::save(&mut desk, &closing, stamp()).unwrap();
    drop(desk);
    for words in write("closed") {
        assert!(words.contains("其中已销号1项"), "{words}");
        assert!(!words.contains(WHAT));
    }
}

#[test]
fn what_the_unit_reports_in_its_form_reaches_the_list_and_goes_back_with_its_batch() {
    let (folder, path, mut desk) = copied();
    findings::save(&mut desk, &open(), stamp()).unwrap();
    desk.close().unwrap();
    let form = folder.path().join("form.xlsx");
    let arguments = ["--unit", UNIT, "--out", form.to_str().unwrap()];
    assert_eq!(on("template", &path, &arguments).code, 0);
    let cells = [("H2", "已整改"), ("I2", "已建立并公布"), ("J2", "名录.pdf")];
    let cells = cells.map(|(cell, words)| ("整改", cell.to_owned(), Typed::Text(words)));
    fs::write(&form, typed(&fs::read(&form).unwrap(), &cells)).unwrap();

    let taken = on("import", &path, &[form.to_str().unwrap()]);
    assert!(taken.code <= 1, "{}", taken.stdout);
    let list = || {
        let desk = Desk::open(&path).unwrap();
        let today = "2026-11-05".parse().unwrap();
        findings::findings(&desk, "2026", today).unwrap()
    };
    let reported = &list()[0];
    assert_eq!(reported.state, "mended");
    assert_eq!(reported.note, "已建立并公布");
    assert_eq!(reported.evidence_named, "名录.pdf");

    let batches = {
        let desk = Desk::open(&path).unwrap();
        assessment_app::imports::batches(&desk).unwrap()
    };
    let undone = on("undo", &path, &[&batches[0].id.to_string()]);
    assert_eq!(undone.code, 0, "{}", undone.stdout);
    let back = &list()[0];
    assert_eq!((&*back.state, &*back.note), ("open", ""));
    assert_eq!(back.evidence_named, "");
}
