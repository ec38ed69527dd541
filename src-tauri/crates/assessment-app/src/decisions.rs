//! Cross-checks beside an index: nearness to the ideal, fuzzy evaluation, and whether assessors agree.

use std::{collections::BTreeMap, path::Path};

use assessment_models::{
    agreement::{AgreementError, KappaWeights, intraclass, kendall_w, weighted_kappa},
    mcdm::{DecisionError, DecisionMatrix, Scaling, fuzzy, topsis},
};
use serde::Serialize;

use crate::{
    failure::{Code, Failure, reason::Reason},
    index::text,
    weights,
};

/// Alternatives by nearness to the ideal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopsisDocument {
    /// `topsis`.
    pub method: &'static str,
    /// `min_max` or `vector`.
    pub scaling: Scaling,
    /// In the order of the file.
    pub alternatives: Vec<String>,
    /// `D⁻/(D⁺ + D⁻)`, 0..=1: 1 is the ideal.
    pub closeness: Vec<f64>,
    /// Competition rank, 1 for the nearest to the ideal.
    pub ranks: Vec<f64>,
    /// Distance to the best value of every criterion.
    pub to_best: Vec<f64>,
    /// Distance to the worst value of every criterion.
    pub to_worst: Vec<f64>,
}

/// How far what is judged belongs to each grade.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FuzzyDocument {
    /// `fuzzy`, by the weighted-average operator.
    pub method: &'static str,
    /// Grades, in the order of the file.
    pub grades: Vec<String>,
    /// Membership in each, 0..=1; they sum to 1.
    pub memberships: Vec<f64>,
    /// The grade of greatest membership.
    pub grade: String,
    /// `Σ membership × value of the grade`.
    pub score: f64,
}

/// How far assessors agree.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AgreementDocument {
    /// `kappa`, `icc` or `kendall_w`.
    pub measure: &'static str,
    /// Who judged, in the order of the file.
    pub assessors: Vec<String>,
    /// How many were judged.
    pub subjects: usize,
    /// κ, ICC(2,1) or W.
    pub value: f64,
    /// Everything that was measured, by name.
    pub values: BTreeMap<&'static str, f64>,
}

/// What is measured of agreement.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// Weighted κ of two assessors and ordered grades.
    Kappa {
        /// How disagreement counts.
        weights: KappaWeights,
        /// All grades of the scale; those that occur where none are named, so that a grade that nobody
        /// gave is no step between its neighbours.
        grades: Vec<f64>,
    },
    /// Intraclass correlations of scores.
    Icc,
    /// Kendall's W of rankings.
    KendallW,
}

/// Ranks alternatives × criteria by nearness to the ideal. Without `weights` (a csv of `iCode` and
/// `Weight`) all criteria weigh the same.
///
/// # Errors
/// [`Code::AnalysisRefused`] names the cell or criterion at fault; what reading the files fails with.
pub fn nearness(
    file: &Path,
    costs: &[String],
    given: Option<&Path>,
    scaling: Scaling,
) -> Result<TopsisDocument, Failure> {
    let matrix = DecisionMatrix::parse(&text(file)?, costs).map_err(refused)?;
    let shares = shares(matrix.criteria(), given)?;
    let found = topsis(&matrix, &shares, scaling).map_err(refused)?;
    Ok(TopsisDocument {
        method: "topsis",
        scaling,
        alternatives: matrix.alternatives().to_vec(),
        closeness: found.closeness,
        ranks: found.ranks,
        to_best: found.to_best,
        to_worst: found.to_worst,
    })
}

/// Evaluates a csv of criteria × grades (shares or counts of votes); `values` is what each grade is worth.
///
/// # Errors
/// [`Code::AnalysisRefused`] names the cell or criterion at fault; what reading the files fails with.
pub fn fuzzy_evaluation(
    file: &Path,
    given: Option<&Path>,
    values: &[f64],
) -> Result<FuzzyDocument, Failure> {
    let votes = DecisionMatrix::parse(&text(file)?, &[]).map_err(refused)?;
    let rows = votes.alternatives();
    let memberships: Vec<Vec<f64>> = (0..rows.len())
        .map(|row| votes.columns().iter().map(|column| column[row]).collect())
        .collect();
    let found = fuzzy(rows, &shares(rows, given)?, &memberships, values).map_err(refused)?;
    let grades = votes.criteria().to_vec();
    Ok(FuzzyDocument {
        method: "fuzzy",
        grade: grades.get(found.grade).cloned().unwrap_or_default(),
        grades,
        memberships: found.memberships,
        score: found.score,
    })
}

