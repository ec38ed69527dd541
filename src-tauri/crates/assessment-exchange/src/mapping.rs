//! A mapping file: what the columns of somebody else's table are in our words.
//!
//! ```json
//! {
//!   "name": "HHS breach register",
//!   "kind": "incidents",
//!   "header_row": 1,
//!   "key": ["source_id"],
//!   "constants": { "unit": "140000" },
//!   "columns": [
//!     { "heading": "reported", "field": "discovered_at", "date_format": "%Y-%m-%d" },
//!     { "heading": "category", "field": "class",
//!       "values": { "Theft": "DS.07" }, "otherwise": "OT.01" }
//!   ]
//! }
//! ```

use std::collections::BTreeMap;

use assessment_models::{Layer, draft::Kind, survey::Party};
use serde::{Deserialize, Serialize};

use crate::{error::ExchangeError, fold::fold};

/// How a table is to be read; everything that is left out is recognised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// What people call it.
    pub name: String,
    /// Who sends such files.
    pub sender: String,
    /// What kind of table it is.
    pub kind: Option<Kind>,
    /// Which register, where `kind` does not tell.
    pub register: Option<String>,
    /// The sheet; every sheet where it is left out.
    pub sheet: Option<String>,
    /// Row of the headings, from 1.
    pub header_row: Option<u32>,
    /// What the columns are. Several columns for one field are tried in this order; the first that is
    /// filled in counts.
    pub columns: Vec<Column>,
    /// Fields that are the same in all rows: `unit`, `indicator`, or a field of the register.
    pub constants: BTreeMap<String, String>,
    /// Headings whose values, joined by `|`, name a row, where the register's own key is not there.
    pub key: Vec<String>,
    /// Whose questionnaire it is.
    pub party: Option<Party>,
    /// Who stands behind the answers; self-reported where it is left out.
    pub layer: Option<Layer>,
    /// Whether columns that are not named here are recognised by their headings as well.
    pub recognise_others: bool,
}

/// One column of a [`Mapping`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Column {
    /// The heading as written; spaces, case and full-width forms do not matter.
    pub heading: String,
    /// The column's letters, where headings do not tell, such as `AB`.
    pub letters: Option<String>,
    /// What it is: a field of the register, an indicator, a question, or one of `unit`, `city`,
    /// `indicator`, `value`, `na_reason`, `note`, `response_id`, `answered_at`, `code`, `name`, `name_en`,
    /// `peer_group`, `parent`, `tags`, `attribute:<name>`.
    pub field: String,
    /// Their values and ours.
    pub values: BTreeMap<String, String>,
    /// Ours for every value that `values` does not list; without it such a value is read as it stands.
    pub otherwise: Option<String>,
    /// Ours for an empty cell.
    pub empty: Option<String>,
    /// How dates are written, as a `strftime` pattern such as `%d/%m/%Y`.
    pub date_format: Option<String>,
    /// Whether bare numbers of a percentage are points (85) or fractions (0.85).
    pub percent: Option<Percent>,
    /// Numbers are multiplied by this.
    pub factor: Option<f64>,
}

/// What a bare number means where per cent are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Percent {
    /// 85 is 85 %.
    Points,
    /// 0.85 is 85 %.
    Fraction,
}

impl Mapping {
    /// Reads a mapping file's text.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Mapping`] with line and column where it is not JSON of this shape.
    pub fn from_json(text: &str) -> Result<Self, ExchangeError> {
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
            ExchangeError::Mapping {
                detail: e.to_string(),
            }
        })
    }

    /// The mapping as a file's text.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Mapping`] where a factor is not a finite number.
    pub fn to_json(&self) -> Result<String, ExchangeError> {
        serde_json::to_string_pretty(self).map_err(|e| ExchangeError::Mapping {
            detail: e.to_string(),
        })
    }

    /// Whether every heading that it names is among these; of one that names none, nothing is known.
    #[must_use]
    pub fn fits(&self, headings: &[&str]) -> bool {
        let there: std::collections::BTreeSet<String> = headings.iter().map(|h| fold(h)).collect();
        let mut named = self
            .columns
            .iter()
            .filter(|c| c.letters.is_none())
            .map(|c| fold(&c.heading))
            .peekable();
        named.peek().is_some() && named.all(|heading| there.contains(&heading))
    }

    /// What is said of a column.
    pub(crate) fn of_column(&self, heading: &str, column: u16) -> Vec<(usize, &Column)> {
        let folded = fold(heading);
        let letters = assessment_models::draft::column_letters(column);
        self.columns
            .iter()
            .enumerate()
            .filter(|(_, c)| match &c.letters {
                Some(l) => l.eq_ignore_ascii_case(&letters),
                None => !folded.is_empty() && fold(&c.heading) == folded,
            })
            .collect()
    }
}

impl Column {
    /// Our value for theirs; `None` where the cell is read as it stands.
    pub(crate) fn ours(&self, theirs: &str) -> Option<&str> {
        if self.values.is_empty() && self.otherwise.is_none() {
            return None;
        }
        let folded = fold(theirs);
        self.values
            .get(theirs.trim())
            .or_else(|| {
                self.values
                    .iter()
                    .find(|(t, _)| fold(t) == folded)
                    .map(|(_, o)| o)
            })
            .or(self.otherwise.as_ref())
            .map(String::as_str)
    }
}
