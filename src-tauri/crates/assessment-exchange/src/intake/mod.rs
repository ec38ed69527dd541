//! From sheets to a draft: what each sheet is, what its cells mean, and what is wrong with them.

mod amend;
mod answers;
mod describe;
mod dictionary;
mod field;
pub(crate) mod fill_in;
pub(crate) mod findings;
mod heading_faults;
mod plan;
mod records;
mod report;
mod rows;
mod survey;
mod understand;
mod unit_table;

pub use self::{
    field::key_text, findings::KnownFinding, plan::register_of as register_of_kind,
    report::Unmapped,
};

use assessment_models::{
    Framework, Round, Unit, UnitCode,
    draft::{Draft, Kind},
    problem::Problem,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::understand::{SheetWork, understand};
use crate::{
    error::ExchangeError,
    format::Format,
    grid::Grid,
    mapping::Mapping,
    read::{ReadAs, read_with},
};

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
    /// Whether rows are only counted: the draft comes back without its contents.
    pub count_only: bool,
    /// The findings of the workspace, of all rounds.
    pub findings: &'a [KnownFinding],
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

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
