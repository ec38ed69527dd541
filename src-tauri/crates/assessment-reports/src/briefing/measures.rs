//! Countermeasures 对策建议: in each aspect what brings most, who is to do it, by when.

use assessment_models::diagnosis::{Target, gains};
use chrono::Days;

use super::{Briefing, group::vetoed};
use crate::document::Column;

impl<'a> Briefing<'a> {
    pub(super) fn measures(&mut self) {
        let framework = self.framework();
        let mut order: Vec<(usize, f64)> = (0..framework.aspects.len())
            .map(|aspect| {
                let gains = self.indicators_of(aspect).map(|at| self.gain[at]);
                (aspect, gains.sum())
            })
            .filter(|(_, points)| *points > 0.0)
            .collect();
        if order.is_empty() {
            return;
        }
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.w.heading(1, self.w.word("measures.heading"));
        let most = self.w.template.setting("measures");
        let days = self.w.template.setting("rectify_days") as u64;
        let due = self
            .input
            .dated
            .checked_add_days(Days::new(days))
            .unwrap_or(self.input.dated);
        let due = self.w.date(due);
        let said = self.w.say(
            "measures.opening",
            &[("n", &most.to_string()), ("due", &due)],
        );
        self.w.paragraph("", &[said]);
        let units_below = self.units_below();
        for (aspect, points) in order {
            let text = &framework.aspects[aspect];
            self.w.heading(2, self.w.text(&text.name));
            let mut indicators: Vec<usize> = self
                .indicators_of(aspect)
                .filter(|&at| self.gain[at] > 0.0)
                .collect();
            indicators.sort_by(|&a, &b| self.gain[b].total_cmp(&self.gain[a]).then(a.cmp(&b)));
            indicators.truncate(most);
            let names: Vec<String> = indicators
                .iter()
                .map(|&at| {
                    self.w.say(
                        "word.quoted",
                        &[("name", self.w.text(&framework.indicators[at].name))],
                    )
                })
                .collect();
            let said = self.w.say(
                "measures.aspect",
                &[
                    ("aim", self.w.text(&text.description)),
                    ("points", &self.score(points)),
                    ("indicators", &self.w.list(&names)),
                ],
            );
            self.w.paragraph("", &[said]);
            let rows: Vec<Vec<String>> = indicators
                .iter()
                .map(|&at| {
                    let indicator = &framework.indicators[at];
                    vec![
                        self.w.text(&indicator.name).to_owned(),
                        units_below[at].to_string(),
                        self.score(self.gain[at]),
                        self.owner(&indicator.owner).to_owned(),
                        due.clone(),
                    ]
                })
                .collect();
            let columns = vec![
                Column::words(self.w.word("column.measure"), 2.2),
                Column::figures(self.w.word("column.concerned"), 1.05),
                Column::figures(self.w.word("column.gain"), 0.9),
                Column::words(self.w.word("column.responsible"), 1.6),
                Column::words(self.w.word("column.by"), 1.8),
            ];
            let caption = self
                .w
                .say("measures.caption", &[("aspect", self.w.text(&text.name))]);
            let note = self.w.word("measures.note").to_owned();
            self.w.table(caption, columns, rows, note);
        }
    }

    /// Who answers for what is behind an indicator, by who holds its data.
    fn owner(&self, owner: &str) -> &'a str {
        match self.w.word(&format!("owner.{owner}")) {
            "" => self.w.word("owner.self"),
            known => known,
        }
    }

    /// How many units, of those that no veto holds down, could still gain in each indicator.
    fn units_below(&self) -> Vec<usize> {
        let mut below = vec![0; self.framework().indicators.len()];
        let units = self.card().units.iter().enumerate();
        for (row, _) in units.filter(|(_, unit)| !vetoed(unit)) {
            for gain in gains(self.framework(), self.card(), row, Target::Score(100.0)) {
                below[gain.indicator] += 1;
            }
        }
        below
    }
}
