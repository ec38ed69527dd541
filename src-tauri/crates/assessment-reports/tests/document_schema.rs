//! A DOCX against ECMA-376 (transitional): order of elements, what refers to what, parts that hold together.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::text::Lang;
use assessment_reports::{
    Faces,
    briefing::{BriefingInput, Form, Template, briefing},
    document::{Layout, docx},
};
use chrono::NaiveDate;
use package::{Parts, children, in_order, named, unpacked};
use resvg::usvg::roxmltree::{Document, Node};

mod fixture;
mod package;

/// Elements of wml.xsd and dml-wordprocessingDrawing.xsd with their children in the schema's order; those that
/// must be there with a `!`, at the end those that may stand anywhere.
const ORDERS: &[(&str, &str)] = &[
    ("document", "background body!"),
    ("tr", "tblPrEx trPr tc!"),
    ("tbl", "tblPr! tblGrid! tr!"),
    (
        "inline",
        "extent! effectExtent docPr! cNvGraphicFramePr graphic!",
    ),
    ("graphicData", "pic!"),
    ("pic", "nvPicPr! blipFill! spPr!"),
    ("nvPicPr", "cNvPr! cNvPicPr!"),
    (
        "lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    ("docDefaults", "rPrDefault pPrDefault"),
    ("styles", "docDefaults latentStyles style"),
];

/// A property list comes before all else in these.
const FIRST: [(&str, &str); 3] = [("p", "pPr"), ("r", "rPr"), ("tc", "tcPr")];

fn parts(lang: Lang, layout: Layout) -> Parts {
    let framework = fixture::framework();
    // More units than a page holds: tables run on.
    let data = fixture::round(&framework, 90, 15, 8);
    let card = fixture::score(&framework, &data, assessment_models::Mode::Official);
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\">\
                <circle cx=\"20\" cy=\"20\" r=\"18\" fill=\"#1f5fa8\"/></svg>";
    let form = Form {
        layout,
        organisation: "某省委网信办 & 某厅".to_owned(),
        logo: logo.to_owned(),
        watermark: "内部资料".to_owned(),
        ..Form::default()
    };
    let input = BriefingInput {
        framework: &framework,
        data: &data,
        scorecard: &card,
        before: None,
        uncertainty: None,
        development: None,
        findings: &[],
        dated: NaiveDate::from_ymd_opt(2026, 11, 5).unwrap(),
        synthetic: true,
        form: &form,
    };
    let document = briefing(&input, Template::built_in(lang));
    unpacked(docx(&document, Faces::bundled()).unwrap())
}

fn tag<'a>(node: &Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

fn value<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    let found = node.attributes().find(|a| a.name() == name);
    found.map(|a| a.value())
}

fn check(part: &str, node: Node<'_, '_>) {
    in_order(part, node, ORDERS);
    let (name, children) = (tag(&node), children(node));
    if let Some((_, first)) = FIRST.iter().find(|(t, _)| *t == name) {
        let at = children.iter().position(|child| child == first);
        assert!(at.is_none_or(|at| at == 0), "{part}: {name}: {children:?}");
    }
    if name == "tc" {
        assert_eq!(
            children.last(),
            Some(&"p"),
            "{part}: a cell ends in a paragraph"
        );
    }
}

