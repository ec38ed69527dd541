//! Reading spreadsheets apart: a file from outside is parsed in a child process of the same program,
//! under a memory cap and a time limit, so that a broken or hostile file costs an error message and
//! nothing else.
//!
//! ```text
//! read_file ─► `<program> __parse` (stdin: request, stdout: length and result) ─► Parsed, or why not
//! ```
//!
//! Both programs, with and without a window, hand [`CHILD_WORD`] to [`child_main`] before anything else.

mod limit;
mod process;

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::AtomicBool,
    time::Duration,
};

use assessment_exchange::{ParseContext, Parsed};
use assessment_models::Framework;

use crate::failure::{Code, Failure};

/// First word of the child's command line.
pub const CHILD_WORD: &str = "__parse";

/// What any file may take, by the clock; each megabyte adds two seconds, up to the limit.
const BASE_TIME: Duration = Duration::from_secs(15);

/// Exit code of a child that could not set its limits or be understood.
const NOT_SET_UP: u8 = 70;

/// What reading one file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseLimits {
    /// Bytes of memory beyond what the program itself takes.
    pub memory: u64,
    /// Time, by the clock.
    pub time: Duration,
    /// Bytes of the result.
    pub output: u64,
    /// Bytes of the file.
    pub file: u64,
}

impl Default for ParseLimits {
    /// 512 MB and two minutes for a file of up to 200 MB: far above what an assessment of thousands of
    /// units takes (a sheet of 672,000 answers takes seconds and less than half of the memory).
    fn default() -> Self {
        Self {
            memory: 512 << 20,
            time: Duration::from_secs(120),
            output: 256 << 20,
            file: 200 << 20,
        }
    }
}

/// Where a file is parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parser {
    /// In a child of this program. What comes from outside is read so.
    Apart {
        /// The program; it answers [`CHILD_WORD`].
        program: PathBuf,
        /// What reading may cost.
        limits: ParseLimits,
    },
    /// In this process, for files that this program has just written itself.
    Here,
}

impl Parser {
    /// A child of the running program, with the usual limits.
    ///
    /// # Errors
    /// [`Code::ParseNotStarted`] where the system does not tell which program runs.
    pub fn apart() -> Result<Self, Failure> {
        let program = std::env::current_exe()
            .map_err(|error| Failure::new(Code::ParseNotStarted).caused_by(error))?;
        Ok(Self::Apart {
            program,
            limits: ParseLimits::default(),
        })
    }

    fn limits(&self) -> ParseLimits {
        match self {
            Self::Apart { limits, .. } => *limits,
            Self::Here => ParseLimits::default(),
        }
    }
}

/// Reads a file and says what it holds, and how many bytes it has. Nothing is written.
///
/// # Errors
/// [`Code::NotFound`], [`Code::IsDirectory`], [`Code::NotAFile`], [`Code::PermissionDenied`],
/// [`Code::FileTooLarge`]; a `file_…` code where the file is refused as a whole;
/// [`Code::ParseTimeout`], [`Code::ParseOutOfMemory`], [`Code::ParseCrashed`] and
/// [`Code::ParseAnswerTooLarge`] where reading it breaks a limit; [`Code::MappingInvalid`];
/// [`Code::Cancelled`].
pub fn read_file(
    path: &Path,
    framework: &Framework,
    context: &ParseContext<'_>,
    parser: &Parser,
    cancel: &AtomicBool,
) -> Result<(Parsed, u64), Failure> {
    let bytes = file_bytes(path, parser.limits().file)?;
    let size = bytes.len() as u64;
    // A small file that takes long is a trap: a large one has the whole time.
    let time = BASE_TIME + Duration::from_secs(size >> 19);
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let parsed = match parser {
        Parser::Here => assessment_exchange::parse(&bytes, &name, framework, context),
        Parser::Apart { program, limits } => {
            let request = assessment_exchange::encode_request(&bytes, &name, framework, context)
                .map_err(|error| Failure::exchange(error, &name))?;
            drop(bytes);
            let limits = ParseLimits {
                time: limits.time.min(time),
                ..*limits
            };
            let decode = assessment_exchange::decode_result;
            process::answer(program, request, &limits, cancel, decode)
                .map_err(|failure| failure.with("file", &name))?
        }
    };
    Ok((
        parsed.map_err(|error| Failure::exchange(error, &name))?,
        size,
    ))
}

/// The whole file, if it is an ordinary one of bearable size.
fn file_bytes(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| Failure::io(path, error);
    let kind = fs::metadata(path).map_err(failed)?;
    if kind.is_dir() {
        return Err(Failure::new(Code::IsDirectory).with("path", &path.display()));
    }
    if !kind.is_file() {
        return Err(Failure::new(Code::NotAFile).with("path", &path.display()));
    }
    let too_large = || {
        Failure::new(Code::FileTooLarge)
            .with("path", &path.display())
            .with("megabytes", &(most >> 20))
    };
    if kind.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(kind.len()).unwrap_or(0));
    // A file may grow while it is read.
    File::open(path)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The child's whole work: caps itself, reads a request from stdin, parses, writes the result to stdout.
///
/// Its command line is `__parse <bytes of memory> <seconds>`.
#[must_use]
pub fn child_main() -> ExitCode {
    let mut numbers = std::env::args().skip(2).map(|word| word.parse::<u64>());
    let (Some(Ok(memory)), Some(Ok(seconds))) = (numbers.next(), numbers.next()) else {
        return ExitCode::from(NOT_SET_UP);
    };
    let answered = limit::cap(memory, seconds).and_then(|()| {
        let mut request = Vec::new();
        io::stdin().lock().read_to_end(&mut request)?;
        let answer = assessment_exchange::answer_request(request);
        let mut out = io::stdout().lock();
        out.write_all(&(answer.len() as u64).to_le_bytes())?;
        out.write_all(&answer)?;
        out.flush()
    });
    if answered.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_SET_UP)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
