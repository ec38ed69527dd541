//! Values as people write them, one a line in `fixtures/values.csv`: what each is read as, or which problem it is
//! with which candidates. Nothing that may mean two things is taken, and no unknown answer comes out as a score.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails"
)]

mod shared;

use std::io::{Cursor, Read, Write};

use assessment_exchange::{ParseContext, Parsed, parse};
use assessment_models::{
    Answer, Framework, Text, Value,
    draft::Content,
    framework::{AnswerOption, Scale},
    problem::{Problem, Severity},
};
use shared::round;

fn read(framework: &Framework, bytes: &[u8], name: &str) -> Parsed {
    let round = round(framework);
    let context = ParseContext {
        units: &framework.units,
        round: Some(&round),
        ..ParseContext::default()
    };
    parse(bytes, name, framework, &context).unwrap()
}

/// A problem as it stands in the table: `!code`, and its candidates.
fn told(problem: &Problem) -> String {
    problem.params.get("candidates").map_or_else(
        || format!("!{}", problem.code),
        |candidates| format!("!{} {candidates}", problem.code),
    )
}

/// Questions of which `fixtures/values.csv` speaks: of one answer, of several, and of degrees.
const ASKED: [&str; 3] = ["C02", "C03", "C22"];

/// What came of the only value of a table.
fn outcome(parsed: &Parsed) -> String {
    let found = match parsed.draft.contents.as_slice() {
        [Content::Answers(table)] if !table.rows.is_empty() => match &table.rows[0].answer {
            Answer::Value(n) => n.to_string(),
            Answer::NotApplicable { .. } => "N/A".to_owned(),
            Answer::Unanswered => String::new(),
        },
        [Content::Records { fields, rows, .. }] => rows
            .iter()
            .flat_map(|row| row.fields.into_iter())
            .find(|(at, _)| &*fields[usize::from(*at)] == "discovered_at")
            .map_or_else(String::new, |(_, value)| match value {
                Value::Time(m) => m.to_string(),
                other => format!("{other:?}"),
            }),
        [Content::Responses(rows)] => rows[0]
            .answers
            .iter()
            .find(|(question, _)| ASKED.contains(&&**question))
            .map_or_else(String::new, |(_, value)| match value {
                Value::Text(options) => options.clone(),
                Value::Number(n) => n.to_string(),
                other => format!("{other:?}"),
            }),
        [Content::Units(units)] => units[0]
            .0
            .attributes
            .get("population")
            .map_or_else(String::new, ToString::to_string),
        _ => String::new(),
    };
    let problem = parsed
        .problems
        .iter()
        .find(|p| p.cell.is_some() && p.severity != Severity::Info)
        .map(told);
    match problem {
        Some(problem) if found.is_empty() => problem,
        Some(problem) => format!("{found} {problem}"),
        None => found,
    }
}

fn table(kind: &str, written: &str, class: &str) -> Vec<u8> {
    let asked = match kind {
        "count" => "A1.1.2",
        "percent" => "A1.1.5",
        "yes_no" => "A1.1.3",
        "maturity" => "A1.1.1",
        "class_hours" => "A4.3.2",
        "excusable" => "A5.2.5",
        "single" => return csv_of(&["C17", "C02"], &["1", written]),
        "degree" => return csv_of(&["C17", "C22"], &["1", written]),
        "several" => return csv_of(&["C17", "C03"], &["1", written]),
        "tick" => {
            let headings = ["C17", "C03(网络安全法)", "C03(数据安全法)"];
            return csv_of(&headings, &["1", written, "1"]);
        }
        "people" | "ten_thousand" => {
            let people = if kind == "people" {
                "常住人口"
            } else {
                "常住人口（万人）"
            };
            let headings = ["单位代码", "单位名称", "分组", people];
            return csv_of(&headings, &["149901", "新区", "county", written]);
        }
        "date" => {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record([
                "事件编号",
                "发生单位",
                "事件类别",
                "事件级别",
                "发现时间",
                "影响人数",
            ])
            .unwrap();
            csv.write_record(["E1", "140100", class, "一般", written, "1"])
                .unwrap();
            return csv.into_inner().unwrap();
        }
        other => panic!("{other}"),
    };
    csv_of(&["单位代码", asked, "A1.2.1"], &["140100", written, ""])
}

fn csv_of(headings: &[&str], row: &[&str]) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(headings).unwrap();
    csv.write_record(row).unwrap();
    csv.into_inner().unwrap()
}

#[test]
fn a_cell_shown_in_per_cent_is_no_number_of_what_is_counted() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let of = |indicator: &str| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0_u16..).zip(["单位代码", indicator, "A1.2.1"]) {
            sheet.write_string(0, column, heading).unwrap();
        }
        sheet.write_string(1, 0, "140100").unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("0%");
        sheet.write_number_with_format(1, 1, 0.85, &format).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        outcome(&read(&framework, &bytes, "t.xlsx"))
    };
    assert_eq!(of("A1.1.2"), "!percent_not_asked");
    assert_eq!(of("A1.1.3"), "!option_unknown 1 是 / 0 否");
    assert_eq!(of("A1.1.5"), "85");
}

