//! `framework check`, `show` and `export`.

use std::path::Path;

use assessment_app::{
    Failure, frameworks,
    wire::{FaultView, Phrase},
    words,
    workspace::ChosenFramework,
};
use serde::Serialize;

use super::Work;
use crate::answer::Outcome;

fn chosen(named: Option<&str>) -> Result<ChosenFramework, Failure> {
    match named {
        Some(named) => ChosenFramework::named(named),
        None => ChosenFramework::standard(),
    }
}

/// A fault with its words.
#[derive(Serialize)]
struct FaultLine<'a> {
    #[serde(flatten)]
    fault: &'a FaultView,
    message: String,
}

pub(super) fn check(work: &Work, named: Option<&str>) -> Result<Outcome, Failure> {
    let faults = frameworks::check(named)?;
    let lang = work.answers.text_lang();
    let told: Vec<FaultLine> = faults
        .iter()
        .map(|fault| FaultLine {
            fault,
            message: words::fault(fault, lang),
        })
        .collect();
    work.answers
        .give(&serde_json::json!({ "faults": told }), || {
            if told.is_empty() {
                return work.answers.lang.say("said_framework_sound").to_owned();
            }
            let lines: Vec<&str> = told.iter().map(|fault| fault.message.as_str()).collect();
            lines.join("\n")
        })?;
    Ok(if faults.is_empty() {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}

pub(super) fn show(work: &Work, named: Option<&str>) -> Result<Outcome, Failure> {
    let view = frameworks::show(&chosen(named)?);
    let zh = work.answers.lang.tag() == "zh-CN";
    work.answers.give(&view, || {
        let word = |phrase: &Phrase| {
            if zh {
                phrase.zh.clone()
            } else {
                phrase.en.clone()
            }
        };
        let mut lines = vec![format!("{} {} {}", view.id, view.version, word(&view.name))];
        for aspect in &view.aspects {
            lines.push(format!(
                "{} {} {:.1}%",
                aspect.id,
                word(&aspect.name),
                aspect.weight * 100.0
            ));
            for objective in view.objectives.iter().filter(|o| o.aspect == aspect.id) {
                lines.push(format!("  {} {}", objective.id, word(&objective.name)));
                for indicator in view
                    .indicators
                    .iter()
                    .filter(|i| i.objective == objective.id)
                {
                    lines.push(format!("    {} {}", indicator.id, word(&indicator.name)));
                }
            }
        }
        lines.join("\n")
    })?;
    Ok(Outcome::Done)
}

pub(super) fn export(
    work: &Work,
    named: Option<&str>,
    out: &Path,
    force: bool,
) -> Result<Outcome, Failure> {
    let files = frameworks::export(&chosen(named)?, out, force)?;
    work.answers
        .give(&serde_json::json!({ "files": files }), || {
            files
                .iter()
                .map(|path| work.answers.lang.fill("said_written", &[("path", path)]))
                .collect::<Vec<_>>()
                .join("\n")
        })?;
    Ok(Outcome::Done)
}
