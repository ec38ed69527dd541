//! What stands in the workspace with another content than in a file, and which of the two counts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use assessment_exchange::key_text;
use assessment_models::{
    Answer, Observation, RoundData, RoundId,
    draft::{AnswerRow, Content, Draft, Place, RecordRows},
    observation::CellSource,
};
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{Inspected, held};
use crate::{
    desk::Desk,
    failure::Failure,
    view,
    wire::{DifferencePage, DifferenceView},
};

/// Which of two contents counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rule {
    /// The file's.
    #[default]
    Replace,
    /// The workspace's.
    Keep,
    /// The later one: when the file was last changed against when the other was imported. What was typed has
    /// no file to be older than and counts as later.
    Newer,
}

/// One value that differs.
struct Difference {
    /// Which content of the draft, and which of its rows.
    at: (usize, usize),
    unit: String,
    subject: String,
    field: String,
    before: String,
    after: String,
    source: Option<CellSource>,
    place: Place,
}

fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Value(value) => value.to_string(),
        Answer::NotApplicable { reason, .. } => format!("N/A {reason}").trim_end().to_owned(),
    }
}

/// Whether an answer of a file says anything else than what is there; what it does not say counts as the
/// same.
fn differs(row: &AnswerRow, there: &Observation) -> bool {
    let answer = match (&row.answer, &there.answer) {
        (Answer::Value(a), Answer::Value(b)) => a != b,
        (
            Answer::NotApplicable { reason, approver },
            Answer::NotApplicable {
                reason: there,
                approver: approved,
            },
        ) => reason != there || approver.is_some() && approver != approved,
        _ => true,
    };
    answer || row.note.is_some() && row.note.as_deref() != there.note.as_deref()
}

/// Every value of a draft that stands otherwise in the round.
fn find(draft: &Draft, data: &RoundData) -> Vec<Difference> {
    let mut found = Vec::new();
    for (content_at, content) in draft.contents.iter().enumerate() {
        match content {
            Content::Answers(table) => {
                let there: HashMap<(&str, &str), &Observation> = data
                    .observations
                    .iter()
                    .filter(|o| o.layer == table.layer)
                    .map(|o| ((o.unit.as_str(), o.indicator.as_str()), o))
                    .collect();
                for (row_at, row) in table.rows.iter().enumerate() {
                    let (Some(unit), Some(indicator)) = (
                        table.units.get(row.unit as usize),
                        table.indicators.get(row.indicator as usize),
                    ) else {
                        continue;
                    };
                    let Some(other) = there.get(&(unit.as_str(), indicator.as_str())) else {
                        continue;
                    };
                    if differs(row, other) {
                        found.push(Difference {
                            at: (content_at, row_at),
                            unit: unit.to_string(),
                            subject: indicator.to_string(),
                            field: String::new(),
                            before: answer_text(&other.answer),
                            after: answer_text(&row.answer),
                            source: other.source.clone(),
                            place: row.place,
                        });
                    }
                }
            }
            Content::Records {
                register,
                fields,
                rows,
            } => {
                let there: HashMap<&str, &assessment_models::Record> = data
                    .records
                    .iter()
                    .filter(|r| r.register == *register)
                    .map(|r| (r.key.as_str(), r))
                    .collect();
                for (row_at, row) in rows.iter().enumerate() {
                    let Some(other) = there.get(row.key.as_str()) else {
                        continue;
                    };
                    for (field, value) in &row.fields {
                        let Some(id) = fields.get(usize::from(*field)) else {
                            continue;
                        };
                        let before = other.get(id);
                        if before != Some(value) {
                            found.push(Difference {
                                at: (content_at, row_at),
                                unit: row.unit.to_string(),
                                subject: format!("{register} {}", row.key),
                                field: id.to_string(),
                                before: before.map_or_else(String::new, key_text),
                                after: key_text(value),
                                source: other.source.clone(),
                                place: row.place,
                            });
                        }
                    }
                }
            }
            Content::Responses(rows) => {
                let there: HashMap<_, _> = data
                    .responses
                    .iter()
                    .map(|r| ((r.party, r.id.as_str()), r))
                    .collect();
                for (row_at, row) in rows.iter().enumerate() {
                    let Some(other) = there.get(&(row.party, row.id.as_str())) else {
                        continue;
                    };
                    for (question, answer) in &row.answers {
                        let before = other.answers.get(&**question);
                        if before != Some(answer) {
                            found.push(Difference {
                                at: (content_at, row_at),
                                unit: row
                                    .unit
                                    .as_ref()
                                    .map(ToString::to_string)
                                    .unwrap_or_default(),
                                subject: row.id.clone(),
                                field: question.to_string(),
                                before: before.map_or_else(String::new, key_text),
                                after: key_text(answer),
                                source: other.source.clone(),
                                place: row.place,
                            });
                        }
                    }
                }
            }
            // Units are only ever added to: what a table does not say of one stays.
            Content::Units(_) | Content::Rectification(_) => {}
        }
    }
    found
}

