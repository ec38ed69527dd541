//! What is wrong with data. Never an `Err`: every other cell is still read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// What it stands at was not taken.
    Error,
    /// Taken, but worth a look.
    Warning,
    /// Said for completeness.
    Info,
}

/// One thing wrong in a file, at its cell. The words for `code` live in the locale files
/// (`problems.<code>`), filled with `params`; `problems.<code>_hint` says how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Sheet name; empty where the whole file is meant or the file has no sheets.
    pub sheet: String,
    /// Cell in A1 notation, or a row as `7:7`; `None` where the sheet or the file is meant.
    pub cell: Option<String>,
    /// What is wrong, such as `value_out_of_range`.
    pub code: String,
    /// What the sentence needs: the value found, the range allowed, candidates.
    pub params: BTreeMap<String, String>,
}

impl Problem {
    /// A problem at a place, without parameters.
    pub fn new(severity: Severity, sheet: &str, cell: Option<String>, code: &str) -> Self {
        Self {
            severity,
            sheet: sheet.to_owned(),
            cell,
            code: code.to_owned(),
            params: BTreeMap::new(),
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}
