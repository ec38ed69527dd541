//! Which stages are computed, and how; each method is read from the words in which it is given.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{Coefficient, IndexError, Stage, table::Sheet};
use crate::framework::Mean;

/// How gaps are filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imputation {
    /// `mean`: by the indicator's mean.
    Mean,
    /// `median`: by the indicator's median.
    Median,
    /// `group_mean:COLUMN`: by the mean over the units of the same group.
    GroupMean(String),
    /// `group_median:COLUMN`: by the median over the units of the same group.
    GroupMedian(String),
    /// `row_mean:LEVEL`: by the unit's mean over the indicators of the same ancestor at that level, all
    /// placed between 0 and 1 first and put back afterwards.
    RowMean(u32),
}

/// How outliers are treated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Treatment {
    /// `winsorise:N`: at most N points an indicator; where that does not help, a logarithm.
    Winsorise(usize),
    /// `winsorise:SHARE`, between 0 and 1: at most this share of an indicator's values, and at least one.
    WinsoriseShare(f64),
}

/// How indicators are brought to one scale. Costs are negated first.
#[derive(Debug, Clone, PartialEq)]
pub enum Normaliser {
    /// `min_max:LO:HI` (0:100).
    MinMax(f64, f64),
    /// `z_score:MEAN:SD` (0:1), with the sample standard deviation.
    ZScore(f64, f64),
    /// `rank`: 1 is least, ties take the least.
    Rank,
    /// `percentile_rank`: (rank − 1)/(n − 1).
    PercentileRank,
    /// `borda`: rank − 1.
    Borda,
    /// `scaled:LO:HI` (0:100): 100·(x − LO)/(HI − LO).
    Scaled(f64, f64),
    /// `distance_to_max`: 1 − (max − x)/(max − min).
    DistanceToMax,
    /// `distance_to_reference:UNIT`: 1 − (ref − x)/(ref − min).
    DistanceToReference(String),
    /// `distance_to_target`: the same to `Target` of `iMeta`.
    DistanceToTarget,
    /// `fraction_of_max`: x/max.
    FractionOfMax,
    /// `goalposts`: between the posts of `iMeta`, held at them.
    Goalposts,
    /// `goalposts:LO:HI`: between these for every indicator, 0 to 100.
    GoalpostsAt(f64, f64),
}

/// How children are joined at a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aggregator {
    /// `arithmetic`, `geometric`, `harmonic`, `power:P`.
    Mean(Mean),
    /// `copeland`: how many other units a unit outranks, less those that outrank it.
    Copeland,
}

/// Weights that replace those of `iMeta`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights {
    /// Element code and weight, in the order of the file.
    pub by_code: Vec<(String, f64)>,
    /// The level at which the file places an element, where it says so.
    pub levels: BTreeMap<String, f64>,
}

impl Weights {
    /// Reads a csv with the columns `iCode` and `Weight`, and perhaps `Level`; others are left out.
    ///
    /// # Errors
    ///
    /// [`IndexError`] where a column is missing, a code stands twice or a weight is no number.
    pub fn parse(text: &str) -> Result<Self, IndexError> {
        let sheet = Sheet::parse("weights", text)?;
        let (code_at, weight_at) = (sheet.need("iCode")?, sheet.need("Weight")?);
        let level_at = sheet.find("Level");
        let mut by_code: Vec<(String, f64)> = Vec::new();
        let mut levels = BTreeMap::new();
        for row in &sheet.rows {
            let code = sheet.code(row, code_at)?;
            if let Some(level) = sheet.number(row, level_at, (code, "Level"))? {
                levels.insert(code.to_owned(), level);
            }
            let weight = sheet.number(row, Some(weight_at), (code, "Weight"))?;
            let weight = weight.ok_or_else(|| IndexError::BadWeight {
                element: code.to_owned(),
            })?;
            if by_code.iter().any(|(known, _)| known == code) {
                return Err(IndexError::Duplicate {
                    table: "weights",
                    code: code.to_owned(),
                });
            }
            by_code.push((code.to_owned(), weight));
        }
        Ok(Self { by_code, levels })
    }
}

/// What is computed: a stage without its option is passed over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexOptions {
    /// Divide by the denominators of `iMeta`.
    pub denominate: bool,
    /// Fill gaps.
    pub impute: Option<Imputation>,
    /// Treat outliers.
    pub treat: Option<Treatment>,
    /// Bring to one scale.
    pub normalise: Option<Normaliser>,
    /// Join upward: none, one method for all levels, or one a level from the bottom up.
    pub aggregate: Vec<Aggregator>,
    /// Weights in place of those of `iMeta`.
    pub weights: Option<Weights>,
    /// A group with less than this share of its children (by count) is a gap, 0..=1: none, one for all
    /// levels, or one a level from the bottom up.
    pub thresholds: Vec<f64>,
    /// Which table; the last computed one where none is named.
    pub stage: Option<Stage>,
    /// How columns are correlated, where correlations are wanted.
    pub coefficient: Coefficient,
}

impl IndexOptions {
    /// Reads aggregation methods as they are given on a command line: `geometric`, or
    /// `arithmetic,geometric,harmonic` from the bottom up.
    ///
    /// # Errors
    ///
    /// [`IndexError::UnknownMethod`] for a word that is no method.
    pub fn parse_aggregators(list: &str) -> Result<Vec<Aggregator>, IndexError> {
        list.split(',').map(|word| word.trim().parse()).collect()
    }
}

