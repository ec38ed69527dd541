//! How far long work has come, and stopping it.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

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
    /// What was collected in a round is being read.
    Load = "load",
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
    /// The file is being copied.
    Copy = "copy",
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

/// What a desk reads or computes for whoever waits for it, and whether they asked it to stop. It is looked at
/// while the desk is busy.
#[derive(Debug, Default)]
pub struct Watch {
    progress: Mutex<Option<Progress>>,
    stop: AtomicBool,
}

impl Watch {
    /// How far the desk has come; `None` where it rests, or with work that tells nothing.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the desk to stop what it reads or computes; what is being written is finished.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Forgets what was asked of work before.
    pub fn begin(&self) {
        self.stop.store(false, Ordering::Relaxed);
    }

    /// Says how far the work is; false where it is to stop.
    pub(crate) fn tell(&self, progress: Progress) -> bool {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
        !self.stop.load(Ordering::Relaxed)
    }

    /// Nothing goes on any more.
    pub(crate) fn rest(&self) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = None;
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
