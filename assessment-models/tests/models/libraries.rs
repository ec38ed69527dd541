//! A second framework, about something else, loads and derives with the same code.

use crate::common::{libraries, library_files, one, record, response, round};
use assessment_models::{
    Framework,
    framework::{LoadError, Mean, Scale},
    scoring::NotScored,
    survey::Party,
};

#[test]
fn it_loads() {
    let framework = libraries();
    assert_eq!(framework.aspects.len(), 3);
    assert_eq!(framework.objectives.len(), 5);
    assert_eq!(framework.indicators.len(), 10);
    assert_eq!(framework.scoring.aggregation.total, Mean::Geometric);
    assert_eq!(framework.scoring.aggregation.aspect, Mean::Power(0.5));
    let keys: Vec<(&str, f64)> = framework
        .grades
        .iter()
        .map(|g| (g.key.as_str(), g.lower))
        .collect();
    assert_eq!(keys, [("three", 75.0), ("two", 50.0), ("one", 0.0)]);
    let kinds: Vec<&str> = framework
        .indicators
        .iter()
        .map(|i| match i.scale {
            Scale::Choice(_) => "choice",
            Scale::Maturity(_) => "maturity",
            Scale::Goalposts(_) => "goalposts",
            Scale::Steps(_) => "steps",
            Scale::Band { .. } => "band",
            Scale::Likert { .. } => "likert",
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "steps",
            "choice",
            "maturity",
            "likert",
            "goalposts",
            "goalposts",
            "band",
            "goalposts",
            "goalposts",
            "goalposts",
        ]
    );
    assert!(framework.incident.is_none() && framework.adjustments.rules.is_empty());
    assert!(framework.units[0].tags.contains("archive"));
}

#[test]
fn it_derives() {
    let framework = libraries();
    let loan = |key, unit, asked: &str, lent: &str, back: &str| {
        let fields = [
            format!("asked_at=t:{asked}"),
            format!("lent_at=t:{lent}"),
            "due_at=t:2026-04-01".to_owned(),
            format!("back_at=t:{back}"),
        ];
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        record("loan", key, unit, &fields)
    };
    let data = round(
        framework.units.clone(),
        vec![
            loan(
                1,
                "L2",
                "2026-03-01 08:00",
                "2026-03-01 10:00",
                "2026-03-20",
            ),
            loan(
                2,
                "L2",
                "2026-03-01 08:00",
                "2026-03-01 13:00",
                "2026-04-20",
            ),
            loan(
                3,
                "L3",
                "2026-03-01 08:00",
                "2026-03-01 09:00",
                "2026-04-01",
            ),
            // Lent before the period.
            loan(4, "L3", "2025-12-30", "2025-12-31 23:00", "2026-01-02"),
        ],
        vec![
            response(1, Party::Citizen, "L2", &["Q1=7", "Q2=1"]),
            response(2, Party::Citizen, "L2", &["Q1=w:4", "Q2=w:3"]),
            response(3, Party::Citizen, "L3", &["Q1=1", "Q2=7"]),
            response(4, Party::Citizen, "L3", &["Q1=9", "Q2=7"]),
        ],
    );
    assert_eq!(one(&framework, &data, "L2", "S2.2"), Some(Ok(50.0)));
    assert_eq!(one(&framework, &data, "L3", "S2.2"), Some(Ok(100.0)));
    // Two of three, not the mean of 50 and 100.
    assert_eq!(
        one(&framework, &data, "L1", "S2.2"),
        Some(Ok(100.0 * 2.0 / 3.0))
    );
    assert_eq!(one(&framework, &data, "L2", "C1.1"), Some(Ok(1.0)));
    // Three loans over the two branches' five readers.
    assert_eq!(one(&framework, &data, "L1", "C1.1"), Some(Ok(0.6)));
    assert_eq!(one(&framework, &data, "L2", "P1.2"), Some(Ok(3.5)));
    assert_eq!(one(&framework, &data, "L1", "P1.2"), Some(Ok(2.0)));
    // (7 + 7) / 2 and (4 + 5) / 2.
    assert_eq!(one(&framework, &data, "L2", "S2.1"), Some(Ok(5.75)));
    assert_eq!(
        one(&framework, &data, "L3", "S2.1"),
        Some(Err(NotScored::SampleTooSmall))
    );
    assert_eq!(
        one(&framework, &data, "L1", "S2.1"),
        Some(Ok((7.0 + 4.5 + 1.0) / 3.0))
    );
    assert_eq!(one(&framework, &data, "L1", "S1.1"), None);
}

/// Changes one file, and says what the loader finds: `file:line code params`.
fn faults_of(change: impl FnOnce(&mut std::collections::BTreeMap<String, String>)) -> Vec<String> {
    let mut files = library_files();
    change(&mut files);
    match Framework::load(&files) {
        Ok(_) => Vec::new(),
        Err(LoadError::Faults(faults)) => faults
            .iter()
            .map(|f| {
                let line = f.line.map_or(String::new(), |l| format!(":{l}"));
                let params: Vec<String> = f
                    .params
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                format!("{}{line} {:?} {}", f.file, f.code, params.join(" "))
            })
            .collect(),
        Err(error) => panic!("{error}"),
    }
}

fn replace(file: &'static str, from: &'static str, to: &'static str) -> Vec<String> {
    faults_of(|files| {
        let text = files.get_mut(file).expect("the file");
        assert!(text.contains(from), "{file} holds {from}");
        *text = text.replacen(from, to, 1);
    })
}

