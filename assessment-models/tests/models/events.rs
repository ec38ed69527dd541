//! What sets adjustments off: records within the period, and no record twice.

use crate::common::{
    branches::{MIDDLING, branches, observed, plain},
    record, round, six_aspect, unit,
};
use assessment_models::{
    Answer, Layer, Observation, Record, RoundData,
    scoring::{CellState, ScoreOptions, Scorecard, score},
};

/// A second-level incident of a county, found and reported when it is said.
fn incident(key: usize, found: &str, reported: &str) -> Record {
    let (found, reported) = (
        format!("discovered_at=t:{found}"),
        format!("first_report_at=t:{reported}"),
    );
    record("incident", key, "140105", &["level=2", &found, &reported])
}

fn county(records: Vec<Record>) -> RoundData {
    let mut data = round(
        vec![unit("140105", "county", None, Some(5_000.0))],
        records,
        Vec::new(),
    );
    data.observations.push(observed("140105", "A1.1.1", 5.0));
    data
}

fn scored(data: &RoundData) -> Scorecard {
    score(&six_aspect(), data, ScoreOptions::default()).unwrap()
}

/// Rules that took something off or added something, with the records that set them off.
fn applied(data: &RoundData) -> Vec<(String, Vec<String>)> {
    let adjustments = scored(data).units.remove(0).adjustments;
    adjustments
        .into_iter()
        .map(|a| (a.rule, a.because))
        .collect()
}

fn rule(id: &str, records: &[&str]) -> (String, Vec<String>) {
    let records = records.iter().map(|&key| key.to_owned()).collect();
    (id.to_owned(), records)
}

#[test]
fn a_record_outside_the_period_sets_nothing_off() {
    let timely = |key, day| incident(key, &format!("{day} 08:00"), &format!("{day} 08:01"));
    let data = county(vec![timely(1, "2025-12-31"), timely(2, "2026-01-01")]);
    assert_eq!(applied(&data), [rule("P2", &["2"])]);
    let data = county(vec![timely(1, "2025-12-31"), timely(3, "2027-01-01")]);
    assert_eq!(applied(&data), []);
}

fn verified(data: &mut RoundData, indicator: &str, answer: Answer) {
    data.observations.push(Observation {
        layer: Layer::Verified,
        answer,
        ..observed("140105", indicator, 0.0)
    });
}

#[test]
fn a_late_report_is_held_against_a_unit_once() {
    let late = || county(vec![incident(1, "2026-03-01 08:00", "2026-03-09 08:00")]);
    // It makes A3.3.2 0 of 1, so P3 gives way; P2 looks at the level alone.
    let data = late();
    let card = scored(&data);
    let column = six_aspect().indicator_index(&"A3.3.2".into()).unwrap();
    assert_eq!(card.indicators.get(0, column), Some(0.0));
    assert_eq!(applied(&data), [rule("P2", &["1"])]);
    // An auditor who verified that all were timely did not hold it against the unit in the indicator.
    let mut data = late();
    verified(&mut data, "A3.3.2", Answer::Value(100.0));
    assert_eq!(applied(&data), [rule("P2", &["1"]), rule("P3", &["1"])]);
    // One who found 0 did.
    let mut data = late();
    verified(&mut data, "A3.3.2", Answer::Value(0.0));
    assert_eq!(applied(&data), [rule("P2", &["1"])]);
}

#[test]
fn silence_is_no_better_than_a_late_report() {
    let silent = |found: &str| {
        let found = format!("discovered_at=t:{found}");
        let fields = ["level=2", "is_cii=true", "category_code=NA.01", &found];
        applied(&county(vec![record("incident", 1, "140105", &fields)]))
    };
    let ids = |applied: &[(String, Vec<String>)]| -> Vec<String> {
        applied.iter().map(|(rule, _)| rule.clone()).collect()
    };
    // Never reported: vetoed as a late report of critical infrastructure is.
    assert_eq!(ids(&silent("2026-03-01 08:00")), ["V4"]);
    // Found within the last hours of the period: the time allowed had not run out.
    assert_eq!(ids(&silent("2026-12-31 23:58")), ["P2"]);
}

#[test]
fn an_excuse_needs_what_the_framework_asks_for() {
    let state = |asked: bool, reason: &str, approver: Option<&str>| {
        let mut framework = plain();
        framework.scoring.excuses_need_approver = asked;
        framework.indicators[1].na_allowed = true;
        let mut data = branches(&[("L2", MIDDLING)]);
        data.observations[1].answer = Answer::NotApplicable {
            reason: reason.to_owned(),
            approver: approver.map(str::to_owned),
        };
        let card = score(&framework, &data, ScoreOptions::default()).unwrap();
        card.state(0, 1)
    };
    assert_eq!(state(false, "no steps", None), CellState::NotApplicable);
    assert_eq!(state(false, " ", None), CellState::Missing);
    assert_eq!(state(true, "no steps", None), CellState::Missing);
    assert_eq!(state(true, "no steps", Some(" ")), CellState::Missing);
    assert_eq!(
        state(true, "no steps", Some("Li")),
        CellState::NotApplicable
    );
}
