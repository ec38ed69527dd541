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
    Scale::of(columns)?.alpha()
}

/// A scale's covariances, summed.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Of each column with all, itself included.
    with_all: Vec<f64>,
    /// Of each column with itself.
    own: Vec<f64>,
}

impl Scale {
    /// Sums over complete pairs; `None` where two columns have fewer than two rows in common.
    #[must_use]
    pub fn of(columns: &[&[f64]]) -> Option<Self> {
        let own: Vec<f64> = columns
            .iter()
            .map(|column| covariance(column, column))
            .collect::<Option<_>>()?;
        let whole = !columns.iter().any(|c| c.iter().any(|x| x.is_nan()));
        let with_all = if whole {
            // Without a gap, covariances with all are those with the sum of all.
            let rows = columns.first().map_or(0, |column| column.len());
            let mut total = vec![0.0; rows];
            for column in columns {
                let centre = moments::mean(column)?;
                for (sum, x) in total.iter_mut().zip(*column) {
                    *sum += x - centre;
                }
            }
            let with = columns.iter().map(|column| covariance(column, &total));
            with.collect::<Option<_>>()?
        } else {
            let sum = |a: &&[f64]| -> Option<f64> {
                let pairs = columns.iter().map(|b| covariance(a, b));
                pairs.sum()
            };
            columns.iter().map(sum).collect::<Option<_>>()?
        };
        Some(Self { with_all, own })
    }

    /// Cronbach's α; `None` of fewer than two columns or without variance.
    #[must_use]
    pub fn alpha(&self) -> Option<f64> {
        alpha(
            self.own.len(),
            self.with_all.iter().sum(),
            self.own.iter().sum(),
        )
    }

    /// α without the column at a position.
    #[must_use]
    pub fn alpha_without(&self, column: usize) -> Option<f64> {
        let (with, own) = (self.with_all.get(column)?, self.own.get(column)?);
        let all: f64 = self.with_all.iter().sum();
        alpha(
            self.own.len() - 1,
            all - 2.0 * with + own,
            self.own.iter().sum::<f64>() - own,
        )
    }
}

/// Of the number of items, the sum of all covariances and that of the variances.
fn alpha(items: usize, all: f64, own: f64) -> Option<f64> {
    let k = items as f64;
    (items > 1 && all != 0.0).then(|| k * k * ((all - own) / (k * (k - 1.0))) / all)
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
    fn alpha_without_an_item_is_alpha_of_the_others() {
        let a = [1.0, 2.0, 3.0, 5.0];
        let b = [1.0, 4.0, 4.0, 2.0];
        let c = [2.0, f64::NAN, 1.0, 4.0];
        let d = [2.0, 7.0, 1.0, 4.0];
        for last in [&c, &d] {
            let scale = Scale::of(&[&a, &b, last]).unwrap();
            for (out, rest) in [(0, [&b, last]), (1, [&a, last]), (2, [&a, &b])] {
                let expected = cronbach(&[rest[0], rest[1]]).unwrap();
                assert!((scale.alpha_without(out).unwrap() - expected).abs() < 1e-12);
            }
        }
        assert_eq!(Scale::of(&[&a]).unwrap().alpha_without(0), None);
    }

    #[test]
    fn a_constant_has_no_correlation() {
        assert_eq!(pearson(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(pearson(&[1.0], &[1.0]), None);
    }
}
