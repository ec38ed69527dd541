//! A process of the same program that works on one file under limits, and what its end means.

use std::{
    io::{self, Read, Write as _},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use super::{CHILD_WORD, ParseLimits};
use crate::failure::{Code, Failure};

/// How often a waiting parent looks at the clock and at the cancel flag.
const TICK: Duration = Duration::from_millis(20);

/// As much of the child's complaints as is looked at.
const COMPLAINT_BYTES: u64 = 4096;

/// Gives `request` to a child of `program` and returns what `understand` makes of its answer, which is told
/// by its length first: it is understood while the child still gives its memory back.
pub(super) fn answer<T>(
    program: &Path,
    request: Vec<u8>,
    limits: &ParseLimits,
    cancel: &AtomicBool,
    understand: impl FnOnce(&[u8]) -> T,
) -> Result<T, Failure> {
    let mut child = Command::new(program)
        .arg(CHILD_WORD)
        .arg(limits.memory.to_string())
        .arg(limits.time.as_secs().max(1).to_string())
        // Each of several heaps would take address space from the rest without holding anything.
        .env("MALLOC_ARENA_MAX", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(Code::ParseNotStarted).caused_by(error))?;
    let outcome = converse(&mut child, request, limits, cancel, understand);
    if outcome.is_err() {
        // It may have ended by itself; what counts is that it does not go on.
        let _ = child.kill();
        let _ = child.wait();
    }
    outcome
}

fn converse<T>(
    child: &mut Child,
    request: Vec<u8>,
    limits: &ParseLimits,
    cancel: &AtomicBool,
    understand: impl FnOnce(&[u8]) -> T,
) -> Result<T, Failure> {
    let deadline = Instant::now() + limits.time;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // A child that ends early closes its stdin: the reason is told by how it ended.
    thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&request)));
    let (complaint_to, complaint) = mpsc::channel();
    thread::spawn(move || complaint_to.send(first_bytes(stderr, COMPLAINT_BYTES)));
    let (answer_to, answer) = mpsc::channel();
    let most = limits.output;
    thread::spawn(move || answer_to.send(whole_answer(stdout, most)));

    let answer = loop {
        match answer.recv_timeout(TICK) {
            Ok(answer) => break answer,
            Err(RecvTimeoutError::Disconnected) => return Err(Code::ParseCrashed.into()),
            Err(RecvTimeoutError::Timeout) => still_allowed(deadline, limits, cancel)?,
        }
    };
    let understood = match answer {
        Said::All(answer) => Some(understand(&answer)),
        Said::Less => None,
        Said::TooMuch => return Err(Code::ParseAnswerTooLarge.into()),
    };
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => {
                still_allowed(deadline, limits, cancel)?;
                thread::sleep(Duration::from_millis(1));
            }
            Err(error) => return Err(Failure::new(Code::ParseCrashed).caused_by(error)),
        }
    };
    if status.success() {
        return understood.ok_or_else(|| Code::ParseCrashed.into());
    }
    let complaint = complaint.recv_timeout(TICK).unwrap_or_default();
    Err(ending(status, &complaint, limits))
}

fn still_allowed(
    deadline: Instant,
    limits: &ParseLimits,
    cancel: &AtomicBool,
) -> Result<(), Failure> {
    if cancel.load(Ordering::Relaxed) {
        return Err(Code::Cancelled.into());
    }
    if Instant::now() >= deadline {
        return Err(timeout(limits));
    }
    Ok(())
}

fn timeout(limits: &ParseLimits) -> Failure {
    Failure::new(Code::ParseTimeout).with("seconds", &limits.time.as_secs_f64())
}

/// What a child's unhappy end means.
fn ending(status: ExitStatus, complaint: &[u8], limits: &ParseLimits) -> Failure {
    let complaint = String::from_utf8_lossy(complaint);
    // The sentence with which Rust's allocation handler aborts.
    if complaint.contains("memory allocation of") || killed_from_outside(status) {
        return Failure::new(Code::ParseOutOfMemory).with("megabytes", &(limits.memory >> 20));
    }
    if out_of_processor_time(status) {
        return timeout(limits);
    }
    Failure::new(Code::ParseCrashed)
        .caused_by(io::Error::other(format!("{status}: {}", complaint.trim())))
}

/// Ended by SIGKILL that this program did not send: the system was short of memory.
#[cfg(unix)]
fn killed_from_outside(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    const SIGKILL: i32 = 9;
    status.signal() == Some(SIGKILL)
}

#[cfg(not(unix))]
fn killed_from_outside(_status: ExitStatus) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn out_of_processor_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    const SIGXCPU: i32 = 24;
    status.signal() == Some(SIGXCPU)
}

#[cfg(not(target_os = "linux"))]
fn out_of_processor_time(_status: ExitStatus) -> bool {
    false
}

/// What a child wrote.
enum Said {
    /// As much as it said that it would.
    All(Vec<u8>),
    /// It ended before: how it ended says why.
    Less,
    /// It would have said more than it may.
    TooMuch,
}

/// An answer: its length in eight bytes, the lowest first, and so many bytes.
fn whole_answer(pipe: Option<impl Read>, most: u64) -> Said {
    let mut length = [0; 8];
    let Some(mut pipe) = pipe else {
        return Said::Less;
    };
    if pipe.read_exact(&mut length).is_err() {
        return Said::Less;
    }
    let length = u64::from_le_bytes(length);
    let Some(room) = usize::try_from(length).ok().filter(|_| length <= most) else {
        return Said::TooMuch;
    };
    let mut answer = Vec::with_capacity(room);
    match pipe.take(length).read_to_end(&mut answer) {
        Ok(read) if read == room => Said::All(answer),
        _ => Said::Less,
    }
}

/// Up to `most` bytes. A pipe that breaks ends the answer; how the child ended says why.
fn first_bytes(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.take(most).read_to_end(&mut bytes);
    }
    bytes
}
