//! Reading a file: with what, and what came of it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use assessment_exchange::{
    Amendment, Grid, Hidden, KnownFinding, Mapping, ParseContext, Parsed, SheetReport,
};
use assessment_models::{
    Framework, Problem, Round, RoundId, Unit, UnitCode, draft::Kind, problem::Severity,
};
use assessment_store::{Comparison, TakenNumbers};
use chrono::NaiveDateTime;
use serde::de::DeserializeOwned;

use super::differences::Rule;
use crate::{
    desk::Desk,
    failure::{Code, Failure},
    findings::known_findings,
    intake::{self, Parser},
    progress::{Progress, Stage, go_on},
    view,
    wire::{
        AmendmentEdit, ColumnView, PreviewView, ProblemView, ReadOptions, SheetView, UnmappedValue,
    },
    workspace::ChosenFramework,
};

/// A file that is to be inspected, with all that reading it needs, so that the desk is free meanwhile.
#[derive(Debug, Clone)]
pub struct Inspection {
    path: PathBuf,
    framework: Arc<Framework>,
    units: Arc<Vec<Unit>>,
    round: Option<Round>,
    mapping: Option<Mapping>,
    kind: Option<Kind>,
    hidden: Hidden,
    encoding: Option<String>,
    rule: Rule,
    amendments: Vec<Amendment>,
    /// What units may report on.
    findings: Arc<Vec<KnownFinding>>,
    /// The cells are wanted as a person sees them.
    show: bool,
    /// What the file holds is only to be told, not taken.
    count_only: bool,
    /// A child of this program where nothing else is said.
    parser: Option<Parser>,
    /// The desk for which the file is read, where there is one.
    desk: Option<u64>,
}

/// An inspected file.
#[derive(Debug)]
pub struct Inspected {
    pub(super) parsed: Parsed,
    pub(super) bytes: u64,
    pub(super) round: Option<RoundId>,
    pub(super) path: PathBuf,
    pub(super) framework: Arc<Framework>,
    pub(super) rule: Rule,
    /// When the file was last changed, local time, where the system tells.
    pub(super) changed_at: Option<NaiveDateTime>,
    /// The desk for which it was read, where there is one.
    pub(super) desk: Option<u64>,
}

/// A word of an argument as the value that it stands for.
pub(super) fn word<T: DeserializeOwned>(name: &str, value: &str) -> Result<T, Failure> {
    serde_json::from_value(value.into()).map_err(|_| {
        Failure::new(Code::BadArgument)
            .with("name", name)
            .with("value", value)
    })
}

pub(super) fn kind_name(kind: Kind) -> String {
    let name = serde_json::to_value(kind).ok();
    name.as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn mapping(text: &str) -> Result<Mapping, Failure> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
        Failure::new(Code::MappingInvalid)
            .with("detail", &e)
            .caused_by(e)
    })
}

fn amendment(edit: &AmendmentEdit) -> Result<Amendment, Failure> {
    let bad = || {
        Failure::new(Code::BadArgument)
            .with("name", "cell")
            .with("value", &edit.cell)
    };
    let number = |text: &str| {
        let row = text.parse::<u32>().ok()?.checked_sub(1)?;
        (row < 1_048_576).then_some(row)
    };
    let (row, column) = match edit.cell.split_once(':') {
        Some((first, last)) if first == last => (number(first).ok_or_else(bad)?, None),
        Some(_) => return Err(bad()),
        None => {
            let digits = edit.cell.find(|c: char| c.is_ascii_digit());
            let (letters, row) = edit.cell.split_at(digits.ok_or_else(bad)?);
            let column = letters
                .bytes()
                .try_fold(0_u32, |n, b| {
                    let letter = b
                        .to_ascii_uppercase()
                        .checked_sub(b'A')
                        .filter(|n| *n < 26)?;
                    n.checked_mul(26)?.checked_add(u32::from(letter) + 1)
                })
                .and_then(|n| u16::try_from(n.checked_sub(1)?).ok());
            (number(row).ok_or_else(bad)?, Some(column.ok_or_else(bad)?))
        }
    };
    Ok(Amendment {
        sheet: edit.sheet.clone(),
        row,
        column,
        text: edit.text.clone(),
    })
}

impl Inspection {
    /// What reading a file for a workspace needs. Without a chosen round it is for the latest, unless the
    /// file itself names one.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::BadArgument`], [`Code::MappingInvalid`].
    pub fn new(desk: &mut Desk, path: &Path, options: &ReadOptions) -> Result<Self, Failure> {
        let round = match &options.round {
            Some(id) => Some(desk.round(id)?.clone()),
            None => desk.rounds.first().cloned(),
        };
        let framework = desk.framework(round.as_ref().map(|r| r.id.as_str()))?;
        let units = desk.workspace.units().map_err(|e| desk.failed(e))?;
        let findings = Arc::new(known_findings(desk)?);
        let inspection = Self::with(path, framework, units, round, options)?;
        Ok(Self {
            findings,
            desk: Some(desk.serial()),
            ..inspection
        })
    }

    /// What reading a file without a workspace needs: the built-in framework and its units. There is nowhere to
    /// take rows to, so they are only counted.
    ///
    /// # Errors
    /// [`Code::BadArgument`], [`Code::MappingInvalid`].
    pub fn alone(path: &Path, options: &ReadOptions) -> Result<Self, Failure> {
        let framework = ChosenFramework::standard()?.framework;
        let units = framework.units.clone();
        let inspection = Self::with(path, Arc::new(framework), units, None, options)?;
        Ok(Self {
            count_only: true,
            ..inspection
        })
    }

