use std::f64::consts::PI;

use super::*;
use crate::composite::{Alternatives, IndexData, IndexMeta, IndexOptions};

/// sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on −π..π (Ishigami and Homma 1990): S = 0.3139, 0.4424, 0;
/// T = 0.5576, 0.4424, 0.2437.
fn ishigami(row: &[f64]) -> f64 {
    let x: Vec<f64> = row.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    libm::sin(x[0]) * (1.0 + 0.1 * x[2].powi(4)) + 7.0 * libm::sin(x[1]).powi(2)
}

fn effects(rows: usize, seed: u64, estimator: Estimator) -> Vec<Effect> {
    let y: Vec<f64> = design(rows, 3, seed)
        .iter()
        .map(|row| ishigami(row))
        .collect();
    let bootstrap = Bootstrap {
        replications: 200,
        seed,
    };
    sobol(&y, 3, estimator, bootstrap).unwrap()
}

#[test]
fn ishigami_within_sampling_error() {
    // Standard error of the centred estimate at 20,000 rows is under 0.01, of the plain one some 0.02.
    let truth = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
    let centred = effects(20_000, 1, Estimator::Centred);
    let plain = effects(20_000, 1, Estimator::Plain);
    for (((first, total), centred), plain) in truth.iter().zip(&centred).zip(&plain) {
        assert!((centred.first - first).abs() < 0.03, "{centred:?}");
        assert!((plain.first - first).abs() < 0.08, "{plain:?}");
        assert!((centred.total - total).abs() < 0.03, "{centred:?}");
        // Totals rest on differences, which no centre changes.
        assert!((centred.total - plain.total).abs() < 1e-12);
    }
}

#[test]
fn the_centred_estimate_lies_nearer_over_many_designs() {
    let error = |estimator: Estimator| -> f64 {
        (0..40)
            .map(|seed| (effects(200, seed, estimator)[0].first - 0.3139).powi(2))
            .sum()
    };
    assert!(error(Estimator::Centred) * 1.2 < error(Estimator::Plain));
}

#[test]
fn intervals_hold_the_estimate_and_narrow_with_rows() {
    let width = |rows: usize| {
        let effect = effects(rows, 3, Estimator::Centred).remove(0);
        let [low, high] = effect.first_interval.unwrap();
        assert!(low < effect.first && effect.first < high);
        high - low
    };
    assert!(width(8000) < width(500) / 2.0);
}

#[test]
fn what_cannot_be_estimated_is_said() {
    let none = Bootstrap {
        replications: 0,
        seed: 1,
    };
    let of = |y: &[f64], factors| sobol(y, factors, Estimator::Plain, none).unwrap_err();
    assert_eq!(
        of(&[1.0, 2.0], 1),
        AnalysisError::BadDesign {
            rows: 2,
            factors: 1
        }
    );
    assert!(matches!(of(&[], 0), AnalysisError::BadDesign { .. }));
    assert!(matches!(
        of(&[1.0], usize::MAX),
        AnalysisError::BadDesign { .. }
    ));
    assert_eq!(
        of(&[1.0, f64::NAN, 2.0], 1),
        AnalysisError::NotFinite { row: 2 }
    );
    assert_eq!(of(&[1.0; 6], 1), AnalysisError::NoVariance);
    assert_eq!(of(&[1e308, -1e308, 1e308], 1), AnalysisError::NoVariance);
}

fn index(aggregations: &[&str]) -> PreparedIndex {
    let meta = IndexMeta::parse(
        "Level,iCode,Direction,Weight,Parent,Type\n\
         1,a,1,1,all,Indicator\n1,b,1,3,all,Indicator\n2,all,1,1,NA,Aggregate\n",
    )
    .unwrap();
    let rows = "uCode,a,b\nP,10,60\nQ,45,45\nR,90,30\nS,20,55\nT,99,20\n";
    let data = IndexData::parse(rows, &meta).unwrap();
    let alternatives = Alternatives {
        aggregations: aggregations
            .iter()
            .map(|methods| IndexOptions::parse_aggregators(methods).unwrap())
            .collect(),
        ..Alternatives::default()
    };
    PreparedIndex::of_index(&meta, &data, &IndexOptions::default(), &alternatives).unwrap()
}

fn run(index: &PreparedIndex, options: &SensitivityOptions) -> Result<Sensitivity, AnalysisError> {
    sensitivity(index, options, &|_, _| {}, &AtomicBool::new(false))
}

#[test]
fn a_factor_that_changes_nothing_explains_nothing() {
    let options = SensitivityOptions {
        rows: 400,
        noise: 0.9,
        ..SensitivityOptions::default()
    };
    let result = run(&index(&["arithmetic", "power:1"]), &options).unwrap();
    assert_eq!(result.effects.len(), 2);
    assert_eq!(result.effects[0].0, Factor::Weights);
    assert!(result.effects[0].1.total > 0.8);
    assert_eq!(result.effects[1].0, Factor::Aggregation);
    assert_eq!(result.effects[1].1.total, 0.0);
    assert!(result.rough);
    assert_eq!(result.shifts.len(), 1600);
}

#[test]
fn threads_do_not_matter() {
    let index = index(&["arithmetic", "geometric"]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let options = SensitivityOptions {
            rows: 60,
            ..SensitivityOptions::default()
        };
        pool.unwrap().install(|| run(&index, &options).unwrap())
    };
    assert_eq!(on(1), on(2));
}

#[test]
fn nothing_to_vary_and_designs_of_the_wrong_shape() {
    let with = |change: &dyn Fn(&mut SensitivityOptions)| {
        let mut options = SensitivityOptions::default();
        change(&mut options);
        run(&index(&[]), &options).unwrap_err()
    };
    assert_eq!(with(&|o| o.noise = 0.0), AnalysisError::NoFactors);
    assert!(matches!(
        with(&|o| o.rows = 0),
        AnalysisError::BadDesign { .. }
    ));
    assert!(matches!(
        with(&|o| o.design = Some(vec![vec![0.5, 0.5]; 3])),
        AnalysisError::BadDesign { .. }
    ));
    // 25 million rows would take several gigabytes.
    for rows in [25_000_000, usize::MAX] {
        assert!(matches!(
            with(&|o| o.rows = rows),
            AnalysisError::TooMuch { .. }
        ));
    }
    assert!(matches!(
        with(&|o| o.bootstrap.replications = 50_000_000),
        AnalysisError::TooMuch { .. }
    ));
}

#[test]
fn drawing_outputs_anew_can_be_stopped() {
    let y: Vec<f64> = design(20, 3, 1).iter().map(|row| ishigami(row)).collect();
    let stopped = AtomicBool::new(true);
    let found = sobol_until(&y, 3, Estimator::Plain, Bootstrap::default(), &stopped);
    assert_eq!(found.unwrap_err(), AnalysisError::Cancelled);
}
