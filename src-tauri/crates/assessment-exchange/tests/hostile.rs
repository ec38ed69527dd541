//! Files that lie, bombs and damage: each is refused with its own code, and nothing panics.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test whose case cannot be set up fails, and says why"
)]

mod shared;

use std::io::{Cursor, Write as _};

use assessment_exchange::{ExchangeError, ParseContext, parse, read_sheets};
use assessment_models::Framework;
use encoding_rs::GB18030;
use proptest::prelude::*;
use shared::{refused, sound, workbook, zipped};

#[test]
fn each_wrong_kind_of_file_is_refused_by_its_own_name() {
    let gb = GB18030
        .encode("<table><tr><td>单位</td></tr></table>")
        .0
        .into_owned();
    let cases: [(&str, Vec<u8>, &str); 17] = [
        ("a.xlsx", Vec::new(), "file_empty"),
        ("a.xlsx", vec![0; 4096], "file_empty"),
        ("a.csv", b" \r\n \r\n".to_vec(), "file_empty"),
        (
            "a.xls",
            b"<html><body><table><tr><td>1</td></tr></table>".to_vec(),
            "file_is_html",
        ),
        ("a.xls", gb, "file_is_html"),
        (
            "a.xls",
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>"
                .to_vec(),
            "file_is_xml_spreadsheet",
        ),
        (
            "a.xlsb",
            zipped(&[("[Content_Types].xml", b"x"), ("xl/workbook.bin", b"x")]),
            "file_is_xlsb",
        ),
        (
            "a.numbers",
            zipped(&[("Index/Document.iwa", b"x")]),
            "file_is_numbers",
        ),
        (
            "a.xlsx",
            zipped(&[("word/document.xml", b"x"), ("[Content_Types].xml", b"x")]),
            "file_is_document",
        ),
        ("a.xlsx", zipped(&[("photo.jpg", b"x")]), "file_is_archive"),
        ("a.csv", b"%PDF-1.7\n1 0 obj".to_vec(), "file_is_pdf"),
        (
            "a.xls",
            vec![0x09, 0x00, 0x04, 0x00, 0x02, 0x00, 0x10, 0x00],
            "file_is_old_excel",
        ),
        ("a.csv", b"\x89PNG\r\n\x1a\n0000".to_vec(), "file_is_image"),
        (
            "a.csv",
            (0..=255_u8).cycle().take(5000).collect(),
            "file_is_binary",
        ),
        (
            "a.xls",
            compound(&[("EncryptedPackage", b"x"), ("EncryptionInfo", b"x")]),
            "file_encrypted",
        ),
        (
            "a.xls",
            compound(&[("Workbook", &record(0x0809, &[0x00, 0x05, 0x05, 0x00]))]),
            "file_is_old_excel",
        ),
        (
            "a.ods",
            zipped(&[
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet",
                ),
                ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
                ("content.xml", b"x"),
            ]),
            "file_encrypted",
        ),
    ];
    for (at, (name, bytes, code)) in cases.into_iter().enumerate() {
        assert_eq!(refused(&bytes, name), code, "case {at}");
    }
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend((data.len() as u16).to_le_bytes());
    bytes.extend(data);
    bytes
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        let mut stream = file.create_stream(format!("/{name}")).unwrap();
        stream.write_all(content).unwrap();
        stream.flush().unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn a_password_or_a_declared_size_in_an_old_workbook_is_seen_before_it_is_read() {
    let bof = record(0x0809, &[0x00, 0x06, 0x05, 0x00]);
    let with = |more: Vec<u8>| compound(&[("Workbook", &[bof.clone(), more].concat())]);
    assert_eq!(
        refused(&with(record(0x002F, &[1, 0])), "a.xls"),
        "file_encrypted"
    );
    // Obfuscated in the oldest way, whose number is 0.
    assert_eq!(
        refused(&with(record(0x002F, &[0, 0])), "a.xls"),
        "file_encrypted"
    );
}

#[test]
fn an_old_workbook_costs_what_it_holds_and_not_what_it_declares() {
    let bof = |kind: u8| record(0x0809, &[0x00, 0x06, kind, 0x00]);
    let end = record(0x000A, &[]);
    let mut sheet = bof(0x10);
    // A declared size of 4,294,967,295 rows, and two cells at opposite corners.
    let mut dimensions = 0_u32.to_le_bytes().to_vec();
    dimensions.extend(u32::MAX.to_le_bytes());
    dimensions.extend([0, 0, 0xFF, 0xFF, 0, 0]);
    sheet.extend(record(0x0200, &dimensions));
    for (row, column) in [(0_u16, 0_u16), (65_535, 255)] {
        let mut data = row.to_le_bytes().to_vec();
        data.extend(column.to_le_bytes());
        data.extend([0, 0]);
        data.extend(2.5_f64.to_le_bytes());
        sheet.extend(record(0x0203, &data));
    }
    sheet.extend(end.clone());
    // The globals: where the sheet begins, and a table of strings that says it has four billion.
    let mut strings = u32::MAX.to_le_bytes().to_vec();
    strings.extend(u32::MAX.to_le_bytes());
    let strings = record(0x00FC, &strings);
    let globals = |at: u32| {
        let mut named = at.to_le_bytes().to_vec();
        named.extend([0, 0, 1, 0, b'S']);
        [bof(5), record(0x0085, &named), strings.clone(), end.clone()].concat()
    };
    let at = globals(0).len() as u32;
    let stream = [globals(at), sheet].concat();
    let read = read_sheets(&compound(&[("Workbook", &stream)]), "a.xls").unwrap();
    let sheet = &read.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.len()), ("S", 2));
    assert_eq!((sheet.height(), sheet.width()), (65_536, 256));
}

