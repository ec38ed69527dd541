//! Tables of the domain go out in every format and come back the same; spoiled ones tell what is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use std::collections::BTreeMap;

use assessment_exchange::{
    ParseContext, Parsed, TableFormat, answer_request, answers_table, decode_result,
    encode_request, parse, register_table, responses_table, units_table, write_tables,
};
use assessment_models::{
    Answer, Framework, Layer, Observation, Record, Value,
    draft::{Content, Kind},
    framework::{FieldKind, QuestionKind, Scale},
    problem::Severity,
    survey::{Party, Response},
    text::Lang,
};
use chrono::NaiveDate;
use shared::{framework, round};

fn read(framework: &Framework, bytes: &[u8], name: &str) -> Parsed {
    let round = round(framework);
    let context = ParseContext {
        units: &framework.units,
        round: Some(&round),
        ..ParseContext::default()
    };
    // Through the pipe and back, as the program does it.
    let request = encode_request(bytes, name, framework, &context).unwrap();
    decode_result(&answer_request(request)).unwrap()
}

fn errors(parsed: &Parsed) -> Vec<(Option<&str>, &str)> {
    parsed
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .map(|p| (p.cell.as_deref(), p.code.as_str()))
        .collect()
}

const FORMATS: [(TableFormat, &str); 3] = [
    (TableFormat::Xlsx, "t.xlsx"),
    (TableFormat::CsvUtf8, "t.csv"),
    (TableFormat::CsvGbk, "t.csv"),
];

#[test]
fn answers_go_out_and_come_back() {
    let framework = framework();
    let mut sent: BTreeMap<(String, String), Answer> = BTreeMap::new();
    let mut observations = Vec::new();
    for (n, unit) in framework.units.iter().enumerate() {
        for (at, i) in framework.indicators.iter().enumerate() {
            if !framework.asks(unit, i) || framework.is_derived(i) {
                continue;
            }
            let value = match &i.scale {
                Scale::Choice(o) | Scale::Maturity(o) => o[(n + at) % o.len()].value,
                _ => (i.min.unwrap_or(0.0) + 2.0 + ((n * 7 + at) % 60) as f64)
                    .min(i.max.unwrap_or(f64::MAX)),
            };
            let answer = Answer::Value(value);
            sent.insert((unit.code.to_string(), i.id.to_string()), answer.clone());
            observations.push(Observation {
                unit: unit.code.clone(),
                indicator: i.id.clone(),
                layer: Layer::SelfReported,
                answer,
                note: None,
                flagged: false,
                source: None,
            });
        }
    }
    for (lang, (format, name)) in [Lang::Zh, Lang::En]
        .into_iter()
        .zip(FORMATS)
        .chain([(Lang::Zh, FORMATS[2])])
    {
        let table = answers_table(&framework, &framework.units, &observations, lang);
        let bytes = write_tables(&[table], format).unwrap();
        let parsed = read(&framework, &bytes, name);
        assert_eq!(errors(&parsed), [], "{format:?}");
        let [Content::Answers(table)] = parsed.draft.contents.as_slice() else {
            panic!("one table");
        };
        let back: BTreeMap<(String, String), Answer> = table
            .rows
            .iter()
            .map(|r| {
                (
                    (
                        table.units[r.unit as usize].to_string(),
                        table.indicators[r.indicator as usize].to_string(),
                    ),
                    r.answer.clone(),
                )
            })
            .collect();
        assert_eq!(back, sent, "{format:?}");
    }
}

/// A record with every field of its register filled in.
fn record(framework: &Framework, register: usize, n: usize) -> Record {
    let register = &framework.registers[register];
    let unit = &framework.units[n % framework.units.len()];
    let day = NaiveDate::from_ymd_opt(2026, 1 + (n % 12) as u32, 1).unwrap();
    let mut fields = BTreeMap::new();
    for field in &register.fields {
        let value = match &field.kind {
            _ if field.id == register.unit_field => Value::Text(unit.code.to_string()),
            FieldKind::Text => Value::Text(format!("=文字-{n}-{}", field.id)),
            FieldKind::Number { .. } => Value::Number(n as f64 * 3.0),
            FieldKind::Flag => Value::Flag(n.is_multiple_of(2)),
            FieldKind::Time => Value::Time(day.and_hms_opt(8, 30, (n % 60) as u32).unwrap()),
            FieldKind::Month => Value::Time(day.and_hms_opt(0, 0, 0).unwrap()),
            FieldKind::Unit => Value::Text(unit.code.to_string()),
            FieldKind::IncidentClass => {
                let classes = &framework.incident_classes;
                Value::Text(classes[n % classes.len()].code.clone())
            }
            FieldKind::Choice(options) => {
                let code = &options[n % options.len()].code;
                code.parse::<i64>()
                    .map_or_else(|_| Value::Text(code.clone()), |i| Value::Number(i as f64))
            }
        };
        fields.insert(field.id.clone(), value);
    }
    Record {
        register: register.id.clone(),
        key: register
            .key
            .iter()
            .map(|k| assessment_exchange::key_text(&fields[k]))
            .collect::<Vec<_>>()
            .join("|"),
        unit: unit.code.clone(),
        fields,
        source: None,
    }
}

