use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::*;
use crate::composite::{Alternatives, IndexData, IndexError, IndexMeta, IndexOptions};

const META: &str = "Level,iCode,Direction,Weight,Parent,Type\n\
    1,a,1,1,left,Indicator\n1,b,1,3,left,Indicator\n1,c,-1,1,right,Indicator\n\
    2,left,1,2,all,Aggregate\n2,right,1,1,all,Aggregate\n3,all,1,1,NA,Aggregate\n";

fn index(data: &str, change: impl FnOnce(&mut IndexOptions, &mut Alternatives)) -> PreparedIndex {
    let meta = IndexMeta::parse(META).unwrap();
    let data = IndexData::parse(data, &meta).unwrap();
    let (mut options, mut alternatives) = (IndexOptions::default(), Alternatives::default());
    change(&mut options, &mut alternatives);
    PreparedIndex::of_index(&meta, &data, &options, &alternatives).unwrap()
}

fn run(index: &PreparedIndex, assumptions: &Assumptions) -> Result<Uncertainty, AnalysisError> {
    uncertainty(index, assumptions, &|_, _| {}, &AtomicBool::new(false))
}

const DATA: &str = "uCode,a,b,c\nP,10,20,30\nQ,50,NA,20\nR,NA,NA,10\nS,90,80,70\n";

#[test]
fn without_noise_every_replication_is_the_nominal_one() {
    let assumptions = Assumptions {
        noise: 0.0,
        replications: 20,
        top: 2,
        ..Assumptions::default()
    };
    let result = run(&index(DATA, |_, _| {}), &assumptions).unwrap();
    // P: left (10 + 60)/4 = 17.5, all (35 + 30)/3; Q: left 50, all (100 + 20)/3; R: right alone
    let expected = [65.0 / 3.0, 40.0, 10.0, (2.0 * 82.5 + 70.0) / 3.0];
    let ranks = [3, 2, 4, 1];
    for ((unit, score), rank) in result.units.iter().zip(expected).zip(ranks) {
        assert!((unit.score.unwrap() - score).abs() < 1e-12, "{unit:?}");
        assert_eq!(unit.rank, Some(rank));
        let (scores, places) = (unit.scores.unwrap(), unit.ranks.unwrap());
        assert_eq!(
            [scores.low, scores.median, scores.high],
            [unit.score.unwrap(); 3]
        );
        assert_eq!([places.low, places.mean, places.high], [f64::from(rank); 3]);
        assert_eq!(unit.top, if rank <= 2 { 1.0 } else { 0.0 });
    }
}

#[test]
fn given_weights_are_taken_in_turn() {
    let sets = [("a", 1.0, 0.0), ("a", 0.0, 1.0), ("a", 1.0, 1.0)].map(|(_, a, b)| Weights {
        by_code: vec![
            ("a".to_owned(), a),
            ("b".to_owned(), b),
            ("right".to_owned(), 0.0),
        ],
        ..Weights::default()
    });
    let assumptions = Assumptions {
        weights: sets.to_vec(),
        ..Assumptions::default()
    };
    let result = run(&index(DATA, |_, _| {}), &assumptions).unwrap();
    assert_eq!(result.replications, 3);
    // P scores a, b and their mean: 10, 20, 15
    let p = result.units[0].scores.unwrap();
    assert_eq!((p.mean, p.median), (15.0, 15.0));
    // R has nothing left but what weighs nothing
    assert_eq!(result.units[2].scores, None);
    assert_eq!(result.units[2].ranks, None);
}

#[test]
fn alternatives_are_drawn_evenly() {
    let drawn = index(DATA, |_, alternatives| {
        for methods in ["arithmetic", "geometric", "harmonic"] {
            let methods = IndexOptions::parse_aggregators(methods).unwrap();
            alternatives.aggregations.push(methods);
        }
    });
    let assumptions = Assumptions {
        noise: 0.0,
        replications: 3000,
        ..Assumptions::default()
    };
    let spread = run(&drawn, &assumptions).unwrap().units[0].scores.unwrap();
    // 21.667 arithmetic; geometric exp((2·ln(10^¼·20^¾) + ln 30)/3); harmonic 3/(2·(1/10 + 3/20)/4 + 1/30)
    let geometric =
        libm::exp((2.0 * (libm::log(10.0) + 3.0 * libm::log(20.0)) / 4.0 + libm::log(30.0)) / 3.0);
    let harmonic = 3.0 / (2.0 * (0.1 + 0.15) / 4.0 + 1.0 / 30.0);
    assert!((spread.high - 65.0 / 3.0).abs() < 1e-12);
    assert!((spread.median - geometric).abs() < 1e-12);
    assert!((spread.low - harmonic).abs() < 1e-12);
    let even = (65.0 / 3.0 + geometric + harmonic) / 3.0;
    assert!((spread.mean - even).abs() < 0.05, "{} {even}", spread.mean);
}

