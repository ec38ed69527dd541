//! The package, mended where the writer cannot say what a document needs: heading rows that repeat, words
//! for pictures, title and author, elements in the schema's order; and compressed.

use std::io::{Cursor, Read, Write};

use assessment_models::text::Lang;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{order::ordered, parts::HEAD_ROW, watermark};
use crate::{ReportError, charts::escaped, document::Document};

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> ReportError {
    ReportError::Packing(Box::new(error))
}

/// The same package with these parts mended, each part compressed and without a date.
pub(super) fn mended(
    packed: Vec<u8>,
    document: &Document,
    alternatives: &[String],
) -> Result<Vec<u8>, ReportError> {
    let mut from = ZipArchive::new(Cursor::new(packed)).map_err(failed)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for at in 0..from.len() {
        let mut part = from.by_index(at).map_err(failed)?;
        if part.is_dir() {
            continue;
        }
        let name = part.name().map_err(failed)?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(failed)?;
        let bytes = match name.as_str() {
            "word/document.xml" => text(bytes, |xml| ordered(&body(&xml, alternatives))),
            "word/styles.xml" => text(bytes, |xml| ordered(&styles(&xml, document.lang))),
            "docProps/core.xml" => text(bytes, |xml| properties(&xml, document)),
            name if name.starts_with("word/header") && !document.head.watermark.is_empty() => {
                text(bytes, |xml| {
                    watermark::across(&ordered(&xml), &document.head.watermark)
                })
            }
            name if name.starts_with("word/") && name.ends_with(".xml") => {
                text(bytes, |xml| ordered(&xml))
            }
            _ => bytes,
        };
        to.start_file(name, options).map_err(failed)?;
        to.write_all(&bytes).map_err(failed)?;
    }
    Ok(to.finish().map_err(failed)?.into_inner())
}

fn text(bytes: Vec<u8>, mend: impl FnOnce(String) -> String) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(xml) => mend(xml).into_bytes(),
        Err(other) => other.into_bytes(),
    }
}

fn body(xml: &str, alternatives: &[String]) -> String {
    let row = format!("<w:trHeight w:val=\"{HEAD_ROW}\" w:hRule=\"atLeast\" />");
    let xml = xml.replace(&row, "<w:tblHeader />");
    let mut out = String::with_capacity(xml.len());
    let mut parts = xml.split("<wp:docPr ");
    out.push_str(parts.next().unwrap_or_default());
    for (at, part) in parts.enumerate() {
        let said = alternatives.get(at).map_or("", String::as_str);
        out.push_str(&format!("<wp:docPr descr=\"{}\" ", escaped(said)));
        // Each drawing has a number of its own.
        let own = format!("id=\"{}\"", at + 1);
        out.push_str(&part.replacen("id=\"1\"", &own, 1));
    }
    out
}

/// The writer puts an empty style of its own before ours, and says of neither that paragraphs without a style
/// have it, which widens the grid of characters in programs that look for it. In Chinese no space is put between
/// the scripts: the grid of characters is kept.
fn styles(xml: &str, lang: Lang) -> String {
    const OPEN: &str = "<w:style w:type=\"paragraph\" w:styleId=\"Normal\">";
    const END: &str = "</w:style>";
    const CLOSE: &str = "<w:pPr><w:autoSpaceDE w:val=\"0\" /><w:autoSpaceDN w:val=\"0\" />";
    let mut pieces = xml.split(OPEN);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let rest: Vec<&str> = pieces.collect();
    for (at, piece) in rest.iter().enumerate() {
        if at + 1 == rest.len() {
            out.push_str("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">");
            out.push_str(&match lang {
                Lang::Zh => piece.replacen("<w:pPr>", CLOSE, 1),
                Lang::En => (*piece).to_owned(),
            });
        } else {
            out.push_str(piece.split_once(END).map_or("", |(_, after)| after));
        }
    }
    out
}

fn properties(xml: &str, document: &Document) -> String {
    let head = &document.head;
    let who = if head.organisation.is_empty() {
        "Hezhi"
    } else {
        &head.organisation
    };
    let title = escaped(&head.title.replace('\n', ""));
    let creator = format!(
        "<dc:title>{title}</dc:title><dc:creator>{}</dc:creator>",
        escaped(who)
    );
    xml.replace("<dc:creator>unknown</dc:creator>", &creator)
        .replace(">unknown<", &format!(">{}<", escaped(who)))
        .replace(
            "1970-01-01T00:00:00Z",
            &format!("{}T00:00:00Z", document.dated),
        )
}
