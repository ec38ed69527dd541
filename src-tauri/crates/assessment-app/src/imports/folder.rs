//! A folder of returned files: read together, told by unit, confirmed together.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use assessment_models::{
    Framework, Unit, UnitCode,
    draft::{Content, Draft},
};

use super::{Inspected, Inspection, confirm, discard, hold};
use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    progress::{Progress, Stage, go_on},
    view,
    wire::{FolderFile, FolderUnit, FolderView, ProblemView, ReadOptions},
};

/// Most files of a folder.
const MOST_FILES: usize = 5_000;
/// How deep folders may lie in each other.
const DEPTH: usize = 8;
/// Extensions of files that may be spreadsheets, by name; what they are is told by content.
const EXTENSIONS: [&str; 16] = [
    "xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "et", "xlsb", "xml", "numbers", "html",
    "htm", "xltx", "ots", "fods",
];

/// A folder whose files are to be read, so that the desk is free meanwhile.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    files: Vec<PathBuf>,
    inspection: Inspection,
}

/// A folder whose files were read.
#[derive(Debug)]
pub struct FolderRead {
    files: Vec<(String, Result<Inspected, Failure>)>,
}

/// What is held of a folder.
#[derive(Debug)]
pub(super) struct HeldFolder {
    view: FolderView,
}

/// Spreadsheets below a folder, by name; hidden files and what spreadsheet programs leave open are passed
/// over, and links are not followed.
fn spreadsheets(root: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = fs::read_dir(root).map_err(|e| Failure::io(root, e))?;
    for entry in entries {
        let entry = entry.map_err(|e| Failure::io(root, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        let kind = entry.file_type().map_err(|e| Failure::io(root, e))?;
        if kind.is_dir() && depth > 0 {
            spreadsheets(&entry.path(), depth - 1, found)?;
        } else if kind.is_file()
            && entry
                .path()
                .extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| EXTENSIONS.contains(&e.to_ascii_lowercase().as_str()))
        {
            found.push(entry.path());
        }
        if found.len() > MOST_FILES {
            return Err(Failure::new(Code::FolderTooLarge)
                .with("path", &root.display())
                .with("most", &MOST_FILES));
        }
    }
    Ok(())
}

impl Folder {
    /// Finds the files of a folder, and what reading them for a workspace needs.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::NotAFolder`], [`Code::FolderTooLarge`], [`Code::FolderWithoutFiles`], and as
    /// [`Inspection::new`].
    pub fn new(desk: &mut Desk, root: &Path, options: &ReadOptions) -> Result<Self, Failure> {
        let mut files = Vec::new();
        spreadsheets(root, DEPTH, &mut files)?;
        if files.is_empty() {
            return Err(Failure::new(Code::FolderWithoutFiles).with("path", &root.display()));
        }
        files.sort();
        Ok(Self {
            root: root.to_owned(),
            files,
            inspection: Inspection::new(desk, root, options)?,
        })
    }

    /// The same, with the cells as a person sees them.
    #[must_use]
    pub fn shown(mut self) -> Self {
        self.inspection = self.inspection.shown();
        self
    }

    /// The same, parsed elsewhere than in children of the running program.
    #[must_use]
    pub fn parsed_by(mut self, parser: crate::intake::Parser) -> Self {
        self.inspection = self.inspection.parsed_by(parser);
        self
    }

    /// Reads all files, as many at a time as there are processors. A file that is refused does not stop the
    /// others.
    ///
    /// # Errors
    /// [`Code::Cancelled`].
    pub fn read(
        self,
        on_progress: &(dyn Fn(Progress) + Sync),
        cancel: &AtomicBool,
    ) -> Result<FolderRead, Failure> {
        let total = self.files.len();
        let workers = std::thread::available_parallelism().map_or(2, |n| n.get().min(4));
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let read: Mutex<BTreeMap<usize, Result<Inspected, Failure>>> = Mutex::default();
        on_progress(Progress::new(Stage::Read, 0, total));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = self.files.get(at) else {
                            return;
                        };
                        if cancel.load(Ordering::Relaxed) {
                            return;
                        }
                        let inspected = self.inspection.of(path).read(&|_| {}, cancel);
                        read.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .insert(at, inspected);
                        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                        on_progress(Progress::new(Stage::Read, done, total));
                    }
                });
            }
        });
        go_on(cancel)?;
        let read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
        let name = |path: &Path| {
            path.strip_prefix(&self.root)
                .unwrap_or(path)
                .display()
                .to_string()
        };
        Ok(FolderRead {
            files: read
                .into_iter()
                .filter_map(|(at, result)| Some((name(self.files.get(at)?), result)))
                .collect(),
        })
    }
}

