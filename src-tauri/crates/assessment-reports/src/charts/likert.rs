//! Answers on a scale of agreement, parted at its middle: what leans one way stands left of the line, what
//! leans the other right of it.

use super::{
    Chart, ChartStyle, Size,
    canvas::{Anchor, Type},
    frame::Frame,
    rows::{Axis, Line, Rows, key},
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
/// the scale, the mean with its interval and n at the right. `points` are the words of the scale, lowest
/// first.
#[must_use]
pub fn likert(
    (party, points): (&str, &[String]),
    items: &[LikertItem],
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
                ("item", &low.name),
                ("mean", &format!("{:.2}", mean(low))),
                ("k", &points.len().to_string()),
            ],
        ),
    };
    let frame = Frame::new(
        title,
        words.get("likert_subtitle").to_owned(),
        &with_date(source.to_owned(), style),
        style,
    );
    if items.is_empty() || points.len() < 2 {
        return frame.empty(words.get("likert_none"));
    }
    let lines: Vec<Line> = items.iter().map(|item| line(item, style)).collect();
    let axis = axis(&items);
    let tall = if style.size == Size::Wide { 28.0 } else { 20.0 };
    let list = Rows::new(&lines, axis, style).single(tall).names(0.44);
    let colours = colours(points.len(), style.palette());
    let named: Vec<(Rgb, &str)> = colours
        .iter()
        .copied()
        .zip(points.iter().map(String::as_str))
        .collect();
    frame
        .with_key(22.0)
        .chart(list.height(), &list.words(), |canvas, frame, bottom| {
            key(canvas, frame, frame.top() - 8.0, &named, style);
            list.draw(canvas, frame, bottom, &|canvas, at| {
                let shares = &items[at.row].shares;
                if shares.len() != colours.len() {
                    return;
                }
                // A middle point stands half on either side.
                let low: f64 = shares[..shares.len() / 2].iter().sum();
                let middle = if shares.len() % 2 == 1 {
                    shares[shares.len() / 2]
                } else {
                    0.0
                };
                let mut from = -100.0 * (low + middle / 2.0);
                for (share, colour) in shares.iter().zip(&colours) {
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
            })
        })
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
    let figure = format!("{mean}{between} n={n}{few}");
    let shares: Vec<String> = item
        .shares
        .iter()
        .map(|s| format!("{:.0}%", 100.0 * s))
        .collect();
    Line {
        id: item.id.clone(),
        name: item.name.clone(),
        value: format!("{} {figure}", shares.join(" "))
            .trim_start()
            .to_owned(),
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
