//! How far two methods agree about ranks.

use serde::{Deserialize, Serialize};

use super::kendall_tau;

/// A unit that two methods rank differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mover {
    /// Its code.
    pub unit: String,
    /// Rank by the first method.
    pub from: u32,
    /// Rank by the second.
    pub to: u32,
}

/// Two methods' ranks side by side, over the units that both rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// How many both rank.
    pub units: usize,
    /// Kendall's τ-b; `None` of fewer than two units or where a method ranks all alike.
    pub tau: Option<f64>,
    /// Mean absolute difference of ranks.
    pub mean_shift: f64,
    /// Greatest absolute difference.
    pub max_shift: u32,
    /// Units that move most, in order of size, then of code; those that do not move are left out.
    pub movers: Vec<Mover>,
}

/// Compares ranks by unit (`None` where a method does not rank it), naming at most `most` movers.
///
/// ```
/// use assessment_models::audit::compare_ranks;
/// let units = ["A", "B", "C"].map(str::to_owned);
/// let comparison = compare_ranks(&units, &[Some(1), Some(2), Some(3)], &[Some(3), Some(2), Some(1)], 1);
/// assert_eq!((comparison.tau, comparison.max_shift), (Some(-1.0), 2));
/// assert_eq!(comparison.movers[0].unit, "A");
/// ```
#[must_use]
pub fn compare_ranks(
    units: &[String],
    first: &[Option<u32>],
    second: &[Option<u32>],
    most: usize,
) -> Comparison {
    let both: Vec<(&String, u32, u32)> = units
        .iter()
        .zip(first)
        .zip(second)
        .filter_map(|((unit, a), b)| Some((unit, (*a)?, (*b)?)))
        .collect();
    let (a, b): (Vec<f64>, Vec<f64>) = both
        .iter()
        .map(|(_, a, b)| (f64::from(*a), f64::from(*b)))
        .unzip();
    let moved = |(_, a, b): &(&String, u32, u32)| a.abs_diff(*b);
    let sum: u64 = both.iter().map(|unit| u64::from(moved(unit))).sum();
    let mut movers: Vec<_> = both.iter().filter(|unit| moved(unit) > 0).collect();
    movers.sort_by(|x, y| moved(y).cmp(&moved(x)).then(x.0.cmp(y.0)));
    Comparison {
        units: both.len(),
        tau: kendall_tau(&a, &b),
        mean_shift: sum as f64 / both.len().max(1) as f64,
        max_shift: movers.first().map_or(0, |unit| moved(unit)),
        movers: movers
            .into_iter()
            .take(most)
            .map(|(unit, from, to)| Mover {
                unit: (*unit).clone(),
                from: *from,
                to: *to,
            })
            .collect(),
    }
}
