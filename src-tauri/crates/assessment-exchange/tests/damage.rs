//! Damage of each kind has a code of its own, which says what broke and in which part.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use std::io::{Cursor, Read, Write};

use assessment_exchange::{Format, read_sheets, recognise};
use shared::{refused, sound};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

#[test]
fn a_truncated_workbook_is_said_to_be_cut_off_wherever_it_is_cut() {
    let bytes = sound();
    for cut in [10, 100, bytes.len() / 2, bytes.len() - 1] {
        let code = refused(&bytes[..cut], "a.xlsx");
        assert_eq!(code, "file_cut_off", "cut at {cut}");
    }
    assert_eq!(recognise(&bytes, "a.csv"), Ok(Format::Xlsx));
}

/// A workbook one part of which is changed; `None` leaves it out.
fn with_part(part: &str, change: impl Fn(String) -> Option<String>) -> Vec<u8> {
    let sound = sound();
    let mut archive = ZipArchive::new(Cursor::new(&sound)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = String::new();
        entry.read_to_string(&mut content).unwrap();
        let content = if name == part {
            change(content)
        } else {
            Some(content)
        };
        if let Some(content) = content {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn each_damage_has_a_code_and_says_where_it_is() {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let refusal = |bytes: &[u8], name: &str| {
        let error = read_sheets(bytes, name).unwrap_err();
        let part = error.params().remove("part").unwrap_or_default();
        (error.code(), part)
    };
    let told = |code, part: &str| (code, part.to_owned());
    let missing = with_part(SHEET, |_| None);
    assert_eq!(
        refusal(&missing, "a.xlsx"),
        told("file_part_missing", SHEET)
    );
    let open = with_part(SHEET, |xml| Some(xml.replace("</sheetData>", "")));
    assert_eq!(refusal(&open, "a.xlsx"), told("file_xml_broken", SHEET));
    let quoted = with_part(SHEET, |xml| Some(xml.replacen("r=\"A2\"", "r=\"A2", 1)));
    let half = with_part(SHEET, |xml| Some(xml[..xml.len() / 2].to_owned()));
    for broken in [quoted, half] {
        let (code, part) = refusal(&broken, "a.xlsx");
        assert_eq!((code, part.as_str()), ("file_xml_broken", SHEET));
    }
    // One bit of what the sheet unpacks to, as a bad disk leaves it: stored, so that it unpacks all the same.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let sound = sound();
    let mut archive = ZipArchive::new(Cursor::new(&sound)).unwrap();
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        zip.start_file(name, stored).unwrap();
        std::io::copy(&mut entry, &mut zip).unwrap();
    }
    let mut changed = zip.finish().unwrap().into_inner();
    let at = changed.windows(9).rposition(|w| w == b"sheetData").unwrap();
    let digit = changed[..at].iter().rposition(|b| *b == b'5').unwrap();
    changed[digit] ^= 1;
    assert_eq!(
        refusal(&changed, "a.xlsx"),
        told("file_checksum_wrong", SHEET)
    );
    // Characters that are none, under a checksum that fits.
    let text = with_part("xl/sharedStrings.xml", |xml| {
        Some(xml.replacen("单", "\u{1}\u{1}\u{1}", 1))
    });
    assert!(read_sheets(&text, "a.xlsx").is_ok());
    // The zip's own directory.
    let mut directory = sound.clone();
    let head = directory
        .windows(4)
        .rposition(|w| w == b"PK\x01\x02")
        .unwrap();
    directory[head] = b'X';
    assert_eq!(refusal(&directory, "a.xlsx").0, "file_archive_broken");
}

#[test]
fn an_old_workbook_that_is_cut_off_or_holds_other_records_says_so() {
    let book = |records: &[u8]| {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = file.create_stream("/Workbook").unwrap();
        stream.write_all(records).unwrap();
        stream.flush().unwrap();
        drop(stream);
        file.into_inner().into_inner()
    };
    let records = [[0x0C, 0x00, 0x02, 0x00, 0x01, 0x00]; 2000].concat();
    let other = book(&records);
    assert_eq!(refused(&other, "a.xls"), "file_records_broken");
    assert_eq!(refused(&other[..other.len() / 2], "a.xls"), "file_cut_off");
    let short = book(&[0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]);
    assert_eq!(refused(&short, "a.xls"), "file_cut_off");
    // A directory entry whose name is longer than there is room for.
    let mut name = other.clone();
    let at = name
        .windows(10)
        .position(|w| w == b"R\0o\0o\0t\0 \0")
        .unwrap();
    name[at + 64] = 0xFF;
    assert_eq!(refused(&name, "a.xls"), "file_container_broken");
}
