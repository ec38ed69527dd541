//! What became of an answer.

use assessment_models::{IndicatorId, Layer, UnitCode};

use crate::{desk::Desk, failure::Failure, view, wire::AnswerChangeView};

/// Every change of one answer in both layers, oldest first; imports that were taken back are not in it.
///
/// # Errors
/// [`Code::NoSuchRound`](crate::Code::NoSuchRound), [`Code::NoSuchUnit`](crate::Code::NoSuchUnit).
pub fn answer_history(
    desk: &Desk,
    round: &str,
    unit: &str,
    indicator: &str,
) -> Result<Vec<AnswerChangeView>, Failure> {
    let round = &desk.round(round)?.id;
    let (unit, indicator) = (UnitCode::from(unit), IndicatorId::from(indicator));
    let mut changes = Vec::new();
    for (layer, name) in [
        (Layer::SelfReported, "self_reported"),
        (Layer::Verified, "verified"),
    ] {
        let history = desk
            .workspace
            .answer_history(round, &unit, &indicator, layer);
        for change in history.map_err(|e| desk.failed(e))? {
            let file = match change.batch {
                Some(batch) => Some(desk.workspace.batch(batch).map_err(|e| desk.failed(e))?),
                None => None,
            };
            let shown = AnswerChangeView {
                layer: name.to_owned(),
                at: view::time(change.at),
                actor: change.actor,
                action: change.action.code().to_owned(),
                value: change.value.filter(|value| !value.is_empty()),
                note: change.note,
                batch: change.batch,
                file: file.map(|batch| batch.file_name),
            };
            changes.push((change.at, shown));
        }
    }
    changes.sort_by_key(|(at, _)| *at);
    Ok(changes.into_iter().map(|(_, shown)| shown).collect())
}
