//! A document before it is written: laid out, to be looked at page by page.

use std::sync::{Arc, atomic::AtomicBool};

use assessment_models::UnitCode;
use assessment_reports::{Faces, document::Laid, png};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::Documents;
use crate::{
    charts,
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    progress::{Progress, Stage, go_on},
    wire::{DocumentPageView, DocumentRequest, DocumentView},
};

/// Pixels of a page's picture for each point: legible when it is enlarged.
const SHARP: f32 = 2.0;

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
    /// [`Code::BadArgument`] where there is no such page, [`Code::ChartNotDrawn`].
    pub fn page(&self, number: u32) -> Result<DocumentPageView, Failure> {
        let page = usize::try_from(number).ok().and_then(|n| self.laid.page(n));
        let page = page.ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "page")
                .with("value", &number)
        })?;
        let png = png(&page.svg, SHARP).map_err(|e| Failure::report(e, "document"))?;
        Ok(DocumentPageView {
            png: STANDARD.encode(png),
            width: page.width,
            height: page.height,
        })
    }
}
