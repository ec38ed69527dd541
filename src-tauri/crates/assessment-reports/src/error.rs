//! What can go wrong in rendering.

/// Why a document could not be rendered. Data never cause it: what is missing is shown as missing.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A person asked to stop.
    #[error("stopped")]
    Cancelled,
    /// The drawing is not an SVG that can be rasterised.
    #[error("the drawing cannot be rasterised")]
    Drawing(#[source] resvg::usvg::Error),
    /// A picture of this many pixels cannot be made: the scale is too small or too large.
    #[error("a picture of {width} × {height} pixels cannot be made")]
    PictureSize {
        /// Width asked for.
        width: f32,
        /// Height asked for.
        height: f32,
    },
    /// The picture cannot be encoded.
    #[error("the picture cannot be encoded")]
    Picture(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is to be the logo is neither SVG nor PNG nor JPEG.
    #[error("the logo is no picture that can be used")]
    Logo,
    /// The data cannot be digested.
    #[error("the data cannot be digested")]
    Snapshot(#[source] serde_json::Error),
    /// The document cannot be set: a drawing in it is none.
    #[error("the document cannot be set: {said}")]
    Setting {
        /// What the setter says.
        said: String,
    },
    /// The document cannot be packed.
    #[error("the document cannot be packed")]
    Packing(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The workbook cannot be written: no room for temporary files, or a limit of the format is passed.
    #[error("the workbook cannot be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
