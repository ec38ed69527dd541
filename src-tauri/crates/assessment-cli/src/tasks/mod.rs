//! The tasks: each a thin skin over a use case.

mod adjustments;
mod analyses;
mod decisions;
mod folders;
mod frameworks;
mod imports;
mod indices;
mod inspection;
mod results;
mod rounds;
mod templates;
mod weights;
mod workspaces;

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use assessment_app::{Code, Desk, Failure, Progress, Stamp, published_text, workspace};
use chrono::NaiveDateTime;

pub(crate) use self::{
    analyses::AnalyseTask,
    decisions::{AgreeTask, DecideTask},
    weights::WeightsTask,
};
use crate::{
    answer::{Answers, Ended, Outcome},
    arguments::{Arguments, FrameworkTask, Task},
    bar::Bar,
};

/// Set when a person presses Ctrl-C.
static CANCELLED: AtomicBool = AtomicBool::new(false);

/// What every task works with.
pub(crate) struct Work {
    answers: Answers,
    actor: String,
    now: NaiveDateTime,
    bar: Bar,
}

impl Work {
    /// Who writes, and when.
    fn stamp(&self) -> Stamp<'_> {
        Stamp {
            actor: &self.actor,
            now: self.now,
        }
    }

    fn progress(&self) -> impl Fn(Progress) + '_ {
        |progress| self.bar.show(progress)
    }

    fn open(&self, path: &Path) -> Result<Desk, Failure> {
        if self.answers.writes {
            Desk::open_to_write(path, self.stamp())
        } else {
            Desk::open(path)
        }
    }
}

/// The round that was named, else the latest.
fn round(desk: &Desk, named: Option<String>) -> Result<String, Failure> {
    if let Some(round) = named {
        return Ok(round);
    }
    let view = workspace::view(desk)?;
    let latest = view.rounds.into_iter().next();
    latest.map(|r| r.id).ok_or_else(|| Code::NoRound.into())
}

/// Does what was asked, and says what came of it.
pub(crate) fn run(arguments: Arguments, answers: Answers) -> Result<Outcome, Ended> {
    // Without the handler Ctrl-C ends the program as it always does; the store's transactions hold.
    let _ = ctrlc::set_handler(|| CANCELLED.store(true, Ordering::Relaxed));
    let work = Work {
        answers,
        actor: arguments
            .actor
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(login),
        now: chrono::Local::now().naive_local(),
        bar: Bar::new(answers.text_lang()),
    };
    let done = dispatch(&work, arguments.task);
    drop(work);
    done.map_err(|failure| answers.fail(&failure))
}

/// The name under which this person is logged in.
fn login() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|n| !n.is_empty()))
        .unwrap_or_else(|| "hezhi".to_owned())
}

/// A number as it is published everywhere else, half away from zero; `-` where there is none.
fn number(x: Option<f64>, decimals: u32) -> String {
    x.map_or_else(|| "-".to_owned(), |x| published_text(x, decimals))
}

fn dispatch(work: &Work, task: Task) -> Result<Outcome, Failure> {
    match task {
        Task::New {
            workspace,
            framework,
            demo,
            seed,
            units,
            round,
            period,
            ..
        } => {
            let wanted = workspaces::Wanted {
                framework,
                demo,
                seed,
                units,
                round,
                period,
            };
            workspaces::new(work, &workspace, &wanted)
        }
        Task::Round { task } => rounds::round(work, &task),
        Task::Adjust {
            workspace,
            unit,
            rule,
            times,
            because,
            round,
            ..
        } => {
            let entry = rule.map(|rule| adjustments::Entry {
                rule,
                times: times.unwrap_or(1),
                because: because.unwrap_or_default(),
            });
            adjustments::adjust(work, &workspace, &unit, round, entry)
        }
        Task::Check { workspace, .. } => workspaces::check(work, &workspace),
        Task::Inspect {
            file,
            reading,
            cells,
            ..
        } => inspection::inspect(work, &file, &reading, cells),
        Task::Import {
            workspace,
            files,
            reading,
            dry_run,
            ..
        } => imports::import(work, &workspace, &files, &reading, dry_run),
        Task::Undo {
            workspace, batch, ..
        } => imports::undo(work, &workspace, batch),
        Task::Template {
            workspace,
            unit,
            out,
            round,
            ..
        } => results::template(work, &workspace, &unit, &out, round),
        Task::Score {
            workspace,
            round,
            layer,
            mode,
            ..
        } => results::score(work, &workspace, round, layer, mode),
        Task::Report {
            workspace,
            out,
            round,
            only,
            form,
            export_template,
            check_template,
            layer,
            mode,
            ..
        } => {
            let asked = results::Asked {
                only,
                form,
                layer,
                mode,
            };
            // Without a template to export or to check, the arguments have a workspace and a folder.
            match (export_template, check_template, workspace.zip(out)) {
                (Some(path), ..) => templates::export(work, &path),
                (None, Some(path), _) => templates::check(work, &path),
                (None, None, Some((workspace, out))) => {
                    results::report(work, &workspace, &out, round, &asked)
                }
                (None, None, None) => Err(Code::BadArgument.into()),
            }
        }
        Task::Analyse { workspace, task } => analyses::analyse(work, &workspace, &task),
        Task::Index { index, .. } => indices::index(work, &index),
        Task::Weights { task } => weights::weights(work, &task),
        Task::Decide { task } => decisions::decide(work, &task),
        Task::Agree { task } => decisions::agree(work, &task),
        Task::Framework { task } => match task {
            FrameworkTask::Check { framework, .. } => frameworks::check(work, framework.as_deref()),
            FrameworkTask::Show { framework, .. } => frameworks::show(work, framework.as_deref()),
            FrameworkTask::Export {
                framework,
                out,
                force,
                ..
            } => frameworks::export(work, framework.as_deref(), &out, force),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_everywhere_else() {
        assert_eq!(number(Some(86.245), 2), "86.25");
        assert_eq!(number(Some(86.245), 1), "86.2");
        assert_eq!(number(None, 2), "-");
    }
}
