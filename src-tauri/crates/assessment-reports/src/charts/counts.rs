//! What is counted: problem classes from the commonest on, reports against their deadlines, factors that
//! move ranks.

use super::{
    Chart, ChartStyle, Size,
    canvas::{Anchor, Type},
    frame::Frame,
    rows::{Axis, Line, Rows, key},
    with_date,
};
use crate::font;

/// Something counted, by its id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many.
    pub n: usize,
}

/// Classes from the commonest on, with the share that they make together; those that make four fifths are
/// blue. What is empty is left out. `source` names where the counts come from.
#[must_use]
pub fn pareto(classes: &[Counted], source: &str, style: &ChartStyle) -> Chart {
    let words = style.words();
    let mut classes: Vec<&Counted> = classes.iter().filter(|c| c.n > 0).collect();
    classes.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.id.cmp(&b.id)));
    let all: usize = classes.iter().map(|c| c.n).sum();
    let mut sum = 0;
    let shares: Vec<f64> = classes
        .iter()
        .map(|c| {
            sum += c.n;
            100.0 * sum as f64 / all as f64
        })
        .collect();
    // The class that passes four fifths is the last of the vital ones.
    let vital = shares
        .iter()
        .position(|s| *s >= 80.0)
        .map_or(0, |at| at + 1);
    let title = match classes.first() {
        None => words.get("pareto_title_none").to_owned(),
        Some(first) => words.fill(
            "pareto_title",
            &[
                ("k", &vital.to_string()),
                ("of", &classes.len().to_string()),
                ("share", &format!("{:.0}", shares[vital.max(1) - 1])),
                ("class", &first.name),
                ("n", &first.n.to_string()),
            ],
        ),
    };
    let text = words.fill(
        "note_counts",
        &[("source", source), ("n", &all.to_string())],
    );
    let subtitle = words.get("pareto_subtitle").to_owned();
    let frame = Frame::new(title, subtitle, &with_date(text, style), style);
    if classes.is_empty() {
        return frame.empty(words.get("pareto_none"));
    }
    let lines: Vec<Line> = classes
        .iter()
        .zip(&shares)
        .map(|(class, share)| Line {
            id: class.id.clone(),
            name: class.name.clone(),
            value: words.fill(
                "pareto_value",
                &[
                    ("n", &class.n.to_string()),
                    ("share", &format!("{share:.0}")),
                ],
            ),
            figure: format!("{share:.0}%"),
            bold: false,
        })
        .collect();
    let most = classes.first().map_or(1, |c| c.n);
    let list = Rows::new(&lines, Axis::counts(most), style);
    // One column has room for the curve of the cumulative share beside the bars.
    let curved = classes.len() <= 24 && style.size == Size::Wide;
    let list = if curved {
        list.single(26.0).names(0.34).aside(share_axis(), 0.26)
    } else {
        list
    };
    let palette = style.palette();
    frame.chart(
        list.height(),
        list.table(["problem_class", "table_count"]),
        |canvas, frame, bottom| {
            list.draw(canvas, frame, bottom, &|canvas, at| {
                let n = classes[at.row].n;
                let fill = if at.row < vital {
                    palette.blue
                } else {
                    palette.grey
                };
                at.bar(canvas, (0.0, n as f64), 0.66, fill);
                let text = n.to_string();
                let end = (at.x)(n as f64);
                // Inside the bar where it is long, beside it where it is short.
                let wide = font::width(&text, 11.0, false) + 10.0;
                let inside = end - (at.x)(0.0) > wide;
                let ink = if inside {
                    crate::palette::Palette::ink_on(fill)
                } else {
                    palette.ink
                };
                let (x, anchor) = if inside {
                    (end - 5.0, Anchor::End)
                } else {
                    (end + 4.0, Anchor::Start)
                };
                canvas.text(
                    x,
                    at.middle() + 4.0,
                    &text,
                    Type::new(11.0, ink).anchor(anchor),
                );
                if curved {
                    let place = |row: usize| {
                        let steps = row as f64 - at.row as f64;
                        ((at.aside)(shares[row]), at.middle() + steps * at.step)
                    };
                    if at.row > 0 {
                        canvas.line(&[place(at.row - 1), place(at.row)], 2, palette.muted);
                    }
                    let colour = if at.row < vital {
                        palette.blue
                    } else {
                        palette.muted
                    };
                    canvas.dot((at.aside)(shares[at.row]), at.middle(), 4, colour);
                }
            })
        },
    )
}

