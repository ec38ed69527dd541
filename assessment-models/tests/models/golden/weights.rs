//! Weights against published matrices and other programs' numbers. The reference files are not part of
//! the repository; without them nothing is checked, and that is said.

use std::collections::BTreeMap;

use assessment_models::weights::{PairwiseMatrix, RandomIndices, ahp};
use serde::Deserialize;
use serde_json::Value;

use super::shared;

/// Agreement that is asked for.
const TOLERANCE: f64 = 1e-10;

#[derive(Deserialize)]
struct Case {
    names: Vec<String>,
    matrix: Vec<Vec<f64>>,
    numpy: Numpy,
}

#[derive(Deserialize)]
struct Numpy {
    eigenvector: Vec<f64>,
    lambda_max: f64,
    #[serde(rename = "CI")]
    ci: f64,
}

/// The cases, and tables of random indices; `None` without the folder.
fn reference() -> Option<(BTreeMap<String, Case>, Value)> {
    let text = std::fs::read_to_string(shared("golden")?.join("ahp.json")).unwrap();
    let mut all: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let tables = all.remove("_random_index_tables").unwrap();
    let cases = all
        .into_iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .map(|(name, value)| (name, serde_json::from_value(value).unwrap()))
        .collect();
    Some((cases, tables))
}

#[test]
fn pairwise_matrices() {
    let Some((cases, _)) = reference() else {
        return;
    };
    assert!(cases.len() >= 3);
    for (name, case) in cases {
        let cells = case
            .matrix
            .iter()
            .map(|row| row.iter().copied().map(Some).collect())
            .collect();
        let matrix = PairwiseMatrix::new(case.names.clone(), cells).unwrap();
        let found = ahp(&[matrix], "", 5).unwrap();
        assert_eq!(found.weights.labels, case.names, "{name}");
        for (weight, expected) in found.weights.values.iter().zip(&case.numpy.eigenvector) {
            assert!(
                (weight / expected - 1.0).abs() < TOLERANCE,
                "{name}: {weight}"
            );
        }
        assert!((found.lambda_max / case.numpy.lambda_max - 1.0).abs() < TOLERANCE);
        assert!((found.ci - case.numpy.ci).abs() < TOLERANCE, "{name}");
        let index = found.random_indices.of(case.names.len()).unwrap();
        assert!((found.cr - case.numpy.ci / index).abs() < TOLERANCE);
    }
}

#[test]
fn random_indices() {
    let Some((_, tables)) = reference() else {
        return;
    };
    let table: Vec<f64> = serde_json::from_value(tables["saaty1980_pyDecision"].clone()).unwrap();
    for (n, index) in table.iter().enumerate().skip(1) {
        assert_eq!(RandomIndices::Saaty1980.of(n), Some(*index), "{n}");
    }
    assert_eq!(RandomIndices::Saaty1980.of(table.len()), None);
}
