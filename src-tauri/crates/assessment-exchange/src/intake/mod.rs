//! From sheets to a draft: what each sheet is, what its cells mean, and what is wrong with them.

mod answers;
mod dictionary;
mod field;
pub(crate) mod fill_in;
mod plan;
mod records;
mod report;
mod rows;
mod survey;
mod unit_table;

pub use self::{field::key_text, plan::register_of as register_of_kind, report::Unmapped};

use assessment_models::{
    Framework, Round, Unit, UnitCode,
    draft::{Draft, Kind, column_letters},
    problem::{Problem, Severity},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::{
    dictionary::{Dictionary, Table, Target},
    fill_in::FillIn,
    plan::{Hints, Plan},
    report::Report,
};
use crate::{
    error::ExchangeError,
    format::{Format, name_problem},
    grid::Grid,
    mapping::Mapping,
    read::{ReadAs, Workbook, read_with},
    sheet::Sheet,
    value::{scale::Fault, unit::UnitIndex},
};

/// Rows of a sheet that a preview shows.
const SAMPLE_ROWS: usize = 12;
/// Columns of them.
const SAMPLE_COLUMNS: u16 = 60;
/// Characters of a cell in them.
const SAMPLE_CHARS: usize = 60;

/// What is known before a file is read.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct ParseContext<'a> {
    /// The units of the workspace.
    pub units: &'a [Unit],
    /// The round that the file is for; it gives dates their year.
    pub round: Option<&'a Round>,
    /// How the file is to be read, where a person said so.
    pub mapping: Option<&'a Mapping>,
    /// What kind of table it is, where a person said so.
    pub kind: Option<Kind>,
    /// What becomes of hidden rows and sheets.
    pub hidden: Hidden,
    /// Encoding of a text file by its usual name, such as `GB18030`, where a person said so.
    pub encoding: Option<&'a str>,
    /// Whether the cells are wanted as a person sees them, in [`SheetReport::grid`].
    pub show: bool,
    /// What a person put in place of what stands in the file.
    pub amendments: &'a [Amendment],
}

/// What becomes of hidden rows and sheets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hidden {
    /// Hidden rows are taken, because filters hide them; hidden sheets are not.
    #[default]
    Rows,
    /// All is taken.
    Take,
    /// Nothing hidden is taken.
    Skip,
}

/// What a person put in place of a cell, or of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Sheet name; empty for a csv.
    pub sheet: String,
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column; `None` for the whole row.
    pub column: Option<u16>,
    /// What the cell is to say, as a person would type it; `None` sets the cell or row aside.
    pub text: Option<String>,
}

/// A column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Letters, such as `AB`.
    pub column: String,
    /// The heading as written.
    pub heading: String,
    /// Field, indicator or question; `None` where it is not read.
    pub field: Option<String>,
}

/// What was made of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetReport {
    /// Name; empty for a csv.
    pub name: String,
    /// Hidden in the file.
    pub hidden: bool,
    /// What it was taken for; `None` where it is not read, or is a register without a kind of its own.
    pub kind: Option<Kind>,
    /// The register, where it is one.
    pub register: Option<String>,
    /// Row of its headings (the last line of them), from 1.
    pub header_row: Option<u32>,
    /// Rows in use, counted from the top of the sheet.
    pub rows: u32,
    /// Columns in use, counted from the left of the sheet.
    pub columns: u32,
    /// Its columns, where a header was found.
    pub mapping: Vec<ColumnReport>,
    /// The first rows as text, from the header's row on.
    pub sample: Vec<Vec<String>>,
    /// Row of the sample's first line, from 1.
    pub sample_from: u32,
    /// Hidden rows, from 1: first and last of each run.
    pub hidden_rows: Vec<(u32, u32)>,
    /// The cells as a person sees them, where that was asked for.
    pub grid: Option<Grid>,
}

