//! What a person decides of a document's form.

use std::{fs, path::Path};

use assessment_reports::{
    briefing::Form,
    document::{Layout, logo},
};

use super::Format;
use crate::{
    failure::{Code, Failure},
    wire::DocumentForm,
};

pub(super) fn formats(words: &[String]) -> Result<Vec<Format>, Failure> {
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

pub(super) fn form(form: &DocumentForm) -> Result<Form, Failure> {
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
        path => picture(Path::new(path))?,
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

/// A picture of a person's, as documents take it.
fn picture(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|e| Failure::io(path, e))?;
    logo(&bytes).map_err(|error| {
        Failure::new(Code::BadPicture)
            .with("path", &path.display())
            .caused_by(error)
    })
}