/// 0..=100 % with a rule at four fifths.
fn share_axis() -> Axis {
    Axis {
        from: 0.0,
        to: 100.0,
        ticks: [0.0, 40.0, 80.0, 100.0]
            .map(|t| (t, format!("{t:.0}%")))
            .into(),
    }
}

/// Reports under one deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeliness {
    /// The deadline's id.
    pub id: String,
    /// Who reports what, within how long.
    pub name: String,
    /// Reported in time.
    pub on_time: usize,
    /// Reported late.
    pub late: usize,
    /// Not reported.
    pub open: usize,
    /// Median of the time taken over the time allowed, of those reported; `None` where neither is known.
    pub ratio: Option<f64>,
}

impl Timeliness {
    fn all(&self) -> usize {
        self.on_time + self.late + self.open
    }
}

/// Reports against their deadlines: in time, late, not reported, as shares of all that were due; the
/// deadline that is kept worst comes first.
#[must_use]
pub fn timeliness(deadlines: &[Timeliness], source: &str, style: &ChartStyle) -> Chart {
    let words = style.words();
    let mut rows: Vec<&Timeliness> = deadlines.iter().filter(|d| d.all() > 0).collect();
    let share = |n: usize, of: &Timeliness| 100.0 * n as f64 / of.all() as f64;
    rows.sort_by(|a, b| {
        share(a.on_time, a)
            .total_cmp(&share(b.on_time, b))
            .then_with(|| a.id.cmp(&b.id))
    });
    let sum = |of: &dyn Fn(&Timeliness) -> usize| rows.iter().map(|r| of(r)).sum::<usize>();
    let (all, late, open) = (sum(&Timeliness::all), sum(&|r| r.late), sum(&|r| r.open));
    let bad = |of: &Timeliness| of.late + of.open;
    let most = rows
        .iter()
        .max_by(|a, b| bad(a).cmp(&bad(b)).then(b.id.cmp(&a.id)));
    let title = match most {
        None => words.get("timeliness_title_none").to_owned(),
        Some(_) if late + open == 0 => {
            words.fill("timeliness_title_good", &[("n", &all.to_string())])
        }
        Some(worst) => words.fill(
            "timeliness_title",
            &[
                ("n", &all.to_string()),
                ("late", &late.to_string()),
                ("open", &open.to_string()),
                ("rule", &worst.name),
                ("bad", &bad(worst).to_string()),
                ("of", &worst.all().to_string()),
            ],
        ),
    };
    let text = words.fill(
        "note_counts",
        &[("source", source), ("n", &all.to_string())],
    );
    let subtitle = words.get("timeliness_subtitle").to_owned();
    let frame = Frame::new(title, subtitle, &with_date(text, style), style);
    if rows.is_empty() {
        return frame.empty(words.get("timeliness_none"));
    }
    let lines: Vec<Line> = rows
        .iter()
        .map(|row| {
            let ratio = row
                .ratio
                .map_or_else(|| "–".to_owned(), |r| format!("{r:.1}"));
            Line {
                id: row.id.clone(),
                name: row.name.clone(),
                value: words.fill(
                    "timeliness_value",
                    &[
                        ("on_time", &row.on_time.to_string()),
                        ("late", &row.late.to_string()),
                        ("open", &row.open.to_string()),
                        ("ratio", &ratio),
                    ],
                ),
                figure: format!("n={}", row.all()),
                bold: false,
            }
        })
        .collect();
    let list = Rows::new(&lines, Axis::percent(), style)
        .single(34.0)
        .names(0.46);
    let palette = style.palette();
    let parts = [
        (palette.blue, "timeliness_on_time"),
        (palette.vermilion, "timeliness_late"),
        (palette.grey, "timeliness_open"),
    ];
    let named = parts.map(|(colour, name)| (colour, words.get(name)));
    frame.with_key(22.0).chart(
        list.height(),
        list.table(["table_deadline", "table_count"]),
        |canvas, frame, bottom| {
            key(canvas, frame, frame.top() - 8.0, &named, style);
            list.draw(canvas, frame, bottom, &|canvas, at| {
                let row = rows[at.row];
                let mut from = 0.0;
                for ((colour, _), n) in parts.iter().zip([row.on_time, row.late, row.open]) {
                    let to = from + share(n, row);
                    at.bar(canvas, (from, to), 0.6, *colour);
                    let text = n.to_string();
                    if n > 0 && (at.x)(to) - (at.x)(from) > font::width(&text, 11.0, false) + 6.0 {
                        let ty = Type::new(11.0, crate::palette::Palette::ink_on(*colour));
                        let x = f64::midpoint((at.x)(from), (at.x)(to));
                        canvas.text(x, at.middle() + 4.0, &text, ty.anchor(Anchor::Middle));
                    }
                    from = to;
                }
            })
        },
    )
}

