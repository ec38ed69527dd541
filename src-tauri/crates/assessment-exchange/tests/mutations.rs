//! Some thousand spoiled files, the same at every run: none may end the reader, hold it up, or be read with
//! more rejected than was read. The spoiling goes on inside the archives too, where a reader's code is.
#![allow(
    clippy::unwrap_used,
    reason = "a test whose case cannot be set up fails"
)]

use std::{
    io::{Cursor, Read, Write},
    time::{Duration, Instant},
};

use assessment_exchange::{ParseContext, parse};
use assessment_models::Framework;
use encoding_rs::{GB18030, UTF_16LE};
use rust_xlsxwriter::{Format, Workbook};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// As long as one small file may take, in a build that is not optimised on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

/// Knuth's linear congruential generator: enough to spoil files by, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

fn spoil(bytes: &mut Vec<u8>, dice: &mut Dice) {
    // Numbers and words that readers trip over.
    const ODD: [&[u8]; 14] = [
        b"\xFF\xFF\xFF\xFF",
        b"\0\0\0\0",
        b"4294967295",
        b"-1",
        b"1e308",
        b"A1048577",
        b"<",
        b"&#x0;",
        b"&bomb;",
        b"\"",
        b"<row>",
        b"<c r=\"XFD1\"><v>9</v></c>",
        b"table:number-rows-repeated=\"99999999\"",
        b"\x80",
    ];
    for _ in 0..=dice.below(6) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes[at] = dice.below(256) as u8,
            1 => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.truncate(at),
            3 => {
                let end = (at + dice.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let odd = ODD[dice.below(ODD.len())];
                bytes.splice(at..at, odd.iter().copied());
            }
            _ => {
                let end = (at + dice.below(200)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
        }
    }
}

/// Spoils one part of an archive and packs it again.
fn spoil_inside(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = dice.below(archive.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if index == chosen {
            spoil(&mut content, dice);
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 3, "某省网络安全自评表", &Format::new())
        .unwrap();
    for (column, heading) in (0_u16..).zip(["单位代码", "A1.1.1", "A1.1.2", "A1.2.2"]) {
        sheet.write_string(1, column, heading).unwrap();
    }
    let percent = Format::new().set_num_format("0.0%");
    for row in 2..20 {
        sheet.write_string(row, 0, format!("14{row:02}00")).unwrap();
        sheet.write_number(row, 1, f64::from(row % 6)).unwrap();
        sheet.write_string(row, 2, "２次").unwrap();
        sheet
            .write_number_with_format(row, 3, 0.85, &percent)
            .unwrap();
    }
    sheet.set_row_hidden(5).unwrap();
    book.save_to_buffer().unwrap()
}

fn open_document() -> Vec<u8> {
    let row = |cells: &[&str]| {
        let cells: String = cells
            .iter()
            .map(|c| format!(r#"<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>"#))
            .collect();
        format!(r#"<table:table-row table:visibility="collapse">{cells}</table:table-row>"#)
    };
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="表">{}{}{}</table:table></office:spreadsheet></office:body></office:document-content>"#,
        row(&["单位代码", "A1.1.1", "A1.1.2"]),
        row(&["140100", "2", "2024年3月5日"]),
        row(&["140200", "/", "85%"]),
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend((data.len() as u16).to_le_bytes());
    bytes.extend(data);
    bytes
}

/// A workbook of 1997: strings in a table, numbers in all their forms, a formula, a format.
fn old_workbook() -> Vec<u8> {
    let bof = |kind: u8| record(0x0809, &[0x00, 0x06, kind, 0x00]);
    let wide = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = (units.len() as u16).to_le_bytes().to_vec();
        bytes.push(1);
        bytes.extend(units.iter().flat_map(|u| u.to_le_bytes()));
        bytes
    };
    let words = ["单位代码", "A1.1.1", "A1.1.2", "140100"];
    let mut table = 4_u32.to_le_bytes().repeat(2);
    for word in words {
        table.extend(wide(word));
    }
    let mut format = 164_u16.to_le_bytes().to_vec();
    format.extend(wide("0.0%"));
    let mut style = vec![0; 20];
    style[2..4].copy_from_slice(&164_u16.to_le_bytes());
    let place = |row: u16, column: u16| {
        let mut data = row.to_le_bytes().to_vec();
        data.extend(column.to_le_bytes());
        data.extend([0, 0]);
        data
    };
    let mut sheet = bof(0x10);
    for column in 0..3_u16 {
        let mut data = place(0, column);
        data.extend(u32::from(column).to_le_bytes());
        sheet.extend(record(0x00FD, &data));
    }
    let mut data = place(1, 0);
    data.extend(3_u32.to_le_bytes());
    sheet.extend(record(0x00FD, &data));
    let mut data = place(1, 1);
    data.extend(0.5_f64.to_le_bytes());
    sheet.extend(record(0x0203, &data));
    let mut data = place(1, 2);
    data.extend([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
    data.extend([0; 8]);
    sheet.extend(record(0x0006, &data));
    sheet.extend(record(0x0207, &wide("部分")));
    sheet.extend(record(
        0x0208,
        &[1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0],
    ));
    sheet.extend(record(0x000A, &[]));
    let globals = |at: u32| {
        let mut named = at.to_le_bytes().to_vec();
        named.extend([0, 0, 1, 0, b'S']);
        [
            bof(5),
            record(0x041E, &format),
            record(0x00E0, &style),
            record(0x0085, &named),
            record(0x00FC, &table),
            record(0x000A, &[]),
        ]
        .concat()
    };
    let at = globals(0).len() as u32;
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut stream = file.create_stream("/Workbook").unwrap();
    stream.write_all(&[globals(at), sheet].concat()).unwrap();
    stream.flush().unwrap();
    drop(stream);
    file.into_inner().into_inner()
}

#[test]
fn spoiled_files_are_read_or_refused() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let table = "单位代码,A1.1.1,A1.1.2\n140100,2,２次\n140200,\"1,000\",85%\n合计,3,4\n";
    let utf16 = [
        &[0xFF, 0xFE][..],
        &table
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>(),
    ]
    .concat();
    assert_eq!(UTF_16LE.decode(&utf16).0, table);
    let sources: [(&str, Vec<u8>); 6] = [
        ("a.xlsx", workbook()),
        ("a.ods", open_document()),
        ("a.xls", old_workbook()),
        ("a.csv", table.as_bytes().to_vec()),
        ("b.csv", GB18030.encode(table).0.into_owned()),
        ("c.csv", utf16),
    ];
    let mut dice = Dice(2026);
    let (mut read, mut refused) = (0, 0);
    for turn in 0..3_000 {
        let (name, sound) = &sources[turn % sources.len()];
        let mut bytes = if dice.below(3) > 0 && sound.starts_with(b"PK") {
            spoil_inside(sound, &mut dice)
        } else {
            let mut bytes = sound.clone();
            spoil(&mut bytes, &mut dice);
            bytes
        };
        // One in fifty is sound: the reader must not have been spoiled by the ones before.
        if turn % 50 < sources.len() {
            bytes.clone_from(sound);
        }
        let context = ParseContext {
            units: &framework.units,
            show: true,
            ..ParseContext::default()
        };
        let began = Instant::now();
        match parse(&bytes, name, &framework, &context) {
            Ok(parsed) => {
                read += 1;
                assert!(parsed.draft.rows_rejected <= parsed.draft.rows_read);
            }
            Err(error) => {
                refused += 1;
                assert!(!error.code().is_empty());
                assert!(bytes != *sound, "{name} is sound: {error}");
            }
        }
        assert!(began.elapsed() < LONGEST, "turn {turn}: {name}");
    }
    // Both happen, else nothing was spoiled or everything was.
    assert!(
        read > 500 && refused > 500,
        "{read} read, {refused} refused"
    );
}