/// `name:a:b` in parts; a part that is not given is `None`.
fn parts(text: &str) -> (&str, Vec<&str>) {
    let mut split = text.trim().split(':');
    (split.next().unwrap_or_default(), split.collect())
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|x: &f64| x.is_finite())
}

/// Two numbers that differ, or the default where none are given.
fn pair(arguments: &[&str], default: (f64, f64)) -> Option<(f64, f64)> {
    match arguments {
        [] => Some(default),
        [a, b] => Some((number(a)?, number(b)?)),
        _ => None,
    }
}

impl FromStr for Imputation {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        match parts(text) {
            ("mean", a) if a.is_empty() => Ok(Self::Mean),
            ("median", a) if a.is_empty() => Ok(Self::Median),
            ("group_mean", a) if a.len() == 1 && !a[0].is_empty() => {
                Ok(Self::GroupMean(a[0].to_owned()))
            }
            ("group_median", a) if a.len() == 1 && !a[0].is_empty() => {
                Ok(Self::GroupMedian(a[0].to_owned()))
            }
            ("row_mean", a) if a.len() == 1 && a[0].parse::<u32>().is_ok_and(|l| l > 1) => {
                Ok(Self::RowMean(a[0].parse().unwrap_or_default()))
            }
            _ => Err(IndexError::UnknownMethod {
                what: "impute",
                given: text.to_owned(),
                expected: "mean, median, group_mean:COLUMN, group_median:COLUMN, row_mean:LEVEL",
            }),
        }
    }
}

impl FromStr for Treatment {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        let share = |given: &str| {
            given
                .parse()
                .ok()
                .filter(|share| *share > 0.0 && *share < 1.0)
        };
        let found = match parts(text) {
            ("winsorise", a) if a.is_empty() => Some(Self::Winsorise(5)),
            ("winsorise", a) if a.len() == 1 => a[0]
                .parse()
                .map(Self::Winsorise)
                .ok()
                .or_else(|| share(a[0]).map(Self::WinsoriseShare)),
            _ => None,
        };
        found.ok_or_else(|| IndexError::UnknownMethod {
            what: "treat",
            given: text.to_owned(),
            expected: "winsorise:N, winsorise:SHARE (0..1)",
        })
    }
}

impl FromStr for Normaliser {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        let (name, arguments) = parts(text);
        let bare = arguments.is_empty();
        let range = |default| pair(&arguments, default).filter(|(a, b)| a != b);
        let found = match name {
            "min_max" => range((0.0, 100.0)).map(|(lo, hi)| Self::MinMax(lo, hi)),
            "z_score" => pair(&arguments, (0.0, 1.0))
                .filter(|(_, sd)| *sd > 0.0)
                .map(|(mean, sd)| Self::ZScore(mean, sd)),
            "rank" if bare => Some(Self::Rank),
            "percentile_rank" if bare => Some(Self::PercentileRank),
            "borda" if bare => Some(Self::Borda),
            "scaled" => range((0.0, 100.0)).map(|(lo, hi)| Self::Scaled(lo, hi)),
            "distance_to_max" if bare => Some(Self::DistanceToMax),
            "distance_to_reference" if !bare && !arguments[0].is_empty() => {
                Some(Self::DistanceToReference(arguments.join(":")))
            }
            "distance_to_target" if bare => Some(Self::DistanceToTarget),
            "fraction_of_max" if bare => Some(Self::FractionOfMax),
            "goalposts" if bare => Some(Self::Goalposts),
            "goalposts" => range((0.0, 0.0)).map(|(lo, hi)| Self::GoalpostsAt(lo, hi)),
            _ => None,
        };
        found.ok_or_else(|| IndexError::UnknownMethod {
            what: "normalise",
            given: text.to_owned(),
            expected: "min_max:LO:HI, z_score:MEAN:SD, rank, percentile_rank, borda, scaled:LO:HI, \
                       distance_to_max, distance_to_reference:UNIT, distance_to_target, \
                       fraction_of_max, goalposts, goalposts:LO:HI",
        })
    }
}

impl FromStr for Aggregator {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        let (name, arguments) = parts(text);
        let found = match (name, arguments.as_slice()) {
            ("arithmetic", []) => Some(Self::Mean(Mean::Arithmetic)),
            ("geometric", []) => Some(Self::Mean(Mean::Geometric)),
            ("harmonic", []) => Some(Self::Mean(Mean::Harmonic)),
            ("power", [p]) => number(p).map(|p| Self::Mean(Mean::Power(p))),
            ("copeland", []) => Some(Self::Copeland),
            _ => None,
        };
        found.ok_or_else(|| IndexError::UnknownMethod {
            what: "aggregate",
            given: text.to_owned(),
            expected: "arithmetic, geometric, harmonic, power:P (0 is the geometric mean), copeland",
        })
    }
}

impl fmt::Display for Aggregator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mean(Mean::Arithmetic) => f.write_str("arithmetic"),
            Self::Mean(Mean::Geometric) => f.write_str("geometric"),
            Self::Mean(Mean::Harmonic) => f.write_str("harmonic"),
            Self::Mean(Mean::Power(p)) => write!(f, "power:{p}"),
            Self::Copeland => f.write_str("copeland"),
        }
    }
}
