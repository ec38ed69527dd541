//! Fuzzy comprehensive evaluation (模糊综合评价) with the weighted-average operator `M(·, ⊕)`.

use super::{DecisionError, topsis::shares};

/// The judgement on one unit: how far it belongs to each grade.
#[derive(Debug, Clone, PartialEq)]
pub struct FuzzyEvaluation {
    /// Membership in each grade, 0..=1, in the order given; they sum to 1.
    pub memberships: Vec<f64>,
    /// Position of the grade of greatest membership; of the first where several share it.
    pub grade: usize,
    /// `Σ membership × value of the grade`.
    pub score: f64,
}

/// Evaluates `B = W·R`: `memberships[criterion][grade]` are shares or counts of votes (divided by the sum
/// of their row), `weights` one a criterion (divided by their sum), `grades` the value of each grade, such
/// as 95, 85, 70, 40. A level above takes the memberships found below as its rows.
///
/// The weighted average is the only operator offered: `min` and `max` lose most of what was judged.
///
/// # Errors
///
/// [`DecisionError::NoColumns`] without criteria or grades, [`DecisionError::Length`],
/// [`DecisionError::BadWeight`], [`DecisionError::ZeroWeights`], [`DecisionError::BadMembership`],
/// [`DecisionError::NotANumber`] for a grade without a finite value.
///
/// ```
/// use assessment_models::mcdm::fuzzy;
/// let votes = [vec![6.0, 3.0, 1.0], vec![2.0, 5.0, 3.0]];
/// let criteria = ["制度".to_owned(), "技术".to_owned()];
/// let found = fuzzy(&criteria, &[0.6, 0.4], &votes, &[90.0, 70.0, 50.0]).unwrap();
/// // 0.6·0.6 + 0.4·0.2 = 0.44, 0.6·0.3 + 0.4·0.5 = 0.38, 0.6·0.1 + 0.4·0.3 = 0.18
/// assert!((found.memberships[1] - 0.38).abs() < 1e-12);
/// assert_eq!(found.grade, 0);
/// assert!((found.score - 75.2).abs() < 1e-12);
/// ```
pub fn fuzzy(
    criteria: &[String],
    weights: &[f64],
    memberships: &[Vec<f64>],
    grades: &[f64],
) -> Result<FuzzyEvaluation, DecisionError> {
    if criteria.is_empty() || grades.is_empty() {
        return Err(DecisionError::NoColumns);
    }
    if let Some(at) = grades.iter().position(|g| !g.is_finite()) {
        return Err(DecisionError::NotANumber {
            row: "grades".to_owned(),
            column: (at + 1).to_string(),
            value: grades[at].to_string(),
        });
    }
    let weights = shares(criteria, weights)?;
    if memberships.len() != criteria.len() {
        return Err(DecisionError::Length {
            row: "memberships".to_owned(),
            found: memberships.len(),
            expected: criteria.len(),
        });
    }
    let mut joined = vec![0.0; grades.len()];
    for ((criterion, row), weight) in criteria.iter().zip(memberships).zip(&weights) {
        if row.len() != grades.len() {
            return Err(DecisionError::Length {
                row: criterion.clone(),
                found: row.len(),
                expected: grades.len(),
            });
        }
        let greatest = row.iter().copied().fold(0.0, f64::max);
        if row.iter().any(|m| !m.is_finite() || *m < 0.0) || greatest == 0.0 {
            return Err(DecisionError::BadMembership {
                criterion: criterion.clone(),
            });
        }
        let sum: f64 = row.iter().map(|m| m / greatest).sum();
        for (total, m) in joined.iter_mut().zip(row) {
            *total += weight * (m / greatest / sum);
        }
    }
    let best = joined.iter().copied().fold(0.0, f64::max);
    Ok(FuzzyEvaluation {
        grade: joined.iter().position(|m| *m >= best).unwrap_or(0),
        score: joined.iter().zip(grades).map(|(m, g)| m * g).sum(),
        memberships: joined,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("c{i}")).collect()
    }

    #[test]
    fn what_cannot_be_evaluated_is_named() {
        let rows = [vec![1.0, 0.0], vec![0.0, 1.0]];
        let grades = [100.0, 60.0];
        let run = |weights: &[f64], rows: &[Vec<f64>], grades: &[f64]| {
            fuzzy(&names(2), weights, rows, grades)
        };
        assert_eq!(run(&[0.5, 0.5], &rows, &grades).unwrap().score, 80.0);
        assert_eq!(
            run(&[0.0, 0.0], &rows, &grades),
            Err(DecisionError::ZeroWeights)
        );
        assert_eq!(run(&[1.0, 1.0], &rows, &[]), Err(DecisionError::NoColumns));
        for bad in [
            vec![0.0, 0.0],
            vec![f64::NAN, 1.0],
            vec![-1.0, 2.0],
            vec![f64::INFINITY, 0.0],
        ] {
            let error = run(&[1.0, 1.0], &[vec![1.0, 0.0], bad], &grades);
            assert_eq!(
                error,
                Err(DecisionError::BadMembership {
                    criterion: "c1".into()
                })
            );
        }
        let short = run(&[1.0, 1.0], &[vec![1.0, 0.0], vec![1.0]], &grades);
        assert!(matches!(short, Err(DecisionError::Length { row, .. }) if row == "c1"));
        let endless = run(&[1.0, 1.0], &rows, &[1.0, f64::INFINITY]);
        assert!(matches!(endless, Err(DecisionError::NotANumber { .. })));
    }
}
