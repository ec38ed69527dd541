//! Indicators that questionnaires fill: which responses count, and what they come to.

use crate::common::{one, response, round, six_aspect, unit};
use assessment_models::{Unit, derive::derive, scoring::NotScored, survey::Party};

/// A city with two counties.
fn units() -> Vec<Unit> {
    vec![
        unit("140100", "city", Some("140000"), Some(20_000.0)),
        unit("140105", "county", Some("140100"), Some(5_000.0)),
        unit("140106", "county", Some("140100"), None),
    ]
}

#[test]
fn surveys_count_valid_responses_only() {
    let framework = six_aspect();
    let mut responses = Vec::new();
    for n in 0..100 {
        let county = if n < 99 { "140105" } else { "140106" };
        // 30 victims, of whom one did not rate; 40 careful in all four; a tenth know two laws and a right.
        let victim = n < 30;
        let mut written = vec![
            if victim { "C20=w:3" } else { "C20=w:2" },
            if n < 10 { "C03=w:1|2" } else { "C03=w:6" },
            "C04=w:2",
            "C11=5",
            "C12=4",
            "C13=w:4",
            if n < 40 { "C14=4" } else { "C14=3" },
            // 5 and turned 1: 5.
            "C15=5",
            "C16=1",
            "C06=w:2",
            "C07=w:3",
            "C08=w:2",
            "C09=w:1",
            "C10=w:1",
        ];
        if victim && n > 0 {
            written.push(if n % 2 == 0 { "C21=5" } else { "C21=1" });
        }
        // Not a victim, so not heard.
        if n > 90 {
            written.push("C21=5");
        }
        responses.push(response(n, Party::Citizen, county, &written));
    }
    responses.push(response(
        900,
        Party::Enterprise,
        "140105",
        &["C15=1", "C16=5"],
    ));
    let data = round(units(), Vec::new(), responses);
    let city = |indicator| one(&framework, &data, "140100", indicator).expect("a formula");
    assert_eq!(city("A5.3.3"), Ok(5.0));
    assert_eq!(city("A5.3.2"), Ok(40.0));
    assert_eq!(city("A1.4.4"), Ok(10.0));
    assert_eq!(city("A6.1.6"), Ok(30.0));
    assert_eq!(city("A5.3.1"), Ok(60.0));
    let derived = derive(&framework, &data);
    let row = data.units.iter().position(|u| u.code == "140100");
    let error = |indicator: &str| {
        let column = framework.indicator_index(&indicator.into())?;
        derived.sampling_error(row?, column)
    };
    // Everybody answered alike: a mean has no spread.
    assert_eq!(error("A5.3.3"), Some(0.0));
    // 40 of 100 and 2 of 4 more: p = 42/104.
    let p: f64 = 42.0 / 104.0;
    let expected = 100.0 * (p * (1.0 - p) / 104.0).sqrt();
    assert!(error("A5.3.2").is_some_and(|found| (found - expected).abs() < 1e-12));
    assert_eq!(error("A6.1.1"), None);
    assert_eq!(error("A6.4.3"), None);
    // 29 victims rated; 30 are needed.
    assert_eq!(city("A6.4.3"), Err(NotScored::SampleTooSmall));
    assert_eq!(
        one(&framework, &data, "140105", "A5.3.3"),
        Some(Err(NotScored::SampleTooSmall))
    );
}

#[test]
fn what_statistics_call_invalid_fills_no_indicator() {
    let framework = six_aspect();
    let careful = ["C11=5", "C12=4", "C13=w:4", "C14=4"];
    let score = |spoiled: &str| {
        let responses = (0..100).map(|n| {
            let mut written = careful.to_vec();
            written.extend(["C15=5", "C16=1", "C06=w:2", "C07=w:3", "C08=w:2"]);
            written.extend(["C09=w:1", "C10=w:1"]);
            if n == 0 {
                let question = spoiled.split('=').next().expect("a question");
                written.retain(|given| given.split('=').next() != Some(question));
                written.push(spoiled);
            }
            response(n, Party::Citizen, "140105", &written)
        });
        let data = round(units(), Vec::new(), responses.collect());
        ["A5.3.3", "A5.3.2", "A5.3.1"].map(|i| one(&framework, &data, "140100", i))
    };
    let too_few = Some(Err(NotScored::SampleTooSmall));
    let sound = score("C20=w:2");
    assert!(sound.iter().all(|found| *found != too_few), "{sound:?}");
    // Between two points of a scale; an option that there is not; the same in a quiz.
    for (at, spoiled) in [(0, "C15=2.5"), (1, "C11=9"), (2, "C06=w:99")] {
        assert_eq!(score(spoiled)[at], too_few, "{spoiled}");
    }
}
