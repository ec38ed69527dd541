//! What the tests of the readers share.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{Cursor, Write as _};

use assessment_exchange::read_sheets;
use assessment_models::{Framework, Round, Text};
use rust_xlsxwriter::Workbook;
use zip::{ZipWriter, write::SimpleFileOptions};

/// The code with which a file is refused.
pub(crate) fn refused(bytes: &[u8], name: &str) -> &'static str {
    match read_sheets(bytes, name) {
        Ok(workbook) => panic!("{name} was read as {:?}", workbook.format),
        Err(error) => error.code(),
    }
}

/// A small sound workbook to spoil.
pub(crate) fn sound() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0_u16..).zip(["单位代码", "A1.1.1", "A1.1.2", "A1.2.2"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for row in 1..30 {
        sheet.write_string(row, 0, format!("14{row:02}00")).unwrap();
        sheet.write_number(row, 1, f64::from(row % 6)).unwrap();
        sheet.write_string(row, 2, "２次").unwrap();
        sheet.write_string(row, 3, "85%").unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The built-in framework.
pub(crate) fn framework() -> Framework {
    Framework::builtin("six-aspect").unwrap()
}

/// A round of it over the year 2026.
pub(crate) fn round(framework: &Framework) -> Round {
    Round {
        id: "2026".into(),
        name: Text::new("2026年度评估", "Round 2026"),
        period_start: "2026-01-01".parse().unwrap(),
        period_end: "2026-12-31".parse().unwrap(),
        deadline: None,
        framework: framework.id.clone(),
        framework_version: framework.version.clone(),
    }
}

/// A zip with these entries.
pub(crate) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook whose one sheet has this XML inside `<worksheet>`.
pub(crate) fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
    );
    zipped(&[
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}
