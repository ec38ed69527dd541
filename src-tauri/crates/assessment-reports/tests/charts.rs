//! Every chart in every size, language and appearance: legible, inside its bounds, safe to put in a page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong here fails the test"
)]

use assessment_models::{Framework, Mode, RoundData, Scorecard, text::Lang};
use assessment_reports::{
    Chart, ChartStyle, Size,
    charts::{heat_map, incidents, radar, ranking},
    font, png,
};
use chrono::NaiveDate;
use resvg::usvg::roxmltree;

mod fixture;

fn styles() -> Vec<ChartStyle> {
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

fn all(
    framework: &Framework,
    data: &RoundData,
    card: &Scorecard,
    style: &ChartStyle,
) -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for group in &framework.peer_groups {
        charts.push((
            format!("ranking-{}", group.id),
            ranking(framework, &data.units, card, &group.id, None, style),
        ));
        charts.push((
            format!("heat-{}", group.id),
            heat_map(framework, &data.units, card, &group.id, style),
        ));
    }
    for unit in [0, 1, card.units.len().saturating_sub(1)] {
        charts.push((
            format!("radar-{unit}"),
            radar(framework, &data.units, card, unit, Some(card), style),
        ));
    }
    charts.push((
        "incidents".to_owned(),
        incidents(framework, &data.records, &data.round, style),
    ));
    charts
}

/// No character without a glyph, no text outside the drawing, nothing that a strict policy refuses.
fn check(name: &str, chart: &Chart) {
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
}

/// With `WRITE_CHARTS=<folder>` every drawing is kept, to be looked at.
fn keep(name: &str, chart: &Chart) {
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

#[test]
fn a_province_in_every_style() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 56, 117, 1);
    let card = fixture::score(&framework, &data, Mode::Official);
    for style in styles() {
        for (name, chart) in all(&framework, &data, &card, &style) {
            let name = format!(
                "{name}-{}-{}-{:?}",
                style.lang.tag(),
                if style.dark { "dark" } else { "light" },
                style.size
            );
            keep(&name, &chart);
            check(&name, &chart);
            assert!(!chart.marks.is_empty(), "{name} is empty");
        }
    }
}

#[test]
fn nothing_one_unit_two_hundred() {
    let framework = fixture::framework();
    for (departments, counties) in [(0, 0), (1, 0), (2, 1), (200, 200)] {
        let data = fixture::round(&framework, departments, counties, 2);
        let card = fixture::score(&framework, &data, Mode::Official);
        for style in styles() {
            for (name, chart) in all(&framework, &data, &card, &style) {
                let name = format!("{departments}+{counties} {name} {style:?}");
                if style.lang == Lang::Zh && !style.dark {
                    keep(
                        &format!("edge-{departments}-{counties}-{name:.12}-{:?}", style.size),
                        &chart,
                    );
                }
                check(&name, &chart);
                assert!(!chart.title.is_empty());
            }
        }
    }
}

#[test]
fn all_equal_and_extremes() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 30, 0, 3);
    for value in [0.0, 50.0, 100.0] {
        let mut card = fixture::score(&framework, &data, Mode::Official);
        for row in 0..card.units.len() {
            card.units[row].total = Some(value);
            card.aspects.row_mut(row).fill(value);
        }
        for style in styles() {
            for (name, chart) in all(&framework, &data, &card, &style) {
                check(&format!("{value} {name}"), &chart);
            }
        }
    }
    // No scores at all: every chart says so.
    let mut card = fixture::score(&framework, &data, Mode::Official);
    for row in 0..card.units.len() {
        card.units[row].total = None;
        card.aspects.row_mut(row).fill(f64::NAN);
    }
    let style = ChartStyle::default();
    let chart = ranking(&framework, &data.units, &card, "department", None, &style);
    check("none", &chart);
    assert!(chart.marks.is_empty() && chart.svg.contains("没有可显示的得分"));
    let chart = radar(&framework, &data.units, &card, 0, None, &style);
    assert!(chart.marks.is_empty() && chart.svg.contains("不足三个"));
}

#[test]
fn names_cannot_break_out() {
    let framework = fixture::framework();
    let mut data = fixture::round(&framework, 3, 0, 4);
    data.units[0].name.zh = "<script>alert(1)</script>\"&'\u{0}\u{b}".to_owned();
    let card = fixture::score(&framework, &data, Mode::Official);
    for (name, chart) in all(&framework, &data, &card, &ChartStyle::default()) {
        check(&name, &chart);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 20, 40, 5);
    let card = fixture::score(&framework, &data, Mode::Official);
    let style = ChartStyle::default();
    let (first, second) = (
        all(&framework, &data, &card, &style),
        all(&framework, &data, &card, &style),
    );
    assert!(first == second);
    assert_eq!(
        png(&first[0].1.svg, 1.0).unwrap(),
        png(&second[0].1.svg, 1.0).unwrap()
    );
}

/// The bars start at zero and are as long as their values.
#[test]
fn bars_are_honest() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 10, 0, 6);
    let card = fixture::score(&framework, &data, Mode::Official);
    let style = ChartStyle::default();
    let chart = ranking(&framework, &data.units, &card, "department", None, &style);
    let bars = bars(&chart);
    assert_eq!(bars.len(), chart.marks.len());
    let shown = |value: &str| value.split(' ').next().unwrap().parse::<f64>().unwrap();
    let per_point = bars[0].1 / shown(&chart.marks[0].value);
    for (mark, (left, width)) in chart.marks.iter().zip(&bars) {
        assert_eq!(*left, bars[0].0);
        let expected = per_point * shown(&mark.value);
        assert!((width - expected).abs() <= 1.5, "{mark:?}: {width}");
    }
}

/// Left and width of the bars, top to bottom.
fn bars(chart: &Chart) -> Vec<(f64, f64)> {
    let document = roxmltree::Document::parse(&chart.svg).unwrap();
    document
        .descendants()
        .filter(|n| {
            n.has_tag_name("rect") && matches!(n.attribute("fill"), Some("#1F5FA8" | "#B4BEC9"))
        })
        .map(|n| {
            let number = |name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap();
            (number("x"), number("width"))
        })
        .collect()
}
