//! Intraclass correlations: how much of the spread of scores lies between subjects (Shrout and Fleiss
//! 1979; McGraw and Wong 1996 call the forms A and C).

use super::{AgreementError, error::sound};

/// Intraclass correlations of assessors who all scored all subjects. Each is at most 1; below 0 says that
/// assessors differ more within a subject than subjects differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclass {
    /// ICC(2,1), absolute agreement of one assessor out of many, ICC(A,1): a strict and a mild assessor
    /// do not agree.
    pub agreement: f64,
    /// ICC(3,1), consistency of one of these very assessors, ICC(C,1): strictness does not count.
    pub consistency: f64,
    /// ICC(2,k), absolute agreement of the mean over as many assessors, ICC(A,k).
    pub mean_agreement: f64,
    /// ICC(3,k), consistency of the mean of these assessors, ICC(C,k); equals Cronbach's α.
    pub mean_consistency: f64,
}

/// Intraclass correlations of `assessors[assessor][subject]` by two-way analysis of variance without
/// replication. With `k` assessors, `n` subjects and mean squares of subjects `R`, assessors `C` and
/// residual `E`: ICC(2,1) = `(R − E)/(R + (k−1)E + k(C − E)/n)`, ICC(3,1) = `(R − E)/(R + (k−1)E)`,
/// ICC(2,k) = `(R − E)/(R + (C − E)/n)`, ICC(3,k) = `(R − E)/R`.
///
/// # Errors
///
/// [`AgreementError::TooFewAssessors`] and [`AgreementError::TooFewSubjects`] of fewer than two,
/// [`AgreementError::Length`], [`AgreementError::NotANumber`], [`AgreementError::NoVariation`] where
/// subjects do not differ in their mean score, or so little beside the residual that `R + (C − E)/n` is not
/// above 0 and ICC(2,k) has no meaning (it would pass 1).
pub fn intraclass(assessors: &[Vec<f64>]) -> Result<Intraclass, AgreementError> {
    let subjects = sound(assessors, 2)?;
    // Shifted and scaled, so that sums of squares keep their figures.
    let all = || assessors.iter().flatten();
    let low = all().copied().fold(f64::INFINITY, f64::min);
    let span = all().copied().fold(f64::NEG_INFINITY, f64::max) - low;
    if span <= 0.0 {
        return Err(AgreementError::NoVariation);
    }
    let scores: Vec<Vec<f64>> = assessors
        .iter()
        .map(|row| row.iter().map(|x| (x - low) / span).collect())
        .collect();
    let (n, k) = (subjects as f64, assessors.len() as f64);
    let grand = scores.iter().flatten().sum::<f64>() / (n * k);
    let of_subject = |s: usize| scores.iter().map(|row| row[s]).sum::<f64>() / k;
    let by_subject: Vec<f64> = (0..subjects).map(of_subject).collect();
    let by_assessor: Vec<f64> = scores
        .iter()
        .map(|row| row.iter().sum::<f64>() / n)
        .collect();
    let squares = |means: &[f64]| means.iter().map(|m| (m - grand) * (m - grand)).sum::<f64>();
    let mut left = 0.0;
    for (row, own) in scores.iter().zip(&by_assessor) {
        for (score, subject) in row.iter().zip(&by_subject) {
            let residual = score - own - subject + grand;
            left += residual * residual;
        }
    }
    let r = k * squares(&by_subject) / (n - 1.0);
    let c = n * squares(&by_assessor) / (k - 1.0);
    let e = left / ((n - 1.0) * (k - 1.0));
    // The denominators of the single forms are at least R; that of ICC(2,k) may fall to 0 and below.
    let mean_spread = r + (c - e) / n;
    if r.min(mean_spread) <= 1e-24 {
        return Err(AgreementError::NoVariation);
    }
    Ok(Intraclass {
        agreement: (r - e) / (r + (k - 1.0) * e + k * (c - e) / n),
        consistency: (r - e) / (r + (k - 1.0) * e),
        mean_agreement: (r - e) / mean_spread,
        mean_consistency: (r - e) / r,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shrout and Fleiss (1979), table 2: four judges, six targets.
    fn published() -> Vec<Vec<f64>> {
        vec![
            vec![9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
            vec![2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
            vec![5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
            vec![8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
        ]
    }

    #[test]
    fn as_shrout_and_fleiss_published() {
        // Table 4: .29, .71, .62, .91; to more places by pingouin 0.7.0, intraclass_corr
        let found = intraclass(&published()).unwrap();
        assert!((found.agreement - 0.289_764).abs() < 5e-7);
        assert!((found.consistency - 0.714_841).abs() < 5e-7);
        assert!((found.mean_agreement - 0.620_051).abs() < 5e-7);
        assert!((found.mean_consistency - 0.909_316).abs() < 5e-7);
    }

    #[test]
    fn a_strict_assessor_is_consistent_but_does_not_agree() {
        // 1, 2, 3 against 2, 3, 4: R = 2, C = 1.5, E = 0; 2/(2 + 2·1.5/3)
        let found = intraclass(&[vec![1.0, 2.0, 3.0], vec![2.0, 3.0, 4.0]]).unwrap();
        assert!((found.consistency - 1.0).abs() < 1e-14);
        assert!((found.agreement - 2.0 / 3.0).abs() < 1e-14);
    }

    #[test]
    fn what_cannot_be_measured_is_named() {
        let flat = intraclass(&[vec![3.0, 3.0], vec![3.0, 3.0]]);
        assert_eq!(flat, Err(AgreementError::NoVariation));
        let level = intraclass(&[vec![1.0, 2.0], vec![2.0, 1.0]]);
        assert_eq!(level, Err(AgreementError::NoVariation));
        // R = 0.0025, C = 0.0025, E = 0.9025: ICC(2,k) would be 2.01.
        let crossed = intraclass(&[vec![0.0, 1.0], vec![1.0, 0.1]]);
        assert_eq!(crossed, Err(AgreementError::NoVariation));
        let one = intraclass(&[vec![1.0, 2.0]]);
        assert!(matches!(
            one,
            Err(AgreementError::TooFewAssessors { found: 1, .. })
        ));
        let short = intraclass(&[vec![1.0], vec![2.0]]);
        assert!(matches!(
            short,
            Err(AgreementError::TooFewSubjects { found: 1, .. })
        ));
        let uneven = intraclass(&[vec![1.0, 2.0], vec![2.0]]);
        assert!(matches!(
            uneven,
            Err(AgreementError::Length { assessor: 2, .. })
        ));
        for bad in [f64::NAN, f64::INFINITY, 1e200] {
            let error = intraclass(&[vec![1.0, 2.0], vec![2.0, bad]]);
            assert!(matches!(
                error,
                Err(AgreementError::NotANumber {
                    assessor: 2,
                    subject: 2,
                    ..
                })
            ));
        }
    }
}