#[test]
fn copeland_as_an_alternative() {
    let pairs = index(DATA, |options, _| {
        options.aggregate = IndexOptions::parse_aggregators("copeland").unwrap();
    });
    let assumptions = Assumptions {
        noise: 0.0,
        replications: 2,
        ..Assumptions::default()
    };
    let result = run(&pairs, &assumptions).unwrap();
    // S is ahead of P, Q and R in left and in right, so it outranks all three by all weight.
    assert_eq!(result.units[3].rank, Some(1));
    assert_eq!(result.units[3].score, Some(3.0));
}

#[test]
fn threads_do_not_matter_and_seeds_do() {
    let index = index(DATA, |_, _| {});
    let on = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let assumptions = Assumptions {
            seed,
            replications: 333,
            ..Assumptions::default()
        };
        pool.unwrap().install(|| run(&index, &assumptions).unwrap())
    };
    assert_eq!(on(1, 7), on(2, 7));
    assert_ne!(on(2, 7).units, on(2, 8).units);
}

#[test]
fn says_what_is_wrong_and_stops_when_asked() {
    let fine = index(DATA, |_, _| {});
    let with = |change: &dyn Fn(&mut Assumptions)| {
        let mut assumptions = Assumptions::default();
        change(&mut assumptions);
        run(&fine, &assumptions).unwrap_err()
    };
    assert_eq!(with(&|a| a.replications = 0), AnalysisError::NoReplications);
    assert_eq!(
        with(&|a| a.noise = 1.5),
        AnalysisError::BadNoise { given: 1.5 }
    );
    assert!(matches!(
        with(&|a| a.noise = f64::NAN),
        AnalysisError::BadNoise { .. }
    ));
    assert!(matches!(
        with(&|a| a.replications = usize::MAX),
        AnalysisError::TooMuch { .. }
    ));
    let zero = Weights {
        by_code: vec![("a".to_owned(), 0.0), ("b".to_owned(), 0.0)],
        ..Weights::default()
    };
    assert_eq!(
        with(&|a| a.weights = vec![zero.clone()]),
        AnalysisError::Index(IndexError::ZeroWeights {
            group: "left".to_owned()
        })
    );
    let stopped = uncertainty(
        &fine,
        &Assumptions::default(),
        &|_, _| {},
        &AtomicBool::new(true),
    );
    assert_eq!(stopped, Err(AnalysisError::Cancelled));
}

#[test]
fn progress_ends_at_the_whole() {
    let most = AtomicU64::new(0);
    let assumptions = Assumptions {
        replications: 50,
        ..Assumptions::default()
    };
    let tell = |done: u64, total: u64| {
        assert!(done <= total && total == 50);
        most.fetch_max(done, Ordering::Relaxed);
    };
    uncertainty(
        &index(DATA, |_, _| {}),
        &assumptions,
        &tell,
        &AtomicBool::new(false),
    )
    .unwrap();
    assert_eq!(most.into_inner(), 50);
}

proptest! {
    #[test]
    fn scores_lie_among_the_indicators_and_ranks_among_the_units(
        cells in prop::collection::vec(prop::option::of(0.0..100.0_f64), 3..60),
        noise in 0.0..=1.0_f64,
        seed: u64,
    ) {
        let mut data = "uCode,a,b,c\n".to_owned();
        for (at, row) in cells.chunks_exact(3).enumerate() {
            let words: Vec<String> =
                row.iter().map(|c| c.map_or("NA".to_owned(), |x| x.to_string())).collect();
            data.push_str(&format!("U{at:03},{}\n", words.join(",")));
        }
        let index = index(&data, |_, _| {});
        let assumptions = Assumptions { replications: 40, noise, seed, ..Assumptions::default() };
        let result = run(&index, &assumptions).unwrap();
        for (unit, row) in result.units.iter().zip(cells.chunks_exact(3)) {
            let there: Vec<f64> = row.iter().copied().flatten().collect();
            let Some(scores) = unit.scores else {
                prop_assert!(there.is_empty());
                continue;
            };
            let least = there.iter().copied().fold(f64::INFINITY, f64::min);
            let most = there.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(scores.low >= least - 1e-9 && scores.high <= most + 1e-9);
            prop_assert!(scores.low <= scores.median && scores.median <= scores.high);
            let ranks = unit.ranks.unwrap();
            prop_assert!(ranks.low >= 1.0 && ranks.high <= result.units.len() as f64);
        }
    }
}
