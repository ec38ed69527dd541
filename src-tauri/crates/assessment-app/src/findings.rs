//! Findings and their rectification: entered, mended, closed, carried into the next round.

use assessment_exchange::{KnownFinding, OpenFinding};
use assessment_models::draft::Reported;
use assessment_store::{Finding, FindingState, FindingText};
use chrono::NaiveDate;

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    view,
    wire::{FindingEdit, FindingView},
};

/// Findings on a round's list, by unit. `today` tells which are overdue.
///
/// # Errors
/// [`Code::NoSuchRound`].
pub fn findings(desk: &Desk, round: &str, today: NaiveDate) -> Result<Vec<FindingView>, Failure> {
    let id = &desk.round(round)?.id;
    let findings = desk.workspace.findings(id).map_err(|e| desk.failed(e))?;
    let shown = findings.into_iter().map(|f| finding_view(f, today));
    Ok(shown.collect())
}

fn finding_view(finding: Finding, today: NaiveDate) -> FindingView {
    let Finding {
        id,
        round,
        text,
        carried_from,
        opened_at,
        opened_by,
        closed,
        evidence,
        batch: _,
    } = finding;
    let (closed_at, closed_by) = closed.unzip();
    FindingView {
        id,
        round: round.to_string(),
        unit: text.unit.to_string(),
        indicator: text.indicator.map(|i| i.to_string()),
        description: text.description,
        demand: text.demand,
        responsible: text.responsible,
        overdue: text.state != FindingState::Closed && text.deadline.is_some_and(|d| d < today),
        deadline: text.deadline.map(|day| day.to_string()),
        state: text.state.code().to_owned(),
        note: text.note,
        evidence_named: text.evidence_named,
        carried_from,
        opened_at: view::time(opened_at),
        opened_by,
        closed_at: closed_at.map(view::time),
        closed_by,
        evidence,
    }
}

/// A unit's findings on a round's list that are not closed, for its fill-in workbook.
pub(crate) fn open_findings(
    desk: &Desk,
    round: &str,
    unit: &str,
) -> Result<Vec<OpenFinding>, Failure> {
    let id = &desk.round(round)?.id;
    let findings = desk.workspace.findings(id).map_err(|e| desk.failed(e))?;
    let open = findings
        .into_iter()
        .filter(|f| f.text.unit == *unit && f.text.state != FindingState::Closed);
    Ok(open
        .map(|finding| OpenFinding {
            id: finding.id,
            indicator: finding
                .text
                .indicator
                .map_or_else(String::new, |i| i.to_string()),
            description: finding.text.description,
            demand: finding.text.demand,
            responsible: finding.text.responsible,
            deadline: finding.text.deadline,
            state: match finding.text.state {
                FindingState::Open => Reported::Open,
                FindingState::Mending => Reported::Mending,
                FindingState::Mended | FindingState::Closed => Reported::Mended,
            },
            note: finding.text.note,
            evidence: finding.text.evidence_named,
            carried: finding.carried_from.is_some(),
        })
        .collect())
}

/// Every finding of the workspace, for reading what units report of them.
pub(crate) fn known_findings(desk: &Desk) -> Result<Vec<KnownFinding>, Failure> {
    let mut known = Vec::new();
    for round in &desk.rounds {
        let findings = desk.workspace.findings(&round.id);
        let findings = findings.map_err(|e| desk.failed(e))?;
        known.extend(findings.into_iter().map(|finding| KnownFinding {
            id: finding.id,
            round: finding.round,
            unit: finding.text.unit,
            closed: finding.text.state == FindingState::Closed,
        }));
    }
    Ok(known)
}

/// Enters a finding or changes it; it is on disk when this returns.
///
/// # Errors
/// [`Code::FieldRequired`] without a description, [`Code::FieldInvalid`] for a deadline that is no day,
/// [`Code::BadArgument`] for the state, [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::NotInRound`],
/// [`Code::NoSuchIndicator`], [`Code::NoSuchFinding`], [`Code::CloseWithoutEvidence`] where no file shows
/// that it is mended, and what writing fails with.
pub fn save(desk: &mut Desk, edit: &FindingEdit, stamp: Stamp<'_>) -> Result<FindingView, Failure> {
    let mut text = text(desk, edit)?;
    let round = desk.round(&edit.round)?.id.clone();
    let there = match edit.id {
        Some(id) => Some(desk.workspace.finding(id).map_err(|e| desk.failed(e))?),
        None => None,
    };
    // What the unit told stays its own.
    if let Some(there) = &there {
        text.evidence_named.clone_from(&there.text.evidence_named);
    }
    if text.state == FindingState::Closed {
        // Struck off once, it stays so, even where the file behind it is taken away later.
        let proven = there.is_some_and(|f| f.evidence > 0 || f.closed.is_some());
        if !proven {
            return Err(Code::CloseWithoutEvidence.into());
        }
    }
    let id = desk.write(stamp, |write| match edit.id {
        Some(id) => write.save_finding(id, &text).map(|_| id),
        None => write.add_finding(&round, &text),
    })?;
    let finding = desk.workspace.finding(id).map_err(|e| desk.failed(e))?;
    Ok(finding_view(finding, stamp.now.date()))
}

fn text(desk: &mut Desk, edit: &FindingEdit) -> Result<FindingText, Failure> {
    let description = edit.description.trim();
    if description.is_empty() {
        return Err(Failure::new(Code::FieldRequired).with("field", "description"));
    }
    let indicator = match edit.indicator.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(id) => {
            let id = id.into();
            let framework = desk.framework(Some(&edit.round))?;
            if framework.indicator_index(&id).is_none() {
                return Err(Failure::new(Code::NoSuchIndicator).with("indicator", &id));
            }
            Some(id)
        }
    };
    let deadline = match edit.deadline.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(day) => Some(day.parse().map_err(|_| {
            Failure::new(Code::FieldInvalid)
                .with("field", "deadline")
                .with("value", day)
        })?),
    };
    Ok(FindingText {
        unit: edit.unit.as_str().into(),
        indicator,
        description: description.to_owned(),
        demand: edit.demand.trim().to_owned(),
        responsible: edit.responsible.trim().to_owned(),
        deadline,
        state: FindingState::of(&edit.state).ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "state")
                .with("value", &edit.state)
        })?,
        note: edit.note.trim().to_owned(),
        evidence_named: String::new(),
    })
}

/// Takes a finding off the list, with the files behind it.
///
/// # Errors
/// [`Code::NoSuchFinding`], [`Code::FindingCarried`] where a later round goes on with it.
pub fn remove(desk: &mut Desk, id: i64, stamp: Stamp<'_>) -> Result<(), Failure> {
    desk.write(stamp, |write| write.remove_finding(id))
}

/// Puts what is still open on one round's list on another's, each once; gives the other's list.
///
/// # Errors
/// [`Code::NoSuchRound`], and what writing fails with.
pub fn carry(
    desk: &mut Desk,
    from: &str,
    to: &str,
    stamp: Stamp<'_>,
) -> Result<Vec<FindingView>, Failure> {
    let from = desk.round(from)?.id.clone();
    let target = desk.round(to)?.id.clone();
    desk.write(stamp, |write| write.carry_findings(&from, &target))?;
    findings(desk, to, stamp.now.date())
}