/// A file, understood as far as it can be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parsed {
    /// What it is.
    pub format: Format,
    /// Character encoding of a text file, such as `GBK`.
    pub encoding: Option<String>,
    /// Its sheets.
    pub sheets: Vec<SheetReport>,
    /// What was understood.
    pub draft: Draft,
    /// What is wrong, worst first.
    pub problems: Vec<Problem>,
    /// Values that none of ours was found for, the commonest first.
    pub unmapped: Vec<Unmapped>,
    /// Units that rows speak of, sound or not, in the order in which they were given.
    pub units: Vec<UnitCode>,
}

/// What reading a sheet needs to know.
pub(crate) struct SheetWork<'a> {
    pub(crate) units: UnitIndex<'a>,
    pub(crate) round: Option<&'a Round>,
    pub(crate) mapping: Option<&'a Mapping>,
    /// The unit of a fill-in workbook.
    pub(crate) fixed_unit: Option<usize>,
    pub(crate) sheet_index: u16,
}

/// Reads a file: recognises it, finds its tables, reads their cells.
///
/// # Errors
///
/// [`ExchangeError`] where the file is refused as a whole or the mapping does not fit; what is wrong with
/// its cells is in [`Parsed::problems`].
pub fn parse(
    bytes: &[u8],
    file_name: &str,
    framework: &Framework,
    context: &ParseContext<'_>,
) -> Result<Parsed, ExchangeError> {
    let workbook = read_with(bytes, file_name, how(context)?)?;
    understand(
        workbook,
        hex(&Sha256::digest(bytes)),
        file_name,
        framework,
        context,
    )
}

/// The same for bytes that are let go as soon as they are read, so that a large file does not stand beside
/// its own content.
pub(crate) fn parse_owned(
    bytes: Vec<u8>,
    file_at: usize,
    file_name: &str,
    framework: &Framework,
    context: &ParseContext<'_>,
) -> Result<Parsed, ExchangeError> {
    let file = bytes.get(file_at..).unwrap_or_default();
    let workbook = read_with(file, file_name, how(context)?)?;
    let sha256 = hex(&Sha256::digest(file));
    drop(bytes);
    understand(workbook, sha256, file_name, framework, context)
}

/// How the file is to be read.
///
/// # Errors
///
/// [`ExchangeError::Encoding`] where no encoding has the name that was given.
fn how(context: &ParseContext<'_>) -> Result<ReadAs, ExchangeError> {
    let encoding = match context.encoding {
        Some(name) => Some(
            encoding_rs::Encoding::for_label(name.trim().as_bytes())
                .ok_or(ExchangeError::Encoding)?,
        ),
        None => None,
    };
    Ok(ReadAs {
        show: context.show,
        encoding,
    })
}