/// How far the assessors of a csv (a column each, a row a subject) agree.
///
/// # Errors
/// [`Code::AnalysisRefused`] names what is at fault; what reading the file fails with.
pub fn agreement(file: &Path, measure: Measure) -> Result<AgreementDocument, Failure> {
    let table = DecisionMatrix::parse(&text(file)?, &[]).map_err(refused)?;
    let columns = table.columns();
    let (measure, values): (_, Vec<(&str, f64)>) = match measure {
        Measure::Kappa { weights, grades } => {
            let [first, second] = columns else {
                return Err(disagreed(AgreementError::TooFewAssessors {
                    found: columns.len(),
                    least: 2,
                }));
            };
            let ([first, second], grades) = graded([first, second], &grades).map_err(disagreed)?;
            let found = weighted_kappa(&first, &second, grades, weights).map_err(disagreed)?;
            let values = vec![
                ("kappa", found.value),
                ("observed", found.observed),
                ("chance", found.chance),
            ];
            ("kappa", values)
        }
        Measure::Icc => {
            let found = intraclass(columns).map_err(disagreed)?;
            let values = vec![
                ("icc_2_1", found.agreement),
                ("icc_3_1", found.consistency),
                ("icc_2_k", found.mean_agreement),
                ("icc_3_k", found.mean_consistency),
            ];
            ("icc", values)
        }
        Measure::KendallW => {
            let found = kendall_w(columns).map_err(disagreed)?;
            let values = vec![
                ("w", found.w),
                ("chi_squared", found.chi_squared),
                ("freedom", found.freedom as f64),
                ("mean_correlation", found.mean_correlation),
            ];
            ("kendall_w", values)
        }
    };
    Ok(AgreementDocument {
        measure,
        assessors: table.criteria().to_vec(),
        subjects: table.alternatives().len(),
        value: values.first().map_or(f64::NAN, |(_, value)| *value),
        values: values.into_iter().collect(),
    })
}

/// Judgements as positions among the grades, the least first: of the scale, or of those that occur.
fn graded(judged: [&[f64]; 2], named: &[f64]) -> Result<([Vec<usize>; 2], usize), AgreementError> {
    let mut scale = if named.is_empty() {
        judged.concat()
    } else {
        named.to_vec()
    };
    scale.sort_by(f64::total_cmp);
    scale.dedup();
    let places = |assessor: usize| -> Result<Vec<usize>, AgreementError> {
        let place = |(subject, value): (usize, &f64)| {
            let found = scale.iter().position(|known| known == value);
            found.ok_or(AgreementError::NoSuchGrade {
                assessor: assessor + 1,
                subject: subject + 1,
                value: *value,
            })
        };
        judged[assessor].iter().enumerate().map(place).collect()
    };
    Ok(([places(0)?, places(1)?], scale.len()))
}

/// A weight for each label, in order; equal ones where none are given.
fn shares(labels: &[String], given: Option<&Path>) -> Result<Vec<f64>, Failure> {
    let Some(file) = given else {
        return Ok(vec![1.0; labels.len()]);
    };
    let set = weights::read(file, "")?;
    let share = |label: &String| {
        let at = set.labels.iter().position(|known| known == label);
        at.map(|at| set.values[at]).ok_or_else(|| {
            Failure::new(Code::WeightsRefused)
                .because("given_no_weight")
                .with("label", label)
        })
    };
    labels.iter().map(share).collect()
}

fn refused(error: DecisionError) -> Failure {
    error.refuse(Code::AnalysisRefused)
}

fn disagreed(error: AgreementError) -> Failure {
    error.refuse(Code::AnalysisRefused)
}
