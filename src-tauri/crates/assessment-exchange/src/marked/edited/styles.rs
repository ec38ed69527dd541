//! The workbook's styles with those of marked cells: each is the cell's own with another fill.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use super::{prefix, put, raw, rewritten, with};

/// Fills of cells with errors, with warnings, and of headings.
const FILLS: [&str; 3] = ["FFF8D7CF", "FFFBECC8", "FFE1E6EC"];

/// Numbers of marked styles, by a cell's own style and whether what is marked is an error.
type Numbers = BTreeMap<(usize, bool), usize>;

/// The styles part, and the numbers of what was added.
pub(super) struct Looks {
    pub(super) xml: Vec<u8>,
    pub(super) by: Numbers,
    /// A heading's.
    pub(super) head: usize,
    /// One of text in several lines.
    pub(super) wrap: usize,
}

/// Adds marked forms of the styles that are used.
pub(super) fn with_marks(xml: &str, used: &BTreeSet<(usize, bool)>) -> Option<Looks> {
    let (mut fills, mut in_fills) = (None, false);
    let (mut own, mut in_styles) = (Vec::<Vec<Event<'static>>>::new(), false);
    // The style that is being read.
    let mut open: Option<Vec<Event<'static>>> = None;
    let mut added: Option<(Numbers, usize)> = None;
    let xml = rewritten(xml, |event, out| {
        match &event {
            Event::Start(e) if e.local_name().as_ref() == "fills" => {
                (fills, in_fills) = (Some(0), true);
                return put(out, Event::Start(with(e, &[("count", None)])));
            }
            Event::Start(e) | Event::Empty(e) if in_fills && e.local_name().as_ref() == "fill" => {
                fills = fills.map(|n| n + 1);
            }
            Event::End(e) if e.local_name().as_ref() == "fills" => {
                in_fills = false;
                let p = e
                    .name()
                    .as_ref()
                    .rsplit_once(':')
                    .map_or_else(String::new, |(p, _)| format!("{p}:"));
                for colour in FILLS {
                    raw(
                        out,
                        &format!(
                            r#"<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/><{p}bgColor indexed="64"/></{p}patternFill></{p}fill>"#
                        ),
                    );
                }
            }
            Event::Start(e) if e.local_name().as_ref() == "cellXfs" => {
                in_styles = true;
                return put(out, Event::Start(with(e, &[("count", None)])));
            }
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => {
                in_styles = false;
                let first: usize = fills?;
                let mut by = Numbers::new();
                for (style, error) in used {
                    let events = own.get(*style).or(own.first())?;
                    by.insert((*style, *error), own.len() + by.len());
                    let fill = first + usize::from(!error);
                    for event in filled(events, fill)? {
                        put(out, event)?;
                    }
                }
                let next = own.len() + by.len();
                let Some(Event::Start(e) | Event::Empty(e)) = own.first().and_then(|x| x.first())
                else {
                    return None;
                };
                let p = prefix(e);
                raw(
                    out,
                    &format!(
                        r#"<{p}xf numFmtId="0" fontId="0" fillId="{}" borderId="0" xfId="0" applyFill="1"/><{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>"#,
                        first + 2
                    ),
                );
                added = Some((by, next));
            }
            Event::Empty(e) if in_styles && open.is_none() && e.local_name().as_ref() == "xf" => {
                own.push(vec![event.clone().into_owned()]);
            }
            Event::Start(e) if in_styles && open.is_none() && e.local_name().as_ref() == "xf" => {
                open = Some(vec![event.clone().into_owned()]);
            }
            Event::End(e) if in_styles && e.local_name().as_ref() == "xf" => {
                let mut events = open.take()?;
                events.push(event.clone().into_owned());
                own.push(events);
            }
            within => {
                if let Some(events) = &mut open {
                    events.push(within.clone().into_owned());
                }
            }
        }
        put(out, event)
    })?;
    let (by, next) = added?;
    Some(Looks {
        xml,
        by,
        head: next,
        wrap: next + 1,
    })
}

/// A style with another fill.
fn filled(style: &[Event<'static>], fill: usize) -> Option<Vec<Event<'static>>> {
    let mut events = style.to_vec();
    let fill = fill.to_string();
    let changed =
        |e: &BytesStart<'_>| with(e, &[("fillId", Some(&fill)), ("applyFill", Some("1"))]);
    let first = events.first_mut()?;
    *first = match first {
        Event::Start(e) => Event::Start(changed(e)),
        Event::Empty(e) => Event::Empty(changed(e)),
        _ => return None,
    };
    Some(events)
}
