//! Briefings and feedback sheets.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ScoreRequest;

/// The form of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DocumentForm {
    /// `pdf`, `docx`; empty is both.
    pub formats: Vec<String>,
    /// `official` or `bulletin`; empty is `official`.
    pub layout: String,
    /// Who issues it; may be empty.
    pub organisation: String,
    /// Document number; may be empty.
    pub number: String,
    /// Issue of a bulletin; may be empty.
    pub issue: String,
    /// Marking at the upper left; `null` is the template's, empty is none.
    pub marking: Option<String>,
    /// Words across each page; may be empty.
    pub watermark: String,
    /// Full path of a picture of the organisation (SVG, PNG or JPEG); may be empty.
    pub logo: String,
    /// Full path of a template of the person's own; may be empty.
    pub template: String,
    /// Sections of the briefing in their order, by their codes; empty is as the template has them.
    pub sections: Vec<String>,
    /// Full path of a csv of `unit,value`, an index of development; may be empty.
    pub development: String,
    /// Feedback sheets as one file with a bookmark each, not as a file each.
    pub bound: bool,
    /// The briefing as it was kept when it was last written, not one of the data as they are now. With a
    /// template or sections, or in a language in which none was kept, it is written anew from the data that
    /// were kept with it.
    pub again: bool,
}

/// A briefing that was kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeptDocumentView {
    /// Its round.
    pub round: String,
    /// `zh-CN` or `en`.
    pub lang: String,
    /// Its title.
    pub title: String,
    /// SHA-256 of what was kept, lower-case hex.
    pub sha256: String,
    /// SHA-256 of the data that it was written from, which are kept with it; none beside a briefing that was
    /// kept before data were.
    pub data_sha256: Option<String>,
    /// When, local time.
    pub kept_at: String,
    /// By whom.
    pub kept_by: String,
}

/// A document that is asked for, to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentRequest {
    /// Of which scorecard.
    pub score: ScoreRequest,
    /// `zh-CN` or `en`.
    pub lang: String,
    /// The unit whose feedback sheet it is; the briefing without one.
    pub unit: Option<String>,
    /// Its form.
    pub form: DocumentForm,
}

/// A document that was laid out; its pages are asked for one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentView {
    /// Its title.
    pub title: String,
    /// How many pages it has.
    pub pages: u32,
}

/// A page of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DocumentPageView {
    /// The page as PNG, in base64.
    pub png: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
}

/// A template of documents that was read: what it says of sections, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TemplateView {
    /// Its language, `zh-CN` or `en`.
    pub lang: String,
    /// All sections that there are: those of the template in its order, then those that it leaves out.
    pub sections: Vec<SectionView>,
    /// Everything that is wrong with it, first to last; a template with faults is not used.
    pub faults: Vec<TemplateFaultView>,
}

/// A section of the briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SectionView {
    /// Its code, as templates and forms name it.
    pub id: String,
    /// Its heading.
    pub name: String,
    /// The template has it in.
    pub shown: bool,
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TemplateFaultView {
    /// Line of the file, from 1; 0 where it is the whole file.
    pub line: u32,
    /// The sentence, section or setting; empty where it is the whole file.
    pub key: String,
    /// The fault, by which scripts know it.
    pub code: String,
    /// The fault in words.
    pub what: String,
}
