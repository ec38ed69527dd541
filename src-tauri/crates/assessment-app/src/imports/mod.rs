//! Import: inspect a file, look at what it would change, confirm, undo.

mod differences;
mod duplicates;
mod folder;
mod inspection;
mod mapping;
mod marked;
mod saved;

use std::{collections::BTreeMap, path::Path, sync::atomic::AtomicBool};

pub use assessment_exchange::Grid;
use assessment_models::{Problem, RoundId, draft::Draft};
use assessment_store::{Batch, BatchReport, Kept, StoreError, Undone};

pub use self::{
    differences::differences,
    duplicates::near_duplicates,
    folder::{Folder, FolderDone, FolderRead, confirm_folder, discard_folder, hold_folder},
    inspection::{Inspected, Inspection},
    mapping::{mapping_fields, mapping_text},
    marked::write_marked,
    saved::Mappings,
};
use self::{
    folder::HeldFolder,
    inspection::{count, not_taken},
};
use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    progress::{Progress, Stage, go_on},
    view,
    wire::{AmendmentEdit, BatchView, GridPage, PreviewView, ReadOptions, UndoView},
};

/// Inspected files that wait to be confirmed or put aside.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    given: u64,
    held: BTreeMap<String, Inspected>,
    folders: BTreeMap<String, HeldFolder>,
}

impl Desk {
    /// A token that no other desk of this run gives.
    fn token(&mut self, kind: &str) -> String {
        self.drafts.given += 1;
        format!("{kind}-{}-{}", self.serial(), self.drafts.given)
    }
}

/// An inspected file that is held.
fn held<'d>(desk: &'d Desk, token: &str) -> Result<&'d Inspected, Failure> {
    let held = desk.drafts.held.get(token);
    held.ok_or_else(|| Code::NoSuchDraft.into())
}

