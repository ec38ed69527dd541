//! From bytes to neutral sheets, one module a format. What a reader of others does wrong on a hostile file
//! (a panic, an absurd allocation) is caught or forestalled here.

pub(crate) mod ods;
pub(crate) mod text;
pub(crate) mod xls;
pub(crate) mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    error::ExchangeError,
    format::{Format, recognise},
    sheet::Sheet,
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
    let format = recognise(bytes, file_name)?;
    // Readers of others may panic on files that nobody foresaw; that is damage, not our end.
    catch_unwind(AssertUnwindSafe(|| read_as(bytes, format))).unwrap_or_else(|_| {
        Err(ExchangeError::Damaged {
            detail: "reader".to_owned(),
        })
    })
}

fn read_as(bytes: &[u8], format: Format) -> Result<Workbook, ExchangeError> {
    let (encoding, sheets) = match format {
        Format::Xlsx => (None, xlsx::read(bytes)?),
        Format::Xls => (None, xls::read(bytes)?),
        Format::Ods => (None, ods::read(bytes)?),
        Format::Csv | Format::Tsv => {
            let (encoding, sheet) = text::read(bytes)?;
            (Some(encoding), vec![sheet])
        }
    };
    Ok(Workbook {
        format,
        encoding,
        sheets,
    })
}
