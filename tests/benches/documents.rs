//! Documents of the demonstration province: its briefing, its feedback sheets apart and bound, a preview.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    reason = "a benchmark that cannot be set up has nothing to measure, prints what it measured, and uses \
              a part of what all share"
)]

mod shared;

use std::{path::Path, sync::atomic::AtomicBool, time::Duration};

use assessment_app::{
    Desk, Stamp,
    demo::{self, DemoOptions},
    documents::DocumentJob,
    reports,
    wire::{DocumentForm, DocumentRequest, ReportRequest, ScoreRequest},
    workspace::ChosenFramework,
};
use shared::{Line, median, table, timed};

const RUNS: usize = 3;
static ON: AtomicBool = AtomicBool::new(false);

fn stamp() -> Stamp<'static> {
    Stamp {
        actor: "speed",
        now: "2026-11-05T08:00:00".parse().expect("a moment"),
    }
}

fn score() -> ScoreRequest {
    ScoreRequest {
        round: "2026".to_owned(),
        layer: "final".to_owned(),
        mode: "official".to_owned(),
    }
}

/// How long one kind of document of the whole province takes, with how many files.
fn written(desk: &mut Desk, folder: &Path, kind: &str, format: &str, bound: bool) -> Duration {
    let request = ReportRequest {
        score: score(),
        folder: folder.join(kind).display().to_string(),
        only: vec![kind.to_owned()],
        lang: "zh-CN".to_owned(),
        form: Some(DocumentForm {
            formats: vec![format.to_owned()],
            bound,
            ..DocumentForm::default()
        }),
    };
    let times = (0..RUNS).map(|_| {
        let (time, files) = timed(|| {
            reports::write(desk, &request, stamp(), &|_| {}, &ON).expect("documents are written")
        });
        let expected = if kind == "feedback" && !bound { 184 } else { 1 };
        assert_eq!(files.len(), expected);
        time
    });
    median(times.collect())
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let chosen = ChosenFramework::standard().expect("the built-in framework loads");
    let path = folder.path().join("demo.hezhi");
    let options = DemoOptions::default();
    let mut desk = demo::create(&path, &chosen, options, stamp(), &|_| {}, &ON)
        .expect("the demonstration is made");
    let request = DocumentRequest {
        score: score(),
        lang: "zh-CN".to_owned(),
        unit: None,
        form: DocumentForm::default(),
    };
    let (laid, _) = timed(|| {
        let job = DocumentJob::new(&mut desk, &request, stamp()).expect("a briefing is asked for");
        let shown = job.lay(&|_| {}, &ON).expect("the briefing is laid out");
        shown.page(1).expect("there is a first page")
    });
    let mut of = |kind, format, bound| written(&mut desk, folder.path(), kind, format, bound);
    table(&[
        Line {
            what: "briefing of 184 units to be looked at, first page",
            ours: laid,
            bare: None,
            target: "< 3 s",
        },
        Line {
            what: "briefing of 184 units, PDF",
            ours: of("briefing", "pdf", false),
            bare: None,
            target: "< 3 s",
        },
        Line {
            what: "briefing of 184 units, DOCX",
            ours: of("briefing", "docx", false),
            bare: None,
            target: "< 3 s",
        },
        Line {
            what: "184 feedback sheets, PDF",
            ours: of("feedback", "pdf", false),
            bare: None,
            target: "< 20 s",
        },
        Line {
            what: "184 feedback sheets, one PDF",
            ours: of("feedback", "pdf", true),
            bare: None,
            target: "< 20 s",
        },
        Line {
            what: "184 feedback sheets, DOCX",
            ours: of("feedback", "docx", false),
            bare: None,
            target: "< 20 s",
        },
    ]);
}
