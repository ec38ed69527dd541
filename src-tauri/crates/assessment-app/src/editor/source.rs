//! A framework's files as tables and texts, changed cell by cell.

use std::{collections::BTreeMap, ops::Range};

use assessment_models::framework::Fault;
use toml_edit::{DocumentMut, Item, Value};

use crate::{
    failure::{Code, Failure},
    wire::{SourceChange, SourceNumber, SourceRow, SourceTable, SourceText},
};

/// The file that names a framework and its version.
const SETTINGS: &str = "framework.toml";

/// Tables of files, by name.
pub(super) fn tables(files: &BTreeMap<String, String>) -> Vec<SourceTable> {
    let tables = files.iter().filter(|(name, _)| name.ends_with(".csv"));
    tables.map(|(name, text)| table(name, text)).collect()
}

fn table(file: &str, text: &str) -> SourceTable {
    let mut records = records(text).into_iter();
    let columns = records.next().unwrap_or_default();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let rows = records
        .map(|cells| {
            let first = cells.first().cloned().unwrap_or_default();
            let times = taken.entry(first.clone()).or_default();
            *times += 1;
            let key = match *times {
                1 => first,
                n => format!("{first}#{n}"),
            };
            SourceRow { key, cells }
        })
        .collect();
    SourceTable {
        file: file.to_owned(),
        columns,
        rows,
    }
}

