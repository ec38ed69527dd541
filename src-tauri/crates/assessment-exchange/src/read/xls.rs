//! Workbooks of Excel 97 to 2003 (BIFF8 in a compound file), record by record.
//!
//! The library that reads the newer formats reserves the whole rectangle that a sheet declares, and tells
//! neither number formats nor hidden rows of these; a sheet here costs what it holds.

use std::{
    collections::HashMap,
    io::{self, Read},
};

use super::{
    biff::{Pieces, Record, Records, double, long, rk, word},
    flag, numeric,
};
use crate::{
    error::{Damage, ExchangeError, Foreign},
    format::cursor,
    number_format::{Epoch, NumberFormat, builtin_code},
    sheet::{Cell, Sheet, SheetBuilder},
};

/// Largest workbook stream.
const MAX_STREAM: u64 = 300_000_000;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FILE_PASS: u16 = 0x002F;
const DATE_MODE: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUND_SHEET: u16 = 0x0085;
const SHARED_STRINGS: u16 = 0x00FC;
const ROW: u16 = 0x0208;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00D6;
const BOOL_OR_ERROR: u16 = 0x0205;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;
const RK: u16 = 0x027E;
const MANY_RK: u16 = 0x00BD;
const LABEL_SHARED: u16 = 0x00FD;
const MERGED: u16 = 0x00E5;

/// What a compound file is refused as that cannot be opened.
fn broken(bytes: &[u8], error: &io::Error) -> ExchangeError {
    if error.kind() == io::ErrorKind::UnexpectedEof || is_cut_off(bytes) {
        Damage::CutOff.of("", error)
    } else {
        Damage::Container.of("", error)
    }
}

/// Whether a compound file's table of sectors names some that lie behind its end.
fn is_cut_off(bytes: &[u8]) -> bool {
    const FREE: u32 = u32::MAX;
    /// Sectors of the table that the head of the file lists itself.
    const LISTED: usize = 109;
    let size = 1_usize << (word(bytes, 30).clamp(7, 16));
    let there = bytes.len().saturating_sub(size).div_ceil(size);
    (0..LISTED)
        .map(|at| long(bytes, 76 + at * 4))
        .take_while(|sector| *sector != FREE)
        .enumerate()
        .any(|(part, sector)| {
            let begin = (sector as usize).saturating_add(1).saturating_mul(size);
            let Some(table) = bytes.get(begin..begin.saturating_add(size)) else {
                return true;
            };
            let entries = size / 4;
            let used = (0..entries).rposition(|at| long(table, at * 4) != FREE);
            used.is_some_and(|last| part * entries + last >= there)
        })
}

/// The workbook stream of a compound file.
///
/// # Errors
/// [`ExchangeError`] where it is encrypted, something else, too old or damaged.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, ExchangeError> {
    let mut file = cfb::CompoundFile::open(cursor(bytes)).map_err(|e| broken(bytes, &e))?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(ExchangeError::Encrypted);
    }
    let name = if file.exists("/Workbook") {
        "/Workbook"
    } else if file.exists("/Book") {
        "/Book"
    } else if file.exists("/WordDocument") || file.exists("/PowerPoint Document") {
        return Err(ExchangeError::NotASpreadsheet(Foreign::Document));
    } else {
        return Err(ExchangeError::NotASpreadsheet(Foreign::Binary));
    };
    let mut stream = Vec::new();
    file.open_stream(name)
        .and_then(|s| s.take(MAX_STREAM).read_to_end(&mut stream))
        .map_err(|e| broken(bytes, &e))?;
    Ok(stream)
}

