//! Words in the product's two languages.

use serde::{Deserialize, Serialize};

/// A phrase of the framework in Chinese and English; both are always there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese, the language of record.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both languages at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The phrase in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A language that documents and charts are written in.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Lang {
    /// `zh-CN`.
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// `en`.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }
}

/// The rows of a csv of people's making, its headings among them: cells trimmed, rows without a word left out.
///
/// # Errors
///
/// The line, counted from 1, at which its reader stopped.
pub(crate) fn csv_rows(text: &str) -> Result<Vec<Vec<String>>, u64> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| csv_line(&e))?;
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push(record.iter().map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

/// The line of a csv, counted from 1, at which its reader stopped.
pub(crate) fn csv_line(error: &csv::Error) -> u64 {
    error.position().map_or(1, csv::Position::line)
}
