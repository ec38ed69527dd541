//! The sender's own workbook with marks put into it: only what a mark needs is changed, so that it keeps its
//! look, formulas and drop-down lists.
//!
//! What cannot be edited safely (macros, signatures, odd parts) gives `None`, and the workbook is written
//! anew instead.

mod book;
mod notes;
mod sheet;
mod styles;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _, Write as _},
};

use quick_xml::{
    Reader, Writer,
    events::{BytesStart, Event, attributes::Attribute},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{At, Marks};
use crate::{
    archive,
    read::{Book, Package},
};

/// Largest part that is edited; larger workbooks are written anew.
const LARGEST: u64 = 100_000_000;

/// What the sheet in front says: its name, the headings, and each problem's place, cell, sentence and remedy.
pub(super) struct List<'a> {
    pub(super) name: String,
    pub(super) heads: [&'a str; 4],
    pub(super) rows: Vec<[&'a str; 4]>,
}

/// The workbook with the marks of its sheets, which are told in its order, by name. Given up between parts
/// where `stop` says so.
pub(super) fn edited(
    bytes: &[u8],
    sheets: &[(&str, Marks)],
    list: &List<'_>,
    stop: &dyn Fn() -> bool,
) -> Option<Vec<u8>> {
    let go_on = || (!stop()).then_some(());
    let mut package = Package::open(bytes).ok()?;
    if package.any("_xmlsignatures/") {
        return None;
    }
    let book = Book::read(&mut package).ok()?;
    let fits = book.sheets.len() == sheets.len()
        && book
            .sheets
            .iter()
            .zip(sheets)
            .all(|(own, (name, _))| own.name == *name);
    if !fits {
        return None;
    }
    let mut changed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let types = text(&mut package, "[Content_Types].xml")?;
    let mut types = book::Types::new(&types, &book.path)?;

    let mut texts = Vec::new();
    let mut styles_there = Vec::new();
    let mut used: BTreeSet<(usize, bool)> = BTreeSet::new();
    for (listed, (_, marks)) in book.sheets.iter().zip(sheets) {
        go_on()?;
        let xml = text(&mut package, &listed.path)?;
        let there = if marks.is_empty() {
            BTreeMap::new()
        } else {
            sheet::styles(&xml, marks)?
        };
        for (place, mark) in marks {
            used.insert((there.get(place).copied().unwrap_or(0), mark.error));
        }
        styles_there.push(there);
        texts.push(xml);
    }
    let styles_path = book.styles.clone()?;
    let looks = styles::with_marks(&text(&mut package, &styles_path)?, &used)?;
    changed.insert(styles_path, looks.xml);

    let parts = book
        .sheets
        .iter()
        .zip(sheets)
        .zip(texts.iter().zip(&styles_there));
    for (number, ((listed, (_, marks)), (xml, there))) in (1..).zip(parts) {
        go_on()?;
        let mut drawing = None;
        if !marks.is_empty() {
            let relations = package.relations(&listed.path).ok()?;
            let own_drawing = sheet::legacy_drawing(xml)?;
            let vml_path = match &own_drawing {
                Some(id) => Some(relations.get(id)?.target.clone()),
                None => None,
            };
            let notes_path = relations.values().find(|r| r.kind == "comments");
            let notes_path = notes_path.map(|r| r.target.clone());
            if notes_path.is_some() && vml_path.is_none() {
                return None;
            }
            let folder = listed
                .path
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let mut added = Vec::new();
            let notes_there = match &notes_path {
                Some(path) => Some(text(&mut package, path)?),
                None => None,
            };
            let (notes, new) = notes::notes(notes_there.as_deref(), marks)?;
            let path = notes_path.unwrap_or_else(|| {
                let name = format!("hezhi-notes{number}.xml");
                types.add_part(&format!("{folder}/{name}"), book::NOTES);
                added.push(book::Added::new("Notes", "comments", &name));
                format!("{folder}/{name}")
            });
            changed.insert(path, notes);
            let vml_there = match &vml_path {
                Some(path) => Some(whole(&mut package, path)?),
                None => None,
            };
            let vml = notes::shapes(vml_there.as_deref(), &new)?;
            let path = vml_path.unwrap_or_else(|| {
                let name = format!("hezhi-notes{number}.vml");
                types.add_vml();
                let relation = book::Added::new("Shapes", "vmlDrawing", &name);
                drawing = Some(relation.id());
                added.push(relation);
                format!("{folder}/{name}")
            });
            changed.insert(path, vml);
            if !added.is_empty() {
                let (path, xml) = related(&mut package, &listed.path, &added)?;
                changed.insert(path, xml);
            }
        }
        let looks: BTreeMap<At, usize> = marks
            .iter()
            .map(|(place, mark)| {
                let style = there.get(place).copied().unwrap_or(0);
                Some((*place, *looks.by.get(&(style, mark.error))?))
            })
            .collect::<Option<_>>()?;
        if !looks.is_empty() || xml.contains("tabSelected") {
            let xml = sheet::with_marks(xml, looks, drawing.as_deref())?;
            changed.insert(listed.path.clone(), xml);
        }
    }

    let folder = book.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = format!("{folder}/hezhi-list.xml");
    changed.insert(path.clone(), book::list(list, looks.head, looks.wrap));
    types.add_part(&path, book::SHEET);
    let listed = book::Added::new("List", "worksheet", "hezhi-list.xml");
    let workbook = text(&mut package, &book.path)?;
    changed.insert(
        book.path.clone(),
        book::with_list(&workbook, &list.name, &listed.id())?,
    );
    let (path, xml) = related(&mut package, &book.path, &[listed])?;
    changed.insert(path, xml);
    changed.insert("[Content_Types].xml".to_owned(), types.finish()?);
    packed(bytes, changed, &go_on)
}

/// A part's relationships with more of them: the path of the part that holds them, and that part.
fn related(
    package: &mut Package<'_>,
    of: &str,
    added: &[book::Added],
) -> Option<(String, Vec<u8>)> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let path = format!("{folder}/_rels/{file}.rels");
    let there = match package.has(&path) {
        true => Some(text(package, &path)?),
        false => None,
    };
    Some((path, book::relations(there.as_deref(), added)?))
}

/// A part, whole.
fn whole(package: &mut Package<'_>, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let part = package.part(path).ok()??;
    part.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST).then_some(bytes)
}

