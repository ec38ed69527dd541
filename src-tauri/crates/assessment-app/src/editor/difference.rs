//! Where two versions of a framework differ: cell by cell in tables, number by number and line by line in
//! settings.

use std::collections::{BTreeMap, BTreeSet};

use super::source;
use crate::wire::{SourceDifference, SourceTable};

/// All differences, file by file.
pub(super) fn between(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<SourceDifference> {
    let mut found = Vec::new();
    let old = by_file(source::tables(before));
    let new = by_file(source::tables(after));
    let files: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for file in files {
        match (before.get(file), after.get(file)) {
            (Some(was), Some(is)) if was == is => {}
            (Some(was), Some(is)) => match (old.get(file), new.get(file)) {
                (Some(was), Some(is)) => tables(file, was, is, &mut found),
                _ => texts(file, was, is, &mut found),
            },
            (was, is) => found.push(SourceDifference {
                file: file.clone(),
                row: String::new(),
                column: None,
                before: was.map(|_| file.clone()),
                after: is.map(|_| file.clone()),
            }),
        }
    }
    found
}

fn by_file(tables: Vec<SourceTable>) -> BTreeMap<String, SourceTable> {
    tables.into_iter().map(|t| (t.file.clone(), t)).collect()
}

fn tables(file: &str, was: &SourceTable, is: &SourceTable, found: &mut Vec<SourceDifference>) {
    let row = |of: &SourceTable, key: &str| of.rows.iter().position(|r| r.key == key);
    let mut tell = |row: &str, column: Option<&String>, before, after| {
        found.push(SourceDifference {
            file: file.to_owned(),
            row: row.to_owned(),
            column: column.cloned(),
            before,
            after,
        });
    };
    let cell = |of: &SourceTable, at: usize, column: &str| {
        let position = of.columns.iter().position(|c| c == column)?;
        of.rows.get(at)?.cells.get(position).cloned()
    };
    for (at, old) in was.rows.iter().enumerate() {
        match row(is, &old.key) {
            None => tell(&old.key, None, Some(old.cells.join(" · ")), None),
            Some(now) => {
                let columns: BTreeSet<&String> = was.columns.iter().chain(&is.columns).collect();
                for column in columns {
                    let (before, after) = (cell(was, at, column), cell(is, now, column));
                    if before != after {
                        tell(&old.key, Some(column), before, after);
                    }
                }
            }
        }
    }
    for new in &is.rows {
        if row(was, &new.key).is_none() {
            tell(&new.key, None, None, Some(new.cells.join(" · ")));
        }
    }
}

/// Lines that are only in one of two texts, and numbers that are others.
fn texts(file: &str, was: &str, is: &str, found: &mut Vec<SourceDifference>) {
    let numbers = |text: &str| -> BTreeMap<String, f64> {
        let numbers = source::numbers(text).into_iter();
        numbers.map(|n| (n.path.join("."), n.value)).collect()
    };
    let (old, new) = (numbers(was), numbers(is));
    let mut told = BTreeSet::new();
    for (path, before) in &old {
        if let Some(after) = new.get(path).filter(|after| *after != before) {
            told.insert(path.rsplit('.').next().unwrap_or(path).to_owned());
            found.push(SourceDifference {
                file: file.to_owned(),
                row: path.clone(),
                column: None,
                before: Some(before.to_string()),
                after: Some(after.to_string()),
            });
        }
    }
    // What is not a number is told by its line, numbered as it stands in its version.
    let lines = |text: &str| -> Vec<(usize, String)> {
        let lines = text.lines().map(str::trim).enumerate();
        let kept = lines.filter(|(_, l)| {
            let name = l.split('=').next().unwrap_or("").trim();
            !l.is_empty() && !told.contains(name)
        });
        kept.map(|(at, line)| (at + 1, line.to_owned())).collect()
    };
    let (old, new) = (lines(was), lines(is));
    let only = |of: &[(usize, String)], other: &[(usize, String)]| -> Vec<(usize, String)> {
        let there: BTreeSet<&String> = other.iter().map(|(_, line)| line).collect();
        let gone = of.iter().filter(|(_, line)| !there.contains(line));
        gone.cloned().collect()
    };
    let tell = |(line, text): (usize, String), gone: bool| SourceDifference {
        file: file.to_owned(),
        row: line.to_string(),
        column: None,
        before: gone.then(|| text.clone()),
        after: (!gone).then_some(text),
    };
    found.extend(only(&old, &new).into_iter().map(|line| tell(line, true)));
    found.extend(only(&new, &old).into_iter().map(|line| tell(line, false)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(table: &str, settings: &str) -> BTreeMap<String, String> {
        [("a.csv", table), ("b.toml", settings)]
            .map(|(n, t)| (n.to_owned(), t.to_owned()))
            .into()
    }

    #[test]
    fn cells_rows_numbers_and_lines_are_told_each_at_its_place() {
        let before = files("id,w\nA,1\nB,2\n", "version = \"1\"\nmax = 20\n");
        let after = files("id,w\nA,3\nC,2\n", "version = \"2\"\nmax = 25\n");
        let told: Vec<(String, Option<String>, Option<String>)> = between(&before, &after)
            .into_iter()
            .map(|d| (d.row, d.before, d.after))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("A".to_owned(), some("1"), some("3")),
                ("B".to_owned(), some("B · 2"), None),
                ("C".to_owned(), None, some("C · 2")),
                ("max".to_owned(), some("20"), some("25")),
                ("1".to_owned(), some("version = \"1\""), None),
                ("1".to_owned(), None, some("version = \"2\"")),
            ]
        );
    }

    #[test]
    fn the_same_files_differ_nowhere() {
        let files = files("id\nA\n", "a = 1\n");
        assert!(between(&files, &files).is_empty());
    }
}
