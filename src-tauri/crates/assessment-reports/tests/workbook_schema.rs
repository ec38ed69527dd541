//! Charts, drawings and styles of the workbook against ECMA-376 (transitional): order of elements, those that
//! must be there, indexes within their tables.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{Mode, text::Lang};
use assessment_reports::{png, workbook::Picture};
use package::{Parts, children, in_order, named, rendered, text, unpacked};
use resvg::usvg::roxmltree::{Document, Node};

mod fixture;
mod package;

/// Elements with their children in the order of the schema (§21.2 charts, §20.5 drawings, §18.8 styles), those
/// that must be there with a `!`.
const ORDERS: &[(&str, &str)] = &[
    (
        "chartSpace",
        "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart! spPr txPr \
         externalData printSettings userShapes extLst",
    ),
    (
        "chart",
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea! legend plotVisOnly \
         dispBlanksAs showDLblsOverMax extLst",
    ),
    ("title", "tx layout overlay spPr txPr extLst"),
    (
        "legend",
        "legendPos legendEntry layout overlay spPr txPr extLst",
    ),
    (
        "plotArea",
        "layout barChart lineChart radarChart scatterChart pieChart areaChart catAx dateAx serAx valAx dTable \
         spPr extLst",
    ),
    (
        "barChart",
        "barDir! grouping varyColors ser dLbls gapWidth overlap serLines axId! extLst",
    ),
    (
        "lineChart",
        "grouping! varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId! extLst",
    ),
    (
        "radarChart",
        "radarStyle! varyColors ser dLbls axId! extLst",
    ),
    (
        "scatterChart",
        "scatterStyle! varyColors ser dLbls axId! extLst",
    ),
    (
        "ser",
        "idx! order! tx spPr invertIfNegative marker pictureOptions dPt dLbls trendline errBars cat val xVal \
         yVal smooth shape extLst",
    ),
    (
        "catAx",
        "axId! scaling! delete axPos! majorGridlines minorGridlines title numFmt majorTickMark minorTickMark \
         tickLblPos spPr txPr crossAx! crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip \
         noMultiLvlLbl extLst",
    ),
    (
        "valAx",
        "axId! scaling! delete axPos! majorGridlines minorGridlines title numFmt majorTickMark minorTickMark \
         tickLblPos spPr txPr crossAx! crosses crossesAt crossBetween majorUnit minorUnit dispUnits extLst",
    ),
    ("scaling", "logBase orientation max min extLst"),
    (
        "dLbls",
        "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent \
         showBubbleSize separator showLeaderLines leaderLines extLst",
    ),
    ("strRef", "f! strCache extLst"),
    ("numRef", "f! numCache extLst"),
    ("numCache", "formatCode ptCount pt extLst"),
    ("strCache", "ptCount pt extLst"),
    (
        "twoCellAnchor",
        "from! to! sp grpSp graphicFrame cxnSp pic contentPart clientData!",
    ),
    (
        "oneCellAnchor",
        "from! ext! sp grpSp graphicFrame cxnSp pic contentPart clientData!",
    ),
    ("from", "col! colOff! row! rowOff!"),
    ("to", "col! colOff! row! rowOff!"),
    ("graphicFrame", "nvGraphicFramePr! xfrm! graphic!"),
    ("pic", "nvPicPr! blipFill! spPr! style"),
    ("nvPicPr", "cNvPr! cNvPicPr!"),
    ("nvGraphicFramePr", "cNvPr! cNvGraphicFramePr!"),
    (
        "styleSheet",
        "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    ),
    ("xf", "alignment protection extLst"),
    ("dxf", "font numFmt fill alignment border protection extLst"),
    (
        "border",
        "start left end right top bottom diagonal vertical horizontal",
    ),
];

/// Namespace of the transitional spreadsheet.
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Attributes that must be there.
const REQUIRED: &[(&str, &[&str])] = &[
    ("idx", &["val"]),
    ("order", &["val"]),
    ("axId", &["val"]),
    ("crossAx", &["val"]),
    ("axPos", &["val"]),
    ("ptCount", &["val"]),
    ("cNvPr", &["id", "name"]),
    ("numFmt", &["formatCode"]),
    ("cellStyle", &["xfId"]),
];

fn parts() -> Parts {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 20, 15, 8);
    let card = fixture::score(&framework, &data, Mode::Official);
    let drawing = r##"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40"><rect width="80" height="40" fill="#1F5FA8"/></svg>"##;
    let pictures = [Picture {
        width: 80.0,
        height: 40.0,
        alternative: "a blue field".to_owned(),
        png: png(drawing, 1.0).unwrap(),
    }];
    unpacked(rendered(&framework, &data, &card, Lang::Zh, &pictures))
}

