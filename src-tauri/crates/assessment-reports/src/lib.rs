//! Scorecard in; charts (SVG, PNG), workbook and documents out, as bytes.

pub mod briefing;
pub mod charts;
pub mod document;
mod error;
pub mod feedback;
pub mod findings;
pub mod font;
pub mod gallery;
pub mod palette;
mod png;
mod snapshot;
pub mod words;
pub mod workbook;

pub use charts::{Chart, ChartStyle, Mark, Size};
pub use document::{Document, Faces};
pub use error::ReportError;
pub use png::png;
pub use workbook::WorkbookInput;
