//! Branches of the libraries with answers whose scores are easily found by hand.

use assessment_models::{
    Answer, Framework, Layer, Observation, RoundData, Scorecard,
    framework::Mean,
    scoring::{ScoreOptions, score},
    what_if::Change,
};

use super::{libraries, round, unit};

pub(crate) const ASKED: [&str; 9] = [
    "S1.1", "S1.2", "S1.3", "S2.1", "S2.2", "C1.1", "C1.2", "P1.1", "P1.2",
];
pub(crate) const MIDDLING: [f64; 9] = [40.0, 1.0, 1.0, 4.0, 75.0, 2.0, 20.0, 5.0, 25.0];
pub(crate) const BEST: [f64; 9] = [56.0, 2.0, 3.0, 7.0, 100.0, 4.0, 30.0, 0.0, 2.0];
pub(crate) const WORST: [f64; 9] = [0.0, 0.0, 0.0, 1.0, 50.0, 0.0, 0.0, 10.0, 48.0];

/// The libraries, with arithmetic means throughout.
pub(crate) fn plain() -> Framework {
    let mut framework = libraries();
    let means = &mut framework.scoring.aggregation;
    (means.objective, means.aspect, means.total) =
        (Mean::Arithmetic, Mean::Arithmetic, Mean::Arithmetic);
    means.threshold = None;
    framework
}

pub(crate) fn observed(unit: &str, indicator: &str, value: f64) -> Observation {
    Observation {
        unit: unit.into(),
        indicator: indicator.into(),
        layer: Layer::SelfReported,
        answer: Answer::Value(value),
        note: None,
        flagged: false,
        source: None,
    }
}

pub(crate) fn branches(answers: &[(&str, [f64; 9])]) -> RoundData {
    let units = answers
        .iter()
        .map(|(code, _)| unit(code, "branch", None, None));
    let mut data = round(units.collect(), Vec::new(), Vec::new());
    for (code, values) in answers {
        let pairs = ASKED.iter().zip(values);
        data.observations
            .extend(pairs.map(|(indicator, value)| observed(code, indicator, *value)));
    }
    data
}

pub(crate) fn card(framework: &Framework, data: &RoundData) -> Scorecard {
    score(framework, data, ScoreOptions::default()).expect("the round has a score")
}

#[track_caller]
pub(crate) fn same(found: Option<f64>, expected: f64) {
    let found = found.expect("a number");
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

pub(crate) fn answer(unit: &str, indicator: &str, value: f64) -> Change {
    Change::Answer {
        unit: unit.into(),
        indicator: indicator.into(),
        answer: Some(Answer::Value(value)),
    }
}
