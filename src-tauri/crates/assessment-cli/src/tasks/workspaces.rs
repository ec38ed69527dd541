//! `new` and `check`.

use std::path::Path;

use assessment_app::{
    Failure,
    demo::{self, DemoOptions},
    words,
    workspace::{self, ChosenFramework},
};

use super::{CANCELLED, Work};
use crate::answer::Outcome;

pub(super) fn new(
    work: &Work,
    path: &Path,
    framework: Option<&str>,
    demonstration: bool,
    seed: Option<u64>,
    units: Option<usize>,
) -> Result<Outcome, Failure> {
    let chosen = match framework {
        Some(named) => ChosenFramework::named(named)?,
        None => ChosenFramework::standard()?,
    };
    let desk = if demonstration {
        let usual = DemoOptions::default();
        let options = DemoOptions {
            seed: seed.unwrap_or(usual.seed),
            units: units.unwrap_or(usual.units),
        };
        demo::create(
            path,
            &chosen,
            options,
            work.stamp(),
            &work.progress(),
            &CANCELLED,
        )?
    } else {
        workspace::create(path, None, &chosen, false, work.stamp())?
    };
    let view = workspace::view(&desk)?;
    desk.close()?;
    work.answers.give(&view, || {
        let units = view.unit_count.to_string();
        let rounds = view.rounds.len().to_string();
        work.answers.lang.fill(
            "said_new",
            &[("path", &view.path), ("units", &units), ("rounds", &rounds)],
        )
    })?;
    Ok(Outcome::Done)
}

pub(super) fn check(work: &Work, path: &Path) -> Result<Outcome, Failure> {
    let desk = work.open(path)?;
    let view = workspace::check(&desk, &work.progress(), &CANCELLED)?;
    work.answers.give(&view, || {
        let entries = view.audit_entries.to_string();
        let files = view.evidence_files.to_string();
        let lang = work.answers.lang;
        let mut lines = vec![lang.fill("said_check", &[("entries", &entries), ("files", &files)])];
        if view.sound {
            lines.push(lang.say("said_sound").to_owned());
        }
        lines.extend(
            view.problems
                .iter()
                .map(|problem| words::problem(problem, work.answers.text_lang())),
        );
        lines.join("\n")
    })?;
    Ok(if view.sound {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}
