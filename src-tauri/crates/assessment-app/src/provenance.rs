//! What the result workbook tells besides the scores: the files that a round's data came from with what was
//! wrong in them, and the findings on its list.

use assessment_models::text::Lang;
use assessment_reports::{
    findings::Mending,
    workbook::{FoundProblem, ImportedFile, ListedFinding},
};
use assessment_store::{Batch, FindingState};

use crate::{
    desk::Desk,
    failure::Failure,
    wire::ProblemView,
    words::{problem, problem_hint},
};

/// So many problems are told in all.
const TOLD: usize = 5000;

/// The files that a round's data came from, first to last.
pub(crate) fn imports(desk: &Desk, round: &str, lang: Lang) -> Result<Vec<ImportedFile>, Failure> {
    let batches = desk.workspace.batches().map_err(|e| desk.failed(e))?;
    let mut left = TOLD;
    let of_round = batches.into_iter().rev().filter(|b| b.round == *round);
    of_round
        .map(|batch| {
            let listed = problems(desk, &batch, left, lang)?;
            left -= listed.len();
            Ok(ImportedFile {
                file: batch.file_name,
                sha256: batch.sha256,
                at: batch.imported_at,
                actor: batch.actor,
                read: batch.rows_read,
                taken: batch.accepted,
                refused: batch.rejected,
                undone: batch.undone_at.is_some(),
                problems: batch.problems,
                listed,
            })
        })
        .collect()
}

/// At most `most` of what was wrong in a batch's file.
fn problems(
    desk: &Desk,
    batch: &Batch,
    most: usize,
    lang: Lang,
) -> Result<Vec<FoundProblem>, Failure> {
    if batch.problems.is_none_or(|n| n == 0) || most == 0 {
        return Ok(Vec::new());
    }
    let found = desk.workspace.batch_problems(batch.id);
    let found = found.map_err(|e| desk.failed(e))?.into_iter().take(most);
    Ok(found
        .map(|found| {
            let view = ProblemView::from(&found);
            FoundProblem {
                severity: found.severity,
                what: problem(&view, lang),
                hint: problem_hint(&view, lang),
                sheet: found.sheet,
                cell: found.cell.unwrap_or_default(),
            }
        })
        .collect())
}

/// The findings on a round's list, by unit.
pub(crate) fn findings(desk: &Desk, round: &str) -> Result<Vec<ListedFinding>, Failure> {
    let found = desk.workspace.findings(&desk.round(round)?.id);
    let found = found.map_err(|e| desk.failed(e))?.into_iter();
    Ok(found
        .map(|finding| ListedFinding {
            id: finding.id,
            unit: finding.text.unit,
            indicator: finding.text.indicator.map(|i| i.to_string()),
            description: finding.text.description,
            demand: finding.text.demand,
            responsible: finding.text.responsible,
            deadline: finding.text.deadline,
            state: mending(finding.text.state),
            note: finding.text.note,
            carried: finding.carried_from.is_some(),
            opened: (finding.opened_at, finding.opened_by),
            closed: finding.closed,
            evidence: finding.evidence,
        })
        .collect())
}

/// How far a finding has come, as reports tell it.
pub(crate) fn mending(state: FindingState) -> Mending {
    match state {
        FindingState::Open => Mending::Open,
        FindingState::Mending => Mending::Mending,
        FindingState::Mended => Mending::Mended,
        FindingState::Closed => Mending::Closed,
    }
}