#[test]
fn elements_stand_in_order_and_what_they_name_is_there() {
    for (lang, layout) in [(Lang::Zh, Layout::Official), (Lang::En, Layout::Bulletin)] {
        let parts = parts(lang, layout);
        let text = |name: &str| package::text(&parts, name);
        for (name, bytes) in &parts {
            if name.ends_with(".xml") {
                let document = Document::parse(std::str::from_utf8(bytes).unwrap());
                let document = document.unwrap_or_else(|e| panic!("{name}: {e}"));
                let all = document.descendants().filter(Node::is_element);
                all.for_each(|node| check(name, node));
            }
        }
        let document = Document::parse(text("word/document.xml")).unwrap();
        let styles = Document::parse(text("word/styles.xml")).unwrap();
        let known: BTreeSet<&str> = named(&styles, "style")
            .filter_map(|s| value(&s, "styleId"))
            .collect();
        for used in named(&document, "pStyle") {
            assert!(known.contains(value(&used, "val").unwrap()), "{used:?}");
        }
        for table in named(&document, "tbl") {
            let columns = table.descendants().filter(|n| tag(n) == "gridCol").count();
            for row in table.children().filter(|n| tag(n) == "tr") {
                let cells = row.children().filter(|n| tag(n) == "tc").count();
                assert_eq!(cells, columns);
            }
        }
        let bookmarks: Vec<&str> = named(&document, "bookmarkStart")
            .filter_map(|b| value(&b, "name"))
            .collect();
        let distinct: BTreeSet<&str> = bookmarks.iter().copied().collect();
        assert_eq!(distinct.len(), bookmarks.len());
        assert_eq!(named(&document, "bookmarkEnd").count(), bookmarks.len());
        for link in named(&document, "hyperlink") {
            assert!(distinct.contains(value(&link, "anchor").unwrap()));
        }
        let mut open = 0;
        for field in named(&document, "fldChar") {
            match value(&field, "fldCharType").unwrap() {
                "begin" => open += 1,
                "end" => open -= 1,
                _ => assert!(open > 0),
            }
            assert!((0..=2).contains(&open));
        }
        assert_eq!(open, 0);
        // The watermark stands behind each page.
        let headers = parts.keys().filter(|name| name.starts_with("word/header"));
        let marked = headers.map(|name| Document::parse(text(name)).unwrap());
        let marks: Vec<bool> = marked
            .map(|header| {
                named(&header, "textpath").any(|t| t.attribute("string") == Some("内部资料"))
            })
            .collect();
        assert!(!marks.is_empty() && marks.iter().all(|m| *m), "{marks:?}");
        let numbers: Vec<&str> = named(&document, "docPr")
            .filter_map(|d| value(&d, "id"))
            .collect();
        let distinct: BTreeSet<&&str> = numbers.iter().collect();
        assert!(distinct.len() == numbers.len() && !numbers.is_empty());
        let relations = Document::parse(text("word/_rels/document.xml.rels")).unwrap();
        let targets: BTreeMap<&str, &str> = named(&relations, "Relationship")
            .map(|r| (value(&r, "Id").unwrap(), value(&r, "Target").unwrap()))
            .collect();
        for picture in named(&document, "blip") {
            let target = targets[value(&picture, "embed").unwrap()];
            assert!(parts.contains_key(&format!("word/{target}")), "{target}");
        }
        for edge in named(&document, "headerReference").chain(named(&document, "footerReference")) {
            let target = targets[value(&edge, "id").unwrap()];
            assert!(parts.contains_key(&format!("word/{target}")), "{target}");
        }
    }
}

#[test]
fn a_table_over_pages_has_its_caption_above_each_part() {
    for (lang, whole, again) in [
        (Lang::Zh, "表", "续表"),
        (Lang::En, "Table ", "(continued)"),
    ] {
        let parts = parts(lang, Layout::Official);
        let text = std::str::from_utf8(&parts["word/document.xml"]).unwrap();
        let document = Document::parse(text).unwrap();
        let said = |node: Node<'_, '_>| -> String {
            let runs = node.descendants().filter(|n| tag(n) == "t");
            runs.filter_map(|n| n.text()).collect()
        };
        let body = document.root_element().first_element_child().unwrap();
        let blocks: Vec<Node<'_, '_>> = body.children().filter(Node::is_element).collect();
        let mut continued = 0;
        for (at, table) in blocks.iter().enumerate().filter(|(_, n)| tag(n) == "tbl") {
            let caption = said(blocks[at - 1]);
            assert!(caption.contains(whole), "{caption}");
            let rows: Vec<_> = table.children().filter(|n| tag(n) == "tr").collect();
            // None is higher than a page, and each says what its columns are.
            assert!(rows.len() < 45, "{caption}: {}", rows.len());
            assert!(rows[0].descendants().any(|n| tag(&n) == "tblHeader"));
            if caption.contains(again) {
                continued += 1;
                let breaks = blocks[at - 1]
                    .descendants()
                    .any(|n| tag(&n) == "pageBreakBefore");
                assert!(breaks, "{caption}");
            }
        }
        assert!(continued >= 2, "{continued}");
    }
}
