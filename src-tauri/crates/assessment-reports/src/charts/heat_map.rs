//! Units × aspects of a peer group, shaded by score.

use assessment_models::{Framework, Scorecard, Unit, scoring};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    note, one_decimal, or_dash,
    panels::{Row, best_first, columns},
    unit_name,
};
use crate::{font, palette::Palette};

const GAP: f64 = 24.0;

/// Heat map of a peer group's aspect scores, units with the best total first. Each cell bears its score
/// in an ink that reads on it; a cell without a score is hatched out by a dash.
#[must_use]
pub fn heat_map(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    peer_group: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let rows = best_first(scorecard, peer_group);
    let medians: Vec<(usize, f64)> = scoring::medians(scorecard, peer_group)
        .aspects
        .iter()
        .enumerate()
        .filter_map(|(at, median)| Some((at, (*median)?)))
        .collect();
    let weakest = medians.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let strongest = medians.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let title = match (weakest, strongest) {
        (Some(&(low, least)), Some(&(high, most))) if !rows.is_empty() => {
            if one_decimal(least) == one_decimal(most) {
                words.fill(
                    "heat_title_equal",
                    &[("group", group), ("median", &one_decimal(most))],
                )
            } else {
                words.fill(
                    "heat_title",
                    &[
                        ("group", group),
                        ("weak", framework.aspects[low].name.get(style.lang)),
                        ("least", &one_decimal(least)),
                        ("strong", framework.aspects[high].name.get(style.lang)),
                        ("most", &one_decimal(most)),
                    ],
                )
            }
        }
        _ => words.fill("heat_title_none", &[("group", group)]),
    };
    let frame = Frame::new(
        title,
        words.get("heat_subtitle").to_owned(),
        &note(framework, scorecard, rows.len(), style),
        style,
    );
    if rows.is_empty() {
        return frame.empty(words.get("no_units"));
    }
    let columns = columns(&rows, None, style.size);
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default();
    let step = match style.size {
        Size::Wide => 20.0,
        Size::Small => 16.0,
    };
    let room = frame.right() - frame.left() + GAP;
    let wide = room / columns.len() as f64 - GAP;
    let name = |row: usize| unit_name(units, &scorecard.units[row].unit, style.lang);
    let size = if columns.len() == 1 && style.size == Size::Wide {
        12.0
    } else {
        10.0
    };
    let longest_name = rows
        .iter()
        .map(|&r| font::width(name(r), size, false))
        .fold(0.0, f64::max);
    let names = longest_name.min(wide * 0.36);
    let cell = (wide - names - 8.0) / framework.aspects.len().max(1) as f64;
    let heads = Headings::new(framework, cell, style);
    let key_room = frame.right() - frame.left();
    let key = font::wrap(&heads.key, 11.0, false, key_room, 4);
    let above = heads.tall + key.len() as f64 * 17.0 + if key.is_empty() { 0.0 } else { 8.0 };
    let named = framework
        .aspects
        .iter()
        .map(|a| a.name.get(style.lang).to_owned());
    let head = [words.get("unit").to_owned()].into_iter().chain(named);
    let mut table: Vec<Vec<String>> = vec![head.collect()];
    table.extend(rows.iter().map(|&row| {
        let scores = (0..framework.aspects.len()).map(|a| or_dash(scorecard.aspects.get(row, a)));
        [name(row).to_owned()].into_iter().chain(scores).collect()
    }));
    frame.chart(
        above + longest as f64 * step,
        table,
        |canvas, frame, bottom| {
            let palette = style.palette();
            for (n, line) in key.iter().enumerate() {
                let y = frame.top() + 12.0 + n as f64 * 17.0;
                canvas.text(frame.left(), y, line, Type::new(11.0, palette.ink));
            }
            let base = frame.top() + above;
            let step = if columns.len() == 1 && style.size == Size::Wide {
                ((bottom - base) / longest as f64).min(30.0)
            } else {
                step
            };
            let mut marks = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                let left = frame.left() + at as f64 * (wide + GAP);
                heads.draw(canvas, left + names + 8.0, cell, base, palette);
                for (at, row) in column.iter().enumerate() {
                    let top = base + at as f64 * step;
                    let baseline = top + step / 2.0 + size * 0.36;
                    match *row {
                        Row::Gap(n) => {
                            let text = words.fill("rows_left_out", &[("n", &n.to_string())]);
                            canvas.text(left, baseline, &text, Type::new(9.0, palette.muted));
                        }
                        Row::Unit(row) => {
                            let short = font::fit(name(row), size, false, names);
                            canvas.text(left, baseline, &short, Type::new(size, palette.ink));
                            for (a, aspect) in framework.aspects.iter().enumerate() {
                                let x = left + names + 8.0 + a as f64 * cell;
                                let score = scorecard.aspects.get(row, a);
                                cell_at(canvas, (x, top, cell, step), score, size, palette);
                                marks.push(Mark {
                                    id: format!("{}/{}", scorecard.units[row].unit, aspect.id),
                                    label: format!(
                                        "{} · {}",
                                        name(row),
                                        aspect.name.get(style.lang)
                                    ),
                                    value: or_dash(score),
                                    x,
                                    y: top,
                                    width: cell,
                                    height: step,
                                });
                            }
                        }
                    }
                }
            }
            marks
        },
    )
}

