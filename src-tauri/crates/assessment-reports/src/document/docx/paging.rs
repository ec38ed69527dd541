//! Tables that are longer than a page, in parts of a page each.
//!
//! A word processor repeats the heading row of a table but not its caption, and shows in a repeated row what
//! stands in the first, whatever its fields say: 续表 above the next page needs a paragraph of its own, and so
//! a table of its own. Rows have lines of a stated height in every face, so how many of them fill a page is
//! counted here; such a table begins on a new page, with the headings that lead to it.

use std::ops::Range;

use super::{DXA, Form};
use crate::{
    document::{Block, Table, columns},
    font,
};

/// Above and below the text of a cell, in twentieths of a point.
pub(super) const CELL: usize = 50;
/// Share of a page that is filled: faces of other machines are wider, and break lines that fit here.
const FILLED: f64 = 0.97;
/// How much smaller the words of the first page may be, the first that fits.
const SCALES: [f64; 6] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75];
/// What stands above the words of the first page beside its title, and a line of the title, in lines of text.
const ABOVE: (f64, f64) = (2.6, 1.2);
/// Share of a page that may stand before the table on its first page.
const LEAD: f64 = 0.45;

/// How a block is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// It begins a page.
    pub(super) breaks: bool,
    /// The rows on each page, where a table needs more than one.
    pub(super) parts: Vec<Range<usize>>,
}

/// How each block is set.
pub(super) fn places(blocks: &[Block], form: &Form) -> Vec<Place> {
    let mut all = vec![Place::default(); blocks.len()];
    let page = form.room();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        let sizes = Sizes::of(table, form);
        if sizes.whole() <= page {
            continue;
        }
        let (first, lead) = lead(blocks, at, form);
        all[first].breaks = true;
        all[at].parts = sizes.parts(page - lead, page);
    }
    all
}

/// How many blocks the summary is, which stands on one page before all others, and how small its words are
/// beside those of the text.
pub(super) fn summary(blocks: &[Block], title: &str, form: &Form) -> (usize, f64) {
    let said: Vec<String> = blocks
        .iter()
        .map_while(|block| match block {
            Block::Paragraph { lead, text } => Some(format!("{lead}{text}")),
            _ => None,
        })
        .collect();
    if said.is_empty() || blocks.get(said.len()) != Some(&Block::PageBreak) {
        return (0, 1.0);
    }
    let titles = title.split('\n').count() as f64;
    let above = (ABOVE.0 + ABOVE.1 * titles) * f64::from(form.line);
    let fits = |scale: &f64| {
        let high: f64 = said.iter().map(|text| form.paragraph(text, *scale)).sum();
        above + high <= form.room()
    };
    let scale = SCALES.into_iter().find(fits);
    (said.len(), scale.unwrap_or(SCALES[SCALES.len() - 1]))
}

/// The first of the blocks that lead to a table, and how high they are: its headings, and the paragraph
/// between them where a section begins with it.
fn lead(blocks: &[Block], table: usize, form: &Form) -> (usize, f64) {
    let (mut first, mut height) = (table, 0.0);
    let (mut at, mut gathered) = (table, 0.0);
    while at > 0 {
        at -= 1;
        match &blocks[at] {
            Block::Heading { .. } => {
                gathered += form.heading();
                // Paragraphs go along only with the heading above them.
                (first, height) = (at, gathered);
            }
            Block::Paragraph { lead, text } => {
                gathered += form.paragraph(&format!("{lead}{text}"), 1.0);
            }
            _ => break,
        }
        if gathered > form.height() * LEAD {
            break;
        }
    }
    (first, height)
}

/// Heights in a table, in twentieths of a point.
struct Sizes {
    caption: f64,
    head: f64,
    rows: Vec<f64>,
    note: f64,
}

impl Sizes {
    fn of(table: &Table, form: &Form) -> Self {
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
        let captions = columns::lines(&caption, room, size) as f64;
        Self {
            caption: captions * f64::from(form.row) * 1.2 + 220.0,
            head: tallest(&mut table.columns.iter().map(|c| &*c.name)),
            rows: table
                .rows
                .iter()
                .map(|row| tallest(&mut row.iter().map(String::as_str)))
                .collect(),
            note: match table.note.as_str() {
                "" => 0.0,
                note => columns::lines(note, room, 9.0) as f64 * 260.0 + 200.0,
            },
        }
    }

