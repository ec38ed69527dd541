//! TOPSIS (逼近理想解排序法): near the best, far from the worst (Hwang and Yoon 1981).

use serde::{Deserialize, Serialize};

use super::{DecisionError, DecisionMatrix};
use crate::stats::ranks;

/// Scores that differ by less are equal: rounding noise breaks no tie.
const TOLERANCE: f64 = 1e-9;

/// How criteria are made comparable. Ranks may depend on it, so results name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// `(x − min)/(max − min)`, turned round for costs.
    MinMax,
    /// `x/√Σx²`, as Hwang and Yoon have it; for costs the least is the ideal.
    Vector,
}

/// Alternatives by nearness to the ideal, in the order of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Topsis {
    /// How criteria were made comparable.
    pub scaling: Scaling,
    /// `D⁻/(D⁺ + D⁻)`, 0..=1: 1 is the ideal.
    pub closeness: Vec<f64>,
    /// Distance `D⁺` to the best value of every criterion.
    pub to_best: Vec<f64>,
    /// Distance `D⁻` to the worst value of every criterion.
    pub to_worst: Vec<f64>,
    /// Competition rank, 1 for the nearest to the ideal.
    pub ranks: Vec<f64>,
}

/// Ranks alternatives by closeness to the ideal. Weights are divided by their sum.
///
/// # Errors
///
/// [`DecisionError::Length`] where weights and criteria are not equally many,
/// [`DecisionError::BadWeight`], [`DecisionError::ZeroWeights`], [`DecisionError::AllAlike`], and for
/// [`Scaling::MinMax`] [`DecisionError::Constant`].
pub fn topsis(
    matrix: &DecisionMatrix,
    weights: &[f64],
    scaling: Scaling,
) -> Result<Topsis, DecisionError> {
    let weights = shares(matrix.criteria(), weights)?;
    let mut columns = match scaling {
        Scaling::MinMax => matrix.min_max()?,
        Scaling::Vector => (0..matrix.columns().len())
            .map(|at| unit(matrix, at))
            .collect(),
    };
    let n = matrix.alternatives().len();
    let (mut to_best, mut to_worst) = (vec![0.0; n], vec![0.0; n]);
    for (column, weight) in columns.iter_mut().zip(&weights) {
        let best = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let worst = column.iter().copied().fold(f64::INFINITY, f64::min);
        for ((x, up), down) in column.iter().zip(&mut to_best).zip(&mut to_worst) {
            *up += (weight * (best - x)) * (weight * (best - x));
            *down += (weight * (x - worst)) * (weight * (x - worst));
        }
    }
    for distance in to_best.iter_mut().chain(&mut to_worst) {
        *distance = distance.sqrt();
    }
    let closeness: Vec<f64> = to_best
        .iter()
        .zip(&to_worst)
        .map(|(up, down)| down / (up + down))
        .collect();
    // Only alternatives that are all alike are nowhere apart from best and worst.
    if closeness.iter().any(|c| c.is_nan()) {
        return Err(DecisionError::AllAlike);
    }
    let negated: Vec<f64> = closeness.iter().map(|c| -c).collect();
    Ok(Topsis {
        scaling,
        ranks: ranks(&negated, TOLERANCE),
        closeness,
        to_best,
        to_worst,
    })
}

/// A criterion over its length, negated for a cost so that more is better; a criterion of zeros stays.
fn unit(matrix: &DecisionMatrix, at: usize) -> Vec<f64> {
    let column = &matrix.columns()[at];
    let greatest = column.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    if greatest == 0.0 {
        return column.clone();
    }
    let length = column
        .iter()
        .map(|x| (x / greatest) * (x / greatest))
        .sum::<f64>()
        .sqrt();
    let sign = if matrix.is_cost(at) { -1.0 } else { 1.0 };
    column
        .iter()
        .map(|x| sign * (x / greatest) / length)
        .collect()
}

