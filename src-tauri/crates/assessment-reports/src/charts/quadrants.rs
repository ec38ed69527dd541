//! Two measures of each unit in one plane, parted at their medians, with as many names as find room.

use assessment_models::{
    Framework, Scorecard, Unit,
    diagnosis::{Development, Quadrant},
};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    labels::{Placed, beside},
    note, one_decimal, unit_name,
};
use crate::font;

/// Security (total, 0..=100) against an index of development, parted by the medians of the units placed.
/// `measure` names the index and its unit.
#[must_use]
pub fn quadrants(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    (peer_group, measure): (&str, &str),
    found: &Development,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let n = found.places.len().to_string();
    let lagging = found
        .places
        .iter()
        .filter(|p| p.quadrant == Quadrant::DevelopmentAhead)
        .count();
    let title = if found.places.is_empty() {
        words.fill("quadrants_title_none", &[("group", group)])
    } else {
        words.fill(
            "quadrants_title",
            &[
                ("n", &n),
                ("group", group),
                ("lagging", &lagging.to_string()),
            ],
        )
    };
    let subtitle = words.fill("quadrants_subtitle", &[("measure", measure)]);
    let text = note(framework, scorecard, found.places.len(), style);
    let frame = Frame::new(title, subtitle, &text, style);
    let (Some(middle_y), Some(middle_x)) = (found.security_median, found.development_median) else {
        return frame.empty(words.get("quadrants_none"));
    };
    let named: Vec<(String, String, f64, f64, Quadrant)> = found
        .places
        .iter()
        .map(|p| {
            let code = &scorecard.units[p.unit].unit;
            let name = unit_name(units, code, style.lang).to_owned();
            (
                code.to_string(),
                name,
                p.development,
                p.security,
                p.quadrant,
            )
        })
        .collect();
    let value = |d: f64, s: f64| {
        words.fill(
            "quadrants_value",
            &[("security", &one_decimal(s)), ("development", &shown(d))],
        )
    };
    let heads = [words.get("unit"), words.get("table_security"), measure];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(
        named
            .iter()
            .map(|(_, name, d, s, _)| vec![name.clone(), one_decimal(*s), shown(*d)]),
    );
    frame.chart(0.0, rows, |canvas, frame, bottom| {
        let palette = style.palette();
        let size = if style.size == Size::Wide { 11.0 } else { 10.0 };
        let (x0, x1) = (frame.left() + 34.0, frame.right());
        let (y0, y1) = (frame.top() + 8.0, bottom - 26.0);
        let (from_x, to_x) = range(named.iter().map(|n| n.2));
        let (from_y, to_y) = range(named.iter().map(|n| n.3));
        let x = |v: f64| x0 + (x1 - x0) * (v - from_x) / (to_x - from_x);
        let y = |v: f64| y1 - (y1 - y0) * (v - from_y) / (to_y - from_y);
        axes(
            canvas,
            (x0, x1, y0, y1),
            ((from_x, to_x), (from_y, to_y)),
            style,
        );
        canvas.line(&[(x(middle_x), y0), (x(middle_x), y1)], 1, palette.muted);
        canvas.line(&[(x0, y(middle_y)), (x1, y(middle_y))], 1, palette.muted);
        let mut placed = Placed::default();
        // No name stands on a median.
        placed.take((x(middle_x) - 1.0, y0, 2.0, y1 - y0));
        placed.take((x0, y(middle_y) - 1.0, x1 - x0, 2.0));
        for (quadrant, right, top) in [
            ("both", true, true),
            ("security_ahead", false, true),
            ("development_ahead", true, false),
            ("neither", false, false),
        ] {
            let text = words.get(&format!("quadrants_{quadrant}")).to_owned();
            let wide = font::width(&text, size, true);
            let (at, anchor) = if right {
                (x1 - 4.0, Anchor::End)
            } else {
                (x0 + 6.0, Anchor::Start)
            };
            let baseline = if top { y0 + 13.0 } else { y1 - 6.0 };
            let left = if right { at - wide } else { at };
            placed.take((left, baseline - size, wide, size * 1.3));
            canvas.text(
                at,
                baseline,
                &text,
                Type::new(size, palette.muted).bold().anchor(anchor),
            );
        }
        for (_, _, d, s, _) in &named {
            placed.take((x(*d) - 4.0, y(*s) - 4.0, 8.0, 8.0));
        }
        // Those far from the medians are named first.
        let far = |d: f64, s: f64| {
            let (a, b) = (
                (d - middle_x) / (to_x - from_x),
                (s - middle_y) / (to_y - from_y),
            );
            a * a + b * b
        };
        let mut order: Vec<usize> = (0..named.len()).collect();
        order.sort_by(|&a, &b| {
            far(named[b].2, named[b].3)
                .total_cmp(&far(named[a].2, named[a].3))
                .then(a.cmp(&b))
        });
        let mut marks = Vec::new();
        for at in order {
            let (id, name, d, s, quadrant) = &named[at];
            let (px, py) = (x(*d), y(*s));
            let behind = *quadrant == Quadrant::DevelopmentAhead;
            let fill = if behind { palette.blue } else { palette.grey };
            canvas.dot(px, py, 4, fill);
            let short = font::fit(name, size, false, 120.0);
            if let Some((at, baseline, anchor)) =
                beside(&mut placed, (px, py), &short, size, (x0, y0, x1, y1))
            {
                canvas.text(
                    at,
                    baseline,
                    &short,
                    Type::new(size, palette.ink).anchor(anchor),
                );
            }
            marks.push(Mark {
                id: id.clone(),
                label: name.clone(),
                value: value(*d, *s),
                x: (px - 8.0).max(0.0),
                y: py - 8.0,
                width: 16.0,
                height: 16.0,
            });
        }
        marks
    })
}

