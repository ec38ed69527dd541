//! Briefings and feedback sheets: written into files, and looked at before.

mod form;
mod kept;
mod patient;
mod preview;
mod sheets;
mod snapshot;
mod templates;

use std::{collections::BTreeMap, path::Path, sync::atomic::AtomicBool};

use assessment_models::{
    UnitCode,
    composite::{PreparedIndex, ScorecardAlternatives},
    scoring::{LayerChoice, Prepared, ScoreOptions, prepare},
    text::Lang,
    trend::{Assessed, restate},
    uncertainty::{Assumptions, Uncertainty, uncertainty},
};
use assessment_reports::{
    Document, Faces,
    briefing::{Before, BriefingInput, Form, Template, briefing},
    document::{docx, pdf},
    findings::Told,
};
use chrono::NaiveDate;

use crate::{
    analyses, charts,
    desk::{Desk, Scored, Stamp},
    failure::{Code, Failure},
    progress::go_on,
    provenance,
    wire::{DocumentForm, ScoreRequest},
};

use snapshot::Restored;

pub use kept::{Keepsake, keep, kept_documents};
pub use preview::{DocumentJob, Shown};
pub use templates::{export_template, template_view};

/// A format that documents are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Pdf,
    Docx,
}

impl Format {
    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }
}

/// Everything that documents of a round are written from, so that the desk is free meanwhile.
#[derive(Debug, Clone)]
pub(crate) struct Documents {
    scored: Scored,
    before: Option<Scored>,
    /// The self-reported and the verified layer, for feedback sheets.
    layers: Option<[Scored; 2]>,
    form: Form,
    pub(crate) formats: Vec<Format>,
    pub(crate) bound: bool,
    template: Template,
    development: Option<BTreeMap<UnitCode, f64>>,
    findings: Vec<Told>,
    /// The briefing as it was kept, where that one is asked for.
    kept: Option<Document>,
    synthetic: bool,
    today: NaiveDate,
}

/// What is found out once for all documents of a round.
pub(crate) struct Found {
    uncertainty: Option<Uncertainty>,
    prepared: Prepared,
}

impl Documents {
    /// Reads what documents need.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::BadArgument`], [`Code::BadTemplate`], and what the system says of the
    /// files that the form names.
    pub(crate) fn new(
        desk: &mut Desk,
        score: &ScoreRequest,
        lang: Lang,
        form: &DocumentForm,
        feedback: bool,
        stamp: Stamp<'_>,
    ) -> Result<Self, Failure> {
        let restored = match form.again {
            false => None,
            true => kept::snapshot(desk, &score.round, lang)?,
        };
        let was_kept = restored.is_some();
        let Restored {
            scored,
            before,
            findings,
            development,
            dated,
            synthetic,
        } = match restored {
            Some(restored) => restored,
            None => {
                let drawn = charts::drawn(desk, score)?;
                let development = match form.development.as_str() {
                    "" => None,
                    path => Some(analyses::read_index(Path::new(path), &drawn.scored)?),
                };
                Restored {
                    before: drawn.earlier.last().cloned(),
                    scored: drawn.scored,
                    findings: findings(desk, &score.round)?,
                    development,
                    dated: stamp.now.date(),
                    synthetic: desk.meta.synthetic,
                }
            }
        };
        let mode = scored.options().mode;
        let layers = [LayerChoice::SelfReported, LayerChoice::Verified];
        let layers = match feedback {
            false => None,
            true => {
                let [reported, verified] = layers.map(|layer| {
                    let options = ScoreOptions { layer, mode };
                    match was_kept {
                        true => scored.otherwise(options),
                        false => desk.scored(&score.round, options),
                    }
                });
                Some([reported?, verified?])
            }
        };
        let organisation = desk.workspace.organisation();
        let organisation = organisation.map_err(|e| desk.failed(e))?;
        let form_kept = match form.again {
            false => None,
            true => kept::kept(desk, &score.round, lang)?,
        };
        if form.again && form_kept.is_none() && !was_kept {
            return Err(Code::NothingKept.into());
        }
        // Other words than those that were kept are written from the data that were.
        let reworded = !form.template.is_empty() || !form.sections.is_empty();
        let form_kept = form_kept.filter(|_| !(reworded && was_kept));
        let (formats, bound) = (form::formats(&form.formats)?, form.bound);
        let template = templates::template(&form.template, lang, &form.sections)?;
        let mut form = form::form(form)?;
        if let Some(known) = organisation {
            if form.organisation.is_empty() {
                form.organisation = known.name.get(lang).to_owned();
            }
            if form.marking.is_none() && !known.marking.is_empty() {
                form.marking = Some(known.marking);
            }
        }
        Ok(Self {
            scored,
            before,
            layers,
            formats,
            bound,
            template,
            development,
            findings,
            kept: form_kept,
            synthetic,
            today: dated,
            form,
        })
    }

