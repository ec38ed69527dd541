//! Briefings and feedback sheets: written into files, and looked at before.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use assessment_models::{
    RoundId, UnitCode,
    composite::PreparedIndex,
    scoring::{LayerChoice, Prepared, ScoreOptions, prepare},
    text::Lang,
    trend::{Assessed, restate},
    uncertainty::{Assumptions, Uncertainty, uncertainty},
};
use assessment_reports::{
    Document, Faces,
    briefing::{Before, BriefingInput, Form, Template, briefing},
    document::{Laid, Layout, docx, pdf},
    feedback::{FeedbackInput, Mending, Told, bound, feedback},
};
use assessment_store::{FindingState, NewDocument};
use chrono::NaiveDate;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest as _, Sha256};

use crate::{
    analyses, charts,
    desk::{self, Desk, Scored, Stamp},
    failure::{Code, Failure},
    progress::{Progress, Stage, go_on},
    view,
    wire::{
        DocumentForm, DocumentPageView, DocumentRequest, DocumentView, KeptDocumentView,
        ScoreRequest,
    },
};

/// Sheets that are set side by side between two looks at the cancel flag.
const AT_ONCE: usize = 8;

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
        let options = desk::options(score)?;
        let mode = options.mode;
        let layers = [LayerChoice::SelfReported, LayerChoice::Verified];
        let layers = match feedback {
            false => None,
            true => {
                let [reported, verified] =
                    layers.map(|layer| desk.scored(&score.round, ScoreOptions { layer, mode }));
                Some([reported?, verified?])
            }
        };
        let drawn = charts::drawn(desk, score)?;
        let development = match form.development.as_str() {
            "" => None,
            path => Some(analyses::read_index(Path::new(path), &drawn.scored)?),
        };
        let findings = match feedback {
            false => Vec::new(),
            true => findings(desk, &score.round)?,
        };
        let organisation = desk.workspace.organisation();
        let organisation = organisation.map_err(|e| desk.failed(e))?;
        let form_kept = match form.again {
            false => None,
            true => Some(kept(desk, &score.round, lang)?),
        };
        let (formats, bound) = (formats(&form.formats)?, form.bound);
        let template = template(&form.template, lang)?;
        let mut form = self::form(form)?;
        if let Some(known) = organisation {
            if form.organisation.is_empty() {
                form.organisation = known.name.get(lang).to_owned();
            }
            if form.marking.is_none() && !known.marking.is_empty() {
                form.marking = Some(known.marking);
            }
        }
        Ok(Self {
            scored: drawn.scored,
            before: drawn.earlier.last().cloned(),
            layers,
            formats,
            bound,
            template,
            development,
            findings,
            kept: form_kept,
            synthetic: desk.meta.synthetic,
            today: stamp.now.date(),
            form,
        })
    }

    /// Finds out how sure ranks are, and what the way to the next grade is computed from.
    ///
    /// # Errors
    /// [`Code::Cancelled`], and what scoring fails with.
    pub(crate) fn find(&self, cancel: &AtomicBool) -> Result<Found, Failure> {
        let (framework, card) = (&self.scored.round.framework, &self.scored.card);
        let ranks = PreparedIndex::of_scorecard(framework, card, &[])
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
                Some(restate(old, &before.card, new, &BTreeMap::new(), options)?.card)
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
            dated: self.today,
            synthetic: self.synthetic,
            form: &self.form,
        };
        Ok(briefing(&input, &self.template))
    }

    /// Writes the feedback sheet of one unit, by its row in the scorecard.
    fn sheet(&self, found: &Found, row: usize) -> Result<Document, Failure> {
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
        let mut written = Vec::new();
        for chunk in rows.chunks(AT_ONCE) {
            go_on(cancel)?;
            on_progress(Progress::new(Stage::Feedback, chunk[0], rows.len()));
            let set: Vec<Result<_, Failure>> = chunk
                .to_vec()
                .into_par_iter()
                .map(|row| {
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
            for format in &self.formats {
                go_on(cancel)?;
                take(None, *format, &bytes(&all, *format)?)?;
            }
        }
        on_progress(Progress::new(Stage::Feedback, rows.len(), rows.len()));
        Ok(())
    }
}

/// The findings of a round as sheets tell them.
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
            state: match finding.text.state {
                FindingState::Open => Mending::Open,
                FindingState::Mending => Mending::Mending,
                FindingState::Mended => Mending::Mended,
                FindingState::Closed => Mending::Closed,
            },
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

fn formats(words: &[String]) -> Result<Vec<Format>, Failure> {
    if words.is_empty() {
        return Ok(vec![Format::Pdf, Format::Docx]);
    }
    let of = |word: &String| match word.as_str() {
        "pdf" => Ok(Format::Pdf),
        "docx" => Ok(Format::Docx),
        other => Err(Failure::new(Code::BadArgument)
            .with("name", "format")
            .with("value", other)),
    };
    words.iter().map(of).collect()
}

fn form(form: &DocumentForm) -> Result<Form, Failure> {
    let layout = match form.layout.as_str() {
        "" | "official" => Layout::Official,
        "bulletin" => Layout::Bulletin,
        other => {
            return Err(Failure::new(Code::BadArgument)
                .with("name", "layout")
                .with("value", other));
        }
    };
    let logo = match form.logo.as_str() {
        "" => String::new(),
        path => read(Path::new(path))?,
    };
    Ok(Form {
        layout,
        organisation: form.organisation.trim().to_owned(),
        number: form.number.trim().to_owned(),
        issue: form.issue.trim().to_owned(),
        marking: form.marking.clone(),
        watermark: form.watermark.trim().to_owned(),
        logo,
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|e| Failure::io(path, e))
}

/// The template of a path, or the built-in one of a language.
fn template(path: &str, lang: Lang) -> Result<Template, Failure> {
    if path.is_empty() {
        return Ok(Template::built_in(lang).clone());
    }
    let path = PathBuf::from(path);
    Template::parse(&read(&path)?).map_err(|faults| {
        let said: Vec<String> = faults.iter().map(|f| f.sentence(lang)).collect();
        Failure::new(Code::BadTemplate)
            .with("path", &path.display())
            .with("count", &faults.len())
            .with(
                "faults",
                &said.join(if lang == Lang::Zh { "；" } else { "; " }),
            )
    })
}

/// The text of the built-in template, to be copied and edited.
///
/// # Errors
/// What the system says of the file, [`Code::AlreadyExists`] where there is one.
pub fn export_template(path: &Path, lang: Lang) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::new(Code::AlreadyExists).with("path", &path.display()));
    }
    crate::files::write(path, Template::example(lang).as_bytes())
}

