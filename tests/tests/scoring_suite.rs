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
#[path = "scoring_suite/tables.rs"]
mod tables;

use std::{collections::BTreeMap, path::Path};

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
    let mut cases = BTreeMap::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let mut given = Given::default();
        for table in tables::parse(&std::fs::read_to_string(&file).unwrap()) {
            for (line, row, message) in checks::run(&table, &mut given) {
                *cases.entry(name.clone()).or_insert(0) += 1;
                if let Err(message) = message {
                    failures.push(format!("{name}:{line} | {row} | {message}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    let counted: Vec<(&str, usize)> = cases.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    // A table that is not recognised has no cases; who adds rows counts them here.
    assert_eq!(
        counted,
        [
            ("adjustments.md", 19),
            ("aggregation.md", 29),
            ("ranking.md", 14),
            ("rounding.md", 23),
            ("scales.md", 45),
        ]
    );
}
