//! The first page: who stands where, what changed, what to decide.

use assessment_models::diagnosis::{CoveringFound, coverings};

use super::{
    Briefing,
    group::Group,
    writer::{rank, share},
};

impl Briefing<'_> {
    pub(super) fn summary(&mut self) {
        let round = &self.input.data.round;
        let framework = self.framework();
        let opening = self.w.say(
            "document.opening",
            &[
                ("framework", self.w.text(&framework.name)),
                ("version", &framework.version),
                ("n", &self.card().units.len().to_string()),
                ("round", self.w.text(&round.name)),
                ("from", &self.w.date(round.period_start)),
                ("to", &self.w.date(round.period_end)),
            ],
        );
        self.w.paragraph("", &[opening]);
        let standing: Vec<String> = self.groups.iter().map(|g| self.standing(g)).collect();
        self.w
            .paragraph(self.w.word("summary.standing_lead"), &standing);
        let changed = self.changed();
        self.w
            .paragraph(self.w.word("summary.changed_lead"), &changed);
        let decide = self.to_decide();
        self.w
            .paragraph(self.w.word("summary.decide_lead"), &decide);
    }

    /// How many units of a group have each grade.
    pub(super) fn grade_counts(&self, rows: &[usize]) -> String {
        let grades = self.framework().grades.iter().enumerate();
        let counts: Vec<String> = grades
            .map(|(at, grade)| {
                let n = rows
                    .iter()
                    .filter(|&&r| self.card().units[r].grade == Some(at))
                    .count();
                (n, self.w.text(&grade.name))
            })
            .filter(|(n, _)| *n > 0)
            .map(|(n, grade)| {
                self.w.say(
                    "word.grade_count",
                    &[("grade", grade), ("n", &n.to_string())],
                )
            })
            .collect();
        self.w.list(&counts)
    }

    fn standing(&self, group: &Group<'_>) -> String {
        let rows = group.ranked_rows();
        let n = rows.len().to_string();
        let (Some(&first), Some(&last), Some(median)) =
            (rows.first(), rows.last(), group.medians.total)
        else {
            let all = group.rows.len().to_string();
            return self
                .w
                .say("summary.group_none", &[("group", group.name), ("n", &all)]);
        };
        let total = |row: usize| self.score(self.card().units[row].total.unwrap_or_default());
        let grades = self.grade_counts(rows);
        let (high, low, median) = (total(first), total(last), self.score(median));
        let (best, worst) = (self.name(first), self.name(last));
        let key = if rows.len() == 1 {
            "summary.group_one"
        } else {
            "summary.group"
        };
        self.w.say(
            key,
            &[
                ("group", group.name),
                ("n", &n),
                ("median", &median),
                ("grades", &grades),
                ("first", &best),
                ("high", &high),
                ("last", &worst),
                ("low", &low),
            ],
        )
    }

    fn changed(&self) -> Vec<String> {
        let Some(round) = self.before_name() else {
            return vec![self.w.word("summary.no_before").to_owned()];
        };
        let shown = |v: f64| assessment_models::scoring::published(v, self.decimals());
        let medians: Vec<String> = self
            .groups
            .iter()
            .filter_map(|group| {
                let now = group.medians.total?;
                let then = group.before.as_ref()?.total?;
                let change = self.w.change(shown(now) - shown(then), self.decimals());
                Some(self.w.say(
                    "summary.changed_group",
                    &[("group", group.name), ("change", &change)],
                ))
            })
            .collect();
        let mut said = Vec::new();
        if medians.is_empty() {
            said.push(self.w.word("summary.not_comparable").to_owned());
        } else {
            let groups = medians.join(self.w.word("word.between_clauses"));
            said.push(
                self.w
                    .say("summary.changed", &[("round", round), ("groups", &groups)]),
            );
        }
        let both: Vec<(usize, f64)> = (0..self.then.len())
            .filter_map(|row| Some((row, self.moved(row)?)))
            .collect();
        if !both.is_empty() {
            let (better, worse) = self.regraded();
            said.push(self.w.say(
                "summary.regraded",
                &[
                    ("n", &both.len().to_string()),
                    ("up", &better.len().to_string()),
                    ("down", &worse.len().to_string()),
                ],
            ));
        }
        let most = both
            .iter()
            .copied()
            .filter(|m| m.1 > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let least = both
            .iter()
            .copied()
            .filter(|m| m.1 < 0.0)
            .min_by(|a, b| a.1.total_cmp(&b.1));
        for (key, moved) in [("summary.most_up", most), ("summary.most_down", least)] {
            if let Some((row, points)) = moved {
                let (unit, points) = (self.name(row), self.score(points.abs()));
                said.push(self.w.say(key, &[("unit", &unit), ("points", &points)]));
            }
        }
        said
    }

    /// Rows whose grade is better, and whose is worse, than in the round before.
    pub(super) fn regraded(&self) -> (Vec<usize>, Vec<usize>) {
        let mut moved = (Vec::new(), Vec::new());
        let Some(before) = self.input.before else {
            return moved;
        };
        for (row, then) in self.then.iter().enumerate() {
            let now = self.card().units[row].grade;
            let then = then.and_then(|then| before.scorecard.units[then].grade);
            match now.zip(then) {
                Some((now, then)) if now < then => moved.0.push(row),
                Some((now, then)) if now > then => moved.1.push(row),
                _ => {}
            }
        }
        moved
    }

    /// What the numbers ask to be decided, each with its number; the gravest first.
    fn to_decide(&self) -> Vec<String> {
        let mut items = Vec::new();
        let lowest: Vec<usize> = self.lowest_graded();
        if let Some(grade) = self
            .framework()
            .grades
            .last()
            .filter(|_| !lowest.is_empty())
        {
            let names = self
                .w
                .first(&self.names(&lowest), self.w.template.setting("named"));
            items.push(self.w.say(
                "summary.decide_lowest",
                &[
                    ("n", &lowest.len().to_string()),
                    ("grade", self.w.text(&grade.name)),
                    ("names", &names),
                ],
            ));
        }
        let overdue = self.overdue();
        if overdue > 0 {
            items.push(
                self.w
                    .say("summary.decide_overdue", &[("n", &overdue.to_string())]),
            );
        }
        if let Some((aspect, points)) = self.costliest_aspect() {
            let aspect_name = self.w.text(&self.framework().aspects[aspect].name);
            let costliest = self.costliest_of(aspect);
            items.push(
                self.w.say(
                    "summary.decide_aspect",
                    &[
                        ("aspect", aspect_name),
                        ("points", &self.score(points)),
                        (
                            "indicator",
                            costliest.map_or("", |at| {
                                self.w.text(&self.framework().indicators[at].name)
                            }),
                        ),
                    ],
                ),
            );
        }
        if let Some(total) = self.responsibility.as_ref().map(|r| &r.total) {
            let (late, ran) = (total.deadlines_late, total.deadlines);
            if late > 0 {
                items.push(self.w.say(
                    "summary.decide_late",
                    &[
                        ("ran", &ran.to_string()),
                        ("late", &late.to_string()),
                        ("share", &share(late, ran)),
                    ],
                ));
            }
            if total.not_done() > 0 {
                items.push(self.w.say(
                    "summary.decide_duty",
                    &[
                        ("duties", &total.duties.to_string()),
                        ("undone", &total.not_done().to_string()),
                    ],
                ));
            }
        }
        let found = coverings(self.framework(), self.card());
        let named = |covering: usize| {
            let ranked = |row: usize| rank(&self.card().units[row]).is_some();
            let of = |c: &&CoveringFound| c.covering == covering && c.named && ranked(c.unit);
            found.iter().filter(of).count()
        };
        // Of several coverings the one of most units, the first of equals.
        let rules = self.framework().diagnosis.coverings.iter().enumerate();
        let most = rules
            .map(|(at, rule)| (named(at), rule))
            .rev()
            .max_by_key(|(n, _)| *n);
        if let Some((n, rule)) = most.filter(|(n, _)| *n > 0) {
            items.push(self.w.say(
                "summary.decide_covering",
                &[
                    ("n", &n.to_string()),
                    ("over", self.means_name(rule.over)),
                    ("under", self.means_name(rule.under)),
                ],
            ));
        }
        items.retain(|item| !item.is_empty());
        items.truncate(4);
        let nth = [
            "word.item_one",
            "word.item_two",
            "word.item_three",
            "word.item_four",
        ];
        let many = items.len() > 1;
        let numbered: Vec<String> = items
            .iter()
            .zip(nth)
            .map(|(item, nth)| {
                if many {
                    format!("{}{item}", self.w.word(nth))
                } else {
                    item.clone()
                }
            })
            .collect();
        if numbered.is_empty() {
            return Vec::new();
        }
        let items = numbered.join(self.w.word("word.between_clauses"));
        vec![self.w.say("summary.decide", &[("items", &items)])]
    }

    /// Rows with the last grade, or none where a total has none, worst first.
    pub(super) fn lowest_graded(&self) -> Vec<usize> {
        let Some(last) = self.framework().grades.len().checked_sub(1) else {
            return Vec::new();
        };
        let units = &self.card().units;
        let mut rows: Vec<usize> = (0..units.len())
            .filter(|&row| units[row].total.is_some() && units[row].grade.is_none_or(|g| g == last))
            .collect();
        rows.sort_by(|&a, &b| {
            let total = |row: usize| units[row].total.unwrap_or_default();
            total(a).total_cmp(&total(b)).then(a.cmp(&b))
        });
        rows
    }

    /// The aspect that costs most points, with how many a unit on average.
    pub(super) fn costliest_aspect(&self) -> Option<(usize, f64)> {
        let costs = (0..self.framework().aspects.len()).map(|aspect| (aspect, self.cost(aspect)));
        costs
            .filter(|(_, points)| *points > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// Mean points that an aspect's indicators keep from totals.
    pub(super) fn cost(&self, aspect: usize) -> f64 {
        self.indicators_of(aspect).map(|at| self.lost[at]).sum()
    }

    pub(super) fn indicators_of(&self, aspect: usize) -> impl Iterator<Item = usize> {
        let framework = self.framework();
        let of = |objective: usize| framework.objectives[objective].aspect;
        (0..framework.indicators.len())
            .filter(move |&at| of(framework.indicators[at].objective) == aspect)
    }

    pub(super) fn costliest_of(&self, aspect: usize) -> Option<usize> {
        self.indicators_of(aspect)
            .filter(|&at| self.lost[at] > 0.0)
            .max_by(|&a, &b| self.lost[a].total_cmp(&self.lost[b]).then(b.cmp(&a)))
    }
}