/// The units that a file speaks of, those that it brings among them.
fn units_of(inspected: &Inspected) -> BTreeSet<UnitCode> {
    let mut units: BTreeSet<UnitCode> = inspected.parsed.units.iter().cloned().collect();
    for content in &inspected.parsed.draft.contents {
        match content {
            Content::Responses(rows) => units.extend(rows.iter().filter_map(|r| r.unit.clone())),
            Content::Units(rows) => units.extend(rows.iter().map(|(u, _)| u.code.clone())),
            Content::Answers(_) | Content::Records { .. } | Content::Rectification(_) => {}
        }
    }
    units
}

/// Answers that a unit is asked for.
fn asked(framework: &Framework, unit: &Unit) -> usize {
    framework
        .indicators
        .iter()
        .filter(|i| framework.asks(unit, i) && !framework.is_derived(i))
        .count()
}

fn answered(draft: &Draft) -> usize {
    draft
        .contents
        .iter()
        .map(|c| match c {
            Content::Answers(table) => table.rows.len(),
            _ => 0,
        })
        .sum()
}

/// Compares the files of a folder with the workspace and holds them until they are confirmed or put aside.
///
/// # Errors
/// [`Code::Cancelled`], and what comparing fails with.
pub fn hold_folder(
    desk: &mut Desk,
    folder: FolderRead,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<FolderView, Failure> {
    let total = folder.files.len();
    let mut files = Vec::with_capacity(total);
    let known = desk.workspace.units().map_err(|e| desk.failed(e))?;
    for (at, (name, result)) in folder.files.into_iter().enumerate() {
        go_on(cancel)?;
        on_progress(Progress::new(Stage::Compare, at, total));
        let held = result.and_then(|inspected| {
            let framework = inspected.framework.clone();
            let units = units_of(&inspected);
            let answered = answered(&inspected.parsed.draft);
            hold(desk, inspected, &|_| {}, cancel)
                .map(|preview| (preview, framework, units, answered))
        });
        files.push(match held {
            Ok((preview, framework, units, answered)) => {
                let form = units
                    .iter()
                    .next()
                    .filter(|_| units.len() == 1 && answered > 0)
                    .and_then(|code| known.iter().find(|u| u.code == *code));
                let asked = form.map_or(0, |unit| asked(&framework, unit));
                let faulty =
                    preview.rejected > 0 || preview.problems.iter().any(|p| p.severity == "error");
                let state = if faulty {
                    "problems"
                } else if answered < asked {
                    "incomplete"
                } else {
                    "complete"
                };
                FolderFile {
                    file: name,
                    state: state.to_owned(),
                    units: units.iter().map(ToString::to_string).collect(),
                    answered: if form.is_some() {
                        view::count(answered)
                    } else {
                        0
                    },
                    asked: view::count(asked),
                    round: preview.round,
                    rows_read: preview.rows_read,
                    accepted: preview.accepted,
                    unchanged: preview.unchanged,
                    kept: preview.kept,
                    rejected: preview.rejected,
                    problems: preview.problems,
                    draft: Some(preview.token),
                    batch: None,
                }
            }
            Err(failure) if failure.code == Code::Cancelled => return Err(failure),
            Err(failure) => refused(name, &failure),
        });
    }
    on_progress(Progress::new(Stage::Compare, total, total));
    let view = summary(desk, files, &known)?;
    desk.drafts
        .folders
        .insert(view.token.clone(), HeldFolder { view: view.clone() });
    Ok(view)
}

/// A file that was refused as a whole: why, as its one problem.
fn refused(file: String, failure: &Failure) -> FolderFile {
    let view = failure.view();
    FolderFile {
        file,
        state: "refused".to_owned(),
        units: Vec::new(),
        answered: 0,
        asked: 0,
        round: None,
        rows_read: 0,
        accepted: 0,
        unchanged: 0,
        kept: 0,
        rejected: 0,
        problems: vec![ProblemView {
            severity: "error".to_owned(),
            sheet: String::new(),
            cell: None,
            code: view.code,
            params: view.params,
        }],
        draft: None,
        batch: None,
    }
}

fn summary(desk: &mut Desk, files: Vec<FolderFile>, known: &[Unit]) -> Result<FolderView, Failure> {
    // The worst of its files tells how a unit stands.
    let mut states: BTreeMap<&str, &str> = BTreeMap::new();
    let weight = |state: &str| match state {
        "problems" => 2,
        "incomplete" => 1,
        _ => 0,
    };
    for file in &files {
        for unit in &file.units {
            let state = states.entry(unit).or_insert(&file.state);
            if weight(&file.state) > weight(state) {
                *state = &file.state;
            }
        }
    }
    let in_state = |wanted: &str| {
        let n = states.values().filter(|s| **s == wanted).count();
        view::count(n)
    };
    let round = files
        .iter()
        .find_map(|f| f.round.clone())
        .or_else(|| desk.rounds.first().map(|r| r.id.to_string()));
    let taking_part: Vec<UnitCode> = match &round {
        Some(round) => {
            let id = desk.round(round)?.id.clone();
            desk.workspace
                .round_units(&id)
                .map_err(|e| desk.failed(e))?
                .into_iter()
                .map(|u| u.code)
                .collect()
        }
        None => Vec::new(),
    };
    // What came in by earlier imports, or was typed, has been returned too.
    let returned: BTreeSet<UnitCode> = match &round {
        Some(round) => {
            let there = &desk.held(round)?.data.observations;
            there
                .iter()
                .filter(|o| o.answer.is_given())
                .map(|o| o.unit.clone())
                .collect()
        }
        None => BTreeSet::new(),
    };
    let missing = known
        .iter()
        .filter(|u| taking_part.contains(&u.code) && !states.contains_key(u.code.as_str()))
        .filter(|u| !returned.contains(&u.code))
        .map(|u| FolderUnit {
            code: u.code.to_string(),
            name_zh: u.name.zh.clone(),
            name_en: u.name.en.clone(),
        })
        .collect();
    Ok(FolderView {
        token: desk.token("folder"),
        missing,
        complete: in_state("complete"),
        incomplete: in_state("incomplete"),
        with_problems: in_state("problems"),
        refused: view::count(files.iter().filter(|f| f.state == "refused").count()),
        files,
    })
}

/// What came of writing a folder.
#[derive(Debug)]
pub struct FolderDone {
    /// The files; those that went in have their batch.
    pub view: FolderView,
    /// Why it ended before the last file, where it did; the rest stays held.
    pub failure: Option<Failure>,
}

impl FolderDone {
    /// All of it, or why it is not: where files went in before it ended, that is told with their batches.
    ///
    /// # Errors
    /// [`Code::FolderStopped`], and where nothing went in as [`confirm_folder`].
    pub fn whole(self) -> Result<FolderView, Failure> {
        let Some(failure) = self.failure else {
            return Ok(self.view);
        };
        let batches = self.view.files.iter().filter_map(|f| f.batch.as_ref());
        let batches: Vec<String> = batches.map(|batch| batch.id.to_string()).collect();
        if batches.is_empty() {
            return Err(failure);
        }
        Err(Failure::new(Code::FolderStopped)
            .with("written", &batches.len())
            .with("batches", &batches.join(", ")))
    }
}

/// Writes the files of a held folder one after another, each in a transaction and a batch of its own; those
/// without anything new are passed over. Where it ends before the last file, what was written stays and the
/// rest stays held.
///
/// # Errors
/// [`Code::NoSuchDraft`]. Why it ended early, [`Code::RoundNeeded`], [`Code::Cancelled`] and what writing
/// fails with, stands beside what was written.
pub fn confirm_folder(
    desk: &mut Desk,
    token: &str,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<FolderDone, Failure> {
    let mut held = desk.drafts.folders.remove(token).ok_or(Code::NoSuchDraft)?;
    let total = held.view.files.len();
    let mut failed = None;
    for (at, file) in held.view.files.iter_mut().enumerate() {
        on_progress(Progress::new(Stage::Write, at, total));
        let Some(draft) = file.draft.clone() else {
            continue;
        };
        if let Err(cancelled) = go_on(cancel) {
            failed = Some(cancelled);
            break;
        }
        if file.accepted == 0 {
            // It may have been put aside by hand meanwhile.
            let _ = discard(desk, &draft);
            file.draft = None;
            continue;
        }
        match confirm(desk, &draft, stamp, &|_| {}, cancel) {
            Ok(batch) => {
                // The files before it may have changed what it comes to.
                file.accepted = batch.accepted;
                file.unchanged = batch.unchanged;
                if batch.rejected > file.rejected {
                    file.rejected = batch.rejected;
                    "problems".clone_into(&mut file.state);
                }
                file.batch = Some(batch).filter(|b| b.id != 0);
                file.draft = None;
            }
            Err(failure) => {
                failed = Some(failure);
                break;
            }
        }
    }
    let view = held.view.clone();
    if failed.is_some() {
        desk.drafts.folders.insert(token.to_owned(), held);
    } else {
        on_progress(Progress::new(Stage::Write, total, total));
    }
    Ok(FolderDone {
        view,
        failure: failed,
    })
}

/// Puts a held folder and its files aside.
///
/// # Errors
/// [`Code::NoSuchDraft`].
pub fn discard_folder(desk: &mut Desk, token: &str) -> Result<(), Failure> {
    let held = desk.drafts.folders.remove(token).ok_or(Code::NoSuchDraft)?;
    for draft in held.view.files.iter().filter_map(|f| f.draft.as_deref()) {
        // It may have been confirmed or put aside by hand meanwhile.
        let _ = discard(desk, draft);
    }
    Ok(())
}
