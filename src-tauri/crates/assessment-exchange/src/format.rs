//! What a file is, told by its content and never by its name.

use std::io::{Cursor, Read};

use assessment_models::problem::{Problem, Severity};
use serde::{Deserialize, Serialize};

use crate::{
    archive,
    error::{ExchangeError, Foreign},
    read::{text, xls},
};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Office Open XML workbook (xlsx, xlsm).
    Xlsx,
    /// BIFF8 workbook of Excel 97 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Text with commas or semicolons.
    Csv,
    /// Text with tabs.
    Tsv,
}

impl Format {
    /// Its usual extension.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// Whether a file of this format may be called `extension` without surprise.
    fn fits(self, extension: &str) -> bool {
        match self {
            Self::Xlsx => matches!(extension, "xlsx" | "xlsm" | "xltx" | "xltm"),
            Self::Xls => matches!(extension, "xls" | "xlt" | "et"),
            Self::Ods => matches!(extension, "ods" | "ots"),
            Self::Csv | Self::Tsv => matches!(extension, "csv" | "tsv" | "txt" | "tab"),
        }
    }
}

/// Says what a file is.
///
/// # Errors
///
/// Every format that is not read is refused by its own variant of [`ExchangeError`].
pub fn recognise(bytes: &[u8], _file_name: &str) -> Result<Format, ExchangeError> {
    if bytes.iter().all(|b| *b == 0) {
        return Err(ExchangeError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return xls::check(bytes).map(|()| Format::Xls);
    }
    // BOF records of BIFF2 to BIFF8 outside a compound file.
    if bytes.len() > 4
        && matches!(
            bytes[..4],
            [0x09, 0x00, 0x04, 0x00]
                | [0x09, 0x02, 0x06, 0x00]
                | [0x09, 0x04, 0x06, 0x00]
                | [0x09, 0x08, 0x08, 0x00]
                | [0x09, 0x08, 0x10, 0x00]
        )
    {
        return Err(ExchangeError::OldExcel);
    }
    for (magic, what) in [
        (&b"\x89PNG"[..], Foreign::Image),
        (b"\xFF\xD8\xFF", Foreign::Image),
        (b"GIF8", Foreign::Image),
        (b"BM", Foreign::Image),
        (b"II*\0", Foreign::Image),
        (b"{\\rtf", Foreign::Document),
        (b"Rar!", Foreign::Archive),
        (b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
        (b"\x1F\x8B", Foreign::Archive),
        (b"BZh", Foreign::Archive),
        (b"\xFD7zXZ", Foreign::Archive),
        (b"MZ", Foreign::Program),
        (b"\x7FELF", Foreign::Program),
        (b"SQLite format 3\0", Foreign::Database),
    ] {
        // Two-letter magics also begin ordinary text; there a zero byte must follow somewhere near.
        if bytes.starts_with(magic) && (magic.len() > 2 || bytes.iter().take(512).any(|b| *b == 0))
        {
            return Err(ExchangeError::NotASpreadsheet(what));
        }
    }
    let window = &bytes[..bytes.len().min(1024)];
    if window.windows(5).any(|w| w == b"%PDF-") {
        return Err(ExchangeError::Pdf);
    }
    let decoded = text::decode(bytes)?;
    let start: String = decoded
        .text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(2048)
        .collect::<String>()
        .to_ascii_lowercase();
    if start.is_empty() {
        return Err(ExchangeError::Empty);
    }
    if start.starts_with("<?xml") || start.starts_with('<') {
        if start.contains("urn:schemas-microsoft-com:office:spreadsheet")
            || start.contains("mso-application")
        {
            return Err(ExchangeError::XmlSpreadsheet);
        }
        if start.contains("office:document") {
            return Err(ExchangeError::FlatOpenDocument);
        }
        if [
            "<html",
            "<table",
            "<!doctype html",
            "<body",
            "<meta",
            "<head",
            "<div",
        ]
        .iter()
        .any(|tag| start.contains(tag))
        {
            return Err(ExchangeError::Html);
        }
        if start.starts_with("<?xml") {
            return Err(ExchangeError::NotASpreadsheet(Foreign::Xml));
        }
    }
    if start.starts_with("mime-version:") {
        return Err(ExchangeError::Html);
    }
    Ok(if text::separator(&decoded.text) == b'\t' {
        Format::Tsv
    } else {
        Format::Csv
    })
}

/// What a zip holds.
fn zipped(bytes: &[u8]) -> Result<Format, ExchangeError> {
    let mut archive = archive::open(bytes)?;
    let names: Vec<String> = (0..archive.len())
        .filter_map(|i| {
            archive
                .name_for_index(i)?
                .ok()
                .map(|n| n.replace('\\', "/").trim_start_matches('/').to_owned())
        })
        .collect();
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if let Some(mimetype) = names.iter().position(|n| n == "mimetype") {
        let mut kind = String::new();
        if let Ok(entry) = archive.by_index(mimetype) {
            // A mimetype is one short line; whatever else is there is not read.
            let _ = entry.take(128).read_to_string(&mut kind);
        }
        if kind.contains("opendocument.spreadsheet") {
            return Ok(Format::Ods);
        }
        if kind.contains("opendocument") {
            return Err(ExchangeError::NotASpreadsheet(Foreign::Document));
        }
    }
    if names
        .iter()
        .any(|n| n.to_ascii_lowercase().ends_with("xl/workbook.bin"))
    {
        return Err(ExchangeError::Xlsb);
    }
    if names.iter().any(|n| n.ends_with(".iwa")) || has("Index.zip") {
        return Err(ExchangeError::Numbers);
    }
    if has("[Content_Types].xml") || has("_rels/.rels") {
        if names
            .iter()
            .any(|n| n.starts_with("word/") || n.starts_with("ppt/"))
        {
            return Err(ExchangeError::NotASpreadsheet(Foreign::Document));
        }
        return Ok(Format::Xlsx);
    }
    if has("content.xml") && has("META-INF/manifest.xml") {
        return Ok(Format::Ods);
    }
    if names
        .iter()
        .any(|n| n.eq_ignore_ascii_case("xl/workbook.xml"))
    {
        return Ok(Format::Xlsx);
    }
    Err(ExchangeError::NotASpreadsheet(Foreign::Archive))
}

/// A warning where the name says something else than the content.
#[must_use]
pub(crate) fn name_problem(format: Format, file_name: &str) -> Option<Problem> {
    let extension = file_name.rsplit_once('.')?.1.to_lowercase();
    (!format.fits(&extension)).then(|| {
        Problem::new(Severity::Warning, "", None, "file_name_misleads")
            .with("named", extension)
            .with("is", format.extension())
    })
}

/// The bytes as what the readers of workbooks want.
pub(crate) fn cursor(bytes: &[u8]) -> Cursor<&[u8]> {
    Cursor::new(bytes)
}
