//! General situation 总体情况: who took part and how fully, scores and grades, change, aspects.

use assessment_models::{
    Layer, Mode,
    scoring::{CellState, published},
};

use super::{
    Briefing,
    writer::{bound_percent, or_none, percent, share, signed},
};
use crate::{
    charts::{Size, heat_map, ranking},
    document::Column,
};

/// A drawing of a peer group holds at most so many units and is still read on a page.
const DRAWN: usize = 24;

impl Briefing<'_> {
    pub(super) fn general(&mut self) {
        self.w.heading(1, self.w.word("general.heading"));
        self.w.heading(2, self.w.word("general.scope_heading"));
        let scope = self.scope();
        self.w.paragraph("", &scope);
        self.w.heading(2, self.w.word("general.scores_heading"));
        self.scores();
        if self.input.before.is_some() {
            let rows = self.moved_rows();
            if !rows.is_empty() {
                self.w.heading(2, self.w.word("general.change_heading"));
                self.changes(&rows);
            }
        }
        self.w.heading(2, self.w.word("general.aspects_heading"));
        self.aspect_medians();
    }

    fn scope(&self) -> Vec<String> {
        let card = self.card();
        let groups: Vec<String> = self
            .groups
            .iter()
            .map(|g| {
                let n = g.rows.len().to_string();
                self.w
                    .say("word.group_count", &[("group", g.name), ("n", &n)])
            })
            .collect();
        let n = card.units.len();
        let mut said = vec![self.w.say(
            "general.scope",
            &[("n", &n.to_string()), ("groups", &self.w.list(&groups))],
        )];
        let least = (0..n).min_by(|&a, &b| {
            let completeness = |row: usize| card.units[row].completeness;
            completeness(a).total_cmp(&completeness(b))
        });
        if let Some(least) = least {
            let mean = card.units.iter().map(|u| u.completeness).sum::<f64>() / n as f64;
            said.push(self.w.say(
                "general.completeness",
                &[
                    ("mean", &percent(mean)),
                    ("unit", &self.name(least)),
                    ("least", &percent(card.units[least].completeness)),
                ],
            ));
        }
        let unranked: Vec<usize> = self
            .groups
            .iter()
            .flat_map(|g| g.rows[g.ranked..].iter().copied())
            .collect();
        if !unranked.is_empty() {
            let names = self
                .w
                .first(&self.names(&unranked), self.w.template.setting("named"));
            said.push(self.w.say(
                "general.unranked",
                &[
                    ("n", &unranked.len().to_string()),
                    (
                        "least",
                        &bound_percent(self.framework().scoring.min_completeness),
                    ),
                    ("names", &names),
                ],
            ));
        }
        let missing = card
            .states
            .iter()
            .filter(|s| **s == CellState::Missing)
            .count();
        if missing > 0 {
            let key = match card.mode {
                Mode::Official => "general.missing_official",
                Mode::Provisional => "general.missing_provisional",
            };
            said.push(self.w.say(key, &[("n", &missing.to_string())]));
        }
        said.push(self.verified());
        said
    }

    /// How many of the reported values have been verified.
    fn verified(&self) -> String {
        let of = |layer: Layer| {
            let observations = &self.input.data.observations;
            let cells = observations
                .iter()
                .filter(move |o| o.layer == layer && o.answer.is_given());
            cells
                .map(|o| (&o.unit, &o.indicator))
                .collect::<std::collections::BTreeSet<_>>()
        };
        let (reported, verified) = (of(Layer::SelfReported), of(Layer::Verified));
        let both = reported.intersection(&verified).count();
        if reported.is_empty() {
            return String::new();
        }
        self.w.say(
            "general.verified",
            &[
                ("reported", &reported.len().to_string()),
                ("verified", &both.to_string()),
                ("share", &share(both, reported.len())),
            ],
        )
    }

    fn scores(&mut self) {
        let mut columns = vec![
            Column::words(self.w.word("column.group"), 1.9),
            Column::figures(self.w.word("column.units"), 1.05),
            Column::figures(self.w.word("column.ranked"), 1.3),
            Column::figures(self.w.word("column.median"), 1.05),
            Column::figures(self.w.word("column.highest"), 0.95),
            Column::figures(self.w.word("column.lowest"), 0.95),
        ];
        let grades = &self.framework().grades;
        columns.extend(
            grades
                .iter()
                .map(|g| Column::figures(self.w.text(&g.name), 1.05)),
        );
        let rows: Vec<Vec<String>> = self
            .groups
            .iter()
            .map(|group| {
                let ranked = group.ranked_rows();
                let total = |row: Option<&usize>| {
                    or_none(
                        row.and_then(|&r| self.card().units[r].total)
                            .map(|t| self.score(t)),
                    )
                };
                let mut row = vec![
                    group.name.to_owned(),
                    group.rows.len().to_string(),
                    group.ranked.to_string(),
                    or_none(group.medians.total.map(|m| self.score(m))),
                    total(ranked.first()),
                    total(ranked.last()),
                ];
                row.extend((0..grades.len()).map(|grade| {
                    let has = |r: &&usize| self.card().units[**r].grade == Some(grade);
                    ranked.iter().filter(has).count().to_string()
                }));
                row
            })
            .collect();
        let said = self.w.word("general.apart").to_owned();
        self.w.paragraph("", &[said]);
        let caption = self.w.word("general.scores_caption").to_owned();
        let note = self.w.word("general.scores_note").to_owned();
        self.w.table(caption, columns, rows, note);
        self.drawn("figure.ranking", |briefing, id| {
            let style = crate::ChartStyle {
                size: Size::Small,
                ..briefing.style()
            };
            ranking(
                briefing.framework(),
                &briefing.input.data.units,
                briefing.card(),
                id,
                None,
                &style,
            )
        });
    }

    /// Draws the largest peer group that still reads on a page.
    fn drawn(&mut self, caption: &str, draw: impl Fn(&Self, &str) -> crate::Chart) {
        let group = self
            .groups
            .iter()
            .filter(|g| (2..=DRAWN).contains(&g.ranked))
            .max_by_key(|g| g.ranked)
            .map(|g| (g.id, g.name));
        if let Some((id, name)) = group {
            let chart = draw(self, id);
            let caption = self.w.say(caption, &[("group", name)]);
            self.w.figure(chart, caption);
        }
    }

    /// Rows with a total in both rounds, by how far they moved, the largest rise first.
    fn moved_rows(&self) -> Vec<(usize, f64)> {
        let mut rows: Vec<(usize, f64)> = (0..self.then.len())
            .filter_map(|row| Some((row, self.moved(row)?)))
            .collect();
        rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        rows
    }

    fn changes(&mut self, rows: &[(usize, f64)]) {
        let round = self.before_name().unwrap_or_default();
        let decimals = self.decimals();
        let still = |v: f64| published(v, decimals);
        let up = rows.iter().filter(|r| still(r.1) > 0.0).count();
        let down = rows.iter().filter(|r| still(r.1) < 0.0).count();
        let same = rows.len() - up - down;
        let (n, up, down) = (rows.len().to_string(), up.to_string(), down.to_string());
        let values = [("round", round), ("n", &*n), ("up", &*up), ("down", &*down)];
        let mut said = vec![match same {
            0 => self.w.say("general.moved_all", &values),
            _ => {
                let same = same.to_string();
                let values: Vec<_> = values.into_iter().chain([("same", &*same)]).collect();
                self.w.say("general.moved", &values)
            }
        }];
        if self.input.before.is_some_and(|before| before.restated) {
            said.push(self.w.word("general.restated").to_owned());
        }
        let (better, worse) = self.regraded();
        for (key, rows) in [
            ("general.regraded_up", better),
            ("general.regraded_down", worse),
        ] {
            if !rows.is_empty() {
                let names = self
                    .w
                    .first(&self.names(&rows), self.w.template.setting("named"));
                said.push(
                    self.w
                        .say(key, &[("n", &rows.len().to_string()), ("names", &names)]),
                );
            }
        }
        self.w.paragraph("", &said);
        let most = self.w.template.setting("listed");
        let risen = rows.iter().take(most).filter(|r| still(r.1) > 0.0);
        let fallen = rows.iter().rev().take(most).filter(|r| still(r.1) < 0.0);
        let shown: Vec<Vec<String>> = risen
            .chain(fallen)
            .map(|&(row, moved)| {
                let unit = &self.card().units[row];
                let group = self.groups.iter().find(|g| g.id == unit.peer_group);
                vec![
                    self.name(row),
                    group.map_or_else(String::new, |g| g.name.to_owned()),
                    or_none(self.total_then(row).map(|t| self.score(t))),
                    or_none(unit.total.map(|t| self.score(t))),
                    signed(moved, decimals),
                ]
            })
            .collect();
        if shown.is_empty() {
            return;
        }
        let columns = vec![
            Column::words(self.w.word("column.unit"), 2.6),
            Column::words(self.w.word("column.group"), 1.6),
            Column::figures(self.w.word("column.then"), 1.0),
            Column::figures(self.w.word("column.now"), 1.0),
            Column::figures(self.w.word("column.change"), 1.0),
        ];
        let caption = self
            .w
            .say("general.change_caption", &[("n", &most.to_string())]);
        let note = self.w.say("general.change_note", &[("round", round)]);
        self.w.table(caption, columns, shown, note);
    }

    fn aspect_medians(&mut self) {
        let aspects = &self.framework().aspects;
        let mut said = Vec::new();
        for group in &self.groups {
            let scored: Vec<(usize, f64)> = group
                .medians
                .aspects
                .iter()
                .enumerate()
                .filter_map(|(at, m)| Some((at, (*m)?)))
                .collect();
            let best = scored
                .iter()
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let worst = scored
                .iter()
                .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            if let (Some(best), Some(worst)) = (best, worst)
                && best.0 != worst.0
            {
                said.push(self.w.say(
                    "general.aspects_group",
                    &[
                        ("group", group.name),
                        ("best", self.w.text(&aspects[best.0].name)),
                        ("high", &self.score(best.1)),
                        ("worst", self.w.text(&aspects[worst.0].name)),
                        ("low", &self.score(worst.1)),
                    ],
                ));
            }
        }
        self.w.paragraph("", &said);
        let mut columns = vec![Column::words(self.w.word("column.aspect"), 1.8)];
        columns.push(Column::figures(self.w.word("column.weight"), 0.8));
        for group in &self.groups {
            columns.push(Column::figures(group.name, 1.2));
        }
        let rows = aspects.iter().enumerate().map(|(at, aspect)| {
            let mut row = vec![self.w.text(&aspect.name).to_owned(), percent(aspect.weight)];
            let medians = self.groups.iter().map(|g| g.medians.aspects[at]);
            row.extend(medians.map(|m| or_none(m.map(|m| self.score(m)))));
            row
        });
        let rows = rows.collect();
        let caption = self.w.word("general.aspects_caption").to_owned();
        let note = self.w.word("general.scores_note").to_owned();
        self.w.table(caption, columns, rows, note);
        self.drawn("figure.aspects", |briefing, id| {
            let style = crate::ChartStyle {
                size: Size::Small,
                ..briefing.style()
            };
            heat_map(
                briefing.framework(),
                &briefing.input.data.units,
                briefing.card(),
                id,
                &style,
            )
        });
    }
}