    fn with(
        path: &Path,
        framework: Arc<Framework>,
        units: Vec<Unit>,
        round: Option<Round>,
        options: &ReadOptions,
    ) -> Result<Self, Failure> {
        let chosen = |name: &str, value: &Option<String>| {
            value.as_deref().map(|v| word(name, v)).transpose()
        };
        Ok(Self {
            path: path.to_owned(),
            framework,
            units: Arc::new(units),
            round,
            mapping: options.mapping.as_deref().map(mapping).transpose()?,
            kind: options
                .kind
                .as_deref()
                .map(|kind| word("kind", kind))
                .transpose()?,
            hidden: chosen("hidden", &options.hidden)?.unwrap_or_default(),
            encoding: options.encoding.clone(),
            rule: options
                .conflict
                .as_deref()
                .map(|rule| word("conflict", rule))
                .transpose()?
                .unwrap_or_default(),
            amendments: Vec::new(),
            findings: Arc::default(),
            show: false,
            count_only: false,
            parser: None,
            desk: None,
        })
    }

    /// The same, parsed elsewhere than in a child of the running program.
    #[must_use]
    pub fn parsed_by(mut self, parser: Parser) -> Self {
        self.parser = Some(parser);
        self
    }

    /// The same, with the cells as a person sees them.
    #[must_use]
    pub fn shown(mut self) -> Self {
        self.show = true;
        self
    }

    /// The same for another file.
    #[must_use]
    pub(super) fn of(&self, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            ..self.clone()
        }
    }

    /// The same with what a person put in place of cells and rows.
    ///
    /// # Errors
    /// [`Code::BadArgument`] where a cell has no such name.
    pub fn amended(mut self, edits: &[AmendmentEdit]) -> Result<Self, Failure> {
        self.amendments = edits.iter().map(amendment).collect::<Result<_, _>>()?;
        Ok(self)
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
            hidden: self.hidden,
            encoding: self.encoding.as_deref(),
            show: self.show,
            amendments: &self.amendments,
            count_only: self.count_only,
            findings: &self.findings,
        };
        let parser = self.parser.map_or_else(Parser::apart, Ok)?;
        let (parsed, bytes) =
            intake::read_file(&self.path, &self.framework, &context, &parser, cancel)?;
        go_on(cancel)?;
        on_progress(Progress::new(Stage::Read, 1, 1));
        let round = parsed.draft.round.clone();
        let changed_at = std::fs::metadata(&self.path)
            .and_then(|m| m.modified())
            .ok()
            .map(|at| chrono::DateTime::<chrono::Local>::from(at).naive_local());
        Ok(Inspected {
            round: round.or(self.round.map(|r| r.id)),
            parsed,
            bytes,
            path: self.path,
            framework: self.framework,
            rule: self.rule,
            changed_at,
            desk: self.desk,
        })
    }
}

impl Inspected {
    /// What the file holds, without a look at a workspace: everything sound counts as new.
    #[must_use]
    pub fn view(&self) -> PreviewView {
        let draft = &self.parsed.draft;
        self.preview(
            Comparison {
                new: draft.rows_read.saturating_sub(draft.rows_rejected) as u64,
                rejected: draft.rows_rejected as u64,
                ..Comparison::default()
            },
            0,
        )
    }

    /// The cells of the sheets as a person sees them, in the order of the sheets; none where they were not
    /// asked for.
    pub fn grids(&self) -> impl Iterator<Item = Option<&Grid>> {
        self.parsed.sheets.iter().map(|sheet| sheet.grid.as_ref())
    }

    pub(super) fn preview(&self, comparison: Comparison, kept: usize) -> PreviewView {
        let Parsed {
            format,
            encoding,
            sheets,
            draft,
            problems,
            unmapped,
            ..
        } = &self.parsed;
        let mut problems: Vec<ProblemView> = problems.iter().map(Into::into).collect();
        let not_taken = not_taken(&comparison.foreign_units, &comparison.taken_numbers);
        problems.extend(not_taken.map(|problem| ProblemView::from(&problem)));
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
            kept: view::count(kept),
            rejected: count(comparison.rejected),
            problems,
            unmapped: unmapped
                .iter()
                .map(|u| UnmappedValue {
                    sheet: u.sheet.clone(),
                    field: u.field.clone(),
                    value: u.value.clone(),
                    count: view::count(u.count),
                })
                .collect(),
            fitting_mappings: Vec::new(),
        }
    }
}

/// Why sound rows of a file did not go in: units that take no part in the round, and numbers that rows of
/// other units bear.
pub(super) fn not_taken(
    foreign: &[UnitCode],
    taken: &[TakenNumbers],
) -> impl Iterator<Item = Problem> {
    let error = |code: &str| Problem::new(Severity::Error, "", None, code);
    let foreign = foreign
        .iter()
        .map(move |unit| error("unit_not_in_round").with("unit", unit));
    let taken = taken.iter().map(move |taken| {
        error("record_of_other_unit")
            .with("unit", &taken.unit)
            .with("key", &taken.key)
            .with("count", taken.rows)
    });
    foreign.chain(taken)
}

/// A count of the store as the wire carries it.
pub(super) fn count(n: u64) -> u32 {
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
        hidden_rows: sheet
            .hidden_rows
            .iter()
            .map(|(first, last)| format!("{first}:{last}"))
            .collect(),
    }
}