fn understand(
    mut workbook: Workbook,
    sha256: String,
    file_name: &str,
    framework: &Framework,
    context: &ParseContext<'_>,
) -> Result<Parsed, ExchangeError> {
    let mut report = Report::default();
    if let Some(problem) = name_problem(workbook.format, file_name) {
        report.add(problem);
    }
    for sheet in &mut workbook.sheets {
        hide(sheet, context, &mut report);
        amend(sheet, context.amendments, &mut report);
    }
    let dictionary = Dictionary::new(framework);
    let mut work = SheetWork {
        units: UnitIndex::new(context.units),
        round: context.round,
        mapping: context.mapping,
        fixed_unit: None,
        sheet_index: 0,
    };
    let fill_in = FillIn::find(
        &workbook.sheets,
        framework,
        &work.units,
        context.round,
        &mut report,
    );
    if let Some(fill_in) = &fill_in {
        work.fixed_unit = fill_in.unit;
    }
    let mut draft = Draft {
        file_name: file_name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned(),
        sha256,
        sheets: workbook.sheets.iter().map(|s| s.name.clone()).collect(),
        round: fill_in.as_ref().and_then(|f| f.round.clone()),
        rows_read: 0,
        rows_rejected: 0,
        contents: Vec::new(),
    };
    let mut grids: Vec<Option<Grid>> = workbook.sheets.iter_mut().map(|s| s.grid.take()).collect();
    let mut sheets = Vec::with_capacity(workbook.sheets.len());
    let mut unread: Vec<&Sheet> = Vec::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        work.sheet_index = u16::try_from(index).unwrap_or(u16::MAX);
        let role = fill_in.as_ref().and_then(|f| f.role(&sheet.name));
        let plan = match chosen(sheet, role, fill_in.is_some(), context, &mut report) {
            true => {
                let hints = Hints {
                    table: role.and_then(|r| FillIn::table(framework, r)),
                    kind: context.kind,
                    one_unit: fill_in.is_some() && work.fixed_unit.is_some(),
                    mapping: context.mapping,
                };
                let plan = plan::propose(&dictionary, sheet, hints);
                if plan.is_none() && !sheet.is_empty() {
                    unread.push(sheet);
                }
                plan
            }
            false => None,
        };
        if let Some(plan) = &plan {
            if let Some(column) = sheet.cut_at {
                let letters = column_letters(u16::try_from(column).unwrap_or(u16::MAX));
                report.sheet(
                    Severity::Warning,
                    sheet,
                    Fault::new("sheet_too_wide", vec![("column", letters)]),
                );
            }
            plan::check(&dictionary, sheet, plan, context.mapping, &mut report)?;
            let (content, read, rejected) = match plan.table {
                Table::Wide | Table::Long => {
                    answers::read(&dictionary, &work, sheet, plan, &mut report)
                }
                Table::Register(at) => {
                    records::read(&dictionary, &work, sheet, plan, at, &mut report)
                }
                Table::Units => unit_table::read(framework, &work, sheet, plan, &mut report),
                Table::Survey(party) => {
                    survey::read(&dictionary, &work, sheet, plan, party, &mut report)
                }
            };
            draft.rows_read += read;
            draft.rows_rejected += rejected;
            if read > rejected {
                draft.contents.push(content);
            }
        }
        let mut described = describe(framework, sheet, plan.as_ref());
        described.grid = grids.get_mut(index).and_then(Option::take);
        sheets.push(described);
    }
    let recognised = sheets.iter().any(|s| s.header_row.is_some());
    if workbook.sheets.iter().all(Sheet::is_empty) {
        report.add(Problem::new(
            Severity::Error,
            "",
            None,
            "workbook_without_data",
        ));
    } else if recognised {
        for sheet in unread {
            report.sheet(
                Severity::Warning,
                sheet,
                Fault::new("sheet_not_recognised", Vec::new()),
            );
        }
        if draft.rows_read == 0 {
            report.add(Problem::new(
                Severity::Warning,
                "",
                None,
                "table_without_rows",
            ));
        }
    } else {
        report.add(Problem::new(
            Severity::Error,
            "",
            None,
            "nothing_recognised",
        ));
    }
    if let Some(unit) = work.fixed_unit {
        report.unit(unit);
    }
    let units = report
        .units()
        .filter_map(|at| Some(context.units.get(at)?.code.clone()))
        .collect();
    let (problems, unmapped) = report.finish();
    Ok(Parsed {
        format: workbook.format,
        encoding: workbook.encoding,
        sheets,
        draft,
        problems,
        unmapped,
        units,
    })
}

/// Says what becomes of a sheet's hidden rows that hold something, and takes them out where that is asked for.
fn hide(sheet: &mut Sheet, context: &ParseContext<'_>, report: &mut Report) {
    let runs = sheet.hidden_rows.clone();
    let filled: Vec<u32> = runs
        .iter()
        .flat_map(|(first, last)| sheet.rows_between(*first, *last))
        .collect();
    let (Some(first), Some(last)) = (filled.first(), filled.last()) else {
        return;
    };
    let skip = context.hidden == Hidden::Skip;
    let code = if skip {
        "hidden_rows_skipped"
    } else {
        "hidden_rows_taken"
    };
    report.sheet(
        Severity::Info,
        sheet,
        Fault::new(
            code,
            vec![
                ("count", filled.len().to_string()),
                ("first", (u64::from(*first) + 1).to_string()),
                ("last", (u64::from(*last) + 1).to_string()),
            ],
        ),
    );
    if skip {
        sheet.retain_rows(|row| !runs.iter().any(|(a, b)| (*a..=*b).contains(&row)));
    }
}

