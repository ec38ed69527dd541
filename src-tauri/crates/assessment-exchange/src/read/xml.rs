//! The XML of a part: how much of it is read, its events, and the text that they stand for.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

use quick_xml::{
    Reader,
    errors::IllFormedError,
    events::{BytesRef, BytesStart, Event},
};

use crate::error::{Damage, Excess, ExchangeError};

/// Most bytes of one element or text; a cell holds 32,767 characters.
pub(super) const MAX_TOKEN: usize = 32_000_000;
/// Most elements that lie in each other; a sheet has about ten, a drawing some dozens.
const MAX_DEPTH: usize = 1_000;
/// Bytes that are read at once.
const PIECE: usize = 1 << 17;
/// Stands before each piece, so that nothing in it is taken for the mark of an encoding.
pub(super) const LEAD: &[u8] = b"<?-?>";
/// The mark of UTF-8.
pub(super) const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Bytes that tell what kind of markup begins.
const TELLING: usize = 16;

/// Counts what is read of a part, so that neither it nor one text in it takes more than memory holds.
#[derive(Debug)]
pub(crate) struct Guarded<R> {
    name: String,
    inner: R,
    left: u64,
    token: usize,
}

impl<R> Guarded<R> {
    /// At most `left` bytes of `inner` are read, the part called `name`.
    pub(super) fn new(name: impl Into<String>, inner: R, left: u64) -> Self {
        Self {
            name: name.into(),
            inner,
            left,
            token: 0,
        }
    }

    /// What another reader guards already, read through this one.
    pub(super) fn again(name: String, inner: R) -> Self {
        Self::new(name, inner, u64::MAX)
    }

    /// The part's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How much there may be to read.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// The next event may be as long as any.
    fn next_token(&mut self) {
        self.token = 0;
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let n = self.inner.read(out)?;
        self.left = self.left.saturating_sub(n as u64);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 || self.token > MAX_TOKEN {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n as u64);
        self.token += n;
        self.inner.consume(n);
    }
}

/// The XML of a part, event by event.
pub(super) struct Xml<R> {
    reader: Reader<Guarded<R>>,
    buffer: Vec<u8>,
    open: usize,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(part: Guarded<R>) -> Self {
        let mut reader = Reader::from_reader(part);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        Self {
            reader,
            buffer: Vec::with_capacity(1024),
            open: 0,
        }
    }

    /// The next event.
    ///
    /// # Errors
    /// [`ExchangeError::XmlEntities`] where the part defines entities, [`ExchangeError::TooLarge`],
    /// [`ExchangeError::Damaged`].
    pub(super) fn next(&mut self) -> Result<Event<'_>, ExchangeError> {
        self.buffer.clear();
        self.reader.get_mut().next_token();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(ExchangeError::XmlEntities),
            Ok(event) => {
                match event {
                    Event::Start(_) => self.open = deeper(self.open)?,
                    Event::End(_) => self.open = self.open.saturating_sub(1),
                    _ => {}
                }
                Ok(event)
            }
            Err(error) => {
                let at = self.reader.error_position();
                Err(broken(self.reader.get_ref().name(), at, &error))
            }
        }
    }
}

/// What a part is refused as that is broken so many bytes behind its start.
fn broken(part: &str, at: u64, error: &quick_xml::Error) -> ExchangeError {
    match error {
        quick_xml::Error::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => too_long(),
        quick_xml::Error::Io(e) => Damage::of_unpacking(part, e),
        quick_xml::Error::Encoding(e) => Damage::Characters.of(part, format!("{at}: {e}")),
        other => Damage::Xml.of(part, format!("{at}: {other}")),
    }
}

/// One more element is open.
fn deeper(open: usize) -> Result<usize, ExchangeError> {
    if open >= MAX_DEPTH {
        return Err(Excess::Nesting.of(open as u64 + 1, MAX_DEPTH as u64));
    }
    Ok(open + 1)
}

fn too_long() -> ExchangeError {
    Excess::LongText.of(MAX_TOKEN as u64 + 1, MAX_TOKEN as u64)
}

