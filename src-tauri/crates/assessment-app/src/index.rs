//! Any composite index, given as COINr's `iMeta` and `iData` tables, without a workspace.

use std::{fs, path::Path};

use assessment_models::composite::{
    self, IndexData, IndexError, IndexMeta, IndexOptions, IndexOutput, Weights,
};

use crate::failure::{Code, Failure};

/// What is computed, in the words of the command line; what is left out is not done.
#[derive(Debug, Clone, Default)]
pub struct IndexRequest<'a> {
    /// Divide by the denominators that `iMeta` names.
    pub denominate: bool,
    /// `mean`, `median`, `group_mean:COLUMN`, `group_median:COLUMN`.
    pub impute: Option<&'a str>,
    /// `winsorise:N`.
    pub treat: Option<&'a str>,
    /// Such as `min_max:0:100`.
    pub normalise: Option<&'a str>,
    /// One method for all levels, or one a level joined by `,`, bottom up.
    pub aggregate: Option<&'a str>,
    /// A csv of weights in place of those of `iMeta`.
    pub weights: Option<&'a Path>,
    /// A group with less than this share of its children is a gap, 0..=1.
    pub threshold: Option<f64>,
    /// Which table; the last computed one where none is named.
    pub stage: Option<&'a str>,
}

/// Computes an index and gives one of its tables.
///
/// # Errors
/// [`Code::IndexRefused`] says which element, unit or option is at fault; what reading the files fails
/// with.
pub fn run(imeta: &Path, idata: &Path, request: &IndexRequest<'_>) -> Result<IndexOutput, Failure> {
    let meta = IndexMeta::parse(&text(imeta)?).map_err(refused)?;
    let data = IndexData::parse(&text(idata)?, &meta).map_err(refused)?;
    let options = options(request)?;
    composite::run(&meta, &data, &options).map_err(refused)
}

fn options(request: &IndexRequest<'_>) -> Result<IndexOptions, Failure> {
    let weights = match request.weights {
        Some(path) => Some(Weights::parse(&text(path)?).map_err(refused)?),
        None => None,
    };
    let aggregate = request.aggregate.map(IndexOptions::parse_aggregators);
    Ok(IndexOptions {
        denominate: request.denominate,
        impute: request
            .impute
            .map(str::parse)
            .transpose()
            .map_err(refused)?,
        treat: request.treat.map(str::parse).transpose().map_err(refused)?,
        normalise: request
            .normalise
            .map(str::parse)
            .transpose()
            .map_err(refused)?,
        aggregate: aggregate.transpose().map_err(refused)?.unwrap_or_default(),
        weights,
        threshold: request.threshold,
        stage: request.stage.map(str::parse).transpose().map_err(refused)?,
    })
}

/// A table's text, without a byte order mark.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::io(path, error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Failure::new(Code::FileEncoding)
            .with("file", &name)
            .caused_by(error)
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}

fn refused(error: IndexError) -> Failure {
    Failure::new(Code::IndexRefused)
        .with("detail", &error)
        .caused_by(error)
}
