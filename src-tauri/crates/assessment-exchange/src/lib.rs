//! Spreadsheets and packages: bytes in, draft and problems out; templates out.

mod archive;
mod error;
mod fold;
mod format;
mod mapping;
mod read;
mod sheet;
mod value;
mod vocabulary;

pub use error::ExchangeError;
pub use format::{Format, recognise};
pub use mapping::{Column, Mapping, Percent};
pub use read::{Workbook, read_sheets};
pub use sheet::{Cell, Row, Sheet};
