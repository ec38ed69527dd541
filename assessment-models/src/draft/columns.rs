//! Answers as they cross to another process: column by column, for a province-wide table has hundreds of
//! thousands of them and nearly all are numbers.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{
    AnswerRow, Place,
    packed::{as_bytes, borrowed},
};
use crate::Answer;

/// Answers of one unit that follow one another in one row of the file.
#[derive(Serialize, Deserialize)]
struct Run {
    unit: u32,
    sheet: u16,
    row: u32,
    answers: u32,
}

#[derive(Serialize, Deserialize)]
struct Columns<'a> {
    runs: Vec<Run>,
    indicators: Vec<u32>,
    columns: Vec<u16>,
    /// Eight bytes each, the lowest first; nothing is to be read where one of `others` stands.
    #[serde(borrow, serialize_with = "as_bytes", deserialize_with = "borrowed")]
    values: Cow<'a, [u8]>,
    /// Answers that are no numbers, by position, which ascends.
    others: Vec<(u32, Cow<'a, Answer>)>,
    /// Remarks, by position, which ascends.
    notes: Vec<(u32, Cow<'a, str>)>,
}

pub(super) fn serialize<S: Serializer>(
    rows: &[AnswerRow],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut runs: Vec<Run> = Vec::new();
    let mut values = Vec::with_capacity(rows.len() * 8);
    let (mut others, mut notes) = (Vec::new(), Vec::new());
    for (position, row) in (0..).zip(rows) {
        let AnswerRow {
            unit,
            indicator: _,
            answer,
            note,
            place,
        } = row;
        match runs.last_mut() {
            Some(run) if (run.unit, run.sheet, run.row) == (*unit, place.sheet, place.row) => {
                run.answers += 1;
            }
            _ => runs.push(Run {
                unit: *unit,
                sheet: place.sheet,
                row: place.row,
                answers: 1,
            }),
        }
        let value = match answer {
            Answer::Value(value) => *value,
            other @ (Answer::NotApplicable { .. } | Answer::Unanswered) => {
                others.push((position, Cow::Borrowed(other)));
                0.0
            }
        };
        values.extend_from_slice(&value.to_le_bytes());
        notes.extend(note.as_deref().map(|n| (position, Cow::Borrowed(n))));
    }
    let columns = Columns {
        runs,
        indicators: rows.iter().map(|r| r.indicator).collect(),
        columns: rows.iter().map(|r| r.place.column).collect(),
        values: Cow::Owned(values),
        others,
        notes,
    };
    columns.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<AnswerRow>, D::Error> {
    let columns = Columns::deserialize(deserializer)?;
    let whole = columns.rows();
    whole.ok_or_else(|| D::Error::custom("columns of different lengths"))
}

impl Columns<'_> {
    /// The rows; `None` where the columns do not fit together.
    fn rows(self) -> Option<Vec<AnswerRow>> {
        let all = self.indicators.len();
        let (values, []) = self.values.as_chunks::<8>() else {
            return None;
        };
        if values.len() != all || self.columns.len() != all {
            return None;
        }
        let mut rows = Vec::with_capacity(all);
        let mut cells = self.indicators.iter().zip(&self.columns).zip(values);
        for run in &self.runs {
            let before = rows.len();
            rows.extend(cells.by_ref().take(run.answers as usize).map(
                |((indicator, column), value)| AnswerRow {
                    unit: run.unit,
                    indicator: *indicator,
                    answer: Answer::Value(f64::from_le_bytes(*value)),
                    note: None,
                    place: Place {
                        sheet: run.sheet,
                        row: run.row,
                        column: *column,
                    },
                },
            ));
            if rows.len() - before != run.answers as usize {
                return None;
            }
        }
        if rows.len() != all {
            return None;
        }
        for (position, answer) in self.others {
            rows.get_mut(position as usize)?.answer = answer.into_owned();
        }
        for (position, note) in self.notes {
            rows.get_mut(position as usize)?.note = Some(note.into());
        }
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layer, draft::AnswerTable};

    fn table(answers: Vec<(u32, u32, Answer, Option<&str>)>) -> AnswerTable {
        let row = |(unit, line, answer, note): (u32, u32, Answer, Option<&str>)| AnswerRow {
            unit,
            indicator: line + 7,
            answer,
            note: note.map(Into::into),
            place: Place {
                sheet: 1,
                row: unit * 3,
                column: line as u16,
            },
        };
        AnswerTable {
            layer: Layer::Verified,
            units: vec!["140100".into()],
            indicators: vec!["A1".into()],
            rows: answers.into_iter().map(row).collect(),
        }
    }

    #[test]
    fn answers_come_across_as_they_were() {
        let none = Answer::NotApplicable {
            reason: "无此业务".to_owned(),
            approver: Some("李".to_owned()),
        };
        for rows in [
            Vec::new(),
            vec![
                (0, 0, Answer::Value(-0.1), None),
                (0, 1, none.clone(), Some("记")),
                (2, 0, Answer::Value(f64::MAX), Some("")),
                (0, 5, none, None),
            ],
        ] {
            let table = table(rows);
            let bytes = postcard::to_stdvec(&table).unwrap();
            assert_eq!(postcard::from_bytes::<AnswerTable>(&bytes).unwrap(), table);
            let text = serde_json::to_string(&table).unwrap();
            assert_eq!(serde_json::from_str::<AnswerTable>(&text).unwrap(), table);
        }
    }

    #[test]
    fn columns_that_do_not_fit_together_are_refused() {
        let whole = || Columns {
            runs: vec![Run {
                unit: 0,
                sheet: 0,
                row: 0,
                answers: 2,
            }],
            indicators: vec![0, 1],
            columns: vec![0, 1],
            values: Cow::Owned(vec![0; 16]),
            others: Vec::new(),
            notes: Vec::new(),
        };
        assert_eq!(whole().rows().unwrap().len(), 2);
        let with = |change: fn(&mut Columns<'static>)| {
            let mut columns = whole();
            change(&mut columns);
            columns.rows()
        };
        assert_eq!(with(|c| c.runs[0].answers = 3), None);
        assert_eq!(with(|c| c.runs[0].answers = 1), None);
        assert_eq!(with(|c| c.columns.truncate(1)), None);
        assert_eq!(with(|c| c.values.to_mut().truncate(15)), None);
        assert_eq!(with(|c| c.notes.push((2, Cow::Borrowed("记")))), None);
    }
}
