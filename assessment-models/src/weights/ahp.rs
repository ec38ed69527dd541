//! The analytic hierarchy process: weights out of pairwise judgements (Saaty 1977, 1980).

use serde::{Deserialize, Serialize};

use super::{
    Judgement, PairwiseMatrix, WeightMethod, WeightSet, WeightsError, eigen::principal,
    given::shared_out, hurting,
};

/// Consistency that is rounding noise: a consistent matrix has CI 0.
const NOISE: f64 = 1e-12;

/// Tables of the mean consistency index of random matrices. Tables differ by some per cent, and so does
/// every CR: it is stated with its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RandomIndices {
    /// Saaty (1980): 0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49 for 1 to 10 things, then 1.51,
    /// 1.48, 1.56, 1.57, 1.59.
    #[serde(rename = "saaty_1980")]
    Saaty1980,
}

impl RandomIndices {
    /// The greatest matrix that the table covers.
    pub const MOST: usize = 15;

    const SAATY_1980: [f64; Self::MOST] = [
        0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
    ];

    /// The random index of a matrix of `n` things; `None` outside the table.
    #[must_use]
    pub fn of(self, n: usize) -> Option<f64> {
        match self {
            Self::Saaty1980 => Self::SAATY_1980.get(n.checked_sub(1)?).copied(),
        }
    }

    /// Its name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Saaty1980 => "saaty_1980",
        }
    }
}

/// Weights by AHP, how consistent the judgements are, and which of them hurt.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahp {
    /// The weights; [`WeightMethod::Ahp`] holds λmax, CI and CR.
    pub weights: WeightSet,
    /// Principal eigenvalue λmax; the number of things where judgements are consistent, else greater.
    pub lambda_max: f64,
    /// Consistency index `(λmax − n)/(n − 1)`.
    pub ci: f64,
    /// Consistency ratio `CI/RI`; 0 for two things, which cannot contradict one another. Above 0.1 the
    /// judgements should be looked at again.
    pub cr: f64,
    /// The table of random indices `RI`.
    pub random_indices: RandomIndices,
    /// Pairs without a judgement. Consistency is measured over those that are judged, with the same RI,
    /// so that a matrix with gaps looks the more consistent the less was said.
    pub missing: usize,
    /// Judgements whose change would mend most, the worst first.
    pub judgements: Vec<Judgement>,
}

/// Weights out of the judgements of one or more experts, joined by the geometric mean of judgements.
/// `most` is how many of the judgements that hurt consistency are looked for.
///
/// # Errors
///
/// [`WeightsError::Empty`] without matrices, [`WeightsError::Label`] where they compare other things,
/// [`WeightsError::Disconnected`] where all together leave things unjoined.
///
/// ```
/// use assessment_models::weights::{PairwiseMatrix, ahp};
/// let matrix = PairwiseMatrix::parse("1,1/3,5\n3,1,7\n1/5,1/7,1\n").unwrap();
/// let found = ahp(&[matrix], "专家组", 3).unwrap();
/// assert!((found.weights.values[1] - 0.649_118).abs() < 1e-6);
/// assert!((found.lambda_max - 3.064_888).abs() < 1e-6);
/// assert!((found.cr - 0.032_444 / 0.58).abs() < 1e-5);
/// ```
pub fn ahp(experts: &[PairwiseMatrix], by: &str, most: usize) -> Result<Ahp, WeightsError> {
    let matrix = match experts {
        [one] => one.clone().hung_together()?,
        more => PairwiseMatrix::join(more)?,
    };
    let random_indices = RandomIndices::Saaty1980;
    let found = solve(&matrix, random_indices);
    let missing = matrix.missing();
    let method = WeightMethod::Ahp {
        experts: experts.len(),
        missing,
        lambda_max: found.lambda_max,
        ci: found.ci,
        cr: found.cr,
        random_indices,
    };
    Ok(Ahp {
        weights: shared_out(matrix.labels(), &found.values, method, by)?,
        lambda_max: found.lambda_max,
        ci: found.ci,
        cr: found.cr,
        random_indices,
        missing,
        judgements: hurting(&matrix, random_indices, most),
    })
}

/// Weights of a matrix and their consistency.
pub(super) struct Solution {
    pub(super) values: Vec<f64>,
    pub(super) lambda_max: f64,
    pub(super) ci: f64,
    pub(super) cr: f64,
}

