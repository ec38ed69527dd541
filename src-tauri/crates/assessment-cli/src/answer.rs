//! What the program says: one JSON document for programs, sentences for people, and its exit code.

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
    process::ExitCode,
};

use assessment_app::{Code, Failure, Lang, wire::ProblemView, words};
use serde::Serialize;

use crate::arguments::Language;

/// What came of a task.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, with problems found in the data.
    Problems,
    /// Everything was refused, and the answer says so already.
    Refused,
}

/// A failure with its words.
#[derive(Serialize)]
pub(crate) struct Told {
    code: String,
    params: BTreeMap<String, String>,
    message: String,
    hint: String,
}

impl Told {
    /// What went wrong and how to mend it.
    pub(crate) fn sentence(&self) -> String {
        format!("{} {}", self.message, self.hint)
    }
}

/// How a task ended that gave no answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// What was asked for cannot be asked for.
    Misused,
    /// Refused or failed.
    Refused,
    /// Something was written, but nobody could be told what came of it.
    Untold,
}

/// Exit codes that scripts rely on.
const WITH_PROBLEMS: u8 = 1;
pub(crate) const WRONG_USAGE: u8 = 2;
const REFUSED: u8 = 3;

/// Where and how the program answers.
#[derive(Clone, Copy)]
pub(crate) struct Answers {
    pub lang: Language,
    pub json: bool,
    /// Whether the task writes files or a workspace: it is then done before its answer is.
    pub writes: bool,
}

impl Answers {
    /// The language as documents know it.
    pub(crate) fn text_lang(self) -> Lang {
        match self.lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }

    /// The document for programs, or `sentences` for people.
    ///
    /// # Errors
    /// [`Code::AnswerNotWritten`].
    pub(crate) fn give<T: Serialize>(
        self,
        document: &T,
        sentences: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if self.json {
            print_document(document)
        } else {
            print(&sentences())
        }
    }

    /// Help, which is an answer like any other.
    pub(crate) fn help(self, text: &str) -> Result<Outcome, Ended> {
        match print(text) {
            Ok(()) => Ok(Outcome::Done),
            Err(failure) => Err(self.fail(&failure)),
        }
    }

    /// A failure with its words.
    pub(crate) fn told(self, failure: &Failure) -> Told {
        let lang = self.text_lang();
        let view = failure.view();
        Told {
            code: view.code,
            params: view.params,
            message: words::failure(failure, lang),
            hint: words::failure_hint(failure, lang),
        }
    }

    /// The same where the failure stands as a file's one problem.
    pub(crate) fn told_again(self, why: &ProblemView) -> Told {
        let lang = self.text_lang();
        Told {
            code: why.code.clone(),
            params: why.params.clone(),
            message: words::problem(why, lang),
            hint: words::problem_hint(why, lang),
        }
    }

    /// Why nothing was done.
    pub(crate) fn fail(self, failure: &Failure) -> Ended {
        let told = self.told(failure);
        if self.json && failure.code != Code::AnswerNotWritten {
            self.tell(&serde_json::json!({ "failure": told }));
        } else {
            complain(&told.sentence());
        }
        match failure.code {
            Code::BadArgument
            | Code::NumberNotAllowed
            | Code::IndexMisused
            | Code::AnalysisMisused => Ended::Misused,
            Code::AnswerNotWritten if self.writes => Ended::Untold,
            _ => Ended::Refused,
        }
    }

    /// Prints the document of a failure; on stderr stands why, where that cannot be printed either.
    fn tell(self, document: &serde_json::Value) {
        if let Err(unwritten) = print_document(document) {
            complain(&words::failure(&unwritten, self.text_lang()));
        }
    }

    /// What is wrong with the command line itself.
    pub(crate) fn misused(self, message: &str) {
        if self.json {
            self.tell(&serde_json::json!({ "failure": {
                "code": "wrong_usage", "params": {}, "message": message,
            }}));
        } else {
            complain(message);
        }
    }
}

/// The exit code of an outcome.
pub(crate) fn code(outcome: Result<Outcome, Ended>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(WITH_PROBLEMS),
        Ok(Outcome::Refused) => ExitCode::from(REFUSED),
        // A script that takes 3 for "nothing changed" would do it again.
        Err(Ended::Untold) => ExitCode::from(WITH_PROBLEMS),
        Err(Ended::Misused) => ExitCode::from(WRONG_USAGE),
        Err(Ended::Refused) => ExitCode::from(REFUSED),
    }
}

fn print_document<T: Serialize>(document: &T) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = serde_json::to_writer_pretty(&mut out, document).map_err(io::Error::from);
    written(done.and_then(|()| writeln!(out)).and_then(|()| out.flush()))
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    written(writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()))
}

/// A reader that has gone away (`| head`) has what it wanted: there is nobody left to tell.
fn written(done: io::Result<()>) -> Result<(), Failure> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Code::AnswerNotWritten)
                .with("detail", &error)
                .caused_by(error))
        }
        _ => Ok(()),
    }
}

/// A sentence on stderr.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}
