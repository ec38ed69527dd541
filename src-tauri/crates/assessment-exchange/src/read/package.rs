//! An Office Open XML package: its parts by name, its relationships, its XML.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{self, BufRead, BufReader, Cursor, Read},
};

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};
use zip::{ZipArchive, read::ZipFile};

use super::attribute;
use crate::{
    archive::{self, too_large},
    error::ExchangeError,
};

/// Most bytes that a part unpacks to. A sheet of 1,000,000 × 20 cells is about 700 MB of XML.
const MAX_PART: u64 = 1_500_000_000;
/// Most bytes of a part that is not UTF-8 and so must be held whole.
const MAX_DECODED: u64 = 100_000_000;
/// Most bytes of one element or text; a cell holds 32,767 characters.
const MAX_TOKEN: usize = 32_000_000;

pub(super) fn damaged(error: impl ToString) -> ExchangeError {
    ExchangeError::Damaged {
        detail: error.to_string(),
    }
}

/// A package that is open.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Places of the parts by name, in small letters, with slashes and none at the start.
    places: HashMap<String, usize>,
}

/// A part's text, in UTF-8 whatever it is in the package.
pub(super) type Part<'p, 'b> =
    Guarded<BufReader<io::Chain<Cursor<Vec<u8>>, ZipFile<'p, Cursor<&'b [u8]>>>>>;

/// One relationship of a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    /// The last word of its type: `worksheet`.
    pub(super) kind: String,
    /// The part that it leads to.
    pub(super) target: String,
}

fn key(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

impl<'b> Package<'b> {
    /// Opens a package.
    ///
    /// # Errors
    /// As [`archive::open`].
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, ExchangeError> {
        let archive = archive::open(bytes)?;
        let places = (0..archive.len())
            .filter_map(|at| Some((key(&archive.name_for_index(at)?.ok()?), at)))
            .collect();
        Ok(Self { archive, places })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, path: &str) -> bool {
        self.places.contains_key(&key(path))
    }

    /// The first part whose name ends so.
    pub(super) fn find(&self, end: &str) -> Option<String> {
        let mut names: Vec<&String> = self.places.keys().filter(|n| n.ends_with(end)).collect();
        names.sort();
        names.first().map(|n| (*n).clone())
    }

    /// A part; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`ExchangeError::Damaged`] where it cannot be unpacked, [`ExchangeError::TooLarge`].
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Part<'_, 'b>>, ExchangeError> {
        let Some(at) = self.places.get(&key(path)) else {
            return Ok(None);
        };
        let mut entry = self.archive.by_index(*at).map_err(damaged)?;
        // A directory that lies about sizes is found out when more comes than it says.
        let mut left = entry.size().min(MAX_PART).saturating_add(1);
        let mut head = vec![0; 256];
        let mut filled = 0;
        while filled < head.len() {
            match entry.read(&mut head[filled..]).map_err(damaged)? {
                0 => break,
                n => filled += n,
            }
        }
        head.truncate(filled);
        if let Some(encoding) = foreign_encoding(&head) {
            let mut all = head;
            entry
                .by_ref()
                .take(MAX_DECODED + 1)
                .read_to_end(&mut all)
                .map_err(damaged)?;
            if all.len() as u64 > MAX_DECODED {
                return Err(too_large("unpacked", all.len() as u64, MAX_DECODED));
            }
            head = encoding.decode(&all).0.into_owned().into_bytes();
            left = head.len() as u64 + 1;
        }
        Ok(Some(Guarded {
            inner: BufReader::with_capacity(1 << 16, Cursor::new(head).chain(entry)),
            left,
            token: 0,
        }))
    }

    /// The relationships of a part, by their identifiers; none where it has none.
    ///
    /// # Errors
    /// As [`Self::part`], and where the XML is broken.
    pub(super) fn relations(
        &mut self,
        path: &str,
    ) -> Result<HashMap<String, Relation>, ExchangeError> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let mut relations = HashMap::new();
        let Some(part) = self.part(&format!("{folder}/_rels/{file}.rels"))? else {
            return Ok(relations);
        };
        elements(part, |e| {
            if e.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
                && attribute(e, "TargetMode").is_none_or(|m| m != "External")
            {
                let kind = attribute(e, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = resolve(folder, &target);
                relations.insert(id, Relation { kind, target });
            }
            true
        })?;
        Ok(relations)
    }

    /// The part in which the workbook stands.
    ///
    /// # Errors
    /// As [`Self::relations`].
    pub(super) fn workbook(&mut self) -> Result<String, ExchangeError> {
        let relations = self.relations("")?;
        let named = relations.into_values().find(|r| r.kind == "officeDocument");
        let usual = "xl/workbook.xml".to_owned();
        Ok(match named {
            Some(relation) if self.has(&relation.target) => relation.target,
            _ if self.has(&usual) => usual,
            _ => self.find("workbook.xml").unwrap_or(usual),
        })
    }
}

/// A target as the name of a part: `../media/a.png` seen from `xl/worksheets` is `xl/media/a.png`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|p| !p.is_empty()).collect()
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The encoding of a part that is not in UTF-8.
fn foreign_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let utf8 = |e: &&encoding_rs::Encoding| *e == encoding_rs::UTF_8;
    match head {
        [0xFE, 0xFF, ..] | [0, b'<', ..] => return Some(encoding_rs::UTF_16BE),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => return Some(encoding_rs::UTF_16LE),
        _ => {}
    }
    let mut reader = Reader::from_reader(head);
    let mut buffer = Vec::new();
    match reader.read_event_into(&mut buffer) {
        Ok(Event::Decl(declared)) => {
            let name = declared.encoding()?.ok()?;
            encoding_rs::Encoding::for_label(name.as_bytes())
                .filter(|e| !utf8(e))
                // Bytes that were no UTF-16 above are not made so by what they say.
                .filter(|e| *e != encoding_rs::UTF_16LE && *e != encoding_rs::UTF_16BE)
        }
        _ => None,
    }
}

/// Counts what is read of a part, so that neither it nor one text in it takes more than memory holds.
#[derive(Debug)]
pub(super) struct Guarded<R> {
    inner: R,
    left: u64,
    token: usize,
}

impl<R> Guarded<R> {
    /// What another reader guards already, read through this one.
    pub(super) fn again(inner: R) -> Self {
        Self {
            inner,
            left: u64::MAX,
            token: 0,
        }
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
            Ok(event) => Ok(event),
            Err(error) => Err(broken(&error)),
        }
    }
}

/// What a broken part is refused as.
fn broken(error: &quick_xml::Error) -> ExchangeError {
    match error {
        quick_xml::Error::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => {
            too_large("text", MAX_TOKEN as u64 + 1, MAX_TOKEN as u64)
        }
        other => damaged(other),
    }
}

/// All elements of a part, until `each` wants no more.
///
/// # Errors
/// As [`Xml::next`].
pub(super) fn elements<R: BufRead>(
    part: Guarded<R>,
    mut each: impl FnMut(&BytesStart<'_>) -> bool,
) -> Result<(), ExchangeError> {
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) if !each(&e) => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
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

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        assert_eq!(resolve("xl", "worksheets/a.xml"), "xl/worksheets/a.xml");
        assert_eq!(resolve("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolve("xl/worksheets", "../media/b.png"), "xl/media/b.png");
        assert_eq!(resolve("xl", "..\\..\\..\\etc\\passwd"), "etc/passwd");
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
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
