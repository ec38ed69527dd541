//! Incidents of a round by month and top-level class.

mod multiples;

use std::collections::BTreeMap;

use assessment_models::{
    Framework, Record, Round, Value,
    framework::{FieldKind, Register},
    text::Lang,
};
use chrono::{Datelike, NaiveDate};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    rows::tick,
    with_date,
};
use crate::{font, palette::Rgb};

pub use multiples::incident_multiples;

/// So many classes have a hue of their own; the rest are joined.
const OWN_HUE: usize = 5;

/// One colour of the stack.
struct Layer {
    code: String,
    name: String,
    colour: Rgb,
    counts: Vec<usize>,
}

/// What the columns are parted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// The top-level class, commonest first.
    Class,
    /// The level, worst first.
    Level,
}

/// Stacked columns of the incidents of a round, month by month, by level, the worst at the bottom and
/// darkest; those without a level are grey. Months as in [`incidents`].
#[must_use]
pub fn incident_levels(
    framework: &Framework,
    records: &[Record],
    round: &Round,
    style: &ChartStyle,
) -> Chart {
    stacked(framework, records, round, By::Level, style)
}

/// Stacked columns of the incidents of a round, month by month, by top-level class; the five commonest
/// classes have a hue each. The month is that of the first field that dates a row and is filled in; what
/// lies outside the round is not drawn.
#[must_use]
pub fn incidents(
    framework: &Framework,
    records: &[Record],
    round: &Round,
    style: &ChartStyle,
) -> Chart {
    stacked(framework, records, round, By::Class, style)
}

fn stacked(
    framework: &Framework,
    records: &[Record],
    round: &Round,
    by: By,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let months = months(round.period_start, round.period_end);
    let layers = match by {
        By::Class => class_layers(framework, records, &months, OWN_HUE, style),
        By::Level => level_layers(framework, records, &months, style),
    };
    let per_month: Vec<usize> = (0..months.len())
        .map(|m| layers.iter().map(|l| l.counts[m]).sum())
        .collect();
    let all: usize = per_month.iter().sum();
    let busiest = per_month
        .iter()
        .enumerate()
        .max_by_key(|&(at, &n)| (n, std::cmp::Reverse(at)));
    let top = layers.first();
    let title = match (top, busiest) {
        (Some(_), Some((month, &n))) if all > 0 && by == By::Level => {
            let worst = layers.iter().find(|l| l.code != UNGRADED);
            let of = worst.map_or(0, |l| l.counts.iter().sum());
            words.fill(
                "levels_title",
                &[
                    ("n", &all.to_string()),
                    ("level", worst.map_or("–", |l| &l.name)),
                    ("of", &of.to_string()),
                    ("month", &month_name(months[month], style)),
                    ("most", &n.to_string()),
                ],
            )
        }
        (Some(class), Some((month, &n))) if all > 0 => {
            let of: usize = class.counts.iter().sum();
            words.fill(
                "incidents_title",
                &[
                    ("n", &all.to_string()),
                    ("class", &class.name),
                    ("share", &format!("{:.0}", 100.0 * of as f64 / all as f64)),
                    ("month", &month_name(months[month], style)),
                    ("most", &n.to_string()),
                ],
            )
        }
        _ => words.get("incidents_title_none").to_owned(),
    };
    let frame = framed(title, round, all, style);
    if all == 0 {
        return frame.empty(words.get("incidents_none"));
    }
    frame.chart(
        0.0,
        table(&months, &layers, style),
        |canvas, frame, bottom| columns(canvas, frame, bottom, &months, &layers, &per_month, style),
    )
}

