//! What binds a package together: kinds of parts, relationships, the list of sheets.

use std::fmt::Write as _;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{List, escaped, name, prefix, put, raw, rewritten, with};
use crate::read::attribute;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const BOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
pub(super) const SHEET: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
pub(super) const NOTES: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const SHAPES: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// The kinds of the package's parts, and those that are added.
pub(super) struct Types<'x> {
    xml: &'x str,
    vml: bool,
    added: String,
}

impl<'x> Types<'x> {
    /// `None` where the workbook is no ordinary one: templates and those with macros may not be called xlsx.
    pub(super) fn new(xml: &'x str, workbook: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let (mut plain, mut vml) = (false, false);
        loop {
            match reader.read_event().ok()? {
                Event::Eof => break,
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "Override" => {
                        let part = attribute(&e, "PartName").unwrap_or_default();
                        plain |= part.trim_start_matches('/').eq_ignore_ascii_case(workbook)
                            && attribute(&e, "ContentType").is_some_and(|kind| kind == BOOK);
                    }
                    "Default" => {
                        let extension = attribute(&e, "Extension").unwrap_or_default();
                        vml |= extension.eq_ignore_ascii_case("vml");
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        plain.then_some(Self {
            xml,
            vml,
            added: String::new(),
        })
    }

    pub(super) fn add_part(&mut self, path: &str, kind: &str) {
        let path = escaped(path);
        // Writing to a string cannot fail.
        let _ = write!(
            self.added,
            r#"<Override PartName="/{path}" ContentType="{kind}"/>"#
        );
    }

    pub(super) fn add_vml(&mut self) {
        if !std::mem::replace(&mut self.vml, true) {
            let kind = format!(r#"<Default Extension="vml" ContentType="{SHAPES}"/>"#);
            self.added.insert_str(0, &kind);
        }
    }

    /// The part that tells the kinds.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        let added = with_own_names(&self.added, self.xml)?;
        before_end(self.xml, "Types", &added)
    }
}

/// Elements under the root's prefix.
fn with_own_names(added: &str, xml: &str) -> Option<String> {
    let p = root_prefix(xml)?;
    Some(if p.is_empty() {
        added.to_owned()
    } else {
        added.replace('<', &format!("<{p}"))
    })
}

fn root_prefix(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) | Event::Empty(e) => return Some(prefix(&e)),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// XML with more at the end of its root, which is called so.
fn before_end(xml: &str, root: &str, added: &str) -> Option<Vec<u8>> {
    let mut done = false;
    let xml = rewritten(xml, |event, out| {
        match &event {
            Event::Empty(e) if e.local_name().as_ref() == root => {
                done = true;
                put(out, Event::Start(with(e, &[])))?;
                raw(out, added);
                return put(out, Event::End(e.to_end()));
            }
            Event::End(e) if e.local_name().as_ref() == root => {
                done = true;
                raw(out, added);
            }
            _ => {}
        }
        put(out, event)
    })?;
    done.then_some(xml)
}

/// A relationship that is added.
pub(super) struct Added {
    name: &'static str,
    kind: &'static str,
    target: String,
}

impl Added {
    pub(super) fn new(name: &'static str, kind: &'static str, target: &str) -> Self {
        Self {
            name,
            kind,
            target: target.to_owned(),
        }
    }

    /// Its identifier, which no program gives.
    pub(super) fn id(&self) -> String {
        format!("rIdHezhi{}", self.name)
    }
}

/// A part's relationships with more of them.
pub(super) fn relations(there: Option<&str>, added: &[Added]) -> Option<Vec<u8>> {
    let empty = format!(r#"<Relationships xmlns="{PACKAGE}"/>"#);
    let there = there.unwrap_or(&empty);
    let added: String = added
        .iter()
        .map(|relation| {
            format!(
                r#"<Relationship Id="{}" Type="{RELATIONSHIPS}/{}" Target="{}"/>"#,
                relation.id(),
                relation.kind,
                relation.target
            )
        })
        .collect();
    before_end(there, "Relationships", &with_own_names(&added, there)?)
}

/// The workbook with the list as its first sheet, which is the one that is shown.
pub(super) fn with_list(xml: &str, title: &str, id: &str) -> Option<Vec<u8>> {
    let mut highest = 0_u64;
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Eof => break,
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sheet" => {
                let number = attribute(&e, "sheetId").and_then(|n| n.parse().ok());
                highest = highest.max(number.unwrap_or(0));
            }
            _ => {}
        }
    }
    let mut placed = false;
    let later = |e: &BytesStart<'_>| {
        let sheet: u64 = attribute(e, "localSheetId")?.parse().ok()?;
        Some(with(e, &[("localSheetId", Some(&(sheet + 1).to_string()))]))
    };
    let first = |e: &BytesStart<'_>| with(e, &[("activeTab", None), ("firstSheet", None)]);
    let xml = rewritten(xml, |event, out| {
        match &event {
            Event::Start(e) if e.local_name().as_ref() == "sheets" => {
                let sheet = format!(
                    r#"<{}sheet xmlns:r="{RELATIONSHIPS}" name="{}" sheetId="{}" r:id="{id}"/>"#,
                    prefix(e),
                    escaped(title),
                    highest + 1
                );
                put(out, event)?;
                raw(out, &sheet);
                placed = true;
                return Some(());
            }
            Event::Start(e) if e.local_name().as_ref() == "workbookView" => {
                return put(out, Event::Start(first(e)));
            }
            Event::Empty(e) if e.local_name().as_ref() == "workbookView" => {
                return put(out, Event::Empty(first(e)));
            }
            // A name of one sheet counts that sheet's place.
            Event::Start(e) if e.local_name().as_ref() == "definedName" => {
                if let Some(e) = later(e) {
                    return put(out, Event::Start(e));
                }
            }
            _ => {}
        }
        put(out, event)
    })?;
    placed.then_some(xml)
}

/// The sheet that lists all problems.
pub(super) fn list(list: &List<'_>, head: usize, wrap: usize) -> Vec<u8> {
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#
    );
    for (at, width) in (1..).zip([18, 10, 60, 60]) {
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            xml,
            r#"<col min="{at}" max="{at}" width="{width}" customWidth="1"/>"#
        );
    }
    xml.push_str("</cols><sheetData>");
    let rows = std::iter::once((&list.heads, head)).chain(list.rows.iter().map(|row| (row, wrap)));
    for (at, (row, style)) in (0_u32..).zip(rows) {
        let _ = write!(xml, r#"<row r="{}">"#, at + 1);
        for (column, text) in (0_u32..).zip(row) {
            let _ = write!(
                xml,
                r#"<c r="{}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                name((at, column)),
                escaped(text)
            );
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml.into_bytes()
}
