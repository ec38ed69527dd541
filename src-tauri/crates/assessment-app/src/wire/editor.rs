//! A framework as it is edited: the tables that it is made of, and changes to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FaultView, Phrase};
use crate::analyses::MovedUnit;

/// A framework version as the tables that it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FrameworkSource {
    /// `id/version`.
    pub version: String,
    /// Versions in the workspace as `id/version`, oldest first, with the rounds that are pinned to each.
    pub versions: Vec<FrameworkVersion>,
    /// Its tables (`*.csv`), by file name.
    pub tables: Vec<SourceTable>,
    /// Its settings (`*.toml`), by file name.
    pub texts: Vec<SourceText>,
}

/// A framework version in the workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FrameworkVersion {
    /// `id/version`.
    pub version: String,
    /// It ships with the program.
    pub builtin: bool,
    /// Rounds that are scored with it.
    pub rounds: Vec<String>,
}

/// A table of a framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SourceTable {
    /// File name.
    pub file: String,
    /// Headings.
    pub columns: Vec<String>,
    /// Rows, top to bottom.
    pub rows: Vec<SourceRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SourceRow {
    /// What names it within its table while it is edited: its first cell, with a number where that is not
    /// unique.
    pub key: String,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A settings file of a framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SourceText {
    /// File name.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The numbers in it that stand outside of lists.
    pub numbers: Vec<SourceNumber>,
}

/// A number in a settings file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SourceNumber {
    /// Where it stands: table names, then its own.
    pub path: Vec<String>,
    /// The number.
    pub value: f64,
}

/// One change to a framework's files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SourceChange {
    /// A cell says something else.
    Cell {
        /// File name.
        file: String,
        /// Key of the row.
        row: String,
        /// Heading of the column.
        column: String,
        /// What stands there now.
        value: String,
    },
    /// A row is added.
    Add {
        /// File name.
        file: String,
        /// Key of the new row, which no other row of the table has.
        row: String,
        /// Key of the row that it follows; at the end without one.
        after: Option<String>,
        /// Its cells by heading.
        cells: BTreeMap<String, String>,
    },
    /// A row is taken away.
    Remove {
        /// File name.
        file: String,
        /// Its key.
        row: String,
    },
    /// A number in a settings file is another.
    Number {
        /// File name.
        file: String,
        /// Where it stands.
        path: Vec<String>,
        /// The number.
        value: f64,
    },
    /// A settings file is replaced as a whole.
    Text {
        /// File name.
        file: String,
        /// Its text.
        text: String,
    },
}

/// A framework version that is being made of another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct FrameworkDraft {
    /// The version that it is made of, `id/version`.
    pub base: String,
    /// The new version, such as `2026-1`; empty while it is only looked at.
    pub version: String,
    /// What is changed, in order.
    pub changes: Vec<SourceChange>,
}

/// A fault and the place where it is mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PlacedFault {
    /// The fault.
    pub fault: FaultView,
    /// Key of the row; null where the file as a whole is meant.
    pub row: Option<String>,
    /// Heading of the column.
    pub column: Option<String>,
}

/// What a draft comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DraftCheck {
    /// Everything that is wrong; empty where it could be saved.
    pub faults: Vec<PlacedFault>,
    /// Where it differs from what it is made of.
    pub differences: Vec<SourceDifference>,
}

/// A place where two versions of a framework differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SourceDifference {
    /// File name.
    pub file: String,
    /// Key of the row, or place in a settings file; empty where a file as a whole is added or gone.
    pub row: String,
    /// Heading of the column; null where a row as a whole is added or gone.
    pub column: Option<String>,
    /// What stood there; null where it is new.
    pub before: Option<String>,
    /// What stands there now; null where it is gone.
    pub after: Option<String>,
}

/// What a draft would do to the scores of a round.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DraftEffect {
    /// Units before and after, in code order; those whose peer group is gone are left out.
    pub units: Vec<MovedUnit>,
    /// Indicators whose answers have no place any more.
    pub answers_dropped: Vec<String>,
    /// Indicators that nobody was asked, and that do not count therefore.
    pub left_out: Vec<String>,
    /// Units whose peer group is gone.
    pub units_dropped: Vec<Phrase>,
}
