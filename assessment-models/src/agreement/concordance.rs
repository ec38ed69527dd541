//! Kendall's W: do assessors rank alike? (Kendall and Babington Smith 1939.)

use super::{AgreementError, error::sound};

/// How far assessors rank alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// Kendall's W, corrected for ties: 0 for no common order, 1 for one and the same.
    pub w: f64,
    /// `m(n − 1)W`, to be held against χ² with `n − 1` degrees of freedom (for more than 7 subjects).
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub freedom: usize,
    /// Mean Spearman correlation of all pairs of assessors, `(mW − 1)/(m − 1)`; exact without ties.
    pub mean_correlation: f64,
}

/// Kendall's W of `assessors[assessor][subject]`, scores or ranks; equal ones share the mean of their
/// ranks. `W = 12·S / (m²(n³ − n) − m·Σ(t³ − t))` with `S` the squared deviations of the rank sums and
/// `t` the sizes of ties.
///
/// # Errors
///
/// [`AgreementError::TooFewAssessors`] and [`AgreementError::TooFewSubjects`] of fewer than two,
/// [`AgreementError::Length`], [`AgreementError::NotANumber`], [`AgreementError::NoVariation`] where
/// nobody tells subjects apart.
///
/// ```
/// use assessment_models::agreement::kendall_w;
/// let found = kendall_w(&[vec![1.0, 2.0, 3.0], vec![1.0, 3.0, 2.0]]).unwrap();
/// // rank sums 2, 5, 5: S = 6, W = 12·6/(4·24)
/// assert!((found.w - 0.75).abs() < 1e-12);
/// ```
pub fn kendall_w(assessors: &[Vec<f64>]) -> Result<Concordance, AgreementError> {
    let subjects = sound(assessors, 2)?;
    let (n, m) = (subjects as f64, assessors.len() as f64);
    let mut sums = vec![0.0; subjects];
    let mut ties = 0.0;
    for scores in assessors {
        let mut order: Vec<usize> = (0..subjects).collect();
        order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let mut above = 0.0;
        for run in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
            let size = run.len() as f64;
            for &subject in run {
                sums[subject] += above + (size + 1.0) / 2.0;
            }
            above += size;
            ties += size * size * size - size;
        }
    }
    let middle = m * (n + 1.0) / 2.0;
    let spread: f64 = sums.iter().map(|s| (s - middle) * (s - middle)).sum();
    let most = m * m * (n * n * n - n) - m * ties;
    if most <= 0.0 {
        return Err(AgreementError::NoVariation);
    }
    let w = 12.0 * spread / most;
    Ok(Concordance {
        w,
        chi_squared: m * (n - 1.0) * w,
        freedom: subjects - 1,
        mean_correlation: (m * w - 1.0) / (m - 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_ties_by_hand() {
        // Ranks 1 2.5 2.5 4 | 1.5 1.5 3 4 | 1 2 3 4: sums 3.5 6 8.5 12 about 7.5,
        // S = 16 + 2.25 + 1 + 20.25 = 39.5; ties 6 + 6; W = 474/(9·60 − 3·12) = 474/504
        let found = kendall_w(&[
            vec![10.0, 20.0, 20.0, 30.0],
            vec![5.0, 5.0, 6.0, 7.0],
            vec![0.1, 0.2, 0.3, 0.4],
        ])
        .unwrap();
        assert!((found.w - 474.0 / 504.0).abs() < 1e-14);
        assert!((found.chi_squared - 9.0 * 474.0 / 504.0).abs() < 1e-13);
        assert_eq!(found.freedom, 3);
    }

    #[test]
    fn ends_of_the_scale() {
        let up = vec![1.0, 2.0, 3.0, 4.0];
        let down = vec![4.0, 3.0, 2.0, 1.0];
        let same = kendall_w(&[up.clone(), up.clone(), up.clone()]).unwrap();
        assert_eq!((same.w, same.mean_correlation), (1.0, 1.0));
        let opposed = kendall_w(&[up, down]).unwrap();
        assert_eq!((opposed.w, opposed.mean_correlation), (0.0, -1.0));
        // Minus nought ties with nought.
        let noughts = kendall_w(&[vec![0.0, -0.0, 1.0], vec![-0.0, 0.0, 1.0]]).unwrap();
        assert_eq!(noughts.w, 1.0);
    }

    #[test]
    fn what_cannot_be_measured_is_named() {
        let flat = kendall_w(&[vec![1.0, 1.0], vec![2.0, 2.0]]);
        assert_eq!(flat, Err(AgreementError::NoVariation));
        let odd = kendall_w(&[vec![1.0, f64::NAN], vec![2.0, 2.0]]);
        assert!(matches!(
            odd,
            Err(AgreementError::NotANumber {
                assessor: 1,
                subject: 2,
                ..
            })
        ));
    }
}
