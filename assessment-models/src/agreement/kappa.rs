//! Weighted κ: two assessors, ordered grades, chance taken off (Cohen 1960, 1968).

use super::AgreementError;

/// How much a disagreement counts by how many grades it spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KappaWeights {
    /// Any disagreement counts alike (Cohen 1960).
    None,
    /// In proportion to the grades between.
    Linear,
    /// In proportion to their square; near the intraclass correlation of the grades' numbers.
    Quadratic,
}

/// Agreement of two assessors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// `1 − observed/chance`: 1 for full agreement, 0 for chance, below 0 for less than chance.
    pub value: f64,
    /// Mean weighted disagreement, 0..=1.
    pub observed: f64,
    /// The same that chance would give, from how often each assessor used each grade.
    pub chance: f64,
}

/// Weighted κ of two assessors who gave each subject one of `grades` ordered grades, numbered from 0.
///
/// # Errors
///
/// [`AgreementError::Length`], [`AgreementError::TooFewSubjects`] of none, [`AgreementError::OffScale`],
/// [`AgreementError::NoVariation`] where both gave all subjects one and the same grade.
///
/// ```
/// use assessment_models::agreement::{KappaWeights, weighted_kappa};
/// // 20 yes by both, 15 no by both, 5 and 10 apart: (0.7 − 0.5)/(1 − 0.5)
/// let first = [vec![1; 25], vec![0; 25]].concat();
/// let second = [vec![1; 20], vec![0; 5], vec![1; 10], vec![0; 15]].concat();
/// let kappa = weighted_kappa(&first, &second, 2, KappaWeights::None).unwrap();
/// assert!((kappa.value - 0.4).abs() < 1e-12);
/// ```
pub fn weighted_kappa(
    first: &[usize],
    second: &[usize],
    grades: usize,
    weights: KappaWeights,
) -> Result<Kappa, AgreementError> {
    if second.len() != first.len() {
        return Err(AgreementError::Length {
            assessor: 2,
            found: second.len(),
            expected: first.len(),
        });
    }
    if first.is_empty() {
        return Err(AgreementError::TooFewSubjects { found: 0, least: 1 });
    }
    for scores in [first, second] {
        if let Some(at) = scores.iter().position(|&grade| grade >= grades) {
            return Err(AgreementError::OffScale {
                subject: at + 1,
                grade: scores[at],
                grades,
            });
        }
    }
    let widest = grades.saturating_sub(1).max(1) as f64;
    let apart = |a: usize, b: usize| {
        let share = a.abs_diff(b) as f64 / widest;
        match weights {
            KappaWeights::None => f64::from(u8::from(a != b)),
            KappaWeights::Linear => share,
            KappaWeights::Quadratic => share * share,
        }
    };
    let n = first.len() as f64;
    let observed = first
        .iter()
        .zip(second)
        .map(|(&a, &b)| apart(a, b))
        .sum::<f64>()
        / n;
    let (used, also_used) = (uses(first), uses(second));
    let mut chance = 0.0;
    for &(a, times) in &used {
        for &(b, also) in &also_used {
            chance += times / n * (also / n) * apart(a, b);
        }
    }
    if chance <= 0.0 {
        return Err(AgreementError::NoVariation);
    }
    Ok(Kappa {
        value: 1.0 - observed / chance,
        observed,
        chance,
    })
}

/// Grades that were used, and how often.
fn uses(scores: &[usize]) -> Vec<(usize, f64)> {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], run.len() as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: [usize; 12] = [0, 1, 2, 3, 4, 2, 1, 0, 3, 4, 2, 2];
    const SECOND: [usize; 12] = [0, 2, 2, 3, 3, 2, 0, 0, 4, 4, 1, 3];

    #[test]
    fn as_scikit_learn() {
        // scikit-learn 1.9.1, cohen_kappa_score(first, second, weights=…)
        for (weights, expected) in [
            (KappaWeights::None, 0.368_421_052_631_579),
            (KappaWeights::Linear, 0.672_727_272_727_272_7),
            (KappaWeights::Quadratic, 0.863_636_363_636_363_6),
        ] {
            let kappa = weighted_kappa(&FIRST, &SECOND, 5, weights).unwrap();
            assert!((kappa.value - expected).abs() < 1e-14, "{weights:?}");
        }
    }

    #[test]
    fn ends_of_the_scale() {
        let full = weighted_kappa(&FIRST, &FIRST, 5, KappaWeights::Linear).unwrap();
        assert_eq!(full.value, 1.0);
        // Turned round, both marginals even: observed (1 + 1)/2, chance 1/2.
        let against = weighted_kappa(&[0, 1], &[1, 0], 2, KappaWeights::Quadratic).unwrap();
        assert_eq!(against.value, -1.0);
    }

    #[test]
    fn what_cannot_be_measured_is_named() {
        let run = |a: &[usize], b: &[usize]| weighted_kappa(a, b, 2, KappaWeights::Linear);
        assert_eq!(run(&[1, 1], &[1, 1]), Err(AgreementError::NoVariation));
        let off = AgreementError::OffScale {
            subject: 2,
            grade: 7,
            grades: 2,
        };
        assert_eq!(run(&[1, 0], &[1, 7]), Err(off));
        assert!(matches!(
            run(&[1], &[1, 0]),
            Err(AgreementError::Length { .. })
        ));
        assert!(matches!(
            run(&[], &[]),
            Err(AgreementError::TooFewSubjects { .. })
        ));
    }
}
