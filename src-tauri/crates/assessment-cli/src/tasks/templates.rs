//! Templates of documents: exported, checked.

use std::path::Path;

use assessment_app::{Failure, documents};

use super::Work;
use crate::answer::Outcome;

/// Writes the built-in template of documents.
pub(super) fn export(work: &Work, path: &Path) -> Result<Outcome, Failure> {
    documents::export_template(path, work.answers.text_lang())?;
    let path = path.display().to_string();
    work.answers
        .give(&serde_json::json!({ "path": path }), || {
            work.answers.lang.fill("said_written", &[("path", &path)])
        })?;
    Ok(Outcome::Done)
}

/// Says of a template which sections it has, or everything that is wrong with it.
pub(super) fn check(work: &Work, path: &Path) -> Result<Outcome, Failure> {
    let lang = work.answers.text_lang();
    let path = path.display().to_string();
    let view = documents::template_view(&path, lang, lang)?;
    let words = &work.answers.lang;
    work.answers.give(&view, || {
        if view.faults.is_empty() {
            let shown = view.sections.iter().filter(|section| section.shown);
            let names: Vec<&str> = shown.map(|section| section.name.as_str()).collect();
            return words.fill(
                "said_template_sound",
                &[("path", &path), ("sections", &names.join(" / "))],
            );
        }
        let faults = view.faults.iter().map(|fault| {
            let line = fault.line.to_string();
            let values = [("path", &*path), ("line", &*line), ("what", &*fault.what)];
            words.fill("said_template_fault", &values)
        });
        faults.collect::<Vec<_>>().join("\n")
    })?;
    Ok(if view.faults.is_empty() {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}
