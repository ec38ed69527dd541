//! How columns move together. A gap is NaN; a pair counts where both have a value.

use super::moments;

/// Values of the rows in which both columns have one.
fn complete(a: &[f64], b: &[f64]) -> (Vec<f64>, Vec<f64>) {
    a.iter()
        .zip(b)
        .filter(|(x, y)| !x.is_nan() && !y.is_nan())
        .map(|(x, y)| (*x, *y))
        .unzip()
}

/// Sample covariance over complete pairs; `None` of fewer than two.
#[must_use]
pub fn covariance(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = complete(a, b);
    let (x, y) = (moments::mean(&a)?, moments::mean(&b)?);
    let sum: f64 = a.iter().zip(&b).map(|(p, q)| (p - x) * (q - y)).sum();
    (a.len() > 1).then(|| sum / (a.len() as f64 - 1.0))
}

/// Pearson's correlation over complete pairs, −1..=1; `None` of fewer than two pairs or of a constant.
///
/// ```
/// use assessment_models::stats::pearson;
/// let r = pearson(&[1.0, 2.0, f64::NAN, 3.0], &[2.0, 1.0, 5.0, 3.0]).unwrap();
/// assert!((r - 0.5).abs() < 1e-12);
/// ```
#[must_use]
pub fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = complete(a, b);
    let spread = moments::standard_deviation(&a)? * moments::standard_deviation(&b)?;
    let r = covariance(&a, &b)? / spread;
    (spread > 0.0).then(|| r.clamp(-1.0, 1.0))
}

/// Cronbach's α of a scale, `k²·c̄/ΣC` with `C` the covariances over complete pairs and `c̄` the mean of
/// those off the diagonal; `None` of fewer than two columns or without variance. Columns must point the
/// same way.
#[must_use]
pub fn cronbach(columns: &[&[f64]]) -> Option<f64> {
    let k = columns.len() as f64;
    let (mut all, mut own) = (0.0, 0.0);
    for (i, a) in columns.iter().enumerate() {
        for (j, b) in columns.iter().enumerate() {
            let c = covariance(a, b)?;
            all += c;
            if i == j {
                own += c;
            }
        }
    }
    (columns.len() > 1 && all != 0.0).then(|| k * k * ((all - own) / (k * (k - 1.0))) / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_of_two_items() {
        // variances 1 and 3, covariance 1.5: ΣC = 7, α = 4·1.5/7
        let a = [1.0, 2.0, 3.0];
        let b = [1.0, 4.0, 4.0];
        let alpha = cronbach(&[&a, &b]).unwrap();
        assert!((alpha - 6.0 / 7.0).abs() < 1e-12);
        assert_eq!(cronbach(&[&a]), None);
    }

    #[test]
    fn a_constant_has_no_correlation() {
        assert_eq!(pearson(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(pearson(&[1.0], &[1.0]), None);
    }
}
