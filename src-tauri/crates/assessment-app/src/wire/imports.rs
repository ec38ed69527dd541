//! Import: inspection, preview, batches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::UnmappedValue;

/// How a file is to be read. All is optional: what is left out is recognised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReadOptions {
    /// `answers`, `units`, `incidents`, `survey`, `cases`, `complaints`, `transfers`.
    pub kind: Option<String>,
    /// Round that the rows go to.
    pub round: Option<String>,
    /// A mapping file's text.
    pub mapping: Option<String>,
    /// What becomes of hidden rows and sheets: `rows` (rows are taken, sheets are not; the default), `take`,
    /// `skip`.
    pub hidden: Option<String>,
    /// Encoding of a text file, such as `GB18030` or `UTF-16LE`, where it was not told rightly.
    pub encoding: Option<String>,
    /// What stands in the workspace with another content: `replace` (by the file's; the default), `keep`, or
    /// `newer` (the later of the two: when the file was last changed against when the other was imported or
    /// typed).
    pub conflict: Option<String>,
}

/// What a file holds, before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PreviewView {
    /// Names the draft until it is confirmed or put aside.
    pub token: String,
    /// File name.
    pub file: String,
    /// `xlsx`, `xls`, `ods`, `csv`.
    pub format: String,
    /// Character encoding of a csv.
    pub encoding: Option<String>,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256.
    pub sha256: String,
    /// Its sheets.
    pub sheets: Vec<SheetView>,
    /// Round that it goes to.
    pub round: Option<String>,
    /// Rows or answers read.
    pub rows_read: u32,
    /// New or changed.
    pub accepted: u32,
    /// As they already stand.
    pub unchanged: u32,
    /// Left as they stand in the workspace, by the rule for what stands there otherwise.
    pub kept: u32,
    /// Not taken.
    pub rejected: u32,
    /// What is wrong, worst first.
    pub problems: Vec<ProblemView>,
    /// Values of theirs that none of ours was found for, the commonest first.
    pub unmapped: Vec<UnmappedValue>,
    /// Names of saved mappings whose columns are all there.
    pub fitting_mappings: Vec<String>,
}

/// One sheet of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SheetView {
    /// Name; empty for a csv.
    pub name: String,
    /// Hidden in the file.
    pub hidden: bool,
    /// What it was recognised as; `None` where it is not read.
    pub kind: Option<String>,
    /// Row of its headings, from 1.
    pub header_row: Option<u32>,
    /// Rows in use.
    pub rows: u32,
    /// Columns in use.
    pub columns: u32,
    /// Heading to field.
    pub mapping: Vec<ColumnView>,
    /// The first rows as text, headings included.
    pub sample: Vec<Vec<String>>,
    /// Row of the sample's first line, from 1.
    pub sample_from: u32,
    /// Hidden rows, each run as `first:last`, from 1.
    pub hidden_rows: Vec<String>,
}

/// A column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnView {
    /// Letters, such as `AB`.
    pub column: String,
    /// The heading as written.
    pub heading: String,
    /// Field or indicator id; `None` where it is not read.
    pub field: Option<String>,
}

/// Something wrong in a file. Words under `problems.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProblemView {
    /// `error`, `warning`, `info`.
    pub severity: String,
    /// Sheet.
    pub sheet: String,
    /// Cell in A1 notation.
    pub cell: Option<String>,
    /// Code.
    pub code: String,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

/// An import batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BatchView {
    /// Number.
    #[ts(type = "number")]
    pub id: i64,
    /// File name.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When, local time.
    pub imported_at: String,
    /// By whom.
    pub actor: String,
    /// Round.
    pub round: String,
    /// Rows or answers read.
    pub rows_read: u32,
    /// Written.
    pub accepted: u32,
    /// As they already stood.
    pub unchanged: u32,
    /// Not taken.
    pub rejected: u32,
    /// Taken back, and when.
    pub undone_at: Option<String>,
}

/// What came of undoing a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct UndoView {
    /// The batch.
    #[ts(type = "number")]
    pub batch: i64,
    /// Values put back as they were or removed.
    pub restored: u32,
    /// Later edits that were kept: unit and indicator, or register and key.
    pub kept: Vec<String>,
}