/// All events of a part but its end, until `each` wants no more.
///
/// Events borrow from the piece in which they stand. What a piece's end cuts off is read again with the next
/// piece before it, so that it does not matter where pieces end.
///
/// # Errors
/// As [`Xml::next`], and what `each` fails with.
pub(super) fn events<R: Read>(
    part: Guarded<R>,
    each: impl FnMut(&Event<'_>) -> Result<bool, ExchangeError>,
) -> Result<(), ExchangeError> {
    by_pieces(part, PIECE, each)
}

fn by_pieces<R: Read>(
    mut part: Guarded<R>,
    size: usize,
    mut each: impl FnMut(&Event<'_>) -> Result<bool, ExchangeError>,
) -> Result<(), ExchangeError> {
    let mut piece = LEAD.to_vec();
    // The mark is looked for once.
    let mut wanted = size.max(MARK.len());
    let mut place = Place::default();
    let mut first = true;
    loop {
        let more = fill(&mut part, &mut piece, wanted);
        if first && piece[LEAD.len()..].starts_with(MARK) {
            piece.drain(LEAD.len()..LEAD.len() + MARK.len());
        }
        first = false;
        let last = matches!(more, Ok(false));
        let used = match of_piece(part.name(), &piece, last, &mut place, &mut each)? {
            Some(used) => used,
            None => return Ok(()),
        };
        if !more.map_err(|error| broken(part.name(), place.before, &error.into()))? {
            return Ok(());
        }
        if used > LEAD.len() {
            place.before += (used - LEAD.len()) as u64;
            piece.drain(LEAD.len()..used);
            wanted = size;
        } else if piece.len() > MAX_TOKEN {
            return Err(too_long());
        } else {
            wanted = piece.len().min(MAX_TOKEN);
        }
    }
}

/// Reads up to so many bytes more; says whether there may be more still.
fn fill(part: &mut impl Read, piece: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
    let mut filled = piece.len();
    let end = filled + wanted;
    piece.resize(end, 0);
    let mut outcome = Ok(true);
    while filled < end {
        match part.read(&mut piece[filled..]) {
            Ok(0) => {
                outcome = Ok(false);
                break;
            }
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                outcome = Err(error);
                break;
            }
        }
    }
    piece.truncate(filled);
    outcome
}

/// How far a part is read.
#[derive(Debug, Default)]
struct Place {
    /// Bytes before the piece.
    before: u64,
    /// Elements that are open.
    open: usize,
}

/// The events of a piece. Gives back how much of it they took, or `None` where no more are wanted.
fn of_piece(
    part: &str,
    piece: &[u8],
    last: bool,
    place: &mut Place,
    each: &mut impl FnMut(&Event<'_>) -> Result<bool, ExchangeError>,
) -> Result<Option<usize>, ExchangeError> {
    let mut reader = Reader::from_reader(piece);
    let config = reader.config_mut();
    config.check_end_names = false;
    // The element may have begun in an earlier piece.
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut used = 0;
    loop {
        let event = reader.read_event();
        // A position in the piece.
        let at = reader.buffer_position() as usize;
        let whole = match &event {
            Ok(Event::Text(_) | Event::Eof) => at < piece.len(),
            Ok(_) => true,
            Err(_) => at < piece.len() && piece.len() - used >= TELLING,
        };
        if !whole && !last {
            return Ok(Some(used));
        }
        let wrong = |error: &quick_xml::Error| {
            let within = used.saturating_sub(LEAD.len()) as u64;
            broken(part, place.before + within, error)
        };
        let event = event.map_err(|error| wrong(&error))?;
        match &event {
            Event::DocType(_) => return Err(ExchangeError::XmlEntities),
            Event::Eof => return Ok(Some(at)),
            Event::Start(_) => place.open = deeper(place.open)?,
            Event::End(end) => match place.open.checked_sub(1) {
                Some(left) => place.open = left,
                None => {
                    let name = end.name().as_ref().to_owned();
                    return Err(wrong(&IllFormedError::UnmatchedEndTag(name).into()));
                }
            },
            _ => {}
        }
        if used >= LEAD.len() && !each(&event)? {
            return Ok(None);
        }
        used = at;
    }
}

/// The events of a piece of a part that was cut between two elements, with [`LEAD`] before it. `open` is how many
/// elements are open where it begins; gives back how many are where it ends.
///
/// # Errors
/// As [`events`]; places are counted from the piece.
pub(super) fn portion_events(
    part: &str,
    piece: &[u8],
    open: usize,
    mut each: impl FnMut(&Event<'_>) -> Result<(), ExchangeError>,
) -> Result<usize, ExchangeError> {
    let mut place = Place { before: 0, open };
    of_piece(part, piece, true, &mut place, &mut |event| {
        each(event).map(|()| true)
    })?;
    Ok(place.open)
}

/// All elements of a part, until `each` wants no more.
///
/// # Errors
/// As [`events`].
pub(super) fn elements<R: Read>(
    part: Guarded<R>,
    mut each: impl FnMut(&BytesStart<'_>) -> bool,
) -> Result<(), ExchangeError> {
    events(part, |event| match event {
        Event::Start(e) | Event::Empty(e) => Ok(each(e)),
        _ => Ok(true),
    })
}

/// Puts the character that a reference stands for.
pub(super) fn push_reference(reference: &BytesRef<'_>, out: &mut String) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        out.push(c);
    } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(reference.as_ref()) {
        out.push_str(text);
    } else {
        out.push('&');
        out.push_str(reference.as_ref());
        out.push(';');
    }
}

/// Text in which `_x000D_` and its like stand for characters that XML cannot hold.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let unit = |at: usize| {
        let escape = text.as_bytes().get(at..at + 7)?;
        (escape.starts_with(b"_x") && escape[6] == b'_').then_some(())?;
        let digits = text.get(at + 2..at + 6)?;
        let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        all_hex.then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut at = 0;
    let flush = |units: &mut Vec<u16>, out: &mut String| {
        let decoded = char::decode_utf16(units.drain(..));
        out.extend(decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    };
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some(unit) = unit(at) {
            units.push(unit);
            at += 7;
        } else {
            flush(&mut units, &mut out);
            out.push(c);
            at += c.len_utf8();
        }
    }
    flush(&mut units, &mut out);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of a text, and how it ends; in pieces of so many bytes, or as they stand.
    fn told(bytes: &[u8], size: Option<usize>) -> (Vec<String>, Option<String>) {
        let mut told = Vec::new();
        let part = Guarded::new("part", bytes, u64::MAX);
        let end = match size {
            Some(size) => by_pieces(part, size, |event| {
                told.push(format!("{event:?}"));
                Ok(true)
            }),
            None => {
                let mut xml = Xml::new(part);
                loop {
                    match xml.next() {
                        Ok(Event::Eof) => break Ok(()),
                        Ok(event) => told.push(format!("{event:?}")),
                        Err(error) => break Err(error),
                    }
                }
            }
        };
        // The reader of whole parts does not tell where a broken character stands.
        let end = end
            .err()
            .map(|e| e.to_string().replace(char::is_numeric, ""));
        (told, end)
    }

    #[test]
    fn it_does_not_matter_where_pieces_end() {
        for text in [
            "\u{feff}<?xml version=\"1.0\"?>\r\n<a b='>' c=\"甲'乙\">\u{feff}丙&amp;&#x4e01;&b; & <b/><!-- </a> -- -->\
             <![CDATA[]]]]><![CDATA[</a>]]><c d = \"\" >  </c ></a>\n",
            "<a>1</a></a><b/>",
            "<a><b",
            "<a><!",
            "<a><!-- ",
            "<a>&am",
            "<a>戊",
            "<",
            "",
            "<a><!DOCTYPE x></a>",
        ] {
            let whole = told(text.as_bytes(), None);
            for size in 1..64 {
                assert_eq!(told(text.as_bytes(), Some(size)), whole, "{text} by {size}");
            }
        }
        // A character that is none.
        let broken = b"<a>\xE6\x88</a><b/>";
        for size in 1..24 {
            assert_eq!(told(broken, Some(size)), told(broken, None), "by {size}");
        }
    }

    #[test]
    fn an_element_without_end_is_not_read_without_end() {
        let part = Guarded::new("part", io::repeat(b'x'), u64::MAX);
        let ended = events(part, |_| Ok(true));
        assert!(matches!(ended, Err(ExchangeError::TooLarge { .. })));
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_read_back() {
        for (escaped, is) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_!", "😀!"),
            ("_xD83D_!", "\u{fffd}!"),
            ("a_x00", "a_x00"),
            ("甲_x+123_乙", "甲_x+123_乙"),
        ] {
            assert_eq!(unescaped(escaped), is, "{escaped}");
        }
    }
}
