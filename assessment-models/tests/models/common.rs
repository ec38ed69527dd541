//! What the tests of frameworks share: loading, and rounds written briefly.

pub(crate) mod branches;

use std::{collections::BTreeMap, fs, path::PathBuf};

use assessment_models::{
    Framework, IndicatorId, Record, Round, RoundData, Text, Unit, Value,
    derive::{Derived, derive},
    framework::LoadError,
    scoring::NotScored,
    survey::{Party, Response},
};
use chrono::{NaiveDate, NaiveDateTime};

pub(crate) fn loaded(result: Result<Framework, LoadError>) -> Framework {
    match result {
        Ok(framework) => framework,
        Err(LoadError::Faults(faults)) => panic!("{faults:#?}"),
        Err(error) => panic!("{error}"),
    }
}

pub(crate) fn six_aspect() -> Framework {
    loaded(Framework::builtin("six-aspect"))
}

#[allow(
    clippy::disallowed_methods,
    reason = "a fixture is a file; the code under test takes its text"
)]
pub(crate) fn library_files() -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/frameworks/ten-indicators");
    fs::read_dir(folder)
        .expect("the fixture is there")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).expect("text"))
        })
        .collect()
}

pub(crate) fn libraries() -> Framework {
    loaded(Framework::load(&library_files()))
}

/// `2026-03-05 10:30` or `2026-03-05`.
pub(crate) fn at(moment: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M").unwrap_or_else(|_| {
        NaiveDate::parse_from_str(moment, "%Y-%m-%d")
            .expect("a day")
            .into()
    })
}

/// `name=value` pairs: `t:` a moment, `w:` words, else a number, `true` or `false`, or words.
pub(crate) fn fields(written: &[&str]) -> BTreeMap<String, Value> {
    written
        .iter()
        .map(|pair| {
            let (name, value) = pair.split_once('=').expect("name=value");
            let value = match value {
                "true" => Value::Flag(true),
                "false" => Value::Flag(false),
                _ => match (value.split_once(':'), value.parse()) {
                    (Some(("t", moment)), _) => Value::Time(at(moment)),
                    (Some(("w", words)), _) => Value::Text(words.to_owned()),
                    (_, Ok(number)) => Value::Number(number),
                    _ => Value::Text(value.to_owned()),
                },
            };
            (name.to_owned(), value)
        })
        .collect()
}

pub(crate) fn record(register: &str, key: usize, unit: &str, written: &[&str]) -> Record {
    Record {
        register: register.into(),
        key: key.to_string(),
        unit: unit.into(),
        fields: fields(written),
        source: None,
    }
}

pub(crate) fn response(id: usize, party: Party, unit: &str, written: &[&str]) -> Response {
    Response {
        id: id.to_string(),
        party,
        unit: Some(unit.into()),
        answered_at: None,
        answers: fields(written),
        source: None,
    }
}

pub(crate) fn unit(
    code: &str,
    peer_group: &str,
    parent: Option<&str>,
    population: Option<f64>,
) -> Unit {
    Unit {
        code: code.into(),
        name: Text::new(code, code),
        peer_group: peer_group.to_owned(),
        parent: parent.map(Into::into),
        tags: [].into(),
        attributes: population
            .map(|p| ("population".to_owned(), p))
            .into_iter()
            .collect(),
    }
}

/// A round over 2026.
pub(crate) fn round(units: Vec<Unit>, records: Vec<Record>, responses: Vec<Response>) -> RoundData {
    RoundData {
        round: Round {
            id: "2026".into(),
            name: Text::new("2026年度", "2026"),
            period_start: at("2026-01-01").date(),
            period_end: at("2026-12-31").date(),
            deadline: None,
            framework: "any".to_owned(),
            framework_version: "any".to_owned(),
        },
        units,
        observations: Vec::new(),
        records,
        responses,
        adjustments: Vec::new(),
    }
}

/// The derived value of a unit for an indicator.
pub(crate) fn value(
    framework: &Framework,
    data: &RoundData,
    derived: &Derived,
    unit: &str,
    indicator: &str,
) -> Option<Result<f64, NotScored>> {
    let unit = data
        .units
        .iter()
        .position(|u| u.code == *unit)
        .expect("a unit");
    let column = framework
        .indicator_index(&IndicatorId::from(indicator))
        .expect("an indicator");
    derived.get(unit, column)
}

/// Derives and gives one value.
pub(crate) fn one(
    framework: &Framework,
    data: &RoundData,
    unit: &str,
    indicator: &str,
) -> Option<Result<f64, NotScored>> {
    value(framework, data, &derive(framework, data), unit, indicator)
}
