//! Lists of rows with a name at the left, a figure at the right and something drawn on one common scale
//! between, or on two beside each other: in up to three columns, or, in the small size, the first and the
//! last.

use super::{
    ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    panels::{Row, columns},
};
use crate::{font, palette::Palette};

const GAP: f64 = 24.0;
/// Room over the rows for the labels of the scale.
const HEAD: f64 = 22.0;

/// One row.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) name: String,
    /// What its mark says.
    pub(super) value: String,
    /// What stands at the right; empty for nothing.
    pub(super) figure: String,
    pub(super) bold: bool,
}

/// The scale of all rows.
pub(super) struct Axis {
    pub(super) from: f64,
    pub(super) to: f64,
    /// Values with a rule and a label.
    pub(super) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// 0..=100 in quarters.
    pub(super) fn percent() -> Self {
        let ticks = [0.0, 25.0, 50.0, 75.0, 100.0];
        Self {
            from: 0.0,
            to: 100.0,
            ticks: ticks.map(|t| (t, format!("{t:.0}"))).into(),
        }
    }

    /// From 0 to the first round number that is not below `most`.
    pub(super) fn counts(most: usize) -> Self {
        let step = tick(most.max(1));
        let end = most.max(1).div_ceil(step) * step;
        Self {
            from: 0.0,
            to: end as f64,
            ticks: (0..=end)
                .step_by(step)
                .map(|t| (t as f64, t.to_string()))
                .collect(),
        }
    }
}

impl Axis {
    /// Where a value stands between two places; what lies beyond the scale, at its end.
    fn place(&self, (x0, x1): (f64, f64), value: f64) -> f64 {
        x0 + (x1 - x0) * ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// Rules down the rows, with their labels over them as far as they find room.
    fn draw(
        &self,
        canvas: &Canvas<'_>,
        ends: (f64, f64),
        (base, end): (f64, f64),
        (frame, palette): (&Frame, &Palette),
    ) {
        let mut free = f64::NEG_INFINITY;
        for (value, label) in &self.ticks {
            let place = self.place(ends, *value);
            let colour = if *value == 0.0 {
                palette.muted
            } else {
                palette.hairline
            };
            canvas.line(&[(place, base - 4.0), (place, end)], 1, colour);
            let half = font::width(label, 10.0, false) / 2.0;
            if place - half > free {
                let ty = Type::new(10.0, palette.muted).anchor(Anchor::Middle);
                let inside = place.min(frame.right() - half);
                canvas.text(inside, base - 8.0, label, ty);
                free = place + half + 4.0;
            }
        }
    }
}

/// The least of 1, 2, 5 × a power of ten that parts `most` into at most five.
pub(super) fn tick(most: usize) -> usize {
    let mut unit = 1;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if step * 5 >= most {
                return step;
            }
        }
        unit *= 10;
    }
}

/// Where a row is drawn.
pub(super) struct At<'a> {
    /// Position among the lines.
    pub(super) row: usize,
    /// Place of a value.
    pub(super) x: &'a dyn Fn(f64) -> f64,
    /// Place of a value on the second scale; as `x` where there is none.
    pub(super) aside: &'a dyn Fn(f64) -> f64,
    pub(super) top: f64,
    pub(super) step: f64,
}

impl At<'_> {
    pub(super) fn middle(&self) -> f64 {
        self.top + self.step / 2.0
    }

    /// A bar between two values, `share` of the row high.
    pub(super) fn bar(
        &self,
        canvas: &Canvas<'_>,
        values: (f64, f64),
        share: f64,
        fill: crate::palette::Rgb,
    ) {
        let (a, b) = (
            (self.x)(values.0.min(values.1)),
            (self.x)(values.0.max(values.1)),
        );
        let tall = self.step * share;
        canvas.rect(a, self.middle() - tall / 2.0, b - a, tall, fill);
    }
}