/// Rows of a csv with its heading; what cannot be read ends it, and the framework's own reader says why.
fn records(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
        .into_records()
        .map_while(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

/// Settings files, by name.
pub(super) fn texts(files: &BTreeMap<String, String>) -> Vec<SourceText> {
    let texts = files.iter().filter(|(name, _)| name.ends_with(".toml"));
    texts
        .map(|(name, text)| SourceText {
            file: name.clone(),
            text: text.clone(),
            numbers: numbers(text),
        })
        .collect()
}

/// Numbers outside of lists, in the order of the file.
pub(super) fn numbers(text: &str) -> Vec<SourceNumber> {
    let mut found = Vec::new();
    if let Ok(document) = text.parse::<DocumentMut>() {
        gather(document.as_item(), &mut Vec::new(), &mut found);
    }
    found
}

fn gather(item: &Item, path: &mut Vec<String>, found: &mut Vec<SourceNumber>) {
    let number = item
        .as_float()
        .or_else(|| item.as_integer().map(|n| n as f64));
    if let Some(value) = number {
        found.push(SourceNumber {
            path: path.clone(),
            value,
        });
    }
    for (name, below) in item.as_table_like().into_iter().flat_map(|t| t.iter()) {
        path.push(name.to_owned());
        gather(below, path, found);
        path.pop();
    }
}

/// A framework's files while they are changed.
pub(super) struct Edited {
    tables: BTreeMap<String, SourceTable>,
    /// Tables that were changed; the others keep their text as it was, byte by byte.
    touched: Vec<String>,
    texts: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
}

fn bad(name: &str, value: &str) -> Failure {
    Failure::new(Code::BadArgument)
        .with("name", name)
        .with("value", value)
}

impl Edited {
    pub(super) fn of(files: BTreeMap<String, String>) -> Self {
        let tables = tables(&files);
        let settings = files.iter().filter(|(name, _)| name.ends_with(".toml"));
        Self {
            tables: tables.into_iter().map(|t| (t.file.clone(), t)).collect(),
            touched: Vec::new(),
            texts: settings.map(|(n, t)| (n.clone(), t.clone())).collect(),
            files,
        }
    }

    fn table(&mut self, file: &str) -> Result<&mut SourceTable, Failure> {
        if !self.touched.iter().any(|name| name == file) {
            self.touched.push(file.to_owned());
        }
        self.tables.get_mut(file).ok_or_else(|| bad("file", file))
    }

    /// Makes one change.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for what is not there.
    pub(super) fn apply(&mut self, change: &SourceChange) -> Result<(), Failure> {
        match change {
            SourceChange::Cell {
                file,
                row,
                column,
                value,
            } => {
                let table = self.table(file)?;
                let at = column_of(table, column)?;
                let found = table.rows.iter_mut().find(|r| r.key == *row);
                let cells = &mut found.ok_or_else(|| bad("row", row))?.cells;
                cells.resize(cells.len().max(at + 1), String::new());
                cells[at] = value.trim().to_owned();
            }
            SourceChange::Add {
                file,
                row,
                after,
                cells,
            } => {
                let table = self.table(file)?;
                if table.rows.iter().any(|r| r.key == *row) {
                    return Err(bad("row", row));
                }
                let mut made = vec![String::new(); table.columns.len()];
                for (column, value) in cells {
                    made[column_of(table, column)?] = value.trim().to_owned();
                }
                let at = match after {
                    None => table.rows.len(),
                    Some(key) => position(table, key)? + 1,
                };
                let key = row.clone();
                table.rows.insert(at, SourceRow { key, cells: made });
            }
            SourceChange::Remove { file, row } => {
                let table = self.table(file)?;
                let at = position(table, row)?;
                table.rows.remove(at);
            }
            SourceChange::Number { file, path, value } => {
                let text = self.texts.get_mut(file).ok_or_else(|| bad("file", file))?;
                *text =
                    with_number(text, path, *value).ok_or_else(|| bad("path", &path.join(".")))?;
            }
            SourceChange::Text { file, text } => {
                let known = self.texts.get_mut(file).ok_or_else(|| bad("file", file))?;
                known.clone_from(text);
            }
        }
        Ok(())
    }

    /// Gives the framework its version.
    pub(super) fn set_version(&mut self, version: &str) {
        if let Some(text) = self.texts.get_mut(SETTINGS)
            && let Ok(mut document) = text.parse::<DocumentMut>()
        {
            document["version"] = toml_edit::value(version);
            *text = document.to_string();
        }
    }

    /// The files as they stand now.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let mut files = self.files.clone();
        files.extend(self.texts.clone());
        for file in &self.touched {
            if let Some(table) = self.tables.get(file) {
                files.insert(file.clone(), written(table));
            }
        }
        files
    }

    /// Row and column that a fault in `files` is mended at.
    pub(super) fn place(
        &self,
        fault: &Fault,
        files: &BTreeMap<String, String>,
    ) -> (Option<String>, Option<String>) {
        let Some(table) = self.tables.get(&fault.file) else {
            return (None, None);
        };
        let column = fault.params.get("column");
        let column = column.filter(|c| table.columns.contains(c)).cloned();
        let named = |name: &str| {
            let id = fault.params.get(name)?;
            let row = table.rows.iter().find(|r| r.cells.first() == Some(id));
            row.map(|row| row.key.clone())
        };
        let row = fault
            .line
            .and_then(|line| {
                let lines = lines(files.get(&fault.file)?);
                let at = lines.iter().position(|range| range.contains(&line))?;
                // The first record is the heading.
                Some(table.rows.get(at.checked_sub(1)?)?.key.clone())
            })
            .or_else(|| named("id"))
            .or_else(|| named("group"));
        (row, column)
    }
}

/// Lines, from 1, that each record of a csv takes.
fn lines(text: &str) -> Vec<Range<u64>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut starts = Vec::new();
    for record in reader.records().map_while(Result::ok) {
        starts.push(record.position().map_or(0, csv::Position::line));
    }
    let ends = starts.iter().skip(1).copied().chain([u64::MAX]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(from, to)| from..to)
        .collect()
}

fn position(table: &SourceTable, key: &str) -> Result<usize, Failure> {
    let at = table.rows.iter().position(|r| r.key == key);
    at.ok_or_else(|| bad("row", key))
}

fn column_of(table: &SourceTable, column: &str) -> Result<usize, Failure> {
    let at = table.columns.iter().position(|c| c == column);
    at.ok_or_else(|| bad("column", column))
}