/// Weights over their sum.
pub(super) fn shares(criteria: &[String], weights: &[f64]) -> Result<Vec<f64>, DecisionError> {
    if weights.len() != criteria.len() {
        return Err(DecisionError::Length {
            row: "weights".to_owned(),
            found: weights.len(),
            expected: criteria.len(),
        });
    }
    if let Some((criterion, value)) = criteria
        .iter()
        .zip(weights)
        .find(|(_, w)| !w.is_finite() || **w < 0.0)
    {
        return Err(DecisionError::BadWeight {
            criterion: criterion.clone(),
            value: *value,
        });
    }
    let greatest = weights.iter().copied().fold(0.0, f64::max);
    if greatest == 0.0 {
        return Err(DecisionError::ZeroWeights);
    }
    let sum: f64 = weights.iter().map(|w| w / greatest).sum();
    Ok(weights.iter().map(|w| w / greatest / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "a,b,c,d,e\n690,3.1,9,7,4\n590,3.9,7,6,10\n600,3.6,8,8,7\n620,3.8,7,10,6\n\
                         700,2.8,10,4,6\n650,4,6,9,8\n";
    const WEIGHTS: [f64; 5] = [0.1, 0.2, 0.3, 0.15, 0.25];

    fn matrix() -> DecisionMatrix {
        DecisionMatrix::parse(TABLE, &["a".into(), "d".into()]).unwrap()
    }

    fn close(found: &[f64], expected: &[f64]) {
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-13, "{found:?}");
        }
    }

    #[test]
    fn as_pymcdm_by_min_max() {
        // pymcdm 1.4.0, TOPSIS(), types -1 1 1 -1 1
        let found = topsis(&matrix(), &WEIGHTS, Scaling::MinMax).unwrap();
        let expected = [
            0.428_661_500_068_723_06,
            0.601_566_495_202_435_8,
            0.529_466_785_684_691_4,
            0.399_911_668_924_214_2,
            0.553_419_790_280_336_9,
            0.438_502_248_642_223_9,
        ];
        close(&found.closeness, &expected);
        assert_eq!(found.ranks, [5.0, 1.0, 3.0, 6.0, 2.0, 4.0]);
    }

    #[test]
    fn as_pymcdm_and_pydecision_by_vector_length() {
        // pymcdm 1.4.0 with vector_normalization, and pyDecision 5.1.8 topsis_method
        let found = topsis(&matrix(), &WEIGHTS, Scaling::Vector).unwrap();
        let expected = [
            0.359_882_927_552_107_4,
            0.664_654_794_657_797_2,
            0.483_493_512_967_093_53,
            0.312_696_359_747_013_93,
            0.565_115_354_316_308_2,
            0.448_732_253_986_781_3,
        ];
        close(&found.closeness, &expected);
    }

    #[test]
    fn what_cannot_be_ranked_is_named() {
        let flat = DecisionMatrix::parse("a,b\n1,2\n1,3\n", &[]).unwrap();
        let error = topsis(&flat, &[1.0, 1.0], Scaling::MinMax);
        assert_eq!(
            error,
            Err(DecisionError::Constant {
                criterion: "a".into()
            })
        );
        let error = topsis(&flat, &[1.0, 0.0], Scaling::Vector);
        assert_eq!(error, Err(DecisionError::AllAlike));
        assert!(topsis(&flat, &[1.0, 1.0], Scaling::Vector).is_ok());
        let error = topsis(&flat, &[0.0, 0.0], Scaling::Vector);
        assert_eq!(error, Err(DecisionError::ZeroWeights));
        let error = topsis(&flat, &[f64::NAN, 1.0], Scaling::Vector);
        assert!(
            matches!(error, Err(DecisionError::BadWeight { criterion, .. }) if criterion == "a")
        );
        let error = topsis(&flat, &[1.0], Scaling::Vector);
        assert!(matches!(error, Err(DecisionError::Length { .. })));
    }
}
