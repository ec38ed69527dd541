//! The usual faults of returned sheets: numbers as text, full-width digits, per cent signs, remarks in
//! number cells, a value out of range, a unit that is spelt wrong, totals and signatures below the table.

use assessment_exchange::{Table, TableCell as Cell};

use super::chance::Chance;

/// Columns before the answers: code and name of the unit.
const UNIT_COLUMNS: usize = 2;

/// Share of the number cells of a faulty sheet that are written in an unusual way.
const ODD: f64 = 0.04;

/// Makes a clean wide table look like one that came back from an office. `per_cent` says which columns
/// hold per cent.
pub(super) fn spoil(table: &mut Table, per_cent: &[bool], chance: &mut Chance) {
    let numbers: Vec<(usize, usize)> = table
        .rows
        .iter()
        .enumerate()
        .flat_map(|(r, row)| {
            row.iter()
                .enumerate()
                .skip(UNIT_COLUMNS)
                .filter(|(_, cell)| matches!(cell, Cell::Number(_)))
                .map(move |(c, _)| (r, c))
        })
        .collect();
    for &(r, c) in &numbers {
        if chance.happens(ODD) {
            let per_cent = per_cent.get(c).copied().unwrap_or(false);
            let way = chance.below(4);
            change(table, r, c, |n| readable(n, per_cent, way));
        }
    }
    // What cannot be read or is out of range: one of each, so that the preview has something to show.
    for way in 0..3 {
        let at = chance.below(numbers.len());
        if let Some(&(r, c)) = numbers.get(at) {
            change(table, r, c, |n| match way {
                0 => text(format!("约{}左右，另见附件", n.round())),
                1 => text("正在统计"),
                _ => Cell::Number(n.abs() * 1000.0 + 4000.0),
            });
        }
    }
    if let Some(mut stray) = table.rows.last().cloned() {
        if let Some(first) = stray.get_mut(0) {
            *first = Cell::Empty;
        }
        if let Some(Cell::Text(name)) = stray.get_mut(1) {
            name.insert(name.chars().next().map_or(0, char::len_utf8), '某');
        }
        table.rows.push(stray);
    }
    table.footer.push("注：空白为未开展。".to_owned());
    table
        .footer
        .push("填表人：（合成数据）　　联系电话：".to_owned());
}

fn change(table: &mut Table, row: usize, column: usize, with: impl FnOnce(f64) -> Cell) {
    if let Some(cell) = table.rows.get_mut(row).and_then(|r| r.get_mut(column))
        && let Cell::Number(n) = *cell
    {
        *cell = with(n);
    }
}

/// A number in a way that people write and a reader should understand.
fn readable(n: f64, per_cent: bool, way: usize) -> Cell {
    match way {
        0 if per_cent => text(format!("{n}%")),
        1 => text(format!("  {n} ")),
        2 => text(full_width(&n.to_string())),
        _ => text(n.to_string()),
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' | '.' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            other => other,
        })
        .collect()
}
