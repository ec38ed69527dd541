//! Survey statistics: two Likert items of seven points, the second reversed, computed by hand.

use std::collections::BTreeMap;

use crate::common::{libraries, response, round, six_aspect, unit};
use assessment_models::{
    Framework, RoundData,
    framework::QuestionKind,
    survey::{Party, Response},
    survey_stats::{
        PartyStatistics, Strata, StratumBy, SurveyOptions, post_stratification, publish, student_t,
        survey_statistics,
    },
};
use proptest::prelude::*;

fn round_of(answers: &[(&str, u32, u32)]) -> RoundData {
    let responses = answers
        .iter()
        .enumerate()
        .map(|(id, (unit, first, second))| {
            let written = [format!("Q1={first}"), format!("Q2={second}")];
            response(id, Party::Citizen, unit, &[&written[0], &written[1]])
        });
    let units = ["L2", "L3"].map(|code| unit(code, "branch", None, None));
    round(units.into(), Vec::new(), responses.collect())
}

fn citizens(framework: &Framework, data: &RoundData, options: &SurveyOptions) -> PartyStatistics {
    let mut all = survey_statistics(framework, data, options);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[track_caller]
fn same(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

/// Q1: 2 4 4 5 5. Q2 turned (8 − x): 1 4 5 5 5.
const FIVE: [(&str, u32, u32); 5] = [
    ("L2", 2, 7),
    ("L2", 4, 4),
    ("L2", 4, 3),
    ("L3", 5, 3),
    ("L3", 5, 3),
];

#[test]
fn means_shares_and_intervals() {
    let framework = libraries();
    let options = SurveyOptions {
        invited: [(Party::Citizen, 8)].into(),
        ..SurveyOptions::default()
    };
    let found = citizens(&framework, &round_of(&FIVE), &options);
    assert_eq!((found.responses, found.response_rate), (5, Some(0.625)));
    let [first, second] = &found.items[..] else {
        panic!("two questions");
    };
    let mean = first.mean.unwrap();
    same(mean.value, 4.0);
    // The framework asks for 90 %: t of 4 degrees is 2.131847, s² = 6/4.
    let half = 2.131_846_786_326_649 * (1.5_f64 / 5.0).sqrt();
    same(mean.interval.unwrap().0, 4.0 - half);
    same(second.mean.unwrap().value, 4.0);
    let fives = first.options[4];
    assert_eq!((fives.option, fives.count), (5, 2));
    // Wilson, p = .4, n = 5, z = 1.644854: (.4 + z²/10 ± z·√(.048 + z²/100)) / (1 + z²/5)
    let z = 1.644_853_626_951_472_f64;
    let centre = (0.4 + z * z / 10.0) / (1.0 + z * z / 5.0);
    let half = z * (0.048 + z * z / 100.0).sqrt() / (1.0 + z * z / 5.0);
    let (low, high) = fives.share.unwrap().interval.unwrap();
    same(low, centre - half);
    same(high, centre + half);
    assert_eq!((first.min_n, first.too_few, first.invalid), (2, false, 0));
}

#[test]
fn alpha_of_the_two_items() {
    let scale = &citizens(&libraries(), &round_of(&FIVE), &SurveyOptions::default()).scales[0];
    assert_eq!((scale.indicator.as_str(), scale.n), ("S2.1", 5));
    // Deviations −2 0 0 1 1 and −3 0 1 1 1: ΣC = (6 + 12 + 2·8)/4 = 8.5, α = 4·2/8.5
    same(scale.alpha.unwrap(), 8.0 / 8.5);
    assert!(!scale.low);
    assert_eq!(scale.without, [None, None]);
}

#[test]
fn weights_by_stratum() {
    let framework = libraries();
    let data = round_of(&FIVE);
    let population = [("L2", 100.0), ("L3", 300.0)].map(|(s, n)| (s.to_owned(), n));
    let strata = post_stratification(&data.responses, StratumBy::Unit, &population.into());
    // A quarter and three quarters of the people; three and two fifths of the answers.
    same(strata.weights["L2"], 0.25 / 0.6);
    same(strata.weights["L3"], 0.75 / 0.4);
    let options = SurveyOptions {
        strata: [(Party::Citizen, strata)].into(),
        ..SurveyOptions::default()
    };
    let found = citizens(&framework, &data, &options);
    let mean = found.items[0].mean.unwrap();
    // ¼·(2 + 4 + 4)/3 + ¾·5
    same(mean.value, 2.5 / 3.0 + 3.75);
    let squares = 3.0 * (0.25_f64 / 0.6).powi(2) + 2.0 * (0.75_f64 / 0.4).powi(2);
    same(mean.effective_n, 25.0 / squares);
    same(found.items[0].options[4].share.unwrap().value, 0.75);
}

#[test]
fn a_stratum_without_weight_is_counted_and_left_out() {
    let strata = Strata {
        by: StratumBy::Question("Q1".to_owned()),
        weights: [("5".to_owned(), 2.0), ("4".to_owned(), f64::NAN)].into(),
    };
    let options = SurveyOptions {
        strata: [(Party::Citizen, strata)].into(),
        ..SurveyOptions::default()
    };
    let found = citizens(&libraries(), &round_of(&FIVE), &options);
    assert_eq!((found.without_weight, found.items[0].n), (3, 2));
}

#[test]
fn straight_lines_are_flagged_and_may_be_left_out() {
    let framework = libraries();
    let data = round_of(&[("L2", 6, 6), ("L2", 5, 3), ("L2", 7, 1)]);
    let found = citizens(&framework, &data, &SurveyOptions::default());
    assert_eq!(found.straight_lines.len(), 1);
    let line = &found.straight_lines[0];
    assert_eq!(
        (line.response.as_str(), line.point, line.items),
        ("0", 6, 2)
    );
    assert!(line.contradicts);
    let options = SurveyOptions {
        without_straight_lines: true,
        ..SurveyOptions::default()
    };
    assert_eq!(citizens(&framework, &data, &options).items[0].n, 2);
}

#[test]
fn answers_outside_the_options_are_invalid() {
    let data = round_of(&[("L2", 0, 8), ("L2", 7, 1)]);
    let found = citizens(&libraries(), &data, &SurveyOptions::default());
    assert_eq!((found.items[0].n, found.items[0].invalid), (1, 1));
    assert!(found.items[0].too_few);
    assert_eq!(found.items[0].mean.unwrap().interval, None);
    same(found.items[1].mean.unwrap().value, 7.0);
}

#[test]
fn units_can_be_chosen() {
    let options = SurveyOptions {
        units: Some(["L3".into()].into()),
        ..SurveyOptions::default()
    };
    assert_eq!(
        citizens(&libraries(), &round_of(&FIVE), &options).responses,
        2
    );
}

#[test]
fn what_is_small_is_not_published() {
    let framework = libraries();
    let full = survey_statistics(&framework, &round_of(&FIVE), &SurveyOptions::default());
    let published = publish(&framework, &full);
    assert_eq!(published[0].responses, Some(5));
    let item = &published[0].items[0];
    // A single 2 is below 3: the mean stands, the distribution does not.
    assert!(item.mean.is_some());
    assert!(
        item.options
            .iter()
            .all(|o| o.count.is_none() && o.share.is_none())
    );
    let two = survey_statistics(&framework, &round_of(&FIVE[..2]), &SurveyOptions::default());
    let item = &publish(&framework, &two)[0].items[0];
    assert_eq!((item.n, item.mean), (None, None));
    assert!(publish(&framework, &two)[0].alphas.is_empty());
}

#[test]
fn a_quiz_and_several_choices() {
    let framework = six_aspect();
    let question = |id: &str| framework.questions.iter().position(|q| q.id == id).unwrap();
    let right = match framework.questions[question("C06")].kind {
        QuestionKind::Quiz { right } => right,
        _ => panic!("a quiz"),
    };
    let responses: Vec<Response> = (0..40)
        .map(|id| {
            let quiz = if id < 28 { right } else { right % 4 + 1 };
            let laws = if id < 25 { "C03=w:1|2" } else { "C03=w:1" };
            let quiz = format!("C06={quiz}");
            response(id, Party::Citizen, "140100", &[&quiz, laws])
        })
        .collect();
    let units = vec![unit("140100", "city", None, None)];
    let data = round(units, Vec::new(), responses);
    let found = survey_statistics(&framework, &data, &SurveyOptions::default());
    let citizens = found
        .iter()
        .position(|p| p.party == Party::Citizen)
        .unwrap();
    let item = |id: &str| {
        let of = |question_at: usize| {
            found[citizens]
                .items
                .iter()
                .position(|i| i.question == question_at)
        };
        of(question(id)).unwrap()
    };
    same(found[citizens].items[item("C06")].right.unwrap().value, 0.7);
    let laws = &found[citizens].items[item("C03")].options;
    assert_eq!((laws[0].count, laws[1].count), (40, 25));
    let published = &publish(&framework, &found)[citizens].items;
    let laws = &published[item("C03")].options;
    // Everybody chose the first: that nobody did not is small. 25 and 15 are not.
    assert_eq!(
        (laws[0].count, laws[1].count, laws[2].count),
        (None, Some(25), None)
    );
    // 28 and 12 stand, the empty options cover for nothing: 12 goes with them.
    let quiz = &published[item("C06")];
    same(quiz.right.unwrap().value, 0.7);
    assert_eq!(quiz.options.iter().filter(|o| o.count.is_some()).count(), 1);
}

#[test]
fn quantiles_of_t_agree_with_tables() {
    // https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm, two-sided 95 %
    for (degrees, t) in [
        (1.0, 12.706),
        (2.0, 4.303),
        (9.0, 2.262),
        (29.0, 2.045),
        (100.0, 1.984),
    ] {
        assert!((student_t(0.95, degrees).unwrap() - t).abs() < 5e-4);
    }
    assert!((student_t(0.99, 10.0).unwrap() - 3.169).abs() < 5e-4);
    for (confidence, degrees) in [
        (0.0, 3.0),
        (1.0, 3.0),
        (0.95, 0.0),
        (f64::NAN, 3.0),
        (0.9, f64::NAN),
    ] {
        assert_eq!(student_t(confidence, degrees), None);
    }
}

#[test]
fn no_survey_no_numbers() {
    for framework in [libraries(), six_aspect()] {
        let data = round(Vec::new(), Vec::new(), Vec::new());
        let found = survey_statistics(&framework, &data, &SurveyOptions::default());
        assert!(
            found
                .iter()
                .all(|p| p.responses == 0 && p.items.iter().all(|i| i.mean.is_none()))
        );
        assert_eq!(publish(&framework, &found).len(), found.len());
        let none = post_stratification(&data.responses, StratumBy::Unit, &BTreeMap::new());
        assert!(none.weights.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn intervals_hold_their_value_and_small_cells_stay_hidden(
        answers in prop::collection::vec((0_u32..9, 0_u32..9), 0..60),
    ) {
        let framework = libraries();
        let written: Vec<(&str, u32, u32)> = answers.iter().map(|(a, b)| ("L2", *a, *b)).collect();
        let data = round_of(&written);
        let found = survey_statistics(&framework, &data, &SurveyOptions::default());
        let mut turned = data.clone();
        turned.responses.reverse();
        prop_assert_eq!(&found, &survey_statistics(&framework, &turned, &SurveyOptions::default()));
        for item in &found[0].items {
            let shares = item.options.iter().filter_map(|o| o.share);
            for estimate in item.mean.into_iter().chain(shares) {
                if let Some((low, high)) = estimate.interval {
                    prop_assert!(low <= estimate.value + 1e-12 && estimate.value <= high + 1e-12);
                }
            }
            let sum: usize = item.options.iter().map(|o| o.count).sum();
            prop_assert_eq!(sum, item.n);
        }
        for item in &publish(&framework, &found)[0].items {
            prop_assert!(item.options.iter().all(|o| o.count.is_none_or(|c| c >= 3)));
            prop_assert!(item.n.is_some() || item.mean.is_none());
        }
    }
}