/// Says where an element breaks the order of its kind, or lacks what it must have.
fn check(name: &str, node: Node<'_, '_>) {
    let tag = node.tag_name().name();
    // A picture's name for its chart is not the chart itself.
    if tag != "chart" || !children(node).is_empty() {
        in_order(name, node, ORDERS);
    }
    if let Some((_, attributes)) = REQUIRED.iter().find(|(t, _)| *t == tag) {
        for attribute in *attributes {
            let there = node.attribute(*attribute).is_some();
            assert!(there, "{name}: {tag} lacks {attribute}");
        }
    }
}

#[test]
fn charts_drawings_and_styles_keep_the_schemas_order() {
    let parts = parts();
    let mut seen = BTreeMap::new();
    for name in parts.keys() {
        let kind = ["xl/charts/chart", "xl/drawings/drawing", "xl/styles.xml"]
            .into_iter()
            .find(|kind| name.starts_with(kind));
        let Some(kind) = kind else { continue };
        *seen.entry(kind).or_insert(0) += 1;
        let document = Document::parse(text(&parts, name)).unwrap();
        for node in document.descendants().filter(Node::is_element) {
            check(name, node);
        }
        let ids = |tag: &'static str| named(&document, tag);
        // Each chart of a plot lies on axes that there are.
        let axes: BTreeSet<&str> = ["catAx", "valAx"]
            .into_iter()
            .flat_map(&ids)
            .filter_map(|axis| axis.first_element_child()?.attribute("val"))
            .collect();
        for axis in ids("axId").chain(ids("crossAx")) {
            assert!(axes.contains(axis.attribute("val").unwrap()), "{name}");
        }
        // Each drawing's shapes have numbers of their own, and words for those who do not see them.
        let mut numbers = BTreeSet::new();
        for shape in ids("cNvPr") {
            assert!(numbers.insert(shape.attribute("id").unwrap()), "{name}");
            let words = shape.attribute("descr").unwrap_or_default();
            assert!(!words.is_empty(), "{name}: a shape without a description");
        }
        if name.starts_with("xl/drawings/") {
            let relations = name.replace("drawings/", "drawings/_rels/") + ".rels";
            let relations = text(&parts, &relations);
            for blip in ids("blip") {
                let id = blip
                    .attributes()
                    .find(|a| a.name() == "embed")
                    .unwrap()
                    .value();
                assert!(relations.contains(&format!("\"{id}\"")), "{name}: {id}");
            }
        }
    }
    assert!(seen["xl/charts/chart"] >= 2, "{seen:?}");
    assert!(seen["xl/drawings/drawing"] >= 2, "{seen:?}");
    assert_eq!(seen["xl/styles.xml"], 1);
}

#[test]
fn formats_refer_to_fonts_fills_borders_and_numbers_that_there_are() {
    let parts = parts();
    let text = std::str::from_utf8(&parts["xl/styles.xml"]).unwrap();
    let document = Document::parse(text).unwrap();
    let table = |tag: &str| {
        let found = document.descendants().find(|n| {
            n.has_tag_name((
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                tag,
            ))
        });
        let rows: Vec<_> = found
            .into_iter()
            .flat_map(|n| n.children().filter(Node::is_element))
            .collect();
        if let Some(counted) = found.and_then(|n| n.attribute("count")) {
            assert_eq!(counted.parse::<usize>().unwrap(), rows.len(), "{tag}");
        }
        rows
    };
    let (fonts, fills, borders) = (table("fonts"), table("fills"), table("borders"));
    let numbers: BTreeSet<u32> = table("numFmts")
        .iter()
        .map(|n| n.attribute("numFmtId").unwrap().parse().unwrap())
        .collect();
    assert!(numbers.iter().all(|id| *id >= 164), "{numbers:?}");
    let formats = table("cellXfs");
    assert!(formats.len() > 10);
    for format in &formats {
        let index = |name: &str| format.attribute(name).unwrap().parse::<usize>().unwrap();
        assert!(index("fontId") < fonts.len());
        assert!(index("fillId") < fills.len());
        assert!(index("borderId") < borders.len());
        let number = index("numFmtId") as u32;
        assert!(number < 164 || numbers.contains(&number), "{number}");
    }
    let differing = table("dxfs").len();
    for (name, bytes) in &parts {
        if !name.starts_with("xl/worksheets/sheet") {
            continue;
        }
        let sheet = Document::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
        // Those of the extension list (2009) need no priority.
        let rules = sheet
            .descendants()
            .filter(|n| n.tag_name().name() == "cfRule" && n.tag_name().namespace() == Some(MAIN));
        for rule in rules {
            assert!(rule.attribute("type").is_some() && rule.attribute("priority").is_some());
            if let Some(format) = rule.attribute("dxfId") {
                assert!(format.parse::<usize>().unwrap() < differing, "{name}");
            }
        }
    }
}
