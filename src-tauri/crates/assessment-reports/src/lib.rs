//! Scorecard in; charts (SVG, PNG), workbook and documents out, as bytes.

pub mod palette;