#[test]
fn yes_is_1_only_where_the_scale_knows_no_more() {
    let mut framework = Framework::builtin("six-aspect").unwrap();
    let option = |value: f64, zh: &str| AnswerOption {
        value,
        label: Text::new(zh, zh),
        score: value * 50.0,
    };
    let indicator = framework
        .indicators
        .iter_mut()
        .find(|i| i.id.as_str() == "A1.1.3");
    let scale = [option(0.0, "无"), option(1.0, "部分"), option(2.0, "完全")];
    indicator.unwrap().scale = Scale::Choice(scale.to_vec());
    for (written, expect) in [
        ("是", "!option_unknown 0 无 / 1 部分 / 2 完全"),
        ("部分", "1"),
        ("无", "0"),
        ("2", "2"),
    ] {
        let bytes = table("yes_no", written, "MP.07");
        assert_eq!(outcome(&read(&framework, &bytes, "t.csv")), expect);
    }
}

#[test]
fn units_below_those_of_the_same_table_take_no_longer_than_others() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let read_in = |parent: &dyn Fn(u32) -> String| {
        let mut text = "单位代码,单位名称,分组,上级单位\n".to_owned();
        for n in 0..12_000 {
            text.push_str(&format!("T{n},第{n}区,county,{}\n", parent(n)));
        }
        // The same name twice above: whose child it is cannot be told.
        text.push_str("S1,同名,county,\nS2,同名,county,\nS3,某,county,同名\n");
        let started = std::time::Instant::now();
        let parsed = read(&framework, text.as_bytes(), "u.csv");
        (parsed, started.elapsed())
    };
    let (_, alone) = read_in(&|_| String::new());
    let (parsed, below) = read_in(&|n| match n {
        0 => String::new(),
        _ => format!("第{}区", n - 1),
    });
    let [Content::Units(units)] = parsed.draft.contents.as_slice() else {
        panic!("{:?}", parsed.problems);
    };
    assert_eq!(units[9_000].0.parent.as_ref().unwrap().as_str(), "T8999");
    let told: Vec<String> = parsed.problems.iter().map(told).collect();
    assert!(told.contains(&"!unit_ambiguous S1 同名 / S2 同名".to_owned()));
    assert!(below < alone * 6, "{below:?} beside {alone:?}");
}

#[test]
fn every_spelling_is_read_or_told() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let class = "MP.07";
    let mut lines = csv::Reader::from_reader(include_str!("fixtures/values.csv").as_bytes());
    let (mut count, mut wrong) = (0, Vec::new());
    for line in lines.records() {
        let line = line.unwrap();
        let (kind, written, expect) = (&line[0], &line[1], &line[2]);
        let got = outcome(&read(&framework, &table(kind, written, class), "t.csv"));
        if got != expect {
            wrong.push(format!("{kind}: {written:?} is {got:?}, not {expect:?}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 200, "{count}");
}

/// A workbook of one register line whose moment is this cell.
fn typed(cell: impl Fn(&mut rust_xlsxwriter::Worksheet), from_1904: bool) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, value)) in (0_u16..).zip([
        ("事件编号", "E1"),
        ("发生单位", "140100"),
        ("事件类别", "MP.07"),
        ("事件级别", "一般"),
        ("发现时间", ""),
        ("影响人数", "1"),
    ]) {
        sheet.write_string(0, column, heading).unwrap();
        sheet.write_string(1, column, value).unwrap();
    }
    cell(sheet);
    let bytes = book.save_to_buffer().unwrap();
    if !from_1904 {
        return bytes;
    }
    // The writer knows one epoch only; a workbook of the other says so in one attribute.
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let text = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn typed_cells_are_read_in_their_workbooks_epoch() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let outcome = |bytes: Vec<u8>| outcome(&read(&framework, &bytes, "t.xlsx"));
    let number = |n: f64| {
        move |sheet: &mut rust_xlsxwriter::Worksheet| {
            sheet.write_number(1, 4, n).unwrap();
        }
    };
    // 2026-03-05 12:00 is 46086.5 from 1900 and 44624.5 from 1904, with a date's format or without.
    assert_eq!(
        outcome(typed(number(46_086.5), false)),
        "2026-03-05 12:00:00"
    );
    assert_eq!(
        outcome(typed(number(44_624.5), true)),
        "2026-03-05 12:00:00"
    );
    let dated = |sheet: &mut rust_xlsxwriter::Worksheet| {
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d h:mm");
        sheet
            .write_number_with_format(1, 4, 44_624.5, &format)
            .unwrap();
    };
    assert_eq!(outcome(typed(dated, true)), "2026-03-05 12:00:00");
    // Typed as a number, 3月10日 has lost its zero.
    assert_eq!(
        outcome(typed(number(3.1), false)),
        "!date_ambiguous 2026-03-01 / 2026-03-10"
    );
    assert_eq!(outcome(typed(number(3.5), false)), "2026-03-05 00:00:00");
    assert_eq!(
        outcome(typed(number(20_260_305.0), false)),
        "2026-03-05 00:00:00"
    );
}
