//! Each aspect: what is good, what falls short, who.

use assessment_models::scoring::published;

use super::{
    Briefing,
    group::Group,
    writer::{best_first, percent},
};

/// Groups smaller than this have no first and last to be named apart.
const ENOUGH: usize = 6;

impl Briefing<'_> {
    pub(super) fn aspects(&mut self) {
        self.w.heading(1, self.w.word("aspects.heading"));
        for at in 0..self.framework().aspects.len() {
            self.aspect(at);
        }
    }

    fn aspect(&mut self, at: usize) {
        let aspect = &self.framework().aspects[at];
        self.w.heading(2, self.w.text(&aspect.name));
        let medians: Vec<String> = self
            .groups
            .iter()
            .filter_map(|group| self.aspect_median(group, at))
            .collect();
        if medians.is_empty() {
            let said = self.w.word("aspects.nothing").to_owned();
            self.w.paragraph("", &[said]);
            return;
        }
        let weight = percent(aspect.weight);
        let median = self.w.say(
            "aspects.median",
            &[
                ("weight", &weight),
                ("groups", &medians.join(self.w.word("word.between_clauses"))),
            ],
        );
        self.w.paragraph("", &[median]);
        let (good, short) = self.objectives(at);
        self.w.paragraph(self.w.word("aspects.good_lead"), &good);
        let mut short = short;
        short.extend(self.costly(at));
        self.w.paragraph(self.w.word("aspects.short_lead"), &short);
        let who = self.who(at);
        self.w.paragraph(self.w.word("aspects.who_lead"), &who);
    }

    fn aspect_median(&self, group: &Group<'_>, aspect: usize) -> Option<String> {
        let median = group.medians.aspects[aspect]?;
        let then = group
            .before
            .as_ref()
            .and_then(|before| *before.aspects.get(aspect)?);
        let shown = |v: f64| published(v, self.decimals());
        let values = [("group", group.name), ("median", &*self.score(median))];
        Some(match then {
            None => self.w.say("aspects.group", &values),
            Some(then) => {
                let change = self.w.change(shown(median) - shown(then), self.decimals());
                let mut values = values.to_vec();
                values.push(("change", &change));
                self.w.say("aspects.group_changed", &values)
            }
        })
    }

    /// Mean score of each objective of an aspect over the units that have one, best first.
    fn objective_means(&self, aspect: usize) -> Vec<(usize, f64, usize)> {
        let card = self.card();
        let mut means: Vec<(usize, f64, usize)> = self
            .framework()
            .objectives_of(aspect)
            .filter_map(|(at, _)| {
                let scores: Vec<f64> = (0..card.units.len())
                    .filter_map(|row| card.objectives.get(row, at))
                    .collect();
                let n = scores.len();
                (n > 0).then(|| (at, scores.iter().sum::<f64>() / n as f64, n))
            })
            .collect();
        means.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        means
    }

    fn objectives(&self, aspect: usize) -> (Vec<String>, Vec<String>) {
        let means = self.objective_means(aspect);
        let say = |key: &str, (at, mean, n): (usize, f64, usize)| {
            let objective = &self.framework().objectives[at];
            self.w.say(
                key,
                &[
                    ("objective", self.w.text(&objective.name)),
                    ("mean", &self.score(mean)),
                    ("n", &n.to_string()),
                ],
            )
        };
        match means.as_slice() {
            [] => (Vec::new(), Vec::new()),
            [only] => (vec![say("aspects.only", *only)], Vec::new()),
            [best, .., worst] => {
                let mut good = vec![say("aspects.good", *best)];
                good.push(self.full_marks(aspect));
                (good, vec![say("aspects.short", *worst)])
            }
        }
    }

    /// The indicator with the most units at full score.
    fn full_marks(&self, aspect: usize) -> String {
        let card = self.card();
        let full = self.indicators_of(aspect).map(|at| {
            let scores = (0..card.units.len()).filter_map(|row| card.indicators.get(row, at));
            let shown: Vec<f64> = scores.map(|s| published(s, self.decimals())).collect();
            (
                at,
                shown.iter().filter(|s| **s >= 100.0).count(),
                shown.len(),
            )
        });
        let most = full
            .filter(|(_, full, _)| *full > 0)
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        most.map_or_else(String::new, |(at, full, n)| {
            let name = self.w.text(&self.framework().indicators[at].name);
            let (full, n) = (full.to_string(), n.to_string());
            self.w.say(
                "aspects.full",
                &[("indicator", name), ("full", &full), ("n", &n)],
            )
        })
    }

    /// The indicators that cost most points.
    fn costly(&self, aspect: usize) -> Option<String> {
        let mut costs: Vec<usize> = self
            .indicators_of(aspect)
            .filter(|&at| self.lost[at] > 0.0)
            .collect();
        costs.sort_by(|&a, &b| self.lost[b].total_cmp(&self.lost[a]).then(a.cmp(&b)));
        costs.truncate(self.w.template.setting("indicators"));
        let named: Vec<String> = costs
            .iter()
            .map(|&at| {
                let name = self.w.text(&self.framework().indicators[at].name);
                self.w.say(
                    "aspects.cost",
                    &[("indicator", name), ("points", &self.score(self.lost[at]))],
                )
            })
            .collect();
        (!named.is_empty()).then(|| {
            self.w
                .say("aspects.costly", &[("indicators", &self.w.list(&named))])
        })
    }

    /// First and last of each group in an aspect.
    fn who(&self, aspect: usize) -> Vec<String> {
        let card = self.card();
        let most = self.w.template.setting("units");
        let mut said = Vec::new();
        for group in &self.groups {
            let mut scored: Vec<(usize, f64)> = best_first(card, group.id)
                .into_iter()
                .take(group.ranked)
                .filter_map(|row| {
                    Some((
                        row,
                        published(card.aspects.get(row, aspect)?, self.decimals()),
                    ))
                })
                .collect();
            if scored.len() < ENOUGH.max(2 * most) {
                continue;
            }
            scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let named = |rows: &[(usize, f64)]| {
                let each = rows.iter().map(|&(row, score)| {
                    let (unit, score) = (self.name(row), self.score(score));
                    self.w
                        .say("word.unit_score", &[("unit", &unit), ("score", &score)])
                });
                self.w.list(&each.collect::<Vec<_>>())
            };
            let (first, last) = (&scored[..most], &scored[scored.len() - most..]);
            let last: Vec<(usize, f64)> = last.iter().rev().copied().collect();
            said.push(self.w.say(
                "aspects.who",
                &[
                    ("group", group.name),
                    ("first", &named(first)),
                    ("last", &named(&last)),
                ],
            ));
        }
        said
    }
}
