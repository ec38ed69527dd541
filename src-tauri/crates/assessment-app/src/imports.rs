//! Import: inspect a file, look at what it would change, confirm, undo.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use assessment_exchange::{Mapping, ParseContext, Parsed, SheetReport};
use assessment_models::{
    Framework, Round, RoundId, Unit,
    draft::{Draft, Kind},
};
use assessment_store::{Batch, BatchReport, Comparison, Kept, Undone};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    intake::{self, Parser},
    progress::{Progress, Stage, go_on},
    view,
    wire::{BatchView, ColumnView, PreviewView, ProblemView, ReadOptions, SheetView, UndoView},
    workspace::ChosenFramework,
};

/// Inspected files that wait to be confirmed or put aside.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    given: u64,
    held: BTreeMap<String, HeldDraft>,
}

#[derive(Debug)]
struct HeldDraft {
    draft: Draft,
    round: Option<RoundId>,
}

/// A file that is to be inspected, with all that reading it needs, so that the desk is free meanwhile.
#[derive(Debug)]
pub struct Inspection {
    path: PathBuf,
    framework: Arc<Framework>,
    units: Vec<Unit>,
    round: Option<Round>,
    mapping: Option<Mapping>,
    kind: Option<Kind>,
    /// A child of this program where nothing else is said.
    parser: Option<Parser>,
}

/// An inspected file.
#[derive(Debug)]
pub struct Inspected {
    parsed: Parsed,
    bytes: u64,
    round: Option<RoundId>,
}

fn kind(name: &str) -> Result<Kind, Failure> {
    serde_json::from_value(name.into()).map_err(|_| {
        Failure::new(Code::BadArgument)
            .with("name", "kind")
            .with("value", name)
    })
}

