//! What people read result workbooks with besides office programs, openpyxl and pandas, finds the engine's
//! numbers in them without computing anything.
//!
//! They are Python's, which not every machine has: where they are missing the test says so on the standard
//! error and checks nothing. `cargo xtask test` installs them where it can.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong here fails the test"
)]

use std::{io::Write, path::Path, process::Command};

use assessment_models::{Mode, scoring::Ranking};
use serde_json::Value;
use spreadsheet::render;

mod spreadsheet;

#[path = "../../src-tauri/crates/assessment-reports/tests/fixture/mod.rs"]
mod fixture;

/// Prints code, total and rank of each unit as openpyxl reads them.
const OPENPYXL: &str = r#"
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], data_only=True)
rows = list(book["方面得分"].values)
head = list(rows[5])
at = [0, head.index("总分"), head.index("名次"), head.index("等级")]
print(json.dumps([[row[i] for i in at] for row in rows[6:] if row[0]]))
"#;

/// The same as pandas reads them.
const PANDAS: &str = r#"
import json, sys, pandas
table = pandas.read_excel(sys.argv[1], sheet_name="方面得分", header=5, dtype={0: str}, engine="openpyxl")
table = table[table.iloc[:, 0].notna()]
none = lambda x: None if pandas.isna(x) else x
cells = zip(table.iloc[:, 0].astype(str), table["总分"], table["名次"], table["等级"])
print(json.dumps([[none(x) for x in row] for row in cells]))
"#;

/// A Python that has the module.
fn python(module: &str) -> Option<&'static str> {
    ["/usr/bin/python3", "python3"].into_iter().find(|program| {
        let asked = Command::new(program)
            .args(["-c", &format!("import {module}")])
            .output();
        asked.is_ok_and(|said| said.status.success())
    })
}

fn read(program: &str, script: &str, file: &Path) -> Vec<Vec<Value>> {
    let run = Command::new(program)
        .args(["-c", script])
        .arg(file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn openpyxl_and_pandas_find_the_engines_numbers() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 25, 40, 21);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("results.xlsx");
    for mode in [Mode::Official, Mode::Provisional] {
        let card = fixture::score(&framework, &data, mode);
        std::fs::write(&file, render(&framework, &data, &card)).unwrap();
        for (module, script) in [("openpyxl", OPENPYXL), ("pandas", PANDAS)] {
            let Some(program) = python(module) else {
                // Not by a macro, whose words the test harness would keep to itself.
                let said = format!("NOT CHECKED: no Python with {module} on this machine\n");
                std::io::stderr().write_all(said.as_bytes()).unwrap();
                continue;
            };
            let rows = read(program, script, &file);
            assert_eq!(rows.len(), card.units.len(), "{module}");
            for cells in rows {
                let code = cells[0].as_str().unwrap();
                let unit = card.units.iter().find(|u| u.unit == code).unwrap();
                let rank = match unit.ranking {
                    Ranking::Rank(rank) => Some(f64::from(rank)),
                    Ranking::Incomplete | Ranking::NoScore => None,
                };
                let number = |value: &Value| value.as_f64();
                assert_eq!(number(&cells[1]), unit.total, "{module}: total of {code}");
                assert_eq!(number(&cells[2]), rank, "{module}: rank of {code}");
                let grade = unit.grade.map(|g| framework.grades[g].name.zh.as_str());
                let found = cells[3].as_str().filter(|text| !text.is_empty());
                assert_eq!(found, grade, "{module}: grade of {code}");
            }
        }
    }
}
