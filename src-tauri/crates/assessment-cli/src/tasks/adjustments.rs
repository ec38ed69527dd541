//! `adjust`: deductions, bonuses and vetoes that a person enters.

use std::path::Path;

use assessment_app::{
    Failure, adjustments,
    wire::{AdjustmentEdit, EnteredView},
};

use super::{Work, round};
use crate::{answer::Outcome, arguments::Language};

/// What is to be entered.
pub(super) struct Entry {
    pub(super) rule: String,
    pub(super) times: u32,
    pub(super) because: String,
}

/// Enters a rule for a unit where one is named, then lists all rules with what is entered.
pub(super) fn adjust(
    work: &Work,
    workspace: &Path,
    unit: &str,
    named: Option<String>,
    entry: Option<Entry>,
) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let round = round(&desk, named)?;
    let all = match entry {
        None => adjustments::entered(&mut desk, &round, unit)?,
        Some(entry) => {
            let edit = AdjustmentEdit {
                round,
                unit: unit.to_owned(),
                rule: entry.rule,
                times: entry.times,
                because: entry.because,
            };
            let all = adjustments::enter(&mut desk, &edit, work.stamp())?;
            desk.close()?;
            all
        }
    };
    let lang = work.answers.lang;
    work.answers
        .give(&serde_json::json!({ "adjustments": all }), || {
            let lines: Vec<String> = all.iter().map(|rule| said(rule, lang)).collect();
            lines.join("\n")
        })?;
    Ok(Outcome::Done)
}

fn said(rule: &EnteredView, lang: Language) -> String {
    let condition = match lang {
        Language::Zh => &rule.condition.zh,
        Language::En => &rule.condition.en,
    };
    let key = if rule.times > 0 {
        "said_adjusted"
    } else {
        "said_adjustable"
    };
    lang.fill(
        key,
        &[
            ("rule", &rule.rule),
            ("kind", lang.say(&format!("adjustment_{}", rule.kind))),
            ("points", &rule.points.to_string()),
            ("condition", condition),
            ("times", &rule.times.to_string()),
            ("because", &rule.because),
        ],
    )
}
