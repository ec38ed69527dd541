//! What a workbook's sheets share: its list of sheets, its texts, the number formats of its styles.

use std::{collections::HashMap, io::Read};

use quick_xml::events::Event;

use super::{
    attribute,
    package::Package,
    xml::{Guarded, elements, events, push_reference, unescaped},
};
use crate::{
    error::{Damage, Excess, ExchangeError},
    number_format::{Epoch, NumberFormat, builtin_code},
};

/// Most bytes that all shared texts take.
const MAX_TEXTS: usize = 300_000_000;
/// Most shared texts.
const MAX_COUNT: usize = 20_000_000;
/// Most styles and formats; spreadsheet programs allow 65,490.
const MAX_STYLES: usize = 200_000;

/// Most sheets that are looked for where they usually are.
const MAX_NUMBERED: usize = 1_000;

fn numbered_path(folder: &str, n: usize) -> String {
    format!("{folder}/worksheets/sheet{n}.xml")
}

/// A sheet as the workbook lists it.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(super) hidden: bool,
    /// Its part.
    pub(crate) path: String,
}

/// What the workbook says of itself.
pub(crate) struct Book {
    /// Its own part.
    pub(crate) path: String,
    pub(super) epoch: Epoch,
    /// Worksheets only: charts and dialogs hold no cells.
    pub(crate) sheets: Vec<Listed>,
    strings: Option<String>,
    /// The part of the styles.
    pub(crate) styles: Option<String>,
}

impl Book {
    pub(crate) fn read(package: &mut Package<'_>) -> Result<Self, ExchangeError> {
        let path = package.workbook()?;
        let relations = package.relations(&path)?;
        let of_kind = |kind: &str| {
            let mut found: Vec<&String> = relations
                .values()
                .filter(|r| r.kind == kind)
                .map(|r| &r.target)
                .collect();
            found.sort();
            found.first().map(|target| (*target).clone())
        };
        let mut book = Self {
            path: path.clone(),
            epoch: Epoch::Y1900,
            sheets: Vec::new(),
            strings: of_kind("sharedStrings").or_else(|| package.find("/sharedstrings.xml")),
            styles: of_kind("styles").or_else(|| package.find("xl/styles.xml")),
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let numbered: Vec<bool> = (1..=MAX_NUMBERED)
            .map(|n| package.has(&numbered_path(folder, n)))
            .collect();
        let (mut listed, mut lost) = (0, None);
        let part = package
            .part(&path)?
            .ok_or_else(|| Damage::PartMissing.of(&path, ""))?;
        elements(part, |e| {
            match e.local_name().as_ref() {
                "workbookPr" => {
                    let date1904 = attribute(e, "date1904");
                    if date1904.is_some_and(|v| matches!(v.as_str(), "1" | "true" | "on")) {
                        book.epoch = Epoch::Y1904;
                    }
                }
                "sheet" => {
                    let id = e
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .find(|a| {
                            a.key.as_ref() != "sheetId" && a.key.local_name().as_ref() == "id"
                        })
                        .map(|a| a.value.to_string());
                    let path = match id.and_then(|id| relations.get(&id)) {
                        Some(relation) if relation.kind == "worksheet" => relation.target.clone(),
                        Some(_) => return true,
                        // Nothing says where it is: where it usually is.
                        None if numbered.get(listed) == Some(&true) => {
                            numbered_path(folder, listed + 1)
                        }
                        None => {
                            lost.get_or_insert_with(|| attribute(e, "name").unwrap_or_default());
                            return true;
                        }
                    };
                    listed += 1;
                    book.sheets.push(Listed {
                        name: attribute(e, "name").unwrap_or_default(),
                        hidden: attribute(e, "state").is_some_and(|s| s != "visible"),
                        path,
                    });
                }
                _ => {}
            }
            true
        })?;
        match lost {
            Some(name) if book.sheets.is_empty() => {
                Err(Damage::PartMissing.of(name, "no relationship"))
            }
            _ => Ok(book),
        }
    }

    pub(super) fn strings(&self, package: &mut Package<'_>) -> Result<Strings, ExchangeError> {
        let Some(path) = &self.strings else {
            return Ok(Strings::default());
        };
        package
            .part(path)?
            .map_or_else(|| Ok(Strings::default()), Strings::read)
    }

    /// The number formats of the styles, by number.
    pub(super) fn formats(&self, package: &mut Package<'_>) -> Result<Formats, ExchangeError> {
        let Some(path) = &self.styles else {
            return Ok(Formats::default());
        };
        package
            .part(path)?
            .map_or_else(|| Ok(Formats::default()), formats)
    }
}

/// The shared texts.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |n| self.ends[n] as usize);
        self.text.get(start..end)
    }

    fn read<R: Read>(part: Guarded<R>) -> Result<Self, ExchangeError> {
        let mut strings = Self::default();
        let mut text = RichText::default();
        events(part, |event| {
            match event {
                Event::Start(e) if e.local_name().as_ref() == "si" => text.clear(),
                Event::Empty(e) if e.local_name().as_ref() == "si" => strings.push("")?,
                Event::End(e) if e.local_name().as_ref() == "si" => {
                    strings.push(&unescaped(text.get()))?;
                }
                event => text.take(event),
            }
            Ok(true)
        })?;
        strings.text.shrink_to_fit();
        Ok(strings)
    }

    fn push(&mut self, text: &str) -> Result<(), ExchangeError> {
        if self.ends.len() >= MAX_COUNT {
            return Err(Excess::SharedTexts.of(self.ends.len() as u64, MAX_COUNT as u64));
        }
        let end = self.text.len() + text.len();
        if end > MAX_TEXTS {
            return Err(Excess::Text.of(end as u64, MAX_TEXTS as u64));
        }
        self.text.push_str(text);
        // MAX_TEXTS is below u32::MAX.
        self.ends.push(end as u32);
        Ok(())
    }
}

