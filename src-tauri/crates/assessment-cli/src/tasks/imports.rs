//! `inspect`, `import` and `undo`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use assessment_app::{
    Code, Desk, Failure,
    imports::{self, Inspection},
    wire::{BatchView, PreviewView, ProblemView, ReadOptions},
    words,
};
use serde::Serialize;

use super::{CANCELLED, Work};
use crate::{
    answer::{Outcome, complain},
    arguments::Reading,
};

/// Problems that are listed for a person; the rest is counted.
const LISTED: usize = 50;

fn options(reading: &Reading) -> Result<ReadOptions, Failure> {
    let mapping = match &reading.map {
        Some(path) => Some(fs::read_to_string(path).map_err(|e| Failure::io(path, e))?),
        None => None,
    };
    Ok(ReadOptions {
        kind: reading.kind.map(|kind| kind.word().to_owned()),
        round: reading.round.clone(),
        mapping,
    })
}

pub(super) fn inspect(work: &Work, file: &Path, reading: &Reading) -> Result<Outcome, Failure> {
    let options = options(reading)?;
    let inspected = Inspection::alone(file, &options)?.read(&work.progress(), &CANCELLED)?;
    let view = inspected.view();
    work.answers.give(&WithHints::of(work, &view), || {
        let mut lines = vec![counts(work, "said_inspected", &view)];
        for sheet in &view.sheets {
            let kind = sheet.kind.as_deref().unwrap_or("-");
            let read = sheet.mapping.iter().filter(|c| c.field.is_some()).count();
            lines.push(work.answers.lang.fill(
                "said_sheet",
                &[
                    ("sheet", &sheet.name),
                    ("kind", kind),
                    ("header", &sheet.header_row.unwrap_or_default().to_string()),
                    ("rows", &sheet.rows.to_string()),
                    ("columns", &sheet.columns.to_string()),
                    ("read", &read.to_string()),
                ],
            ));
        }
        lines.extend(problem_lines(work, &view.problems));
        lines.join("\n")
    })?;
    Ok(outcome(&view))
}

/// What came of importing one file.
#[derive(Serialize)]
struct Imported {
    file: String,
    /// `null` where nothing was written: a dry run, or nothing new.
    batch: Option<i64>,
    round: Option<String>,
    rows_read: u32,
    accepted: u32,
    unchanged: u32,
    rejected: u32,
    problems: Vec<ProblemLine>,
}

/// A problem with its words.
#[derive(Serialize)]
struct ProblemLine {
    #[serde(flatten)]
    problem: ProblemView,
    message: String,
    hint: String,
}

impl ProblemLine {
    fn of(work: &Work, problem: &ProblemView) -> Self {
        let lang = work.answers.text_lang();
        Self {
            problem: problem.clone(),
            message: words::problem(problem, lang),
            hint: words::problem_hint(problem, lang),
        }
    }
}

/// A preview whose problems carry their words.
#[derive(Serialize)]
struct WithHints {
    #[serde(flatten)]
    view: BTreeMap<String, serde_json::Value>,
    problems: Vec<ProblemLine>,
}

impl WithHints {
    fn of(work: &Work, view: &PreviewView) -> Self {
        let fields = serde_json::to_value(view).ok();
        let fields = fields.as_ref().and_then(serde_json::Value::as_object);
        Self {
            // Nothing is held here that a token could name.
            view: fields
                .into_iter()
                .flatten()
                .filter(|(name, _)| !["problems", "token"].contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            problems: view
                .problems
                .iter()
                .map(|p| ProblemLine::of(work, p))
                .collect(),
        }
    }
}

/// Imports files one after another. A file that is refused stops the rest; what was imported before it
/// stays, each file being a batch of its own that can be undone.
pub(super) fn import(
    work: &Work,
    workspace: &Path,
    files: &[PathBuf],
    reading: &Reading,
    dry_run: bool,
) -> Result<Outcome, Failure> {
    let options = options(reading)?;
    let mut desk = work.open(workspace)?;
    let mut done = Vec::with_capacity(files.len());
    let mut outcome = Outcome::Done;
    let mut refused = None;
    for file in files {
        match import_one(work, &mut desk, file, &options, dry_run) {
            Ok((imported, found)) => {
                if found == Outcome::Problems {
                    outcome = found;
                }
                done.push(imported);
            }
            Err(failure) => {
                refused = Some(failure);
                break;
            }
        }
    }
    desk.close()?;
    match refused {
        // Nothing was changed: the refusal is the whole answer.
        Some(failure) if done.iter().all(|d| d.batch.is_none()) => return Err(failure),
        Some(failure) => {
            outcome = Outcome::Problems;
            complain(&words::failure(&failure, work.answers.text_lang()));
        }
        None => {}
    }
    work.answers.give(
        &serde_json::json!({ "dry_run": dry_run, "files": done }),
        || {
            let mut lines = Vec::new();
            for imported in &done {
                lines.push(said(work, imported, dry_run));
                let problems: Vec<&ProblemView> =
                    imported.problems.iter().map(|p| &p.problem).collect();
                lines.extend(problem_lines(work, problems));
            }
            lines.join("\n")
        },
    )?;
    Ok(outcome)
}

fn import_one(
    work: &Work,
    desk: &mut Desk,
    file: &Path,
    options: &ReadOptions,
    dry_run: bool,
) -> Result<(Imported, Outcome), Failure> {
    let preview = imports::inspect(desk, file, options, &work.progress(), &CANCELLED)?;
    if preview.accepted == 0
        && preview
            .problems
            .iter()
            .any(|p| p.code == "nothing_recognised")
    {
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
        let batch = imports::confirm(desk, token, work.stamp(), &progress, &CANCELLED)?;
        Some(batch)
    };
    let outcome = outcome(&preview);
    let problems = preview
        .problems
        .iter()
        .map(|p| ProblemLine::of(work, p))
        .collect();
    let imported = match written {
        Some(batch) => Imported {
            file: batch.file,
            // Nothing new leaves no batch behind.
            batch: Some(batch.id).filter(|id| *id != 0),
            round: Some(batch.round),
            rows_read: batch.rows_read,
            accepted: batch.accepted,
            unchanged: batch.unchanged,
            rejected: batch.rejected,
            problems,
        },
        None => Imported {
            file: preview.file,
            batch: None,
            round: preview.round,
            rows_read: preview.rows_read,
            accepted: preview.accepted,
            unchanged: preview.unchanged,
            rejected: preview.rejected,
            problems,
        },
    };
    Ok((imported, outcome))
}

fn outcome(preview: &PreviewView) -> Outcome {
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

fn counts(work: &Work, key: &str, view: &PreviewView) -> String {
    work.answers.lang.fill(
        key,
        &[
            ("file", &view.file),
            ("format", &view.format),
            ("encoding", view.encoding.as_deref().unwrap_or("-")),
            ("read", &view.rows_read.to_string()),
            ("accepted", &view.accepted.to_string()),
            ("rejected", &view.rejected.to_string()),
        ],
    )
}

fn problem_lines<'a>(
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
        lines.extend(undone.kept.iter().map(|kept| format!("  {kept}")));
        lines.join("\n")
    })?;
    Ok(Outcome::Done)
}
