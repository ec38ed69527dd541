//! Import, while a person looks at it: the sheet's cells, what is changed before it goes in, differences,
//! saved mappings, folders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BatchView, ProblemView};

/// A part of a sheet, as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GridPage {
    /// Rows of the sheet, up to the last that holds something.
    pub total_rows: u32,
    /// Columns, up to the last that holds something.
    pub columns: u32,
    /// First row of this page, from 0.
    pub from: u32,
    /// The rows; each from column A to its last cell that holds something.
    pub rows: Vec<Vec<String>>,
    /// The sheet is too large to be shown whole.
    pub cut: bool,
}

/// What a person puts in place of a cell, or of a row. The file itself stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AmendmentEdit {
    /// Sheet name; empty for a csv.
    pub sheet: String,
    /// Cell such as `B7`, or a row as `7:7`.
    pub cell: String,
    /// What the cell is to say, as a person types it; `None` sets the cell or row aside.
    pub text: Option<String>,
}

/// What a column may be taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappingField {
    /// As mappings name it.
    pub id: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// A row without it is not taken.
    pub required: bool,
    /// Its codes and words, where it has options: for value maps.
    pub options: Vec<MappingOption>,
}

/// An option of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappingOption {
    /// As mappings write it.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What a person says of a column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ColumnChoice {
    /// Letters, such as `AB`.
    pub column: String,
    /// What it is; `None` where it is not read.
    pub field: Option<String>,
    /// Their values and ours.
    pub values: BTreeMap<String, String>,
    /// Ours for every value that `values` does not list.
    pub otherwise: Option<String>,
    /// How dates are written, as a `strftime` pattern.
    pub date_format: Option<String>,
    /// Whether bare numbers of a percentage are `points` (85) or a `fraction` (0.85).
    pub percent: Option<String>,
}

/// What a person says of a sheet's columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MappingEdit {
    /// What people call it.
    pub name: String,
    /// Who sends such files.
    pub sender: String,
    /// Sheet; empty for a csv.
    pub sheet: String,
    /// `answers`, `units`, `incidents`, `survey`, `cases`, `complaints`, `transfers`, or a register's id.
    pub kind: String,
    /// Row of the headings, from 1.
    pub header_row: Option<u32>,
    /// Its columns.
    pub columns: Vec<ColumnChoice>,
    /// Fields that are the same in all rows.
    pub constants: BTreeMap<String, String>,
    /// Columns whose values name a row, by letters.
    pub key: Vec<String>,
}

/// A mapping that was saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedMapping {
    /// Its name.
    pub name: String,
    /// Who sends such files.
    pub sender: String,
    /// What kind of table it reads.
    pub kind: Option<String>,
    /// How many columns it names.
    pub columns: u32,
    /// Its text, as a mapping file has it.
    pub text: String,
}

/// A value of theirs that none of ours was found for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnmappedValue {
    /// Sheet.
    pub sheet: String,
    /// Field or question.
    pub field: String,
    /// Their value.
    pub value: String,
    /// How often it stands there.
    pub count: u32,
}

/// A value that stands otherwise in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DifferenceView {
    /// Unit's code.
    pub unit: String,
    /// Indicator, or register and key.
    pub subject: String,
    /// Field; empty for an answer.
    pub field: String,
    /// As it stands in the workspace.
    pub before: String,
    /// As the file has it.
    pub after: String,
    /// When that in the workspace was imported, local time; `None` where it was typed.
    pub before_at: Option<String>,
    /// Sheet in the file.
    pub sheet: String,
    /// Cell in the file.
    pub cell: String,
    /// By the rule that was chosen, the file's value goes in.
    pub taken: bool,
}

/// A page of differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DifferencePage {
    /// Differences in all.
    pub total: u32,
    /// This page.
    pub rows: Vec<DifferenceView>,
}

/// An incident of the file that may be one that is there already, or one further up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NearDuplicate {
    /// Sheet in the file.
    pub sheet: String,
    /// Row in the file, from 1.
    pub row: u32,
    /// Key of the row.
    pub key: String,
    /// Key of the other.
    pub other: String,
    /// The other's row in the file, from 1; `None` where it stands in the workspace.
    pub other_row: Option<u32>,
    /// Unit's code.
    pub unit: String,
    /// Class.
    pub class: String,
    /// When, local time.
    pub at: String,
    /// When the other was, local time.
    pub other_at: String,
}

/// A folder's files, inspected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FolderView {
    /// Names the files until they are confirmed or put aside.
    pub token: String,
    /// The files, by name.
    pub files: Vec<FolderFile>,
    /// Units of the round of which no file came.
    pub missing: Vec<FolderUnit>,
    /// Units of which everything that is asked came, without problems.
    pub complete: u32,
    /// Units of which something is still missing.
    pub incomplete: u32,
    /// Units of which something came that has problems.
    pub with_problems: u32,
    /// Files that were refused.
    pub refused: u32,
}

/// One file of a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FolderFile {
    /// Name, with folders below the chosen one.
    pub file: String,
    /// `complete`, `incomplete`, `problems` or `refused`.
    pub state: String,
    /// Units that it speaks of, by code.
    pub units: Vec<String>,
    /// Answers in it, where it is the form of one unit.
    pub answered: u32,
    /// Answers that are asked of that unit.
    pub asked: u32,
    /// Round that it goes to.
    pub round: Option<String>,
    /// Rows or answers read.
    pub rows_read: u32,
    /// New or changed.
    pub accepted: u32,
    /// As they already stand.
    pub unchanged: u32,
    /// Left as they stand in the workspace, by the rule for conflicts.
    pub kept: u32,
    /// Not taken.
    pub rejected: u32,
    /// What is wrong, worst first; where the file was refused, why.
    pub problems: Vec<ProblemView>,
    /// The draft's token, as of a file that was inspected alone; `None` where it was refused.
    pub draft: Option<String>,
    /// What was written, after it was confirmed.
    pub batch: Option<BatchView>,
}

/// A unit of which no file came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderUnit {
    /// Code.
    pub code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
}
