//! A table of shaded cells: rows × columns, each with its figure where there is room.

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    circled,
    frame::Frame,
    one_decimal,
    panels::{Row, columns},
};
use crate::{
    font,
    palette::{Palette, Rgb},
};

const GAP: f64 = 24.0;

/// What the shade of a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shade {
    /// A score 0..=100.
    Score,
    /// A share in percent; nothing is as the ground.
    Share,
    /// A coefficient −1..=1: ochre below 0, blue above.
    Coefficient,
}

impl Shade {
    fn fill(self, value: f64, palette: &Palette) -> Rgb {
        match self {
            Shade::Score => palette.score(value),
            Shade::Share => palette.surface.mix(palette.blue, value / 100.0 * 0.85),
            Shade::Coefficient => {
                let end = if value < 0.0 {
                    palette.hues[3]
                } else {
                    palette.blue
                };
                palette.surface.mix(end, value.abs() * 0.9)
            }
        }
    }

    fn text(self, value: f64) -> String {
        match self {
            Shade::Score => one_decimal(value),
            // What rounds to nothing or all, and is neither, says so by its figure.
            Shade::Share if value > 0.0 && value < 0.5 => "<1".to_owned(),
            Shade::Share if (99.5..100.0).contains(&value) => ">99".to_owned(),
            Shade::Share => format!("{value:.0}"),
            // What rounds to nothing has no sign.
            Shade::Coefficient if value.abs() < 0.005 => "0.00".to_owned(),
            Shade::Coefficient => format!("{value:.2}").replace('-', "−"),
        }
    }

    fn unit(self) -> &'static str {
        if self == Shade::Share { "%" } else { "" }
    }
}

/// Cells with the names of their rows and columns, each by id and name.
pub(super) struct Grid {
    pub(super) rows: Vec<(String, String)>,
    pub(super) columns: Vec<(String, String)>,
    /// Names over runs of columns, each with its number of columns; may be empty.
    pub(super) groups: Vec<(String, usize)>,
    /// Row by row.
    pub(super) values: Vec<Option<f64>>,
    pub(super) shade: Shade,
    /// Columns bear their ids, and names stand in a key over the table.
    pub(super) key: bool,
}

impl Grid {
    /// The table inside a frame.
    pub(super) fn chart(&self, frame: Frame, style: &ChartStyle) -> Chart {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let many = self.columns.len() > 8;
        let panels = if many && style.size == Size::Wide {
            vec![all.into_iter().map(Row::Unit).collect()]
        } else {
            columns(&all, None, style.size)
        };
        let longest = panels.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let (step, size) = match (style.size, panels.len()) {
            (Size::Wide, 1) => (20.0, 11.0),
            (Size::Wide, _) => (20.0, 10.0),
            (Size::Small, _) => (16.0, 10.0),
        };
        let wide = (frame.right() - frame.left() + GAP) / panels.len().max(1) as f64 - GAP;
        let names = self.rows.iter().map(|r| font::width(&r.1, size, false));
        let names = names.fold(0.0, f64::max).min(wide * 0.36);
        let cell = (wide - names - 8.0) / self.columns.len().max(1) as f64;
        let heads: Vec<Vec<String>> = self
            .columns
            .iter()
            .map(|(id, name)| {
                let head = if self.key { id } else { name };
                font::wrap(head, 10.0, false, cell - 3.0, 3)
            })
            .collect();
        // Where a name has no room, numbers stand over the columns.
        let cut = !self.key && heads.iter().flatten().any(|line| line.ends_with('…'));
        let heads = if cut {
            (0..heads.len()).map(|at| vec![circled(at)]).collect()
        } else {
            heads
        };
        let lines = heads.iter().map(Vec::len).max().unwrap_or_default();
        let groups = if self.groups.is_empty() { 0.0 } else { 30.0 };
        let key = if self.key || cut {
            self.key_lines(&frame)
        } else {
            Vec::new()
        };
        let above = key.len() as f64 * 16.0
            + if key.is_empty() { 0.0 } else { 8.0 }
            + groups
            + lines as f64 * 13.0
            + 6.0;
        frame.chart(
            above + longest as f64 * step,
            self.table(),
            |canvas, frame, bottom| {
                let palette = style.palette();
                for (n, line) in key.iter().enumerate() {
                    let y = frame.top() + 11.0 + n as f64 * 16.0;
                    canvas.text(frame.left(), y, line, Type::new(10.0, palette.muted));
                }
                let base = frame.top() + above;
                let step = if panels.len() == 1 && style.size == Size::Wide {
                    ((bottom - base) / longest as f64).clamp(step, 30.0)
                } else {
                    step
                };
                let mut marks = Vec::new();
                for (at, panel) in panels.iter().enumerate() {
                    let left = frame.left() + at as f64 * (wide + GAP);
                    let x0 = left + names + 8.0;
                    self.heads(canvas, (x0, base, cell), &heads, lines, style);
                    for (at, row) in panel.iter().enumerate() {
                        let top = base + at as f64 * step;
                        let baseline = top + step / 2.0 + size * 0.36;
                        match *row {
                            Row::Gap(n) => {
                                let text = style
                                    .words()
                                    .fill("rows_left_out", &[("n", &n.to_string())]);
                                canvas.text(left, baseline, &text, Type::new(9.0, palette.muted));
                            }
                            Row::Unit(row) => {
                                let name = font::fit(&self.rows[row].1, size, false, names);
                                canvas.text(left, baseline, &name, Type::new(size, palette.ink));
                                self.row(
                                    canvas,
                                    row,
                                    (x0, top, cell, step),
                                    size,
                                    style,
                                    &mut marks,
                                );
                            }
                        }
                    }
                }
                marks
            },
        )
    }

