//! Evidence, and what became of an answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a file is evidence for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EvidencePlace {
    /// One unit's answer to an indicator, in whichever layer.
    Answer {
        /// The round.
        round: String,
        /// The unit.
        unit: String,
        /// The indicator.
        indicator: String,
    },
    /// An incident.
    Incident {
        /// The round.
        round: String,
        /// The incident's key.
        key: String,
    },
    /// That a finding was mended.
    Finding {
        /// Number of the finding.
        #[ts(type = "number")]
        finding: i64,
    },
}

/// A file behind an answer, an incident or a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EvidenceView {
    /// Number.
    #[ts(type = "number")]
    pub id: i64,
    /// File name without its folder.
    pub file_name: String,
    /// SHA-256 of the content.
    pub sha256: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// When it was added, local time, ISO 8601.
    pub added_at: String,
    /// By whom.
    pub actor: String,
}

/// A file's content, to be shown before it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EvidenceContent {
    /// File name without its folder.
    pub file_name: String,
    /// The bytes in base64.
    pub base64: String,
}

/// One change of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnswerChangeView {
    /// `self_reported` or `verified`.
    pub layer: String,
    /// When, local time, ISO 8601.
    pub at: String,
    /// By whom.
    pub actor: String,
    /// `save_observation`, `clear_observation` or `import`; words as in the audit trail.
    pub action: String,
    /// What it became; `None` where it was cleared, or where nothing tells any more.
    pub value: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Import batch.
    #[ts(type = "number | null")]
    pub batch: Option<i64>,
    /// Name of the imported file.
    pub file: Option<String>,
}