fn cell_at(
    canvas: &Canvas<'_>,
    (x, top, wide, tall): (f64, f64, f64, f64),
    score: Option<f64>,
    size: f64,
    palette: &Palette,
) {
    let baseline = top + tall / 2.0 + size * 0.36;
    let middle = x + wide / 2.0;
    let Some(score) = score else {
        let ty = Type::new(size, palette.muted).anchor(Anchor::Middle);
        canvas.text(middle, baseline, "–", ty);
        return;
    };
    let fill = palette.score(score);
    // One pixel of ground parts the cells.
    canvas.rect(x, top, wide - 1.0, tall - 1.0, fill);
    let figure = one_decimal(score);
    if font::width(&figure, size, false) + 3.0 <= wide {
        let ty = Type::new(size, Palette::ink_on(fill)).anchor(Anchor::Middle);
        canvas.text(middle, baseline, &figure, ty);
    }
}

/// Names of the aspects over their columns; where they are too long, numbers with a key.
struct Headings {
    lines: Vec<Vec<String>>,
    key: String,
    tall: f64,
}

impl Headings {
    fn new(framework: &Framework, cell: f64, style: &ChartStyle) -> Self {
        let names: Vec<&str> = framework
            .aspects
            .iter()
            .map(|a| a.name.get(style.lang))
            .collect();
        let lines: Vec<Vec<String>> = names
            .iter()
            .map(|n| font::wrap(n, 10.0, false, cell - 3.0, 4))
            .collect();
        let whole = lines.iter().zip(&names).all(|(lines, name)| {
            let squeeze = |s: &str| s.replace(' ', "");
            squeeze(&lines.concat()) == squeeze(name) && lines.len() <= 3
        });
        if whole {
            let most = lines.iter().map(Vec::len).max().unwrap_or_default();
            return Self {
                tall: most as f64 * 13.0 + 6.0,
                lines,
                key: String::new(),
            };
        }
        let key = names
            .iter()
            .enumerate()
            .map(|(at, name)| format!("{}\u{a0}{name}", circled(at)))
            .collect::<Vec<_>>()
            .join("   ");
        Self {
            lines: (0..names.len()).map(|at| vec![circled(at)]).collect(),
            key,
            tall: 20.0,
        }
    }

    fn draw(&self, canvas: &Canvas<'_>, left: f64, cell: f64, base: f64, palette: &Palette) {
        for (at, lines) in self.lines.iter().enumerate() {
            let middle = left + (at as f64 + 0.5) * cell;
            for (n, line) in lines.iter().rev().enumerate() {
                let size = if self.key.is_empty() { 10.0 } else { 12.0 };
                let ty = Type::new(size, palette.muted).anchor(Anchor::Middle);
                canvas.text(middle, base - 6.0 - n as f64 * 13.0, line, ty);
            }
        }
    }
}

/// ① for 0, ② for 1, ... ⑳; plain numbers beyond.
pub(crate) fn circled(at: usize) -> String {
    u32::try_from(at)
        .ok()
        .filter(|&n| n < 20)
        .and_then(|n| char::from_u32(0x2460 + n))
        .map_or_else(|| (at + 1).to_string(), String::from)
}
