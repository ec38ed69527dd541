//! Incidents of a round by month, a panel a class.

use assessment_models::{Framework, Record, Round};

use super::{Layer, class_layers, framed, month_name, months, table};
use crate::{
    charts::{
        Chart, ChartStyle, Mark, Size,
        canvas::{Anchor, Canvas, Type},
    },
    font,
};

/// So many classes have a panel of their own.
const PANELS: usize = 8;

/// The incidents of a round, month by month, each of the commonest top-level classes in a panel of its own
/// on one common scale. Months as in [`incidents`](super::incidents()).
#[must_use]
pub fn incident_multiples(
    framework: &Framework,
    records: &[Record],
    round: &Round,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let months = months(round.period_start, round.period_end);
    let mut layers = class_layers(framework, records, &months, PANELS, style);
    layers.truncate(PANELS + 1);
    let sum = |l: &Layer| l.counts.iter().sum::<usize>();
    let all: usize = layers.iter().map(sum).sum();
    // A class that came mostly in one month is what a panel of its own shows best.
    let peak = |l: &Layer| l.counts.iter().max().copied().unwrap_or_default();
    let uneven = layers.iter().filter(|l| sum(l) >= 6).max_by(|a, b| {
        (peak(a) * sum(b))
            .cmp(&(peak(b) * sum(a)))
            .then(b.code.cmp(&a.code))
    });
    let title = match uneven {
        Some(layer) => {
            let at = layer
                .counts
                .iter()
                .position(|n| *n == peak(layer))
                .unwrap_or_default();
            words.fill(
                "multiples_title",
                &[
                    ("class", &layer.name),
                    ("month", &month_name(months[at], style)),
                    ("most", &peak(layer).to_string()),
                    ("n", &sum(layer).to_string()),
                ],
            )
        }
        None if all > 0 => words.fill("multiples_title_plain", &[("n", &all.to_string())]),
        None => words.get("incidents_title_none").to_owned(),
    };
    let frame = framed(title, round, all, style);
    if all == 0 {
        return frame.empty(words.get("incidents_none"));
    }
    let across = match style.size {
        Size::Wide => 3,
        Size::Small => 2,
    };
    let down = layers.len().div_ceil(across);
    let least = if style.size == Size::Wide {
        120.0
    } else {
        84.0
    };
    let rows = table(&months, &layers, style);
    frame.chart(down as f64 * least, rows, |canvas, frame, bottom| {
        let wide = (frame.right() - frame.left() + 28.0) / across as f64 - 28.0;
        let tall = (bottom - frame.top()) / down as f64;
        let limit = layers.iter().map(peak).max().unwrap_or(1).max(1);
        let mut marks = Vec::new();
        for (at, layer) in layers.iter().enumerate() {
            let x = frame.left() + (at % across) as f64 * (wide + 28.0);
            let y = frame.top() + (at / across) as f64 * tall;
            panel(
                canvas,
                (x, y, wide, tall - 14.0),
                layer,
                &months,
                limit,
                style,
                &mut marks,
            );
        }
        marks
    })
}

fn panel(
    canvas: &Canvas<'_>,
    (x, y, wide, tall): (f64, f64, f64, f64),
    layer: &Layer,
    months: &[(i32, u32)],
    limit: usize,
    style: &ChartStyle,
    marks: &mut Vec<Mark>,
) {
    let palette = style.palette();
    let size = if style.size == Size::Wide { 12.0 } else { 10.0 };
    let n = format!(" {}", layer.counts.iter().sum::<usize>());
    let name = font::fit(&layer.name, size, true, wide - font::width(&n, size, true));
    canvas.text(
        x,
        y + size,
        &format!("{name}{n}"),
        Type::new(size, palette.ink).bold(),
    );
    let (top, base) = (y + size + 16.0, y + tall - 14.0);
    let step = wide / months.len().max(1) as f64;
    let peak = layer.counts.iter().max().copied().unwrap_or_default();
    for (m, (&count, &(year, month))) in layer.counts.iter().zip(months).enumerate() {
        let high = (base - top) * count as f64 / limit as f64;
        let left = x + m as f64 * step + step * 0.14;
        let busiest = count == peak && count > 0;
        let fill = if busiest { palette.blue } else { palette.grey };
        canvas.rect(left, base - high, step * 0.72, high, fill);
        if busiest {
            let ty = Type::new(10.0, palette.blue).anchor(Anchor::Middle);
            canvas.text(
                left + step * 0.36,
                base - high - 3.0,
                &count.to_string(),
                ty,
            );
        }
        if count > 0 {
            marks.push(Mark {
                id: format!("{year}-{month:02}/{}", layer.code),
                label: format!("{} · {}", month_name((year, month), style), layer.name),
                value: count.to_string(),
                x: left,
                y: base - high,
                width: step * 0.72,
                height: high,
            });
        }
    }
    canvas.line(&[(x, base), (x + wide, base)], 1, palette.muted);
    for m in [0, months.len().saturating_sub(1)] {
        if let Some((year, month)) = months.get(m) {
            let (at, anchor) = if m == 0 {
                (x, Anchor::Start)
            } else {
                (x + wide, Anchor::End)
            };
            let ty = Type::new(10.0, palette.muted).anchor(anchor);
            canvas.text(at, base + 12.0, &format!("{year}-{month:02}"), ty);
        }
    }
}
