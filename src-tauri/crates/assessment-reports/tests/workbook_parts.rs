//! The parts of the workbook against the main rules of ECMA-376 (transitional): order of elements, relations
//! and content types that lead somewhere, indexes within their tables, nothing from outside, no macros.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{Mode, text::Lang};
use package::{named, rendered, unpacked};
use resvg::usvg::roxmltree::{Document, Node};

mod fixture;
mod package;

/// Children of a worksheet in the order of CT_Worksheet (§18.3.1.99).
const WORKSHEET: [&str; 23] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "autoFilter",
    "mergeCells",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "drawing",
    "legacyDrawing",
    "picture",
    "tableParts",
    "extLst",
];

fn parts() -> BTreeMap<String, String> {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 20, 15, 8);
    let card = fixture::score(&framework, &data, Mode::Official);
    let parts = unpacked(rendered(&framework, &data, &card, Lang::Zh, &[]));
    let text = |bytes| String::from_utf8(bytes).unwrap();
    parts
        .into_iter()
        .map(|(name, bytes)| (name, text(bytes)))
        .collect()
}

/// Column and row of a cell's name, both from 1.
fn place(name: &str) -> (u32, u32) {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap();
    let column = name[..digits]
        .bytes()
        .fold(0, |sum, b| sum * 26 + u32::from(b - b'A') + 1);
    (column, name[digits..].parse().unwrap())
}

#[test]
fn parts_hold_together() {
    let parts = parts();
    let types = Document::parse(&parts["[Content_Types].xml"]).unwrap();
    let defaults: BTreeSet<&str> = named(&types, "Default")
        .filter_map(|n| n.attribute("Extension"))
        .collect();
    let overrides: BTreeSet<&str> = named(&types, "Override")
        .filter_map(|n| n.attribute("PartName"))
        .collect();
    for (name, text) in &parts {
        Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let extension = name.rsplit('.').next().unwrap();
        let known = overrides.contains(format!("/{name}").as_str()) || defaults.contains(extension);
        assert!(
            known || name == "[Content_Types].xml",
            "{name} has no content type"
        );
        assert!(
            !name.contains("externalLink") && !name.contains("vbaProject"),
            "{name}"
        );
        if let Some(folder) = name
            .strip_suffix(".rels")
            .and_then(|n| n.rsplit_once("_rels/"))
        {
            let document = Document::parse(text).unwrap();
            for relation in named(&document, "Relationship") {
                let target = relation.attribute("Target").unwrap();
                assert_eq!(
                    relation.attribute("TargetMode"),
                    None,
                    "{name}: {target} lies outside"
                );
                let path = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => resolved(folder.0, target),
                };
                assert!(parts.contains_key(&path), "{name}: {target} leads nowhere");
            }
        }
    }
    for part in overrides {
        assert!(parts.contains_key(&part[1..]), "{part} is not there");
    }
}

fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = folder
        .trim_end_matches('/')
        .split('/')
        .filter(|p| !p.is_empty())
        .collect();
    for piece in target.split('/') {
        if piece == ".." {
            path.pop();
        } else {
            path.push(piece);
        }
    }
    path.join("/")
}

#[test]
fn sheets_keep_the_order_and_their_indexes() {
    let parts = parts();
    let styles = Document::parse(&parts["xl/styles.xml"]).unwrap();
    let formats = named(&styles, "cellXfs")
        .next()
        .unwrap()
        .children()
        .filter(Node::is_element)
        .count();
    let strings = parts.get("xl/sharedStrings.xml").map_or(0, |text| {
        named(&Document::parse(text).unwrap(), "si").count()
    });
    let mut sheets = 0;
    for (name, text) in parts
        .iter()
        .filter(|(n, _)| n.starts_with("xl/worksheets/sheet"))
    {
        let document = Document::parse(text).unwrap();
        let children: Vec<usize> = document
            .root_element()
            .children()
            .filter(Node::is_element)
            .map(|n| {
                let tag = n.tag_name().name();
                WORKSHEET
                    .iter()
                    .position(|w| *w == tag)
                    .unwrap_or_else(|| panic!("{name}: {tag}"))
            })
            .collect();
        assert!(children.is_sorted(), "{name}: {children:?}");
        let mut last = (0, 0);
        for cell in named(&document, "c") {
            let (column, row) = place(cell.attribute("r").unwrap());
            assert!(
                (row, column) > last,
                "{name}: {row} {column} after {last:?}"
            );
            last = (row, column);
            let style: usize = cell.attribute("s").map_or(0, |s| s.parse().unwrap());
            assert!(style < formats, "{name}: style {style} of {formats}");
            let value = cell
                .children()
                .find(|n| n.tag_name().name() == "v")
                .and_then(|v| v.text());
            match (cell.attribute("t"), value) {
                (Some("s"), Some(index)) => {
                    assert!(index.parse::<usize>().unwrap() < strings, "{name}");
                }
                (None | Some("n"), Some(number)) => {
                    assert!(
                        number.parse::<f64>().unwrap().is_finite(),
                        "{name}: {number}"
                    );
                }
                _ => {}
            }
        }
        let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
        for merged in named(&document, "mergeCell") {
            let (from, to) = merged.attribute("ref").unwrap().split_once(':').unwrap();
            let ((left, top), (right, bottom)) = (place(from), place(to));
            for at in (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)))
            {
                assert!(taken.insert(at), "{name}: {from}:{to} overlaps");
            }
        }
        sheets += 1;
    }
    assert_eq!(sheets, 20);
}

/// Names refer to cells of sheets that there are, and none is broken.
#[test]
fn names_lead_to_sheets() {
    let parts = parts();
    let book = Document::parse(&parts["xl/workbook.xml"]).unwrap();
    let sheets: Vec<&str> = named(&book, "sheet")
        .filter_map(|n| n.attribute("name"))
        .collect();
    let names: Vec<&str> = named(&book, "definedName")
        .filter_map(|n| n.attribute("name"))
        .collect();
    for wanted in [
        "totals",
        "ranks",
        "aspect_scores",
        "answers",
        "unit_labels",
        "unit_position",
    ] {
        assert!(names.contains(&wanted), "{wanted} is not defined");
    }
    for name in named(&book, "definedName") {
        let text = name.text().unwrap();
        assert!(!text.contains("#REF!"), "{text}");
        for quoted in text.split('\'').skip(1).step_by(2) {
            assert!(sheets.contains(&quoted), "{text}");
        }
    }
}
