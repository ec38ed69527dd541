//! A large sheet read by several threads: one unpacks it and cuts it between two rows, others read what lies
//! between the cuts, and the caller puts that together in its order.
//!
//! Where a cut does not fall between rows after all (they stand in a comment, say), a portion is not sound by
//! itself; then nothing comes of the whole and the sheet is read from its beginning to its end.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, channel, sync_channel},
    },
    thread,
};

use memchr::memmem;

use super::xml::{LEAD, MARK, MAX_TOKEN};
use crate::error::ExchangeError;

/// Bytes of a portion, about.
const SIZE: usize = 1 << 18;
/// Portions that wait to be read.
const WAITING: usize = 4;
/// Portions that are cut before the first of them is taken: so much of a sheet is held at once.
const AHEAD: usize = 16;
/// What a row begins with; rows under a prefix are read by one thread.
const ROW: &[u8] = b"<row";

/// What lies between two cuts.
pub(super) struct Portion {
    /// From 0.
    pub(super) number: usize,
    /// Its XML, with [`LEAD`] before it.
    pub(super) xml: Vec<u8>,
    /// Nothing comes behind it.
    pub(super) last: bool,
}

/// Reads a sheet in portions: `read` in several threads, each with a state of its own, `take` in this one and in
/// the order of the sheet. Gives back whether all was taken; where not, the sheet is to be read in another way.
///
/// # Errors
/// What `take` fails with.
pub(super) fn in_portions<S, T: Send>(
    from: impl Read + Send,
    state: impl Fn() -> S + Sync,
    read: impl Fn(&mut S, &Portion) -> Option<T> + Sync,
    mut take: impl FnMut(T) -> Result<(), ExchangeError>,
) -> Result<bool, ExchangeError> {
    let readers = thread::available_parallelism().map_or(1, |n| n.get().min(4));
    let mut cutter = Cutter::new(from);
    // Where the first piece cannot be cut the others cannot either.
    let first = cutter.next();
    let Some(first) = first.filter(|p| readers > 1 && !p.last && says_its_rows(&p.xml)) else {
        return Ok(false);
    };
    let (to, portions) = sync_channel(WAITING);
    let portions = Arc::new(Mutex::new(portions));
    let (results_to, results) = channel();
    let (taken_to, taken) = channel();
    thread::scope(|scope| {
        let cutting = move || cutter.all(first, &to, &taken);
        let mut started = 0;
        let cut = thread::Builder::new().spawn_scoped(scope, cutting);
        for _ in 0..readers {
            let (portions, results_to) = (Arc::clone(&portions), results_to.clone());
            let (state, read) = (&state, &read);
            let reading = move || {
                let mut state = state();
                while let Some(portion) = next(&portions) {
                    let result = read(&mut state, &portion);
                    let on = result.is_some();
                    // A caller that wants no more is gone.
                    if results_to
                        .send((portion.number, portion.last, result))
                        .is_err()
                        || !on
                    {
                        return;
                    }
                }
            };
            let reader = thread::Builder::new().spawn_scoped(scope, reading);
            started += usize::from(reader.is_ok());
        }
        // Under a limit the system may give no threads; one reads as well.
        if cut.is_err() || started == 0 {
            return Ok(false);
        }
        // Those who wait for the other end are told that nobody is there any more.
        drop((portions, results_to));
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (number, last, result) in results {
            let Some(result) = result else {
                return Ok(false);
            };
            early.insert(number, (last, result));
            while let Some((last, result)) = early.remove(&wanted) {
                take(result)?;
                wanted += 1;
                if last {
                    return Ok(true);
                }
                // Who cuts may have come to the end.
                let _ = taken_to.send(());
            }
        }
        Ok(false)
    })
}

fn next(portions: &Mutex<Receiver<Portion>>) -> Option<Portion> {
    let portions = portions.lock().unwrap_or_else(PoisonError::into_inner);
    portions.recv().ok()
}

/// Whether the first row says its number: where rows do not, the ones before have to be read first.
fn says_its_rows(xml: &[u8]) -> bool {
    let tag = memmem::find(xml, ROW).map(|at| &xml[at..]);
    let tag = tag.and_then(|tag| Some(&tag[..memchr::memchr(b'>', tag)?]));
    tag.is_some_and(|tag| memmem::find(tag, b" r=").is_some())
}

/// Where the last row begins.
fn last_row(xml: &[u8]) -> Option<usize> {
    let mut end = xml.len();
    loop {
        let at = memmem::rfind(&xml[..end], ROW)?;
        if xml.get(at + ROW.len()).is_some_and(|c| {
            b" 	
>/"
            .contains(c)
        }) {
            return Some(at);
        }
        end = at;
    }
}

/// Cuts what it reads.
struct Cutter<R> {
    from: R,
    /// What the next portion begins with.
    rest: Vec<u8>,
    number: usize,
}

impl<R: Read> Cutter<R> {
    fn new(from: R) -> Self {
        Self {
            from,
            rest: LEAD.to_vec(),
            number: 0,
        }
    }

    /// The next portion; `None` where it cannot be read or cut.
    fn next(&mut self) -> Option<Portion> {
        let mut xml = std::mem::replace(&mut self.rest, LEAD.to_vec());
        loop {
            let last = !self.fill(&mut xml).ok()?;
            if self.number == 0 && xml[LEAD.len()..].starts_with(MARK) {
                xml.drain(LEAD.len()..LEAD.len() + MARK.len());
            }
            // A portion that begins with a row is not cut before it.
            let cut = last_row(&xml).filter(|at| !last && *at > LEAD.len());
            if let Some(cut) = cut {
                self.rest.extend_from_slice(&xml[cut..]);
                xml.truncate(cut);
            } else if !last {
                if xml.len() > MAX_TOKEN {
                    return None;
                }
                continue;
            }
            let number = self.number;
            self.number += 1;
            return Some(Portion { number, xml, last });
        }
    }

    /// Reads as much as a portion takes; says whether there may be more.
    fn fill(&mut self, xml: &mut Vec<u8>) -> io::Result<bool> {
        let mut filled = xml.len();
        let end = filled + SIZE;
        xml.resize(end, 0);
        while filled < end {
            match self.from.read(&mut xml[filled..]) {
                Ok(0) => {
                    xml.truncate(filled);
                    return Ok(false);
                }
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Hands all portions over, from the first on, until nobody wants them; never more than [`AHEAD`]
    /// before those that are taken.
    fn all(mut self, first: Portion, to: &SyncSender<Portion>, taken: &Receiver<()>) {
        let mut portion = Some(first);
        while let Some(next) = portion {
            let last = next.last;
            if next.number >= AHEAD && taken.recv().is_err() {
                return;
            }
            if to.send(next).is_err() || last {
                return;
            }
            portion = self.next();
        }
    }
}
