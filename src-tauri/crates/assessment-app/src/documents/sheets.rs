//! Feedback sheets of all units of a round.

use std::{
    cell::Cell,
    sync::{Arc, atomic::AtomicBool},
};

use assessment_models::UnitCode;
use assessment_reports::{
    Document,
    document::forget,
    feedback::{FeedbackInput, bound, feedback},
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{Documents, Format, Found, bytes, patient};
use crate::{
    desk::Scored,
    failure::Failure,
    progress::{Progress, Stage, go_on},
};

/// Sheets that are set side by side between two looks at the cancel flag.
const AT_ONCE: usize = 16;

impl Documents {
    /// Writes the feedback sheet of one unit, by its row in the scorecard.
    pub(super) fn sheet(&self, found: &Found, row: usize) -> Result<Document, Failure> {
        let Scored { round, card } = &self.scored;
        let (reported, verified) = match &self.layers {
            Some([reported, verified]) => (&reported.card, &verified.card),
            None => (card, card),
        };
        let input = FeedbackInput {
            framework: &round.framework,
            data: &round.data,
            scorecard: card,
            prepared: &found.prepared,
            reported,
            verified,
            uncertainty: found.uncertainty.as_ref(),
            findings: &self.findings,
            dated: self.today,
            synthetic: self.synthetic,
            form: &self.form,
        };
        Ok(feedback(&input, row, &self.template)?)
    }

    /// Sets the feedback sheets of all units: unit code (none where they are bound), format, bytes.
    ///
    /// # Errors
    /// [`Code::Cancelled`], [`Code::DocumentNotWritten`].
    pub(crate) fn sheets(
        &self,
        found: &Found,
        mut take: impl FnMut(Option<&UnitCode>, Format, &[u8]) -> Result<(), Failure>,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<(), Failure> {
        let units = &self.scored.card.units;
        let rows: Vec<usize> = (0..units.len()).collect();
        // Setting the bound ones takes about as long as writing all of them.
        let each = rows.len().max(1);
        let steps = self.formats.iter().map(|format| patient::steps(*format));
        let total = rows.len()
            + if self.bound {
                each * steps.sum::<usize>()
            } else {
                0
            };
        let mut written = Vec::new();
        for chunk in rows.chunks(AT_ONCE) {
            go_on(cancel)?;
            on_progress(Progress::new(Stage::Feedback, chunk[0], total));
            let set: Vec<Result<_, Failure>> = chunk
                .par_iter()
                .map(|&row| {
                    let sheet = self.sheet(found, row)?;
                    let files: Result<Vec<_>, Failure> = if self.bound {
                        Ok(Vec::new())
                    } else {
                        let formats = self.formats.iter();
                        formats
                            .map(|format| Ok((*format, bytes(&sheet, *format)?)))
                            .collect()
                    };
                    Ok((sheet, files?))
                })
                .collect();
            forget();
            for (row, set) in chunk.iter().zip(set) {
                let (sheet, files) = set?;
                for (format, bytes) in files {
                    take(Some(&units[*row].unit), format, &bytes)?;
                }
                if self.bound {
                    written.push(sheet);
                }
            }
        }
        if let Some(all) = bound(written) {
            let all = Arc::new(all);
            let done = Cell::new(rows.len());
            on_progress(Progress::new(Stage::Feedback, done.get(), total));
            let step = || {
                done.set(done.get() + each);
                on_progress(Progress::new(Stage::Feedback, done.get(), total));
            };
            for format in &self.formats {
                let set = patient::set(&all, *format, &step, cancel)?;
                take(None, *format, &set)?;
            }
        }
        on_progress(Progress::new(Stage::Feedback, total, total));
        Ok(())
    }
}
