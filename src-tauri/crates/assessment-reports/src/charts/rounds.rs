//! How scores move from round to round: the last two as a slope, all of them as lines.

use assessment_models::{Framework, Scorecard, Unit};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    labels::spread,
    note, one_decimal,
    quadrants::ticks,
    unit_name,
};
use crate::font;

/// So many risers, and so many fallers, are named where there is no room for all.
const NAMED: usize = 5;
/// The name of a round is broken where it is wider than so many pixels.
const NAME: f64 = 150.0;

/// Totals of a peer group's units in the round before and in this one, joined by lines; the greatest rises
/// are blue, the greatest falls amber.
#[must_use]
pub fn slope(
    framework: &Framework,
    units: &[Unit],
    (before, now): (Option<&Scorecard>, &Scorecard),
    peer_group: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let mut moves: Vec<Move<'_>> = now
        .units
        .iter()
        .filter(|u| u.peer_group == peer_group)
        .filter_map(|u| {
            let before = before?;
            let then = before.units.get(before.unit_index(&u.unit)?)?.total?;
            Some(Move {
                id: u.unit.as_str(),
                name: unit_name(units, &u.unit, style.lang),
                from: then,
                to: u.total?,
            })
        })
        .collect();
    moves.sort_by(|a, b| b.change().total_cmp(&a.change()).then(a.id.cmp(b.id)));
    let n = moves.len();
    let up = moves.iter().filter(|m| m.change() >= 0.05).count();
    let down = moves.iter().filter(|m| m.change() <= -0.05).count();
    let title = match moves.first() {
        None => words.fill("slope_title_none", &[("group", group)]),
        Some(_) if up == 0 && down == 0 => words.fill("slope_title_equal", &[("group", group)]),
        Some(best) => words.fill(
            "slope_title",
            &[
                ("n", &n.to_string()),
                ("group", group),
                ("up", &up.to_string()),
                ("down", &down.to_string()),
                ("unit", best.name),
                ("change", &signed(best.change())),
            ],
        ),
    };
    let rounds = (before.map_or("", |b| b.round.as_str()), now.round.as_str());
    let subtitle = words.fill("slope_subtitle", &[("before", rounds.0), ("now", rounds.1)]);
    let text = note(framework, now, n, style);
    let frame = Frame::new(title, subtitle, &text, style);
    if moves.is_empty() {
        return frame.empty(words.get("slope_none"));
    }
    let heads = [
        words.get("unit"),
        rounds.0,
        rounds.1,
        words.get("table_change"),
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(moves.iter().map(|m| {
        vec![
            m.name.to_owned(),
            one_decimal(m.from),
            one_decimal(m.to),
            signed(m.change()),
        ]
    }));
    frame.chart(0.0, rows, |canvas, frame, bottom| {
        lines(canvas, frame, bottom, &moves, rounds, style)
    })
}

/// One unit's two totals.
struct Move<'a> {
    id: &'a str,
    name: &'a str,
    from: f64,
    to: f64,
}

impl Move<'_> {
    fn change(&self) -> f64 {
        self.to - self.from
    }

    fn value(&self) -> String {
        format!(
            "{} → {} ({})",
            one_decimal(self.from),
            one_decimal(self.to),
            signed(self.change())
        )
    }
}

fn signed(change: f64) -> String {
    match change {
        c if c.abs() < 0.05 => "0.0".to_owned(),
        c if c < 0.0 => format!("−{:.1}", -c),
        c => format!("+{c:.1}"),
    }
}