/// Whether a compound file is a workbook that is read here.
pub(crate) fn check(bytes: &[u8]) -> Result<(), ExchangeError> {
    let stream = stream(bytes)?;
    let mut records = Records::new(&stream, 0);
    let first = records.next()?;
    let version = |data: &[u8]| match word(data, 0) {
        0x0500 | 0x0400 | 0x0300 | 0x0200 | 0x0007 | 0x0002 => Err(ExchangeError::OldExcel),
        _ => Ok(()),
    };
    match first {
        Some(Record { kind: BOF, data }) => version(data)?,
        Some(Record {
            kind: 0x0009 | 0x0209 | 0x0409,
            ..
        }) => return Err(ExchangeError::OldExcel),
        Some(Record { kind, .. }) => {
            let first = format!("{kind:#06x} comes first");
            return Err(Damage::Records.of("Workbook", first));
        }
        None => return Err(Damage::Records.of("Workbook", "no records")),
    }
    while let Some(record) = records.next()? {
        match record.kind {
            FILE_PASS => return Err(ExchangeError::Encrypted),
            EOF => break,
            _ => {}
        }
    }
    Ok(())
}

/// What holds for the whole workbook.
struct Globals {
    epoch: Epoch,
    /// By number of the cell's style.
    formats: Vec<NumberFormat>,
    strings: Vec<Box<str>>,
    /// Name, hidden, where its records begin.
    sheets: Vec<(String, bool, usize)>,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, ExchangeError> {
        let mut epoch = Epoch::Y1900;
        let mut codes: HashMap<u16, String> = HashMap::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut strings = Vec::new();
        let mut sheets = Vec::new();
        let mut records = Records::new(stream, 0);
        while let Some(Record { kind, data }) = records.next()? {
            match kind {
                DATE_MODE if word(data, 0) == 1 => epoch = Epoch::Y1904,
                FORMAT => {
                    let text = Pieces::new(vec![data.get(2..).unwrap_or_default()]).string();
                    if let Some(code) = text {
                        codes.insert(word(data, 0), code);
                    }
                }
                XF => styles.push(word(data, 2)),
                // Only worksheets; charts and macro sheets hold no data.
                BOUND_SHEET if data.get(5) == Some(&0) => {
                    let hidden = data.get(4).is_some_and(|state| state & 3 != 0);
                    let mut rest = Pieces::new(vec![data.get(6..).unwrap_or_default()]);
                    let name = rest
                        .byte()
                        .and_then(|count| rest.string_of(usize::from(count)))
                        .unwrap_or_default()
                        .replace('\0', "");
                    sheets.push((name, hidden, long(data, 0) as usize));
                }
                SHARED_STRINGS => {
                    let mut pieces = Pieces::new(records.with_continuations(data));
                    // How many there are said to be is not believed.
                    let _ = (pieces.long(), pieces.long());
                    while let Some(text) = pieces.string() {
                        strings.push(text.into_boxed_str());
                    }
                }
                EOF => break,
                _ => {}
            }
        }
        let formats = styles
            .iter()
            .map(|id| {
                let code = codes.get(id).map(String::as_str);
                NumberFormat::new(
                    code.or_else(|| builtin_code(u32::from(*id)))
                        .unwrap_or("General"),
                )
            })
            .collect();
        Ok(Self {
            epoch,
            formats,
            strings,
            sheets,
        })
    }
}

/// Reads all worksheets; with `show` also as a person sees them.
pub(crate) fn read(bytes: &[u8], show: bool) -> Result<Vec<Sheet>, ExchangeError> {
    let stream = stream(bytes)?;
    let globals = Globals::read(&stream)?;
    globals
        .sheets
        .iter()
        .map(|(name, hidden, at)| {
            let mut reader = SheetReader {
                globals: &globals,
                general: NumberFormat::new("General"),
                sheet: SheetBuilder::new(name, *hidden, show).in_epoch(globals.epoch),
            };
            reader.read(&stream, *at)?;
            Ok(reader.sheet.finish())
        })
        .collect()
}

struct SheetReader<'g> {
    globals: &'g Globals,
    general: NumberFormat,
    sheet: SheetBuilder,
}

/// Row, column and style that cells begin with.
type Head = (u32, u32, usize);

fn head(data: &[u8]) -> Head {
    (
        u32::from(word(data, 0)),
        u32::from(word(data, 2)),
        usize::from(word(data, 4)),
    )
}

fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

