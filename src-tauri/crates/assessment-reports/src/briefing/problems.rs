//! Main problems 主要问题, the costliest first.

use std::collections::BTreeSet;

use assessment_models::{
    framework::AdjustmentKind,
    scoring::{CellState, published},
};

use super::Briefing;
use crate::document::Column;

impl Briefing<'_> {
    pub(super) fn problems(&mut self) {
        self.w.heading(1, self.w.word("problems.heading"));
        self.costly_indicators();
        let units = [self.lowest_units(), self.vetoed(), self.unanswered()];
        let leads = [
            "problems.lowest_lead",
            "problems.veto_lead",
            "problems.missing_lead",
        ];
        for (lead, said) in leads.into_iter().zip(units) {
            if let Some(said) = said {
                self.w.paragraph(self.w.word(lead), &[said]);
            }
        }
    }

    /// A bound below which a score is a failing one: the least positive bound of the grades.
    pub(super) fn pass_mark(&self) -> Option<f64> {
        let bounds = self
            .framework()
            .grades
            .iter()
            .map(|g| g.lower)
            .filter(|l| *l > 0.0);
        bounds.min_by(f64::total_cmp)
    }

    fn costly_indicators(&mut self) {
        let framework = self.framework();
        let card = self.card();
        let mut order: Vec<usize> = (0..framework.indicators.len())
            .filter(|&at| self.lost[at] > 0.0)
            .collect();
        order.sort_by(|&a, &b| self.lost[b].total_cmp(&self.lost[a]).then(a.cmp(&b)));
        order.truncate(self.w.template.setting("problems"));
        if order.is_empty() {
            return;
        }
        let pass = self.pass_mark().unwrap_or_default();
        let rows: Vec<Vec<String>> = order
            .iter()
            .enumerate()
            .map(|(nth, &at)| {
                let scores: Vec<f64> = (0..card.units.len())
                    .filter_map(|row| card.indicators.get(row, at))
                    .collect();
                let low = scores
                    .iter()
                    .filter(|s| published(**s, self.decimals()) < pass)
                    .count();
                let indicator = &framework.indicators[at];
                let aspect = framework.objectives[indicator.objective].aspect;
                vec![
                    (nth + 1).to_string(),
                    self.w.text(&indicator.name).to_owned(),
                    self.w.text(&framework.aspects[aspect].name).to_owned(),
                    self.score(self.lost[at]),
                    low.to_string(),
                    scores.len().to_string(),
                ]
            })
            .collect();
        let n = rows.len().to_string();
        let sum: f64 = order.iter().map(|&at| self.lost[at]).sum();
        let all: f64 = self.lost.iter().sum();
        let said = self.w.say(
            "problems.costly",
            &[
                ("n", &n),
                ("points", &self.score(sum)),
                ("share", &super::writer::percent(sum / all)),
                ("first", &rows[0][1]),
            ],
        );
        self.w
            .paragraph(self.w.word("problems.costly_lead"), &[said]);
        let columns = vec![
            Column::short(self.w.word("column.nth"), 0.6),
            Column::words(self.w.word("column.indicator"), 2.6),
            Column::words(self.w.word("column.aspect"), 1.5),
            Column::figures(self.w.word("column.lost"), 1.0),
            Column::figures(self.w.word("column.low"), 1.0),
            Column::figures(self.w.word("column.scored"), 1.0),
        ];
        let caption = self.w.say("problems.costly_caption", &[("n", &n)]);
        let pass = pass.to_string();
        let note = self.w.say("problems.costly_note", &[("pass", &pass)]);
        self.w.table(caption, columns, rows, note);
    }

    fn lowest_units(&self) -> Option<String> {
        let rows = self.lowest_graded();
        let grade = self
            .framework()
            .grades
            .last()
            .filter(|_| !rows.is_empty())?;
        let names: Vec<String> = rows
            .iter()
            .map(|&row| {
                let total = self.score(self.card().units[row].total.unwrap_or_default());
                self.w.say(
                    "word.unit_score",
                    &[("unit", &self.name(row)), ("score", &total)],
                )
            })
            .collect();
        let names = self.w.first(&names, self.w.template.setting("listed"));
        let n = rows.len().to_string();
        let values = [
            ("n", &*n),
            ("grade", self.w.text(&grade.name)),
            ("names", &*names),
        ];
        Some(self.w.say("problems.lowest", &values))
    }

    /// Which vetoes were set off, in the framework's order, and by whom.
    fn vetoed(&self) -> Option<String> {
        let units = &self.card().units;
        let vetoed_by = |rule: &str| -> Vec<usize> {
            let by = |row: &usize| {
                let mut applied = units[*row].adjustments.iter();
                applied.any(|a| a.kind == AdjustmentKind::Veto && a.rule == rule)
            };
            (0..units.len()).filter(by).collect()
        };
        let mut all = BTreeSet::new();
        let mut said = Vec::new();
        for rule in &self.framework().adjustments.rules {
            let rows = vetoed_by(&rule.id);
            if rows.is_empty() {
                continue;
            }
            let names = self.names(&rows);
            let names = self.w.first(&names, self.w.template.setting("listed"));
            all.extend(rows);
            said.push(self.w.say(
                "problems.veto_rule",
                &[
                    ("units", &names),
                    ("rule", &rule.id),
                    ("condition", self.w.text(&rule.condition)),
                ],
            ));
        }
        if all.is_empty() {
            return None;
        }
        let rules = said.join(self.w.word("word.between_clauses"));
        let values = [("n", &*all.len().to_string()), ("rules", &*rules)];
        Some(self.w.say("problems.veto", &values))
    }

    fn unanswered(&self) -> Option<String> {
        let card = self.card();
        let columns = self.framework().indicators.len();
        let mut counts: Vec<(usize, usize)> = (0..card.units.len())
            .map(|row| {
                let states = (0..columns).map(|at| card.state(row, at));
                (row, states.filter(|s| *s == CellState::Missing).count())
            })
            .filter(|(_, n)| *n > 0)
            .collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let all: usize = counts.iter().map(|c| c.1).sum();
        let &(most, n) = counts.first()?;
        let values = [
            ("units", &*counts.len().to_string()),
            ("n", &*all.to_string()),
            ("unit", &*self.name(most)),
            ("most", &*n.to_string()),
        ];
        Some(self.w.say("problems.missing", &values))
    }
}
