//! The wire: what windows and scripts see. Domain types stay behind; these are plain data, and their
//! TypeScript is generated into `ui/src/platform/generated.ts`.

mod adjustments;
mod commands;
mod documents;
mod editor;
mod evidence;
mod findings;
mod imports;
mod incidents;
mod intake;
mod people;
mod registers;
mod results;
mod session;
mod surveys;
mod typescript;
mod workspace;

pub use crate::{
    analyses::{
        AnswerTry, Assumed, AuditDocument, CrossChecksDocument, DiagnosisDocument,
        DiagnosisRequest, MethodsDocument, ProfileDocument, ResponsibilityDocument,
        SensitivityDocument, ShareTry, SurveyDocument, SurveyRequest, TargetChoice, TrendDocument,
        UncertaintyDocument, WhatFirst, WhatIfDocument,
    },
    weights::{PairwiseRequest, PairwiseView},
};
pub use adjustments::*;
pub use documents::*;
pub use editor::*;
pub use evidence::*;
pub use findings::*;
pub use imports::*;
pub use incidents::*;
pub use intake::*;
pub use people::*;
pub use registers::*;
pub use results::*;
pub use session::*;
pub use surveys::*;
pub use typescript::typescript;
pub use workspace::*;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A phrase in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Phrase {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Why something could not be done. Words stand in the locale files under `errors.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FailureView {
    /// Stable code.
    pub code: String,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

/// How far a long task has come. `done` is cumulative within its stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgressView {
    /// Stage key; words under `stages.<stage>`.
    pub stage: String,
    /// Done so far.
    pub done: u32,
    /// In all.
    pub total: u32,
}
