//! Rankings by peer group, with how sure the ranks are.

use super::{
    Briefing,
    writer::{NONE, grade, or_none, percent, rank, signed},
};
use crate::document::Column;

impl Briefing<'_> {
    pub(super) fn ranking(&mut self) {
        self.w.heading(1, self.w.word("ranking.heading"));
        let mut said = vec![self.w.word("ranking.opening").to_owned()];
        if let Some(uncertainty) = self.input.uncertainty {
            let n = uncertainty.replications.to_string();
            said.push(self.w.say("ranking.intervals", &[("n", &n)]));
        }
        self.w.paragraph("", &said);
        for at in 0..self.groups.len() {
            self.group_ranking(at);
        }
    }

    /// The interval of a unit's rank, as whole places.
    fn interval(&self, row: usize) -> String {
        let uncertainty = self.input.uncertainty;
        let found = uncertainty.and_then(|u| u.units.get(row)?.ranks);
        match found {
            None => NONE.to_owned(),
            Some(ranks) => {
                let (low, high) = (ranks.low.floor() as u32, ranks.high.ceil() as u32);
                if low == high {
                    low.to_string()
                } else {
                    format!("{low}—{high}")
                }
            }
        }
    }

    fn group_ranking(&mut self, at: usize) {
        let before = self.input.before.is_some();
        let uncertain = self.input.uncertainty.is_some();
        let (name, rows) = (self.groups[at].name, self.groups[at].rows.clone());
        let mut columns = vec![
            Column::short(self.w.word("column.rank"), 0.6),
            Column::words(self.w.word("column.unit"), 3.0),
            Column::figures(self.w.word("column.total"), 0.9),
            Column::short(self.w.word("column.grade"), 0.9),
        ];
        if uncertain {
            columns.push(Column::short(self.w.word("column.rank_interval"), 1.1));
        }
        if before {
            columns.push(Column::figures(self.w.word("column.change"), 0.9));
        }
        columns.push(Column::figures(self.w.word("column.completeness"), 1.0));
        let table = rows.iter().map(|&row| {
            let unit = &self.card().units[row];
            let mut cells = vec![
                or_none(rank(unit).map(|r| r.to_string())),
                self.name(row),
                or_none(unit.total.map(|t| self.score(t))),
                grade(self.framework(), unit.grade, self.w.lang()),
            ];
            if uncertain {
                cells.push(self.interval(row));
            }
            if before {
                cells.push(or_none(self.moved(row).map(|m| signed(m, self.decimals()))));
            }
            cells.push(percent(unit.completeness));
            cells
        });
        let table = table.collect();
        let caption = self.w.say("ranking.caption", &[("group", name)]);
        let mut note = vec![self.w.word("ranking.note").to_owned()];
        if let Some(round) = self.before_name() {
            note.push(self.w.say("ranking.note_change", &[("round", round)]));
        }
        let note = note.concat();
        self.w.heading(2, name);
        self.w.table(caption, columns, table, note);
    }
}
