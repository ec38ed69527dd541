//! Workbooks that are sound but unusual: other programs write them so, and each is read as Excel shows it.

#![allow(
    clippy::unwrap_used,
    reason = "a test whose case cannot be set up fails"
)]

use std::io::{Cursor, Write};

use assessment_exchange::{Grid, ParseContext, Parsed, parse};
use assessment_models::Framework;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package, part by part; what a case is about is changed before it is packed.
struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    /// A workbook with one sheet of these rows.
    fn new(rows: &str) -> Self {
        let sheet =
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        let mut parts = Self(Vec::new());
        parts.set(
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        );
        parts.set(
            "_rels/.rels",
            &relations(&[("r1", "officeDocument", "xl/workbook.xml")]),
        );
        parts.set(
            "xl/workbook.xml",
            &book("", r#"<sheet name="S" sheetId="1" r:id="r1"/>"#),
        );
        parts.set(
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "sharedStrings", "sharedStrings.xml"),
                ("r3", "styles", "styles.xml"),
            ]),
        );
        parts.set("xl/worksheets/sheet1.xml", &sheet);
        parts
    }

    fn set(&mut self, name: &str, content: &str) -> &mut Self {
        self.set_bytes(name, content.as_bytes().to_vec())
    }

    fn set_bytes(&mut self, name: &str, content: Vec<u8>) -> &mut Self {
        match self.0.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = content,
            None => self.0.push((name.to_owned(), content)),
        }
        self
    }

    /// The same with the names of parts changed.
    fn renamed(mut self, change: impl Fn(&str) -> String) -> Self {
        for (name, _) in &mut self.0 {
            *name = change(name);
        }
        self
    }

    /// Styles of these number formats, from number 164.
    fn formats(&mut self, codes: &[&str]) -> &mut Self {
        let formats: String = (164..)
            .zip(codes)
            .map(|(id, code)| format!(r#"<numFmt numFmtId="{id}" formatCode="{code}"/>"#))
            .collect();
        let styles: String = (164..164 + codes.len())
            .map(|id| format!(r#"<xf numFmtId="{id}"/>"#))
            .collect();
        let text = format!(
            r#"<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="0%"/></dxf></dxfs></styleSheet>"#
        );
        self.set("xl/styles.xml", &text)
    }

    fn strings(&mut self, items: &str) -> &mut Self {
        let text = format!(r#"<sst xmlns="{MAIN}">{items}</sst>"#);
        self.set("xl/sharedStrings.xml", &text)
    }

    fn pack_with(&self, options: SimpleFileOptions) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.0 {
            zip.start_file(name.as_str(), options).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn pack(&self) -> Vec<u8> {
        self.pack_with(SimpleFileOptions::default())
    }
}

fn relations(each: &[(&str, &str, &str)]) -> String {
    let each: String = each
        .iter()
        .map(|(id, kind, target)| {
            format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
        })
        .collect();
    format!(r#"<Relationships xmlns="{RELATIONS}">{each}</Relationships>"#)
}

fn book(properties: &str, sheets: &str) -> String {
    format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{sheets}</sheets></workbook>"#
    )
}

fn read(bytes: &[u8], name: &str) -> Parsed {
    let framework = Framework::builtin("six-aspect").unwrap();
    let context = ParseContext {
        show: true,
        units: &framework.units,
        ..ParseContext::default()
    };
    parse(bytes, name, &framework, &context).unwrap()
}

fn rows(grid: &Grid) -> Vec<Vec<&str>> {
    (0..grid.len()).map(|at| grid.row(at).collect()).collect()
}

#[track_caller]
fn check(bytes: &[u8], name: &str, expect: &[&[&str]]) {
    let parsed = read(bytes, name);
    assert_eq!(rows(parsed.sheets[0].grid.as_ref().unwrap()), expect);
}

#[test]
fn errors_of_newer_programs_are_problems_at_their_cells() {
    let cells: String = [
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#GETTING_DATA",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#PYTHON!",
    ]
    .iter()
    .map(|e| format!(r#"<c t="e"><v>{e}</v></c>"#))
    .collect();
    check(
        &Parts::new(&format!("<row>{cells}</row>")).pack(),
        "a.xlsx",
        &[&[
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
            "#GETTING_DATA",
            "#CONNECT!",
            "#BUSY!",
            "#UNKNOWN!",
            "#PYTHON!",
        ]],
    );
    let text = |t: &str| format!(r#"<c t="inlineStr"><is><t>{t}</t></is></c>"#);
    let answers = format!(
        "<row>{}{}{}</row><row>{}<c t=\"e\"><v>#SPILL!</v></c><c><v>2</v></c></row>",
        text("单位代码"),
        text("A1.1.1"),
        text("A1.1.2"),
        text("140100"),
    );
    let parsed = read(&Parts::new(&answers).pack(), "a.xlsx");
    let told: Vec<_> = parsed
        .problems
        .iter()
        .filter(|p| p.code == "cell_is_an_error")
        .collect();
    assert_eq!(told.len(), 1, "{:?}", parsed.problems);
    assert_eq!(told[0].cell.as_deref(), Some("B2"));
    assert_eq!(told[0].params["value"], "#SPILL!");
    assert_eq!((parsed.draft.rows_read, parsed.draft.rows_rejected), (2, 1));
}

#[test]
fn cells_say_what_they_hold_in_every_way_there_is() {
    let mut parts = Parts::new(concat!(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>99</v></c></row>"#,
        r#"<row r="2"><c r="A2" t="str"><f>"a"&amp;"b"</f><v>a&amp;b_x000D_</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="b"><v>false</v></c><c r="D2" t="n"/></row>"#,
        r#"<row r="3"><c r="A3" t="inlineStr"><is><r><t>粗</t></r><r><t xml:space="preserve"> 体</t></r></is></c><c r="B3" s="1" t="d"><v>2024-03-05T08:30:00Z</v></c><c r="C3" s="2" t="d"><v>13:45:00</v></c></row>"#,
        r#"<row r="4"><c r="A4"><v><![CDATA[7.5]]></v></c><c r="B4"><v>文字</v></c><c r="C4" t="unheard-of"><v>x</v></c><c r="D4"><v>NaN</v></c></row>"#,
    ));
    parts.formats(&["yyyy\\-mm\\-dd hh:mm", "h:mm"]).strings(concat!(
        "<si><t>  修剪  </t></si>",
        r#"<si><r><t>漢</t></r><r><t xml:space="preserve">字 </t></r><rPh sb="0" eb="1"><t>かん</t></rPh><phoneticPr fontId="1"/></si>"#,
        "<si/>",
    ));
    check(
        &parts.pack(),
        "a.xlsx",
        &[
            &["修剪", "漢字 "],
            &["a&b\r", "TRUE", "FALSE"],
            &["粗 体", "2024-03-05 08:30", "13:45"],
            &["7.5", "文字", "x", "NaN"],
        ],
    );
}

#[test]
fn places_are_found_where_rows_and_cells_do_not_name_them() {
    check(
        &Parts::new(concat!(
            "<row><c><v>1</v></c><c/><c><v>2</v></c></row>",
            r#"<row r="4"><c r="C4"><v>5</v></c><c><v>6</v></c></row>"#,
            r#"<row r="3"><c r="B3"><v>4</v></c><c r="A3"><v>3</v></c></row>"#,
            r#"<row r="2" hidden="1"/>"#,
        ))
        .pack(),
        "a.xlsx",
        &[&["1", "", "2"], &[], &["3", "4"], &["", "", "5", "6"]],
    );
}

#[test]
fn parts_are_found_however_they_are_named() {
    let row = "<row><c><v>1</v></c><c t=\"s\"><v>0</v></c></row>";
    let sound = || {
        let mut parts = Parts::new(row);
        parts.strings("<si><t>甲</t></si>");
        parts
    };
    let expect: &[&[&str]] = &[&["1", "甲"]];
    check(&sound().pack(), "a.xlsx", expect);
    check(
        &sound().renamed(|n| n.replace('/', "\\")).pack(),
        "a.xlsx",
        expect,
    );
    check(
        &sound().renamed(|n| format!("/{n}")).pack(),
        "a.xlsx",
        expect,
    );
    check(
        &sound()
            .renamed(|n| {
                if n.starts_with('[') {
                    n.to_owned()
                } else {
                    n.to_uppercase()
                }
            })
            .pack(),
        "a.xlsx",
        expect,
    );
    let mut absolute = sound();
    absolute
        .set(
            "_rels/.rels",
            &relations(&[("r1", "officeDocument", "/xl/workbook.xml")]),
        )
        .set(
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("r1", "worksheet", "/xl/worksheets/sheet1.xml"),
                ("r2", "sharedStrings", "..\\xl\\sharedStrings.xml"),
            ]),
        );
    check(&absolute.pack(), "a.xlsx", expect);
    let elsewhere = sound().renamed(|n| n.replace("xl/", "table/data/"));
    let mut elsewhere = elsewhere;
    elsewhere.set(
        "_rels/.rels",
        &relations(&[("r1", "officeDocument", "table/data/workbook.xml")]),
    );
    check(&elsewhere.pack(), "a.xlsx", expect);
    // No relationships at all: everything where it usually is.
    let mut lost = sound();
    lost.0.retain(|(n, _)| !n.ends_with(".rels"));
    check(&lost.pack(), "a.xlsx", expect);
}

#[test]
fn packing_and_encoding_do_not_matter() {
    let mut parts =
        Parts::new("<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>乙</t></is></c></row>");
    let expect: &[&[&str]] = &[&["1", "乙"]];
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    check(&parts.pack_with(stored), "a.xlsx", expect);
    check(
        &parts.pack_with(SimpleFileOptions::default().large_file(true)),
        "a.xlsx",
        expect,
    );
    let sheet = parts
        .0
        .iter()
        .find(|(n, _)| n.ends_with("sheet1.xml"))
        .unwrap()
        .1
        .clone();
    let sheet = String::from_utf8(sheet).unwrap();
    for (mark, swap) in [
        (vec![0xFF, 0xFE], false),
        (vec![0xFE, 0xFF], true),
        (vec![], false),
    ] {
        let mut bytes = mark;
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{sheet}");
        bytes.extend(text.encode_utf16().flat_map(|u| {
            if swap {
                u.to_be_bytes()
            } else {
                u.to_le_bytes()
            }
        }));
        parts.set_bytes("xl/worksheets/sheet1.xml", bytes);
        check(&parts.pack(), "a.xlsx", expect);
    }
    let text = format!("<?xml version=\"1.0\" encoding=\"GB2312\"?>{sheet}");
    parts.set_bytes(
        "xl/worksheets/sheet1.xml",
        encoding_rs::GB18030.encode(&text).0.into_owned(),
    );
    check(&parts.pack(), "a.xlsx", expect);
    // A mark before UTF-8, a prefix for every name, macros, a template's name.
    let prefixed = sheet
        .replace("xmlns=", "xmlns:x=")
        .replace("</", "</x:")
        .replace('<', "<x:")
        .replace("<x:/x:", "</x:");
    parts.set("xl/worksheets/sheet1.xml", &format!("\u{feff}{prefixed}"));
    parts.set_bytes("xl/vbaProject.bin", vec![1, 2, 3]);
    for name in ["a.xlsx", "a.xlsm", "a.xltx"] {
        check(&parts.pack(), name, expect);
    }
    // Written as a stream, with the sizes behind the data.
    let mut zip = ZipWriter::new_stream(Vec::new());
    for (name, content) in &parts.0 {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    check(&zip.finish().unwrap().into_inner(), "a.xlsx", expect);
}

#[test]
fn the_strict_form_and_the_other_epoch_are_read() {
    let mut parts =
        Parts::new(r#"<row><c s="1"><v>44624</v></c><c s="1" t="d"><v>2024-03-05</v></c></row>"#);
    parts.formats(&["yyyy\\-mm\\-dd"]);
    check(&parts.pack(), "a.xlsx", &[&["2022-03-04", "2024-03-05"]]);
    let sheet = r#"<sheet name="S" sheetId="1" r:id="r1"/>"#;
    parts.set(
        "xl/workbook.xml",
        &book(r#"<workbookPr date1904="1"/>"#, sheet),
    );
    check(&parts.pack(), "a.xlsx", &[&["2026-03-05", "2024-03-05"]]);
    for (_, content) in &mut parts.0 {
        let text = String::from_utf8(content.clone()).unwrap();
        *content = text
            .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(
                OFFICE,
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            .into_bytes();
    }
    check(&parts.pack(), "a.xlsx", &[&["2026-03-05", "2024-03-05"]]);
}

#[test]
fn charts_are_no_sheets_and_hidden_ones_are_told() {
    let mut parts = Parts::new("<row><c><v>1</v></c></row>");
    parts
        .set(
            "xl/workbook.xml",
            &book(
                "",
                concat!(
                    r#"<sheet name="图" sheetId="3" r:id="r9"/>"#,
                    r#"<sheet name="S" sheetId="1" state="veryHidden" r:id="r1"/>"#,
                    r#"<sheet name="空" sheetId="2" r:id="r2"/>"#,
                ),
            ),
        )
        .set(
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("r9", "chartsheet", "chartsheets/sheet1.xml"),
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "worksheet", "worksheets/sheet2.xml"),
            ]),
        )
        .set("xl/chartsheets/sheet1.xml", "<chartsheet/>")
        .set(
            "xl/worksheets/sheet2.xml",
            &format!(r#"<worksheet xmlns="{MAIN}"/>"#),
        );
    let parsed = read(&parts.pack(), "a.xlsx");
    let sheets: Vec<(&str, bool)> = parsed
        .sheets
        .iter()
        .map(|s| (s.name.as_str(), s.hidden))
        .collect();
    assert_eq!(sheets, [("S", true), ("空", false)]);
}

#[test]
fn entities_that_a_part_defines_are_refused_by_name() {
    let mut parts = Parts::new("");
    parts.set(
        "xl/worksheets/sheet1.xml",
        concat!(
            r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#,
            "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>",
        ),
    );
    let framework = Framework::builtin("six-aspect").unwrap();
    let refused = parse(
        &parts.pack(),
        "a.xlsx",
        &framework,
        &ParseContext::default(),
    )
    .unwrap_err();
    assert_eq!(refused.code(), "file_xml_entities");
    let bomb = concat!(
        r#"<!DOCTYPE x [<!ENTITY a "ha">]><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">"#,
        "<office:body><office:spreadsheet/></office:body></office:document-content>",
    );
    let mut open = Parts(Vec::new());
    open.set("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        .set("content.xml", bomb);
    let refused = parse(&open.pack(), "a.ods", &framework, &ParseContext::default()).unwrap_err();
    assert_eq!(refused.code(), "file_xml_entities");
}

#[test]
fn texts_in_the_ways_of_spreadsheet_programs() {
    check(
        b"sep=;\r\na;\"b\r\nc\";\"d\"\"e\"\r\n",
        "a.csv",
        &[&["a", "b\r\nc", "d\"e"]],
    );
    let utf16: Vec<u8> = "甲\t乙\r\n1\t\"2,5\"\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [&[0xFF, 0xFE][..], &utf16].concat();
    check(&marked, "a.csv", &[&["甲", "乙"], &["1", "2,5"]]);
    // Lines end as they do on three kinds of machine; empty ones keep their place.
    check(b"a,b\r1,2\r", "a.csv", &[&["a", "b"], &["1", "2"]]);
    check(b"a,b\n\n1,2", "a.csv", &[&["a", "b"], &[], &["1", "2"]]);
}
