//! Runs the tables of `tests/suite/*.md`: every row of a table whose heading names a check is one case,
//! with values computed by hand. A failure names file, line and row.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

#[path = "scoring_suite/checks.rs"]
mod checks;
#[path = "scoring_suite/diagnoses.rs"]
mod diagnoses;
#[path = "scoring_suite/indices.rs"]
mod indices;
#[path = "scoring_suite/provinces.rs"]
mod provinces;
#[path = "scoring_suite/questionnaires.rs"]
mod questionnaires;
#[path = "scoring_suite/registers.rs"]
mod registers;
#[path = "scoring_suite/tables.rs"]
mod tables;
#[path = "scoring_suite/values.rs"]
mod values;
#[path = "scoring_suite/weighing.rs"]
mod weighing;

use std::path::Path;

use checks::Given;

#[test]
fn every_row_of_the_suite_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    let mut failures = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let mut given = Given::default();
        let mut cases = 0;
        for table in tables::parse(&text) {
            for (line, row, message) in checks::run(&table, &mut given) {
                cases += 1;
                if let Err(message) = message {
                    failures.push(format!("{name}:{line} | {row} | {message}"));
                }
            }
        }
        // A table that is not recognised has no cases; who adds rows counts them at the head of the file.
        let stated = text.lines().find_map(|line| line.strip_prefix("Cases: "));
        let stated = stated.and_then(|count| count.strip_suffix('.'));
        if stated != Some(cases.to_string().as_str()) {
            failures.push(format!("{name} has {cases} cases, not {stated:?}"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
