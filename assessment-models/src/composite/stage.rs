//! Which table is wanted.

use std::{fmt, str::FromStr};

use super::IndexError;

/// Which correlation coefficient.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Coefficient {
    /// Pearson's r.
    #[default]
    Pearson,
    /// Spearman's ρ, ties share mean ranks.
    Spearman,
    /// Kendall's τ-b.
    Kendall,
}

impl FromStr for Coefficient {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        match text.trim() {
            "pearson" => Ok(Self::Pearson),
            "spearman" => Ok(Self::Spearman),
            "kendall" => Ok(Self::Kendall),
            _ => Err(IndexError::UnknownMethod {
                what: "correlate",
                given: text.to_owned(),
                expected: "pearson, spearman, kendall",
            }),
        }
    }
}

/// Which table is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// `raw`: as given.
    Raw,
    /// `denominated`: divided by denominators.
    Denominated,
    /// `imputed`: gaps filled.
    Imputed,
    /// `treated`: outliers treated.
    Treated,
    /// `normalised`: on one scale.
    Normalised,
    /// `aggregated`: joined upward.
    Aggregated,
    /// `weights`: level, weight and effective weight of each element.
    Weights,
    /// `effective_weights`: effective weight of each element alone.
    EffectiveWeights,
    /// `ranks`: by the last computed stage, 1 is the greatest.
    Ranks,
    /// `statistics`: shape of each column of the last computed stage.
    Statistics,
    /// `correlations`: between the columns of the last computed stage.
    Correlations,
    /// `cronbach`: α of each group in the last computed stage.
    Cronbach,
    /// `cronbach_without`: α of its group, and of all indicators, without each element.
    CronbachWithout,
    /// `pca`, `pca:GROUP`: principal components of all indicators, or of a group's children.
    Pca(Option<String>),
    /// `outranking`, `outranking:GROUP`: how far each unit outranks each other by the children of a group;
    /// by those of the index where none is named.
    Outranking(Option<String>),
}

impl Stage {
    /// Its name, as an option gives it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Denominated => "denominated",
            Self::Imputed => "imputed",
            Self::Treated => "treated",
            Self::Normalised => "normalised",
            Self::Aggregated => "aggregated",
            Self::Weights => "weights",
            Self::EffectiveWeights => "effective_weights",
            Self::Ranks => "ranks",
            Self::Statistics => "statistics",
            Self::Correlations => "correlations",
            Self::Cronbach => "cronbach",
            Self::CronbachWithout => "cronbach_without",
            Self::Pca(_) => "pca",
            Self::Outranking(_) => "outranking",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pca(Some(group)) | Self::Outranking(Some(group)) => {
                write!(f, "{}:{group}", self.name())
            }
            plain => f.write_str(plain.name()),
        }
    }
}

impl FromStr for Stage {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        let (name, group) = match text.trim().split_once(':') {
            Some((name, group)) => (name, Some(group.trim().to_owned())),
            None => (text.trim(), None),
        };
        let plain = [
            Self::Raw,
            Self::Denominated,
            Self::Imputed,
            Self::Treated,
            Self::Normalised,
            Self::Aggregated,
            Self::Weights,
            Self::EffectiveWeights,
            Self::Ranks,
            Self::Statistics,
            Self::Correlations,
            Self::Cronbach,
            Self::CronbachWithout,
        ];
        let found = match (name, group) {
            ("pca", group) => Some(Self::Pca(group)),
            ("outranking", group) => Some(Self::Outranking(group)),
            (name, None) => plain.into_iter().find(|stage| stage.name() == name),
            (_, Some(_)) => None,
        };
        found.ok_or_else(|| IndexError::UnknownMethod {
            what: "name a stage",
            given: text.to_owned(),
            expected: "raw, denominated, imputed, treated, normalised, aggregated, weights, \
                       effective_weights, ranks, statistics, correlations, cronbach, \
                       cronbach_without, pca, pca:GROUP, outranking, outranking:GROUP",
        })
    }
}
