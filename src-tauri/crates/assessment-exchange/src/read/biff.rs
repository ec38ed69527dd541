//! The records of a BIFF8 stream, and the strings in them.

use encoding_rs::UTF_16LE;

use crate::error::{Damage, ExchangeError};

/// A record without its continuations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
}

/// Walks a stream record by record.
pub(super) struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

/// A number of two bytes; 0 beyond the end.
pub(super) fn word(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2)
        .map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

/// A number of four bytes; 0 beyond the end.
pub(super) fn long(data: &[u8], at: usize) -> u32 {
    u32::from(word(data, at)) | u32::from(word(data, at + 2)) << 16
}

/// A floating-point number; 0 beyond the end.
pub(super) fn double(data: &[u8], at: usize) -> f64 {
    f64::from_bits(u64::from(long(data, at)) | u64::from(long(data, at + 4)) << 32)
}

/// A number in its short form.
pub(super) fn rk(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

impl<'s> Records<'s> {
    pub(super) fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// [`ExchangeError::Damaged`] where a record is cut off.
    pub(super) fn next(&mut self) -> Result<Option<Record<'s>>, ExchangeError> {
        let Some(head) = self.stream.get(self.at..).filter(|rest| rest.len() >= 4) else {
            return Ok(None);
        };
        let (kind, length) = (word(head, 0), usize::from(word(head, 2)));
        let Some(data) = head.get(4..4 + length) else {
            let place = format!("record {kind:#06x} at {}", self.at);
            return Err(Damage::CutOff.of("Workbook", place));
        };
        self.at += 4 + length;
        Ok(Some(Record { kind, data }))
    }

    /// The record's data with that of the continuations that follow it.
    pub(super) fn with_continuations(&mut self, data: &'s [u8]) -> Vec<&'s [u8]> {
        let mut pieces = vec![data];
        while self
            .stream
            .get(self.at..)
            .is_some_and(|rest| word(rest, 0) == 0x003C && rest.len() >= 4)
        {
            match self.next() {
                Ok(Some(record)) => pieces.push(record.data),
                _ => break,
            }
        }
        pieces
    }
}

/// Reads on over the edges of pieces.
pub(super) struct Pieces<'s> {
    pieces: Vec<&'s [u8]>,
    piece: usize,
    at: usize,
}

impl<'s> Pieces<'s> {
    pub(super) fn new(pieces: Vec<&'s [u8]>) -> Self {
        Self {
            pieces,
            piece: 0,
            at: 0,
        }
    }

    fn left(&mut self) -> &'s [u8] {
        while let Some(piece) = self.pieces.get(self.piece) {
            if self.at < piece.len() {
                return &piece[self.at..];
            }
            self.piece += 1;
            self.at = 0;
        }
        &[]
    }

    /// The next byte; `None` at the end.
    pub(super) fn byte(&mut self) -> Option<u8> {
        let byte = *self.left().first()?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.word()?) | u32::from(self.word()?) << 16)
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let here = self.left().len().min(bytes);
            if here == 0 {
                return;
            }
            self.at += here;
            bytes -= here;
        }
    }

    /// Characters, wide or narrow; behind the edge of a piece it is said anew which they are.
    fn characters(&mut self, count: usize, wide: bool) -> Option<String> {
        let mut wide = wide;
        let mut left = count;
        let mut text = String::new();
        while left > 0 {
            let here = self.left();
            let size = if wide { 2 } else { 1 };
            let fit = (here.len() / size).min(left);
            if fit == 0 {
                return (text.chars().count() > 0).then_some(text);
            }
            let bytes = &here[..fit * size];
            if wide {
                text.push_str(&UTF_16LE.decode_without_bom_handling(bytes).0);
            } else {
                // The low half of UTF-16 is Latin-1.
                text.extend(bytes.iter().map(|b| char::from(*b)));
            }
            self.at += bytes.len();
            left -= fit;
            if left > 0 {
                // The rest of this piece is shorter than a character.
                self.piece += 1;
                self.at = 0;
                wide = self.byte()? & 1 != 0;
            }
        }
        Some(text)
    }

    /// A string whose length takes two bytes, with the runs and phonetics that may follow it.
    pub(super) fn string(&mut self) -> Option<String> {
        let count = usize::from(self.word()?);
        self.string_of(count)
    }

    /// The same for a known length.
    pub(super) fn string_of(&mut self, count: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 {
            usize::from(self.word()?)
        } else {
            0
        };
        let phonetic = if flags & 4 != 0 {
            self.long()? as usize
        } else {
            0
        };
        let text = if count == 0 {
            String::new()
        } else {
            self.characters(count, flags & 1 != 0)?
        };
        self.skip(runs * 4);
        self.skip(phonetic);
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_on_over_continuations() {
        // 太原市 in wide characters, cut after the first; then two narrow ones.
        let first = [5, 0, 1, 0x2A, 0x59];
        let second = [1, 0x9F, 0x53, 0x02, 0x5E];
        let third = [0, b'a', b'b', 2, 0, 0, b'x', b'y'];
        let mut pieces = Pieces::new(vec![&first, &second, &third]);
        assert_eq!(pieces.string().as_deref(), Some("太原市ab"));
        assert_eq!(pieces.string().as_deref(), Some("xy"));
        assert_eq!(pieces.string(), None);
    }

    #[test]
    fn short_numbers_are_read() {
        assert_eq!(rk(0x3FF0_0000), 1.0);
        assert_eq!(rk(0x3FF0_0001), 0.01);
        assert_eq!(rk((12_345 << 2) | 3), 123.45);
        assert_eq!(rk(((-5_i32) << 2).cast_unsigned() | 2), -5.0);
    }
}
