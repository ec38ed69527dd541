//! The aspects of one unit against the median of its peers, and against its own last round.

use std::f64::consts::TAU;

use assessment_models::{Framework, Scorecard, Unit, scoring};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    note, one_decimal, or_dash, unit_name,
};
use crate::{font, palette::Rgb};

/// One spoke.
struct Spoke<'a> {
    id: &'a str,
    name: &'a str,
    score: Option<f64>,
    median: Option<f64>,
    before: Option<f64>,
}

impl Spoke<'_> {
    fn gap(&self) -> Option<f64> {
        Some(self.score? - self.median?)
    }
}

/// Radar of a unit's aspects (`unit` is its row in the scorecard) with the median of its peer group and,
/// where `previous` holds the unit, its last round. Needs three aspects with a score; says so otherwise.
#[must_use]
pub fn radar(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    unit: usize,
    previous: Option<&Scorecard>,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let Some(scored) = scorecard.units.get(unit) else {
        let title = words.get("radar_title_none").to_owned();
        return Frame::new(title, String::new(), "", style).empty(words.get("radar_no_unit"));
    };
    let name = unit_name(units, &scored.unit, style.lang);
    let group = framework
        .peer_group(&scored.peer_group)
        .map_or(scored.peer_group.as_str(), |g| g.name.get(style.lang));
    let peers = scorecard
        .units
        .iter()
        .filter(|u| u.peer_group == scored.peer_group)
        .count();
    let medians = scoring::medians(scorecard, &scored.peer_group);
    let spokes: Vec<Spoke<'_>> = framework
        .aspects
        .iter()
        .enumerate()
        .map(|(at, aspect)| Spoke {
            id: aspect.id.as_str(),
            name: aspect.name.get(style.lang),
            score: scorecard.aspects.get(unit, at),
            median: medians.aspects.get(at).copied().flatten(),
            before: previous.and_then(|p| p.aspects.get(p.unit_index(&scored.unit)?, at)),
        })
        .collect();
    let subtitle = words.fill(
        "radar_subtitle",
        &[("group", group), ("n", &peers.to_string())],
    );
    let frame = Frame::new(
        title(&spokes, name, style),
        subtitle,
        &note(framework, scorecard, peers, style),
        style,
    );
    if spokes.iter().filter(|s| s.score.is_some()).count() < 3 {
        return frame.empty(words.get("radar_too_few"));
    }
    let heads = [
        "aspect",
        "radar_unit",
        "radar_median",
        "radar_before",
        "radar_gap",
    ];
    let mut rows = vec![heads.map(|key| words.get(key).to_owned()).to_vec()];
    rows.extend(spokes.iter().map(|s| {
        let figures = [s.score, s.median, s.before].map(or_dash);
        let cells = [s.name.to_owned()].into_iter().chain(figures);
        cells.chain([signed(s.gap())]).collect::<Vec<_>>()
    }));
    frame.chart(0.0, rows, |canvas, frame, bottom| {
        let mut marks = web(canvas, frame, bottom, &spokes, scored.unit.as_str(), style);
        match style.size {
            Size::Wide => table(canvas, frame, &spokes, style),
            Size::Small => legend(canvas, frame, bottom, name, &spokes, style),
        }
        marks.sort_by(|a, b| a.id.cmp(&b.id));
        marks
    })
}

