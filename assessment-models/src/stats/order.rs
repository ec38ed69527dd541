//! Medians, quantiles and ranks.

use std::cmp::Ordering;

/// The quantile `p` (0..=1) by linear interpolation between order statistics (type 7 of Hyndman and
/// Fan 1996, the default of R); `None` of nothing. Does not look at NaN: leave gaps out first.
///
/// ```
/// use assessment_models::stats::quantile;
/// assert_eq!(quantile(&[3.0, 1.0, 2.0, 10.0], 0.25), Some(1.75));
/// ```
#[must_use]
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let low = sorted[below];
    let high = sorted[(below + 1).min(last)];
    Some(low + (place - below as f64) * (high - low))
}

/// The median: the middle value, or the mean of the middle two; `None` of nothing.
///
/// ```
/// use assessment_models::stats::median;
/// assert_eq!(median(&[3.0, 1.0, 2.0, 10.0]), Some(2.5));
/// assert_eq!(median(&[]), None);
/// ```
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Competition ranks, ascending (the least value is 1, ties take the least rank); a gap (NaN) stays one.
/// Two values tie where they differ by no more than `tolerance` times the greater: 0 for what was
/// measured, 1e-9 for what was computed, so that rounding noise breaks no tie, also next to 0.
///
/// ```
/// use assessment_models::stats::ranks;
/// assert_eq!(ranks(&[0.3, 0.1 + 0.2, 0.1, 0.9], 1e-9), [2.0, 2.0, 1.0, 4.0]);
/// assert_eq!(ranks(&[0.3, 0.1 + 0.2, 0.1, 0.9], 0.0), [2.0, 3.0, 1.0, 4.0]);
/// assert_eq!(ranks(&[0.0, 0.1 + 0.2 - 0.3, -1.0, 1.0], 1e-9), [2.0, 2.0, 1.0, 4.0]);
/// ```
#[must_use]
pub fn ranks(values: &[f64], tolerance: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&i| !values[i].is_nan()).collect();
    order.sort_by(|&a, &b| values[a].partial_cmp(&values[b]).unwrap_or(Ordering::Equal));
    let ends = order.first().into_iter().chain(order.last());
    let greatest = ends.map(|&at| values[at].abs()).fold(0.0, f64::max);
    let mut ranks = vec![f64::NAN; values.len()];
    let mut shared = 0;
    for place in 0..order.len() {
        // Compared with the first of the tie, so that a chain of near ties does not run together.
        let (value, first) = (values[order[place]], values[order[shared]]);
        if (value - first).abs() > slack(tolerance, (value, first), greatest) {
            shared = place;
        }
        ranks[order[place]] = (shared + 1) as f64;
    }
    ranks
}

/// By how much two values may differ and still tie: a share of the greater, and where one is asked for, what
/// rounding leaves next to 0 of sums of values as great as the `greatest`.
pub(crate) fn slack(tolerance: f64, (a, b): (f64, f64), greatest: f64) -> f64 {
    if tolerance > 0.0 {
        (tolerance * a.abs().max(b.abs())).max(NOISE * greatest)
    } else {
        0.0
    }
}

/// A few dozen roundings of a number of magnitude 1.
const NOISE: f64 = 1e-14;