/// Months by line, layers by column, and their sums.
fn table(months: &[(i32, u32)], layers: &[Layer], style: &ChartStyle) -> Vec<Vec<String>> {
    let words = style.words();
    let mut head = vec![words.get("table_month").to_owned()];
    head.extend(layers.iter().map(|l| l.name.clone()));
    let mut table = vec![head];
    table.extend(months.iter().enumerate().map(|(at, &month)| {
        let counts = layers.iter().map(|l| l.counts[at].to_string());
        [month_name(month, style)]
            .into_iter()
            .chain(counts)
            .collect()
    }));
    let sums = layers
        .iter()
        .map(|l| l.counts.iter().sum::<usize>().to_string());
    let all = words.get("table_sum").to_owned();
    table.push([all].into_iter().chain(sums).collect());
    table
}

/// Title, period and note of a chart of incidents.
fn framed(title: String, round: &Round, all: usize, style: &ChartStyle) -> Frame {
    let words = style.words();
    let subtitle = words.fill(
        "incidents_subtitle",
        &[
            ("from", &round.period_start.to_string()),
            ("to", &round.period_end.to_string()),
        ],
    );
    let note = words.fill(
        "note_incidents",
        &[
            ("round", round.name.get(style.lang)),
            ("n", &all.to_string()),
        ],
    );
    Frame::new(title, subtitle, &with_date(note, style), style)
}

