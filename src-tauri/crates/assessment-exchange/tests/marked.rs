//! The workbook that goes back with its faulty cells marked is the sender's own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails, and says why"
)]

use std::io::{Cursor, Read};

use assessment_exchange::{Grid, Marked, MarkedSheet, ParseContext, marked, parse};
use assessment_models::{
    Framework,
    problem::{Problem, Severity},
    text::Lang,
};
use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{Color, DataValidation, Format, Note, Workbook};
use zip::ZipArchive;

/// A workbook with a look of its own: fonts, number formats, a list, widths, a note, a name, a second sheet.
fn sent() -> Vec<u8> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold().set_font_color(Color::Red);
    let percent = Format::new().set_num_format("0.0%").set_italic();
    let sheet = book.add_worksheet().set_name("自评").unwrap();
    sheet.set_column_width(1, 33).unwrap();
    sheet
        .write_string_with_format(0, 0, "单位代码", &bold)
        .unwrap();
    sheet
        .write_string_with_format(0, 1, "A1.1.1", &bold)
        .unwrap();
    sheet.write_string(1, 0, "140100").unwrap();
    sheet
        .write_number_with_format(1, 1, 0.855, &percent)
        .unwrap();
    sheet.write_string(4, 0, "140200").unwrap();
    sheet.write_formula(4, 1, "=1+1").unwrap();
    let list = DataValidation::new()
        .allow_list_strings(&["是", "否"])
        .unwrap();
    sheet.add_data_validation(1, 2, 9, 2, &list).unwrap();
    sheet
        .insert_note(1, 0, &Note::new("请核对代码").set_author("填报人"))
        .unwrap();
    let other = book.add_worksheet().set_name("说明").unwrap();
    other.write_string(0, 0, "甲").unwrap();
    other.set_active(true);
    book.define_name("说明!范围", "=说明!$A$1").unwrap();
    book.save_to_buffer().unwrap()
}

/// Marks these cells of the first sheet, as an import would.
fn mark(file: &[u8], cells: &[(&str, Severity)]) -> Marked {
    let framework = Framework::builtin("six-aspect").unwrap();
    let context = ParseContext {
        units: &framework.units,
        show: true,
        ..ParseContext::default()
    };
    let parsed = parse(file, "a.xlsx", &framework, &context).unwrap();
    let empty = Grid::default();
    let sheets: Vec<MarkedSheet<'_>> = parsed
        .sheets
        .iter()
        .map(|sheet| MarkedSheet {
            name: &sheet.name,
            hidden: sheet.hidden,
            hidden_rows: &sheet.hidden_rows,
            grid: sheet.grid.as_ref().unwrap_or(&empty),
        })
        .collect();
    let problems: Vec<Problem> = cells
        .iter()
        .map(|(cell, severity)| {
            Problem::new(
                *severity,
                &parsed.sheets[0].name,
                Some((*cell).to_owned()),
                "x",
            )
        })
        .collect();
    let sentences: Vec<(String, String)> = cells
        .iter()
        .map(|(cell, _)| (format!("{cell} 不对 <&>。"), "请改正。".to_owned()))
        .collect();
    marked(
        Some(file),
        &sheets,
        &problems,
        &sentences,
        Lang::Zh,
        &|| false,
    )
    .unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut entry = archive.by_name(name).unwrap();
    entry.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_marked_workbook_keeps_its_look_formulas_lists_and_notes() {
    let sent = sent();
    let (error, warning) = (Severity::Error, Severity::Warning);
    let cells = [
        ("B2", error),
        ("A2", warning),
        ("D2", error),
        ("C4", warning),
        ("5:5", error),
        ("F9", error),
    ];
    let back = mark(&sent, &cells);
    assert!(back.own_look);
    let xml = part(&back.bytes, "xl/worksheets/sheet1.xml");
    let before = part(&sent, "xl/worksheets/sheet1.xml");
    for kept in ["<dataValidations", "<cols>", "<f>1+1</f>"] {
        assert!(xml.contains(kept) && before.contains(kept), "{kept}");
    }
    assert!(!part(&back.bytes, "xl/worksheets/sheet2.xml").contains("tabSelected"));
    // The percentage is still italic and a percentage, on another ground.
    let styles = part(&back.bytes, "xl/styles.xml");
    let styles_there = part(&sent, "xl/styles.xml");
    let own = styles_there
        .split("<xf ")
        .skip(1)
        .find(|xf| xf.contains("numFmtId=\"164\""))
        .unwrap();
    let font = own
        .split("fontId=")
        .nth(1)
        .unwrap()
        .split('"')
        .nth(1)
        .unwrap();
    let changed = styles
        .split("<xf ")
        .skip(1)
        .filter(|xf| xf.contains("numFmtId=\"164\""));
    let changed: Vec<&str> = changed
        .filter(|xf| xf.contains(&format!("fontId=\"{font}\"")))
        .collect();
    assert!(
        changed.len() == 2 && changed[0] != changed[1],
        "{changed:?}"
    );
    // All notes, the sender's with ours behind it.
    let notes = part(&back.bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 6);
    assert!(notes.contains("请核对代码") && notes.contains("A2 不对 &lt;&amp;&gt;。"));
    let shapes = part(&back.bytes, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(shapes.matches("<v:shape ").count(), 6);
    let workbook = part(&back.bytes, "xl/workbook.xml");
    assert!(workbook.contains("localSheetId=\"2\""), "{workbook}");

    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&back.bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names[1..], ["自评", "说明"]);
    let list = book.worksheet_range(&names[0]).unwrap();
    assert_eq!(list.height(), 7);
    assert_eq!(
        list.get_value((1, 2)),
        Some(&Data::String("B2 不对 <&>。".into()))
    );
    let range = book.worksheet_range("自评").unwrap();
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(0.855)));
    assert_eq!(
        range.get_value((4, 0)),
        Some(&Data::String("140200".into()))
    );
    // And once more: a workbook that went back twice has both marks.
    let twice = mark(&back.bytes, &[]);
    assert!(twice.own_look);
}

#[test]
fn a_workbook_without_notes_gets_them() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "单位代码").unwrap();
    sheet.write_string(2, 1, "x").unwrap();
    let sent = book.save_to_buffer().unwrap();
    let back = mark(&sent, &[("B3", Severity::Error), ("B2", Severity::Error)]);
    assert!(back.own_look);
    let types = part(&back.bytes, "[Content_Types].xml");
    assert!(types.contains("Extension=\"vml\"") && types.contains("hezhi-notes1.xml"));
    let relations = part(&back.bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert_eq!(relations.matches("<Relationship ").count(), 2);
    let sheet = part(&back.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.find("<c r=\"B2\"").unwrap() < sheet.find("r=\"3\"").unwrap());
    assert!(sheet.contains("<legacyDrawing"));
    // What is no ordinary workbook is written anew.
    let csv = mark(
        "单位代码,A1.1.1\n140100,x\n".as_bytes(),
        &[("B2", Severity::Error)],
    );
    assert!(!csv.own_look);
    assert!(Xlsx::new(Cursor::new(csv.bytes)).is_ok());
}
