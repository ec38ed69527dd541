//! `import` and `undo`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assessment_app::{
    Code, Desk, Failure, imports, rounds,
    wire::{BatchView, NearDuplicate, PreviewView, ProblemView, ReadOptions},
    words,
};
use serde::Serialize;

use super::{
    CANCELLED, Work,
    folders::{self, FolderLine},
};
use crate::{
    answer::{Outcome, Told, complain},
    arguments::Reading,
};

/// Problems that are listed for a person; the rest is counted.
const LISTED: usize = 50;

/// Rows up to which a file is looked through for incidents that may be there already.
const LOOKED_THROUGH: u32 = 50_000;

pub(super) fn options(reading: &Reading) -> Result<ReadOptions, Failure> {
    let mapping = match &reading.map {
        Some(path) => Some(fs::read_to_string(path).map_err(|e| Failure::io(path, e))?),
        None => None,
    };
    Ok(ReadOptions {
        kind: reading.kind.map(|kind| kind.word().to_owned()),
        round: reading.round.clone(),
        mapping,
        hidden: reading.hidden.map(|hidden| hidden.word().to_owned()),
        encoding: reading.encoding.clone(),
        conflict: reading.conflict.map(|rule| rule.word().to_owned()),
    })
}

/// What came of importing one file.
#[derive(Default, Serialize)]
struct Imported {
    file: String,
    /// `null` where nothing was written: a dry run, nothing new, or refused.
    batch: Option<i64>,
    round: Option<String>,
    rows_read: u32,
    accepted: u32,
    unchanged: u32,
    /// Left as they stand in the workspace, by the rule for conflicts.
    kept: u32,
    rejected: u32,
    problems: Vec<ProblemLine>,
    /// Incidents that may be ones that are there already; taken all the same, for a person to decide.
    near_duplicates: Vec<NearDuplicate>,
    /// Why the file as a whole was refused; not there where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Told>,
}

impl Imported {
    /// A file that was refused.
    fn refused(work: &Work, file: &Path, failure: &Failure) -> Self {
        Self {
            file: file
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            failure: Some(work.answers.told(failure)),
            ..Self::default()
        }
    }

    /// Whether something of it went in, or would.
    fn went_in(&self, dry_run: bool) -> bool {
        self.batch.is_some() || (dry_run && self.accepted > 0)
    }

    /// Whether something is wrong with it.
    fn has_problems(&self) -> bool {
        self.rejected > 0
            || self.failure.is_some()
            || self.problems.iter().any(|p| p.problem.severity == "error")
    }
}

/// A problem with its words.
#[derive(Serialize)]
pub(super) struct ProblemLine {
    #[serde(flatten)]
    problem: ProblemView,
    message: String,
    hint: String,
}

impl ProblemLine {
    pub(super) fn problem(&self) -> &ProblemView {
        &self.problem
    }

    pub(super) fn of(work: &Work, problem: &ProblemView) -> Self {
        let lang = work.answers.text_lang();
        Self {
            problem: problem.clone(),
            message: words::problem(problem, lang),
            hint: words::problem_hint(problem, lang),
        }
    }
}