/// First days of the months from `start` to `end`, at most ten years of them.
fn months(start: NaiveDate, end: NaiveDate) -> Vec<(i32, u32)> {
    let mut out = Vec::new();
    let (mut year, mut month) = (start.year(), start.month());
    while (year, month) <= (end.year(), end.month()) && out.len() < 120 {
        out.push((year, month));
        (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
    }
    out
}

fn month_name((year, month): (i32, u32), style: &ChartStyle) -> String {
    let month = match style.lang {
        Lang::Zh => month.to_string(),
        Lang::En => format!("{month:02}"),
    };
    style
        .words()
        .fill("month", &[("year", &year.to_string()), ("month", &month)])
}

/// The register of incidents, its field for the class, and those that date a row.
fn fields(framework: &Framework) -> Option<(&Register, &str, Vec<&str>)> {
    let settings = framework.incident.as_ref()?;
    let register = framework.register(&settings.register)?;
    let mut times: Vec<&str> = register.period_fields.iter().map(String::as_str).collect();
    if times.is_empty() {
        let moments = register.fields.iter().filter(|f| f.kind == FieldKind::Time);
        times.extend(moments.map(|f| f.id.as_str()));
    }
    Some((register, settings.class_field.as_str(), times))
}

/// The class at the top of the tree over `code`.
fn top_class<'a>(framework: &'a Framework, code: &'a str) -> &'a str {
    let mut code = code;
    // A tree is never deeper than it has nodes.
    for _ in 0..framework.incident_classes.len() {
        let class = framework.incident_classes.iter().find(|c| c.code == code);
        match class.and_then(|c| c.parent.as_deref()) {
            Some(parent) => code = parent,
            None => break,
        }
    }
    code
}

/// What is not graded.
const UNGRADED: &str = "ungraded";

/// Records of the incident register by month, with what `of` says of each.
fn by_month<'a, K: Ord>(
    framework: &'a Framework,
    records: &'a [Record],
    months: &[(i32, u32)],
    of: impl Fn(&'a Record) -> K,
) -> BTreeMap<K, Vec<usize>> {
    let mut counts: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    let Some((register, _, time_fields)) = fields(framework) else {
        return counts;
    };
    for record in records.iter().filter(|r| r.register == register.id) {
        let month = time_fields
            .iter()
            .find_map(|field| record.get(field)?.as_time())
            .and_then(|t| months.iter().position(|&m| m == (t.year(), t.month())));
        if let Some(month) = month {
            let count = counts.entry(of(record));
            count.or_insert_with(|| vec![0; months.len()])[month] += 1;
        }
    }
    counts
}

/// Levels, worst first.
fn level_layers(
    framework: &Framework,
    records: &[Record],
    months: &[(i32, u32)],
    style: &ChartStyle,
) -> Vec<Layer> {
    let palette = style.palette();
    let Some(settings) = &framework.incident else {
        return Vec::new();
    };
    // 0 stands for none; a level is 1, the worst, to 4.
    let level = |record: &Record| {
        let value = record.get(&settings.level_field).and_then(Value::as_number);
        value
            .filter(|l| (1.0..=9.0).contains(l))
            .map_or(0, |l| l as usize)
    };
    let counts = by_month(framework, records, months, level);
    let mut layers: Vec<Layer> = counts
        .into_iter()
        .map(|(level, counts)| {
            let named = framework
                .grading
                .iter()
                .find(|g| usize::from(g.level) == level);
            let ungraded = || style.words().get("level_none").to_owned();
            let number = || style.words().fill("level", &[("n", &level.to_string())]);
            let name = match named {
                _ if level == 0 => ungraded(),
                Some(grading) => grading.level_name.get(style.lang).to_owned(),
                None => number(),
            };
            Layer {
                code: if level == 0 {
                    UNGRADED.to_owned()
                } else {
                    level.to_string()
                },
                name,
                // The worst is darkest on light ground, and lightest on dark.
                colour: match level {
                    0 => palette.grey,
                    level => palette.scale[5_usize.saturating_sub(level).clamp(1, 4)],
                },
                counts,
            }
        })
        .collect();
    layers.sort_by_key(|l| (l.code == UNGRADED, l.code.clone()));
    layers
}

/// Top-level classes, commonest first; beyond `own_most` they are joined.
fn class_layers(
    framework: &Framework,
    records: &[Record],
    months: &[(i32, u32)],
    own_most: usize,
    style: &ChartStyle,
) -> Vec<Layer> {
    let (palette, words) = (style.palette(), style.words());
    let Some((_, class_field, _)) = fields(framework) else {
        return Vec::new();
    };
    let counts = by_month(framework, records, months, |record| {
        let class = record.get(class_field).and_then(|v| v.as_text());
        class.map_or("", |c| top_class(framework, c))
    });
    let mut ordered: Vec<(&str, Vec<usize>)> = counts.into_iter().collect();
    ordered.sort_by_key(|(code, counts)| {
        (
            code.is_empty(),
            std::cmp::Reverse(counts.iter().sum::<usize>()),
        )
    });
    let own = ordered.iter().filter(|(code, _)| !code.is_empty()).count();
    // Joining a single class would only hide its name.
    let own = if own == own_most + 1 {
        own
    } else {
        own.min(own_most)
    };
    let mut layers: Vec<Layer> = Vec::new();
    let mut rest = vec![0; months.len()];
    for (at, (code, counts)) in ordered.into_iter().enumerate() {
        if at < own {
            let class = framework.incident_classes.iter().find(|c| c.code == code);
            layers.push(Layer {
                code: code.to_owned(),
                name: class.map_or(code, |c| c.name.get(style.lang)).to_owned(),
                colour: palette.hues[at % palette.hues.len()],
                counts,
            });
        } else {
            for (sum, n) in rest.iter_mut().zip(counts) {
                *sum += n;
            }
        }
    }
    if rest.iter().any(|&n| n > 0) {
        layers.push(Layer {
            code: "other".to_owned(),
            name: words.get("incidents_other").to_owned(),
            colour: palette.grey,
            counts: rest,
        });
    }
    layers
}

/// Room left and right of the names, in pixels.
const BESIDE: f64 = 16.0;

fn columns(
    canvas: &Canvas<'_>,
    frame: &Frame,
    bottom: f64,
    months: &[(i32, u32)],
    layers: &[Layer],
    per_month: &[usize],
    style: &ChartStyle,
) -> Vec<Mark> {
    let palette = style.palette();
    let (size, least, widest) = match style.size {
        Size::Wide => (12.0, 150.0, 220.0),
        Size::Small => (10.0, 80.0, 150.0),
    };
    let named = layers
        .iter()
        .map(|layer| font::width(&called(layer), size, false));
    let labels = (named.fold(0.0, f64::max) + size * 1.2 + BESIDE + 2.0).clamp(least, widest);
    let most = per_month.iter().copied().max().unwrap_or(1).max(1);
    let tick = tick(most);
    let limit = most.div_ceil(tick) * tick;
    let axis = font::width(&limit.to_string(), size - 1.0, false) + 6.0;
    let (x0, x1) = (frame.left() + axis, frame.right() - labels);
    let (y0, y1) = (frame.top() + 18.0, bottom - 24.0);
    let y = |n: usize| y1 - (y1 - y0) * n as f64 / limit as f64;
    for n in (0..=limit).step_by(tick) {
        let colour = if n == 0 {
            palette.muted
        } else {
            palette.hairline
        };
        canvas.line(&[(x0, y(n)), (x1, y(n))], 1, colour);
        let ty = Type::new(size - 1.0, palette.muted).anchor(Anchor::End);
        canvas.text(x0 - 5.0, y(n) + 4.0, &n.to_string(), ty);
    }
    let step = (x1 - x0) / months.len().max(1) as f64;
    let wide = (step * 0.68).min(56.0);
    let longest = font::width("00", size - 1.0, false) + 8.0;
    let every = (longest / step).ceil().max(1.0) as usize;
    let mut marks = Vec::new();
    for (m, &(year, month)) in months.iter().enumerate() {
        let middle = x0 + (m as f64 + 0.5) * step;
        let mut below = 0;
        for layer in layers {
            let n = layer.counts[m];
            if n == 0 {
                continue;
            }
            let (top, base) = (y(below + n), y(below));
            // One pixel of ground parts the layers, where a layer has more than that.
            let part = if base - top > 2.0 && below > 0 {
                1.0
            } else {
                0.0
            };
            canvas.rect(
                middle - wide / 2.0,
                top,
                wide,
                base - top - part,
                layer.colour,
            );
            marks.push(Mark {
                id: format!("{year}-{month:02}/{}", layer.code),
                label: format!("{} · {}", month_name((year, month), style), layer.name),
                value: n.to_string(),
                x: middle - wide / 2.0,
                y: top,
                width: wide,
                height: base - top,
            });
            below += n;
        }
        let total = per_month[m].to_string();
        if font::width(&total, size - 1.0, false) <= step - 2.0 {
            let ty = Type::new(size - 1.0, palette.ink).anchor(Anchor::Middle);
            canvas.text(middle, y(below) - 5.0, &total, ty);
        }
        let ty = Type::new(size - 1.0, palette.muted).anchor(Anchor::Middle);
        if m % every == 0 {
            canvas.text(middle, y1 + 14.0, &month.to_string(), ty);
        }
        if m == 0 || month == 1 {
            canvas.text(middle, y1 + 14.0 + size, &year.to_string(), ty);
        }
    }
    names(
        canvas,
        (x1 + 10.0, y0, y1, labels - BESIDE),
        layers,
        size,
        style,
    );
    marks
}

/// A layer's name and how many there are of it.
fn called(layer: &Layer) -> String {
    format!("{} {}", layer.name, layer.counts.iter().sum::<usize>())
}

/// Names beside the last column, in the order of the stack.
fn names(
    canvas: &Canvas<'_>,
    (x, top, bottom, room): (f64, f64, f64, f64),
    layers: &[Layer],
    size: f64,
    style: &ChartStyle,
) {
    let palette = style.palette();
    let step = ((bottom - top) / layers.len().max(1) as f64).min(44.0);
    let start = bottom - step * layers.len() as f64;
    for (at, layer) in layers.iter().rev().enumerate() {
        let y = start + (at as f64 + 0.5) * step;
        canvas.rect(x, y - size * 0.45, size * 0.8, size * 0.8, layer.colour);
        let ty = Type::new(size, palette.ink);
        let lines = font::wrap(&called(layer), size, false, room - size * 1.2, 2);
        let above = (lines.len() as f64 - 1.0) / 2.0;
        for (nth, line) in lines.iter().enumerate() {
            let down = (nth as f64 - above) * size * 1.25;
            canvas.text(x + size * 1.2, y + size * 0.32 + down, line, ty);
        }
    }
}
