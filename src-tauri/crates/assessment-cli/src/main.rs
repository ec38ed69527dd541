//! `hezhi`: the use cases without a window, for batch work and automation.
//!
//! stdout holds the answer, and with `--json` one JSON document and nothing else; stderr holds progress
//! and complaints. Exit codes: 0 done, 1 done with problems in the data or with stdout not taking the
//! answer, 2 wrong usage, 3 refused or failed with nothing changed.

mod answer;
mod arguments;
mod bar;
mod misuse;
mod speech;
mod tasks;

use std::{env, ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind};

use answer::{Answers, WRONG_USAGE};
use arguments::{Arguments, Language};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    // The parsing child: a spreadsheet is read apart, under limits.
    if arguments
        .get(1)
        .is_some_and(|word| word == assessment_app::intake::CHILD_WORD)
    {
        return assessment_app::intake::child_main();
    }
    let lang = Language::choose(&arguments);
    let command = speech::localise(Arguments::command(), lang);
    let parsed = command
        .try_get_matches_from(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    match parsed {
        Ok(parsed) => {
            let answers = Answers {
                lang,
                json: parsed.task.json(),
                writes: parsed.task.writes(),
            };
            answer::code(tasks::run(parsed, answers))
        }
        Err(error) => unparsed(&error, lang, &arguments),
    }
}

/// Help, version, or what is wrong with the command line.
fn unparsed(error: &clap::Error, lang: Language, arguments: &[OsString]) -> ExitCode {
    let answers = |json| Answers {
        lang,
        json,
        writes: false,
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let help = error.render().to_string();
            answer::code(answers(false).help(&help))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(WRONG_USAGE)
        }
        _ => {
            let json = arguments.iter().any(|word| word == "--json");
            answers(json).misused(&misuse::sentence(error, lang));
            ExitCode::from(WRONG_USAGE)
        }
    }
}