fn lines(
    canvas: &Canvas<'_>,
    frame: &Frame,
    bottom: f64,
    moves: &[Move<'_>],
    rounds: (&str, &str),
    style: &ChartStyle,
) -> Vec<Mark> {
    let palette = style.palette();
    let (size, labels) = match style.size {
        Size::Wide => (12.0, 250.0),
        Size::Small => (10.0, 130.0),
    };
    let (x0, x1) = (frame.left() + labels, frame.right() - labels);
    let (y0, y1) = (frame.top() + 26.0, bottom - 10.0);
    let low = moves
        .iter()
        .map(|m| m.from.min(m.to))
        .fold(f64::INFINITY, f64::min);
    let high = moves
        .iter()
        .map(|m| m.from.max(m.to))
        .fold(f64::NEG_INFINITY, f64::max);
    let room = (high - low).max(1.0);
    let y = |v: f64| y1 - (y1 - y0) * (v - low) / room;
    for (x, round) in [(x0, rounds.0), (x1, rounds.1)] {
        canvas.line(&[(x, y0 - 8.0), (x, y1 + 4.0)], 1, palette.hairline);
        let ty = Type::new(size, palette.muted).bold().anchor(Anchor::Middle);
        canvas.text(x, y0 - 14.0, round, ty);
    }
    let fits = ((y1 - y0) / (size * 1.35)) as usize;
    let all = moves.len() <= fits.min(16);
    // The list falls by change: risers stand first, fallers last.
    let mark = |at: usize| -> Option<bool> {
        let change = moves[at].change();
        if at < NAMED && change >= 0.05 {
            Some(true)
        } else if at + NAMED >= moves.len() && change <= -0.05 {
            Some(false)
        } else {
            None
        }
    };
    // Peers lie under those that are named.
    let mut order: Vec<usize> = (0..moves.len()).collect();
    order.sort_by_key(|&at| mark(at).is_some());
    let mut marks = Vec::new();
    for at in order {
        let m = &moves[at];
        let (a, b) = (y(m.from), y(m.to));
        let (colour, width) = match mark(at) {
            Some(true) => (palette.blue, 2),
            Some(false) => (palette.amber, 2),
            None => (palette.grey, 1),
        };
        canvas.line(&[(x0, a), (x1, b)], width, colour);
        canvas.dot(x0, a, 3, colour);
        canvas.dot(x1, b, 3, colour);
        marks.push(Mark {
            id: m.id.to_owned(),
            label: m.name.to_owned(),
            value: m.value(),
            x: x1 - 8.0,
            y: b - 8.0,
            width: 16.0,
            height: 16.0,
        });
    }
    let named: Vec<usize> = (0..moves.len())
        .filter(|&at| all || mark(at).is_some())
        .collect();
    for right in [true, false] {
        let place = |at: usize| y(if right { moves[at].to } else { moves[at].from });
        let mut down = named.clone();
        down.sort_by(|&a, &b| place(a).total_cmp(&place(b)).then(a.cmp(&b)));
        let wanted: Vec<f64> = down.iter().map(|&at| place(at)).collect();
        let places = spread(&wanted, size * 1.3, y0, y1);
        for (&at, &label) in down.iter().zip(&places) {
            let m = &moves[at];
            let colour = match mark(at) {
                Some(true) => palette.blue,
                Some(false) => palette.amber,
                None => palette.muted,
            };
            let ty = Type::new(size, colour);
            let (edge, out, anchor) = if right {
                (x1 + 5.0, x1 + 16.0, Anchor::Start)
            } else {
                (x0 - 5.0, x0 - 16.0, Anchor::End)
            };
            canvas.line(
                &[
                    (edge, place(at)),
                    (out - if right { 2.0 } else { -2.0 }, label),
                ],
                1,
                palette.hairline,
            );
            let text = if right {
                format!("{} {} {}", one_decimal(m.to), m.name, signed(m.change()))
            } else {
                format!("{} {}", m.name, one_decimal(m.from))
            };
            let text = font::fit(&text, size, false, labels - 18.0);
            canvas.text(out, label + size * 0.36, &text, ty.anchor(anchor));
        }
    }
    marks
}

/// One line over the rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is of: an aspect, a unit, `total`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A score 0..=100 for each round, oldest first.
    pub values: Vec<Option<f64>>,
    /// Drawn in blue and over the others.
    pub subject: bool,
}

/// Scores over the rounds, each line named at its end. `rounds` are the names of the rounds, oldest first;
/// `source` is the note.
#[must_use]
pub fn trend(
    (whose, rounds): (&str, &[String]),
    series: &[Series],
    source: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let ends = |s: &Series| -> Option<(f64, f64)> {
        let known: Vec<f64> = s.values.iter().flatten().copied().collect();
        (known.len() > 1).then(|| (known[0], known[known.len() - 1]))
    };
    let subject = series.iter().find(|s| s.subject).and_then(ends);
    let most = series
        .iter()
        .filter(|s| !s.subject)
        .filter_map(|s| ends(s).map(|(a, b)| (s, b - a)))
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let title = match (subject, most) {
        (Some((from, to)), Some((moved, change))) => words.fill(
            "trend_title",
            &[
                ("who", whose),
                ("from", &one_decimal(from)),
                ("to", &one_decimal(to)),
                ("name", &moved.name),
                ("change", &signed(change)),
            ],
        ),
        _ => words.fill("trend_title_none", &[("who", whose)]),
    };
    let subtitle = words.get("trend_subtitle").to_owned();
    let frame = Frame::new(title, subtitle, source, style);
    let lines: Vec<&Series> = series
        .iter()
        .filter(|s| s.values.iter().any(Option::is_some))
        .collect();
    if rounds.len() < 2 || lines.is_empty() {
        return frame.empty(words.get("trend_none"));
    }
    let text = |v: &Option<f64>| v.map_or_else(|| "–".to_owned(), one_decimal);
    let head = [String::new()].into_iter().chain(rounds.iter().cloned());
    let mut rows: Vec<Vec<String>> = vec![head.collect()];
    rows.extend(lines.iter().map(|s| {
        let values = s.values.iter().map(text);
        [s.name.clone()].into_iter().chain(values).collect()
    }));
    frame.chart(0.0, rows, |canvas, frame, bottom| {
        curves(canvas, frame, bottom, &lines, rounds, style)
    })
}

