//! Headings of several lines, merged across and down, as summary tables are drawn.
#![allow(
    clippy::unwrap_used,
    reason = "a test whose case cannot be set up fails"
)]

use assessment_exchange::{ParseContext, Parsed, parse};
use assessment_models::{Framework, draft::Kind};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

fn merge(sheet: &mut Worksheet, (row, column): (u32, u16), to: (u32, u16), text: &str) {
    sheet
        .merge_range(row, column, to.0, to.1, text, &Format::new())
        .unwrap();
}

fn read(draw: impl Fn(&mut Worksheet)) -> Parsed {
    let framework = Framework::builtin("six-aspect").unwrap();
    let mut book = Workbook::new();
    draw(book.add_worksheet());
    let context = ParseContext {
        units: &framework.units,
        ..ParseContext::default()
    };
    parse(
        &book.save_to_buffer().unwrap(),
        "t.xlsx",
        &framework,
        &context,
    )
    .unwrap()
}

#[test]
fn aspects_and_objectives_may_stand_above_the_indicators() {
    let parsed = read(|sheet| {
        merge(sheet, (0, 0), (0, 5), "某省网络安全自评汇总表");
        merge(sheet, (1, 0), (3, 0), "单位代码");
        merge(sheet, (1, 1), (3, 1), "单位名称");
        merge(sheet, (1, 2), (1, 5), "政策");
        merge(sheet, (2, 2), (2, 3), "责任制");
        merge(sheet, (2, 4), (2, 5), "规划与投入");
        for (column, name) in (2_u16..).zip([
            "网络安全责任制落实机制",
            "党委（党组）专题研究网络安全次数",
            "网络安全纳入规划计划",
            "网络安全投入占信息化投入比重",
        ]) {
            sheet.write_string(3, column, name).unwrap();
        }
        for (row, code) in (4_u32..).zip(["140100", "140200"]) {
            sheet.write_string(row, 0, code).unwrap();
            for (column, n) in (2_u16..).zip([3.0, 2.0, 4.0, 8.0]) {
                sheet.write_number(row, column, n).unwrap();
            }
        }
    });
    let sheet = &parsed.sheets[0];
    assert_eq!(
        (sheet.kind, sheet.header_row),
        (Some(Kind::Answers), Some(4))
    );
    let fields: Vec<Option<&str>> = sheet.mapping.iter().map(|m| m.field.as_deref()).collect();
    assert_eq!(
        fields[2..],
        [
            Some("A1.1.1"),
            Some("A1.1.2"),
            Some("A1.2.1"),
            Some("A1.2.2")
        ]
    );
    assert_eq!(
        sheet.mapping[3].heading,
        "政策责任制(党委（党组）专题研究网络安全次数)"
    );
    assert_eq!((parsed.draft.rows_read, parsed.draft.rows_rejected), (8, 0));
}

#[test]
fn a_register_may_have_groups_of_different_depth() {
    let parsed = read(|sheet| {
        merge(sheet, (0, 0), (2, 0), "事件编号");
        merge(sheet, (0, 1), (0, 3), "事件");
        merge(sheet, (1, 1), (1, 2), "基本情况");
        sheet.write_string(2, 1, "发生单位").unwrap();
        sheet.write_string(2, 2, "事件类别").unwrap();
        sheet.write_string(1, 3, "时间").unwrap();
        sheet.write_string(2, 3, "发现时间").unwrap();
        merge(sheet, (0, 4), (2, 4), "事件级别");
        for (column, text) in (0_u16..).zip(["E1", "140100", "MP.07", "2026-03-05", "一般"]) {
            sheet.write_string(3, column, text).unwrap();
        }
    });
    let sheet = &parsed.sheets[0];
    assert_eq!(
        (sheet.kind, sheet.header_row),
        (Some(Kind::Incidents), Some(3))
    );
    assert!(
        sheet.mapping.iter().all(|m| m.field.is_some()),
        "{:?}",
        sheet.mapping
    );
    assert_eq!(parsed.draft.rows_read, 1);
}

#[test]
fn a_header_of_two_lines_that_is_repeated_is_no_row() {
    let upper = ["单位代码", "政策", "", ""];
    let lower = [
        "",
        "网络安全责任制落实机制",
        "党委（党组）专题研究网络安全次数",
        "网络安全纳入规划计划",
    ];
    let as_one = [upper[0], lower[1], lower[2], lower[3]];
    let parsed = read(|sheet| {
        merge(sheet, (0, 0), (1, 0), upper[0]);
        merge(sheet, (0, 1), (0, 3), upper[1]);
        let write = |sheet: &mut Worksheet, row: u32, texts: [&str; 4]| {
            for (column, text) in (0_u16..).zip(texts).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(row, column, text).unwrap();
            }
        };
        for (column, text) in (0_u16..).zip(lower).skip(1) {
            sheet.write_string(1, column, text).unwrap();
        }
        write(sheet, 2, ["140100", "3", "2", "4"]);
        write(sheet, 3, as_one);
        write(sheet, 4, ["140200", "3", "2", "4"]);
        write(sheet, 5, upper);
        write(sheet, 6, lower);
        write(sheet, 7, ["140300", "3", "2", "4"]);
    });
    assert_eq!(
        (parsed.draft.rows_read, parsed.draft.rows_rejected),
        (9, 0),
        "{:?}",
        parsed.problems
    );
    let repeated = parsed
        .problems
        .iter()
        .filter(|p| p.code == "header_repeated");
    assert_eq!(repeated.count(), 3);
}
