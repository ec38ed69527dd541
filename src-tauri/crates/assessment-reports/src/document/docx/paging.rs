//! Where pages end, counted before a word processor sets them, so that they are filled.
//!
//! A word processor repeats the heading row of a table but not its caption, and shows in a repeated row what
//! stands in the first, whatever its fields say: 续表 above the next page needs a paragraph of its own, and so
//! a table of its own. So a table that runs on is parted here, at the end of the page that it begins on. And a
//! drawing that no longer fits stands further on, where the page is full, while the text goes on before it.

use std::{collections::VecDeque, ops::Range};

use super::{Form, heights::Sizes};
use crate::document::Block;

/// How much smaller the words of the first page may be, the first that fits.
const SCALES: [f64; 8] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65];
/// Tables of so many rows or fewer stay whole.
const WHOLE: usize = 10;
/// Least rows of a part.
const LEAST: usize = 5;
/// What a height may be wrong by, for each that was counted since the last page that surely began here.
const DRIFT: f64 = 0.04;

/// A block in its place, in the order in which they are set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its position among the document's blocks.
    pub(super) at: usize,
    /// It begins a page.
    pub(super) breaks: bool,
    /// The rows on each page, where a table needs more than one.
    pub(super) parts: Vec<Range<usize>>,
}

/// How each block is set, on a first page of which so much is used `above` them.
pub(super) fn places(blocks: &[Block], above: f64, form: &Form) -> Vec<Place> {
    let mut flow = Flow {
        blocks,
        form,
        used: above,
        since: 0.0,
        waiting: VecDeque::new(),
        placed: Vec::with_capacity(blocks.len()),
    };
    let mut at = 0;
    while at < blocks.len() {
        let heading = |block: &&Block| matches!(block, Block::Heading { .. });
        let led = blocks[at..].iter().take_while(heading).count();
        let end = (at + led + 1).min(blocks.len());
        flow.take(at..end);
        at = end;
    }
    flow.draw_waiting();
    flow.placed
}

/// How many blocks the summary is, which stands on one page before all others, and how small its words are
/// beside those of the text.
pub(super) fn summary(blocks: &[Block], above: f64, form: &Form) -> (usize, f64) {
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
    let fits = |scale: &f64| {
        // A line more than counted, so that it surely is one page.
        let high = |text: &String| form.paragraph(text, *scale) + f64::from(form.line) * scale;
        above + said.iter().map(high).sum::<f64>() <= form.room()
    };
    let scale = SCALES.into_iter().find(fits);
    (said.len(), scale.unwrap_or(SCALES[SCALES.len() - 1]))
}

/// What is set so far.
struct Flow<'d> {
    blocks: &'d [Block],
    form: &'d Form,
    /// Of the page that is being filled.
    used: f64,
    /// What was set since a page surely began.
    since: f64,
    /// Drawings that wait for the end of the page.
    waiting: VecDeque<usize>,
    placed: Vec<Place>,
}