/// A measure with as many decimals as it needs to be told apart.
fn shown(value: f64) -> String {
    if value.abs() >= 1000.0 {
        grouped(value.round())
    } else {
        format!("{value:.1}")
    }
}

/// A whole number with its thousands parted by a comma.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut out = String::from(if value < 0.0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Least and greatest with some room; never empty.
fn range(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    let room = ((high - low) * 0.08).max(high.abs() * 0.01).max(0.5);
    (low - room, high + room)
}

fn axes(
    canvas: &Canvas<'_>,
    (x0, x1, y0, y1): (f64, f64, f64, f64),
    ((from_x, to_x), (from_y, to_y)): ((f64, f64), (f64, f64)),
    style: &ChartStyle,
) {
    let palette = style.palette();
    canvas.line(&[(x0, y0), (x0, y1), (x1, y1)], 1, palette.hairline);
    for tick in ticks(from_x, to_x, 6) {
        let x = x0 + (x1 - x0) * (tick - from_x) / (to_x - from_x);
        canvas.line(&[(x, y1), (x, y1 + 4.0)], 1, palette.muted);
        let ty = Type::new(10.0, palette.muted).anchor(Anchor::Middle);
        let text = shown(tick);
        let half = font::width(&text, 10.0, false) / 2.0;
        canvas.text(x.min(x1 - half), y1 + 16.0, &text, ty);
    }
    for tick in ticks(from_y, to_y, 6) {
        let y = y1 - (y1 - y0) * (tick - from_y) / (to_y - from_y);
        canvas.line(&[(x0, y), (x1, y)], 1, palette.hairline);
        let ty = Type::new(10.0, palette.muted).anchor(Anchor::End);
        canvas.text(x0 - 5.0, y + 4.0, &shown(tick), ty);
    }
}

/// Round numbers between two values, at most so many.
pub(super) fn ticks(from: f64, to: f64, most: usize) -> Vec<f64> {
    let rough = (to - from) / most.max(1) as f64;
    let unit = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|s| s * unit)
        .find(|s| *s >= rough)
        .unwrap_or(10.0 * unit);
    let first = (from / step).ceil();
    (0..=most)
        .map(|n| (first + n as f64) * step)
        .take_while(|t| *t <= to)
        .collect()
}