/// Puts what a person said in place of what stands in the file, and says so.
fn amend(sheet: &mut Sheet, amendments: &[Amendment], report: &mut Report) {
    for amendment in amendments {
        if amendment.sheet != sheet.name {
            continue;
        }
        let row = amendment.row;
        match (amendment.column, &amendment.text) {
            (Some(column), text) => {
                let was = sheet.set(row, column, text.as_deref());
                report.cell(
                    Severity::Info,
                    sheet,
                    row,
                    column,
                    Fault::new(
                        "cell_amended",
                        vec![("was", was), ("now", text.clone().unwrap_or_default())],
                    ),
                );
            }
            (None, _) => {
                sheet.retain_rows(|r| r != row);
                report.row(
                    Severity::Info,
                    sheet,
                    row,
                    Fault::new("row_set_aside", Vec::new()),
                );
            }
        }
    }
}

/// Whether a sheet is read at all.
fn chosen(
    sheet: &Sheet,
    role: Option<&str>,
    fill_in: bool,
    context: &ParseContext<'_>,
    report: &mut Report,
) -> bool {
    if sheet.name == fill_in::SHEET || role == Some(fill_in::INFO) || sheet.is_empty() {
        return false;
    }
    if let Some(wanted) = context.mapping.and_then(|m| m.sheet.as_deref())
        && wanted != sheet.name
    {
        return false;
    }
    if sheet.hidden && context.hidden != Hidden::Take && !(fill_in && role.is_some()) {
        report.sheet(
            Severity::Info,
            sheet,
            Fault::new("hidden_sheet_skipped", Vec::new()),
        );
        return false;
    }
    true
}

fn describe(framework: &Framework, sheet: &Sheet, plan: Option<&Plan<'_>>) -> SheetReport {
    let register = plan.and_then(|p| match p.table {
        Table::Register(at) => Some(at),
        _ => None,
    });
    let first = plan.map_or(0, |p| p.header);
    let mut sample = Vec::new();
    let mut from = 0;
    for index in first..sheet.len().min(first + SAMPLE_ROWS) {
        let Some(row) = sheet.row(index) else {
            continue;
        };
        if index == first {
            from = row.number;
        }
        // Empty rows between keep their place, so that a line's row is its position.
        while sample.len() < (row.number - from) as usize && sample.len() < SAMPLE_ROWS {
            sample.push(Vec::new());
        }
        if sample.len() >= SAMPLE_ROWS {
            break;
        }
        let last = row
            .cells
            .last()
            .map_or(0, |c| (c.0 + 1).min(SAMPLE_COLUMNS));
        sample.push(
            (0..last)
                .map(|c| {
                    row.get(c).map_or_else(String::new, |cell| {
                        sheet.shown(cell).chars().take(SAMPLE_CHARS).collect()
                    })
                })
                .collect(),
        );
    }
    SheetReport {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        kind: plan.and_then(|p| plan::kind_of(framework, p.table)),
        register: register.map(|r| framework.registers[r].id.to_string()),
        header_row: plan.map(|p| p.header_row + 1),
        rows: sheet.height(),
        columns: sheet.width(),
        mapping: plan.map_or_else(Vec::new, |p| columns(framework, p, register)),
        sample,
        sample_from: from + 1,
        hidden_rows: sheet
            .hidden_rows
            .iter()
            .map(|(first, last)| (first + 1, last + 1))
            .collect(),
        grid: None,
    }
}

fn columns(framework: &Framework, plan: &Plan<'_>, register: Option<usize>) -> Vec<ColumnReport> {
    plan.headings
        .iter()
        .map(|(column, heading)| {
            let fields: Vec<String> = plan
                .columns
                .iter()
                .filter(|c| c.column == *column)
                .map(|c| target_id(framework, &c.target, register))
                .collect();
            ColumnReport {
                column: column_letters(*column),
                heading: heading.clone(),
                field: (!fields.is_empty()).then(|| fields.join(" ")),
            }
        })
        .collect()
}

fn target_id(framework: &Framework, target: &Target, register: Option<usize>) -> String {
    target.id(framework, register)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