/// What documents that are briefings are kept as.
const BRIEFING: &str = "briefing";

/// A briefing as it was written, to be kept in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keepsake {
    round: RoundId,
    lang: Lang,
    title: String,
    content: String,
}

impl Keepsake {
    pub(crate) fn new(round: &RoundId, document: &Document) -> Result<Self, Failure> {
        let content = serde_json::to_string(document).map_err(|error| {
            Failure::new(Code::DocumentNotWritten)
                .with("detail", &error)
                .caused_by(error)
        })?;
        Ok(Self {
            round: round.clone(),
            lang: document.lang,
            title: document.head.title.replace('\n', ""),
            content,
        })
    }
}

/// Keeps a briefing in place of the one before of its round and language; a workspace that cannot be written
/// stays as it is.
///
/// # Errors
/// What writing fails with.
pub fn keep(desk: &mut Desk, kept: &Keepsake, stamp: Stamp<'_>) -> Result<(), Failure> {
    if desk.workspace.read_only() {
        return Ok(());
    }
    let sha256 = crate::files::hex(&Sha256::digest(kept.content.as_bytes()));
    desk.write(stamp, |write| {
        write.keep_document(&NewDocument {
            round: &kept.round,
            kind: BRIEFING,
            lang: kept.lang,
            title: &kept.title,
            content: &kept.content,
            sha256: &sha256,
        })
    })
}

