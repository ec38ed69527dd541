//! Tables: each unit's aspects, each adjustment with its reason.

use assessment_models::framework::AdjustmentKind;

use super::{
    Briefing,
    writer::{or_none, signed},
};
use crate::{
    charts::circled,
    document::{Column, crowded},
};

impl Briefing<'_> {
    pub(super) fn appendix(&mut self) {
        self.w.blocks.push(crate::document::Block::PageBreak);
        self.w.heading(1, self.w.word("appendix.heading"));
        for at in 0..self.groups.len() {
            self.aspect_scores(at);
        }
        self.adjustments();
    }

    fn aspect_scores(&mut self, at: usize) {
        let (name, rows) = (self.groups[at].name, self.groups[at].rows.clone());
        let mut columns = vec![Column::words(self.w.word("column.unit"), 2.4)];
        let aspects = &self.framework().aspects;
        let names: Vec<&str> = aspects.iter().map(|a| self.w.text(&a.name)).collect();
        // Where their names take the room of the units', aspects stand by number.
        let (heads, note) = if crowded(&names, self.w.lang()) {
            let known = names.iter().enumerate();
            let known = known.map(|(at, name)| format!("{}\u{a0}{name}", circled(at)));
            let heads = (0..names.len()).map(circled).collect();
            (heads, known.collect::<Vec<_>>().join("  "))
        } else {
            let heads: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            (heads, String::new())
        };
        columns.extend(heads.into_iter().map(|head| Column::figures(head, 1.0)));
        columns.push(Column::figures(self.w.word("column.total"), 0.95));
        let table = rows.iter().map(|&row| {
            let mut cells = vec![self.name(row)];
            cells.extend((0..aspects.len()).map(|aspect| {
                or_none(self.card().aspects.get(row, aspect).map(|s| self.score(s)))
            }));
            cells.push(or_none(self.card().units[row].total.map(|t| self.score(t))));
            cells
        });
        let table = table.collect();
        let caption = self.w.say("appendix.aspects_caption", &[("group", name)]);
        self.w.table(caption, columns, table, note);
    }

    fn adjustments(&mut self) {
        let mut rows = Vec::new();
        for (row, unit) in self.card().units.iter().enumerate() {
            for applied in &unit.adjustments {
                let rule = self
                    .framework()
                    .adjustments
                    .rules
                    .iter()
                    .find(|r| r.id == applied.rule);
                rows.push(vec![
                    self.name(row),
                    applied.rule.clone(),
                    self.w.word(kind_key(applied.kind)).to_owned(),
                    rule.map_or_else(String::new, |r| self.w.text(&r.condition).to_owned()),
                    signed(applied.points, self.decimals()),
                    self.w.first(&applied.because, 3),
                ]);
            }
        }
        if rows.is_empty() {
            return;
        }
        let columns = vec![
            Column::words(self.w.word("column.unit"), 1.8),
            Column::short(self.w.word("column.rule"), 0.6),
            Column::short(self.w.word("column.kind"), 0.9),
            Column::words(self.w.word("column.condition"), 2.6),
            Column::figures(self.w.word("column.points"), 0.9),
            Column::words(self.w.word("column.because"), 2.2),
        ];
        let caption = self.w.word("appendix.adjustments_caption").to_owned();
        self.w.table(caption, columns, rows, String::new());
    }
}

/// The words for a kind of adjustment.
pub(crate) fn kind_key(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Deduction => "kind.deduction",
        AdjustmentKind::Bonus => "kind.bonus",
        AdjustmentKind::Veto => "kind.veto",
    }
}