pub(super) fn solve(matrix: &PairwiseMatrix, random_indices: RandomIndices) -> Solution {
    let n = matrix.labels().len() as f64;
    let (lambda_max, values) = principal(&matrix.completed());
    let ci = (lambda_max - n) / (n - 1.0);
    let ci = if ci.abs() < NOISE { 0.0 } else { ci };
    let index = random_indices.of(matrix.labels().len()).unwrap_or(0.0);
    let cr = if index > 0.0 { ci / index } else { 0.0 };
    Solution {
        values,
        lambda_max,
        ci,
        cr,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weights(text: &str) -> Ahp {
        ahp(&[PairwiseMatrix::parse(text).unwrap()], "", 5).unwrap()
    }

    #[test]
    fn saaty_s_house() {
        // Saaty 1990, "How to make a decision": weights .173 .054 .188 .018 .031 .036 .167 .333,
        // λmax 9.669, CR .169; figures to more places by numpy's eigensolver.
        let found = weights(
            "1,5,3,7,6,6,1/3,1/4\n1/5,1,1/3,5,3,3,1/5,1/7\n1/3,3,1,6,3,4,6,1/5\n\
             1/7,1/5,1/6,1,1/3,1/4,1/7,1/8\n1/6,1/3,1/3,3,1,1/2,1/5,1/6\n\
             1/6,1/3,1/4,4,2,1,1/5,1/6\n3,5,1/6,7,5,5,1,1/2\n4,7,5,8,6,6,2,1\n",
        );
        assert!((found.lambda_max - 9.668_887_317_118_15).abs() < 1e-12);
        assert!((found.weights.values[7] - 0.333_188_980_002_070_1).abs() < 1e-13);
        assert!((found.cr - 0.238_412_473_874_021_45 / 1.41).abs() < 1e-13);
        // Saaty names neighbourhood against condition, 6, as the worst; there 1/2.2 is advised.
        let worst = &found.judgements[0];
        assert_eq!((worst.row.as_str(), worst.column.as_str()), ("3", "7"));
        assert_eq!((worst.value, worst.suggested), (6.0, 0.5));
        assert!((worst.cr_after - 0.083).abs() < 2e-3, "{}", worst.cr_after);
    }

    #[test]
    fn rounding_never_makes_judgements_more_than_consistent() {
        let found = weights("1,3,7\n0.33,1,2.33\n0.14,0.43,1\n");
        assert!(found.lambda_max >= 3.0, "{}", found.lambda_max);
        assert!(found.cr >= 0.0 && found.cr < 0.001, "{}", found.cr);
    }

    #[test]
    fn gaps_by_harker() {
        // Harker 1987: a chain of judgements is consistent whatever it says.
        let found = weights(",a,b,c\na,1,2,\nb,1/2,1,2\nc,,1/2,1\n");
        for (value, expected) in found.weights.values.iter().zip([4.0, 2.0, 1.0]) {
            assert!((value - expected / 7.0).abs() < 1e-13);
        }
        assert_eq!((found.missing, found.ci, found.cr), (1, 0.0, 0.0));
        assert!(found.judgements.is_empty());
    }

    #[test]
    fn two_things_cannot_contradict_one_another() {
        let found = weights("1,9\n1/9,1\n");
        assert!((found.weights.values[0] - 0.9).abs() < 1e-14);
        assert_eq!((found.ci, found.cr), (0.0, 0.0));
    }

    /// Judgements of `n` things on Saaty's scale, above the diagonal.
    fn judgements() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
        (2_usize..8).prop_flat_map(|n| {
            prop::collection::vec(prop::collection::vec(-8_i32..=8, n), n).prop_map(move |rows| {
                let cell = |row: usize, column: usize, said: i32| {
                    let size = f64::from(said.abs() + 1);
                    let value = if said < 0 { size.recip() } else { size };
                    (column > row).then_some(value)
                };
                rows.iter()
                    .enumerate()
                    .map(|(r, row)| {
                        row.iter()
                            .enumerate()
                            .map(|(c, &x)| cell(r, c, x))
                            .collect()
                    })
                    .collect()
            })
        })
    }

    fn labelled(cells: Vec<Vec<Option<f64>>>) -> PairwiseMatrix {
        let labels = (0..cells.len()).map(|n| format!("c{n}")).collect();
        PairwiseMatrix::new(labels, cells).unwrap()
    }

    proptest! {
        #[test]
        fn any_judgements_give_weights(cells in judgements()) {
            let found = ahp(&[labelled(cells)], "", 3).unwrap();
            prop_assert!((found.weights.values.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!(found.weights.values.iter().all(|w| *w > 0.0));
            prop_assert!(found.ci >= 0.0 && found.lambda_max.is_finite());
            for judgement in &found.judgements {
                prop_assert!(judgement.cr_after < found.cr);
            }
        }

        #[test]
        fn the_order_of_things_does_not_matter(cells in judgements()) {
            let matrix = labelled(cells);
            let n = matrix.labels().len();
            let turned = |at: usize| (at + 1) % n;
            let labels = (0..n).map(|r| matrix.labels()[turned(r)].clone()).collect();
            let cells = (0..n)
                .map(|r| (0..n).map(|c| matrix.judgement(turned(r), turned(c))).collect())
                .collect();
            let before = ahp(&[matrix], "", 0).unwrap();
            let after = ahp(&[PairwiseMatrix::new(labels, cells).unwrap()], "", 0).unwrap();
            for at in 0..n {
                let (a, b) = (after.weights.values[at], before.weights.values[turned(at)]);
                prop_assert!((a - b).abs() < 1e-12);
            }
            prop_assert!((before.cr - after.cr).abs() < 1e-11);
        }

        #[test]
        fn ratios_of_weights_are_consistent(weights in prop::collection::vec(0.01_f64..1.0, 2..15)) {
            let row = |a: &f64| weights.iter().map(|b| Some(a / b)).collect();
            let found = ahp(&[labelled(weights.iter().map(row).collect())], "", 3).unwrap();
            let sum: f64 = weights.iter().sum();
            for (value, given) in found.weights.values.iter().zip(&weights) {
                prop_assert!((value - given / sum).abs() < 1e-12);
            }
            prop_assert!(found.cr.abs() < 1e-12);
            prop_assert!(found.judgements.is_empty());
        }
    }
}
