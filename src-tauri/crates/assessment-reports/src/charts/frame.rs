//! What every chart has around it: title, subtitle, note, margins.

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{self, Canvas, Type},
};
use crate::{font, palette::Palette};

/// Title, subtitle and note, broken into lines for a size.
pub(super) struct Frame {
    title: String,
    subtitle: String,
    title_lines: Vec<String>,
    subtitle_lines: Vec<String>,
    note_lines: Vec<String>,
    size: Size,
    palette: &'static Palette,
    /// Room for a key over the drawing.
    key: f64,
}

struct Sizes {
    title: f64,
    subtitle: f64,
    note: f64,
    margin: f64,
}

fn sizes(size: Size) -> Sizes {
    match size {
        Size::Wide => Sizes {
            title: 20.0,
            subtitle: 13.0,
            note: 11.0,
            margin: 24.0,
        },
        Size::Small => Sizes {
            title: 15.0,
            subtitle: 11.0,
            note: 10.0,
            margin: 16.0,
        },
    }
}

impl Frame {
    pub(super) fn new(title: String, subtitle: String, note: &str, style: &ChartStyle) -> Self {
        let of = sizes(style.size);
        let room = style.size.pixels().0 - 2.0 * of.margin;
        Self {
            title_lines: font::wrap(&title, of.title, true, room, 3),
            subtitle_lines: font::wrap(&subtitle, of.subtitle, false, room, 2),
            note_lines: font::wrap(note, of.note, false, room, 3),
            title,
            subtitle,
            size: style.size,
            palette: style.palette(),
            key: 0.0,
        }
    }

    /// Leaves room for a key over the drawing; it stands 8 pixels over [`Frame::top`].
    pub(super) fn with_key(self, key: f64) -> Self {
        Self { key, ..self }
    }

    pub(super) fn left(&self) -> f64 {
        sizes(self.size).margin
    }

    pub(super) fn right(&self) -> f64 {
        self.size.pixels().0 - sizes(self.size).margin
    }

    /// Where the drawing proper begins.
    pub(super) fn top(&self) -> f64 {
        let of = sizes(self.size);
        of.margin
            + self.title_lines.len() as f64 * of.title * 1.35
            + self.subtitle_lines.len() as f64 * of.subtitle * 1.5
            + of.margin * 0.5
            + self.key
    }

    /// How much the note takes at the bottom.
    pub(super) fn foot(&self) -> f64 {
        let of = sizes(self.size);
        of.margin + self.note_lines.len() as f64 * of.note * 1.5
    }

    /// Height of the house size, or more where the drawing needs it.
    pub(super) fn height(&self, content: f64) -> f64 {
        (self.top() + content + self.foot())
            .ceil()
            .max(self.size.pixels().1)
    }

    fn draw(&self, canvas: &Canvas<'_>, height: f64) {
        let of = sizes(self.size);
        canvas.rect(0.0, 0.0, self.size.pixels().0, height, self.palette.surface);
        let mut y = of.margin;
        for line in &self.title_lines {
            y += of.title * 1.35;
            let ty = Type::new(of.title, self.palette.ink).bold();
            canvas.text(of.margin, y - of.title * 0.35, line, ty);
        }
        for line in &self.subtitle_lines {
            y += of.subtitle * 1.5;
            let ty = Type::new(of.subtitle, self.palette.muted);
            canvas.text(of.margin, y - of.subtitle * 0.35, line, ty);
        }
        let mut y = height - of.margin * 0.6 - self.note_lines.len() as f64 * of.note * 1.5;
        for line in &self.note_lines {
            y += of.note * 1.5;
            let ty = Type::new(of.note, self.palette.muted);
            canvas.text(of.margin, y - of.note * 0.4, line, ty);
        }
    }

    /// Draws the frame and what `paint` puts in it. `content` is the least height of the drawing proper;
    /// `table` holds what is drawn, row by row, under a row of headings.
    pub(super) fn chart(
        self,
        content: f64,
        table: Vec<Vec<String>>,
        paint: impl FnOnce(&Canvas<'_>, &Self, f64) -> Vec<Mark>,
    ) -> Chart {
        let height = self.height(content);
        let mut alternative = format!("{}\n{}", self.title, self.subtitle);
        for row in &table {
            alternative.push('\n');
            alternative.push_str(&row.join("\t"));
        }
        let mut marks = Vec::new();
        let size = (self.size.pixels().0, height);
        let svg = canvas::draw(size, &self.title, &alternative, |canvas| {
            self.draw(canvas, height);
            marks = paint(canvas, &self, height - self.foot());
        });
        Chart {
            svg,
            title: self.title,
            subtitle: self.subtitle,
            alternative,
            table,
            marks,
            width: size.0,
            height,
        }
    }

    /// A chart that says why there is nothing to draw.
    pub(super) fn empty(self, why: &str) -> Chart {
        let muted = self.palette.muted;
        self.chart(0.0, vec![vec![why.to_owned()]], |canvas, frame, bottom| {
            let room = frame.right() - frame.left();
            let middle = f64::midpoint(frame.top(), bottom);
            for (line, n) in font::wrap(why, 14.0, false, room, 3).iter().zip(0..) {
                let ty = Type::new(14.0, muted).anchor(canvas::Anchor::Middle);
                let x = f64::midpoint(frame.left(), frame.right());
                canvas.text(x, middle + f64::from(n) * 21.0, line, ty);
            }
            Vec::new()
        })
    }
}
