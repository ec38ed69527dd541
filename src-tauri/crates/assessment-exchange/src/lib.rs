//! Spreadsheets and packages: bytes in, draft and problems out; templates out.
//!
//! ```text
//! bytes ─► recognise ─► read_sheets ─► parse ─► Parsed { sheets, draft, problems }
//! ```
//!
//! Nothing is written here and nothing is guessed: a cell that may mean two things is a problem with both
//! readings, and every other cell is still read. A file that is refused as a whole is an
//! [`ExchangeError`] that says what the sender can do.

mod archive;
mod error;
mod fold;
mod format;
mod grid;
mod intake;
mod mapping;
mod marked;
mod message;
mod number_format;
mod read;
mod sheet;
mod tables;
mod template;
mod value;
mod vocabulary;
mod words;

pub use error::{Damage, Excess, ExchangeError, Foreign};
pub use format::{Format, recognise};
pub use grid::Grid;
pub use intake::{
    Amendment, ColumnReport, Hidden, KnownFinding, ParseContext, Parsed, SheetReport, Unmapped,
    key_text, parse, register_of_kind,
};
pub use mapping::{Column, Mapping, Percent};
pub use marked::{Marked, MarkedSheet, marked};
pub use message::{answer_request, decode_result, encode_request, encode_result};
pub use read::{Workbook, read_sheets};
pub use sheet::{Cell, Row, Sheet};
pub use tables::{
    Table, TableCell, TableFormat, answers_table, register_table, responses_table, units_table,
    write_tables,
};
pub use template::{OpenFinding, QuestionnaireInput, TemplateInput, questionnaire, template};
