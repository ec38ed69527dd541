//! Medians and quantiles.

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
