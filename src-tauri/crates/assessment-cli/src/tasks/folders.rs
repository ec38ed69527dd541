//! `import` of a folder: all returned files at once, told by unit.

use std::{path::Path, sync::atomic::Ordering};

use assessment_app::{
    Desk, Failure, imports,
    imports::Folder,
    wire::{FolderFile, FolderUnit, FolderView, ReadOptions},
};
use serde::Serialize;

use super::{
    CANCELLED, Work,
    imports::{ProblemLine, problem_lines},
};
use crate::answer::Told;

/// What came of a folder.
#[derive(Serialize)]
pub(super) struct FolderLine {
    folder: String,
    /// Units of which everything that is asked came, without problems.
    complete: u32,
    incomplete: u32,
    with_problems: u32,
    /// Units of the round of which no file came.
    missing: Vec<FolderUnit>,
    /// Files that were refused as a whole.
    refused: u32,
    files: Vec<FileLine>,
    /// Why the import ended before the last file; not there where it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Told>,
    #[serde(skip)]
    stopped: bool,
}

/// One file of a folder.
#[derive(Serialize)]
struct FileLine {
    file: String,
    state: String,
    units: Vec<String>,
    answered: u32,
    asked: u32,
    batch: Option<i64>,
    round: Option<String>,
    rows_read: u32,
    accepted: u32,
    unchanged: u32,
    /// Left as they stand in the workspace, by the rule for conflicts.
    kept: u32,
    rejected: u32,
    problems: Vec<ProblemLine>,
    /// Why the file as a whole was refused; not there where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Told>,
}

impl FileLine {
    fn of(work: &Work, file: FolderFile) -> Self {
        let refused = file.problems.first().filter(|_| file.state == "refused");
        Self {
            failure: refused.map(|why| work.answers.told_again(why)),
            problems: file
                .problems
                .iter()
                .map(|p| ProblemLine::of(work, p))
                .collect(),
            batch: file.batch.map(|b| b.id),
            file: file.file,
            state: file.state,
            units: file.units,
            answered: file.answered,
            asked: file.asked,
            round: file.round,
            rows_read: file.rows_read,
            accepted: file.accepted,
            unchanged: file.unchanged,
            kept: file.kept,
            rejected: file.rejected,
        }
    }
}

/// Reads a folder's files and writes what is sound of them.
pub(super) fn import(
    work: &Work,
    desk: &mut Desk,
    root: &Path,
    options: &ReadOptions,
    dry_run: bool,
) -> Result<FolderLine, Failure> {
    let progress = work.progress();
    let read = Folder::new(desk, root, options)?.read(&progress, &CANCELLED)?;
    let held = imports::hold_folder(desk, read, &progress, &CANCELLED)?;
    let (view, failure): (FolderView, Option<Failure>) = if dry_run {
        imports::discard_folder(desk, &held.token)?;
        (held, None)
    } else {
        let done = imports::confirm_folder(desk, &held.token, work.stamp(), &progress, &CANCELLED)?;
        let view = done.view.clone();
        (view, done.whole().err())
    };
    Ok(FolderLine {
        stopped: failure.is_some() && CANCELLED.load(Ordering::Relaxed),
        failure: failure.map(|failure| work.answers.told(&failure)),
        folder: root.display().to_string(),
        complete: view.complete,
        incomplete: view.incomplete,
        with_problems: view.with_problems,
        missing: view.missing,
        refused: view.refused,
        files: view
            .files
            .into_iter()
            .map(|file| FileLine::of(work, file))
            .collect(),
    })
}

impl FolderLine {
    /// Whether nothing is wrong with any of its files.
    pub(super) fn is_sound(&self) -> bool {
        self.failure.is_none()
            && self.refused == 0
            && self.files.iter().all(|f| f.state != "problems")
    }

    /// Why it ended before its last file.
    pub(super) fn failure(&self) -> Option<&Told> {
        self.failure.as_ref()
    }

    /// Why the first of its files that was refused was.
    pub(super) fn first_refusal(&self) -> Option<&Told> {
        self.files.iter().find_map(|file| file.failure.as_ref())
    }

    /// Whether a person stopped it.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Whether a file of it was refused, or holds nothing that is recognised.
    pub(super) fn has_refused(&self) -> bool {
        let unrecognised = |f: &FileLine| {
            let code = |p: &ProblemLine| p.problem().code == "nothing_recognised";
            f.accepted == 0 && f.problems.iter().any(code)
        };
        self.refused > 0 || self.files.iter().any(unrecognised)
    }

    /// Whether something of it went in, or would.
    pub(super) fn went_in(&self, dry_run: bool) -> bool {
        self.files
            .iter()
            .any(|f| f.batch.is_some() || dry_run && f.accepted > 0)
    }

    /// For people: the counts, every file that is not complete, and who is missing.
    pub(super) fn sentences(&self, work: &Work) -> Vec<String> {
        let lang = work.answers.lang;
        let mut lines = vec![lang.fill(
            "said_folder",
            &[
                ("folder", &self.folder),
                ("files", &self.files.len().to_string()),
                ("complete", &self.complete.to_string()),
                ("incomplete", &self.incomplete.to_string()),
                ("problems", &self.with_problems.to_string()),
                ("missing", &self.missing.len().to_string()),
                ("refused", &self.refused.to_string()),
            ],
        )];
        for file in self.files.iter().filter(|f| f.state != "complete") {
            lines.push(lang.fill(
                "said_folder_file",
                &[
                    ("file", &file.file),
                    ("read", &file.rows_read.to_string()),
                    ("accepted", &file.accepted.to_string()),
                    ("unchanged", &file.unchanged.to_string()),
                    ("rejected", &file.rejected.to_string()),
                ],
            ));
            let problems = file.problems.iter().map(ProblemLine::problem);
            lines.extend(problem_lines(work, problems));
        }
        if !self.missing.is_empty() {
            let names: Vec<&str> = self
                .missing
                .iter()
                .map(|u| match lang.tag() {
                    "en" => u.name_en.as_str(),
                    _ => u.name_zh.as_str(),
                })
                .collect();
            lines.push(lang.fill(
                "said_folder_missing",
                &[("units", &names.join(lang.say("list")))],
            ));
        }
        lines
    }
}
