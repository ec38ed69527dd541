//! Weighted means.

use crate::framework::Mean;

/// A mean that needs positive values met another; says at which position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NonPositive {
    /// Position among the pairs that were given.
    pub at: usize,
}

/// Whether a mean is undefined for values of 0 and less.
///
/// ```
/// use assessment_models::{framework::Mean, stats::needs_positive};
/// assert!(needs_positive(Mean::Geometric));
/// assert!(!needs_positive(Mean::Power(2.0)));
/// ```
#[must_use]
pub fn needs_positive(mean: Mean) -> bool {
    match mean {
        Mean::Arithmetic => false,
        Mean::Geometric | Mean::Harmonic => true,
        Mean::Power(p) => p <= 0.0,
    }
}

/// The weighted mean of `(weight, value)` pairs; `None` where the weights sum to 0 or there are no pairs.
///
/// Arithmetic `Σwx/Σw`, geometric `exp(Σw·ln x/Σw)`, harmonic `Σw/Σ(w/x)`, power `(Σw·xᵖ/Σw)^(1/p)`
/// (the geometric mean where p is 0, its limit). Weights need not sum to 1.
///
/// # Errors
///
/// [`NonPositive`] where [`needs_positive`] holds and a value is not above 0; for other powers where a
/// value is below 0.
///
/// ```
/// use assessment_models::{framework::Mean, stats::weighted_mean};
/// let pairs = [(0.5, 40.0), (0.5, 90.0)];
/// assert_eq!(weighted_mean(Mean::Arithmetic, &pairs), Ok(Some(65.0)));
/// let geometric = weighted_mean(Mean::Geometric, &pairs).unwrap().unwrap();
/// assert!((geometric - 60.0).abs() < 1e-12);
/// ```
pub fn weighted_mean(mean: Mean, pairs: &[(f64, f64)]) -> Result<Option<f64>, NonPositive> {
    let total: f64 = pairs.iter().map(|(w, _)| w).sum();
    if total <= 0.0 {
        return Ok(None);
    }
    let bad = match mean {
        Mean::Arithmetic => None,
        Mean::Power(p) if p > 0.0 => pairs.iter().position(|(_, x)| *x < 0.0),
        Mean::Geometric | Mean::Harmonic | Mean::Power(_) => {
            pairs.iter().position(|(_, x)| *x <= 0.0)
        }
    };
    if let Some(at) = bad {
        return Err(NonPositive { at });
    }
    let sum_of = |f: &dyn Fn(f64) -> f64| pairs.iter().map(|(w, x)| w * f(*x)).sum::<f64>();
    Ok(Some(match mean {
        Mean::Arithmetic => pairs.iter().map(|(w, x)| w * x).sum::<f64>() / total,
        Mean::Harmonic => total / pairs.iter().map(|(w, x)| w / x).sum::<f64>(),
        Mean::Power(p) if p != 0.0 => {
            // Measured by the value that counts most, so that no power leaves the range of numbers.
            let most = if p > 0.0 { f64::max } else { f64::min };
            let unit = pairs.iter().map(|(_, x)| *x).reduce(most).unwrap_or(1.0);
            if unit == 0.0 {
                return Ok(Some(0.0));
            }
            unit * libm::pow(sum_of(&|x| libm::pow(x / unit, p)) / total, 1.0 / p)
        }
        Mean::Geometric | Mean::Power(_) => libm::exp(sum_of(&libm::log) / total),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(f64, f64); 2] = [(1.0, 2.0), (3.0, 8.0)];

    fn mean(kind: Mean) -> f64 {
        weighted_mean(kind, &PAIRS).unwrap().unwrap()
    }

    #[test]
    fn means_of_two_and_eight_weighted_one_to_three() {
        assert!((mean(Mean::Arithmetic) - 6.5).abs() < 1e-12);
        // 2^(1/4)·8^(3/4) = 2^(1/4 + 9/4) = 2^2.5
        assert!((mean(Mean::Geometric) - 5.656_854_249_492_381).abs() < 1e-12);
        // 4 / (1/2 + 3/8) = 32/7
        assert!((mean(Mean::Harmonic) - 32.0 / 7.0).abs() < 1e-12);
        // sqrt((4 + 192) / 4) = 7
        assert!((mean(Mean::Power(2.0)) - 7.0).abs() < 1e-12);
        assert!((mean(Mean::Power(-1.0)) - mean(Mean::Harmonic)).abs() < 1e-12);
    }

    #[test]
    fn great_powers_stay_within_the_values() {
        for (p, expected) in [(400.0, 100.0), (-400.0, 1.0)] {
            let found = weighted_mean(Mean::Power(p), &[(1.0, 1.0), (1.0, 100.0)]);
            // Half of the weight: 2^(∓1/400) away from the greatest or the least.
            let near = expected * libm::pow(2.0, -1.0 / p);
            assert!((found.unwrap().unwrap() - near).abs() < 1e-9);
        }
        assert_eq!(
            weighted_mean(Mean::Power(3.0), &[(1.0, 0.0)]),
            Ok(Some(0.0))
        );
    }

    #[test]
    fn says_which_value_is_not_positive() {
        let pairs = [(1.0, 5.0), (1.0, 0.0)];
        for kind in [Mean::Geometric, Mean::Harmonic, Mean::Power(-2.0)] {
            assert_eq!(weighted_mean(kind, &pairs), Err(NonPositive { at: 1 }));
        }
        assert_eq!(weighted_mean(Mean::Power(1.0), &pairs), Ok(Some(2.5)));
    }

    #[test]
    fn without_weight_there_is_no_mean() {
        assert_eq!(weighted_mean(Mean::Arithmetic, &[]), Ok(None));
        assert_eq!(weighted_mean(Mean::Geometric, &[(0.0, 5.0)]), Ok(None));
    }
}
