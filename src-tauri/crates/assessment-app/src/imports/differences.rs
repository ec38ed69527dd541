//! What stands in the workspace with another content than in a file, and which of the two counts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use assessment_exchange::key_text;
use assessment_models::{
    Answer, Observation, RoundData, RoundId, Unit, UnitCode,
    draft::{AnswerRow, Content, Draft, Place, RecordRows, RectificationRow, Reported},
    observation::CellSource,
};
use assessment_store::{Finding, FindingState};
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
    /// The batch that what is there came with; `None` where it was typed.
    batch: Option<i64>,
    place: Place,
}

fn of_batch(source: Option<&CellSource>) -> Option<i64> {
    source.map(|source| source.batch)
}

fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Unanswered => String::new(),
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

/// What a report on a finding says otherwise than what is there; what it does not say counts as the same.
fn reported(row: &RectificationRow, there: &Finding, at: (usize, usize)) -> Vec<Difference> {
    let text = &there.text;
    let state = row.state.map(|state| match state {
        Reported::Open => FindingState::Open,
        Reported::Mending => FindingState::Mending,
        Reported::Mended => FindingState::Mended,
    });
    [
        ("state", text.state.code(), state.map(FindingState::code)),
        ("note", text.note.as_str(), row.done.as_deref()),
        (
            "evidence_named",
            text.evidence_named.as_str(),
            row.evidence.as_deref(),
        ),
    ]
    .into_iter()
    .filter_map(|(field, before, after)| {
        let after = after.filter(|after| *after != before)?;
        Some(Difference {
            at,
            unit: row.unit.to_string(),
            subject: format!("finding {}", row.finding),
            field: field.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            batch: there.batch,
            place: row.place,
        })
    })
    .collect()
}

/// What a table of units says otherwise than what is there; what it does not say counts as the same.
fn described(row: &Unit, place: Place, there: &KnownUnit, at: (usize, usize)) -> Vec<Difference> {
    let KnownUnit { unit, batch } = there;
    let tags = |unit: &Unit| unit.tags.iter().cloned().collect::<Vec<_>>().join(" ");
    let parent = |unit: &Unit| unit.parent.as_ref().map(ToString::to_string);
    let said = |words: String| (!words.is_empty()).then_some(words);
    let mut pairs = vec![
        ("name_zh", unit.name.zh.clone(), said(row.name.zh.clone())),
        ("name_en", unit.name.en.clone(), said(row.name.en.clone())),
        (
            "peer_group",
            unit.peer_group.clone(),
            said(row.peer_group.clone()),
        ),
        ("parent", parent(unit).unwrap_or_default(), parent(row)),
        ("tags", tags(unit), said(tags(row))),
    ];
    pairs.extend(row.attributes.iter().map(|(name, number)| {
        let before = unit.attributes.get(name).map(ToString::to_string);
        (
            name.as_str(),
            before.unwrap_or_default(),
            Some(number.to_string()),
        )
    }));
    pairs
        .into_iter()
        .filter_map(|(field, before, after)| {
            let after = after.filter(|after| *after != before)?;
            Some(Difference {
                at,
                unit: row.code.to_string(),
                subject: row.code.to_string(),
                field: field.to_owned(),
                before,
                after,
                batch: *batch,
                place,
            })
        })
        .collect()
}

/// A unit of the workspace, and the batch that it came with; `None` where it was typed.
struct KnownUnit {
    unit: Unit,
    batch: Option<i64>,
}

/// What a draft is set against.
struct There<'d> {
    data: &'d RoundData,
    /// On the round's list, where the draft reports on any.
    findings: Vec<Finding>,
    /// Those that the draft describes, whether they take part in the round or not.
    units: BTreeMap<UnitCode, KnownUnit>,
}

/// The units of the workspace that a draft describes.
fn units_described(desk: &Desk, draft: &Draft) -> Result<BTreeMap<UnitCode, KnownUnit>, Failure> {
    let mut known = BTreeMap::new();
    for content in &draft.contents {
        let Content::Units(rows) = content else {
            continue;
        };
        for (row, _) in rows {
            let unit = desk.workspace.unit(&row.code).map_err(|e| desk.failed(e))?;
            let batch = desk.workspace.unit_batch(&row.code);
            let batch = batch.map_err(|e| desk.failed(e))?;
            if let Some(unit) = unit {
                known.insert(row.code.clone(), KnownUnit { unit, batch });
            }
        }
    }
    Ok(known)
}

/// Every value of a draft that stands otherwise in the workspace.
fn find(draft: &Draft, there: &There<'_>) -> Vec<Difference> {
    let There {
        data,
        findings,
        units,
    } = there;
    let mut found = Vec::new();
    for (content_at, content) in draft.contents.iter().enumerate() {
        match content {
            Content::Answers(table) => {
                let there: HashMap<(&str, &str), &Observation> = data
                    .observations
                    .iter()
                    .filter(|o| o.layer == table.layer && o.answer.is_given())
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
                            batch: of_batch(other.source.as_ref()),
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
                                batch: of_batch(other.source.as_ref()),
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
                                batch: of_batch(other.source.as_ref()),
                                place: row.place,
                            });
                        }
                    }
                }
            }
            Content::Rectification(rows) => {
                for (row_at, row) in rows.iter().enumerate() {
                    let there = findings.iter().find(|f| f.id == row.finding);
                    // A report on one that is struck off, or of another unit, is not taken at all.
                    let there = there.filter(|f| {
                        f.text.unit == row.unit && f.text.state != FindingState::Closed
                    });
                    found.extend(
                        there
                            .map(|there| reported(row, there, (content_at, row_at)))
                            .unwrap_or_default(),
                    );
                }
            }
            Content::Units(rows) => {
                for (row_at, (row, place)) in rows.iter().enumerate() {
                    if let Some(there) = units.get(&row.code) {
                        found.extend(described(row, *place, there, (content_at, row_at)));
                    }
                }
            }
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
        self.imported.get(&difference.batch?).copied()
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

/// The findings on a round's list, where a draft reports on any.
fn listed(desk: &Desk, draft: &Draft, round: &RoundId) -> Result<Vec<Finding>, Failure> {
    let reports = |content: &Content| matches!(content, Content::Rectification(_));
    if !draft.contents.iter().any(reports) {
        return Ok(Vec::new());
    }
    let findings = desk.workspace.findings(round);
    findings.map_err(|e| desk.failed(e))
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
    let held = std::sync::Arc::clone(desk.held(round.as_str())?);
    let there = There {
        data: &held.data,
        findings: listed(desk, &inspected.parsed.draft, round)?,
        units: units_described(desk, &inspected.parsed.draft)?,
    };
    let part: BTreeSet<&UnitCode> = held.data.units.iter().map(|u| &u.code).collect();
    let kept: BTreeSet<(usize, usize)> = find(&inspected.parsed.draft, &there)
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
            Content::Rectification(rows) => {
                let mut at = 0..;
                rows.retain(|_| !at.next().is_some_and(&stays));
            }
            Content::Units(rows) => {
                // One that takes no part in the round yet does so from now on, as it is known.
                let mut at = 0..;
                rows.retain_mut(|(row, _)| {
                    let stays = at.next().is_some_and(&stays);
                    let known = there.units.get(&row.code).filter(|_| stays);
                    known.is_none_or(|known| {
                        row.clone_from(&known.unit);
                        !part.contains(&row.code)
                    })
                });
            }
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
    let there = There {
        data: &data.data,
        findings: listed(desk, draft, &round)?,
        units: units_described(desk, draft)?,
    };
    let found = find(draft, &there);
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
