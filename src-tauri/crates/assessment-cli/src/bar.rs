//! A progress bar on a terminal; silence otherwise.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use assessment_app::{Lang, Progress, Stage, words};
use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far long work has come, on stderr and only where a person looks at it.
pub(crate) struct Bar {
    lang: Lang,
    shown: Mutex<Option<(Stage, ProgressBar)>>,
}

impl Bar {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            shown: Mutex::new(None),
        }
    }

    /// Shows `progress`. indicatif itself draws nothing where stderr is no terminal.
    pub(crate) fn show(&self, progress: Progress) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = match shown.take() {
            Some((stage, bar)) if stage == progress.stage => bar,
            other => {
                if let Some((_, bar)) = other {
                    bar.finish_and_clear();
                }
                let bar = ProgressBar::new(0);
                if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
                    bar.set_style(style);
                }
                bar.set_message(words::stage(progress.stage, self.lang));
                bar.enable_steady_tick(Duration::from_millis(200));
                bar
            }
        };
        bar.set_length(u64::from(progress.total));
        bar.set_position(u64::from(progress.done));
        *shown = Some((progress.stage, bar));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        let shown = self.shown.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bar)) = shown.take() {
            bar.finish_and_clear();
        }
    }
}