/// Rows, ready to be drawn.
pub(super) struct Rows<'a> {
    lines: &'a [Line],
    axis: Axis,
    columns: Vec<Vec<Row>>,
    step: f64,
    style: &'a ChartStyle,
    /// Share of a column's width that names may take.
    names: f64,
    /// A second scale right of the first, and its share of a column's width.
    aside: Option<(Axis, f64)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(lines: &'a [Line], axis: Axis, style: &'a ChartStyle) -> Self {
        let all: Vec<usize> = (0..lines.len()).collect();
        let focus = lines.iter().position(|l| l.bold);
        Self {
            lines,
            axis,
            columns: columns(&all, focus, style.size),
            step: match style.size {
                Size::Wide => 20.0,
                Size::Small => 18.0,
            },
            style,
            names: 0.42,
            aside: None,
        }
    }

    /// All rows in one column, each at least `step` high.
    pub(super) fn single(mut self, step: f64) -> Self {
        if self.style.size == Size::Wide {
            self.columns = vec![(0..self.lines.len()).map(Row::Unit).collect()];
            self.step = step;
        }
        self
    }

    /// Names may take so much of the width.
    pub(super) fn names(mut self, share: f64) -> Self {
        self.names = share;
        self
    }

    /// A second scale right of the first takes so much of the width.
    pub(super) fn aside(mut self, axis: Axis, share: f64) -> Self {
        self.aside = Some((axis, share));
        self
    }

    fn longest(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(1).max(1)
    }

    /// The least height of the drawing proper.
    pub(super) fn height(&self) -> f64 {
        HEAD + self.longest() as f64 * self.step
    }

    /// Names and values, under headings by their keys.
    pub(super) fn table(&self, heads: [&str; 2]) -> Vec<Vec<String>> {
        let words = self.style.words();
        let head = heads.map(|key| words.get(key).to_owned()).to_vec();
        let lines = self.lines.iter();
        let lines = lines.map(|l| vec![l.name.clone(), l.value.clone()]);
        [head].into_iter().chain(lines).collect()
    }

    /// Draws all rows; `paint` puts into each what stands on the scale.
    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        frame: &Frame,
        bottom: f64,
        paint: &dyn Fn(&Canvas<'_>, &At<'_>),
    ) -> Vec<Mark> {
        let palette = self.style.palette();
        let count = self.columns.len().max(1) as f64;
        let wide = (frame.right() - frame.left() + GAP) / count - GAP;
        let step = if self.columns.len() == 1 && self.style.size == Size::Wide {
            ((bottom - frame.top() - HEAD) / self.longest() as f64).min(44.0)
        } else {
            self.step
        };
        let size = if step >= 24.0 { 13.0 } else { 11.0 };
        let most = |text: &dyn Fn(&Line) -> f64| self.lines.iter().map(text).fold(0.0, f64::max);
        let names = most(&|l| font::width(&l.name, size, l.bold)).min(wide * self.names);
        let figures = most(&|l| font::width(&l.figure, size, l.bold));
        let figures = if figures > 0.0 { figures + 8.0 } else { 6.0 };
        let mut marks = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let left = frame.left() + at as f64 * (wide + GAP);
            let (x0, x1) = (left + names + 10.0, left + wide - figures);
            let base = frame.top() + HEAD;
            let end = base + column.len() as f64 * step;
            let second = self
                .aside
                .as_ref()
                .map(|(axis, share)| (axis, wide * share));
            let split = x1 - second.map_or(0.0, |(_, room)| room);
            let x = |value: f64| self.axis.place((x0, split), value);
            self.axis
                .draw(canvas, (x0, split), (base, end), (frame, palette));
            // Half a label stands out on either side.
            let beside = (split + 22.0, x1 - 8.0);
            let aside =
                |value: f64| second.map_or_else(|| x(value), |(axis, _)| axis.place(beside, value));
            if let Some((axis, _)) = second {
                axis.draw(canvas, beside, (base, end), (frame, palette));
            }
            for (at, row) in column.iter().enumerate() {
                let top = base + at as f64 * step;
                let baseline = top + step / 2.0 + size * 0.36;
                let row = match *row {
                    Row::Unit(row) => row,
                    Row::Gap(n) => {
                        let words = self.style.words();
                        let text = words.fill("rows_left_out", &[("n", &n.to_string())]);
                        canvas.text(left, baseline, &text, Type::new(size - 1.0, palette.muted));
                        continue;
                    }
                };
                let line = &self.lines[row];
                let colour = if line.bold { palette.blue } else { palette.ink };
                let mut ty = Type::new(size, colour);
                ty.bold = line.bold;
                // A high row holds a long name in two lines.
                let most = if step >= size * 2.4 { 2 } else { 1 };
                let lines = font::wrap(&line.name, size, line.bold, names, most);
                let mut y = baseline - (lines.len() as f64 - 1.0) * size * 0.6;
                for part in &lines {
                    canvas.text(left, y, part, ty);
                    y += size * 1.2;
                }
                paint(
                    canvas,
                    &At {
                        row,
                        x: &x,
                        aside: &aside,
                        top,
                        step,
                    },
                );
                canvas.text(left + wide, baseline, &line.figure, ty.anchor(Anchor::End));
                marks.push(Mark {
                    id: line.id.clone(),
                    label: line.name.clone(),
                    value: line.value.clone(),
                    x: left,
                    y: top,
                    width: wide,
                    height: step,
                });
            }
        }
        marks
    }
}

/// Labelled patches in one line over the drawing, from the right; what finds no room is left to the note.
pub(super) fn key(
    canvas: &Canvas<'_>,
    frame: &Frame,
    y: f64,
    entries: &[(crate::palette::Rgb, &str)],
    style: &ChartStyle,
) {
    let palette = style.palette();
    let size = match style.size {
        Size::Wide => 12.0,
        Size::Small => 10.0,
    };
    let mut x = frame.left();
    for (colour, text) in entries {
        let wide = size * 1.3 + font::width(text, size, false) + 16.0;
        if x + wide - 16.0 > frame.right() {
            break;
        }
        canvas.rect(x, y - size * 0.75, size * 0.8, size * 0.8, *colour);
        canvas.text(x + size * 1.2, y, text, Type::new(size, palette.ink));
        x += wide;
    }
}