    fn above(&self) -> f64 {
        self.caption + self.head
    }

    fn whole(&self) -> f64 {
        self.above() + self.rows.iter().sum::<f64>() + self.note
    }

    /// Rows that fill `first` and then `page` after page; the note has room under each part.
    fn parts(&self, first: f64, page: f64) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let (mut start, mut used, mut room) = (0, 0.0, first);
        for (at, row) in self.rows.iter().enumerate() {
            let free = room - self.above() - self.note;
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
    fn height(&self) -> f64 {
        297.0 * DXA - f64::from(self.margins[0] + self.margins[2])
    }

    /// What of it is filled. On a grid of lines a table may begin and end between two of them.
    fn room(&self) -> f64 {
        let lost = if self.zh { f64::from(self.line) } else { 0.0 };
        (self.height() - lost) * FILLED
    }

    fn heading(&self) -> f64 {
        f64::from(self.line) * if self.zh { 1.0 } else { 2.2 }
    }

    /// Height of a paragraph whose letters and lines are so much smaller.
    fn paragraph(&self, text: &str, scale: f64) -> f64 {
        let size = self.size as f64 / 2.0 * scale;
        let width = f64::from(self.width()) / 20.0;
        let wide = font::wrap(text, size / width * 100.0, false, 100.0, usize::MAX).len();
        // Two characters stand before the first line.
        let lines = wide + usize::from(self.zh);
        (lines as f64 * f64::from(self.line) + if self.zh { 0.0 } else { 120.0 }) * scale
    }
}

#[cfg(test)]
mod tests {
    use assessment_models::text::Lang;

    use super::*;
    use crate::document::Column;

    fn table(rows: usize) -> Block {
        Block::Table(Table {
            number: "表1".to_owned(),
            caption: "得分".to_owned(),
            continued: "续表1".to_owned(),
            columns: vec![Column::words("单位", 3.0), Column::figures("总分", 1.0)],
            rows: (0..rows)
                .map(|n| vec![format!("单位{n}"), "80.00".to_owned()])
                .collect(),
            note: "注：没有。".to_owned(),
        })
    }

    fn heading() -> Block {
        Block::Heading {
            level: 1,
            number: "一、".to_owned(),
            text: "排名".to_owned(),
        }
    }

    fn paragraph(characters: usize) -> Block {
        Block::Paragraph {
            lead: String::new(),
            text: "字".repeat(characters),
        }
    }

    #[test]
    fn a_long_table_is_parted_with_every_row_once_and_begins_a_page_with_its_headings() {
        let form = Form::of(Lang::Zh);
        let blocks = [
            paragraph(30),
            heading(),
            paragraph(60),
            heading(),
            table(117),
        ];
        let places = places(&blocks, &form);
        let breaks: Vec<bool> = places.iter().map(|p| p.breaks).collect();
        assert_eq!(breaks, [false, true, false, false, false]);
        let parts = &places[4].parts;
        assert!(parts.len() >= 4, "{parts:?}");
        let rows: Vec<usize> = parts.iter().cloned().flatten().collect();
        assert_eq!(rows, (0..117).collect::<Vec<_>>());
        assert!(parts[0].len() < parts[1].len(), "{parts:?}");
        let high = parts[1].len() as i32 * (form.row + 2 * CELL as i32);
        assert!(f64::from(high) < form.height());
    }

    #[test]
    fn a_table_that_fits_a_page_stays_as_it_is_and_long_paragraphs_stay_before() {
        let form = Form::of(Lang::Zh);
        assert_eq!(
            places(&[heading(), table(10)], &form),
            vec![Place::default(); 2]
        );
        let places = places(&[heading(), paragraph(900), heading(), table(60)], &form);
        let breaks: Vec<bool> = places.iter().map(|p| p.breaks).collect();
        assert_eq!(breaks, [false, false, true, false]);
    }
}
