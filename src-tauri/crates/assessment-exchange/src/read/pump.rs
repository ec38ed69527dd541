//! Unpacking beside reading: the two halves of the work on a large sheet, each on a processor of its own.

use std::{
    io::{self, Read},
    sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    thread::Scope,
};

/// Bytes that are handed over at once.
const PIECE: usize = 1 << 17;
/// Pieces that wait to be read.
const WAITING: usize = 8;

/// What another thread reads ahead.
pub(super) struct Ahead {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Pieces that were read go back to be filled again.
    back: Sender<Vec<u8>>,
    piece: Vec<u8>,
    at: usize,
}

impl Ahead {
    /// Reads `from` in a thread of `scope`; it ends where the reader is dropped.
    pub(super) fn new<'scope>(
        scope: &'scope Scope<'scope, '_>,
        from: impl Read + Send + 'scope,
    ) -> Self {
        let (sender, pieces) = sync_channel(WAITING);
        let (back, spare) = channel();
        scope.spawn(move || pump(from, &sender, &spare));
        Self {
            pieces,
            back,
            piece: Vec::new(),
            at: 0,
        }
    }
}

fn pump(mut from: impl Read, to: &SyncSender<io::Result<Vec<u8>>>, spare: &Receiver<Vec<u8>>) {
    loop {
        let mut piece = spare.try_recv().unwrap_or_default();
        piece.resize(PIECE, 0);
        let mut filled = 0;
        let mut failed = None;
        while filled < PIECE {
            match from.read(&mut piece[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        piece.truncate(filled);
        // A reader that wants no more is gone.
        if filled > 0 && to.send(Ok(piece)).is_err() {
            return;
        }
        if let Some(error) = failed {
            let _ = to.send(Err(error));
            return;
        }
        if filled < PIECE {
            return;
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.piece.len()
            && let Ok(piece) = self.pieces.recv()
        {
            // Where the other thread has ended nobody wants it.
            let _ = self.back.send(std::mem::replace(&mut self.piece, piece?));
            self.at = 0;
        }
        let n = (&self.piece[self.at..]).read(out)?;
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_ahead_is_what_was_there() {
        let there: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
        let mut read = Vec::new();
        std::thread::scope(|scope| {
            let mut ahead = Ahead::new(scope, there.as_slice());
            ahead.read_to_end(&mut read).unwrap();
            assert_eq!(ahead.read(&mut [0; 8]).unwrap(), 0);
        });
        assert_eq!(read, there);
        // One that is dropped early holds nothing up.
        std::thread::scope(|scope| {
            let mut ahead = Ahead::new(scope, io::repeat(7));
            ahead.read_exact(&mut [0; 10]).unwrap();
        });
    }
}