/// Tells what counts.
struct Judge {
    rule: Rule,
    changed_at: Option<NaiveDateTime>,
    imported: BTreeMap<i64, NaiveDateTime>,
}

impl Judge {
    fn new(desk: &Desk, inspected: &Inspected) -> Result<Self, Failure> {
        let batches = desk.workspace.batches().map_err(|e| desk.failed(e))?;
        Ok(Self {
            rule: inspected.rule,
            changed_at: inspected.changed_at,
            imported: batches.into_iter().map(|b| (b.id, b.imported_at)).collect(),
        })
    }

    /// When what is there was imported.
    fn imported_at(&self, difference: &Difference) -> Option<NaiveDateTime> {
        let batch = difference.source.as_ref()?.batch;
        self.imported.get(&batch).copied()
    }

    /// Whether the file's content goes in.
    fn takes(&self, difference: &Difference) -> bool {
        match self.rule {
            Rule::Replace => true,
            Rule::Keep => false,
            Rule::Newer => match (self.changed_at, self.imported_at(difference)) {
                (Some(file), Some(there)) => file > there,
                _ => false,
            },
        }
    }
}

/// Takes out of a draft what is to stay as it is in the workspace; says how many rows that were.
pub(super) fn settle(
    desk: &mut Desk,
    inspected: &mut Inspected,
    round: &RoundId,
) -> Result<usize, Failure> {
    if inspected.rule == Rule::Replace {
        return Ok(0);
    }
    let judge = Judge::new(desk, inspected)?;
    let data = &desk.held(round.as_str())?.data;
    let kept: BTreeSet<(usize, usize)> = find(&inspected.parsed.draft, data)
        .iter()
        .filter(|d| !judge.takes(d))
        .map(|d| d.at)
        .collect();
    for (content_at, content) in inspected.parsed.draft.contents.iter_mut().enumerate() {
        let stays = |row: usize| kept.contains(&(content_at, row));
        match content {
            Content::Answers(table) => {
                let mut at = 0..;
                table.rows.retain(|_| !at.next().is_some_and(&stays));
            }
            Content::Records { rows, .. } => {
                let left: RecordRows = rows
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| !stays(*at))
                    .map(|(_, row)| row)
                    .collect();
                *rows = left;
            }
            Content::Responses(rows) => {
                let mut at = 0..;
                rows.retain(|_| !at.next().is_some_and(&stays));
            }
            Content::Units(_) | Content::Rectification(_) => {}
        }
    }
    Ok(kept.len())
}

/// A page of what stands in the workspace with another content than in a held file. By a rule that keeps it,
/// what was kept is no longer in the draft and not listed.
///
/// # Errors
/// [`Code::NoSuchDraft`](crate::Code::NoSuchDraft), and what reading the workspace fails with.
pub fn differences(
    desk: &mut Desk,
    token: &str,
    offset: u32,
    limit: u32,
) -> Result<DifferencePage, Failure> {
    let inspected = held(desk, token)?;
    let judge = Judge::new(desk, inspected)?;
    let Some(round) = inspected.round.clone() else {
        return Ok(DifferencePage {
            total: 0,
            rows: Vec::new(),
        });
    };
    let data = std::sync::Arc::clone(desk.held(round.as_str())?);
    let draft = &held(desk, token)?.parsed.draft;
    let found = find(draft, &data.data);
    Ok(DifferencePage {
        total: view::count(found.len()),
        rows: found
            .iter()
            .skip(offset as usize)
            .take(limit.min(1_000) as usize)
            .map(|d| DifferenceView {
                unit: d.unit.clone(),
                subject: d.subject.clone(),
                field: d.field.clone(),
                before: d.before.clone(),
                after: d.after.clone(),
                before_at: judge.imported_at(d).map(view::time),
                sheet: draft
                    .sheets
                    .get(usize::from(d.place.sheet))
                    .cloned()
                    .unwrap_or_default(),
                cell: d.place.a1(),
                taken: judge.takes(d),
            })
            .collect(),
    })
}