impl Flow<'_> {
    /// Sets headings and the block that they lead to, all of which stay together.
    fn take(&mut self, group: Range<usize>) {
        let body = group.end - 1;
        let lead: f64 = (group.start..body)
            .map(|at| self.form.words(&self.blocks[at]))
            .sum();
        let blocks = self.blocks;
        match &blocks[body] {
            Block::Table(table) => {
                let sizes = Sizes::of(table, self.form);
                self.table(group, lead, &sizes);
            }
            Block::Figure(figure) => {
                let high = lead + self.form.figure(figure);
                if lead == 0.0 && (!self.waiting.is_empty() || self.used + high > self.form.room())
                {
                    self.waiting.push_back(body);
                } else {
                    self.draw_waiting();
                    self.set(group);
                    self.whole(high + self.form.between() / 2.0);
                }
            }
            Block::PageBreak | Block::Title { .. } => {
                self.draw_waiting();
                self.set(group);
                self.begun(0.0);
            }
            Block::Contents => {
                self.set(group);
                self.begun(self.form.room());
            }
            words => {
                let high = self.form.words(words);
                let least = high.min(2.0 * f64::from(self.form.line));
                if self.used + lead + least > self.form.height() {
                    // The page is as full as it gets.
                    self.draw_waiting();
                    if self.used + lead + least > self.form.height() {
                        self.used = 0.0;
                    }
                }
                self.set(group);
                self.used += lead + high;
                self.since += lead + high;
                if self.used > self.form.height() {
                    self.used %= self.form.height();
                    self.draw_waiting();
                }
            }
        }
    }

    fn table(&mut self, group: Range<usize>, lead: f64, sizes: &Sizes) {
        let room = self.form.room();
        let whole = lead + sizes.whole();
        if self.used + whole <= room {
            self.set(group);
            return self.whole(whole + self.form.between() / 2.0);
        }
        let least = sizes.part(0..LEAST.min(sizes.rows.len()));
        let left = room - self.used - self.since * DRIFT - self.form.between();
        let parted = sizes.rows.len() > WHOLE;
        if parted && left >= lead + least {
            return self.parted(group, sizes, (left - lead, room), false);
        }
        // Nothing more goes on this page.
        let drawn = !self.waiting.is_empty();
        self.draw_waiting();
        if drawn {
            return self.table(group, lead, sizes);
        }
        if whole <= room {
            self.set(group);
            return self.whole(whole + self.form.between() / 2.0);
        }
        self.parted(group, sizes, (room - lead, room), true);
    }

    fn parted(
        &mut self,
        group: Range<usize>,
        sizes: &Sizes,
        (first, page): (f64, f64),
        breaks: bool,
    ) {
        let mut parts = sizes.parts(first, page);
        // No row stands alone on the last page.
        if let [.., before, last] = parts.as_mut_slice()
            && last.len() < LEAST
            && before.len() > 2 * LEAST
        {
            let moved = LEAST - last.len();
            before.end -= moved;
            last.start -= moved;
        }
        let last = parts.last().cloned().unwrap_or_default();
        let (start, body) = (group.start, group.end - 1);
        self.set(group);
        for place in &mut self.placed {
            if place.at == start {
                place.breaks = breaks;
            }
            if place.at == body {
                place.parts.clone_from(&parts);
            }
        }
        self.begun(sizes.part(last) + self.form.between() / 2.0);
    }

    fn set(&mut self, group: Range<usize>) {
        self.placed.extend(group.map(|at| Place {
            at,
            ..Place::default()
        }));
    }

    /// What is not torn is set, on the next page where it does not fit on this one.
    fn whole(&mut self, high: f64) {
        self.used = if self.used + high > self.form.height() {
            high
        } else {
            self.used + high
        };
        self.since += high;
    }

    /// A page surely began, and so much is on it.
    fn begun(&mut self, used: f64) {
        (self.used, self.since) = (used, used);
    }

    fn draw_waiting(&mut self) {
        while let Some(at) = self.waiting.pop_front() {
            let blocks = self.blocks;
            if let Block::Figure(figure) = &blocks[at] {
                let high = self.form.figure(figure) + self.form.between() / 2.0;
                self.set(at..at + 1);
                self.whole(high);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use assessment_models::text::Lang;

    use super::*;
    use crate::document::{Column, Figure, Table};

    /// Marking and a title of a line.
    const ABOVE: f64 = 2_200.0;

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

    fn figure() -> Block {
        Block::Figure(Figure {
            number: "图1".to_owned(),
            caption: "得分".to_owned(),
            svg: "<svg width=\"480\" height=\"360\"/>".to_owned(),
            alternative: String::new(),
        })
    }

    fn order(places: &[Place]) -> Vec<usize> {
        places.iter().map(|p| p.at).collect()
    }

    #[test]
    fn a_long_table_begins_where_it_stands_and_is_parted_with_every_row_once() {
        let form = Form::of(Lang::Zh);
        let blocks = [paragraph(30), heading(), paragraph(60), table(117)];
        let places = places(&blocks, ABOVE, &form);
        assert_eq!(order(&places), [0, 1, 2, 3]);
        assert!(places.iter().all(|p| !p.breaks), "{places:?}");
        let parts = &places[3].parts;
        assert!(parts.len() >= 4, "{parts:?}");
        let rows: Vec<usize> = parts.iter().cloned().flatten().collect();
        assert_eq!(rows, (0..117).collect::<Vec<_>>());
        assert!(parts[0].len() < parts[1].len(), "{parts:?}");
        let Block::Table(whole) = &blocks[3] else {
            panic!("a table");
        };
        let sizes = Sizes::of(whole, &form);
        for part in parts {
            assert!(part.len() >= LEAST && sizes.part(part.clone()) < form.height());
        }
    }

    #[test]
    fn a_table_begins_a_page_where_little_of_it_would_stand_on_this_one() {
        let form = Form::of(Lang::Zh);
        let places = places(&[paragraph(400), heading(), table(60)], ABOVE, &form);
        let breaks: Vec<bool> = places.iter().map(|p| p.breaks).collect();
        assert_eq!(breaks, [false, true, false]);
    }

    #[test]
    fn a_table_that_fits_or_is_short_stays_whole() {
        let form = Form::of(Lang::Zh);
        for blocks in [
            vec![heading(), table(10)],
            vec![paragraph(400), heading(), table(9)],
        ] {
            let places = places(&blocks, ABOVE, &form);
            assert!(places.iter().all(|p| p.parts.is_empty() && !p.breaks));
        }
    }

    #[test]
    fn the_text_goes_on_before_a_drawing_that_no_longer_fits() {
        let form = Form::of(Lang::Zh);
        let fits = [paragraph(100), figure(), paragraph(100)];
        assert_eq!(order(&places(&fits, ABOVE, &form)), [0, 1, 2]);
        let late = [
            paragraph(300),
            figure(),
            paragraph(60),
            heading(),
            paragraph(200),
            paragraph(60),
        ];
        assert_eq!(order(&places(&late, ABOVE, &form)), [0, 2, 3, 4, 1, 5]);
        let last = [paragraph(300), figure(), Block::PageBreak, paragraph(60)];
        assert_eq!(order(&places(&last, ABOVE, &form)), [0, 1, 2, 3]);
    }
}