    fn key_lines(&self, frame: &Frame) -> Vec<String> {
        let names: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, (id, name))| {
                let known = if self.key { id.clone() } else { circled(at) };
                format!("{known}\u{a0}{}", name.replace(' ', "\u{a0}"))
            })
            .collect();
        let room = frame.right() - frame.left();
        font::wrap(&names.join(" · "), 10.0, false, room, 12)
    }

    fn table(&self) -> Vec<Vec<String>> {
        let cells = self.values.chunks(self.columns.len().max(1));
        let text = |v: &Option<f64>| v.map_or_else(|| "–".to_owned(), |v| self.shade.text(v));
        let head = [String::new()].into_iter();
        let head = head.chain(self.columns.iter().map(|(_, name)| name.clone()));
        let rows = self.rows.iter().zip(cells).map(|((_, name), cells)| {
            let cells = cells.iter().map(text);
            [name.clone()].into_iter().chain(cells).collect()
        });
        [head.collect()].into_iter().chain(rows).collect()
    }

    fn heads(
        &self,
        canvas: &Canvas<'_>,
        (x0, base, cell): (f64, f64, f64),
        heads: &[Vec<String>],
        lines: usize,
        style: &ChartStyle,
    ) {
        let palette = style.palette();
        for (at, head) in heads.iter().enumerate() {
            let middle = x0 + (at as f64 + 0.5) * cell;
            for (n, line) in head.iter().rev().enumerate() {
                let ty = Type::new(10.0, palette.muted).anchor(Anchor::Middle);
                canvas.text(middle, base - 6.0 - n as f64 * 13.0, line, ty);
            }
        }
        let mut at = 0;
        for (name, count) in &self.groups {
            let (from, to) = (x0 + at as f64 * cell, x0 + (at + count) as f64 * cell - 1.0);
            let y = base - 8.0 - lines as f64 * 13.0;
            canvas.line(&[(from, y), (to, y)], 1, palette.muted);
            let named = font::wrap(name, 10.0, true, to - from, 2);
            for (n, line) in named.iter().rev().enumerate() {
                let ty = Type::new(10.0, palette.ink).bold().anchor(Anchor::Middle);
                canvas.text(f64::midpoint(from, to), y - 4.0 - n as f64 * 12.0, line, ty);
            }
            at += count;
        }
    }

    fn row(
        &self,
        canvas: &Canvas<'_>,
        row: usize,
        (x0, top, cell, step): (f64, f64, f64, f64),
        size: f64,
        style: &ChartStyle,
        marks: &mut Vec<Mark>,
    ) {
        let palette = style.palette();
        let (id, name) = &self.rows[row];
        let baseline = top + step / 2.0 + size * 0.36;
        for (at, (column, head)) in self.columns.iter().enumerate() {
            let x = x0 + at as f64 * cell;
            let value = self
                .values
                .get(row * self.columns.len() + at)
                .copied()
                .flatten();
            // Over the diagonal nothing stands, and nothing is said.
            if value.is_none() && self.shade == Shade::Coefficient {
                continue;
            }
            let text = value.map_or_else(|| "–".to_owned(), |v| self.shade.text(v));
            let none = self.shade == Shade::Share && value == Some(0.0);
            let ink = match value {
                Some(value) => {
                    let fill = self.shade.fill(value, palette);
                    // One pixel of ground parts the cells.
                    canvas.rect(x, top, cell - 1.0, step - 1.0, fill);
                    Palette::ink_on(fill)
                }
                None => palette.muted,
            };
            if !none && font::width(&text, size, false) + 2.0 <= cell {
                let ty = Type::new(size, ink).anchor(Anchor::Middle);
                canvas.text(x + cell / 2.0, baseline, &text, ty);
            }
            marks.push(Mark {
                id: format!("{id}/{column}"),
                label: format!("{name} · {head}"),
                value: format!(
                    "{text}{}",
                    if value.is_some() {
                        self.shade.unit()
                    } else {
                        ""
                    }
                ),
                x,
                y: top,
                width: cell,
                height: step,
            });
        }
    }
}
