//! Runs the tables of `tests/suite/*.md`: every row of a table whose heading names a check is one case,
//! with values computed by hand. A failure names file, line and row.
#![allow(
    clippy::disallowed_methods,
    reason = "the tables are files; the code under test takes values"
)]

mod checks;
mod diagnoses;
mod indices;
mod provinces;
mod questionnaires;
mod registers;
mod tables;
mod values;
mod weighing;

use std::path::Path;

use checks::Given;

#[test]
fn every_row_of_the_suite_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/suite");
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