fn curves(
    canvas: &Canvas<'_>,
    frame: &Frame,
    bottom: f64,
    lines: &[&Series],
    rounds: &[String],
    style: &ChartStyle,
) -> Vec<Mark> {
    let palette = style.palette();
    let (size, labels) = match style.size {
        Size::Wide => (12.0, 220.0),
        Size::Small => (10.0, 140.0),
    };
    let (x0, x1) = (frame.left() + 36.0, frame.right() - labels);
    let (y0, y1) = (frame.top() + 8.0, bottom - 24.0 - size * 1.3);
    let all = lines.iter().flat_map(|s| s.values.iter().flatten());
    let low = all.clone().copied().fold(f64::INFINITY, f64::min);
    let high = all.copied().fold(f64::NEG_INFINITY, f64::max);
    // Lines need no zero, but a change must not look larger than it is: ten points at least are shown.
    let spare = ((10.0 - (high - low)) / 2.0).max(1.0);
    let (low, high) = ((low - spare).max(0.0), (high + spare).min(100.0));
    let y = |v: f64| y1 - (y1 - y0) * (v - low) / (high - low);
    // The first name stands out beyond its point, as the last one does under the labels at the right.
    let wide = |round: &String| font::width(round, size, false).min(NAME) / 2.0;
    let before = (rounds.first().map_or(0.0, wide) - (x0 - frame.left())).max(12.0);
    let step = (x1 - x0 - before) / (rounds.len() - 1) as f64;
    let x = |at: usize| x0 + before + step * at as f64;
    for tick in ticks(low, high, 5) {
        canvas.line(&[(x0, y(tick)), (x1, y(tick))], 1, palette.hairline);
        let ty = Type::new(10.0, palette.muted).anchor(Anchor::End);
        canvas.text(x0 - 5.0, y(tick) + 4.0, &format!("{tick:.0}"), ty);
    }
    for (at, round) in rounds.iter().enumerate() {
        let ty = Type::new(size, palette.muted).anchor(Anchor::Middle);
        let lines = font::wrap(round, size, false, (step - 8.0).min(NAME), 2);
        for (line, n) in lines.iter().zip(0..) {
            let y = y1 + 18.0 + f64::from(n) * size * 1.3;
            canvas.text(x(at), y, line, ty);
        }
    }
    let mut order: Vec<&&Series> = lines.iter().collect();
    order.sort_by_key(|s| s.subject);
    let mut marks = Vec::new();
    for series in order {
        let (colour, width) = if series.subject {
            (palette.blue, 3)
        } else {
            (palette.grey, 2)
        };
        let points: Vec<(usize, f64)> = series
            .values
            .iter()
            .enumerate()
            .filter_map(|(at, v)| Some((at, (*v)?)))
            .collect();
        let path: Vec<(f64, f64)> = points.iter().map(|&(at, v)| (x(at), y(v))).collect();
        if path.len() > 1 {
            canvas.line(&path, width, colour);
        }
        for (at, value) in points {
            canvas.dot(x(at), y(value), 4, colour);
            marks.push(Mark {
                id: format!("{}/{at}", series.id),
                label: format!("{} · {}", series.name, rounds[at]),
                value: one_decimal(value),
                x: x(at) - 8.0,
                y: y(value) - 8.0,
                width: 16.0,
                height: 16.0,
            });
        }
    }
    let mut ends: Vec<(&Series, f64)> = lines
        .iter()
        .filter_map(|s| Some((*s, s.values.iter().rev().flatten().next().copied()?)))
        .collect();
    ends.sort_by(|a, b| b.1.total_cmp(&a.1));
    let wanted: Vec<f64> = ends.iter().map(|e| y(e.1)).collect();
    let places = spread(&wanted, size * 1.35, y0, y1);
    for ((series, value), place) in ends.into_iter().zip(places) {
        let colour = if series.subject {
            palette.blue
        } else {
            palette.ink
        };
        let mut ty = Type::new(size, colour);
        ty.bold = series.subject;
        let text = format!("{} {}", one_decimal(value), series.name);
        let text = font::fit(&text, size, series.subject, labels - 14.0);
        canvas.text(x1 + 12.0, place + size * 0.36, &text, ty);
    }
    marks
}
