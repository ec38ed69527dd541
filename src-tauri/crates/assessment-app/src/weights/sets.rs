//! Weights that are given, and blends of weights, out of csv files.

use std::path::{Path, PathBuf};

use assessment_models::{
    composite::Weights,
    weights::{self, WeightSet},
};

use super::{WeightsOutput, output, refused};
use crate::{
    failure::{Code, Failure, reason::Reason},
    index::text,
};

/// Weights or points as experts gave them (a csv of `iCode` and `Weight`), divided by their sum.
///
/// # Errors
/// [`Code::WeightsRefused`] names the weight at fault; what reading the file fails with.
pub fn given(file: &Path, by: &str) -> Result<WeightsOutput, Failure> {
    Ok(output("expert", read(file, by)?, None))
}

/// The same weight for each that a csv with the column `iCode` and `Weight` names.
///
/// # Errors
/// [`Code::WeightsRefused`] for a label that stands there twice; what reading the file fails with.
pub fn equal(file: &Path, by: &str) -> Result<WeightsOutput, Failure> {
    let labels = read(file, by)?.labels;
    let set = weights::equal(&labels, by).map_err(refused)?;
    Ok(output("equal", set, None))
}

/// The weighted mean of the weights in several csv files, each with its share, such as half AHP and half
/// entropy.
///
/// # Errors
/// [`Code::WeightsRefused`] for labels that are not in all files and for shares that cannot be; what
/// reading the files fails with.
pub fn blend(parts: &[(f64, PathBuf)], by: &str) -> Result<WeightsOutput, Failure> {
    let mut sets = Vec::with_capacity(parts.len());
    for (share, file) in parts {
        sets.push((*share, read(file, by)?));
    }
    let set = weights::blend(&sets, by).map_err(refused)?;
    Ok(output("blend", set, None))
}

/// A csv of `iCode` and `Weight`.
pub(crate) fn read(file: &Path, by: &str) -> Result<WeightSet, Failure> {
    let given = Weights::parse(&text(file)?).map_err(|error| error.refuse(Code::WeightsRefused))?;
    let (labels, values): (Vec<String>, Vec<f64>) = given.by_code.into_iter().unzip();
    weights::expert(&labels, &values, by).map_err(refused)
}
