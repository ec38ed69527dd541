//! Answers on a scale of agreement, parted at its middle: what leans one way stands left of the line, what
//! leans the other right of it; beside them the means with their intervals.

use super::{
    Chart, ChartStyle, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    rows::{At, Axis, Line, Rows, key},
    with_date,
};
use crate::{
    font,
    palette::{Palette, Rgb},
};

/// One question put to one party.
#[derive(Debug, Clone, PartialEq)]
pub struct LikertItem {
    /// The question's id.
    pub id: String,
    /// Its text.
    pub name: String,
    /// Share of each point of the scale, lowest first, 0..=1; empty where cells are withheld.
    pub shares: Vec<f64>,
    /// Valid answers.
    pub n: usize,
    /// Mean over the points, with its interval.
    pub mean: Option<(f64, Option<(f64, f64)>)>,
    /// Fewer valid answers than the rules ask for.
    pub too_few: bool,
}

/// The items of one party's questionnaire, the best mean first: shares as bars that part at the middle of
/// the scale, the mean with its interval and n at the right. Where shares are withheld the row says so and
/// shows its mean; the note tells how many and that cells under `least` are. `points` are the words of the
/// scale or of its sides, lowest first; means lie on a scale from 1 to `top`.
#[must_use]
pub fn likert(
    (party, points, top): (&str, &[String], usize),
    (items, least): (&[LikertItem], usize),
    source: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let mut items: Vec<&LikertItem> = items.iter().filter(|i| i.n > 0).collect();
    let mean = |i: &LikertItem| i.mean.map_or(f64::NEG_INFINITY, |m| m.0);
    items.sort_by(|a, b| mean(b).total_cmp(&mean(a)).then_with(|| a.id.cmp(&b.id)));
    let title = match items.iter().rfind(|i| i.mean.is_some()) {
        None => words.fill("likert_title_none", &[("party", party)]),
        Some(low) => words.fill(
            "likert_title",
            &[
                ("party", party),
                // In a title the quotation has no full stop of its own.
                ("item", low.name.trim_end_matches(['。', '.'])),
                ("mean", &format!("{:.2}", mean(low))),
                ("k", &top.to_string()),
            ],
        ),
    };
    let withheld = items.iter().filter(|i| i.shares.is_empty()).count();
    let all_withheld = withheld == items.len();
    let k = top.to_string();
    let subtitle = if all_withheld {
        words.fill("likert_subtitle_means", &[("k", &k)])
    } else {
        words.fill("likert_subtitle", &[("k", &k)])
    };
    let mut note = source.to_owned();
    if withheld > 0 {
        note += &words.fill(
            "likert_withheld_note",
            &[
                ("n", &withheld.to_string()),
                ("of", &items.len().to_string()),
                ("least", &least.to_string()),
            ],
        );
    }
    let frame = Frame::new(title, subtitle, &with_date(note, style), style);
    if items.is_empty() || points.len() < 2 {
        return frame.empty(words.get("likert_none"));
    }
    let lines: Vec<Line> = items.iter().map(|item| line(item, style)).collect();
    let tall = if style.size == Size::Wide { 28.0 } else { 20.0 };
    let means = means(top);
    // Where no distribution may be shown, the means have the room for themselves.
    let list = if all_withheld {
        let list = Rows::new(&lines, means, style).single(tall);
        list.names(0.44)
    } else {
        let list = Rows::new(&lines, axis(&items), style).single(tall);
        match style.size {
            Size::Wide => list.names(0.36).aside(means, 0.19),
            Size::Small => list.names(0.44),
        }
    };
    let colours = colours(points.len(), style.palette());
    let named: Vec<(Rgb, &str)> = colours
        .iter()
        .copied()
        .zip(points.iter().map(String::as_str))
        .collect();
    let frame = if all_withheld {
        frame
    } else {
        frame.with_key(22.0)
    };
    frame.chart(
        list.height(),
        list.table(["table_item", "table_answers"]),
        |canvas, frame, bottom| {
            if !all_withheld {
                key(canvas, frame, frame.top() - 8.0, &named, style);
            }
            list.draw(canvas, frame, bottom, &|canvas, at| {
                let item = items[at.row];
                if !all_withheld {
                    bars(canvas, at, item, &colours, style);
                }
                if all_withheld || style.size == Size::Wide {
                    dot(canvas, at, item, style);
                }
            })
        },
    )
}

