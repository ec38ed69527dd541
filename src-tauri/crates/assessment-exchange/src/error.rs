//! Why a file is refused as a whole.

use std::{collections::BTreeMap, io};

use assessment_models::problem::{Problem, Severity};
use serde::{Deserialize, Serialize};

/// A file that cannot be taken, each with what the sender can do about it. What is wrong with single
/// cells is never one of these but a [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ExchangeError {
    /// No bytes, or nothing but zeros.
    #[error("the file is empty")]
    Empty,
    /// A web page, often exported by an old system under a spreadsheet's name.
    #[error("the file is a web page")]
    Html,
    /// Encrypted or password-protected.
    #[error("the file is encrypted")]
    Encrypted,
    /// Binary workbook of Excel (xlsb).
    #[error("the file is a binary workbook (xlsb)")]
    Xlsb,
    /// XML spreadsheet of 2003.
    #[error("the file is an XML spreadsheet")]
    XmlSpreadsheet,
    /// OpenDocument in one XML file (fods).
    #[error("the file is a flat OpenDocument file")]
    FlatOpenDocument,
    /// Apple Numbers.
    #[error("the file is an Apple Numbers document")]
    Numbers,
    /// PDF.
    #[error("the file is a PDF")]
    Pdf,
    /// A workbook of Excel 95 or older.
    #[error("the file is a workbook of Excel 95 or older")]
    OldExcel,
    /// Another kind of file.
    #[error("the file is no spreadsheet but {0:?}")]
    NotASpreadsheet(Foreign),
    /// The file promises or holds more than a spreadsheet of an assessment ever does.
    #[error("the file is too large inside: {excess:?} {found}, at most {limit}")]
    TooLarge {
        /// Of what there is too much.
        excess: Excess,
        /// How much.
        found: u64,
        /// How much is allowed.
        limit: u64,
    },
    /// Cut off, or broken inside.
    #[error("the file is damaged: {damage:?} {part}: {detail}")]
    Damaged {
        /// What is broken.
        damage: Damage,
        /// Where: the part of the package, the stream of the compound file, or the sheet that is named; empty
        /// for the file itself.
        part: String,
        /// What the reader stumbled over.
        detail: String,
    },
    /// Its XML defines entities, as no spreadsheet program writes and only traps do.
    #[error("the file's XML defines entities")]
    XmlEntities,
    /// A part is named as if it stood outside the file, as no spreadsheet program writes and only traps do.
    #[error("the file names a part outside of itself: {part}")]
    PathOutside {
        /// The name.
        part: String,
    },
    /// Text in no encoding that is known.
    #[error("the characters of the file cannot be read")]
    Encoding,
    /// The mapping file does not fit.
    #[error("the mapping cannot be used: {detail}")]
    Mapping {
        /// What is wrong, with line and column where known.
        detail: String,
    },
    /// A workbook could not be written.
    #[error("the workbook cannot be written: {detail}")]
    Write {
        /// What the writer says.
        detail: String,
    },
    /// Nobody wants it any more.
    #[error("stopped")]
    Stopped,
    /// A request or result that came through a pipe is incomplete.
    #[error("the message is incomplete")]
    Message,
}

/// What a file is that is no spreadsheet; each has a code of its own, since each asks for another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Foreign {
    /// Text or slides: Word, PowerPoint, RTF, OpenDocument text.
    Document,
    /// Packed files, among which a spreadsheet may be.
    Archive,
    /// A picture.
    Image,
    /// A program.
    Program,
    /// A database.
    Database,
    /// XML that is no spreadsheet.
    Xml,
    /// Bytes that are neither text nor anything that is known.
    Binary,
}

impl Foreign {
    fn code(self) -> &'static str {
        match self {
            Self::Document => "file_is_document",
            Self::Archive => "file_is_archive",
            Self::Image => "file_is_image",
            Self::Program => "file_is_program",
            Self::Database => "file_is_database",
            Self::Xml => "file_is_xml",
            Self::Binary => "file_is_binary",
        }
    }
}

/// Of what a file promises or holds too much; each has a code of its own, since a trap is told from a sheet
/// that is merely large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Excess {
    /// Entries of the zip.
    Entries,
    /// Bytes that it unpacks to.
    Unpacked,
    /// Bytes that one packed byte unpacks to.
    Ratio,
    /// Cells.
    Cells,
    /// Rows that are said once and meant many times.
    RepeatedRows,
    /// Elements that lie in each other.
    Nesting,
    /// Bytes of one cell or element.
    LongText,
    /// Bytes of all texts.
    Text,
    /// Texts that cells share.
    SharedTexts,
}