/// What a choice explains of the shift of ranks.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// First-order Sobol index with its interval: alone.
    pub first: (f64, Option<(f64, f64)>),
    /// Total Sobol index with its interval: with all its interactions.
    pub total: (f64, Option<(f64, f64)>),
}

/// A number with two decimals; what rounds to nothing has no sign.
fn two(value: f64) -> String {
    if value.abs() < 0.005 {
        return "0.00".to_owned();
    }
    format!("{value:.2}").replace('-', "−")
}

/// Sensitivity bars: how much of the shift of ranks each choice explains, alone (blue) and with others
/// (grey), each with its 5–95 % interval. `rows` is the size of the design.
#[must_use]
pub fn sensitivity(
    effects: &[Effect],
    (rows, rough): (usize, bool),
    source: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let mut effects: Vec<&Effect> = effects.iter().collect();
    effects.sort_by(|a, b| {
        b.total
            .0
            .total_cmp(&a.total.0)
            .then_with(|| a.id.cmp(&b.id))
    });
    let title = match effects.first() {
        None => words.get("sensitivity_title_none").to_owned(),
        Some(most) => words.fill(
            "sensitivity_title",
            &[
                ("name", &most.name),
                (
                    "share",
                    &format!("{:.0}", most.total.0.clamp(0.0, 1.0) * 100.0),
                ),
            ],
        ),
    };
    let mut subtitle = words.fill("sensitivity_subtitle", &[("n", &rows.to_string())]);
    if rough {
        subtitle += words.get("sensitivity_rough");
    }
    let frame = Frame::new(title, subtitle, &with_date(source.to_owned(), style), style);
    if effects.is_empty() {
        return frame.empty(words.get("sensitivity_none"));
    }
    let between = |i: Option<(f64, f64)>| {
        i.map_or_else(String::new, |(a, b)| format!(" [{}, {}]", two(a), two(b)))
    };
    let lines: Vec<Line> = effects
        .iter()
        .map(|e| Line {
            id: e.id.clone(),
            name: e.name.clone(),
            value: words.fill(
                "sensitivity_value",
                &[
                    (
                        "first",
                        &format!("{}{}", two(e.first.0), between(e.first.1)),
                    ),
                    (
                        "total",
                        &format!("{}{}", two(e.total.0), between(e.total.1)),
                    ),
                ],
            ),
            figure: two(e.total.0),
            bold: false,
        })
        .collect();
    let axis = Axis {
        from: 0.0,
        to: 1.0,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|t| (t, format!("{t}")))
            .into(),
    };
    let tall = if style.size == Size::Wide { 34.0 } else { 26.0 };
    let list = Rows::new(&lines, axis, style).single(tall);
    let palette = style.palette();
    let named = [
        (palette.blue, words.get("sensitivity_first")),
        (palette.grey, words.get("sensitivity_total")),
    ];
    frame.with_key(22.0).chart(
        list.height(),
        list.table(["table_choice", "table_effect"]),
        |canvas, frame, bottom| {
            key(canvas, frame, frame.top() - 8.0, &named, style);
            list.draw(canvas, frame, bottom, &|canvas, at| {
                let effect = effects[at.row];
                let half = at.step * 0.32;
                for (n, ((value, interval), colour)) in
                    [(effect.first, palette.blue), (effect.total, palette.grey)]
                        .into_iter()
                        .enumerate()
                {
                    let y = at.middle() + if n == 0 { -half } else { 0.0 };
                    let (a, b) = ((at.x)(0.0), (at.x)(value));
                    canvas.rect(a, y + 1.0, b - a, half - 2.0, colour);
                    if let Some((low, high)) = interval {
                        let middle = y + half / 2.0;
                        canvas.line(
                            &[((at.x)(low), middle), ((at.x)(high), middle)],
                            1,
                            palette.ink,
                        );
                        for end in [low, high] {
                            canvas.line(
                                &[((at.x)(end), middle - 3.0), ((at.x)(end), middle + 3.0)],
                                1,
                                palette.ink,
                            );
                        }
                    }
                }
            })
        },
    )
}