#[test]
fn a_sheet_costs_what_it_holds_and_not_what_it_declares() {
    let lone = workbook(
        r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#,
        "<sst/>",
    );
    let read = read_sheets(&lone, "a.xlsx").unwrap();
    assert_eq!(read.sheets[0].len(), 1);
    assert_eq!(read.sheets[0].cut_at, Some(16_383));
    let strings = workbook(
        r#"<sheetData><row><c t="s"><v>0</v></c></row></sheetData>"#,
        r#"<sst uniqueCount="4000000000" xmlns="x"><si><t>a</t></si></sst>"#,
    );
    assert_eq!(read_sheets(&strings, "a.xlsx").unwrap().sheets[0].len(), 1);
}

#[test]
fn a_bomb_is_seen_in_the_directory() {
    let zeros = vec![b' '; 64_000_000];
    let bytes = zipped(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", &zeros)]);
    assert!(bytes.len() < 100_000);
    assert_eq!(refused(&bytes, "a.xlsx"), "file_packed_suspiciously");
}

#[test]
fn elements_that_lie_in_each_other_without_end_are_refused() {
    let deep = "<c>".repeat(100_000);
    let sheet = workbook(
        &format!("<sheetData><row>{deep}</row></sheetData>"),
        "<sst/>",
    );
    assert_eq!(refused(&sheet, "a.xlsx"), "file_nested_too_deep");
    let strings = workbook(
        "<sheetData/>",
        &format!("<sst>{}</sst>", "<si>".repeat(5_000)),
    );
    assert_eq!(refused(&strings, "a.xlsx"), "file_nested_too_deep");
    let cells = "<table:table-cell>".repeat(5_000);
    let table = ods(&format!("<table:table-row>{cells}</table:table-row>"));
    assert_eq!(refused(&table, "a.ods"), "file_nested_too_deep");
}

#[test]
fn parts_that_would_stand_outside_are_refused() {
    for name in [
        "../../etc/passwd",
        "xl/../../a.xml",
        "..\\..\\a.xml",
        "C:\\Windows\\a.xml",
    ] {
        let bytes = zipped(&[("[Content_Types].xml", b"x"), (name, b"x")]);
        assert_eq!(refused(&bytes, "a.xlsx"), "file_path_outside", "{name}");
    }
    let bytes = zipped(&[("[Content_Types].xml", b"x"), ("xl/a..b/..c.xml", b"x")]);
    assert_eq!(refused(&bytes, "a.xlsx"), "file_part_missing");
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn repeats_in_an_ods_are_read_sparsely_or_refused() {
    let cell = |n: u32, text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{n}"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let bytes = ods(&format!(
        r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>{}</table:table-row>"#,
        cell(3, "a&amp;b")
    ));
    let read = read_sheets(&bytes, "a.ods").unwrap();
    let sheet = &read.sheets[0];
    assert_eq!(
        (sheet.len(), sheet.height(), sheet.width()),
        (1, 1_000_001, 3)
    );
    assert_eq!(sheet.shown(sheet.row(0).unwrap().get(2).unwrap()), "a&b");
    let trap = ods(&format!(
        r#"<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>"#,
        cell(16_384, "x")
    ));
    assert_eq!(refused(&trap, "a.ods"), "file_rows_repeated");
}

#[test]
fn how_an_ods_is_laid_out_is_no_text_of_it() {
    let laid_out = "\n  <table:table-row>\n    <table:table-cell office:value-type=\"string\">\n      \
        <text:p>\n  甲  乙<text:s text:c=\"2\"/>丙\n </text:p>\n      <text:p/>\n      <text:p><![CDATA[丁]]></text:p>\n    \
        </table:table-cell>\n  </table:table-row>\n";
    let read = read_sheets(&ods(laid_out), "a.ods").unwrap();
    let sheet = &read.sheets[0];
    assert_eq!(
        sheet.shown(sheet.row(0).unwrap().get(0).unwrap()),
        "甲 乙  丙\n\n丁"
    );
}

#[test]
fn a_name_that_lies_is_told() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let parsed = parse(&sound(), "a.xls", &framework, &ParseContext::default()).unwrap();
    let told = parsed
        .problems
        .iter()
        .find(|p| p.code == "file_name_misleads")
        .unwrap();
    assert_eq!(
        (told.params["named"].as_str(), told.params["is"].as_str()),
        ("xls", "xlsx")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn spoiled_workbooks_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = sound();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _: Result<_, ExchangeError> = read_sheets(&bytes, "a.xlsx");
    }

    #[test]
    fn any_text_is_parsed_without_panic(
        cells in prop::collection::vec(prop::collection::vec("(\\PC{0,6}|A1\\.1\\.[1-3]|140100|太原市|单位|[0-9]{1,14}|[0-9]{1,4}[-./年][0-9]{1,3}[-./月][0-9]{1,3}日?|[0-9.,]{1,8}%?|城区|事件类别|发现时间|发生单位)", 0..7), 0..9),
    ) {
        let framework = Framework::builtin("six-aspect").unwrap();
        let text: String = cells.iter().map(|row| row.join(",") + "\n").collect();
        let context = ParseContext { units: &framework.units, ..ParseContext::default() };
        if let Ok(parsed) = parse(text.as_bytes(), "a.csv", &framework, &context) {
            prop_assert!(parsed.draft.rows_rejected <= parsed.draft.rows_read);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _: Result<_, ExchangeError> = read_sheets(&bytes, "a");
    }
}