fn kept(desk: &Desk, round: &str, lang: Lang) -> Result<Document, Failure> {
    let id = &desk.round(round)?.id;
    let content = desk.workspace.document(id, BRIEFING, lang);
    let content = content.map_err(|e| desk.failed(e))?;
    let content = content.ok_or_else(|| Failure::from(Code::NoDocument))?;
    serde_json::from_str(&content).map_err(|error| {
        Failure::new(Code::DamagedWorkspace)
            .with("path", &desk.path().display())
            .with("detail", &error)
            .caused_by(error)
    })
}

/// Briefings that were kept, latest first.
///
/// # Errors
/// What reading fails with.
pub fn kept_documents(desk: &Desk) -> Result<Vec<KeptDocumentView>, Failure> {
    let kept = desk.workspace.documents().map_err(|e| desk.failed(e))?;
    let views = kept.into_iter().map(|kept| KeptDocumentView {
        round: kept.round.to_string(),
        lang: kept.lang.tag().to_owned(),
        title: kept.title,
        sha256: kept.sha256,
        kept_at: view::time(kept.kept_at),
        kept_by: kept.kept_by,
    });
    Ok(views.collect())
}

/// A document that was laid out, with what it was made of.
#[derive(Debug, Clone)]
pub struct Shown {
    title: String,
    laid: Arc<Laid>,
}

/// A document that is to be looked at, with all that it needs.
#[derive(Debug)]
pub struct DocumentJob {
    documents: Documents,
    row: Option<usize>,
}

impl DocumentJob {
    /// Looks at what was asked for and scores the round.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::BadArgument`], [`Code::BadTemplate`].
    pub fn new(
        desk: &mut Desk,
        request: &DocumentRequest,
        stamp: Stamp<'_>,
    ) -> Result<Self, Failure> {
        let lang = charts::lang(&request.lang)?;
        let feedback = request.unit.is_some();
        let documents = Documents::new(desk, &request.score, lang, &request.form, feedback, stamp)?;
        let row = request.unit.as_ref().map(|unit| {
            let row = documents
                .scored
                .card
                .unit_index(&UnitCode::from(unit.as_str()));
            row.ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", unit))
        });
        Ok(Self {
            row: row.transpose()?,
            documents,
        })
    }

    /// Writes the document and lays it out.
    ///
    /// # Errors
    /// [`Code::Cancelled`], [`Code::DocumentNotWritten`], and what scoring fails with.
    pub fn lay(
        &self,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<Shown, Failure> {
        on_progress(Progress::new(Stage::Briefing, 0, 2));
        let found = self.documents.find(cancel)?;
        let document = match self.row {
            None => self.documents.briefing(&found)?,
            Some(row) => self.documents.sheet(&found, row)?,
        };
        on_progress(Progress::new(Stage::Briefing, 1, 2));
        go_on(cancel)?;
        let laid = Laid::new(&document, Faces::system());
        let laid = laid.map_err(|e| Failure::report(e, "document"))?;
        on_progress(Progress::new(Stage::Briefing, 2, 2));
        Ok(Shown {
            title: document.head.title.replace('\n', ""),
            laid: Arc::new(laid),
        })
    }
}

impl Shown {
    /// What a window shows first.
    #[must_use]
    pub fn view(&self) -> DocumentView {
        DocumentView {
            title: self.title.clone(),
            pages: self.laid.pages().try_into().unwrap_or(u32::MAX),
        }
    }

    /// A page by its number from 1.
    ///
    /// # Errors
    /// [`Code::BadArgument`] where there is no such page.
    pub fn page(&self, number: u32) -> Result<DocumentPageView, Failure> {
        let page = usize::try_from(number).ok().and_then(|n| self.laid.page(n));
        let page = page.ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "page")
                .with("value", &number)
        })?;
        Ok(DocumentPageView {
            svg: page.svg,
            width: page.width,
            height: page.height,
        })
    }
}
