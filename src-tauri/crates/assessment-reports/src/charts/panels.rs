//! Long lists of units: which rows are shown, and in how many columns.

use assessment_models::{Scorecard, scoring::Ranking};

use super::Size;

/// A line of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// A unit, by its row in the scorecard.
    Unit(usize),
    /// So many left out here.
    Gap(usize),
}

/// Units of a peer group with a total, best first, those that are ranked before those that are not;
/// equal totals by code.
pub(super) fn best_first(scorecard: &Scorecard, peer_group: &str) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..scorecard.units.len())
        .filter(|&row| {
            let unit = &scorecard.units[row];
            unit.peer_group == peer_group && unit.total.is_some()
        })
        .collect();
    rows.sort_by(|&a, &b| {
        let (a_unit, b_unit) = (&scorecard.units[a], &scorecard.units[b]);
        let listed =
            |u: &assessment_models::scoring::UnitScore| !matches!(u.ranking, Ranking::Rank(_));
        let total = |u: &assessment_models::scoring::UnitScore| u.total.unwrap_or_default();
        listed(a_unit)
            .cmp(&listed(b_unit))
            .then(total(b_unit).total_cmp(&total(a_unit)))
            .then(a.cmp(&b))
    });
    rows
}

/// All rows in columns that read downwards; in the small size the best and the worst, and the focus.
pub(super) fn columns(rows: &[usize], focus: Option<usize>, size: Size) -> Vec<Vec<Row>> {
    match size {
        Size::Wide => {
            let count = match rows.len() {
                0..=20 => 1,
                21..=60 => 2,
                _ => 3,
            };
            let all: Vec<Row> = rows.iter().map(|&r| Row::Unit(r)).collect();
            all.chunks(all.len().div_ceil(count).max(1))
                .map(<[Row]>::to_vec)
                .collect()
        }
        Size::Small => {
            const SHOWN: usize = 11;
            if rows.len() <= SHOWN {
                return vec![rows.iter().map(|&r| Row::Unit(r)).collect()];
            }
            let end = rows.len();
            let keep: Vec<usize> = (0..end)
                .filter(|&at| at < 5 || at + 4 >= end || Some(rows[at]) == focus)
                .collect();
            let mut out = Vec::new();
            let mut next = 0;
            for at in keep {
                if at > next {
                    out.push(Row::Gap(at - next));
                }
                out.push(Row::Unit(rows[at]));
                next = at + 1;
            }
            vec![out]
        }
    }
}
