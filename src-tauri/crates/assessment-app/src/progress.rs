//! How far long work has come, and stopping it.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    failure::{Code, Failure},
    wire::ProgressView,
};

macro_rules! stages {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// A part of long work. Words stand in the locale files under `stages.<key>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Stage {
            $($(#[$doc])* $name),+
        }

        impl Stage {
            /// All stages.
            pub const ALL: &[Stage] = &[$(Stage::$name),+];

            /// The key as the window and locale files know it.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Stage::$name => $key),+
                }
            }
        }
    };
}

stages! {
    /// Demonstration data are being made.
    Generate = "generate",
    /// A file is being read.
    Read = "read",
    /// Rows are being compared with the workspace.
    Compare = "compare",
    /// Rows are being written to the workspace.
    Write = "write",
    /// Units are being scored.
    Score = "score",
    /// Charts are being drawn.
    Charts = "charts",
    /// The workbook is being written.
    Workbook = "workbook",
    /// The briefing is being written.
    Briefing = "briefing",
    /// Feedback sheets are being written.
    Feedback = "feedback",
    /// The file is being checked.
    Check = "check",
    /// An analysis is being computed.
    Analyse = "analyse",
}

/// How far long work has come; `done` is cumulative within its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which part.
    pub stage: Stage,
    /// Done so far.
    pub done: u32,
    /// In all.
    pub total: u32,
}

impl Progress {
    /// How far `stage` has come.
    #[must_use]
    pub fn new(stage: Stage, done: usize, total: usize) -> Self {
        Self {
            stage,
            done: done.try_into().unwrap_or(u32::MAX),
            total: total.try_into().unwrap_or(u32::MAX),
        }
    }

    /// As the window gets it.
    #[must_use]
    pub fn view(self) -> ProgressView {
        ProgressView {
            stage: self.stage.key().to_owned(),
            done: self.done,
            total: self.total,
        }
    }
}

/// Goes on unless a person asked to stop.
///
/// # Errors
/// [`Code::Cancelled`] where the flag is set.
pub fn go_on(cancel: &AtomicBool) -> Result<(), Failure> {
    if cancel.load(Ordering::Relaxed) {
        Err(Code::Cancelled.into())
    } else {
        Ok(())
    }
}