    /// Finds out how sure ranks are, and what the way to the next grade is computed from.
    ///
    /// # Errors
    /// [`Code::Cancelled`], and what scoring fails with.
    pub(crate) fn find(&self, cancel: &AtomicBool) -> Result<Found, Failure> {
        let (framework, card) = (&self.scored.round.framework, &self.scored.card);
        let ranks = PreparedIndex::of_scorecard(framework, card, &ScorecardAlternatives::default())
            .ok()
            .map(|index| uncertainty(&index, &Assumptions::default(), &|_, _| {}, cancel));
        go_on(cancel)?;
        Ok(Found {
            // Of what has no ranks there is nothing to be unsure of.
            uncertainty: ranks.and_then(Result::ok),
            prepared: prepare(framework, &self.scored.round.data, card.layer)?,
        })
    }

    /// Writes the briefing.
    ///
    /// # Errors
    /// What scoring the round before under the present framework fails with.
    pub(crate) fn briefing(&self, found: &Found) -> Result<Document, Failure> {
        if let Some(kept) = &self.kept {
            return Ok(kept.clone());
        }
        let Scored { round, card } = &self.scored;
        let restated = match &self.before {
            Some(before) if before.round.framework.digest != round.framework.digest => {
                let old = Assessed {
                    framework: &before.round.framework,
                    data: &before.round.data,
                };
                let options = self.scored.options();
                let new = &round.framework;
                let renamed = new.renamed_from(&before.round.framework);
                Some(restate(old, &before.card, new, &renamed, options)?.card)
            }
            _ => None,
        };
        let before = self.before.as_ref().map(|before| Before {
            data: &before.round.data,
            scorecard: restated.as_ref().unwrap_or(&before.card),
            restated: restated.is_some(),
        });
        let input = BriefingInput {
            framework: &round.framework,
            data: &round.data,
            scorecard: card,
            before,
            uncertainty: found.uncertainty.as_ref(),
            development: self.development.as_ref(),
            findings: &self.findings,
            dated: self.today,
            synthetic: self.synthetic,
            form: &self.form,
        };
        Ok(briefing(&input, &self.template))
    }
}

/// The findings of a round as documents tell them.
fn findings(desk: &Desk, round: &str) -> Result<Vec<Told>, Failure> {
    let found = desk.workspace.findings(&desk.round(round)?.id);
    let found = found.map_err(|e| desk.failed(e))?.into_iter();
    Ok(found
        .map(|finding| Told {
            unit: finding.text.unit,
            description: finding.text.description,
            demand: finding.text.demand,
            responsible: finding.text.responsible,
            deadline: finding.text.deadline,
            carried: finding.carried_from.is_some(),
            state: provenance::mending(finding.text.state),
        })
        .collect())
}

/// Sets a document in a format.
pub(crate) fn bytes(document: &Document, format: Format) -> Result<Vec<u8>, Failure> {
    let faces = Faces::system();
    let set = match format {
        Format::Pdf => pdf(document, faces),
        Format::Docx => docx(document, faces),
    };
    set.map_err(|e| Failure::report(e, "document"))
}