#[test]
fn every_register_goes_out_and_comes_back() {
    let framework = framework();
    for at in 0..framework.registers.len() {
        let sent: Vec<Record> = (0..40).map(|n| record(&framework, at, n)).collect();
        for (format, name) in FORMATS {
            let table = register_table(&framework, &framework.registers[at], &sent, Lang::Zh);
            let bytes = write_tables(&[table], format).unwrap();
            let parsed = read(&framework, &bytes, name);
            assert_eq!(
                errors(&parsed),
                [],
                "{} {format:?}",
                framework.registers[at].id
            );
            let [
                Content::Records {
                    register,
                    fields,
                    rows,
                },
            ] = parsed.draft.contents.as_slice()
            else {
                panic!("one register");
            };
            assert_eq!(*register, framework.registers[at].id);
            for (row, record) in rows.iter().zip(&sent) {
                let back: BTreeMap<String, Value> = row
                    .fields
                    .iter()
                    .map(|(f, v)| (fields[usize::from(*f)].to_string(), v.clone()))
                    .collect();
                assert_eq!(back, record.fields);
                assert_eq!((&row.key, &row.unit), (&record.key, &record.unit));
            }
            assert_eq!(rows.len(), sent.len());
        }
    }
}

#[test]
fn questionnaires_and_units_go_out_and_come_back() {
    let framework = framework();
    for party in [Party::Citizen, Party::Enterprise, Party::SocialOrg] {
        let sent: Vec<Response> = (0..30)
            .map(|n| {
                let unit = framework.units[n].code.clone();
                let answers = framework
                    .questions
                    .iter()
                    .filter(|q| q.party == party)
                    .map(|q| {
                        let pick = n % q.options.len().max(1) + 1;
                        let value = match &q.kind {
                            QuestionKind::Region => Value::Text(unit.to_string()),
                            QuestionKind::Likert { .. } => Value::Number(pick as f64),
                            QuestionKind::Number { min, .. } => Value::Number(*min),
                            QuestionKind::Multiple if pick > 1 => Value::Text(format!("1|{pick}")),
                            _ => Value::Text(pick.to_string()),
                        };
                        (q.id.clone(), value)
                    })
                    .collect();
                Response {
                    id: format!("R{n}"),
                    party,
                    unit: Some(unit),
                    answered_at: NaiveDate::from_ymd_opt(2026, 9, 1)
                        .and_then(|d| d.and_hms_opt(9, 5, 7)),
                    answers,
                    source: None,
                }
            })
            .collect();
        for (format, name) in FORMATS {
            let table = responses_table(&framework, party, &sent, &framework.units, Lang::Zh);
            let parsed = read(&framework, &write_tables(&[table], format).unwrap(), name);
            assert_eq!(errors(&parsed), [], "{party:?} {format:?}");
            let [Content::Responses(rows)] = parsed.draft.contents.as_slice() else {
                panic!("one questionnaire");
            };
            for (row, response) in rows.iter().zip(&sent) {
                let back: BTreeMap<String, Value> = row
                    .answers
                    .iter()
                    .map(|(q, v)| (q.to_string(), v.clone()))
                    .collect();
                assert_eq!(back, response.answers);
                assert_eq!((&row.id, &row.unit), (&response.id, &response.unit));
                assert_eq!(row.answered_at, response.answered_at);
            }
        }
    }
    let table = units_table(&framework, &framework.units, Lang::Zh);
    let bytes = write_tables(&[table], TableFormat::Xlsx).unwrap();
    let parsed = parse(&bytes, "u.xlsx", &framework, &ParseContext::default()).unwrap();
    assert_eq!(errors(&parsed), []);
    let [Content::Units(units)] = parsed.draft.contents.as_slice() else {
        panic!("units");
    };
    assert_eq!(units.len(), framework.units.len());
    assert!(
        units
            .iter()
            .zip(&framework.units)
            .all(|((u, _), sent)| u == sent)
    );
}

