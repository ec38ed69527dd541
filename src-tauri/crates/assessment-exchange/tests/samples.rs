//! Files that other people made, beside the repository in `../shared/samples`; said clearly when absent.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test whose case cannot be set up fails, and says why"
)]

use std::path::PathBuf;

use assessment_exchange::{Format, Mapping, ParseContext, Parsed, parse};
use assessment_models::{Framework, draft::Content, problem::Severity};

/// The sample's bytes; `None`, said on the console, where the samples are not there.
fn sample(name: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = root
        .ancestors()
        .map(|folder| folder.join("shared/samples").join(name))
        .find(|path| path.is_file())
        .and_then(|path| std::fs::read(path).ok());
    if found.is_none() {
        println!("SKIPPED: there is no ../shared/samples/{name} beside the repository");
    }
    found
}

fn read(bytes: &[u8], name: &str, mapping: Option<&str>) -> Parsed {
    let framework = Framework::builtin("six-aspect").unwrap();
    let mapping = mapping.map(|text| Mapping::from_json(text).unwrap());
    let context = ParseContext {
        units: &framework.units,
        mapping: mapping.as_ref(),
        ..ParseContext::default()
    };
    parse(bytes, name, &framework, &context).unwrap()
}

#[test]
fn incidents_of_two_foreign_registers_go_in_by_a_mapping() {
    let mapping = include_str!("fixtures/mappings/us_breach_registers.json");
    let mut keys = Vec::new();
    for name in [
        "dev_sample_incidents_800.xlsx",
        "dev_sample_incidents_800.csv",
    ] {
        let Some(bytes) = sample(name) else {
            return;
        };
        let parsed = read(&bytes, name, Some(mapping));
        assert_eq!(parsed.draft.rows_read, 800, "{name}");
        let [Content::Records { rows, .. }] = parsed.draft.contents.as_slice() else {
            panic!("one register");
        };
        assert_eq!(rows.len() + parsed.draft.rows_rejected, 800, "{name}");
        // Each row that is not taken is named with its reason.
        let named = parsed
            .problems
            .iter()
            .filter(|p| {
                p.severity == Severity::Error && p.cell.as_ref().is_some_and(|c| c.contains(':'))
            })
            .count();
        assert_eq!(named, parsed.draft.rows_rejected, "{name}");
        assert!(rows.len() >= 750, "{name}: {}", rows.len());
        keys.push(rows.iter().map(|r| r.key.clone()).collect::<Vec<_>>());
    }
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn a_foreign_survey_goes_in_by_a_mapping() {
    let name = "privacy_survey_1500.csv";
    let Some(bytes) = sample(name) else {
        return;
    };
    let parsed = read(
        &bytes,
        name,
        Some(include_str!("fixtures/mappings/privacy_survey.json")),
    );
    assert_eq!(
        (parsed.draft.rows_read, parsed.draft.rows_rejected),
        (1500, 0)
    );
    let [Content::Responses(rows)] = parsed.draft.contents.as_slice() else {
        panic!("one questionnaire");
    };
    let agree = rows
        .iter()
        .flat_map(|r| &r.answers)
        .filter(|(q, v)| &**q == "C17" && v.as_number() == Some(4.0))
        .count();
    assert_eq!(
        agree, 560,
        "labels with trailing spaces are the same labels"
    );
}

#[test]
fn tables_of_other_matters_are_read_but_not_taken() {
    for (name, format, rows) in [
        ("nbs_gbk_gdp.csv", Format::Csv, 37),
        ("stats_merged_header_zh.xlsx", Format::Xlsx, 20),
        ("19599-2.xls", Format::Xls, 20),
        ("sp800-171r3.csv", Format::Csv, 98),
        ("ASEM_iData.csv", Format::Csv, 52),
    ] {
        let Some(bytes) = sample(name) else {
            return;
        };
        let parsed = read(&bytes, name, None);
        assert_eq!(parsed.format, format, "{name}");
        assert!(
            parsed.sheets[0].rows >= rows,
            "{name}: {}",
            parsed.sheets[0].rows
        );
        assert!(!parsed.sheets[0].sample.is_empty());
        assert!(
            parsed.draft.contents.is_empty(),
            "{name}: {:?}",
            parsed.sheets[0].kind
        );
        assert!(
            parsed
                .problems
                .iter()
                .any(|p| p.code == "nothing_recognised"),
            "{name}"
        );
    }
    if let Some(bytes) = sample("nbs_gbk_gdp.csv") {
        let parsed = read(&bytes, "nbs_gbk_gdp.csv", None);
        assert_eq!(parsed.encoding.as_deref(), Some("GBK"));
        assert_eq!(parsed.sheets[0].sample[3][0], "地区");
    }
}
