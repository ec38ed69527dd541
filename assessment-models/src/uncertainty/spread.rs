//! Where the middle and the bulk of repeated results lie.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// Mean, median and the 5th and 95th percentile (type 7).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 5th percentile.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
}

impl Spread {
    /// Of values without gaps, which it puts in another order; `None` of nothing.
    pub(crate) fn of<T: Copy>(
        values: &mut [T],
        order: impl Fn(&T, &T) -> Ordering + Copy,
        number: impl Fn(T) -> f64,
    ) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        let n = values.len() as f64;
        let first = number(values[0]);
        // About the first value, so that equal values have exactly that mean.
        let mean = first + values.iter().map(|x| number(*x) - first).sum::<f64>() / n;
        let mut quantile = |p: f64| {
            let place = p * (n - 1.0);
            let below = (place.floor() as usize).min(values.len() - 1);
            let (_, low, above) = values.select_nth_unstable_by(below, order);
            let low = number(*low);
            let next = above.iter().copied().min_by(|a, b| order(a, b));
            let high = next.map_or(low, &number);
            low + (place - below as f64) * (high - low)
        };
        Some(Self {
            mean,
            low: quantile(0.05),
            median: quantile(0.5),
            high: quantile(0.95),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats;

    #[test]
    fn quantiles_are_of_type_7() {
        let values = [9.0, 1.0, 4.0, 4.0, 25.0, 16.0, 2.0];
        let spread = Spread::of(&mut values.clone(), f64::total_cmp, |x| x).unwrap();
        assert!((spread.mean - 61.0 / 7.0).abs() < 1e-12);
        assert_eq!(spread.median, 4.0);
        // place 0.3 between 1 and 2; place 5.7 between 16 and 25
        assert!((spread.low - 1.3).abs() < 1e-12);
        assert!((spread.high - 22.3).abs() < 1e-12);
        assert_eq!(stats::quantile(&values, 0.95), Some(spread.high));
        assert_eq!(
            Spread::of(&mut [3_u32], u32::cmp, f64::from).unwrap().high,
            3.0
        );
        assert_eq!(Spread::of(&mut [], u32::cmp, f64::from), None);
    }
}