impl SheetReader<'_> {
    fn read(&mut self, stream: &[u8], at: usize) -> Result<(), ExchangeError> {
        let mut records = Records::new(stream, at);
        // Charts within the sheet have records of their own.
        let mut depth = 0_usize;
        let mut formula: Option<Head> = None;
        while let Some(Record { kind, data }) = records.next()? {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth > 1 => {}
                ROW if word(data, 12) & 0x20 != 0 => self.sheet.hide_row(u32::from(word(data, 0))),
                NUMBER if data.len() >= 14 => self.number(head(data), double(data, 6))?,
                RK if data.len() >= 10 => self.number(head(data), rk(long(data, 6)))?,
                MANY_RK if data.len() >= 6 => {
                    let (row, first, _) = head(data);
                    for (n, pair) in data[4..data.len() - 2].chunks_exact(6).enumerate() {
                        let place = (row, first + n as u32, usize::from(word(pair, 0)));
                        self.number(place, rk(long(pair, 2)))?;
                    }
                }
                LABEL_SHARED if data.len() >= 10 => {
                    let globals = self.globals;
                    if let Some(text) = globals.strings.get(long(data, 6) as usize) {
                        self.shared(head(data), text)?;
                    }
                }
                LABEL | RICH_LABEL if data.len() > 6 => {
                    let mut pieces = records.with_continuations(data);
                    pieces[0] = &data[6..];
                    if let Some(text) = Pieces::new(pieces).string() {
                        self.text(head(data), &text)?;
                    }
                }
                BOOL_OR_ERROR if data.len() >= 8 => {
                    self.flag_or_error(head(data), data[6], data[7] != 0)?;
                }
                FORMULA if data.len() >= 14 => {
                    formula = Some(head(data));
                    if word(data, 12) != 0xFFFF {
                        self.number(head(data), double(data, 6))?;
                    } else if matches!(data[6], 1 | 2) {
                        self.flag_or_error(head(data), data[8], data[6] == 2)?;
                    }
                }
                STRING => {
                    let pieces = records.with_continuations(data);
                    if let (Some(place), Some(text)) =
                        (formula.take(), Pieces::new(pieces).string())
                    {
                        self.text(place, &text)?;
                    }
                }
                MERGED => {
                    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                        let at = |n| u32::from(word(area, n));
                        self.sheet.merge((at(0), at(4)), (at(2), at(6)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn number(&mut self, (row, column, style): Head, n: f64) -> Result<(), ExchangeError> {
        let format = self.globals.formats.get(style).unwrap_or(&self.general);
        let epoch = self.globals.epoch;
        self.sheet
            .show(row, column, || format.show(n, epoch).into());
        let cell = numeric(n, format, epoch);
        self.sheet.put(row, column, cell)
    }

    fn shared(&mut self, (row, column, style): Head, text: &str) -> Result<(), ExchangeError> {
        let format = self.globals.formats.get(style).unwrap_or(&self.general);
        self.sheet.show(row, column, || format.show_text(text));
        match self.sheet.shared_text(text)? {
            Some(cell) => self.sheet.put(row, column, cell),
            None => Ok(()),
        }
    }

    fn text(&mut self, (row, column, style): Head, text: &str) -> Result<(), ExchangeError> {
        let format = self.globals.formats.get(style).unwrap_or(&self.general);
        self.sheet.show(row, column, || format.show_text(text));
        match self.sheet.text(text)? {
            Some(cell) => self.sheet.put(row, column, cell),
            None => Ok(()),
        }
    }

    fn flag_or_error(
        &mut self,
        (row, column, _): Head,
        value: u8,
        error: bool,
    ) -> Result<(), ExchangeError> {
        if error {
            self.sheet.show(row, column, || error_name(value).into());
            let fault = self.sheet.fault(error_name(value))?;
            return self.sheet.put(row, column, fault);
        }
        self.sheet.show(row, column, || flag(value != 0).into());
        self.sheet.put(row, column, Cell::Flag(value != 0))
    }
}
