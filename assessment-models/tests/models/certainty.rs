//! Ways to place indicators and errors of samples as assumptions, on branches whose scores are found by
//! hand: the middling branch scores 61.4, of it 55.4 without P1.1, whose weight is .12 and whose goalposts
//! are 10 and 0.

use std::sync::atomic::AtomicBool;

use crate::common::branches::{MIDDLING, branches, card, plain, same};
use assessment_models::{
    Scorecard,
    composite::{IndexError, Placing, PreparedIndex, ScorecardAlternatives},
    scoring::Sampled,
    uncertainty::{Assumptions, UnitUncertainty, uncertainty},
};

/// Where P1.1 stands among the answers.
const P1_1: usize = 7;

/// Three branches that differ in P1.1 alone, where less is better.
fn differing(framework: &assessment_models::Framework) -> Scorecard {
    let with = |value| {
        let mut answers = MIDDLING;
        answers[P1_1] = value;
        answers
    };
    let answers = [("L2", with(12.0)), ("L3", with(5.0)), ("L4", with(2.0))];
    card(framework, &branches(&answers))
}

fn found(card: &Scorecard, placings: &[&str], sampling: bool) -> Vec<UnitUncertainty> {
    let alternatives = ScorecardAlternatives {
        placings: placings.iter().map(|word| word.parse().unwrap()).collect(),
        ..ScorecardAlternatives::default()
    };
    let index = PreparedIndex::of_scorecard(&plain(), card, &alternatives).unwrap();
    let assumptions = Assumptions {
        replications: 4000,
        noise: 0.0,
        sampling,
        ..Assumptions::default()
    };
    let never = AtomicBool::new(false);
    uncertainty(&index, &assumptions, &|_, _| {}, &never)
        .unwrap()
        .units
}

fn means(placing: &str) -> Vec<f64> {
    let units = found(&differing(&plain()), &[placing], true);
    units.iter().map(|unit| unit.scores.unwrap().mean).collect()
}

#[test]
fn placed_among_peers() {
    let expect = |placing, scores: [f64; 3]| {
        for (mean, score) in means(placing).into_iter().zip(scores) {
            same(Some(mean), 55.4 + 0.12 * score);
        }
    };
    expect("framework", [0.0, 50.0, 80.0]);
    // By the value itself: 12 beyond the post is not the same as 10.
    expect("min_max:0:100", [0.0, 70.0, 100.0]);
    expect("min_max:20:80", [20.0, 62.0, 80.0]);
    expect("percentile_rank", [0.0, 50.0, 100.0]);
    // Mean 19/3, sample standard deviation √(79/3).
    let spread = (79.0_f64 / 3.0).sqrt();
    let z = |x: f64| 50.0 + 20.0 * (19.0 / 3.0 - x) / spread;
    expect("z_score:50:20", [z(12.0), z(5.0), z(2.0)]);
}

#[test]
fn an_alternative_is_drawn_as_often_as_another() {
    let units = found(&differing(&plain()), &["framework", "min_max:0:100"], false);
    let scores = units[1].scores.unwrap();
    same(Some(scores.low), 61.4);
    same(Some(scores.high), 55.4 + 0.12 * 70.0);
    let even = f64::midpoint(scores.high, scores.low);
    assert!((scores.mean - even).abs() < 0.05, "{}", scores.mean);
    // What is scored does not change.
    same(units[1].score, 61.4);
}

#[test]
fn a_missing_answer_is_not_placed() {
    let framework = plain();
    let mut data = branches(&[("L2", MIDDLING), ("L3", MIDDLING)]);
    data.observations
        .retain(|o| !(o.unit == "L3" && o.indicator == "P1.1"));
    let card = card(&framework, &data);
    let units = found(&card, &["percentile_rank"], true);
    // Of one value nothing can be compared: it stays; and 0 for silence stays 0.
    same(Some(units[0].scores.unwrap().mean), 61.4);
    same(Some(units[1].scores.unwrap().mean), 55.4);
}

#[test]
fn another_sample_would_have_said_otherwise() {
    let framework = plain();
    let mut card = differing(&framework);
    let column = framework.indicator_index(&"P1.1".into()).unwrap();
    card.sampled.push(Sampled {
        row: 1,
        column,
        error: 0.5,
    });
    let width = |unit: &UnitUncertainty| {
        let scores = unit.scores.unwrap();
        scores.high - scores.low
    };
    let units = found(&card, &[], true);
    // 0.5 of 10 is 5 points of the indicator, 0.6 of the total; 5 to 95 % are 2·1.6449 standard errors.
    let expected = 2.0 * 1.644_853_6 * 0.6;
    assert!((width(&units[1]) / expected - 1.0).abs() < 0.05);
    assert!((units[1].scores.unwrap().mean - 61.4).abs() < 0.05);
    assert_eq!((width(&units[0]), width(&units[2])), (0.0, 0.0));
    // Among peers, 0.5 of the 10 between 12 and 2: the same.
    let placed = found(&card, &["min_max:0:100"], true);
    assert!((width(&placed[1]) / expected - 1.0).abs() < 0.05);
    assert_eq!(width(&found(&card, &[], false)[1]), 0.0);
}

#[test]
fn only_what_stays_within_a_hundred_is_taken() {
    for wrong in [
        "min_max:0:200",
        "min_max:80:20",
        "z_score",
        "rank",
        "goalposts",
        "best",
    ] {
        let refused = wrong.parse::<Placing>();
        assert!(
            matches!(&refused, Err(IndexError::UnknownMethod { given, .. }) if given == wrong),
            "{wrong}: {refused:?}"
        );
    }
}
