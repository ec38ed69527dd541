//! What a unit answered, and what an auditor found.

use serde::{Deserialize, Serialize};

use crate::{FileDigest, IndicatorId, SheetName, UnitCode, draft::a1};

/// Who stands behind a value 口径.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Self-reported 自评.
    SelfReported,
    /// Verified by an auditor 核验.
    Verified,
}

/// What was answered. An indicator without an observation is missing 未填, and so is one of which nothing
/// is said yet; a value and "does not apply" are answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The raw value in the indicator's own unit; a choice or maturity answer is its option's value.
    Value(f64),
    /// Does not apply to this unit, and why; `approver` is empty until somebody approves.
    NotApplicable {
        /// Why it does not apply, in the unit's own words.
        reason: String,
        /// Who agreed.
        approver: Option<String>,
    },
    /// Nothing yet: a remark or a flag stands where the answer will.
    Unanswered,
}

impl Answer {
    /// Whether anything is answered.
    #[must_use]
    pub fn is_given(&self) -> bool {
        *self != Self::Unanswered
    }
}

/// Where a value stood in an imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellSource {
    /// The import batch.
    pub batch: i64,
    /// SHA-256 of the file, lower-case hex.
    pub file_sha256: FileDigest,
    /// Sheet name; empty for a csv.
    pub sheet: SheetName,
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u16,
}

impl CellSource {
    /// The cell in A1 notation.
    #[must_use]
    pub fn cell(&self) -> String {
        a1(self.row, self.column)
    }
}

/// One unit's value for one indicator in one round, in a layer 填报值.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Whose.
    pub unit: UnitCode,
    /// For what.
    pub indicator: IndicatorId,
    /// Said by whom.
    pub layer: Layer,
    /// What was said.
    pub answer: Answer,
    /// A remark.
    pub note: Option<String>,
    /// Marked by a person to be looked at again.
    pub flagged: bool,
    /// The cell that it was imported from; `None` where it was typed.
    pub source: Option<CellSource>,
}
