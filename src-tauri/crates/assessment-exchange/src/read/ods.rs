//! OpenDocument spreadsheets, streamed: repeated cells and rows cost what they hold, not what they span.

use std::{
    collections::HashMap,
    io::{BufRead, Read},
};

use quick_xml::events::{BytesStart, Event};

use super::{
    attribute, iso_moment,
    package::Package,
    xml::{Xml, push_reference},
};
use crate::{
    error::{Damage, Excess, ExchangeError},
    sheet::{Cell, MAX_CELLS, Sheet, SheetBuilder},
};

/// A filled cell or row that repeats more often than this is a formatting artefact or a trap.
const MAX_REPEAT: u32 = 100_000;

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name)
        .and_then(|v| v.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// Reads all tables.
pub(crate) fn read(bytes: &[u8], show: bool) -> Result<Vec<Sheet>, ExchangeError> {
    let mut package = Package::open(bytes)?;
    if let Some(manifest) = package.part("META-INF/manifest.xml")? {
        let mut text = String::new();
        manifest
            .take(4_000_000)
            .read_to_string(&mut text)
            .map_err(|e| Damage::of_unpacking("META-INF/manifest.xml", &e))?;
        if text.contains("encryption-data") {
            return Err(ExchangeError::Encrypted);
        }
    }
    let content = package.part("content.xml")?;
    let mut xml = Xml::new(content.ok_or_else(|| Damage::PartMissing.of("content.xml", ""))?);
    let mut hidden_styles: HashMap<String, bool> = HashMap::new();
    let mut style = None;
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) if e.name().as_ref() == "style:style" => {
                style = attribute(&e, "style:name");
            }
            Event::Start(e) | Event::Empty(e) if e.name().as_ref() == "style:table-properties" => {
                if let Some(name) = &style {
                    let hidden = attribute(&e, "table:display").is_some_and(|v| v == "false");
                    hidden_styles.insert(name.clone(), hidden);
                }
            }
            Event::Start(e) if e.name().as_ref() == "table:table" => {
                let name = attribute(&e, "table:name").unwrap_or_default();
                let hidden = attribute(&e, "table:style-name")
                    .and_then(|s| hidden_styles.get(&s).copied())
                    .unwrap_or(false);
                let sheet = SheetBuilder::new(&name, hidden, show);
                sheets.push(read_table(&mut xml, sheet)?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(sheets)
}

/// A cell that holds something, and how often it repeats to the right.
struct Filled {
    column: u32,
    repeat: u32,
    content: Option<Cell>,
    shown: String,
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    kind: Option<String>,
    value: Option<String>,
    /// It shows the error of a formula.
    fault: bool,
    text: String,
    paragraphs: usize,
    /// A paragraph of it is open: what stands between paragraphs only lays the file out.
    within: bool,
    /// Another space would not count.
    spaced: bool,
    repeat: u32,
    span: (u32, u32),
}

impl Open {
    fn begin_paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.text.push('\n');
        }
        self.paragraphs += 1;
        (self.within, self.spaced) = (true, true);
    }

    fn end_paragraph(&mut self) {
        if self.within && self.spaced && self.text.ends_with(' ') {
            self.text.pop();
        }
        self.within = false;
    }

    /// Puts characters of a paragraph: spaces in a row are one, those at its ends none.
    fn say(&mut self, text: &str) {
        if !self.within {
            return;
        }
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !space {
                self.text.push(c);
            } else if !self.spaced {
                self.text.push(' ');
            }
            self.spaced = space;
        }
    }

    /// Puts a space, tab or line break that counts.
    fn put(&mut self, c: char, times: usize) {
        self.text.extend(std::iter::repeat_n(c, times));
        self.spaced = false;
    }

    fn start(element: &BytesStart<'_>) -> Self {
        let value = [
            "office:value",
            "office:date-value",
            "office:time-value",
            "office:boolean-value",
            "office:string-value",
        ]
        .iter()
        .find_map(|name| attribute(element, name));
        Self {
            kind: attribute(element, "office:value-type"),
            value,
            fault: attribute(element, "calcext:value-type").is_some_and(|kind| kind == "error"),
            repeat: count(element, "table:number-columns-repeated"),
            span: (
                count(element, "table:number-rows-spanned"),
                count(element, "table:number-columns-spanned"),
            ),
            ..Self::default()
        }
    }

    fn content(&self, sheet: &mut SheetBuilder) -> Result<Option<Cell>, ExchangeError> {
        let value = self.value.as_deref();
        let number = || value.and_then(|v| v.parse::<f64>().ok());
        if self.fault {
            return sheet.fault(&self.text).map(Some);
        }
        Ok(match self.kind.as_deref() {
            Some("float" | "currency") => number().map(Cell::Number),
            Some("percentage") => number().map(Cell::Percent),
            Some("boolean") => Some(Cell::Flag(value == Some("true"))),
            Some("date") => value.and_then(iso_moment).map(Cell::Moment),
            Some("string") => sheet.text(value.unwrap_or(&self.text))?,
            // A time of day is shown as it is written in the cell.
            Some(_) => sheet.text(&self.text)?,
            None => None,
        })
    }
}

