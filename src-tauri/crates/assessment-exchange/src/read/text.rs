//! Comma- and tab-separated text in the encodings that offices use.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadAs;
use crate::{
    error::{Damage, ExchangeError, Foreign},
    sheet::{Sheet, SheetBuilder},
};

/// Text, and how it was encoded.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// How many bytes are looked at to tell an encoding.
const DETECT: usize = 1_000_000;

/// Decodes by byte-order mark, else UTF-8 if it is valid, else UTF-16 by its zero bytes, else GB 18030 if
/// it is valid, else what the detector says.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ExchangeError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, faults) = encoding.decode(bytes);
        if faults && encoding != UTF_8 {
            return Err(ExchangeError::Encoding);
        }
        return Ok(Decoded {
            text,
            encoding: if encoding == UTF_8 {
                "UTF-8 BOM"
            } else {
                encoding.name()
            },
        });
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.as_bytes().iter().take(4096).any(|b| *b == 0)
    {
        return Ok(Decoded {
            text: Cow::Borrowed(text),
            encoding: UTF_8.name(),
        });
    }
    let window = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| {
        window
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // ASCII separators and digits make one of the two halves zero again and again.
        let encoding = if odd > even * 4 {
            UTF_16LE
        } else if even > odd * 4 {
            UTF_16BE
        } else {
            return Err(ExchangeError::NotASpreadsheet(Foreign::Binary));
        };
        let (text, faults) = encoding.decode_without_bom_handling(bytes);
        if faults || text.chars().take(4096).any(|c| c == '\0') {
            return Err(ExchangeError::NotASpreadsheet(Foreign::Binary));
        }
        return Ok(Decoded {
            text,
            encoding: encoding.name(),
        });
    }
    // Bytes that no text has, whatever its encoding.
    let controls = window
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b))
        .count();
    if controls * 50 > window.len() {
        return Err(ExchangeError::NotASpreadsheet(Foreign::Binary));
    }
    let (text, faults) = GB18030.decode_without_bom_handling(bytes);
    if !faults {
        return Ok(Decoded {
            text,
            encoding: "GBK",
        });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECT)], bytes.len() <= DETECT);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, faults) = encoding.decode_without_bom_handling(bytes);
    let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
    if faults && broken * 200 > text.chars().count() {
        return Err(ExchangeError::Encoding);
    }
    Ok(Decoded {
        text,
        encoding: encoding.name(),
    })
}

/// Decodes by the encoding that a person named.
///
/// # Errors
///
/// [`ExchangeError::Encoding`] where one character in two hundred or more is none in it.
fn decode_as<'b>(
    bytes: &'b [u8],
    encoding: &'static Encoding,
) -> Result<Decoded<'b>, ExchangeError> {
    let (text, faults) = encoding.decode_with_bom_removal(bytes);
    let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
    if faults && broken * 200 > text.chars().count() {
        return Err(ExchangeError::Encoding);
    }
    Ok(Decoded {
        text,
        encoding: encoding.name(),
    })
}

/// The separator: of comma, semicolon, tab and bar the one that splits the first lines most evenly.
pub(crate) fn separator(text: &str) -> u8 {
    let start = &text[..text.floor_char_boundary(64_000)];
    let first_line = start.lines().next().unwrap_or_default();
    if let Some(named) = named_separator(first_line) {
        return named;
    }
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';', b'|'] {
        let mut counts = [0_usize; 64];
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(candidate)
            .from_reader(start.as_bytes());
        for record in reader.byte_records().take(100).flatten() {
            counts[record.len().min(63)] += 1;
        }
        // Lines of the commonest width above one, weighted by that width.
        let score = counts
            .iter()
            .enumerate()
            .skip(2)
            .map(|(width, lines)| lines * lines * width.min(8))
            .max()
            .unwrap_or(0);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// The separator that a first line of `sep=;` names: Excel writes and understands such a line.
fn named_separator(line: &str) -> Option<u8> {
    let named = line.trim_matches('"').strip_prefix("sep=")?;
    named.bytes().next().filter(u8::is_ascii)
}

/// How many lines stand empty at a place of a text. A line break that is cut in two there ends the line before.
fn empty_lines(text: &str, at: usize) -> u32 {
    let bytes = text.as_bytes();
    let cut = at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n');
    let mut at = at + usize::from(cut);
    let mut lines = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            b'\r' | b'\n' => at += 1,
            _ => break,
        }
        lines += 1;
    }
    lines
}

/// Reads a text table; all cells are text.
pub(crate) fn read(bytes: &[u8], how: ReadAs) -> Result<(String, Sheet), ExchangeError> {
    let decoded = match how.encoding {
        Some(encoding) => decode_as(bytes, encoding)?,
        None => decode(bytes)?,
    };
    let text = decoded.text.trim_start_matches('\u{feff}');
    let delimiter = separator(text);
    let text = match text.split_inclusive('\n').next() {
        Some(line) if named_separator(line.trim_end()).is_some() => &text[line.len()..],
        _ => text,
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = SheetBuilder::new("", false, how.show);
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    loop {
        // The reader passes over empty lines, which are rows to people.
        let began = reader.position().byte();
        let empty = empty_lines(text, usize::try_from(began).unwrap_or(usize::MAX));
        if !reader
            .read_record(&mut record)
            .map_err(|e| Damage::Reader.of("", e))?
        {
            break;
        }
        row = row.saturating_add(empty);
        for (column, field) in record.iter().enumerate() {
            let column = column.min(u32::MAX as usize) as u32;
            sheet.show(row, column, || field.into());
            // An apostrophe keeps a spreadsheet program from taking text for a formula.
            let field = match field.strip_prefix('\'') {
                Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
                _ => field,
            };
            if let Some(cell) = sheet.text(field)? {
                sheet.put(row, column, cell)?;
            }
        }
        row = row.saturating_add(1);
    }
    Ok((decoded.encoding.to_owned(), sheet.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, separator_is: u8) {
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.encoding, encoding);
        assert!(decoded.text.contains("太原市"), "{}", decoded.text);
        assert_eq!(separator(&decoded.text), separator_is);
    }

    #[test]
    fn encodings_are_told_by_their_bytes() {
        let words = "地区,数值\r\n太原市,1\r\n大同市,2\r\n";
        check(words.as_bytes(), "UTF-8", b',');
        check(format!("\u{feff}{words}").as_bytes(), "UTF-8 BOM", b',');
        check(&GB18030.encode(words).0, "GBK", b',');
        let le: Vec<u8> = "地区\t数值\r\n太原市\t1\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&le, "UTF-16LE", b'\t');
        let mut be = vec![0xFE, 0xFF];
        be.extend(
            "地区;数值\n太原市;1\n"
                .encode_utf16()
                .flat_map(u16::to_be_bytes),
        );
        check(&be, "UTF-16BE", b';');
    }

    #[test]
    fn a_line_break_inside_quotes_is_not_a_row() {
        let (_, sheet) = read("a,b\n\"x\ny\",2\n".as_bytes(), ReadAs::default()).unwrap();
        assert_eq!(sheet.len(), 2);
    }
}
