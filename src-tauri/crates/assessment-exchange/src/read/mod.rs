//! From bytes to neutral sheets, one module a format. What a reader of others does wrong on a hostile file
//! (a panic, an absurd allocation) is caught or forestalled here.

mod biff;
pub(crate) mod ods;
mod package;
mod portions;
mod pump;
pub(crate) mod text;
pub(crate) mod xls;
pub(crate) mod xlsx;
mod xlsx_cells;
mod xlsx_parts;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{NaiveDate, NaiveDateTime};
use quick_xml::events::BytesStart;

pub(crate) use self::{package::Package, xlsx::place, xlsx_parts::Book};
use crate::{
    error::{Damage, ExchangeError},
    format::{Format, recognise},
    number_format::{Epoch, NumberFormat},
    sheet::{Cell, Sheet},
    value::moment::zoned_iso,
};

/// A file as sheets.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// What it is.
    pub format: Format,
    /// Character encoding of a text file, such as `GBK`.
    pub encoding: Option<String>,
    /// Its sheets, in the order of the file.
    pub sheets: Vec<Sheet>,
}

/// Reads a file into sheets.
///
/// # Errors
///
/// [`ExchangeError`] where the file is refused as a whole.
pub fn read_sheets(bytes: &[u8], file_name: &str) -> Result<Workbook, ExchangeError> {
    read_with(bytes, file_name, ReadAs::default())
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ReadAs {
    /// Keep the cells as a person sees them, too.
    pub(crate) show: bool,
    /// Encoding of a text file, where a person said so.
    pub(crate) encoding: Option<&'static encoding_rs::Encoding>,
}

/// The same, in the way that is asked for.
pub(crate) fn read_with(
    bytes: &[u8],
    file_name: &str,
    how: ReadAs,
) -> Result<Workbook, ExchangeError> {
    let format = recognise(bytes, file_name)?;
    // Readers of others may panic on files that nobody foresaw; that is damage, not our end.
    catch_unwind(AssertUnwindSafe(|| read_as(bytes, format, how)))
        .unwrap_or_else(|_| Err(Damage::Reader.of("", "reader")))
}

fn read_as(bytes: &[u8], format: Format, how: ReadAs) -> Result<Workbook, ExchangeError> {
    let (encoding, sheets) = match format {
        Format::Xlsx => (None, xlsx::read(bytes, how.show)?),
        Format::Xls => (None, xls::read(bytes, how.show)?),
        Format::Ods => (None, ods::read(bytes, how.show)?),
        Format::Csv | Format::Tsv => {
            let (encoding, sheet) = text::read(bytes, how)?;
            (Some(encoding), vec![sheet])
        }
    };
    Ok(Workbook {
        format,
        encoding,
        sheets,
    })
}

/// A flag as programs show it.
fn flag(flag: bool) -> &'static str {
    if flag { "TRUE" } else { "FALSE" }
}

/// A moment as formats write it, `2026-03-05` or `2026-03-05T08:30:00`; with a `Z` or an offset behind it, by
/// the clocks of the country, as where it stands in text.
fn iso_moment(text: &str) -> Option<NaiveDateTime> {
    zoned_iso(text).or_else(|| iso_written(text))
}

/// The moment as it is written, which is what spreadsheet programs show.
fn iso_written(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim_end_matches('Z');
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .ok()
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()?
                .and_hms_opt(0, 0, 0)
        })
}

/// The serial of such a moment as it is written, of the epoch of 1900; of a time of day, its part of a day.
fn iso_serial(text: &str) -> Option<f64> {
    let Some(moment) = iso_written(text) else {
        let time = text.trim_end_matches('Z').trim_start_matches('T');
        let time = chrono::NaiveTime::parse_from_str(time, "%H:%M:%S%.f").ok()?;
        let passed = time - chrono::NaiveTime::MIN;
        return Some(passed.num_milliseconds() as f64 / 86_400_000.0);
    };
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    Some((moment - first).num_milliseconds() as f64 / 86_400_000.0)
}

/// An attribute of an element, unescaped.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.as_ref() == name)
        .map(|a| {
            a.normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| a.value.to_string(), std::borrow::Cow::into_owned)
        })
}

/// What a number in a format means: per cent, a moment, or the number itself. A bare time of day and a span
/// stay numbers.
fn numeric(n: f64, format: &NumberFormat, epoch: Epoch) -> Cell {
    if format.is_percent() {
        return Cell::Percent(n);
    }
    if n >= 1.0 && format.is_date() {
        return moment(n, epoch).map_or(Cell::Number(n), Cell::Moment);
    }
    Cell::Number(n)
}

/// The moment of a serial, to the second: a day's fraction in binary comes out some microseconds off.
fn moment(serial: f64, epoch: Epoch) -> Option<NaiveDateTime> {
    let first = match epoch {
        Epoch::Y1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // Before the day that never was, serials are one day ahead.
        Epoch::Y1900 if serial < 60.0 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        Epoch::Y1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let seconds = (serial * 86_400.0).round();
    if !(0.0..3e11).contains(&seconds) {
        return None;
    }
    first
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(chrono::Duration::try_seconds(seconds as i64)?)
}