#[test]
fn a_spoiled_table_is_read_around_its_faults() {
    let framework = framework();
    let csv = "\
全省网络安全自评汇总表
填报时间：2026年3月
地市,单位名称,A1.1.1,A1.1.2 党委（党组）专题研究网络安全次数,A1.2.2,A1.3.4
,太原市,３级,２次,5%,/
阳泉市,城区,3:已分解到处室和个人,\"1,000\",12,不适用
,城区,3,1,12,
,大同,无文件,两次,200,90％
,火星市,1,1,1,1
合计,,9,9,9,9
注：本表由各市填报
";
    let parsed = read(&framework, csv.as_bytes(), "汇总.csv");
    assert_eq!(parsed.sheets[0].kind, Some(Kind::Answers));
    assert_eq!(parsed.sheets[0].header_row, Some(3));
    let [Content::Answers(table)] = parsed.draft.contents.as_slice() else {
        panic!("one table");
    };
    let at = |cell: &str| {
        table
            .rows
            .iter()
            .find(|r| r.place.a1() == cell)
            .map(|r| r.answer.clone())
    };
    assert_eq!(at("C4"), Some(Answer::Value(3.0)));
    assert_eq!(at("D4"), Some(Answer::Value(2.0)));
    assert_eq!(at("E4"), Some(Answer::Value(5.0)));
    assert!(matches!(at("F4"), Some(Answer::NotApplicable { .. })));
    assert_eq!(at("C5"), Some(Answer::Value(3.0)));
    assert_eq!(at("C7"), Some(Answer::Value(0.0)));
    assert_eq!(at("F7"), Some(Answer::Value(90.0)));
    assert_eq!(
        errors(&parsed),
        [
            (Some("F5"), "indicator_not_asked"),
            (Some("B6"), "unit_ambiguous"),
            (Some("D7"), "value_not_a_number"),
            (Some("E7"), "value_out_of_range"),
            (Some("B8"), "unit_unknown"),
        ]
    );
    assert_eq!(
        parsed.draft.rows_read,
        table.rows.len() + parsed.draft.rows_rejected
    );
    assert!(
        parsed
            .problems
            .iter()
            .any(|p| p.code == "total_row_skipped")
    );
    let ambiguous = parsed
        .problems
        .iter()
        .find(|p| p.code == "unit_ambiguous")
        .unwrap();
    assert_eq!(
        ambiguous.params["candidates"],
        "140302 城区（阳泉市） / 140502 城区（晋城市）"
    );
}

#[test]
fn a_column_of_fractions_or_points_is_asked_about() {
    let framework = framework();
    let csv = "单位代码,A1.2.2,A1.3.4\n140100,0.85,90\n140200,0.5,0.5\n";
    let parsed = read(&framework, csv.as_bytes(), "a.csv");
    assert_eq!(
        errors(&parsed),
        [
            (Some("B2"), "percent_or_fraction"),
            (Some("B3"), "percent_or_fraction")
        ]
    );
    // Among points it is taken as points, and told.
    let likely: Vec<_> = parsed
        .problems
        .iter()
        .filter(|p| p.code == "percent_points_likely")
        .map(|p| (p.cell.as_deref(), p.params["other"].as_str()))
        .collect();
    assert_eq!(likely, [(Some("C3"), "50")]);
}

#[test]
fn incidents_without_a_number_get_a_stable_one() {
    let framework = framework();
    let csv = "发现时间,发生单位,事件类别,事件级别,影响人数（万人）\n\
        3月5日,太原市,勒索软件事件,一般,1.2\n\
        2026.3.6 8:30,D07,NA.09,较大,3\n\
        昨天,太原市,OT.01,一般,1\n";
    let keys = |csv: &str| {
        let parsed = read(&framework, csv.as_bytes(), "台账.csv");
        let [Content::Records { rows, fields, .. }] = parsed.draft.contents.as_slice() else {
            panic!("one register");
        };
        let persons = fields
            .iter()
            .position(|f| &**f == "persons_affected")
            .unwrap();
        let first = rows.get(0).unwrap();
        let first = first
            .fields
            .iter()
            .find(|(f, _)| usize::from(*f) == persons);
        assert_eq!(first.and_then(|(_, v)| v.as_number()), Some(12_000.0));
        assert_eq!(
            errors(&parsed),
            [
                (Some("A4"), "field_not_a_date"),
                (Some("4:4"), "required_field_missing")
            ]
        );
        assert_eq!((parsed.draft.rows_read, parsed.draft.rows_rejected), (3, 1));
        rows.iter().map(|r| r.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(keys(csv), keys(csv));
}