/// Imports files and folders one after another, each file a batch of its own that can be undone. A file that is refused
/// does not keep the next ones from going in; only a person who stops it does.
pub(super) fn import(
    work: &Work,
    workspace: &Path,
    files: &[PathBuf],
    reading: &Reading,
    dry_run: bool,
) -> Result<Outcome, Failure> {
    let options = options(reading)?;
    let mut desk = work.open(workspace)?;
    if let Some(round) = &options.round {
        // Said once, not once a file.
        rounds::round_units(&desk, round)?;
    }
    let mut done = Vec::with_capacity(files.len());
    let mut folders = Vec::new();
    for file in files {
        if file.is_dir() {
            match folders::import(work, &mut desk, file, &options, dry_run) {
                Ok(folder) => {
                    let stopped = folder.stopped();
                    folders.push(folder);
                    if stopped {
                        break;
                    }
                }
                Err(failure) => {
                    done.push(Imported::refused(work, file, &failure));
                    if failure.code == Code::Cancelled {
                        break;
                    }
                }
            }
            continue;
        }
        match import_one(work, &mut desk, file, &options, dry_run) {
            Ok(imported) => done.push(imported),
            Err(failure) => {
                done.push(Imported::refused(work, file, &failure));
                if failure.code == Code::Cancelled {
                    break;
                }
            }
        }
    }
    desk.close()?;
    let went_in =
        done.iter().any(|d| d.went_in(dry_run)) || folders.iter().any(|f| f.went_in(dry_run));
    answer(work, &done, &folders, dry_run, went_in)?;
    let refused = done.iter().any(|d| d.failure.is_some())
        || folders
            .iter()
            .any(|f| f.failure().is_some() || f.has_refused());
    Ok(if refused && !went_in {
        Outcome::Refused
    } else if done.iter().any(Imported::has_problems) || !folders.iter().all(FolderLine::is_sound) {
        Outcome::Problems
    } else {
        Outcome::Done
    })
}

/// Says what came of each file. Where nothing at all went in, the first refusal stands before them, as
/// it does with every task that was refused.
fn answer(
    work: &Work,
    done: &[Imported],
    folders: &[FolderLine],
    dry_run: bool,
    went_in: bool,
) -> Result<(), Failure> {
    let mut document = serde_json::Map::new();
    let first = done.iter().find_map(|d| d.failure.as_ref());
    let first = first
        .or_else(|| folders.iter().find_map(FolderLine::failure))
        .or_else(|| folders.iter().find_map(FolderLine::first_refusal));
    if let Some(first) = first
        && !went_in
    {
        document.insert("failure".to_owned(), serde_json::json!(first));
    }
    document.insert("dry_run".to_owned(), dry_run.into());
    document.insert("files".to_owned(), serde_json::json!(done));
    if !folders.is_empty() {
        document.insert("folders".to_owned(), serde_json::json!(folders));
    }
    if !work.answers.json {
        let files = done.iter().filter_map(|d| d.failure.as_ref());
        for told in files.chain(folders.iter().filter_map(FolderLine::failure)) {
            complain(&told.sentence());
        }
    }
    if !work.answers.json && folders.is_empty() && done.iter().all(|d| d.failure.is_some()) {
        return Ok(());
    }
    work.answers.give(&document, || {
        let mut lines: Vec<String> = folders.iter().flat_map(|f| f.sentences(work)).collect();
        for imported in done.iter().filter(|d| d.failure.is_none()) {
            lines.push(said(work, imported, dry_run));
            let problems = imported.problems.iter().map(|p| &p.problem);
            lines.extend(problem_lines(work, problems));
        }
        let refused = done.iter().filter(|d| d.failure.is_some()).count();
        if refused > 0 {
            let (refused, all) = (refused.to_string(), done.len().to_string());
            let counts = [("refused", refused.as_str()), ("files", all.as_str())];
            lines.push(work.answers.lang.fill("said_refused", &counts));
        }
        lines.join("\n")
    })
}