fn written(table: &SourceTable) -> String {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let rows = table.rows.iter().map(|row| &row.cells);
    for cells in [&table.columns].into_iter().chain(rows) {
        // Writing to memory fails for records of unequal length only, which are allowed here.
        let _ = writer.write_record(cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// The text with another number at a place that holds one; comments and order stay.
fn with_number(text: &str, path: &[String], value: f64) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let mut item = document.as_item_mut();
    for name in path {
        item = item.as_table_like_mut()?.get_mut(name)?;
    }
    let there = item.as_value_mut()?;
    if !(there.is_integer() || there.is_float()) || !value.is_finite() {
        return None;
    }
    let mut put = match value.fract() == 0.0 && there.is_integer() {
        true => Value::from(value as i64),
        false => Value::from(value),
    };
    *put.decor_mut() = there.decor().clone();
    *there = put;
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited() -> Edited {
        let files = [
            (
                "a.csv",
                "id,name,weight\nA,one,0.5\nB,\"two\nlines\",0.5\nC,three,x\n",
            ),
            (
                "b.toml",
                "# why\nmax = 20 # points\n[rules.V1]\npoints = 59.5\nlist = [1, 2]\n",
            ),
        ];
        Edited::of(files.map(|(n, t)| (n.to_owned(), t.to_owned())).into())
    }

    #[test]
    fn what_is_not_touched_keeps_every_byte() {
        let edited = edited();
        assert_eq!(edited.files(), edited.files);
    }

    #[test]
    fn cells_rows_and_numbers_change_where_they_stand() {
        let mut edited = edited();
        let changes = [
            SourceChange::Cell {
                file: "a.csv".into(),
                row: "A".into(),
                column: "weight".into(),
                value: " 0.4 ".into(),
            },
            SourceChange::Add {
                file: "a.csv".into(),
                row: "+1".into(),
                after: Some("A".into()),
                cells: [("id".to_owned(), "D".to_owned())].into(),
            },
            SourceChange::Remove {
                file: "a.csv".into(),
                row: "C".into(),
            },
            SourceChange::Number {
                file: "b.toml".into(),
                path: vec!["max".into()],
                value: 25.0,
            },
            SourceChange::Number {
                file: "b.toml".into(),
                path: vec!["rules".into(), "V1".into(), "points".into()],
                value: 60.0,
            },
        ];
        for change in &changes {
            edited.apply(change).unwrap();
        }
        let files = edited.files();
        assert_eq!(
            files["a.csv"],
            "id,name,weight\nA,one,0.4\nD,,\nB,\"two\nlines\",0.5\n"
        );
        assert_eq!(
            files["b.toml"],
            "# why\nmax = 25 # points\n[rules.V1]\npoints = 60.0\nlist = [1, 2]\n"
        );
        assert_eq!(numbers(&files["b.toml"]).len(), 2);
    }

    #[test]
    fn what_is_not_there_cannot_be_changed() {
        let wrong = [
            SourceChange::Remove {
                file: "a.csv".into(),
                row: "Z".into(),
            },
            SourceChange::Number {
                file: "b.toml".into(),
                path: vec!["rules".into(), "V1".into(), "list".into()],
                value: 1.0,
            },
            SourceChange::Text {
                file: "c.toml".into(),
                text: String::new(),
            },
        ];
        for change in wrong {
            assert_eq!(edited().apply(&change).unwrap_err().code, Code::BadArgument);
        }
    }

    #[test]
    fn a_fault_after_a_cell_of_two_lines_is_placed_at_its_row() {
        use assessment_models::framework::FaultCode;
        let edited = edited();
        let fault = Fault::new("a.csv", Some(5), FaultCode::BadNumber).with("column", "weight");
        let (row, column) = edited.place(&fault, &edited.files());
        assert_eq!(
            (row.as_deref(), column.as_deref()),
            (Some("C"), Some("weight"))
        );
    }
}
