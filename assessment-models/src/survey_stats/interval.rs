//! Intervals of means and shares, weighted or not.

use special::{Beta, Error};

/// A value with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean or share.
    pub value: f64,
    /// Lower and upper end; `None` where there are too few answers for one.
    pub interval: Option<(f64, f64)>,
    /// Effective number of answers, `(Σw)²/Σw²` (Kish 1965); the number itself without weights.
    pub effective_n: f64,
}

/// The quantile of Student's t that leaves `(1 − confidence)/2` in each tail; `None` where `confidence` is
/// not between 0 and 1 or there is no positive number of degrees of freedom (which need not be whole).
///
/// ```
/// use assessment_models::survey_stats::student_t;
/// // tables: 2.776 for 4 degrees of freedom
/// assert!((student_t(0.95, 4.0).unwrap() - 2.776_445_105_197_793).abs() < 1e-12);
/// ```
#[must_use]
pub fn student_t(confidence: f64, degrees: f64) -> Option<f64> {
    let sound = confidence > 0.0 && confidence < 1.0 && degrees > 0.0 && degrees.is_finite();
    if !sound {
        return None;
    }
    // The tails of t are an incomplete beta function of ν/(ν + t²).
    let half = degrees / 2.0;
    let x = (1.0 - confidence).inv_inc_beta(half, 0.5, half.ln_beta(0.5));
    let t = (degrees * (1.0 - x) / x).sqrt();
    t.is_finite().then_some(t)
}

/// The quantile of the normal distribution that leaves `(1 − confidence)/2` in each tail.
fn normal(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0)
        .then(|| std::f64::consts::SQRT_2 * confidence.inv_error())
        .filter(|z| z.is_finite())
}

/// Sum of the weights, and the effective number.
fn weigh(weights: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let sum: f64 = weights.clone().sum();
    let squares: f64 = weights.map(|w| w * w).sum();
    (sum > 0.0 && sum.is_finite()).then(|| (sum, sum * sum / squares))
}

/// The weighted mean of `(weight, value)` pairs with its t interval `m ± t·s/√n`, `n` the effective number
/// and `s² = Σw(x − m)²/Σw · n/(n − 1)`; with equal weights this is the textbook interval. `None` of nothing.
///
/// ```
/// use assessment_models::survey_stats::mean;
/// let pairs: Vec<(f64, f64)> = [2.0, 4.0, 4.0, 5.0, 5.0].map(|x| (1.0, x)).into();
/// let four = mean(&pairs, 0.95).unwrap();
/// // s² = 6/4, t = 2.776445: 4 ± t·√(1.5/5)
/// let half = 2.776_445_105_197_793 * 0.3_f64.sqrt();
/// let (low, high) = four.interval.unwrap();
/// assert_eq!(four.value, 4.0);
/// assert!((low - 4.0 + half).abs() < 1e-12 && (high - 4.0 - half).abs() < 1e-12);
/// ```
#[must_use]
pub fn mean(pairs: &[(f64, f64)], confidence: f64) -> Option<Estimate> {
    let (sum, n) = weigh(pairs.iter().map(|p| p.0))?;
    let value = pairs.iter().map(|(w, x)| w * x).sum::<f64>() / sum;
    let spread: f64 = pairs
        .iter()
        .map(|(w, x)| w * (x - value) * (x - value))
        .sum();
    let interval = student_t(confidence, n - 1.0).map(|t| {
        let half = t * (spread / sum / (n - 1.0)).sqrt();
        (value - half, value + half)
    });
    Some(Estimate {
        value,
        interval: interval.filter(|_| pairs.len() > 1),
        effective_n: n,
    })
}

/// The weighted share (0..=1) of `(weight, holds)` pairs with its Wilson interval (1927), on the effective
/// number. `None` of nothing.
///
/// ```
/// use assessment_models::survey_stats::share;
/// let pairs: Vec<(f64, bool)> = (0..10).map(|i| (1.0, i < 8)).collect();
/// let (low, high) = share(&pairs, 0.95).unwrap().interval.unwrap();
/// // 8 of 10, z = 1.96: 49.0 % to 94.3 %
/// assert!((low - 0.490_162_5).abs() < 1e-6 && (high - 0.943_317_8).abs() < 1e-6);
/// ```
#[must_use]
pub fn share(pairs: &[(f64, bool)], confidence: f64) -> Option<Estimate> {
    let (sum, n) = weigh(pairs.iter().map(|p| p.0))?;
    let value = pairs.iter().filter(|p| p.1).map(|p| p.0).sum::<f64>() / sum;
    let interval = normal(confidence).map(|z| {
        let z2 = z * z;
        let scale = 1.0 / (1.0 + z2 / n);
        let centre = (value + z2 / (2.0 * n)) * scale;
        let half = z * scale * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt();
        ((centre - half).max(0.0), (centre + half).min(1.0))
    });
    Some(Estimate {
        value,
        interval,
        effective_n: n,
    })
}