/// Text in runs, of which those that say how it is pronounced are none of it.
#[derive(Debug, Default)]
pub(super) struct RichText {
    text: String,
    /// Where the run began that is being read.
    run: usize,
    keep_spaces: bool,
    within: bool,
    phonetic: usize,
}

impl RichText {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.within = false;
        self.phonetic = 0;
    }

    pub(super) fn get(&self) -> &str {
        &self.text
    }

    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "rPh" => self.phonetic += 1,
                "t" if self.phonetic == 0 => {
                    self.within = true;
                    self.run = self.text.len();
                    self.keep_spaces = attribute(e, "xml:space").is_some_and(|s| s == "preserve");
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "rPh" => self.phonetic = self.phonetic.saturating_sub(1),
                "t" if self.within => {
                    self.within = false;
                    if !self.keep_spaces {
                        self.trim_run();
                    }
                }
                _ => {}
            },
            Event::Text(text) if self.within => self.text.push_str(&text.xml10_content()),
            Event::CData(text) if self.within => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if self.within => {
                push_reference(reference, &mut self.text);
            }
            _ => {}
        }
    }

    /// Spaces at the ends of a run count only where it says so.
    fn trim_run(&mut self) {
        let space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let run = &self.text[self.run..];
        if run.starts_with(space) || run.ends_with(space) {
            let trimmed = run.trim_matches(space).to_owned();
            self.text.truncate(self.run);
            self.text.push_str(&trimmed);
        }
    }
}

/// The number formats of the styles: many styles share few formats.
#[derive(Debug, Default)]
pub(super) struct Formats {
    by_style: Vec<u32>,
    formats: Vec<NumberFormat>,
}

impl Formats {
    /// The format of a style; `None` where there is no such style.
    pub(super) fn get(&self, style: usize) -> Option<&NumberFormat> {
        self.formats.get(*self.by_style.get(style)? as usize)
    }
}

fn formats<R: Read>(part: Guarded<R>) -> Result<Formats, ExchangeError> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut ids: Vec<u32> = Vec::new();
    let mut within = false;
    events(part, |event| {
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "numFmt" if codes.len() < MAX_STYLES => {
                    let id = attribute(e, "numFmtId").and_then(|v| v.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(e, "formatCode")) {
                        codes.entry(id).or_insert(code);
                    }
                }
                "cellXfs" => within = true,
                "xf" if within && ids.len() < MAX_STYLES => {
                    let id = attribute(e, "numFmtId").and_then(|v| v.parse().ok());
                    ids.push(id.unwrap_or(0));
                }
                _ => {}
            },
            Event::End(e) => return Ok(e.local_name().as_ref() != "cellXfs"),
            _ => {}
        }
        Ok(true)
    })?;
    let mut formats = Formats::default();
    let mut known: HashMap<u32, u32> = HashMap::new();
    for id in ids {
        let at = *known.entry(id).or_insert_with(|| {
            let code = codes.get(&id).map(String::as_str);
            let code = code.filter(|c| !c.is_empty()).or_else(|| builtin_code(id));
            formats
                .formats
                .push(NumberFormat::new(code.unwrap_or("General")));
            // MAX_STYLES is below u32::MAX.
            formats.formats.len() as u32 - 1
        });
        formats.by_style.push(at);
    }
    Ok(formats)
}
