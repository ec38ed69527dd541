//! Sheets that are so large that several threads read them: the same comes of them as of small ones.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use std::fmt::Write as _;

use assessment_exchange::{Cell, Sheet, read_sheets};
use shared::{refused, workbook};

const ROWS: usize = 40_000;

/// A row of a number, a shared text, a text of its own and one that few rows have.
fn row(n: usize, number: &str) -> String {
    format!(
        "<row{number}><c><v>{n}.5</v></c><c t=\"s\"><v>{}</v></c><c t=\"inlineStr\"><is><t>第{n}行</t></is></c><c t=\"str\"><v>{}</v></c></row>",
        n % 3,
        ["有", "无"][n / 1_000 % 2],
    )
}

fn strings() -> String {
    let long = "很长的一段文字".repeat(12);
    format!("<sst><si><t>甲</t></si><si><t>{long}</t></si><si><t>丙</t></si></sst>")
}

fn numbered(n: usize) -> String {
    row(n, &format!(" r=\"{}\"", n + 1))
}

fn read(sheet_data: &str, behind: &str) -> Sheet {
    let bytes = workbook(
        &format!("<sheetData>{sheet_data}</sheetData>{behind}"),
        &strings(),
    );
    read_sheets(&bytes, "a.xlsx").unwrap().sheets.remove(0)
}

fn check(sheet: &Sheet) {
    assert_eq!(sheet.len(), ROWS);
    let shared: Vec<String> = vec!["甲".into(), "很长的一段文字".repeat(12), "丙".into()];
    for (n, row) in sheet.rows().enumerate() {
        assert_eq!(row.number as usize, n);
        let cells: Vec<(u16, Cell)> = row.cells.to_vec();
        assert_eq!(cells[0], (0, Cell::Number(n as f64 + 0.5)));
        let shown: Vec<_> = cells.iter().skip(1).map(|(_, c)| sheet.shown(*c)).collect();
        let own = format!("第{n}行");
        let few = ["有", "无"][n / 1_000 % 2];
        assert_eq!(shown, [shared[n % 3].as_str(), own.as_str(), few]);
    }
}

#[test]
fn many_rows_are_read_in_their_order() {
    let rows: String = (0..ROWS).map(numbered).collect();
    let sheet = read(&rows, "");
    check(&sheet);
    // What a column repeats is held once, or once in a while.
    assert!(sheet.texts() < ROWS + 2_000, "{}", sheet.texts());
    // The last rows first: cuts are where they are, rows where they say.
    let rows: String = (0..ROWS).rev().map(numbered).collect();
    check(&read(&rows, ""));
}

#[test]
fn rows_that_do_not_say_their_number_follow_each_other() {
    let rows: String = (0..ROWS).map(|n| row(n, "")).collect();
    check(&read(&rows, ""));
    // Only the first of them does; a cut may fall on any of the others.
    let rows: String = (0..ROWS)
        .map(|n| if n == 0 { numbered(n) } else { row(n, "") })
        .collect();
    check(&read(&rows, ""));
}

#[test]
fn what_only_looks_like_a_row_is_none() {
    let mut rows = String::new();
    for n in 0..ROWS {
        write!(
            rows,
            "<!-- <row r=\"9\"><c><v>1</v></c></row> {} -->",
            " ".repeat(n % 60)
        )
        .unwrap();
        rows.push_str(&numbered(n));
    }
    check(&read(
        &rows,
        "<rowBreaks count=\"1\"><brk id=\"4\"/></rowBreaks><extLst><row r=\"3\"><c><v>7</v></c></row></extLst>",
    ));
    let prefixed: String = (0..ROWS).map(numbered).collect();
    let prefixed = prefixed
        .replace("<row", "<x:row")
        .replace("</row", "</x:row");
    check(&read(&prefixed, ""));
}

#[test]
fn hidden_rows_and_merged_cells_of_a_large_sheet_are_known() {
    let hidden = |n: usize| (1_000..30_000).contains(&n) || n == 35_000;
    let rows: String = (0..ROWS)
        .map(|n| {
            let mark = if hidden(n) { " hidden=\"1\"" } else { "" };
            row(n, &format!(" r=\"{}\"{mark}", n + 1))
        })
        .collect();
    let sheet = read(&rows, "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>");
    check(&sheet);
    assert_eq!(sheet.hidden_rows, [(1_000, 29_999), (35_000, 35_000)]);
}

#[test]
fn a_large_sheet_that_is_broken_is_refused_as_a_small_one_is() {
    let rows: String = (0..ROWS).map(numbered).collect();
    for (broken, code) in [
        (
            rows.replacen("<row r=\"39000\">", "<!-- <row r=\"39000\">", 1),
            "file_xml_broken",
        ),
        (
            rows.replacen("<row r=\"20000\">", "<!DOCTYPE x><row r=\"20000\">", 1),
            "file_xml_entities",
        ),
        (
            rows.replacen("<row r=\"100\">", &"<x>".repeat(2_000), 1),
            "file_nested_too_deep",
        ),
    ] {
        let bytes = workbook(&format!("<sheetData>{broken}</sheetData>"), &strings());
        assert_eq!(refused(&bytes, "a.xlsx"), code);
    }
}
