//! Any composite index, given as COINr's `iMeta` and `iData` tables, without a workspace.

use std::{fmt::Display, fs, path::Path, str::FromStr};

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
/// [`Code::BadArgument`] for an option that cannot be so; [`Code::IndexRefused`] says which element, unit or option is at fault; what reading the files fails
/// with.
pub fn run(imeta: &Path, idata: &Path, request: &IndexRequest<'_>) -> Result<IndexOutput, Failure> {
    let options = options(request)?;
    let meta = IndexMeta::parse(&text(imeta)?).map_err(refused)?;
    let data = IndexData::parse(&text(idata)?, &meta).map_err(refused)?;
    composite::run(&meta, &data, &options).map_err(refused)
}

fn options(request: &IndexRequest<'_>) -> Result<IndexOptions, Failure> {
    let weights = match request.weights {
        Some(path) => Some(Weights::parse(&text(path)?).map_err(refused)?),
        None => None,
    };
    if let Some(share) = request.threshold.filter(|t| !(0.0..=1.0).contains(t)) {
        return Err(misused("--threshold", &share));
    }
    let aggregate = match request.aggregate {
        Some(given) => IndexOptions::parse_aggregators(given)
            .map_err(|error| misused("--aggregate", &given).caused_by(error))?,
        None => Vec::new(),
    };
    Ok(IndexOptions {
        denominate: request.denominate,
        impute: option("--impute", request.impute)?,
        treat: option("--treat", request.treat)?,
        normalise: option("--normalise", request.normalise)?,
        aggregate,
        weights,
        threshold: request.threshold,
        stage: option("--stage", request.stage)?,
    })
}

/// An option's value, where it is given.
fn option<T: FromStr<Err = IndexError>>(
    name: &str,
    given: Option<&str>,
) -> Result<Option<T>, Failure> {
    let read = |given: &str| {
        given
            .parse()
            .map_err(|error: IndexError| misused(name, &given).caused_by(error))
    };
    given.map(read).transpose()
}

fn misused(name: &str, value: &dyn Display) -> Failure {
    Failure::new(Code::BadArgument)
        .with("name", name)
        .with("value", value)
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