fn read_table<R: BufRead>(
    xml: &mut Xml<R>,
    mut sheet: SheetBuilder,
) -> Result<Sheet, ExchangeError> {
    let (mut row, mut row_repeat) = (0_u32, 1_u32);
    let mut column = 0_u32;
    let mut filled: Vec<Filled> = Vec::new();
    let mut open: Option<Open> = None;
    // Notes hold paragraphs that are not the cell's own.
    let mut in_note = 0_usize;
    let mut nested = 0_usize;
    loop {
        let event = xml.next()?;
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(e) | Event::Empty(e) => match e.name().as_ref() {
                "table:table" if !empty => nested += 1,
                _ if nested > 0 => {}
                "office:annotation" if !empty => in_note += 1,
                "table:table-row" => {
                    row_repeat = count(&e, "table:number-rows-repeated");
                    // Rows at the end that repeat without end are hidden as one and hold nothing.
                    if attribute(&e, "table:visibility").is_some_and(|v| v != "visible")
                        && row_repeat <= MAX_REPEAT
                    {
                        for again in 0..row_repeat {
                            sheet.hide_row(row.saturating_add(again));
                        }
                    }
                    column = 0;
                    filled.clear();
                    if empty {
                        row = row.saturating_add(row_repeat);
                    }
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let cell = Open::start(&e);
                    if empty {
                        place(&cell, &mut sheet, row, &mut column, &mut filled)?;
                    } else {
                        open = Some(cell);
                    }
                }
                "text:p" if in_note == 0 => {
                    if let Some(cell) = &mut open {
                        cell.begin_paragraph();
                        if empty {
                            cell.end_paragraph();
                        }
                    }
                }
                "text:tab" | "text:line-break" if in_note == 0 => {
                    if let Some(cell) = &mut open {
                        let is_tab = e.name().as_ref() == "text:tab";
                        cell.put(if is_tab { '\t' } else { '\n' }, 1);
                    }
                }
                "text:s" if in_note == 0 => {
                    if let Some(cell) = &mut open {
                        let spaces = count(&e, "text:c").min(100);
                        cell.put(' ', spaces as usize);
                    }
                }
                _ => {}
            },
            Event::Text(text) if in_note == 0 && nested == 0 => {
                if let Some(cell) = &mut open {
                    cell.say(&text.xml10_content());
                }
            }
            Event::CData(text) if in_note == 0 && nested == 0 => {
                if let Some(cell) = &mut open {
                    cell.say(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) if in_note == 0 && nested == 0 => {
                if let Some(cell) = &mut open {
                    let mut said = String::new();
                    push_reference(&reference, &mut said);
                    cell.say(&said);
                }
            }
            Event::End(e) => match e.name().as_ref() {
                "table:table" if nested == 0 => break,
                "table:table" => nested -= 1,
                _ if nested > 0 => {}
                "office:annotation" => in_note = in_note.saturating_sub(1),
                "text:p" if in_note == 0 => {
                    if let Some(cell) = &mut open {
                        cell.end_paragraph();
                    }
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(cell) = open.take() {
                        place(&cell, &mut sheet, row, &mut column, &mut filled)?;
                    }
                }
                "table:table-row" => {
                    if !filled.is_empty() {
                        let cells = filled.iter().map(|f| f.repeat as usize).sum::<usize>();
                        if row_repeat > MAX_REPEAT
                            || cells.saturating_mul(row_repeat as usize) > MAX_CELLS
                        {
                            return Err(Excess::RepeatedRows
                                .of(u64::from(row_repeat), u64::from(MAX_REPEAT)));
                        }
                        for again in 0..row_repeat {
                            let row = row.saturating_add(again);
                            for cell in &filled {
                                for column in cell.column..cell.column.saturating_add(cell.repeat) {
                                    if let Some(content) = cell.content {
                                        sheet.put(row, column, content)?;
                                    }
                                    sheet.show(row, column, || cell.shown.as_str().into());
                                }
                            }
                        }
                    }
                    row = row.saturating_add(row_repeat);
                    filled.clear();
                }
                _ => {}
            },
            Event::Eof => return Err(Damage::Xml.of("content.xml", "table:table without end")),
            _ => {}
        }
    }
    Ok(sheet.finish())
}

fn place(
    cell: &Open,
    sheet: &mut SheetBuilder,
    row: u32,
    column: &mut u32,
    filled: &mut Vec<Filled>,
) -> Result<(), ExchangeError> {
    let content = cell.content(sheet)?;
    if content.is_some() || !cell.text.is_empty() {
        filled.push(Filled {
            column: *column,
            repeat: cell.repeat.min(crate::sheet::MAX_COLUMNS),
            content,
            shown: match (&cell.value, cell.paragraphs) {
                // Programs that write no text leave it to the reader.
                (Some(value), 0) => value.clone(),
                _ => cell.text.clone(),
            },
        });
        if cell.span != (1, 1) {
            sheet.merge(
                (row, *column),
                (
                    row.saturating_add(cell.span.0 - 1),
                    column.saturating_add(cell.span.1 - 1),
                ),
            );
        }
    }
    *column = column.saturating_add(cell.repeat);
    Ok(())
}
