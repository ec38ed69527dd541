//! Other ways to place a scorecard's indicators: among the peers instead of on the framework's scales.

use std::{collections::BTreeMap, str::FromStr};

use crate::{
    Scorecard,
    composite::{IndexError, Normaliser},
    framework::Scale,
    scoring::{CellState, normalise},
    stats,
};

/// How a scorecard's indicators come to lie in 0..=100.
///
/// Those other than the framework's own compare a unit with its peer group. On goalposts they take the
/// value itself, so that what lies beyond a post still counts; on every other scale the score, because its
/// values need not be in order. Where all peers are alike, the framework's own place stays: there is nothing
/// to compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Placing {
    /// `framework`: on the scales of the framework, as it was scored.
    Framework,
    /// `min_max:LO:HI` (0:100): the least of the peers at LO, the greatest at HI.
    MinMax(f64, f64),
    /// `z_score:MEAN:SD`: standard deviations from the peers' mean, held at 0 and 100.
    ZScore(f64, f64),
    /// `percentile_rank`: share of the other peers that it is above, times 100.
    PercentileRank,
}

impl FromStr for Placing {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        if text.trim() == "framework" {
            return Ok(Self::Framework);
        }
        let within = |x: f64| (0.0..=100.0).contains(&x);
        let found = match text.parse() {
            Ok(Normaliser::MinMax(low, high)) if within(low) && within(high) && low < high => {
                Some(Self::MinMax(low, high))
            }
            Ok(Normaliser::ZScore(mean, deviation)) if mean > 0.0 && within(mean) => {
                Some(Self::ZScore(mean, deviation))
            }
            Ok(Normaliser::PercentileRank) => Some(Self::PercentileRank),
            _ => None,
        };
        found.ok_or_else(|| IndexError::UnknownMethod {
            what: "normalise",
            given: text.to_owned(),
            expected: "framework, min_max:LO:HI, z_score:MEAN:SD, percentile_rank (within 0..100)",
        })
    }
}

/// Where the values of one indicator lie within one peer group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Place {
    /// As the framework has it.
    Own,
    /// `origin + slope·x`.
    Line { origin: f64, slope: f64 },
    /// Among these, least first.
    Among(Vec<f64>),
}

impl Place {
    /// The score 0..=100 of a value, given as `own` score and as what is compared.
    pub(crate) fn score(&self, own: f64, compared: f64) -> f64 {
        match self {
            Self::Own => own,
            Self::Line { origin, slope } => (origin + slope * compared).clamp(0.0, 100.0),
            Self::Among(sorted) => {
                let below = sorted.partition_point(|x| *x < compared);
                (100.0 * below as f64 / (sorted.len() as f64 - 1.0)).min(100.0)
            }
        }
    }

    fn of(placing: Placing, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let (Some(least), Some(greatest)) = (values.first(), values.last()) else {
            return Self::Own;
        };
        let range = greatest - least;
        // Also where the range is not finite.
        if !(range > 0.0 && range.is_finite()) {
            return Self::Own;
        }
        match placing {
            Placing::Framework => Self::Own,
            Placing::MinMax(low, high) => {
                let slope = (high - low) / range;
                Self::Line {
                    origin: low - slope * least,
                    slope,
                }
            }
            Placing::ZScore(centre, deviation) => {
                let (Some(mean), Some(spread)) =
                    (stats::mean(&values), stats::standard_deviation(&values))
                else {
                    return Self::Own;
                };
                let slope = deviation / spread;
                Self::Line {
                    origin: centre - slope * mean,
                    slope,
                }
            }
            Placing::PercentileRank => Self::Among(values),
        }
    }
}

/// What is compared between peers: upward is better.
pub(crate) fn compared(scale: &Scale, raw: f64, own: f64) -> f64 {
    match scale {
        Scale::Goalposts(_) if scale.less_is_better() => -raw,
        Scale::Goalposts(_) => raw,
        _ => own,
    }
}

/// The score that the framework gives a raw value; `own` where its scale does not know it.
pub(crate) fn own_score(scale: &Scale, raw: f64, own: f64) -> f64 {
    normalise(scale, raw).unwrap_or(own)
}

/// The peer group of each row, as a number.
pub(crate) fn groups(card: &Scorecard) -> (Vec<usize>, usize) {
    let mut known = BTreeMap::new();
    let of = card.units.iter().map(|unit| {
        let next = known.len();
        *known.entry(unit.peer_group.as_str()).or_insert(next)
    });
    let of: Vec<usize> = of.collect();
    (of, known.len())
}

/// Where an indicator's values lie, by peer group.
pub(crate) fn places(
    placing: Placing,
    card: &Scorecard,
    (group_of, groups): (&[usize], usize),
    column: usize,
    scale: &Scale,
) -> Vec<Place> {
    if placing == Placing::Framework {
        return vec![Place::Own; groups];
    }
    let mut values = vec![Vec::new(); groups];
    for (row, group) in group_of.iter().enumerate() {
        if let Some((raw, own)) = scored(card, row, column) {
            values[*group].push(compared(scale, raw, own));
        }
    }
    let each = values.into_iter().map(|values| Place::of(placing, values));
    each.collect()
}

/// Raw value and score of a cell that has both: what is missing in the official mode has a score alone,
/// which stays 0 wherever the others lie.
pub(crate) fn scored(card: &Scorecard, row: usize, column: usize) -> Option<(f64, f64)> {
    if card.state(row, column) != CellState::Scored {
        return None;
    }
    card.raw
        .get(row, column)
        .zip(card.indicators.get(row, column))
}