fn kind_name(kind: Kind) -> String {
    let name = serde_json::to_value(kind).ok();
    name.as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn mapping(text: &str) -> Result<Mapping, Failure> {
    serde_json::from_str(text).map_err(|e| {
        Failure::new(Code::MappingInvalid)
            .with("detail", &e)
            .caused_by(e)
    })
}

impl Inspection {
    /// What reading a file for a workspace needs. Without a chosen round it is for the latest, unless the
    /// file itself names one.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::BadArgument`] for the kind, [`Code::MappingInvalid`].
    pub fn new(desk: &mut Desk, path: &Path, options: &ReadOptions) -> Result<Self, Failure> {
        let round = match &options.round {
            Some(id) => Some(desk.round(id)?.clone()),
            None => desk.rounds.first().cloned(),
        };
        let framework = desk.framework(round.as_ref().map(|r| r.id.as_str()))?;
        let units = desk.workspace.units().map_err(|e| desk.failed(e))?;
        Self::with(path, framework, units, round, options)
    }

    /// What reading a file without a workspace needs: the built-in framework and its units.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for the kind, [`Code::MappingInvalid`].
    pub fn alone(path: &Path, options: &ReadOptions) -> Result<Self, Failure> {
        let framework = ChosenFramework::standard()?.framework;
        let units = framework.units.clone();
        Self::with(path, Arc::new(framework), units, None, options)
    }

    fn with(
        path: &Path,
        framework: Arc<Framework>,
        units: Vec<Unit>,
        round: Option<Round>,
        options: &ReadOptions,
    ) -> Result<Self, Failure> {
        Ok(Self {
            path: path.to_owned(),
            framework,
            units,
            round,
            mapping: options.mapping.as_deref().map(mapping).transpose()?,
            kind: options.kind.as_deref().map(kind).transpose()?,
            parser: None,
        })
    }

    /// The same, parsed elsewhere than in a child of the running program.
    #[must_use]
    pub fn parsed_by(mut self, parser: Parser) -> Self {
        self.parser = Some(parser);
        self
    }

    /// Reads the file; writes nothing.
    ///
    /// # Errors
    /// Why the file is refused as a whole; [`Code::Cancelled`].
    pub fn read(
        self,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<Inspected, Failure> {
        on_progress(Progress::new(Stage::Read, 0, 1));
        let context = ParseContext {
            units: &self.units,
            round: self.round.as_ref(),
            mapping: self.mapping.as_ref(),
            kind: self.kind,
            take_hidden: false,
        };
        let parser = self.parser.map_or_else(Parser::apart, Ok)?;
        let (parsed, bytes) =
            intake::read_file(&self.path, &self.framework, &context, &parser, cancel)?;
        go_on(cancel)?;
        on_progress(Progress::new(Stage::Read, 1, 1));
        let round = parsed.draft.round.clone();
        Ok(Inspected {
            round: round.or(self.round.map(|r| r.id)),
            parsed,
            bytes,
        })
    }
}

impl Inspected {
    /// What the file holds, without a look at a workspace: everything sound counts as new.
    #[must_use]
    pub fn view(&self) -> PreviewView {
        let draft = &self.parsed.draft;
        self.preview(Comparison {
            new: draft.rows_read.saturating_sub(draft.rows_rejected) as u64,
            rejected: draft.rows_rejected as u64,
            ..Comparison::default()
        })
    }

    fn preview(&self, comparison: Comparison) -> PreviewView {
        let Parsed {
            format,
            encoding,
            sheets,
            draft,
            problems,
        } = &self.parsed;
        let mut problems: Vec<ProblemView> = problems.iter().map(Into::into).collect();
        for unit in comparison.foreign_units {
            problems.push(ProblemView {
                severity: "error".to_owned(),
                sheet: String::new(),
                cell: None,
                code: "unit_not_in_round".to_owned(),
                params: [("unit".to_owned(), unit.to_string())].into(),
            });
        }
        PreviewView {
            token: String::new(),
            file: draft.file_name.clone(),
            format: format.extension().to_owned(),
            encoding: encoding.clone(),
            bytes: self.bytes,
            sha256: draft.sha256.clone(),
            sheets: sheets.iter().map(sheet_view).collect(),
            round: self.round.as_ref().map(ToString::to_string),
            rows_read: view::count(draft.rows_read),
            accepted: count(comparison.new + comparison.changed),
            unchanged: count(comparison.unchanged),
            rejected: count(comparison.rejected),
            problems,
        }
    }
}

/// A count of the store as the wire carries it.
fn count(n: u64) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

fn sheet_view(sheet: &SheetReport) -> SheetView {
    SheetView {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        kind: sheet.kind.map(kind_name).or_else(|| sheet.register.clone()),
        header_row: sheet.header_row,
        rows: sheet.rows,
        columns: sheet.columns,
        mapping: sheet
            .mapping
            .iter()
            .map(|column| ColumnView {
                column: column.column.clone(),
                heading: column.heading.clone(),
                field: column.field.clone(),
            })
            .collect(),
        sample: sheet.sample.clone(),
        sample_from: sheet.sample_from,
    }
}

/// Compares an inspected file with the workspace and holds it until it is confirmed or put aside.
///
/// # Errors
/// [`Code::NoSuchRound`] where the file names a round that is not there, [`Code::Cancelled`].
pub fn hold(
    desk: &mut Desk,
    inspected: Inspected,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<PreviewView, Failure> {
    on_progress(Progress::new(Stage::Compare, 0, 1));
    let mut preview = match &inspected.round {
        Some(round) => {
            desk.round(round.as_str())?;
            let compared = desk.workspace.compare(&inspected.parsed.draft, round);
            inspected.preview(compared.map_err(|e| desk.failed(e))?)
        }
        None => inspected.view(),
    };
    go_on(cancel)?;
    on_progress(Progress::new(Stage::Compare, 1, 1));
    desk.drafts.given += 1;
    preview.token = format!("draft-{}", desk.drafts.given);
    let held = HeldDraft {
        draft: inspected.parsed.draft,
        round: inspected.round,
    };
    desk.drafts.held.insert(preview.token.clone(), held);
    Ok(preview)
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
    let held = desk.drafts.held.remove(token);
    let held = held.ok_or(Code::NoSuchDraft)?;
    let written = write(desk, &held, stamp, on_progress, cancel);
    if written.is_err() {
        desk.drafts.held.insert(token.to_owned(), held);
    }
    written
}

fn write(
    desk: &mut Desk,
    held: &HeldDraft,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<BatchView, Failure> {
    let HeldDraft { draft, round } = held;
    let round = round
        .as_ref()
        .ok_or_else(|| Failure::new(Code::RoundNeeded).with("file", &draft.file_name))?;
    let report = desk.workspace.apply(
        draft,
        round,
        stamp.actor,
        stamp.now,
        &mut |done, total| on_progress(Progress::new(Stage::Write, done, total)),
        &|| go_on(cancel).is_err(),
    );
    let report = report.map_err(|e| desk.failed(e))?;
    desk.forget_read()?;
    Ok(written_view(&report, draft, round, stamp))
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
    }
}
