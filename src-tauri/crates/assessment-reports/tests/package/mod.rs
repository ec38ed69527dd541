//! Office files as packages of parts: made, unpacked, and held against the order of a schema.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
    sync::atomic::AtomicBool,
};

use assessment_models::{Framework, RoundData, Scorecard, text::Lang};
use assessment_reports::{
    WorkbookInput,
    workbook::{self, Picture},
};
use chrono::NaiveDate;
use resvg::usvg::roxmltree::{Document, Node};

/// The parts of a package by name.
pub(crate) type Parts = BTreeMap<String, Vec<u8>>;

/// What the result workbook of a round is made of.
pub(crate) fn input<'a>(
    framework: &'a Framework,
    data: &'a RoundData,
    card: &'a Scorecard,
    lang: Lang,
    pictures: &'a [Picture],
) -> WorkbookInput<'a> {
    WorkbookInput {
        framework,
        data,
        scorecard: card,
        lang,
        generated_on: NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
        synthetic: true,
        imports: &[],
        pictures,
        findings: &[],
    }
}

/// The result workbook of a round.
pub(crate) fn rendered(
    framework: &Framework,
    data: &RoundData,
    card: &Scorecard,
    lang: Lang,
    pictures: &[Picture],
) -> Vec<u8> {
    let input = input(framework, data, card, lang, pictures);
    workbook::render(&input, &|_, _| {}, &AtomicBool::new(false)).unwrap()
}

pub(crate) fn unpacked(bytes: Vec<u8>) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A part that is text.
pub(crate) fn text<'p>(parts: &'p Parts, name: &str) -> &'p str {
    std::str::from_utf8(&parts[name]).unwrap()
}

/// The elements of a name, in their order.
pub(crate) fn named<'a, 'd>(
    document: &'a Document<'d>,
    wanted: &'a str,
) -> impl Iterator<Item = Node<'a, 'd>> {
    let all = document.descendants().filter(Node::is_element);
    all.filter(move |node| node.tag_name().name() == wanted)
}

/// Says where an element breaks the order of its kind, or lacks what it must have. `orders` are elements with
/// their children in the schema's order, those that must be there with a `!`.
pub(crate) fn in_order(part: &str, node: Node<'_, '_>, orders: &[(&str, &str)]) {
    let tag = node.tag_name().name();
    let children = children(node);
    let Some((_, order)) = orders.iter().find(|(t, _)| *t == tag) else {
        return;
    };
    let order: Vec<&str> = order.split_whitespace().collect();
    let place = |child: &&str| {
        let is = |wanted: &&str| wanted.trim_end_matches('!') == *child;
        let at = order.iter().position(is);
        at.unwrap_or_else(|| panic!("{part}: {child} in {tag}"))
    };
    let places: Vec<usize> = children.iter().map(place).collect();
    assert!(places.is_sorted(), "{part}: {tag}: {children:?}");
    for wanted in order.iter().filter_map(|o| o.strip_suffix('!')) {
        assert!(children.contains(&wanted), "{part}: {tag} lacks {wanted}");
    }
}

/// The names of an element's children.
pub(crate) fn children<'a>(node: Node<'a, '_>) -> Vec<&'a str> {
    let all = node.children().filter(Node::is_element);
    all.map(|child| child.tag_name().name()).collect()
}
