//! Weights from the data: criteria that tell alternatives apart weigh more. What varies is not therefore
//! what matters: these are cross-checks.

use serde::{Deserialize, Serialize};

use super::{WeightMethod, WeightSet, WeightsError, given::shared_out};
use crate::mcdm::DecisionMatrix;

/// A total of information that is rounding noise.
const NOISE: f64 = 1e-12;

/// What the shares behind an entropy are taken of. Results differ much, so they name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shares {
    /// Of the values as they stand, as pymcdm and pyDecision take them: all must be above 0, and costs
    /// are not turned round.
    Values,
    /// Of the criteria on 0..=1 by min-max, costs turned round; `0·ln 0` is 0.
    MinMax,
}

impl Shares {
    /// The values as they stand where all are above 0 and none is a cost, else min-max first.
    #[must_use]
    pub fn fitting(matrix: &DecisionMatrix) -> Self {
        let positive = matrix.columns().iter().flatten().all(|x| *x > 0.0);
        if positive && matrix.costs().is_empty() {
            Self::Values
        } else {
            Self::MinMax
        }
    }
}

/// Entropy weights 熵权: `pᵢ = xᵢ/Σx`, `H = −Σ p·ln p / ln n`, `w = (1 − H)/Σ(1 − H)`
/// (Shannon 1948; Hwang and Yoon 1981).
///
/// # Errors
///
/// [`DecisionError::Constant`](crate::mcdm::DecisionError::Constant) names a criterion whose values are
/// all equal; [`WeightsError::NotShareable`] a cell that is not above 0 under [`Shares::Values`].
///
/// ```
/// use assessment_models::{mcdm::DecisionMatrix, weights::{Shares, entropy}};
/// let matrix = DecisionMatrix::parse("a,b\n1,1\n3,1.5\n", &[]).unwrap();
/// let set = entropy(&matrix, Shares::Values, "").unwrap();
/// // H of 1/4, 3/4 is 0.811278 bits, of 2/5, 3/5 0.970951
/// assert!((set.values[0] - 0.188_722 / (0.188_722 + 0.029_049)).abs() < 1e-5);
/// ```
pub fn entropy(
    matrix: &DecisionMatrix,
    shares: Shares,
    by: &str,
) -> Result<WeightSet, WeightsError> {
    let scaled = matrix.min_max()?;
    let columns = match shares {
        Shares::MinMax => &scaled,
        Shares::Values => {
            positive(matrix)?;
            matrix.columns()
        }
    };
    let most = libm::log(matrix.alternatives().len() as f64);
    let information: Vec<f64> = columns
        .iter()
        .map(|column| {
            let greatest = column.iter().copied().fold(0.0, f64::max);
            let sum: f64 = column.iter().map(|x| x / greatest).sum();
            let parts = column
                .iter()
                .map(|x| x / greatest / sum)
                .filter(|p| *p > 0.0);
            let entropy: f64 = parts.map(|p| -p * libm::log(p)).sum();
            (1.0 - entropy / most).max(0.0)
        })
        .collect();
    let method = WeightMethod::Entropy {
        shares,
        costs: matrix.costs(),
    };
    informative(matrix, &information, "entropy", method, by)
}

/// CRITIC weights: sample standard deviation times `Σ(1 − r)` over Pearson's correlations, of criteria on
/// 0..=1 by min-max with costs turned round (Diakoulaki et al. 1995).
///
/// # Errors
///
/// [`DecisionError::Constant`](crate::mcdm::DecisionError::Constant) names a criterion whose values are
/// all equal; [`WeightsError::NoInformation`] where all criteria say the same.
pub fn critic(matrix: &DecisionMatrix, by: &str) -> Result<WeightSet, WeightsError> {
    let freedom = matrix.alternatives().len() as f64 - 1.0;
    let mut deviations = Vec::new();
    let mut standard = matrix.min_max()?;
    for column in &mut standard {
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        let squares: f64 = column.iter().map(|x| (x - mean) * (x - mean)).sum();
        deviations.push((squares / freedom).sqrt());
        for x in column.iter_mut() {
            *x = (*x - mean) / squares.sqrt();
        }
    }
    let mut conflict = vec![0.0; standard.len()];
    for a in 0..standard.len() {
        for b in a + 1..standard.len() {
            let r: f64 = standard[a]
                .iter()
                .zip(&standard[b])
                .map(|(x, y)| x * y)
                .sum();
            let apart = (1.0 - r).max(0.0);
            conflict[a] += apart;
            conflict[b] += apart;
        }
    }
    let information: Vec<f64> = deviations
        .iter()
        .zip(&conflict)
        .map(|(s, c)| s * c)
        .collect();
    let method = WeightMethod::Critic {
        costs: matrix.costs(),
    };
    informative(matrix, &information, "CRITIC", method, by)
}

fn positive(matrix: &DecisionMatrix) -> Result<(), WeightsError> {
    for (column, criterion) in matrix.columns().iter().zip(matrix.criteria()) {
        if let Some(row) = column.iter().position(|x| *x <= 0.0) {
            return Err(WeightsError::NotShareable {
                alternative: matrix.alternatives()[row].clone(),
                criterion: criterion.clone(),
                value: column[row],
            });
        }
    }
    Ok(())
}

