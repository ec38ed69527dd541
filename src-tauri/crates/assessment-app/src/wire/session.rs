//! How the program was started, the audit trail, and checking a file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the program was started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StartView {
    /// Version of the program.
    pub version: String,
    /// Language of the system, `zh-CN` or `en`.
    pub lang: String,
    /// Workspace file named on the command line; to be opened next.
    pub open: Option<String>,
    /// The demonstration province was asked for on the command line; to be opened next.
    pub demonstration: bool,
}

/// A new round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundEdit {
    /// Such as `2026`.
    pub id: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// First day that is assessed, ISO 8601.
    pub period_start: String,
    /// Last day that is assessed, ISO 8601.
    pub period_end: String,
    /// When submissions are due, ISO 8601.
    pub deadline: Option<String>,
    /// Framework version in the workspace, such as `six-aspect/2026`; without it that of `like`, else that
    /// of the latest round.
    #[serde(default)]
    #[ts(optional)]
    pub framework: Option<String>,
    /// Codes of the units that take part; without it those of `like`, else every unit.
    #[serde(default)]
    #[ts(optional)]
    pub units: Option<Vec<String>>,
    /// Round that this one is made after: who takes part, and the findings that are still open.
    #[serde(default)]
    #[ts(optional)]
    pub like: Option<String>,
}

/// Which part of the audit trail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AuditQuery {
    /// Words that stand in subject, actor or detail; empty for all.
    pub text: String,
    /// What was done; empty for everything.
    pub action: String,
    /// First day, ISO 8601; may be empty.
    pub from: String,
    /// Last day, ISO 8601; may be empty.
    pub to: String,
    /// First row.
    pub offset: u32,
    /// Most rows.
    pub limit: u32,
}

/// A page of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditPage {
    /// Entries that the query lets through.
    pub total: u32,
    /// Actions that have entries, to choose from.
    pub actions: Vec<String>,
    /// This page, latest first.
    pub rows: Vec<AuditRow>,
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditRow {
    /// Number.
    #[ts(type = "number")]
    pub id: i64,
    /// When, local time.
    pub at: String,
    /// By whom.
    pub actor: String,
    /// What was done, a stable word.
    pub action: String,
    /// To what: round, unit, indicator, key.
    pub subject: String,
    /// What changed, as JSON.
    pub detail: String,
}

/// What checking a file found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckView {
    /// Nothing is wrong.
    pub sound: bool,
    /// Audit entries checked.
    pub audit_entries: u32,
    /// Evidence files checked.
    pub evidence_files: u32,
    /// What is wrong; words under `problems.<code>`.
    pub problems: Vec<super::ProblemView>,
}
