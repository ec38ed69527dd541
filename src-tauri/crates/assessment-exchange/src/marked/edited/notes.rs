//! Notes at cells: what they say, and the shapes in which they are shown.

use std::fmt::Write as _;

use quick_xml::events::Event;

use super::{At, Marks, Out, escaped, name, prefix, put, raw, rewritten, with};
use crate::read::{attribute, place};

/// Who speaks in the notes.
const AUTHOR: &str = "合治 Hezhi";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A sheet's notes with those of its marks, and the places that had none before. A note that a person wrote
/// is kept; what is marked there is added to it.
pub(super) fn notes(there: Option<&str>, marks: &Marks) -> Option<(Vec<u8>, Vec<At>)> {
    let empty = format!(r#"<comments xmlns="{MAIN}"><authors/><commentList/></comments>"#);
    let there = there.unwrap_or(&empty);
    let mut new: Vec<At> = marks.keys().copied().collect();
    let mut authors = 0_usize;
    let mut at = None;
    let xml = rewritten(there, |event, out| {
        match &event {
            Event::Start(e) if e.local_name().as_ref() == "author" => authors += 1,
            Event::Empty(e) => match e.local_name().as_ref() {
                "author" => authors += 1,
                "authors" => {
                    let p = prefix(e);
                    let author =
                        format!("<{p}authors><{p}author>{AUTHOR}</{p}author></{p}authors>");
                    raw(out, &author);
                    return Some(());
                }
                "commentList" => {
                    put(out, Event::Start(with(e, &[])))?;
                    add(out, &prefix(e), authors, &new, marks);
                    return put(out, Event::End(e.to_end()));
                }
                _ => {}
            },
            Event::Start(e) if e.local_name().as_ref() == "comment" => {
                at = place(&attribute(e, "ref")?);
                new.retain(|place| Some(*place) != at);
            }
            Event::End(e) => {
                let name = e.name();
                let name: &str = name.as_ref();
                let p = name
                    .rsplit_once(':')
                    .map_or_else(String::new, |(p, _)| format!("{p}:"));
                match e.local_name().as_ref() {
                    "authors" => raw(out, &format!("<{p}author>{AUTHOR}</{p}author>")),
                    "text" => {
                        if let Some(mark) = at.take().and_then(|at| marks.get(&at)) {
                            let more = escaped(&format!("\n{AUTHOR}: {}", mark.text));
                            raw(out, &run(&p, &more));
                        }
                    }
                    "commentList" => add(out, &p, authors, &new, marks),
                    _ => {}
                }
            }
            _ => {}
        }
        put(out, event)
    })?;
    Some((xml, new))
}

fn run(p: &str, text: &str) -> String {
    format!(r#"<{p}r><{p}t xml:space="preserve">{text}</{p}t></{p}r>"#)
}

fn add(out: &mut Out, p: &str, author: usize, places: &[At], marks: &Marks) {
    for place in places {
        if let Some(mark) = marks.get(place) {
            let text = run(p, &escaped(&mark.text));
            let place = name(*place);
            raw(
                out,
                &format!(
                    r#"<{p}comment ref="{place}" authorId="{author}"><{p}text>{text}</{p}text></{p}comment>"#
                ),
            );
        }
    }
}

const HEAD: &str = r#"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>"#;
const KIND: &str = r#"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#;
const END: &str = "</xml>";
/// Numbers of shapes from which ours are counted, above those that programs give.
const FIRST_SHAPE: usize = 900_000;

/// The drawing of a sheet with a shape for each note at `places`. It is added to as text: programs write
/// such drawings in ways that no reader of XML takes.
pub(super) fn shapes(there: Option<&[u8]>, places: &[At]) -> Option<Vec<u8>> {
    let empty = format!("{HEAD}{KIND}{END}");
    let there = there.unwrap_or(empty.as_bytes());
    let end = memchr::memmem::rfind(there, END.as_bytes())?;
    let mut added = String::new();
    if memchr::memmem::find(there, b"_x0000_t202").is_none() {
        added.push_str(KIND);
    }
    for (n, (row, column)) in places.iter().enumerate() {
        let (right, far) = (column + 1, column + 4);
        let (top, bottom) = (row.saturating_sub(1), row + 4);
        // Writing to a string cannot fail.
        let _ = write!(
            added,
            r##"<v:shape id="_x0000_s{}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;width:180pt;height:80pt;z-index:{};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{right}, 15, {top}, 10, {far}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"##,
            FIRST_SHAPE + n,
            n + 1,
        );
    }
    Some([&there[..end], added.as_bytes(), &there[end..]].concat())
}
