//! Spreadsheets and packages: bytes in, draft and problems out; templates out.

mod archive;
mod error;
mod fold;
mod format;
mod read;
mod sheet;

pub use error::ExchangeError;
pub use format::{Format, recognise};
pub use read::{Workbook, read_sheets};
pub use sheet::{Cell, Row, Sheet};
