//! An import before it is confirmed: what a file holds, in the domain's words, each value with its cell.

mod columns;
mod packed;

pub use packed::RecordRows;
use serde::{Deserialize, Serialize};

use crate::{Answer, IndicatorId, Layer, RegisterId, Unit, UnitCode, record::Value, survey::Party};

/// What kind of table a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Answers: a fill-in workbook, or a wide table of units × indicators.
    Answers,
    /// Units with attributes.
    Units,
    /// The incident register.
    Incidents,
    /// Questionnaires.
    Survey,
    /// Monthly case table.
    Cases,
    /// Monthly complaint table.
    Complaints,
    /// Transfers between departments.
    Transfers,
    /// What a unit reports of the findings that it has to mend.
    Rectification,
}

/// A place in a file: zero-based row and column in `Draft::sheets[sheet]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Draft::sheets`].
    pub sheet: u16,
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u16,
}

impl Place {
    /// The cell in A1 notation.
    ///
    /// ```
    /// use assessment_models::draft::Place;
    /// assert_eq!(Place { sheet: 0, row: 6, column: 27 }.a1(), "AB7");
    /// ```
    #[must_use]
    pub fn a1(self) -> String {
        a1(self.row, self.column)
    }
}

pub(crate) fn a1(row: u32, column: u16) -> String {
    format!("{}{}", column_letters(column), u64::from(row) + 1)
}

/// A column's letters: 0 is `A`, 26 is `AA`.
#[must_use]
pub fn column_letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        // 0..26 added to 'A' stays within ASCII letters.
        letters.push(b'A' + digit as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&b| char::from(b)).collect()
}

/// One answer, compact: a province-wide table has hundreds of thousands of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerRow {
    /// Index into [`AnswerTable::units`].
    pub unit: u32,
    /// Index into [`AnswerTable::indicators`].
    pub indicator: u32,
    /// What was answered.
    pub answer: Answer,
    /// A remark beside it.
    pub note: Option<Box<str>>,
    /// Where it stands.
    pub place: Place,
}

/// Answers of one layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerTable {
    /// Self-reported or verified.
    pub layer: Layer,
    /// The units that appear.
    pub units: Vec<UnitCode>,
    /// The indicators that appear.
    pub indicators: Vec<IndicatorId>,
    /// The answers, in reading order.
    #[serde(with = "columns")]
    pub rows: Vec<AnswerRow>,
}

/// One row of a register, before it has a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordRow {
    /// Key within the register and round.
    pub key: String,
    /// Whose.
    pub unit: UnitCode,
    /// Index into the table's field ids, and the value, in the order of those ids.
    pub fields: Vec<(u16, Value)>,
    /// First cell of the row.
    pub place: Place,
}

/// One questionnaire, before it has a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseRow {
    /// What names it within its round and party.
    pub id: String,
    /// Which questionnaire.
    pub party: Party,
    /// The place that it speaks of.
    pub unit: Option<UnitCode>,
    /// When it was handed in.
    pub answered_at: Option<chrono::NaiveDateTime>,
    /// Question id and answer.
    pub answers: Vec<(Box<str>, Value)>,
    /// First cell of the row.
    pub place: Place,
}

/// How far a unit says that it has come with mending a finding. Striking it off the list is not for the unit
/// to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// Not begun.
    Open,
    /// Under way.
    Mending,
    /// Mended, as the unit says.
    Mended,
}

/// What a unit reports of one finding 整改情况. What it leaves empty says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RectificationRow {
    /// Number of the finding.
    pub finding: i64,
    /// Who reports.
    pub unit: UnitCode,
    /// How far it has come.
    pub state: Option<Reported>,
    /// What was done.
    pub done: Option<Box<str>>,
    /// The files that are to prove it, by name.
    pub evidence: Option<Box<str>>,
    /// Where the number stands.
    pub place: Place,
}

/// What one sheet holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Answers of units.
    Answers(AnswerTable),
    /// Units, each with its row.
    Units(Vec<(Unit, Place)>),
    /// Rows of one register.
    Records {
        /// Which.
        register: RegisterId,
        /// Ids of the fields that appear, once for all rows.
        fields: Vec<Box<str>>,
        /// In reading order.
        rows: RecordRows,
    },
    /// Questionnaires.
    Responses(Vec<ResponseRow>),
    /// Reports on findings.
    Rectification(Vec<RectificationRow>),
}

/// Everything that one file holds, before it is confirmed 待确认数据.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// File name without its folder, for people.
    pub file_name: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Sheet names; a csv has one, empty.
    pub sheets: Vec<String>,
    /// The round that the file says it is for; fill-in workbooks do.
    pub round: Option<crate::RoundId>,
    /// Data rows (or answers) that were read, sound or not.
    pub rows_read: usize,
    /// Rows (or answers) that are not in `contents`, because of an error that a problem names.
    pub rows_rejected: usize,
    /// What was understood.
    pub contents: Vec<Content>,
}
