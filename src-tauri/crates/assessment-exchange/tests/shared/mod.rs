//! What the tests of the readers share.

#![allow(dead_code, reason = "each test uses a part of it")]

use assessment_exchange::read_sheets;
use assessment_models::{Framework, Round, Text};
use rust_xlsxwriter::Workbook;

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
