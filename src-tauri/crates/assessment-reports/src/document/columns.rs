//! Widths of a table's columns by what stands in them: figures and heads are not torn, words have the rest.

use assessment_models::text::Lang;

use super::{Align, Column};
use crate::font;

/// Space at the left and right of each cell, together, in points.
const INSET: f64 = 8.0;
/// What parts numbers from what stands left of them, besides.
const APART: f64 = 6.0;
/// What Latin letters of the faces of documents are wider than those of the one that is measured.
const WIDER: f64 = 1.1;
/// What words take besides where lines break, which programs do at different places.
const LOOSE: f64 = 1.05;
/// What rounding may take of a line, in points.
const ROUND: f64 = 0.5;
/// Han characters of a head that stand on one line.
const HEAD: usize = 4;
/// Han characters of a cell of words that a line holds at least.
const WORDS: f64 = 4.0;

/// Width of the text and size of the letters in tables, in points.
pub(super) fn measures(lang: Lang) -> (f64, f64) {
    match lang {
        Lang::Zh => (156.0 * 72.0 / 25.4, 10.5),
        Lang::En => (158.0 * 72.0 / 25.4, 9.0),
    }
}

/// Width of a line in points. Han characters are as wide in every face.
fn measured(text: &str, size: f64) -> f64 {
    let latin: String = text.chars().filter(|c| *c < '\u{2E80}').collect();
    font::width(text, size, false) + (WIDER - 1.0) * font::width(&latin, size, false)
}

/// How many lines words take in a column `width` points wide, or more: other programs break elsewhere.
pub(super) fn lines(text: &str, width: f64, size: f64) -> usize {
    let room = width - INSET;
    if measured(text, size) <= room {
        return 1;
    }
    let (mut lines, mut used) = (1, 0.0);
    for piece in font::pieces(text) {
        let wide = measured(piece.trim_end(), size) * LOOSE;
        if used > 0.0 && used + wide > room {
            (lines, used) = (lines + 1, 0.0);
        }
        // What is longer than a line is torn.
        let torn = (wide / room).ceil().max(1.0) as usize - 1;
        lines += torn;
        used += measured(&piece, size) * LOOSE - torn as f64 * room;
    }
    lines
}

/// Whether heads of figures leave no room for the words beside them.
pub(crate) fn crowded(heads: &[&str], lang: Lang) -> bool {
    let (room, size) = measures(lang);
    let wide = |head: &&str| need(&Column::figures(*head, 1.0), std::iter::empty(), size).0;
    heads.iter().map(wide).sum::<f64>() > room * 0.7
}

/// Widths in points that fill the width of the text: what a column needs at least and at most comes from its
/// head and cells, what is left over is shared by the columns' own widths.
pub(crate) fn fitted(columns: &[Column], rows: &[Vec<String>], lang: Lang) -> Vec<f64> {
    let (room, size) = measures(lang);
    let needs: Vec<(f64, f64)> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            need(column, cells.map(String::as_str), size)
        })
        .collect();
    let least: f64 = needs.iter().map(|(least, _)| least).sum();
    if least >= room {
        return needs.iter().map(|(w, _)| w / least * room).collect();
    }
    let most: f64 = needs.iter().map(|(_, most)| most).sum();
    let weights: f64 = columns.iter().map(|c| c.width).sum();
    if most <= room {
        let rest = room - most;
        let share = |column: &Column| column.width / weights * rest;
        return columns
            .iter()
            .zip(&needs)
            .map(|(c, (_, most))| most + share(c))
            .collect();
    }
    shared(&needs, room)
}

/// Shares `room`, which is more than all need at least and less than they have use for: what needs little has
/// it, and the longest share the rest alike.
fn shared(needs: &[(f64, f64)], room: f64) -> Vec<f64> {
    let at_level = |level: f64| -> Vec<f64> {
        let each = needs.iter();
        each.map(|(least, most)| level.clamp(*least, *most))
            .collect()
    };
    let (mut low, mut high) = (0.0, 1.0);
    while at_level(high).iter().sum::<f64>() < room && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if at_level(middle).iter().sum::<f64>() < room {
            low = middle;
        } else {
            high = middle;
        }
    }
    at_level(high)
}

/// Least and greatest width that a column has use for.
fn need<'c>(column: &Column, cells: impl Iterator<Item = &'c str>, size: f64) -> (f64, f64) {
    let wide = |text: &str| measured(text, size);
    let longest = |text: &str| {
        let pieces = font::pieces(text).into_iter();
        pieces.map(|p| wide(p.trim_end())).fold(0.0, f64::max)
    };
    let count = column.name.chars().count();
    let han = font::width(&column.name, size, false) > 0.9 * size * count as f64;
    let head = if count <= HEAD {
        wide(&column.name)
    } else if han {
        // In two lines, of whole characters.
        count.div_ceil(2).min(HEAD) as f64 * size
    } else {
        longest(&column.name).max((wide(&column.name) / 2.0).min(size * WORDS))
    };
    let (mut least, mut most) = (head, head);
    for cell in cells {
        let whole = wide(cell);
        most = most.max(whole);
        least = least.max(match column.align {
            Align::Start => whole.min(longest(cell).max(size * WORDS)),
            Align::Center | Align::End => whole,
        });
    }
    let inset = match column.align {
        Align::End => INSET + APART,
        Align::Start | Align::Center => INSET,
    };
    (least + inset + ROUND, most + inset + ROUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::short("Rank", 0.2),
            Column::words("Unit", 3.0),
            Column::short("Grade", 0.2),
            Column::figures("Highest", 0.2),
        ]
    }

    #[test]
    fn heads_and_figures_are_not_torn_and_the_widths_fill_the_page() {
        let long = "Department of Housing and Urban-Rural Development and much else besides, as names of \
                    provincial departments are, in sixty characters and more";
        for name in ["Short", long] {
            let rows = vec![
                vec!["100", name, "Unqualified", "100.00"]
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            ];
            let widths = fitted(&columns(), &rows, Lang::En);
            let (room, size) = measures(Lang::En);
            assert!(
                (widths.iter().sum::<f64>() - room).abs() < 1e-6,
                "{widths:?}"
            );
            for (word, width) in [
                ("Rank", widths[0]),
                ("Unqualified", widths[2]),
                ("Highest", widths[3]),
            ] {
                assert!(
                    font::width(word, size, false) + INSET <= width,
                    "{word}: {widths:?}"
                );
            }
            assert_eq!(lines("Unqualified", widths[2], size), 1);
        }
        let rows = vec![vec![long.to_owned(); 4]; 2];
        let widths = fitted(&columns(), &rows, Lang::En);
        assert!((widths.iter().sum::<f64>() - measures(Lang::En).0).abs() < 1e-6);
    }

    #[test]
    fn words_that_do_not_fit_take_more_lines() {
        assert_eq!(lines("一二三四", 60.0, 10.0), 1);
        assert_eq!(lines("一二三四五六七八", 60.0, 10.0), 2);
    }
}
