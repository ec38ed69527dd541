//! Cells as a person sees them, from each format; hidden rows; what a person put in place of cells.
#![allow(
    clippy::unwrap_used,
    reason = "a test whose case cannot be set up fails"
)]

use std::{fs, path::Path};

use assessment_exchange::{Amendment, Grid, Hidden, ParseContext, Parsed, parse};
use assessment_models::Framework;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn read(bytes: &[u8], name: &str, context: &ParseContext<'_>) -> Parsed {
    let framework = Framework::builtin("six-aspect").unwrap();
    parse(bytes, name, &framework, context).unwrap()
}

fn shown(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let context = ParseContext {
        show: true,
        ..ParseContext::default()
    };
    rows(read(bytes, name, &context).sheets[0].grid.as_ref().unwrap())
}

fn rows(grid: &Grid) -> Vec<Vec<String>> {
    (0..grid.len())
        .map(|at| grid.row(at).map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_workbooks_cells_are_shown_in_their_number_formats() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = |code: &str| Format::new().set_num_format(code);
    sheet.write_string(0, 0, " 前有空格").unwrap();
    sheet.write_number(0, 2, 0.1 + 0.2).unwrap();
    for (row, (n, code)) in (1_u32..).zip([
        (0.855, "0.0%"),
        (1_234_567.891, "#,##0.00"),
        (12_345.0, "0.00E+00"),
        (-3.0, "0;(0)"),
        (0.0, "0;(0);\"—\""),
        (1.5, "# ?/?"),
        (1.5, "[h]:mm"),
    ]) {
        sheet
            .write_number_with_format(row, 1, n, &format(code))
            .unwrap();
    }
    let day = ExcelDateTime::from_ymd(2024, 3, 5).unwrap();
    sheet
        .write_with_format(8, 0, &day, &format("yyyy\"年\"m\"月\"d\"日\""))
        .unwrap();
    sheet.write_boolean(8, 1, true).unwrap();
    let formula = rust_xlsxwriter::Formula::new("1/0").set_result("#DIV/0!");
    sheet.write_formula(8, 2, formula).unwrap();
    let cells = shown(&book.save_to_buffer().unwrap(), "a.xlsx");
    assert_eq!(cells[0], [" 前有空格", "", "0.3"]);
    let second: Vec<&str> = cells[1..8].iter().map(|r| r[1].as_str()).collect();
    assert_eq!(
        second,
        [
            "85.5%",
            "1,234,567.89",
            "1.23E+04",
            "(3)",
            "—",
            "1 1/2",
            "36:00"
        ]
    );
    assert_eq!(cells[8], ["2024年3月5日", "TRUE", "#DIV/0!"]);
}

#[test]
fn a_text_files_cells_are_shown_as_they_stand() {
    let cells = shown("a, b ,\"c\"\"d\"\n,,1.50\n".as_bytes(), "a.csv");
    assert_eq!(cells, [vec!["a", " b ", "c\"d"], vec!["", "", "1.50"]]);
}

/// Written by Excel with code page 936; the texts are those that stand in it.
#[test]
fn an_old_workbooks_cells_are_shown() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/samples/19599-2.xls");
    let Ok(bytes) = fs::read(path) else {
        return;
    };
    let cells = shown(&bytes, "19599-2.xls");
    assert_eq!(cells.len(), 29, "{cells:?}");
    assert_eq!(cells[1][1], "统计日期:2003-04-21至2003-05-20");
    assert_eq!(cells[2][1], "指     标     名     称");
    assert_eq!(cells[3][0], "1");
    assert!(cells[0][0].starts_with('“'), "{cells:?}");
}

fn with_hidden_row() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0_u16..).zip(["单位代码", "A1.1.1", "A1.1.2"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (row, code) in (1_u32..).zip(["140100", "140200", "140300"]) {
        sheet.write_string(row, 0, code).unwrap();
        sheet.write_number(row, 1, 2).unwrap();
        sheet.write_number(row, 2, 2).unwrap();
    }
    sheet.set_row_hidden(2).unwrap();
    book.save_to_buffer().unwrap()
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed.problems.iter().map(|p| p.code.as_str()).collect()
}

#[test]
fn hidden_rows_are_taken_or_not_and_told() {
    let bytes = with_hidden_row();
    let by = |hidden| {
        let framework = Framework::builtin("six-aspect").unwrap();
        let context = ParseContext {
            units: &framework.units,
            hidden,
            ..ParseContext::default()
        };
        read(&bytes, "a.xlsx", &context)
    };
    let taken = by(Hidden::Rows);
    assert_eq!(taken.sheets[0].hidden_rows, [(3, 3)]);
    assert!(
        codes(&taken).contains(&"hidden_rows_taken"),
        "{:?}",
        taken.problems
    );
    let skipped = by(Hidden::Skip);
    assert!(codes(&skipped).contains(&"hidden_rows_skipped"));
    assert_eq!(taken.draft.rows_read, 6);
    assert_eq!(skipped.draft.rows_read, 4);
}

#[test]
fn a_cell_is_mended_and_a_row_set_aside() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let text = "单位代码,A1.1.1,A1.1.2\n140100,不知道,2\n140200,2,2\n";
    let parsed = |amendments: &[Amendment]| {
        let context = ParseContext {
            units: &framework.units,
            amendments,
            ..ParseContext::default()
        };
        parse(text.as_bytes(), "a.csv", &framework, &context).unwrap()
    };
    let before = parsed(&[]);
    assert_eq!((before.draft.rows_read, before.draft.rows_rejected), (4, 1));
    let amendment = |row, column, text: Option<&str>| Amendment {
        sheet: String::new(),
        row,
        column,
        text: text.map(str::to_owned),
    };
    let after = parsed(&[amendment(1, Some(1), Some("2")), amendment(2, None, None)]);
    assert_eq!((after.draft.rows_read, after.draft.rows_rejected), (2, 0));
    let told = after
        .problems
        .iter()
        .find(|p| p.code == "cell_amended")
        .unwrap();
    assert_eq!(told.cell.as_deref(), Some("B2"));
    assert_eq!(
        (&*told.params["was"], &*told.params["now"]),
        ("不知道", "2")
    );
    assert!(codes(&after).contains(&"row_set_aside"));
}

#[test]
fn a_named_encoding_is_believed() {
    let text = "单位,说明\n太原市,好\n";
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    let context = ParseContext {
        show: true,
        encoding: Some("gb18030"),
        ..ParseContext::default()
    };
    let parsed = read(&bytes, "a.csv", &context);
    assert_eq!(parsed.encoding.as_deref(), Some("gb18030"));
    assert_eq!(
        rows(parsed.sheets[0].grid.as_ref().unwrap())[1][0],
        "太原市"
    );
    let wrong = ParseContext {
        encoding: Some("utf-8"),
        ..context
    };
    let framework = Framework::builtin("six-aspect").unwrap();
    let refused = parse(&bytes, "a.csv", &framework, &wrong).unwrap_err();
    assert_eq!(refused.code(), "file_encoding");
}
