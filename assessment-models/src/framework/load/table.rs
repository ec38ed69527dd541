//! Tables of a framework: CSV with a heading row, read by column name.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IntoDeserializer, value::StrDeserializer};

use super::Loader;
use crate::{
    Text,
    framework::{Fault, FaultCode},
};

/// A table, whole.
pub(super) struct Table<'a> {
    file: &'a str,
    columns: BTreeMap<String, usize>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row of it.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    file: &'t str,
    columns: &'t BTreeMap<String, usize>,
    pub(super) line: u64,
    record: &'t csv::StringRecord,
}

impl<'a> Loader<'a> {
    /// Reads `file`; without it, a fault when `required`. Columns that are not in `columns` may be there
    /// or not.
    pub(super) fn table(
        &mut self,
        file: &'a str,
        required: bool,
        columns: &[&str],
    ) -> Option<Table<'a>> {
        let Some(text) = self.text(file) else {
            if required {
                self.fault(Fault::new(file, None, FaultCode::MissingFile));
            }
            return None;
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut found = BTreeMap::new();
        match reader.headers() {
            Ok(headers) => {
                for (position, name) in headers.iter().enumerate() {
                    if found.insert(name.to_owned(), position).is_some() {
                        self.fault(
                            Fault::new(file, Some(1), FaultCode::DuplicateId).with("id", name),
                        );
                    }
                }
            }
            Err(error) => {
                self.fault(
                    Fault::new(file, Some(1), FaultCode::MalformedRow).with("message", error),
                );
                return None;
            }
        }
        let missing: Vec<&&str> = columns
            .iter()
            .filter(|c| !found.contains_key(**c))
            .collect();
        for column in &missing {
            self.fault(Fault::new(file, Some(1), FaultCode::MissingColumn).with("column", column));
        }
        if !missing.is_empty() {
            return None;
        }
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    if record.len() != found.len() {
                        self.fault(
                            Fault::new(file, Some(line), FaultCode::MalformedRow)
                                .with("message", format!("{}/{}", record.len(), found.len())),
                        );
                    }
                    rows.push((line, record));
                }
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    self.fault(
                        Fault::new(file, line, FaultCode::MalformedRow).with("message", error),
                    );
                }
            }
        }
        Some(Table {
            file,
            columns: found,
            rows,
        })
    }
}

impl Table<'_> {
    /// Its rows, top to bottom.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row {
            file: self.file,
            columns: &self.columns,
            line: *line,
            record,
        })
    }
}

impl<'t> Row<'t> {
    /// The cell, empty where the column is not there.
    pub(super) fn text(&self, column: &str) -> &'t str {
        self.columns
            .get(column)
            .and_then(|i| self.record.get(*i))
            .unwrap_or("")
    }

    /// A fault in this row.
    pub(super) fn fault(&self, code: FaultCode) -> Fault {
        Fault::new(self.file, Some(self.line), code)
    }

    /// The cell, which must not be empty.
    pub(super) fn required(&self, column: &str, loader: &mut Loader<'_>) -> &'t str {
        let text = self.text(column);
        if text.is_empty() {
            loader.fault(self.fault(FaultCode::MissingValue).with("column", column));
        }
        text
    }

    /// `<stem>_zh` and `<stem>_en`; both or neither must be filled in, and both where `required`.
    pub(super) fn words(&self, stem: &str, required: bool, loader: &mut Loader<'_>) -> Text {
        let text = Text::new(
            self.text(&format!("{stem}_zh")),
            self.text(&format!("{stem}_en")),
        );
        let blanks = u8::from(text.zh.is_empty()) + u8::from(text.en.is_empty());
        if blanks == 1 || (blanks == 2 && required) {
            loader.fault(self.fault(FaultCode::MissingLanguage).with("column", stem));
        }
        text
    }

    /// A number; `None` where the cell is empty or no number, which is a fault unless it is empty.
    pub(super) fn number(&self, column: &str, loader: &mut Loader<'_>) -> Option<f64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                loader.fault(
                    self.fault(FaultCode::BadNumber)
                        .with("column", column)
                        .with("value", text),
                );
                None
            }
        }
    }

    /// One of the words that `T` serialises as.
    pub(super) fn word<T: DeserializeOwned>(
        &self,
        column: &str,
        loader: &mut Loader<'_>,
    ) -> Option<T> {
        let text = self.text(column);
        let plain: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
        let word = T::deserialize(plain).ok();
        if word.is_none() {
            loader.fault(
                self.fault(FaultCode::UnknownWord)
                    .with("column", column)
                    .with("value", text),
            );
        }
        word
    }

    /// `是`/`yes` or not; empty is no.
    pub(super) fn yes(&self, column: &str, loader: &mut Loader<'_>) -> bool {
        match self.text(column) {
            "是" | "yes" | "true" | "1" => true,
            "" | "否" | "no" | "false" | "0" => false,
            other => {
                loader.fault(
                    self.fault(FaultCode::UnknownWord)
                        .with("column", column)
                        .with("value", other),
                );
                false
            }
        }
    }
}