impl Excess {
    fn code(self) -> &'static str {
        match self {
            Self::Entries => "file_too_many_entries",
            Self::Unpacked => "file_unpacks_too_large",
            Self::Ratio => "file_packed_suspiciously",
            Self::Cells => "file_too_many_cells",
            Self::RepeatedRows => "file_rows_repeated",
            Self::Nesting => "file_nested_too_deep",
            Self::LongText => "file_cell_too_long",
            Self::Text => "file_too_much_text",
            Self::SharedTexts => "file_too_many_texts",
        }
    }

    /// The refusal of a file that has `found` of it.
    pub(crate) fn of(self, found: u64, limit: u64) -> ExchangeError {
        ExchangeError::TooLarge {
            excess: self,
            found,
            limit,
        }
    }
}

/// What of a file is broken; each has a code of its own, since each has another cause and remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Damage {
    /// The end is missing, as after a broken download.
    CutOff,
    /// The directory of the zip, or the head of an entry, is not in order.
    Archive,
    /// What an entry of the zip holds cannot be unpacked.
    Compression,
    /// What was unpacked is not what was packed.
    Checksum,
    /// A part that the workbook needs is not there.
    PartMissing,
    /// The XML of a part is not well-formed.
    Xml,
    /// A part holds bytes that are no characters in its encoding.
    Characters,
    /// The compound file around an old workbook contradicts itself.
    Container,
    /// The records of an old workbook are not what a workbook has.
    Records,
    /// A reader could not make sense of it, and says no more.
    Reader,
}

impl Damage {
    fn code(self) -> &'static str {
        match self {
            Self::CutOff => "file_cut_off",
            Self::Archive => "file_archive_broken",
            Self::Compression => "file_compression_broken",
            Self::Checksum => "file_checksum_wrong",
            Self::PartMissing => "file_part_missing",
            Self::Xml => "file_xml_broken",
            Self::Characters => "file_characters_broken",
            Self::Container => "file_container_broken",
            Self::Records => "file_records_broken",
            Self::Reader => "file_damaged",
        }
    }

    /// The refusal of a file that is broken so.
    pub(crate) fn of(self, part: impl Into<String>, detail: impl ToString) -> ExchangeError {
        ExchangeError::Damaged {
            damage: self,
            part: part.into(),
            detail: detail.to_string(),
        }
    }

    /// The same for what unpacking an entry of a zip in memory fails with.
    pub(crate) fn of_unpacking(part: &str, error: &io::Error) -> ExchangeError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::CutOff,
            io::ErrorKind::InvalidData => Self::Checksum,
            _ => Self::Compression,
        }
        .of(part, error)
    }
}

impl ExchangeError {
    /// The code under which the words stand, such as `file_encrypted`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::Html => "file_is_html",
            Self::Encrypted => "file_encrypted",
            Self::Xlsb => "file_is_xlsb",
            Self::XmlSpreadsheet => "file_is_xml_spreadsheet",
            Self::FlatOpenDocument => "file_is_flat_ods",
            Self::Numbers => "file_is_numbers",
            Self::Pdf => "file_is_pdf",
            Self::OldExcel => "file_is_old_excel",
            Self::NotASpreadsheet(foreign) => foreign.code(),
            Self::TooLarge { excess, .. } => excess.code(),
            Self::Damaged { damage, .. } => damage.code(),
            Self::XmlEntities => "file_xml_entities",
            Self::PathOutside { .. } => "file_path_outside",
            Self::Encoding => "file_encoding",
            Self::Mapping { .. } => "mapping_invalid",
            Self::Write { .. } => "workbook_not_written",
            Self::Stopped => "cancelled",
            Self::Message => "message_incomplete",
        }
    }

    /// What the sentence needs.
    #[must_use]
    pub fn params(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::TooLarge { found, limit, .. } => {
                vec![("found", found.to_string()), ("limit", limit.to_string())]
            }
            Self::Damaged { part, detail, .. } => {
                vec![("part", part.clone()), ("detail", detail.clone())]
            }
            Self::PathOutside { part } => vec![("part", part.clone())],
            Self::Mapping { detail } | Self::Write { detail } => {
                vec![("detail", detail.clone())]
            }
            _ => Vec::new(),
        };
        pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    /// The same as a problem of the whole file, for lists that hold both.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem {
            severity: Severity::Error,
            sheet: String::new(),
            cell: None,
            code: self.code().to_owned(),
            params: self.params(),
        }
    }
}
