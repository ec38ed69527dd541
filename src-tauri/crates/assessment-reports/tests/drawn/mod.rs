//! What every drawing must hold to, in every style.

#![allow(dead_code, reason = "each test uses a part of it")]

use assessment_models::text::Lang;
use assessment_reports::{Chart, ChartStyle, Size, font, png};
use chrono::NaiveDate;
use resvg::usvg::roxmltree;

pub(crate) fn styles() -> Vec<ChartStyle> {
    let mut styles = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        for dark in [false, true] {
            for size in [Size::Wide, Size::Small] {
                styles.push(ChartStyle {
                    lang,
                    dark,
                    size,
                    synthetic: true,
                    generated_on: NaiveDate::from_ymd_opt(2026, 1, 31),
                });
            }
        }
    }
    styles
}

/// No character without a glyph, no text outside the drawing, nothing that a strict policy refuses.
pub(crate) fn check(name: &str, chart: &Chart) {
    let document = roxmltree::Document::parse(&chart.svg).unwrap();
    let root = document.root_element();
    let number = |node: roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).unwrap().parse().unwrap()
    };
    let (width, height) = (number(root, "width"), number(root, "height"));
    assert_eq!(root.attribute("role"), Some("img"));
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        let tag = node.tag_name().name();
        assert!(
            !["style", "script", "image", "foreignObject"].contains(&tag),
            "{name}: {tag}"
        );
        assert!(
            node.attribute("style").is_none(),
            "{name}: {tag} has a style attribute"
        );
        if tag == "rect" {
            assert!(
                number(node, "width") >= 0.0 && number(node, "height") >= 0.0,
                "{name}"
            );
        }
        if tag != "text" {
            continue;
        }
        let text = node.text().unwrap().trim();
        assert!(
            text.chars().all(font::has),
            "{name}: no glyph for a part of {text}"
        );
        let size = number(node, "font-size");
        let bold = node.attribute("font-weight") == Some("bold");
        let wide = font::width(text, size, bold);
        let (x, y) = (number(node, "x"), number(node, "y"));
        let left = match node.attribute("text-anchor") {
            Some("end") => x - wide,
            Some("middle") => x - wide / 2.0,
            _ => x,
        };
        assert!(
            left >= -0.5 && left + wide <= width + 0.5,
            "{name}: {text} runs from {left:.1} to {:.1} of {width}",
            left + wide
        );
        assert!(
            y >= 0.0 && y + size <= height,
            "{name}: {text} at {y} of {height}"
        );
    }
    for mark in &chart.marks {
        assert!(
            mark.x >= 0.0
                && mark.y >= 0.0
                && mark.x + mark.width <= width + 0.5
                && mark.y + mark.height <= height + 0.5,
            "{name}: {mark:?}"
        );
        assert!(!mark.label.is_empty() && !mark.value.is_empty());
    }
    assert!(chart.alternative.contains(&chart.title));
    let wide = chart.table[0].len();
    assert!(chart.table.iter().all(|row| row.len() == wide), "{name}");
    assert!(chart.marks.is_empty() || chart.table.len() > 1, "{name}");
    for cell in chart.table.iter().flatten() {
        assert!(chart.alternative.contains(cell.as_str()), "{name}: {cell}");
    }
}

/// With `WRITE_CHARTS=<folder>` every drawing is kept, to be looked at.
pub(crate) fn keep(name: &str, chart: &Chart) {
    if let Some(folder) = std::env::var_os("WRITE_CHARTS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.svg")), &chart.svg).unwrap();
        std::fs::write(
            folder.join(format!("{name}.png")),
            png(&chart.svg, 1.0).unwrap(),
        )
        .unwrap();
    }
}
