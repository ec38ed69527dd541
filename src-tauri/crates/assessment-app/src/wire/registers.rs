//! Tables of a register's rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FieldValue, SourceView};

/// A row of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RegisterRow {
    /// What names it: its key fields joined by `|`.
    pub key: String,
    /// Field id to value.
    pub fields: BTreeMap<String, FieldValue>,
    /// Where it came from; `None` where a person typed it.
    pub source: Option<SourceView>,
}

/// A row as a person changed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RowEdit {
    /// The row that it takes the place of; `None` for a new one.
    pub key: Option<String>,
    /// Field id to value, in place of all that was there; `None` removes the row.
    pub fields: Option<BTreeMap<String, FieldValue>>,
}

/// Rows of one register that are changed together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RowsEdit {
    /// The round.
    pub round: String,
    /// The register.
    pub register: String,
    /// The rows.
    pub rows: Vec<RowEdit>,
}