fn title(spokes: &[Spoke<'_>], name: &str, style: &ChartStyle) -> String {
    let words = style.words();
    let by_gap = |a: &&Spoke<'_>, b: &&Spoke<'_>| {
        let gap = |s: &Spoke<'_>| s.gap().unwrap_or_default();
        gap(a).total_cmp(&gap(b))
    };
    let known = || spokes.iter().filter(|s| s.gap().is_some());
    let (Some(low), Some(high)) = (known().min_by(by_gap), known().max_by(by_gap)) else {
        return words.fill("radar_title_plain", &[("unit", name)]);
    };
    let gap = |s: &Spoke<'_>| s.gap().unwrap_or_default();
    // What rounds to nothing is no finding.
    let (key, spoke) = if gap(low) <= -0.05 {
        ("radar_title_below", low)
    } else if gap(high) >= 0.05 {
        ("radar_title_above", high)
    } else {
        return words.fill("radar_title_equal", &[("unit", name)]);
    };
    words.fill(
        key,
        &[
            ("unit", name),
            ("aspect", spoke.name),
            ("points", &one_decimal(gap(spoke).abs())),
        ],
    )
}

/// Place of a score on spoke `at` of `count`, the first one upright.
fn place(centre: (f64, f64), radius: f64, at: usize, count: usize, score: f64) -> (f64, f64) {
    let angle = TAU * at as f64 / count as f64;
    let r = radius * score.clamp(0.0, 100.0) / 100.0;
    (centre.0 + r * angle.sin(), centre.1 - r * angle.cos())
}

fn web(
    canvas: &Canvas<'_>,
    frame: &Frame,
    bottom: f64,
    spokes: &[Spoke<'_>],
    unit: &str,
    style: &ChartStyle,
) -> Vec<Mark> {
    let palette = style.palette();
    let count = spokes.len();
    let (size, room, legend) = match style.size {
        Size::Wide => (13.0, 120.0, 0.0),
        Size::Small => (10.0, 84.0, 22.0),
    };
    let bottom = bottom - legend;
    let centre = (
        match style.size {
            Size::Wide => frame.left() + 270.0,
            Size::Small => f64::midpoint(frame.left(), frame.right()),
        },
        f64::midpoint(frame.top(), bottom) + 4.0,
    );
    let radius = ((bottom - frame.top()) / 2.0 - size * 2.6 - 12.0).max(40.0);
    let ring = |share: f64| -> Vec<(f64, f64)> {
        (0..=count)
            .map(|at| place(centre, radius, at % count, count, share))
            .collect()
    };
    for share in [20.0, 40.0, 60.0, 80.0, 100.0] {
        canvas.line(&ring(share), 1, palette.hairline);
    }
    for at in 0..count {
        let end = place(centre, radius, at, count, 100.0);
        canvas.line(&[centre, end], 1, palette.hairline);
    }
    let shape = |value: &dyn Fn(&Spoke<'_>) -> Option<f64>| -> Vec<(f64, f64)> {
        spokes
            .iter()
            .enumerate()
            .filter_map(|(at, s)| Some(place(centre, radius, at, count, value(s)?)))
            .collect()
    };
    let closed = |mut points: Vec<(f64, f64)>| {
        points.extend(points.first().copied());
        points
    };
    let peers = shape(&|s| s.median);
    if peers.len() > 2 {
        canvas.polygon(&peers, palette.grey, 0.28);
        canvas.line(&closed(peers), 2, palette.grey);
    }
    let before = shape(&|s| s.before);
    if before.len() > 2 {
        canvas.dashed(&closed(before), 1, palette.blue);
    }
    let own = shape(&|s| s.score);
    canvas.polygon(&own, palette.blue, 0.10);
    canvas.line(&closed(own), 3, palette.blue);
    for share in [20.0, 40.0, 60.0, 80.0, 100.0] {
        let (x, y) = place(centre, radius, 0, count, share);
        let ty = Type::new(9.0, palette.muted).anchor(Anchor::End);
        canvas.text(x - 3.0, y + 3.0, &format!("{share:.0}"), ty);
    }
    let mut marks = Vec::new();
    for (at, spoke) in spokes.iter().enumerate() {
        if let Some(score) = spoke.score {
            let (x, y) = place(centre, radius, at, count, score);
            canvas.dot(x, y, 4, palette.blue);
            marks.push(Mark {
                id: format!("{unit}/{}", spoke.id),
                label: spoke.name.to_owned(),
                value: beside_peers(spoke, score, style),
                x: x - 10.0,
                y: y - 10.0,
                width: 20.0,
                height: 20.0,
            });
        }
        let angle = TAU * at as f64 / count as f64;
        let (x, y) = place(centre, radius + 10.0, at, count, 100.0);
        let anchor = match angle.sin() {
            s if s > 0.2 => Anchor::Start,
            s if s < -0.2 => Anchor::End,
            _ => Anchor::Middle,
        };
        let lines = font::wrap(spoke.name, size, false, room, 2);
        let tall = lines.len() as f64 * size * 1.3;
        let upright = angle.cos();
        // Text above the web ends at its place, below it begins there, beside it is centred.
        let mut baseline = y - tall * (1.0 + upright) / 2.0 + size * 0.95;
        for line in &lines {
            let ty = Type::new(size, palette.ink).anchor(anchor);
            canvas.text(x, baseline, line, ty);
            baseline += size * 1.3;
        }
    }
    marks
}

/// A piece of a line of the web; the thinnest is that of the last round, and dashed.
fn swatch(canvas: &Canvas<'_>, (x0, x1, y): (f64, f64, f64), width: u32, colour: Rgb) {
    if width == 1 {
        canvas.dashed(&[(x0, y), (x1, y)], width, colour);
    } else {
        canvas.line(&[(x0, y), (x1, y)], width, colour);
    }
}

/// The values beside the web, furthest below the median first; its headings are the legend.
fn table(canvas: &Canvas<'_>, frame: &Frame, spokes: &[Spoke<'_>], style: &ChartStyle) {
    let (palette, words) = (style.palette(), style.words());
    let left = 600.0;
    let has_before = spokes.iter().any(|s| s.before.is_some());
    let right = frame.right();
    let columns: Vec<(f64, &str)> = if has_before {
        vec![
            (right - 168.0, "radar_unit"),
            (right - 112.0, "radar_median"),
            (right - 56.0, "radar_before"),
            (right, "radar_gap"),
        ]
    } else {
        vec![
            (right - 112.0, "radar_unit"),
            (right - 56.0, "radar_median"),
            (right, "radar_gap"),
        ]
    };
    let mut y = frame.top() + 56.0;
    for &(x, key) in &columns {
        let (colour, width) = match key {
            "radar_unit" => (palette.blue, 3),
            "radar_median" => (palette.grey, 2),
            "radar_before" => (palette.blue, 1),
            _ => (palette.surface, 0),
        };
        if width > 0 {
            swatch(canvas, (x - 24.0, x, y - 18.0), width, colour);
        }
        let ty = Type::new(11.0, palette.muted).anchor(Anchor::End);
        canvas.text(x, y, words.get(key), ty);
    }
    y += 8.0;
    canvas.line(&[(left, y), (right, y)], 1, palette.muted);
    let mut order: Vec<&Spoke<'_>> = spokes.iter().collect();
    order.sort_by(|a, b| {
        let gap = |s: &Spoke<'_>| s.gap().unwrap_or(f64::INFINITY);
        gap(a).total_cmp(&gap(b))
    });
    let step = 30.0_f64.min((frame.height(0.0) - frame.foot() - y) / order.len().max(1) as f64);
    for spoke in order {
        y += step;
        let baseline = y - step * 0.33;
        let name = font::fit(spoke.name, 13.0, false, columns[0].0 - left - 44.0);
        canvas.text(left, baseline, &name, Type::new(13.0, palette.ink));
        for &(x, key) in &columns {
            let ty = Type::new(13.0, palette.ink).anchor(Anchor::End);
            match key {
                "radar_unit" => {
                    let ty = Type {
                        colour: palette.blue,
                        ..ty
                    }
                    .bold();
                    canvas.text(x, baseline, &or_dash(spoke.score), ty);
                }
                "radar_median" => {
                    let ty = Type {
                        colour: palette.muted,
                        ..ty
                    };
                    canvas.text(x, baseline, &or_dash(spoke.median), ty);
                }
                "radar_before" => {
                    let ty = Type {
                        colour: palette.muted,
                        ..ty
                    };
                    canvas.text(x, baseline, &or_dash(spoke.before), ty);
                }
                _ => canvas.text(x, baseline, &signed(spoke.gap()), ty),
            }
        }
        canvas.line(&[(left, y), (right, y)], 1, palette.hairline);
    }
}

/// A score with what it is held against.
fn beside_peers(spoke: &Spoke<'_>, score: f64, style: &ChartStyle) -> String {
    let words = style.words();
    let held = [
        ("radar_median", spoke.median),
        ("radar_before", spoke.before),
    ];
    let held: Vec<String> = held
        .into_iter()
        .filter_map(|(key, of)| Some(format!("{} {}", words.get(key), one_decimal(of?))))
        .collect();
    if held.is_empty() {
        return one_decimal(score);
    }
    format!(
        "{} ({})",
        one_decimal(score),
        held.join(words.get("list_comma"))
    )
}

/// A difference with its sign; `–` where there is none.
fn signed(gap: Option<f64>) -> String {
    match gap {
        None => "–".to_owned(),
        Some(g) if g.abs() < 0.05 => "0.0".to_owned(),
        Some(g) if g < 0.0 => format!("−{:.1}", -g),
        Some(g) => format!("+{g:.1}"),
    }
}

fn legend(
    canvas: &Canvas<'_>,
    frame: &Frame,
    bottom: f64,
    name: &str,
    spokes: &[Spoke<'_>],
    style: &ChartStyle,
) {
    let (palette, words) = (style.palette(), style.words());
    let mut x = frame.left();
    let y = bottom - 4.0;
    let mut entries = vec![
        (palette.blue, 3, font::fit(name, 10.0, false, 180.0)),
        (palette.grey, 2, words.get("radar_median").to_owned()),
    ];
    if spokes.iter().any(|s| s.before.is_some()) {
        entries.push((palette.blue, 1, words.get("radar_before").to_owned()));
    }
    for (colour, width, text) in entries {
        swatch(canvas, (x, x + 18.0, y - 4.0), width, colour);
        canvas.text(x + 23.0, y, &text, Type::new(10.0, palette.ink));
        x += 23.0 + font::width(&text, 10.0, false) + 16.0;
    }
}
