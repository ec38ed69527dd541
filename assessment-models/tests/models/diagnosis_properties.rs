//! What holds of diagnoses whatever the answers, and how fast a trial is.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    Answer, Framework, Layer, Observation, Round, RoundData, Text, Unit,
    diagnosis::{Outcome, Target, by_means, gains, least_set, parties},
    scoring::{ScoreOptions, prepare, score},
    trend::{Assessed, trend},
    what_if::{Change, Element, WhatIf},
};
use chrono::NaiveDate;
use proptest::prelude::*;

fn round_of(framework: &Framework, units: usize, answers: &[u32]) -> RoundData {
    let codes: Vec<String> = (0..units).map(|n| format!("U{n:03}")).collect();
    let columns = framework.indicators.len();
    let mut observations = Vec::new();
    for (row, code) in codes.iter().enumerate() {
        for (column, indicator) in framework.indicators.iter().enumerate() {
            let answer = answers[(row * columns + column) % answers.len()];
            if answer < 6 {
                observations.push(Observation {
                    unit: code.as_str().into(),
                    indicator: indicator.id.clone(),
                    layer: Layer::SelfReported,
                    answer: Answer::Value(f64::from(answer)),
                    note: None,
                    flagged: false,
                    source: None,
                });
            }
        }
    }
    let day = |month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
    RoundData {
        round: Round {
            id: "2026".into(),
            name: Text::default(),
            period_start: day(1),
            period_end: day(12),
            deadline: None,
            framework: framework.id.clone(),
            framework_version: framework.version.clone(),
        },
        units: codes
            .iter()
            .map(|code| Unit {
                code: code.as_str().into(),
                name: Text::default(),
                peer_group: "city".to_owned(),
                parent: None,
                tags: BTreeSet::new(),
                attributes: BTreeMap::new(),
            })
            .collect(),
        observations,
        records: Vec::new(),
        responses: Vec::new(),
        adjustments: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn diagnoses_add_up(answers in prop::collection::vec(0_u32..8, 97)) {
        let framework = Framework::builtin("six-aspect").unwrap();
        let data = round_of(&framework, 3, &answers);
        let card = score(&framework, &data, ScoreOptions::default()).unwrap();
        let prepared = prepare(&framework, &data, card.layer).unwrap();
        for (row, unit) in card.units.iter().enumerate() {
            let means = by_means(&framework, &card, row);
            prop_assert!((means.iter().map(|g| g.share).sum::<f64>() - 1.0).abs() < 1e-9);
            let evenness = parties(&framework, &card, row).evenness;
            prop_assert!(evenness.is_none_or(|e| (0.0..=1.0).contains(&e)));
            // All that can be gained is what is wanting to 100.
            let wanting = gains(&framework, &card, row, Target::Score(100.0));
            let points: f64 = wanting.iter().map(|g| g.points).sum();
            prop_assert!((unit.aggregated.unwrap() + points - 100.0).abs() < 1e-9);
            // What is worth the same but for rounding keeps the framework's order.
            let worth = |at: &assessment_models::diagnosis::Gain| (at.points * 1e9).round();
            prop_assert!(wanting.windows(2).all(|w| worth(&w[0]) >= worth(&w[1])));
            let set = least_set(&framework, &data, &prepared, &card, row, Target::Score(100.0));
            if let Some(set) = set.unwrap() {
                prop_assert_eq!(set.outcome, Outcome::Reached);
                let lower = framework.grades[set.next].lower;
                let of_set: f64 = set.indicators.iter().map(|g| g.points).sum();
                prop_assert!((set.total + of_set - set.total_after).abs() < 1e-9);
                // Without its least gain it falls short, and it holds the largest gains.
                let least = set.indicators.last().unwrap().points;
                prop_assert!(set.total_after + 0.005 >= lower);
                prop_assert!(set.total_after - least < lower);
                prop_assert_eq!(&set.indicators[..], &wanting[..set.indicators.len()]);
            }
        }
    }

    #[test]
    fn the_parts_of_a_trend_sum_to_the_whole(
        then in prop::collection::vec(0_u32..8, 97),
        now in prop::collection::vec(0_u32..8, 89),
        weight in 0.05_f64..0.9,
    ) {
        let old = Framework::builtin("six-aspect").unwrap();
        let mut new = old.clone();
        new.aspects[0].weight = weight;
        let (before, after) = (round_of(&old, 3, &then), round_of(&new, 3, &now));
        let found = trend(
            Assessed { framework: &old, data: &before },
            Assessed { framework: &new, data: &after },
            &BTreeMap::new(),
            ScoreOptions::default(),
        )
        .unwrap();
        for unit in &found.units {
            let parts = unit.total.answers().unwrap() + unit.total.framework().unwrap();
            prop_assert!((parts - unit.total.change().unwrap()).abs() < 1e-9);
            let moved: f64 = unit.moves.iter().map(|m| m.points).sum();
            prop_assert!((moved - unit.aggregated.answers().unwrap()).abs() < 1e-9);
        }
    }
}

/// A slider moves a weight and an answer of a province of 184 units.
#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "what is measured here is the clock's business"
)]
fn a_slider_feels_live() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let answers: Vec<u32> = (0..997).map(|n| n * 7919 % 7).collect();
    let data = round_of(&framework, 184, &answers);
    let trials = WhatIf::new(&framework, &data, ScoreOptions::default()).unwrap();
    let mut fastest = f64::INFINITY;
    for step in 0..20 {
        let changes = [
            Change::Share {
                element: Element::Aspect(framework.aspects[0].id.clone()),
                share: 0.1 + f64::from(step) / 100.0,
            },
            Change::Answer {
                unit: "U007".into(),
                indicator: framework.indicators[0].id.clone(),
                answer: Some(Answer::Value(f64::from(step % 2))),
            },
        ];
        let start = std::time::Instant::now();
        let trial = trials.try_changes(&changes).unwrap();
        fastest = fastest.min(start.elapsed().as_secs_f64());
        assert_eq!(trial.units.len(), 184);
    }
    println!("184 units, one trial: {:.2} ms", fastest * 1e3);
    assert!(fastest < 0.05, "{fastest} s");
}