/// A part as text.
fn text(package: &mut Package<'_>, path: &str) -> Option<String> {
    let text = String::from_utf8(whole(package, path)?).ok()?;
    Some(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The package with changed parts in place of its own, and new ones behind.
fn packed(
    bytes: &[u8],
    mut changed: BTreeMap<String, Vec<u8>>,
    go_on: &dyn Fn() -> Option<()>,
) -> Option<Vec<u8>> {
    let mut archive = archive::open(bytes).ok()?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        go_on()?;
        let entry = archive.by_index_raw(at).ok()?;
        let name = entry.name().ok()?.into_owned();
        let key = name.replace('\\', "/");
        let key = key.trim_start_matches('/');
        let path = changed.keys().find(|path| path.eq_ignore_ascii_case(key));
        match path.cloned().and_then(|path| changed.remove(&path)) {
            Some(content) => {
                zip.start_file(name, SimpleFileOptions::default()).ok()?;
                zip.write_all(&content).ok()?;
            }
            None => zip.raw_copy_file(entry).ok()?,
        }
    }
    for (path, content) in changed {
        go_on()?;
        zip.start_file(path, SimpleFileOptions::default()).ok()?;
        zip.write_all(&content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

type Out = Writer<Vec<u8>>;

/// XML, event by event; `each` writes what is to stand in an event's place.
fn rewritten(
    xml: &str,
    mut each: impl FnMut(Event<'_>, &mut Out) -> Option<()>,
) -> Option<Vec<u8>> {
    let mut reader = Reader::from_str(xml);
    let mut out = Writer::new(Vec::with_capacity(xml.len() + 4_096));
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(out.into_inner()),
            Event::DocType(_) => return None,
            event => each(event, &mut out)?,
        }
    }
}

/// Writes an event as it is.
fn put<'e>(out: &mut Out, event: impl Into<Event<'e>>) -> Option<()> {
    out.write_event(event).ok()
}

/// Writes what is XML already.
fn raw(out: &mut Out, xml: &str) {
    out.get_mut().extend_from_slice(xml.as_bytes());
}

/// What stands before an element's name: `x:` of `x:row`, with the colon.
fn prefix(e: &BytesStart<'_>) -> String {
    let name = e.name();
    let name: &str = name.as_ref();
    name.rsplit_once(':')
        .map_or_else(String::new, |(prefix, _)| format!("{prefix}:"))
}

/// An element with some attributes changed or, where they get no value, left out.
fn with(e: &BytesStart<'_>, values: &[(&str, Option<&str>)]) -> BytesStart<'static> {
    let name = e.name();
    let name: &str = name.as_ref();
    let mut changed = BytesStart::new(name.to_owned());
    for attribute in e.attributes().with_checks(false).flatten() {
        if !values
            .iter()
            .any(|(name, _)| attribute.key.as_ref() == *name)
        {
            changed.push_attribute(attribute);
        }
    }
    for (name, value) in values {
        if let Some(value) = value {
            changed.push_attribute(Attribute::from((*name, *value)));
        }
    }
    changed
}

/// Text for XML: escaped, and without characters that it cannot hold.
fn escaped(text: &str) -> String {
    let fit = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().filter(fit).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

/// The name of a cell: `B2`.
fn name((row, column): At) -> String {
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    format!(
        "{}{}",
        assessment_models::draft::column_letters(column),
        u64::from(row) + 1
    )
}
