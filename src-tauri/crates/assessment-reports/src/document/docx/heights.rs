//! How high what stands in a document is, in twentieths of a point: lines have stated heights in every face,
//! so that pages can be counted before a word processor sets them.

use std::ops::Range;

use resvg::usvg::roxmltree;

use super::{DXA, FIGURE, Form};
use crate::{
    document::{Block, Document, Figure, Layout, Table, columns},
    font,
};

/// Above and below the text of a cell.
pub(super) const CELL: usize = 50;
/// Share of a page that is filled: faces of other machines are wider, and break lines that fit here.
const FILLED: f64 = 0.97;
/// Above and below a caption.
const AROUND: f64 = 220.0;
/// The masthead of a bulletin, and above and below it.
const MASTHEAD: f64 = 72.0 * 10.0 * 1.4 + 900.0;
/// A logo, and above it.
const LOGO: f64 = 18.0 * DXA + 200.0;
/// A line of a note, and above and below it.
const NOTE: (f64, f64) = (260.0, 200.0);

/// Heights in a table.
pub(super) struct Sizes {
    caption: f64,
    head: f64,
    pub(super) rows: Vec<f64>,
    note: f64,
}

impl Sizes {
    pub(super) fn of(table: &Table, form: &Form) -> Self {
        let lang = form.lang();
        let (room, size) = columns::measures(lang);
        let all: f64 = table.columns.iter().map(|c| c.width).sum();
        let widths: Vec<f64> = table.columns.iter().map(|c| c.width / all * room).collect();
        let high = |lines: usize| (lines as i32 * form.row + 2 * CELL as i32) as f64;
        let tallest = |cells: &mut dyn Iterator<Item = &str>| {
            let lines = cells
                .zip(&widths)
                .map(|(text, &width)| columns::lines(text, width, size));
            high(lines.max().unwrap_or(1))
        };
        let caption = format!("{}\u{3000}{}", table.continued, table.caption);
        Self {
            caption: form.caption(columns::lines(&caption, room, size)),
            head: tallest(&mut table.columns.iter().map(|c| &*c.name)),
            rows: table
                .rows
                .iter()
                .map(|row| tallest(&mut row.iter().map(String::as_str)))
                .collect(),
            note: columns::lines(&table.note, room, 9.0) as f64 * NOTE.0 + NOTE.1,
        }
    }

    /// With these of its rows.
    pub(super) fn part(&self, rows: Range<usize>) -> f64 {
        let rows: f64 = self.rows[rows].iter().sum();
        self.caption + self.head + rows + self.note
    }

    pub(super) fn whole(&self) -> f64 {
        self.part(0..self.rows.len())
    }

    /// Rows that fill `first` and then `page` after page; the note has room under each part.
    pub(super) fn parts(&self, first: f64, page: f64) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let (mut start, mut used, mut room) = (0, 0.0, first);
        for (at, row) in self.rows.iter().enumerate() {
            let free = room - self.part(0..0);
            if used + row > free && at > start {
                parts.push(start..at);
                (start, used, room) = (at, 0.0, page);
            }
            used += row;
        }
        parts.push(start..self.rows.len());
        parts
    }
}

impl Form {
    /// Height of the text of a page.
    pub(super) fn height(&self) -> f64 {
        297.0 * DXA - f64::from(self.margins[0] + self.margins[2])
    }

    /// What of it is filled. On a grid of lines a table may begin and end between two of them.
    pub(super) fn room(&self) -> f64 {
        (self.height() - self.between()) * FILLED
    }

    /// What may be lost where text follows a table or a drawing on a grid of lines.
    pub(super) fn between(&self) -> f64 {
        if self.zh { f64::from(self.line) } else { 0.0 }
    }

    pub(super) fn heading(&self) -> f64 {
        f64::from(self.line) * if self.zh { 1.0 } else { 2.2 }
    }

    fn caption(&self, lines: usize) -> f64 {
        lines as f64 * f64::from(self.row) * 1.2 + AROUND
    }

    /// A drawing with its caption.
    pub(super) fn figure(&self, figure: &Figure) -> f64 {
        let (room, size) = columns::measures(self.lang());
        let caption = format!("{}\u{3000}{}", figure.number, figure.caption);
        let caption = self.caption(columns::lines(&caption, room, size));
        f64::from(self.width()) * FIGURE / ratio(&figure.svg) + 160.0 + caption
    }

    /// What stands above the text: marking, logo, title and all that goes with it.
    pub(super) fn above(&self, document: &Document) -> f64 {
        let (head, line) = (&document.head, f64::from(self.line));
        if matches!(document.blocks.first(), Some(Block::Title { .. })) {
            return 0.0;
        }
        let stated = |words: &str, high: f64| if words.is_empty() { 0.0 } else { high };
        let titles = head.title.split('\n').count() as f64;
        let title = match self.zh {
            true => 820.0 + 680.0 * titles,
            false => 480.0 + 480.0 * titles,
        };
        let lines = match document.layout {
            Layout::Official => [&head.subtitle, &head.number]
                .map(|words| stated(words, line + 240.0))
                .iter()
                .sum::<f64>(),
            Layout::Bulletin => MASTHEAD + stated(&head.issue, line + 240.0) + line + 200.0,
        };
        let by = match document.layout {
            Layout::Official if !self.zh => line + 240.0,
            _ => 0.0,
        };
        stated(&head.marking, line)
            + stated(&head.logo, LOGO)
            + stated(&head.title, title)
            + lines
            + by
    }

    /// A paragraph whose letters and lines are so much smaller.
    pub(super) fn paragraph(&self, text: &str, scale: f64) -> f64 {
        let size = self.size as f64 / 2.0 * scale;
        // Characters are closed up so that 28 of them stand on a line.
        let width = match self.zh {
            true if scale >= 1.0 => size * 28.0,
            _ => f64::from(self.width()) / 20.0,
        };
        // Two characters stand before the first line.
        let indent = if self.zh { "字字" } else { "" };
        let text = format!("{indent}{text}");
        let lines = font::wrap(&text, size / width * 100.0, false, 100.0, usize::MAX).len();
        (lines as f64 * f64::from(self.line) + if self.zh { 0.0 } else { 120.0 }) * scale
    }

    /// What is neither a table nor a drawing.
    pub(super) fn words(&self, block: &Block) -> f64 {
        match block {
            Block::Heading { .. } => self.heading(),
            Block::Paragraph { lead, text } => self.paragraph(&format!("{lead}{text}"), 1.0),
            Block::Signed { lines } => f64::from(self.line) * (lines.len() as f64 + 2.0),
            _ => 0.0,
        }
    }
}

/// How many times as wide as high a drawing says it is.
fn ratio(svg: &str) -> f64 {
    let drawing = roxmltree::Document::parse(svg).ok();
    let side = |name: &str| -> Option<f64> {
        let root = drawing.as_ref()?.root_element();
        root.attribute(name)?.parse().ok()
    };
    let sides = side("width").zip(side("height"));
    let sound = sides.filter(|(width, height)| *width > 0.0 && *height > 0.0);
    sound.map_or(4.0 / 3.0, |(width, height)| width / height)
}
