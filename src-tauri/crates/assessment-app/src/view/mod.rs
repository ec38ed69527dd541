//! Domain values as the wire shows them.

mod framework;
mod value;

pub(crate) use framework::framework;
pub(crate) use value::{field_value, parse_value};

use assessment_models::{
    Framework, Problem, Scorecard, Text, problem::Severity, scoring::CellState,
};
use chrono::NaiveDateTime;

use crate::wire::{AspectScoreView, Phrase, ProblemView};

/// A count as the wire carries it.
#[must_use]
pub(crate) fn count(n: usize) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

/// A moment in local time, ISO 8601; seconds are always written, so that times sort as text.
#[must_use]
pub(crate) fn time(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// An indicator's state by the word that scripts know; `None` for what is not asked.
#[must_use]
pub(crate) fn state(state: CellState) -> Option<&'static str> {
    match state {
        CellState::Scored => Some("scored"),
        CellState::Missing => Some("missing"),
        CellState::NotApplicable => Some("not_applicable"),
        CellState::NotScored(_) => Some("not_scored"),
        CellState::NotAsked => None,
    }
}

/// Aspect scores of one row of a scorecard.
#[must_use]
pub(crate) fn aspect_scores(
    framework: &Framework,
    card: &Scorecard,
    row: usize,
) -> Vec<AspectScoreView> {
    framework
        .aspects
        .iter()
        .enumerate()
        .map(|(at, aspect)| AspectScoreView {
            aspect: aspect.id.to_string(),
            score: card.aspects.get(row, at),
        })
        .collect()
}

impl From<&Text> for Phrase {
    fn from(text: &Text) -> Self {
        Self {
            zh: text.zh.clone(),
            en: text.en.clone(),
        }
    }
}

impl From<&Problem> for ProblemView {
    fn from(problem: &Problem) -> Self {
        Self {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            }
            .to_owned(),
            sheet: problem.sheet.clone(),
            cell: problem.cell.clone(),
            code: problem.code.clone(),
            params: problem.params.clone(),
        }
    }
}
