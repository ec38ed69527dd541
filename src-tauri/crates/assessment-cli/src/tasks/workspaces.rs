//! `new` and `check`.

use std::path::Path;

use assessment_app::{
    Code, Failure,
    demo::{self, DemoOptions, MOST_UNITS},
    words,
    workspace::{self, ChosenFramework},
};

use super::{CANCELLED, Work, rounds};
use crate::{answer::Outcome, arguments::Period};

/// What a new workspace is to hold.
pub(super) struct Wanted {
    pub framework: Option<String>,
    pub demo: bool,
    pub seed: Option<u64>,
    pub units: Option<usize>,
    pub round: Option<String>,
    pub period: Period,
}

pub(super) fn new(work: &Work, path: &Path, wanted: &Wanted) -> Result<Outcome, Failure> {
    let Wanted {
        framework,
        demo,
        seed,
        units,
        round,
        period,
    } = wanted;
    if let Some(0) = units {
        return Err(Failure::number("--units", 0, (1, MOST_UNITS)));
    }
    if round.is_none() && period.given() {
        return Err(Failure::new(Code::RoundInvalid).with("field", "--round"));
    }
    let chosen = match framework.as_deref() {
        Some(named) => ChosenFramework::named(named)?,
        None => ChosenFramework::standard()?,
    };
    let desk = if *demo {
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
        let first = round.as_deref().map(|id| rounds::edit(id, None, period));
        let first = first.transpose()?;
        workspace::create(path, None, &chosen, first.as_ref(), work.stamp())?
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
