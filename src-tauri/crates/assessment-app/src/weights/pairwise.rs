//! Weights by pairwise judgements: out of files, or as they are typed.

use std::path::Path;

use assessment_models::weights::{self, Ahp, PairwiseMatrix, WeightsError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{WeightsOutput, output, refused};
use crate::{
    failure::{Code, Failure},
    index::text,
};

/// How many of the judgements that hurt consistency are named.
const JUDGEMENTS: usize = 5;

/// How far pairwise judgements contradict one another.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Consistency {
    /// Principal eigenvalue.
    pub lambda_max: f64,
    /// Consistency index.
    pub ci: f64,
    /// Consistency ratio; above 0.1 the judgements should be looked at again.
    pub cr: f64,
    /// Name of the table of random indices behind `cr`.
    pub random_index_table: &'static str,
    /// Matrices that were joined by the geometric mean of judgements.
    pub experts: usize,
    /// Pairs without a judgement.
    pub missing: usize,
    /// Judgements whose change would mend most, the worst first.
    pub judgements: Vec<Contradiction>,
    /// Each expert alone, in the order of the matrices; empty where there is only one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<ExpertConsistency>,
}

/// One expert among several.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ExpertConsistency {
    /// Weights by this expert alone; empty where the judgements do not join all things.
    pub weights: Vec<f64>,
    /// Consistency ratio; null without weights.
    pub cr: Option<f64>,
    /// Pairs without a judgement.
    pub missing: usize,
}

/// A judgement that contradicts the others.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Contradiction {
    /// What is judged.
    pub row: String,
    /// Against what.
    pub column: String,
    /// The judgement.
    pub value: f64,
    /// What the others say.
    pub suggested: f64,
    /// `cr` with `suggested` in its place.
    pub cr_after: f64,
}

/// A judgement as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, TS)]
pub struct JudgementEdit {
    /// Position of the one thing in the labels.
    pub row: usize,
    /// Position of the other.
    pub column: usize,
    /// How much more the one matters: 3 is three times, 1/3 a third.
    pub value: f64,
}

/// Pairwise judgements of one or more experts on the same things.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct PairwiseRequest {
    /// What is compared: codes, 2 to 15 of them.
    pub labels: Vec<String>,
    /// By expert: one judgement a pair, whichever way round; pairs may be left out.
    pub experts: Vec<Vec<JudgementEdit>>,
}

/// What pairwise judgements come to so far.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PairwiseView {
    /// Weights by label, which sum to 1; empty until judgements join all things.
    pub weights: Vec<f64>,
    /// Two things that no chain of judgements joins yet; null where there are weights.
    pub apart: Option<[String; 2]>,
    /// Consistency of the judgements; null without weights.
    pub consistency: Option<Consistency>,
    /// A consistency ratio above this is too much.
    pub greatest_cr: f64,
}

/// Above this consistency ratio judgements should be looked at again (Saaty 1980).
const GREATEST_CR: f64 = 0.1;

/// Weights by pairwise comparison, one file an expert.
///
/// # Errors
/// [`Code::WeightsRefused`] names the cell at fault; what reading the files fails with.
pub fn pairwise(files: &[impl AsRef<Path>], by: &str) -> Result<WeightsOutput, Failure> {
    let mut experts = Vec::with_capacity(files.len());
    for file in files {
        experts.push(PairwiseMatrix::parse_part(&text(file.as_ref())?).map_err(refused)?);
    }
    let found = weights::ahp(&experts, by, JUDGEMENTS).map_err(refused)?;
    let consistency = consistency(&found, &experts);
    Ok(WeightsOutput {
        consistency: Some(consistency),
        ..output("ahp", found.weights, None)
    })
}

/// Weights and consistency of judgements as they are typed. Too few of them are no failure.
///
/// # Errors
/// [`Code::WeightsRefused`] for judgements that cannot be, [`Code::BadArgument`] for one outside the
/// matrix, or twice for a pair.
pub fn judged(asked: &PairwiseRequest) -> Result<PairwiseView, Failure> {
    let experts = asked.experts.iter();
    let experts: Vec<PairwiseMatrix> = experts
        .map(|said| matrix(&asked.labels, said))
        .collect::<Result<_, Failure>>()?;
    match weights::ahp(&experts, "", JUDGEMENTS) {
        Ok(found) => Ok(PairwiseView {
            consistency: Some(consistency(&found, &experts)),
            weights: found.weights.values,
            apart: None,
            greatest_cr: GREATEST_CR,
        }),
        Err(WeightsError::Disconnected { from, to }) => Ok(PairwiseView {
            weights: Vec::new(),
            apart: Some([from, to]),
            consistency: None,
            greatest_cr: GREATEST_CR,
        }),
        Err(error) => Err(refused(error)),
    }
}

