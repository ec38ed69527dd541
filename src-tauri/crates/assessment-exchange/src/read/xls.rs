//! Workbooks of Excel 97 to 2003 (BIFF8 in a compound file).
//!
//! The reader below allocates a sheet's whole rectangle, so the records are walked first: a sheet whose
//! few cells lie far apart is refused before it costs memory.

use std::io::Read;

use calamine::{Data, ExcelDateTime, Reader, SheetType, SheetVisible, Xls};

use crate::{
    archive::too_large,
    error::ExchangeError,
    format::cursor,
    sheet::{Cell, Sheet, SheetBuilder},
};

/// Most places of a sheet's rectangle.
const MAX_RECTANGLE: u64 = 6_000_000;
/// Largest workbook stream.
const MAX_STREAM: u64 = 300_000_000;

/// A moment from a serial; a bare time of day stays a number.
pub(crate) fn moment(serial: &ExcelDateTime) -> Cell {
    if serial.is_duration() || serial.as_f64() < 1.0 {
        return Cell::Number(serial.as_f64());
    }
    serial
        .as_datetime()
        .map_or(Cell::Number(serial.as_f64()), |m| {
            Cell::Moment(round_second(m))
        })
}

/// Serials carry a day's fraction in binary; a whole minute comes out some microseconds off.
fn round_second(m: chrono::NaiveDateTime) -> chrono::NaiveDateTime {
    use chrono::{Duration, Timelike};
    let half = m
        .checked_add_signed(Duration::milliseconds(500))
        .unwrap_or(m);
    half.with_nanosecond(0).unwrap_or(m)
}

/// Whether a compound file is a workbook that is read here.
pub(crate) fn check(bytes: &[u8]) -> Result<(), ExchangeError> {
    let mut file = cfb::CompoundFile::open(cursor(bytes)).map_err(|e| ExchangeError::Damaged {
        detail: e.to_string(),
    })?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(ExchangeError::Encrypted);
    }
    if file.exists("/WordDocument") || file.exists("/PowerPoint Document") {
        return Err(ExchangeError::NotASpreadsheet {
            what: "document".into(),
        });
    }
    let name = if file.exists("/Workbook") {
        "/Workbook"
    } else if file.exists("/Book") {
        "/Book"
    } else {
        return Err(ExchangeError::NotASpreadsheet {
            what: "binary".into(),
        });
    };
    let mut stream = Vec::new();
    file.open_stream(name)
        .and_then(|s| s.take(MAX_STREAM).read_to_end(&mut stream))
        .map_err(|e| ExchangeError::Damaged {
            detail: e.to_string(),
        })?;
    walk(&stream)
}

/// The smallest rectangle around the cells of one sheet.
#[derive(Default)]
struct Extent {
    first: Option<(u32, u32)>,
    last: (u32, u32),
}

impl Extent {
    fn take_in(&mut self, row: u32, column: u32) {
        let first = self.first.get_or_insert((row, column));
        *first = (first.0.min(row), first.1.min(column));
        self.last = (self.last.0.max(row), self.last.1.max(column));
    }

    fn places(&self) -> u64 {
        self.first.map_or(0, |(row, column)| {
            u64::from(self.last.0 - row + 1) * u64::from(self.last.1 - column + 1)
        })
    }
}

/// Walks the records, looking only at what decides whether the file can be read safely.
fn walk(stream: &[u8]) -> Result<(), ExchangeError> {
    let word = |data: &[u8], at: usize| -> u32 {
        data.get(at..at + 2)
            .map_or(0, |b| u32::from(u16::from_le_bytes([b[0], b[1]])))
    };
    let long = |data: &[u8], at: usize| -> u32 { word(data, at) | word(data, at + 2) << 16 };
    let mut at = 0;
    let mut extent = Extent::default();
    let mut total = 0_u64;
    let mut first = true;
    while at + 4 <= stream.len() {
        let kind = word(stream, at);
        let length = word(stream, at + 2) as usize;
        let Some(data) = stream.get(at + 4..at + 4 + length) else {
            return Err(ExchangeError::Damaged {
                detail: format!("record {kind:#06x} at {at}"),
            });
        };
        match kind {
            0x0809 => {
                if first && word(data, 0) != 0x0600 {
                    return Err(ExchangeError::OldExcel);
                }
                total += extent.places();
                extent = Extent::default();
            }
            0x0009 | 0x0209 | 0x0409 if first => return Err(ExchangeError::OldExcel),
            0x002F if word(data, 0) != 0 => return Err(ExchangeError::Encrypted),
            // Dimensions: the reader reserves what is declared.
            0x0200 if length >= 12 => {
                let rows = u64::from(long(data, 4).saturating_sub(long(data, 0)));
                let columns = u64::from(word(data, 10).saturating_sub(word(data, 8)));
                let places = rows.saturating_mul(columns);
                if places > MAX_RECTANGLE || long(data, 4) < long(data, 0) {
                    return Err(too_large("cells", places, MAX_RECTANGLE));
                }
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD
                if length >= 4 =>
            {
                extent.take_in(word(data, 0), word(data, 2));
                if kind == 0x00BD {
                    extent.take_in(word(data, 0), word(data, length - 2));
                }
                if extent.places() > MAX_RECTANGLE {
                    return Err(too_large("cells", extent.places(), MAX_RECTANGLE));
                }
            }
            _ => {}
        }
        if first && kind != 0x0809 {
            return Err(ExchangeError::Damaged {
                detail: "BOF".to_owned(),
            });
        }
        first = false;
        at += 4 + length;
    }
    total += extent.places();
    if total > MAX_RECTANGLE * 2 {
        return Err(too_large("cells", total, MAX_RECTANGLE * 2));
    }
    Ok(())
}

/// Reads all worksheets.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ExchangeError> {
    let mut workbook = Xls::new(cursor(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => ExchangeError::Encrypted,
        other => ExchangeError::Damaged {
            detail: other.to_string(),
        },
    })?;
    let listed: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::with_capacity(listed.len());
    for (name, hidden) in listed {
        let range = workbook
            .worksheet_range(&name)
            .map_err(|e| ExchangeError::Damaged {
                detail: e.to_string(),
            })?;
        let mut sheet = SheetBuilder::new(&name, hidden);
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let content = match value {
                Data::Empty => None,
                Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => sheet.text(s)?,
                Data::Float(n) => Some(Cell::Number(*n)),
                Data::Int(n) => Some(Cell::Number(*n as f64)),
                Data::Bool(b) => Some(Cell::Flag(*b)),
                Data::DateTime(d) => Some(moment(d)),
                Data::Error(_) => Some(Cell::Fault),
            };
            if let Some(content) = content {
                // A sheet of this format has at most 65,536 rows and columns.
                sheet.put(top + row as u32, left + column as u32, content)?;
            }
        }
        for area in workbook
            .merge_cells_by_sheet_name(&name)
            .unwrap_or_default()
        {
            sheet.merge(area.start, area.end);
        }
        sheets.push(sheet.finish());
    }
    Ok(sheets)
}
