//! A document as PDF: tagged, with outline, metadata and embedded faces.

use std::num::NonZero;

use chrono::Datelike;
use serde_json::{Value, json};
use typst::{
    World,
    diag::{SourceDiagnostic, Warned},
    foundations::{Content, NativeElement, Smart},
    introspection::Introspector,
    layout::{Frame, FrameItem},
    model::HeadingElem,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::{Block, Document, Faces, world::Setting};
use crate::ReportError;

/// How many times [`forget`] passes over a result before it goes: what all sheets share stays.
const KEPT: usize = 2;

/// A page of a document, to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The page as SVG, with nothing from elsewhere.
    pub svg: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
}

/// A document as it is laid out on pages, to be looked at one by one.
#[derive(Debug, Clone)]
pub struct Laid {
    paged: PagedDocument,
}

impl Laid {
    /// Lays the document out.
    ///
    /// # Errors
    ///
    /// As [`pdf`].
    pub fn new(document: &Document, faces: &Faces) -> Result<Self, ReportError> {
        set(document, faces).map(|paged| Self { paged })
    }

    /// The pages as PDF 1.7; `document` is that which was laid out.
    ///
    /// # Errors
    ///
    /// As [`pdf`].
    pub fn pdf(&self, document: &Document) -> Result<Vec<u8>, ReportError> {
        let options = PdfOptions {
            ident: Smart::Custom(format!("{}{}", document.head.title, document.dated)),
            creator: Smart::Custom(Some("Hezhi".to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.paged, &options).map_err(|e| failed(&e))
    }

    /// How many pages there are.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.paged.pages().len()
    }

    /// A page by its number from 1; `None` where there is none.
    #[must_use]
    pub fn page(&self, number: usize) -> Option<Page> {
        let page = self.paged.pages().get(number.checked_sub(1)?)?;
        Some(Page {
            svg: typst_svg::svg(page, &typst_svg::SvgOptions::default()),
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
        })
    }
}

/// Sets the document as PDF 1.7. The same document and faces give the same bytes.
///
/// # Errors
///
/// [`ReportError::Setting`] where a drawing in the document cannot be read.
pub fn pdf(document: &Document, faces: &Faces) -> Result<Vec<u8>, ReportError> {
    Laid::new(document, faces)?.pdf(document)
}

/// Lets go of what setting earlier documents left in memory, so that many can be set one after another.
pub fn forget() {
    comemo::evict(KEPT);
}

/// Characters of the document that no face draws; empty in a sound document.
///
/// # Errors
///
/// As [`pdf`].
pub fn missing(document: &Document, faces: &Faces) -> Result<Vec<char>, ReportError> {
    let paged = set(document, faces)?;
    let mut found = Vec::new();
    for page in paged.pages() {
        undrawn(&page.frame, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn undrawn(frame: &Frame, found: &mut Vec<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => undrawn(&group.frame, found),
            FrameItem::Text(text) => {
                let lacking = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                found.extend(lacking.flat_map(|glyph| text.text[glyph.range()].chars()));
            }
            _ => {}
        }
    }
}

fn set(document: &Document, faces: &Faces) -> Result<PagedDocument, ReportError> {
    let setting = Setting::new(faces, files(document, faces));
    let Warned { output, .. } = typst::compile::<PagedDocument>(&setting as &dyn World);
    output.map_err(|e| failed(&e))
}

fn failed(found: &[SourceDiagnostic]) -> ReportError {
    let said: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    ReportError::Setting {
        said: said.join("; "),
    }
}

/// The document and its drawings as the template reads them.
fn files(document: &Document, faces: &Faces) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        let mut block_json = json!(block);
        if let Block::Figure(figure) = block {
            let name = format!("figure-{}.svg", files.len());
            files.push((name.clone(), figure.svg.clone().into_bytes()));
            block_json["svg"] = Value::String(name);
        }
        blocks.push(block_json);
    }
    let mut head = json!(document.head);
    if !document.head.logo.is_empty() {
        files.push((
            "logo.svg".to_owned(),
            document.head.logo.clone().into_bytes(),
        ));
        head["logo"] = Value::String("logo.svg".to_owned());
    }
    let dated = document.dated;
    let whole = json!({
        "lang": document.lang,
        "layout": document.layout,
        "dated": [dated.year(), dated.month(), dated.day()],
        "head": head,
        "blocks": blocks,
        "foot": document.foot,
        "families": faces.families,
    });
    files.push(("document.json".to_owned(), whole.to_string().into_bytes()));
    files
}

/// The page on which each heading of the document stands, in their order.
pub(super) fn heading_pages(document: &Document, faces: &Faces) -> Result<Vec<usize>, ReportError> {
    let paged = set(document, faces)?;
    let introspector = paged.introspector();
    let headings = introspector.query(&HeadingElem::ELEM.select());
    Ok(headings
        .iter()
        .filter_map(Content::location)
        .filter_map(|location| introspector.page(location))
        .map(NonZero::get)
        .collect())
}