#[test]
fn each_fault_is_named_at_its_place() {
    let cases = [
        (
            "aspects.csv",
            "0.5",
            "0.4",
            "aspects.csv WeightsDoNotSum group=total sum=0.8999999999999999",
        ),
        (
            "aspects.csv",
            "Service",
            "",
            "aspects.csv:2 MissingLanguage column=name",
        ),
        (
            "objectives.csv",
            "S2,S",
            "S2,X",
            "objectives.csv:3 UnknownReference kind=aspect_id value=X",
        ),
        (
            "indicators.csv",
            "S1.2,S1",
            "S1.1,S1",
            "indicators.csv:3 DuplicateId id=S1.1",
        ),
        (
            "indicators.csv",
            "government,outcome",
            "martian,outcome",
            "indicators.csv:3 UnknownWord column=respondent value=martian",
        ),
        (
            "indicators.csv",
            "50,100",
            "50,50",
            "indicators.csv:6 GoalpostsEqual value=50",
        ),
        (
            "indicators.csv",
            "50,100",
            "50,x",
            "indicators.csv:6 BadNumber column=goal_full value=x",
        ),
        (
            "indicators.csv",
            "50,100",
            "50,150",
            "indicators.csv:6 Unreachable column=share value=150",
        ),
        (
            "indicators.csv",
            "lower,10,0",
            "higher,10,0",
            "indicators.csv:10 Unreachable column=direction value=higher",
        ),
        (
            "indicators.csv",
            "|3:每日",
            "",
            "indicators.csv:4 AnchorsDiffer group=anchors sum=3/4/4",
        ),
        (
            "indicators.csv",
            "opinion,",
            "opinions,",
            "indicators.csv:5 UnknownReference kind=answer_type value=opinions",
        ),
        (
            "indicators.csv",
            "weight_in_objective",
            "weight",
            "indicators.csv:1 MissingColumn column=weight_in_objective",
        ),
        (
            "framework.toml",
            "from = 40",
            "from = 10",
            "indicators.csv:2 Unreachable column=steps",
        ),
        (
            "framework.toml",
            "zero = 48",
            "zero = nan",
            "indicators.csv:11 Unreachable column=wait value=NaN",
        ),
        (
            "framework.toml",
            "b = 20",
            "b = 50",
            "indicators.csv:8 Unreachable column=band",
        ),
        (
            "framework.toml",
            "decimals = 1",
            "decimals = \"1\"",
            "framework.toml:10 MalformedToml message=invalid type: string \"1\", expected u32",
        ),
        (
            "framework.toml",
            "\"C2.1\"",
            "\"C9.1\"",
            "framework.toml UnknownReference id=main kind=indicator value=C9.1",
        ),
        (
            "framework.toml",
            "en = \"Branches\"",
            "en = \"\"",
            "framework.toml MissingLanguage column=branch",
        ),
        (
            "derived.toml",
            "from = \"asked_at\"",
            "from = \"number\"",
            "derived.toml BadComparison column=number id=P1.2 value=time",
        ),
        (
            "derived.toml",
            "\"back_at\"",
            "\"bak_at\"",
            "derived.toml UnknownReference id=S2.2 kind=field value=bak_at",
        ),
        (
            "derived.toml",
            "op = \"le\", other = \"due_at\"",
            "op = \"in\", value = [\"x\"]",
            "derived.toml BadComparison column=back_at id=S2.2 value=In List([\"x\"])",
        ),
        (
            "derived.toml",
            "indicator = \"P1.2\"",
            "indicator = \"P1.1\"",
            "derived.toml UnknownReference id=P1.1 kind=register_table value=",
        ),
        (
            "score_bands.csv",
            "stars,一星,One star,0",
            "stars,一星,One star,10",
            "score_bands.csv Unreachable group=stars",
        ),
        (
            "survey_questions.csv",
            "S2.1,是",
            "S9.9,是",
            "survey_questions.csv:3 UnknownReference kind=indicator value=S9.9",
        ),
        (
            "libraries.csv",
            "L3,西馆",
            "L2,西馆",
            "libraries.csv:4 DuplicateId id=L2",
        ),
        (
            "registers.toml",
            "unit_field = \"library\"",
            "unit_field = \"number\"",
            "registers.toml BadComparison id=loan kind=field value=number",
        ),
    ];
    for (file, from, to, expected) in cases {
        let found = replace(file, from, to);
        assert!(
            found.iter().any(|f| f == expected),
            "{expected}\nnot among {found:#?}"
        );
    }
    let missing = faults_of(|files| {
        files.remove("objectives.csv");
    });
    assert!(
        missing.contains(&"objectives.csv MissingFile ".to_owned()),
        "{missing:#?}"
    );
}

#[test]
fn all_faults_come_at_once() {
    let found = faults_of(|files| {
        for (file, from, to) in [
            ("aspects.csv", "0.5", "0.4"),
            ("indicators.csv", "50,100", "50,50"),
            ("derived.toml", "\"back_at\"", "\"bak_at\""),
            ("survey_questions.csv", "likert7", "likert8"),
            ("libraries.csv", "East branch", ""),
        ] {
            let text = files.get_mut(file).expect("the file");
            *text = text.replacen(from, to, 1);
        }
    });
    let files: std::collections::BTreeSet<&str> = found
        .iter()
        .map(|f| f.split([':', ' ']).next().unwrap_or(""))
        .collect();
    assert_eq!(
        files.into_iter().collect::<Vec<_>>(),
        [
            "aspects.csv",
            "derived.toml",
            "indicators.csv",
            "libraries.csv",
            "survey_questions.csv"
        ]
    );
}

#[test]
fn the_same_files_have_the_same_digest() {
    assert_eq!(libraries().digest, libraries().digest);
    assert_eq!(libraries().digest.len(), 64);
    let mut files = library_files();
    files.insert("note.txt".to_owned(), "x".to_owned());
    assert_ne!(
        Framework::load(&files).expect("still sound").digest,
        libraries().digest
    );
}