fn informative(
    matrix: &DecisionMatrix,
    information: &[f64],
    name: &'static str,
    method: WeightMethod,
    by: &str,
) -> Result<WeightSet, WeightsError> {
    if information.iter().sum::<f64>() <= NOISE {
        return Err(WeightsError::NoInformation { method: name });
    }
    shared_out(matrix.criteria(), information, method, by)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mcdm::DecisionError;

    const TABLE: &str = "a,b,c,d,e\n690,3.1,9,7,4\n590,3.9,7,6,10\n600,3.6,8,8,7\n620,3.8,7,10,6\n\
                         700,2.8,10,4,6\n650,4,6,9,8\n";

    fn table(costs: &[&str]) -> DecisionMatrix {
        let costs: Vec<String> = costs.iter().map(|c| (*c).to_owned()).collect();
        DecisionMatrix::parse(TABLE, &costs).unwrap()
    }

    fn close(set: &WeightSet, expected: [f64; 5]) {
        for (a, b) in set.values.iter().zip(expected) {
            assert!((a - b).abs() < 1e-12, "{:?}", set.values);
        }
    }

    #[test]
    fn entropy_as_pymcdm() {
        // pymcdm 1.4.0 entropy_weights; pyDecision 5.1.8 agrees but for its 1e-9 against division by 0
        let expected = [
            0.021_455_625_229_045_136,
            0.078_954_905_053_196_98,
            0.145_214_591_887_825_04,
            0.381_663_121_893_118_96,
            0.372_711_755_936_813_4,
        ];
        let matrix = table(&[]);
        assert_eq!(Shares::fitting(&matrix), Shares::Values);
        close(&entropy(&matrix, Shares::Values, "").unwrap(), expected);
    }

    #[test]
    fn entropy_after_min_max() {
        // numpy 2.4.6, with 0·ln 0 = 0
        let matrix = table(&["a", "d"]);
        assert_eq!(Shares::fitting(&matrix), Shares::MinMax);
        close(
            &entropy(&matrix, Shares::MinMax, "").unwrap(),
            [
                0.228_986_732_158_325_3,
                0.169_271_222_877_807_83,
                0.209_846_116_983_102_38,
                0.214_169_755_843_736_5,
                0.177_726_172_137_028,
            ],
        );
        close(
            &entropy(&table(&[]), Shares::MinMax, "").unwrap(),
            [
                0.267_795_074_020_364_9,
                0.172_815_432_365_412_5,
                0.214_239_885_670_443_83,
                0.163_702_196_160_845_83,
                0.181_447_411_782_932_93,
            ],
        );
    }

    #[test]
    fn critic_as_pymcdm_and_pydecision() {
        // pymcdm 1.4.0 critic_weights
        close(
            &critic(&table(&[]), "").unwrap(),
            [
                0.238_776_293_231_752_53,
                0.189_735_166_433_078_58,
                0.225_588_944_209_858_42,
                0.174_721_953_069_746_64,
                0.171_177_643_055_563_88,
            ],
        );
        // pyDecision 5.1.8 critic_method without its 1e-10 against division by 0
        close(
            &critic(&table(&["a", "d"]), "").unwrap(),
            [
                0.191_623_358_665_992_23,
                0.213_883_541_550_780_9,
                0.257_052_171_481_675_6,
                0.199_222_245_316_217_27,
                0.138_218_682_985_334_35,
            ],
        );
    }

    #[test]
    fn what_says_nothing_is_named() {
        let flat = DecisionMatrix::parse("a,b\n1,2\n1,3\n", &[]).unwrap();
        let constant = WeightsError::from(DecisionError::Constant {
            criterion: "a".into(),
        });
        assert_eq!(entropy(&flat, Shares::Values, ""), Err(constant.clone()));
        assert_eq!(critic(&flat, ""), Err(constant));
        let same = DecisionMatrix::parse("a,b\n1,2\n3,6\n2,4\n", &[]).unwrap();
        let error = critic(&same, "").unwrap_err();
        assert_eq!(error, WeightsError::NoInformation { method: "CRITIC" });
        let below = DecisionMatrix::parse("n,a,b\nx,1,2\ny,3,0\n", &[]).unwrap();
        let error = entropy(&below, Shares::Values, "").unwrap_err();
        assert!(error.to_string().starts_with("y, b: 0"));
    }

    proptest! {
        #[test]
        fn any_numbers_give_weights_or_a_reason(
            rows in prop::collection::vec(prop::collection::vec(-1e99_f64..1e99, 3), 0..8)
        ) {
            let labels = (0..rows.len()).map(|n| n.to_string()).collect();
            let criteria = ["a", "b", "c"].map(String::from).to_vec();
            if let Ok(matrix) = DecisionMatrix::new(labels, criteria, &rows, &["b".into()]) {
                for set in [entropy(&matrix, Shares::fitting(&matrix), ""), critic(&matrix, "")] {
                    let Ok(set) = set else { continue };
                    prop_assert!((set.values.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    prop_assert!(set.values.iter().all(|w| *w >= 0.0));
                }
            }
        }

        #[test]
        fn the_order_of_rows_and_of_criteria_does_not_matter(
            rows in prop::collection::vec(prop::collection::vec(1.0_f64..100.0, 3), 4..9)
        ) {
            let weigh = |rows: &[Vec<f64>]| {
                let labels = (0..rows.len()).map(|n| n.to_string()).collect();
                let criteria = ["a", "b", "c"].map(String::from).to_vec();
                let matrix = DecisionMatrix::new(labels, criteria, rows, &[]).unwrap();
                [
                    entropy(&matrix, Shares::MinMax, "").unwrap().values,
                    critic(&matrix, "").unwrap().values,
                ]
            };
            let turned: Vec<Vec<f64>> =
                rows.iter().rev().map(|r| vec![r[1], r[2], r[0]]).collect();
            for (before, after) in weigh(&rows).iter().zip(weigh(&turned)) {
                for at in 0..3 {
                    prop_assert!((before[(at + 1) % 3] - after[at]).abs() < 1e-9);
                }
            }
        }
    }
}
