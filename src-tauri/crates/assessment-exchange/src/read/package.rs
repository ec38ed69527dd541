//! An Office Open XML package: its parts by name, its relationships, its XML.

use std::{
    collections::HashMap,
    io::{self, BufReader, Cursor, Read},
};

use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{
    attribute,
    xml::{Guarded, elements},
};
use crate::{
    archive,
    error::{Damage, Excess, ExchangeError},
};

/// Most bytes that a part unpacks to. A sheet of 1,000,000 × 20 cells is about 700 MB of XML.
const MAX_PART: u64 = 1_500_000_000;
/// Most bytes of a part that is not UTF-8 and so must be held whole.
const MAX_DECODED: u64 = 100_000_000;

/// A package that is open.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Places of the parts by name, in small letters, with slashes and none at the start.
    places: HashMap<String, usize>,
}

/// A part's text, in UTF-8 whatever it is in the package.
pub(crate) type Part<'p, 'b> =
    Guarded<BufReader<io::Chain<Cursor<Vec<u8>>, ZipFile<'p, Cursor<&'b [u8]>>>>>;

/// One relationship of a part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relation {
    /// The last word of its type: `worksheet`.
    pub(crate) kind: String,
    /// The part that it leads to.
    pub(crate) target: String,
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
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, ExchangeError> {
        let archive = archive::open(bytes)?;
        let places = (0..archive.len())
            .filter_map(|at| Some((key(&archive.name_for_index(at)?.ok()?), at)))
            .collect();
        Ok(Self { archive, places })
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.places.contains_key(&key(path))
    }

    /// Whether there are parts whose names begin so.
    pub(crate) fn any(&self, begins: &str) -> bool {
        self.places.keys().any(|name| name.starts_with(begins))
    }

    /// The first part whose name ends so.
    pub(crate) fn find(&self, end: &str) -> Option<String> {
        let mut names: Vec<&String> = self.places.keys().filter(|n| n.ends_with(end)).collect();
        names.sort();
        names.first().map(|n| (*n).clone())
    }

    /// A part; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`ExchangeError::Damaged`] where it cannot be unpacked, [`ExchangeError::TooLarge`].
    pub(crate) fn part(&mut self, path: &str) -> Result<Option<Part<'_, 'b>>, ExchangeError> {
        let Some(at) = self.places.get(&key(path)) else {
            return Ok(None);
        };
        let mut entry = self.archive.by_index(*at).map_err(|e| match e {
            ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
                Damage::Compression.of(path, e)
            }
            e => Damage::Archive.of(path, e),
        })?;
        let unpacking = |e: io::Error| Damage::of_unpacking(path, &e);
        // A directory that lies about sizes is found out when more comes than it says.
        let mut left = entry.size().min(MAX_PART).saturating_add(1);
        let mut head = vec![0; 256];
        let mut filled = 0;
        while filled < head.len() {
            match entry.read(&mut head[filled..]).map_err(unpacking)? {
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
                .map_err(unpacking)?;
            if all.len() as u64 > MAX_DECODED {
                return Err(Excess::Unpacked.of(all.len() as u64, MAX_DECODED));
            }
            head = encoding.decode(&all).0.into_owned().into_bytes();
            left = head.len() as u64 + 1;
        }
        Ok(Some(Guarded::new(
            path,
            BufReader::with_capacity(1 << 16, Cursor::new(head).chain(entry)),
            left,
        )))
    }

    /// The relationships of a part, by their identifiers; none where it has none.
    ///
    /// # Errors
    /// As [`Self::part`], and where the XML is broken.
    pub(crate) fn relations(
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
    pub(crate) fn workbook(&mut self) -> Result<String, ExchangeError> {
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
}
