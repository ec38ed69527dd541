//! Numbers of a register that may mean two things are asked about, as answers are.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails, and says why"
)]

use assessment_exchange::{Mapping, ParseContext, Parsed, parse};
use assessment_models::{Framework, Value, draft::Content};

const FIELD: &str = "pop_share_province_pct";

fn read(heading: &str, shares: &[&str], mapping: Option<&Mapping>) -> Parsed {
    let framework = Framework::builtin("six-aspect").unwrap();
    let mut text = format!("事件编号,发生单位,事件类别,事件级别,发现时间,{heading}\n");
    for (n, share) in shares.iter().enumerate() {
        text.push_str(&format!(
            "E{n},140100,MP.07,一般,2026-03-05 08:30,{share}\n"
        ));
    }
    let context = ParseContext {
        units: &framework.units,
        mapping,
        ..ParseContext::default()
    };
    parse(text.as_bytes(), "a.csv", &framework, &context).unwrap()
}

/// The shares that were taken, row by row.
fn shares(parsed: &Parsed) -> Vec<Option<f64>> {
    let [Content::Records { fields, rows, .. }] = &parsed.draft.contents[..] else {
        panic!("{:?}", parsed.problems);
    };
    let at = fields.iter().position(|f| **f == *FIELD).unwrap();
    rows.iter()
        .map(|row| {
            let value = row.fields.iter().find(|(f, _)| usize::from(*f) == at);
            value.map(|(_, value)| match value {
                Value::Number(n) => *n,
                other => panic!("{other:?}"),
            })
        })
        .collect()
}

fn asked(parsed: &Parsed) -> Vec<(&str, &str)> {
    parsed
        .problems
        .iter()
        .filter(|p| p.code == "field_percent_or_fraction")
        .map(|p| (p.cell.as_deref().unwrap(), p.params["candidates"].as_str()))
        .collect()
}

#[test]
fn none_where_a_number_is_wanted_may_be_nought_or_nothing() {
    let parsed = read("影响人数", &["无", "—", "3"], None);
    let problems = parsed.problems.iter();
    let told: Vec<(&str, &str)> = problems
        .filter(|p| p.code == "value_ambiguous")
        .map(|p| (p.cell.as_deref().unwrap(), p.params["candidates"].as_str()))
        .collect();
    assert_eq!(told, [("F2", "0 / （空） (empty)")]);
    assert_eq!(parsed.draft.rows_rejected, 0);
}

#[test]
fn a_bare_fraction_in_a_percentage_is_asked_about() {
    let plain = "影响省级行政区人口比例";
    let parsed = read(plain, &["0.85", "0.3%", "0", "85%"], None);
    assert_eq!(asked(&parsed), [("F2", "0.85% / 85%")]);
    assert_eq!(shares(&parsed), [None, Some(0.3), Some(0.0), Some(85.0)]);
    // Among points it may be either all the same.
    let parsed = read(plain, &["0.85", "12"], None);
    assert_eq!(asked(&parsed), [("F2", "0.85% / 85%")]);
    assert_eq!(shares(&parsed), [None, Some(12.0)]);
    assert_eq!(
        shares(&read(plain, &["2", "12"], None)),
        [Some(2.0), Some(12.0)]
    );
    // Where the heading says per cent it is taken as points; among larger ones that is told.
    let parsed = read(&format!("{plain}（%）"), &["0.85", "85", "0.3%"], None);
    assert_eq!(shares(&parsed), [Some(0.85), Some(85.0), Some(0.3)]);
    let told: Vec<&str> = parsed
        .problems
        .iter()
        .filter(|p| p.code == "field_percent_points_likely")
        .filter_map(|p| p.cell.as_deref())
        .collect();
    assert_eq!(told, ["F2"]);
    // The heading alone tells, and so does a mapping.
    let parsed = read(&format!("{plain}（%）"), &["0.85"], None);
    assert_eq!(shares(&parsed), [Some(0.85)]);
    for (word, expected) in [("points", 0.85), ("fraction", 85.0)] {
        let mapping = format!(
            r#"{{"recognise_others":true,
                 "columns":[{{"heading":"{plain}","field":"{FIELD}","percent":"{word}"}}]}}"#
        );
        let mapping = Mapping::from_json(&mapping).unwrap();
        let parsed = read(plain, &["0.85"], Some(&mapping));
        assert_eq!(shares(&parsed), [Some(expected)], "{word}");
        assert!(asked(&parsed).is_empty(), "{word}");
    }
}