fn import_one(
    work: &Work,
    desk: &mut Desk,
    file: &Path,
    options: &ReadOptions,
    dry_run: bool,
) -> Result<Imported, Failure> {
    let preview = imports::inspect(desk, file, options, &work.progress(), &CANCELLED)?;
    let near_duplicates = if preview.rows_read <= LOOKED_THROUGH {
        imports::near_duplicates(desk, &preview.token)?
    } else {
        Vec::new()
    };
    let unrecognised = |p: &ProblemView| p.code == "nothing_recognised";
    if preview.accepted == 0 && preview.problems.iter().any(unrecognised) {
        imports::discard(desk, &preview.token)?;
        return Err(Failure::new(Code::NothingRecognised).with("file", &preview.file));
    }
    // What holds nothing new is not written: the file stays as it is, byte for byte.
    let written: Option<BatchView> = if dry_run || preview.accepted == 0 {
        imports::discard(desk, &preview.token)?;
        None
    } else if preview.round.is_none() {
        imports::discard(desk, &preview.token)?;
        return Err(Failure::new(Code::RoundNeeded).with("file", &preview.file));
    } else {
        let token = &preview.token;
        let progress = work.progress();
        let batch = imports::confirm(desk, token, work.stamp(), &progress, &CANCELLED);
        if batch.is_err() {
            // What could not be written is held for a person who tries again; here nobody does.
            imports::discard(desk, token)?;
        }
        Some(batch?)
    };
    let problems = &preview.problems;
    let problems = problems.iter().map(|p| ProblemLine::of(work, p)).collect();
    Ok(match written {
        Some(batch) => Imported {
            file: batch.file,
            // Nothing new leaves no batch behind.
            batch: Some(batch.id).filter(|id| *id != 0),
            round: Some(batch.round),
            rows_read: batch.rows_read,
            accepted: batch.accepted,
            unchanged: batch.unchanged,
            kept: preview.kept,
            rejected: batch.rejected,
            problems,
            near_duplicates,
            failure: None,
        },
        None => Imported {
            file: preview.file,
            batch: None,
            round: preview.round,
            rows_read: preview.rows_read,
            accepted: preview.accepted,
            unchanged: preview.unchanged,
            kept: preview.kept,
            rejected: preview.rejected,
            problems,
            near_duplicates,
            failure: None,
        },
    })
}

pub(super) fn outcome(preview: &PreviewView) -> Outcome {
    if preview.rejected > 0 || preview.problems.iter().any(|p| p.severity == "error") {
        Outcome::Problems
    } else {
        Outcome::Done
    }
}

fn said(work: &Work, imported: &Imported, dry_run: bool) -> String {
    let key = match (dry_run, imported.batch) {
        (true, _) => "said_would_import",
        (false, None) => "said_unchanged",
        (false, Some(_)) => "said_imported",
    };
    work.answers.lang.fill(
        key,
        &[
            ("file", &imported.file),
            ("batch", &imported.batch.unwrap_or_default().to_string()),
            ("read", &imported.rows_read.to_string()),
            ("accepted", &imported.accepted.to_string()),
            ("unchanged", &imported.unchanged.to_string()),
            ("rejected", &imported.rejected.to_string()),
        ],
    )
}

pub(super) fn problem_lines<'a>(
    work: &Work,
    problems: impl IntoIterator<Item = &'a ProblemView>,
) -> Vec<String> {
    let lang = work.answers.text_lang();
    let mut rest = 0_usize;
    let mut lines = Vec::new();
    for problem in problems {
        if lines.len() >= LISTED {
            rest += 1;
            continue;
        }
        let place = [Some(problem.sheet.as_str()), problem.cell.as_deref()]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("!");
        lines.push(format!(
            "  [{}] {place} {} {}",
            problem.severity,
            words::problem(problem, lang),
            words::problem_hint(problem, lang),
        ));
    }
    if rest > 0 {
        let rest = rest.to_string();
        lines.push(
            work.answers
                .lang
                .fill("said_more_problems", &[("count", &rest)]),
        );
    }
    lines
}

pub(super) fn undo(work: &Work, workspace: &Path, batch: i64) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let undone = imports::undo(&mut desk, batch, work.stamp())?;
    desk.close()?;
    work.answers.give(&undone, || {
        let mut lines = vec![work.answers.lang.fill(
            "said_undone",
            &[
                ("batch", &undone.batch.to_string()),
                ("restored", &undone.restored.to_string()),
                ("kept", &undone.kept.len().to_string()),
            ],
        )];
        let lang = &work.answers.lang;
        lines.extend(undone.kept.iter().map(|kept| {
            let named = match kept.strip_prefix("finding ") {
                Some(id) => lang.fill("said_finding", &[("id", id)]),
                None => kept.clone(),
            };
            format!("  {named}")
        }));
        lines.join("\n")
    })?;
    Ok(Outcome::Done)
}
