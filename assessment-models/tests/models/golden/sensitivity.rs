//! Sensitivity and uncertainty of COINr's ASEM example: Sobol indices from its outputs, and the outputs
//! themselves from its sample. The reference files are not part of the repository; without them nothing
//! is checked, and that is said.

use std::{collections::BTreeMap, path::Path, sync::atomic::AtomicBool};

use assessment_models::{
    composite::{
        Alternatives, IndexData, IndexMeta, IndexOptions, PreparedIndex, Treatment, Weights,
    },
    sensitivity::{Bootstrap, Estimator, SensitivityOptions, sensitivity, sobol},
    uncertainty::{Assumptions, uncertainty},
};

use super::shared;

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

const FACTORS: [&str; 4] = ["Winmax", "Normalisation", "Weights", "Aggregation"];

#[test]
fn sobol_indices_from_the_given_outputs() {
    let Some(golden) = shared("golden") else {
        return;
    };
    let sample = rows(&golden.join("I_SA100_sample_and_y.csv"));
    let y: Vec<f64> = sample.iter().map(|row| number(row, "y")).collect();
    let effects = sobol(&y, 4, Estimator::Plain, Bootstrap::default()).unwrap();
    let reference = rows(&golden.join("I_SA100_sobol.csv"));
    for ((effect, row), name) in effects.iter().zip(&reference).zip(FACTORS) {
        assert_eq!(row["Variable"], name);
        for (here, there) in [
            (effect.first, number(row, "Si")),
            (effect.total, number(row, "STi")),
        ] {
            assert!(
                (here - there).abs() <= 1e-10 * there.abs(),
                "{row:?}: {here}"
            );
        }
        // Their bootstrap drew other rows; at 100 rows its ends wander by a part of the width.
        for (here, low, high) in [
            (effect.first_interval.unwrap(), "Si_q5", "Si_q95"),
            (effect.total_interval.unwrap(), "STi_q5", "STi_q95"),
        ] {
            let (low, high) = (number(row, low), number(row, high));
            let slack = 0.35 * (high - low);
            let near = (here[0] - low).abs() < slack && (here[1] - high).abs() < slack;
            assert!(near, "{name}: {here:?}, reference {low}..{high}");
        }
    }
}

/// The example with the alternatives of the reference, ready to be computed.
fn example(golden: &Path) -> Option<(PreparedIndex, Vec<Weights>)> {
    let samples = shared("samples")?;
    let text = |name: &str| std::fs::read_to_string(samples.join(name)).unwrap();
    let meta = IndexMeta::parse(&text("ASEM_iMeta.csv")).unwrap();
    let data = IndexData::parse(&text("ASEM_iData.csv"), &meta).unwrap();
    let options = IndexOptions {
        denominate: true,
        impute: Some("group_mean:EurAsia_group".parse().unwrap()),
        treat: Some(Treatment::Winsorise(5)),
        normalise: Some("min_max:0:100".parse().unwrap()),
        ..IndexOptions::default()
    };
    let alternatives = Alternatives {
        treatments: (1..=5).map(Treatment::Winsorise).collect(),
        normalisers: vec![
            "min_max:1:100".parse().unwrap(),
            "z_score:10:2".parse().unwrap(),
        ],
        aggregations: ["arithmetic", "geometric"]
            .map(|m| IndexOptions::parse_aggregators(m).unwrap())
            .to_vec(),
    };
    let mut sets: BTreeMap<u32, Weights> = BTreeMap::new();
    for row in rows(&golden.join("I_noisy_weights_100.csv")) {
        let set = sets.entry(row["rep"].parse().unwrap()).or_default();
        set.by_code
            .push((row["iCode"].clone(), number(&row, "Weight")));
    }
    let index = PreparedIndex::of_index(&meta, &data, &options, &alternatives).unwrap();
    Some((index, sets.into_values().collect()))
}

#[test]
fn outputs_from_the_given_sample() {
    let Some(golden) = shared("golden") else {
        return;
    };
    let Some((index, weights)) = example(&golden) else {
        return;
    };
    let sample = rows(&golden.join("I_SA100_sample_and_y.csv"));
    // The reference cut each factor's own range; the alternative that it took is what is compared.
    let counts = [5.0, 2.0, 100.0, 2.0];
    let chosen = |row: &BTreeMap<String, String>| {
        let place =
            |(name, count): (&str, f64)| (number(row, &format!("idx_{name}")) - 0.5) / count;
        FACTORS.into_iter().zip(counts).map(place).collect()
    };
    let options = SensitivityOptions {
        design: Some(sample.iter().map(chosen).collect()),
        weights,
        estimator: Estimator::Plain,
        ..SensitivityOptions::default()
    };
    let result = sensitivity(&index, &options, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    for (at, (here, row)) in result.shifts.iter().zip(&sample).enumerate() {
        let there = number(row, "y");
        assert!(
            (here - there).abs() < 1e-10,
            "run {}: {here} {there}",
            at + 1
        );
    }
}

#[test]
fn given_weights_leave_the_leaders_ahead() {
    let Some(golden) = shared("golden") else {
        return;
    };
    let Some((index, weights)) = example(&golden) else {
        return;
    };
    let assumptions = Assumptions {
        weights,
        ..Assumptions::default()
    };
    let result = uncertainty(&index, &assumptions, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(result.replications, 100);
    let first = result.units.iter().find(|u| u.rank == Some(1)).unwrap();
    assert_eq!(first.unit, "CHE");
    assert_eq!(first.top, 1.0);
}