fn matrix(labels: &[String], said: &[JudgementEdit]) -> Result<PairwiseMatrix, Failure> {
    let n = labels.len();
    let mut cells = vec![vec![None; n]; n];
    for judgement in said {
        let JudgementEdit { row, column, value } = *judgement;
        let taken = row.max(column) >= n
            || row == column
            || cells[row][column].is_some()
            || cells[column][row].is_some();
        if taken {
            return Err(Failure::new(Code::BadArgument)
                .with("name", "judgement")
                .with("value", &format!("{row}, {column}")));
        }
        cells[row][column] = Some(value);
    }
    PairwiseMatrix::part(labels.to_vec(), cells).map_err(refused)
}

fn consistency(found: &Ahp, experts: &[PairwiseMatrix]) -> Consistency {
    let judgements = found.judgements.iter().map(|j| Contradiction {
        row: j.row.clone(),
        column: j.column.clone(),
        value: j.value,
        suggested: j.suggested,
        cr_after: j.cr_after,
    });
    let alone = |expert: &PairwiseMatrix| {
        let found = weights::ahp(std::slice::from_ref(expert), "", 0).ok();
        ExpertConsistency {
            cr: found.as_ref().map(|f| f.cr),
            weights: found.map(|f| f.weights.values).unwrap_or_default(),
            missing: expert.missing(),
        }
    };
    let several = experts.len() > 1;
    Consistency {
        lambda_max: found.lambda_max,
        ci: found.ci,
        cr: found.cr,
        random_index_table: found.random_indices.name(),
        experts: experts.len(),
        missing: found.missing,
        judgements: judgements.collect(),
        each: experts.iter().filter(|_| several).map(alone).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(experts: &[&[(usize, usize, f64)]]) -> PairwiseRequest {
        let edit =
            |&(row, column, value): &(usize, usize, f64)| JudgementEdit { row, column, value };
        PairwiseRequest {
            labels: ["a", "b", "c"].map(str::to_owned).to_vec(),
            experts: experts
                .iter()
                .map(|said| said.iter().map(edit).collect())
                .collect(),
        }
    }

    #[test]
    fn weights_appear_as_soon_as_judgements_join_all_things() {
        let none = judged(&asked(&[&[]])).unwrap();
        assert_eq!(none.apart, Some(["a".to_owned(), "b".to_owned()]));
        let some = judged(&asked(&[&[(0, 1, 2.0)]])).unwrap();
        assert_eq!(some.apart, Some(["a".to_owned(), "c".to_owned()]));
        // a : b = 2, b : c = 2, typed the other way round.
        let all = judged(&asked(&[&[(0, 1, 2.0), (2, 1, 0.5)]])).unwrap();
        for (weight, expected) in all.weights.iter().zip([4.0, 2.0, 1.0]) {
            assert!((weight - expected / 7.0).abs() < 1e-12);
        }
        let consistency = all.consistency.unwrap();
        assert_eq!((consistency.missing, consistency.cr), (1, 0.0));
        assert!(consistency.each.is_empty());
    }

    #[test]
    fn the_worst_judgement_is_named_with_what_would_mend_it() {
        // a : b = 2 and b : c = 2 say a : c = 4, not 1/4.
        let found = judged(&asked(&[&[(0, 1, 2.0), (1, 2, 2.0), (0, 2, 0.25)]])).unwrap();
        let consistency = found.consistency.unwrap();
        assert!(consistency.cr > found.greatest_cr);
        let mended = &consistency.judgements;
        let worst = mended.iter().find(|j| j.row == "a" && j.column == "c");
        let worst = worst.unwrap();
        assert_eq!((worst.suggested, worst.cr_after), (4.0, 0.0));
    }

    #[test]
    fn experts_complete_one_another_and_each_is_shown_alone() {
        let found = judged(&asked(&[&[(0, 1, 2.0)], &[(1, 2, 3.0), (0, 1, 8.0)]])).unwrap();
        // a : b = √(2·8) = 4, b : c = 3
        for (weight, expected) in found.weights.iter().zip([12.0, 3.0, 1.0]) {
            assert!((weight - expected / 16.0).abs() < 1e-12);
        }
        let each = found.consistency.unwrap().each;
        assert!(each[0].weights.is_empty() && each[0].cr.is_none());
        assert!((each[1].weights[0] - 24.0 / 28.0).abs() < 1e-12);
    }

    #[test]
    fn a_judgement_that_cannot_be_is_refused() {
        for said in [
            &[(0, 3, 2.0)][..],
            &[(1, 1, 1.0)],
            &[(0, 1, 2.0), (1, 0, 0.5)],
            &[(0, 1, -2.0)],
            &[(0, 1, f64::NAN)],
        ] {
            assert!(judged(&asked(&[said])).is_err(), "{said:?}");
        }
        let nobody = PairwiseRequest {
            labels: Vec::new(),
            experts: Vec::new(),
        };
        assert!(judged(&nobody).is_err());
    }
}
