//! Any composite index, given as COINr's `iMeta` and `iData` tables, without a workspace.

mod again;
mod document;
mod sample;

pub use assessment_models::composite::IndexOutput;
pub(crate) use sample::Sample;

pub use document::{IndexDocument, LineageDocument, LineageRow, TablesDocument};

use std::{fmt::Display, fs, path::Path, str::FromStr, sync::atomic::AtomicBool};

use assessment_models::{
    composite::{
        Coefficient, IndexData, IndexError, IndexMeta, IndexOptions, Stage, Weights, compute,
        lineage,
    },
    sensitivity::Estimator,
    uncertainty::AnalysisError,
};

use self::again::{Again, Repeated};
use crate::{
    failure::{Code, Failure, reason::Reason},
    progress::Progress,
};

/// What is computed, in the words of the command line; what is left out is not done.
#[derive(Debug, Clone, Default)]
pub struct IndexRequest<'a> {
    /// Divide by the denominators that `iMeta` names.
    pub denominate: bool,
    /// `mean`, `median`, `group_mean:COLUMN`, `group_median:COLUMN`, `row_mean:LEVEL`.
    pub impute: Option<&'a str>,
    /// `winsorise:N`.
    pub treat: Option<&'a str>,
    /// Such as `min_max:0:100`.
    pub normalise: Option<&'a str>,
    /// One method for all levels, or one a level joined by `,`, bottom up.
    pub aggregate: Option<&'a str>,
    /// A csv of weights in place of those of `iMeta`.
    pub weights: Option<&'a Path>,
    /// A group with less than this share of its children is a gap, 0..=1: none, one for all levels, or one
    /// a level, bottom up.
    pub thresholds: &'a [f64],
    /// Which table; the last computed one where none is named.
    pub stage: Option<&'a str>,
    /// `pearson`, which is customary, `spearman` or `kendall`.
    pub correlation: Option<&'a str>,
    /// What is computed again and again.
    pub repeated: Repetitions<'a>,
}

/// How an index is computed again and again, for its uncertainty and sensitivity.
#[derive(Debug, Clone, Default)]
pub struct Repetitions<'a> {
    /// What may be otherwise: `treat=M`, `normalise=M`, `aggregate=M[,M…]` or `weights=FILE`, one
    /// alternative each.
    pub vary: &'a [String],
    /// A csv to take in place of drawing: sets of weights, a design, or a design with its outputs.
    pub sample: Option<&'a Path>,
    /// How often, or rows of a block of the design.
    pub replications: Option<usize>,
    /// Where random numbers start.
    pub seed: Option<u64>,
    /// Weights are multiplied by `1 + noise·U(−1, 1)`, 0..=1.
    pub noise: Option<f64>,
    /// `plain`, or `centred`, which is customary.
    pub estimator: Option<&'a str>,
    /// How often outputs are drawn anew for intervals.
    pub bootstrap: Option<usize>,
}

/// Which document is wanted.
enum Wanted {
    /// A table of the index as it is.
    Table(Stage),
    /// The tree.
    Lineage,
    /// Every stage, with weights and ranks.
    All,
    /// Something that computes it again.
    Again(Again),
}

impl FromStr for Wanted {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        match text.trim() {
            "lineage" => return Ok(Self::Lineage),
            "all" => return Ok(Self::All),
            other => {
                if let Some(again) = Again::read(other) {
                    return Ok(Self::Again(again));
                }
            }
        }
        text.parse().map(Self::Table)
    }
}

/// Computes an index and gives one of its tables.
///
/// # Errors
/// [`Code::BadArgument`] and [`Code::IndexMisused`] for an option that cannot be so; [`Code::IndexRefused`]
/// says which element or unit is at fault; [`Code::Cancelled`]; what reading the files fails with.
pub fn run(
    imeta: &Path,
    idata: &Path,
    request: &IndexRequest<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<IndexDocument, Failure> {
    let options = options(request)?;
    let wanted: Option<Wanted> = option("--stage", request.stage)?;
    let repeated = Repeated::read(&request.repeated)?;
    let meta = IndexMeta::parse(&text(imeta)?).map_err(refused)?;
    let data = IndexData::parse(&text(idata)?, &meta).map_err(refused)?;
    match wanted {
        Some(Wanted::Lineage) => Ok(document::lineage(&lineage(&meta))),
        Some(Wanted::Again(again)) => again::run(
            &again,
            (&meta, &data, &options),
            &repeated,
            on_progress,
            cancel,
        ),
        table => {
            let computed = compute(&meta, &data, &options).map_err(refused)?;
            if let Some(Wanted::All) = table {
                return document::all(&computed).map_err(refused);
            }
            let stage = match table {
                Some(Wanted::Table(stage)) => stage,
                _ => computed.stages().last().cloned().unwrap_or(Stage::Raw),
            };
            let table = computed.table(&stage).map_err(refused)?;
            Ok(IndexDocument::Table(table))
        }
    }
}

fn options(request: &IndexRequest<'_>) -> Result<IndexOptions, Failure> {
    let weights = match request.weights {
        Some(path) => Some(Weights::parse(&text(path)?).map_err(refused)?),
        None => None,
    };
    if let Some(share) = request
        .thresholds
        .iter()
        .find(|t| !(0.0..=1.0).contains(*t))
    {
        return Err(misused("--threshold", &share));
    }
    let aggregate = match request.aggregate {
        Some(given) => IndexOptions::parse_aggregators(given)
            .map_err(|error| misused("--aggregate", &given).caused_by(error))?,
        None => Vec::new(),
    };
    let coefficient: Option<Coefficient> = option("--correlation", request.correlation)?;
    Ok(IndexOptions {
        denominate: request.denominate,
        impute: option("--impute", request.impute)?,
        treat: option("--treat", request.treat)?,
        normalise: option("--normalise", request.normalise)?,
        aggregate,
        weights,
        thresholds: request.thresholds.to_vec(),
        stage: None,
        coefficient: coefficient.unwrap_or_default(),
    })
}

/// How first-order indices are estimated.
fn estimator(given: Option<&str>) -> Result<Estimator, Failure> {
    Ok(option("--estimator", given)?.unwrap_or_default())
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
    let code = match &error {
        IndexError::MethodsPerLevel { .. }
        | IndexError::StageNotComputed { .. }
        | IndexError::BadThreshold { .. }
        | IndexError::UnknownMethod { .. }
        | IndexError::NoSuchGroup { .. }
        | IndexError::NoSuchLevel { .. } => Code::IndexMisused,
        // An option, and no element, names what is not there.
        IndexError::UnknownReference { element, .. }
            if ["impute", "distance_to_reference"].contains(&element.as_str()) =>
        {
            Code::IndexMisused
        }
        _ => Code::IndexRefused,
    };
    error.refuse(code)
}

fn refused_again(error: AnalysisError) -> Failure {
    match error {
        AnalysisError::Index(error) => refused(error),
        AnalysisError::Cancelled => Code::Cancelled.into(),
        error @ (AnalysisError::NoReplications
        | AnalysisError::BadNoise { .. }
        | AnalysisError::NoFactors) => error.refuse(Code::IndexMisused),
        error => error.refuse(Code::IndexRefused),
    }
}