/// Compares an inspected file with the workspace and holds it until it is confirmed or put aside.
///
/// # Errors
/// [`Code::NoSuchRound`] where the file names a round that is not there, [`Code::AnotherWorkspace`] where it
/// was read for another desk, [`Code::Cancelled`].
pub fn hold(
    desk: &mut Desk,
    inspected: Inspected,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<PreviewView, Failure> {
    let token = desk.token("draft");
    hold_as(desk, token, inspected, on_progress, cancel)
}

/// Holds a file that was read anew in place of what was held under the same token.
///
/// # Errors
/// As [`hold`], and [`Code::NoSuchDraft`].
pub fn hold_again(
    desk: &mut Desk,
    token: &str,
    inspected: Inspected,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<PreviewView, Failure> {
    held(desk, token)?;
    hold_as(desk, token.to_owned(), inspected, on_progress, cancel)
}

/// What reading a held file anew needs, with other options and with what a person put in place of cells.
///
/// # Errors
/// [`Code::NoSuchDraft`], and as [`Inspection::new`] and [`Inspection::amended`].
pub fn again(
    desk: &mut Desk,
    token: &str,
    options: &ReadOptions,
    amendments: &[AmendmentEdit],
) -> Result<Inspection, Failure> {
    let path = held(desk, token)?.path.clone();
    Ok(Inspection::new(desk, &path, options)?
        .amended(amendments)?
        .shown())
}

fn hold_as(
    desk: &mut Desk,
    token: String,
    mut inspected: Inspected,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<PreviewView, Failure> {
    if let Some(serial) = inspected.desk {
        desk.expect(serial)?;
    }
    on_progress(Progress::new(Stage::Compare, 0, 1));
    let mut preview = match inspected.round.clone() {
        Some(round) => {
            desk.round(round.as_str())?;
            let kept = differences::settle(desk, &mut inspected, &round)?;
            let compared = desk.workspace.compare(&inspected.parsed.draft, &round);
            inspected.preview(compared.map_err(|e| desk.failed(e))?, kept)
        }
        None => inspected.view(),
    };
    go_on(cancel)?;
    on_progress(Progress::new(Stage::Compare, 1, 1));
    preview.token.clone_from(&token);
    desk.drafts.held.insert(token, inspected);
    Ok(preview)
}

/// Rows of a held file's sheet as a person sees them, at most 500 at once.
///
/// # Errors
/// [`Code::NoSuchDraft`], [`Code::BadArgument`] for the sheet.
pub fn grid(
    desk: &Desk,
    token: &str,
    sheet: u32,
    from: u32,
    rows: u32,
) -> Result<GridPage, Failure> {
    let inspected = held(desk, token)?;
    let sheets = &inspected.parsed.sheets;
    let grid = sheets.get(sheet as usize).ok_or_else(|| {
        Failure::new(Code::BadArgument)
            .with("name", "sheet")
            .with("value", &sheet)
    })?;
    let empty = Grid::default();
    let grid = grid.grid.as_ref().unwrap_or(&empty);
    let last = (from as usize)
        .saturating_add(rows.min(500) as usize)
        .min(grid.len());
    Ok(GridPage {
        total_rows: view::count(grid.len()),
        columns: view::count(grid.width()),
        from,
        rows: (from as usize..last)
            .map(|at| grid.row(at).map(str::to_owned).collect())
            .collect(),
        cut: grid.is_cut(),
    })
}

/// Inspects a file for a workspace in one go: [`Inspection::new`], [`Inspection::read`], [`hold`].
///
/// # Errors
/// As these three.
pub fn inspect(
    desk: &mut Desk,
    path: &Path,
    options: &ReadOptions,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<PreviewView, Failure> {
    let inspected = Inspection::new(desk, path, options)?.read(on_progress, cancel)?;
    hold(desk, inspected, on_progress, cancel)
}

/// Writes an inspected file's rows in one transaction: all that is sound, or nothing.
///
/// # Errors
/// [`Code::NoSuchDraft`], [`Code::RoundNeeded`], [`Code::Cancelled`], and what writing fails with. The
/// file stays held, so that it can be confirmed again.
pub fn confirm(
    desk: &mut Desk,
    token: &str,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<BatchView, Failure> {
    let mut held = desk.drafts.held.remove(token).ok_or(Code::NoSuchDraft)?;
    let written = write(desk, &mut held, stamp, on_progress, cancel);
    if written.is_err() {
        desk.drafts.held.insert(token.to_owned(), held);
    }
    written
}

fn write(
    desk: &mut Desk,
    held: &mut Inspected,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<BatchView, Failure> {
    let round = held.round.clone().ok_or_else(|| {
        Failure::new(Code::RoundNeeded).with("file", &held.parsed.draft.file_name)
    })?;
    // Typed or imported since the file was looked at, it is what the rule is about.
    differences::settle(desk, held, &round)?;
    let (held, round) = (&*held, &round);
    let draft = &held.parsed.draft;
    let report = desk.workspace.write(stamp.actor, stamp.now, |write| {
        let mut tell = |done, total| on_progress(Progress::new(Stage::Write, done, total));
        let report = write.apply(draft, round, &mut tell, &|| go_on(cancel).is_err())?;
        if let Some(batch) = report.batch {
            write.keep_problems(batch, &problems(held, &report))?;
            write.record_amendments(round, batch, &amended(held))?;
        }
        Ok::<_, StoreError>(report)
    });
    let report = report.map_err(|e| desk.failed(e))?;
    desk.forget_read()?;
    Ok(written_view(&report, draft, round, stamp))
}

/// What a person put in place of the file's cells and rows, by place.
fn amended(held: &Inspected) -> Vec<(String, String)> {
    let of = |problem: &Problem| {
        let change = match problem.code.as_str() {
            "cell_amended" => {
                let param = |name: &str| problem.params.get(name).map_or("", String::as_str);
                format!("{} → {}", param("was"), param("now"))
            }
            "row_set_aside" => "—".to_owned(),
            _ => return None,
        };
        let cell = problem.cell.as_deref().unwrap_or_default();
        Some((format!("{}!{cell}", problem.sheet), change))
    };
    held.parsed.problems.iter().filter_map(of).collect()
}

/// What was wrong in the file, and why sound rows of it did not go in.
fn problems(held: &Inspected, report: &BatchReport) -> Vec<Problem> {
    held.parsed
        .problems
        .iter()
        .cloned()
        .chain(not_taken(&report.foreign_units, &report.taken_numbers))
        .collect()
}

fn written_view(
    report: &BatchReport,
    draft: &Draft,
    round: &RoundId,
    stamp: Stamp<'_>,
) -> BatchView {
    BatchView {
        id: report.batch.unwrap_or_default(),
        file: draft.file_name.clone(),
        sha256: draft.sha256.clone(),
        imported_at: view::time(stamp.now),
        actor: stamp.actor.to_owned(),
        round: round.to_string(),
        rows_read: count(report.rows_read),
        accepted: count(report.accepted),
        unchanged: count(report.unchanged),
        rejected: count(report.rejected),
        undone_at: None,
    }
}

/// Puts an inspected file aside.
///
/// # Errors
/// [`Code::NoSuchDraft`].
pub fn discard(desk: &mut Desk, token: &str) -> Result<(), Failure> {
    let held = desk.drafts.held.remove(token);
    held.map(drop).ok_or_else(|| Code::NoSuchDraft.into())
}

/// Import batches, latest first, those that were taken back too.
///
/// # Errors
/// What reading fails with.
pub fn batches(desk: &Desk) -> Result<Vec<BatchView>, Failure> {
    let batches = desk.workspace.batches().map_err(|e| desk.failed(e))?;
    Ok(batches.into_iter().map(batch_view).collect())
}

fn batch_view(batch: Batch) -> BatchView {
    BatchView {
        id: batch.id,
        file: batch.file_name,
        sha256: batch.sha256,
        imported_at: view::time(batch.imported_at),
        actor: batch.actor,
        round: batch.round.to_string(),
        rows_read: count(batch.rows_read),
        accepted: count(batch.accepted),
        unchanged: count(batch.unchanged),
        rejected: count(batch.rejected),
        undone_at: batch.undone_at.map(view::time),
    }
}

/// Takes an import batch back, whole; what was changed after it is kept and named.
///
/// # Errors
/// [`Code::NoSuchBatch`], [`Code::BatchUndone`], and what writing fails with.
pub fn undo(desk: &mut Desk, batch: i64, stamp: Stamp<'_>) -> Result<UndoView, Failure> {
    let undone = desk.workspace.undo(batch, stamp.actor, stamp.now);
    let Undone {
        batch,
        restored,
        kept,
    } = undone.map_err(|e| desk.failed(e))?;
    desk.forget_read()?;
    Ok(UndoView {
        batch,
        restored: count(restored),
        kept: kept.iter().map(kept_name).collect(),
    })
}

/// What stayed: unit and indicator, or register and key.
fn kept_name(kept: &Kept) -> String {
    match kept {
        Kept::Unit(unit) => unit.to_string(),
        Kept::Answer {
            unit, indicator, ..
        } => format!("{unit} {indicator}"),
        Kept::Record { register, key } => format!("{register} {key}"),
        Kept::Response(id) => id.clone(),
        Kept::Finding(id) => format!("finding {id}"),
    }
}
