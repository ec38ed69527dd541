//! Setting a long document without keeping a person who stops it waiting: the setter cannot be interrupted
//! while it breaks lines, so it works aside, and is left to itself when nobody wants its work any more.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{RecvTimeoutError, sync_channel},
    },
    thread,
    time::Duration,
};

use assessment_reports::{Document, Faces, document::Laid};

use super::{Format, bytes};
use crate::{
    failure::{Code, Failure},
    progress::go_on,
};

/// How often the cancel flag is looked at.
const LOOK: Duration = Duration::from_millis(40);

/// Sets a document in a format; returns at once when it is cancelled. `on_step` is told each step that is
/// done, of [`steps`].
///
/// # Errors
/// [`Code::Cancelled`], [`Code::DocumentNotWritten`].
pub(super) fn set(
    document: &Arc<Document>,
    format: Format,
    on_step: &dyn Fn(),
    cancel: &AtomicBool,
) -> Result<Vec<u8>, Failure> {
    let (to, from) = sync_channel(steps(format));
    let unwanted = Arc::new(AtomicBool::new(false));
    let (document, given_up) = (Arc::clone(document), Arc::clone(&unwanted));
    let work = move || {
        let wanted = || !given_up.load(Ordering::Relaxed);
        let set = match format {
            Format::Docx => bytes(&document, format),
            Format::Pdf => Laid::new(&document, Faces::system())
                .and_then(|laid| {
                    // Nobody listens where the work was given up.
                    let _ = to.send(Done::Step);
                    match wanted() {
                        true => laid.pdf(&document),
                        false => Ok(Vec::new()),
                    }
                })
                .map_err(|e| Failure::report(e, "document")),
        };
        let _ = to.send(Done::Whole(set));
    };
    thread::Builder::new()
        .name("setting".to_owned())
        .spawn(work)
        .map_err(|e| Failure::new(Code::DocumentNotWritten).with("detail", &e))?;
    loop {
        if let Err(stopped) = go_on(cancel) {
            unwanted.store(true, Ordering::Relaxed);
            return Err(stopped);
        }
        match from.recv_timeout(LOOK) {
            Ok(Done::Step) => on_step(),
            Ok(Done::Whole(set)) => {
                on_step();
                return set;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::new(Code::DocumentNotWritten).with("detail", &"setting"));
            }
        }
    }
}

/// What the setter says.
enum Done {
    /// A part of the work is done.
    Step,
    /// All of it is.
    Whole(Result<Vec<u8>, Failure>),
}

/// Steps in which a document is set.
pub(super) fn steps(format: Format) -> usize {
    match format {
        Format::Pdf => 2,
        Format::Docx => 1,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use assessment_models::text::Lang;
    use assessment_reports::document::{Block, Head, Layout};

    use super::*;

    /// A document that takes long to set.
    fn long() -> Arc<Document> {
        let block = |at: usize| Block::Paragraph {
            lead: String::new(),
            text: format!("第{at}段。").repeat(60),
        };
        Arc::new(Document {
            lang: Lang::Zh,
            layout: Layout::Official,
            dated: "2026-11-05".parse().unwrap(),
            head: Head::default(),
            blocks: (0..6_000).map(block).collect(),
            foot: Vec::new(),
        })
    }

    #[test]
    fn a_person_who_stops_it_does_not_wait_for_the_setter() {
        let cancel = AtomicBool::new(false);
        let document = long();
        let began = Instant::now();
        let stopped = thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(Duration::from_millis(200));
                cancel.store(true, Ordering::Relaxed);
            });
            set(&document, Format::Pdf, &|| {}, &cancel)
        });
        assert_eq!(stopped.unwrap_err().code, Code::Cancelled);
        assert!(
            began.elapsed() < Duration::from_secs(3),
            "{:?}",
            began.elapsed()
        );
    }
}