/// The shares of one item, or that they are withheld.
fn bars(canvas: &Canvas<'_>, at: &At<'_>, item: &LikertItem, colours: &[Rgb], style: &ChartStyle) {
    let shares = &item.shares;
    if shares.len() != colours.len() {
        let text = style.words().get("likert_withheld");
        let ty = Type::new(10.0, style.palette().muted).anchor(Anchor::Middle);
        // The words stand about the middle, where every scale has room.
        let half = font::width(text, 10.0, false) / 2.0;
        let least = (at.x)(f64::NEG_INFINITY) + half + 2.0;
        canvas.text((at.x)(0.0).max(least), at.middle() + 3.6, text, ty);
        return;
    }
    let mut from = -100.0 * left(shares);
    for (share, colour) in shares.iter().zip(colours) {
        let to = from + 100.0 * share;
        at.bar(canvas, (from, to), 0.66, *colour);
        let text = format!("{:.0}", 100.0 * share);
        if (at.x)(to) - (at.x)(from) > font::width(&text, 10.0, false) + 6.0 {
            let ty = Type::new(10.0, Palette::ink_on(*colour)).anchor(Anchor::Middle);
            let x = f64::midpoint((at.x)(from), (at.x)(to));
            canvas.text(x, at.middle() + 3.6, &text, ty);
        }
        from = to;
    }
}

/// The mean of one item with its interval.
fn dot(canvas: &Canvas<'_>, at: &At<'_>, item: &LikertItem, style: &ChartStyle) {
    let palette = style.palette();
    let Some((mean, interval)) = item.mean else {
        return;
    };
    if let Some((low, high)) = interval {
        let (a, b) = ((at.aside)(low), (at.aside)(high));
        canvas.rect(a, at.middle() - 2.5, b - a, 5.0, palette.grey);
    }
    canvas.dot((at.aside)(mean), at.middle(), 4, palette.ink);
}

/// The points of the scale, by number.
fn means(top: usize) -> Axis {
    let last = top.max(2);
    Axis {
        from: 1.0,
        to: last as f64,
        ticks: (1..=last).map(|n| (n as f64, n.to_string())).collect(),
    }
}

/// The share left of the middle; a middle point stands half on either side.
fn left(shares: &[f64]) -> f64 {
    let middle = shares.len() / 2;
    let half = if shares.len() % 2 == 1 {
        shares[middle] / 2.0
    } else {
        0.0
    };
    shares[..middle].iter().sum::<f64>() + half
}

/// As far to either side as the bars reach, in quarters.
fn axis(items: &[&LikertItem]) -> Axis {
    let shares = items.iter().map(|i| &i.shares).filter(|s| s.len() > 1);
    let (from, to) = shares.fold((0.0_f64, 0.0_f64), |(from, to), shares| {
        let all: f64 = shares.iter().sum();
        (from.max(left(shares)), to.max(all - left(shares)))
    });
    let quarters = |share: f64| ((share * 4.0 - 1e-9).ceil() * 25.0).clamp(25.0, 100.0);
    let (from, to) = (-quarters(from), quarters(to));
    let ticks = [-100.0, -75.0, -50.0, -25.0, 0.0, 25.0, 50.0, 75.0, 100.0];
    let shown = ticks.into_iter().filter(|t| (from..=to).contains(t));
    Axis {
        from,
        to,
        ticks: shown
            .map(|t: f64| (t, format!("{:.0}%", t.abs())))
            .collect(),
    }
}

fn line(item: &LikertItem, style: &ChartStyle) -> Line {
    let words = style.words();
    let n = item.n.to_string();
    let (mean, between) = match item.mean {
        None => ("–".to_owned(), String::new()),
        Some((mean, interval)) => (
            format!("{mean:.2}"),
            interval.map_or_else(String::new, |(a, b)| format!(" [{a:.2}, {b:.2}]")),
        ),
    };
    let few = if item.too_few {
        words.get("likert_few")
    } else {
        ""
    };
    let figure = match style.size {
        Size::Wide => format!("{mean}{between} n={n}{few}"),
        Size::Small => format!("{mean} n={n}"),
    };
    let whole = format!("{mean}{between} n={n}{few}");
    let shares: Vec<String> = item
        .shares
        .iter()
        .map(|s| format!("{:.0}%", 100.0 * s))
        .collect();
    Line {
        id: item.id.clone(),
        name: item.name.clone(),
        value: if shares.is_empty() {
            format!("{whole} {}", words.get("likert_withheld"))
        } else {
            format!("{} {whole}", shares.join(" "))
        },
        figure,
        bold: false,
    }
}

/// From ochre over the ground's grey to blue.
fn colours(points: usize, palette: &Palette) -> Vec<Rgb> {
    let (low, high) = (palette.hues[3], palette.blue);
    let half = (points / 2) as f64;
    (0..points)
        .map(|at| {
            let from_middle = at as f64 - (points - 1) as f64 / 2.0;
            if from_middle == 0.0 {
                return palette.hairline;
            }
            let end = if from_middle < 0.0 { low } else { high };
            palette
                .surface
                .mix(end, (from_middle.abs().ceil() / half) * 0.6 + 0.4)
        })
        .collect()
}
