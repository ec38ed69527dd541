//! Diagnoses: technology covering for management, security and development, four parties, means.

use assessment_models::{
    diagnosis::{Quadrant, by_means, coverings, development, parties},
    framework::Means,
    scoring::published_text,
    stats,
    survey::Party,
};

use super::{
    Briefing,
    writer::{or_none, percent, rank},
};
use crate::document::Column;

impl<'a> Briefing<'a> {
    pub(super) fn diagnoses(&mut self) {
        self.w.heading(1, self.w.word("diagnoses.heading"));
        self.coverings();
        self.development();
        self.parties();
        self.means();
    }

    pub(super) fn means_name(&self, means: Means) -> &'a str {
        self.w.word(match means {
            Means::Legal => "means.legal",
            Means::Administrative => "means.administrative",
            Means::Technical => "means.technical",
            Means::Social => "means.social",
            Means::Outcome => "means.outcome",
        })
    }

    fn coverings(&mut self) {
        let framework = self.framework();
        let found = coverings(framework, self.card());
        for (at, rule) in framework.diagnosis.coverings.iter().enumerate() {
            let measured: Vec<(usize, f64, &_)> = found
                .iter()
                .filter(|c| c.covering == at && rank(&self.card().units[c.unit]).is_some())
                .filter_map(|c| Some((c.unit, c.gap?, c)))
                .collect();
            if measured.is_empty() {
                continue;
            }
            let (over, under) = (self.means_name(rule.over), self.means_name(rule.under));
            self.w.heading(
                2,
                &self.w.say(
                    "diagnoses.covering_heading",
                    &[("over", over), ("under", under)],
                ),
            );
            let mut named: Vec<_> = measured
                .iter()
                .filter(|(_, _, c)| c.named)
                .copied()
                .collect();
            named.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let (n, all) = (named.len().to_string(), measured.len().to_string());
            let threshold = published_text(rule.threshold, 0);
            let key = if named.is_empty() {
                "diagnoses.covering_none"
            } else {
                "diagnoses.covering"
            };
            let said = self.w.say(
                key,
                &[
                    ("over", over),
                    ("under", under),
                    ("threshold", &threshold),
                    ("n", &n),
                    ("all", &all),
                ],
            );
            self.w.paragraph("", &[said]);
            if named.is_empty() {
                continue;
            }
            let most = self.w.template.setting("listed");
            let rows = named.iter().take(most).map(|(unit, gap, c)| {
                let beside = c
                    .beside
                    .iter()
                    .map(|b| or_none(b.score.map(|s| self.score(s))));
                let mut row = vec![
                    self.name(*unit),
                    or_none(c.over.score.map(|s| self.score(s))),
                    or_none(c.under.score.map(|s| self.score(s))),
                    self.score(*gap),
                ];
                row.extend(beside);
                row
            });
            let rows = rows.collect();
            let mut columns = vec![
                Column::words(self.w.word("column.unit"), 2.6),
                Column::figures(over, 1.0),
                Column::figures(under, 1.0),
                Column::figures(self.w.word("column.gap"), 0.9),
            ];
            let beside = rule
                .beside
                .iter()
                .filter_map(|id| framework.indicator_index(id));
            columns.extend(
                beside.map(|at| Column::figures(self.w.text(&framework.indicators[at].name), 1.2)),
            );
            let caption = self.w.say(
                "diagnoses.covering_caption",
                &[("over", over), ("under", under)],
            );
            let note = if named.len() > most {
                let values = [("most", &*most.to_string()), ("n", &*n)];
                self.w.say("diagnoses.covering_note", &values)
            } else {
                String::new()
            };
            self.w.table(caption, columns, rows, note);
        }
    }

    fn development(&mut self) {
        let Some(index) = self.input.development else {
            return;
        };
        let mut said = Vec::new();
        for group in &self.groups {
            let found = development(self.card(), group.id, index);
            if found.places.len() < 2 {
                continue;
            }
            let of = |quadrant: Quadrant| {
                let rows: Vec<usize> = found
                    .places
                    .iter()
                    .filter(|p| p.quadrant == quadrant)
                    .map(|p| p.unit)
                    .collect();
                let names = self
                    .w
                    .first(&self.names(&rows), self.w.template.setting("named"));
                (rows.len().to_string(), names)
            };
            let (both, neither) = (of(Quadrant::Both), of(Quadrant::Neither));
            let (security, behind) = (of(Quadrant::SecurityAhead), of(Quadrant::DevelopmentAhead));
            said.push(self.w.say(
                "diagnoses.development",
                &[
                    ("group", group.name),
                    ("n", &found.places.len().to_string()),
                    ("both", &both.0),
                    ("security", &security.0),
                    ("development", &behind.0),
                    ("neither", &neither.0),
                ],
            ));
            if behind.0 != "0" {
                let values = [("n", &*behind.0), ("names", &*behind.1)];
                said.push(self.w.say("diagnoses.development_behind", &values));
            }
            if let Some(r) = found.correlation {
                said.push(
                    self.w
                        .say("diagnoses.development_r", &[("r", &published_text(r, 2))]),
                );
            }
        }
        if !said.is_empty() {
            self.w
                .heading(2, self.w.word("diagnoses.development_heading"));
            self.w.paragraph("", &said);
        }
    }

    fn parties(&mut self) {
        let card = self.card();
        let ranked: Vec<usize> = (0..card.units.len())
            .filter(|&row| rank(&card.units[row]).is_some())
            .collect();
        let found: Vec<_> = ranked
            .iter()
            .map(|&row| parties(self.framework(), card, row))
            .collect();
        let (mut rows, mut weak) = (Vec::new(), Vec::new());
        for party in [
            Party::Government,
            Party::Enterprise,
            Party::SocialOrg,
            Party::Citizen,
        ] {
            let of = found
                .iter()
                .filter_map(|p| p.parties.iter().find(|p| p.group.key == party));
            let scores: Vec<f64> = of.filter_map(|p| p.group.score).collect();
            let weakest = found.iter().filter(|p| p.weakest == Some(party)).count();
            weak.push((party, weakest));
            let missing = found.iter().filter(|p| p.missing.contains(&party)).count();
            if !scores.is_empty() || missing > 0 {
                rows.push(vec![
                    self.party_name(party).to_owned(),
                    scores.len().to_string(),
                    or_none(stats::median(&scores).map(|m| self.score(m))),
                    weakest.to_string(),
                    missing.to_string(),
                ]);
            }
        }
        if rows.is_empty() {
            return;
        }
        self.w.heading(2, self.w.word("diagnoses.parties_heading"));
        let evenness: Vec<f64> = found.iter().filter_map(|p| p.evenness).collect();
        let mut said = Vec::new();
        if let Some(median) = stats::median(&evenness) {
            let values = [
                ("n", &*evenness.len().to_string()),
                ("evenness", &*published_text(median, 3)),
            ];
            said.push(self.w.say("diagnoses.parties", &values));
            if let Some((party, n)) = most_often(&weak) {
                let (party, n) = (self.party_name(party), n.to_string());
                let values = [("party", party), ("n", &*n)];
                said.push(self.w.say("diagnoses.parties_weakest", &values));
            }
        } else {
            said.push(self.w.word("diagnoses.parties_one").to_owned());
        }
        self.w.paragraph("", &said);
        let columns = vec![
            Column::words(self.w.word("column.party"), 1.6),
            Column::figures(self.w.word("column.units"), 1.0),
            Column::figures(self.w.word("column.median"), 1.0),
            Column::figures(self.w.word("column.weakest"), 1.2),
            Column::figures(self.w.word("column.absent"), 1.2),
        ];
        let caption = self.w.word("diagnoses.parties_caption").to_owned();
        let note = self.w.word("diagnoses.parties_note").to_owned();
        self.w.table(caption, columns, rows, note);
    }

    fn means(&mut self) {
        let card = self.card();
        let ranked: Vec<usize> = (0..card.units.len())
            .filter(|&row| rank(&card.units[row]).is_some())
            .collect();
        let all: Vec<_> = ranked
            .iter()
            .map(|&row| by_means(self.framework(), card, row))
            .collect();
        let Some(kinds) = all.first() else {
            return;
        };
        let mut rows = Vec::new();
        let mut medians: Vec<(Means, f64)> = Vec::new();
        for (at, kind) in kinds.iter().enumerate() {
            let scores: Vec<f64> = all.iter().filter_map(|m| m[at].score).collect();
            let share = all.iter().map(|m| m[at].share).sum::<f64>() / all.len() as f64;
            let Some(median) = stats::median(&scores) else {
                continue;
            };
            if kind.key != Means::Outcome {
                medians.push((kind.key, median));
            }
            rows.push(vec![
                self.means_name(kind.key).to_owned(),
                scores.len().to_string(),
                percent(share),
                self.score(median),
            ]);
        }
        if rows.is_empty() {
            return;
        }
        self.w.heading(2, self.w.word("diagnoses.means_heading"));
        let best = medians.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let worst = medians.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(best), Some(worst)) = (best, worst)
            && best.0 != worst.0
        {
            let said = self.w.say(
                "diagnoses.means",
                &[
                    ("best", self.means_name(best.0)),
                    ("high", &self.score(best.1)),
                    ("worst", self.means_name(worst.0)),
                    ("low", &self.score(worst.1)),
                ],
            );
            self.w.paragraph("", &[said]);
        }
        let columns = vec![
            Column::words(self.w.word("column.means"), 1.6),
            Column::figures(self.w.word("column.units"), 1.0),
            Column::figures(self.w.word("column.mean_share"), 1.2),
            Column::figures(self.w.word("column.median"), 1.0),
        ];
        let caption = self.w.word("diagnoses.means_caption").to_owned();
        let note = self.w.word("diagnoses.means_note").to_owned();
        self.w.table(caption, columns, rows, note);
    }
}

/// The party with the greatest count, where no other has as many.
fn most_often(counts: &[(Party, usize)]) -> Option<(Party, usize)> {
    let most = counts.iter().map(|(_, n)| *n).max().filter(|n| *n > 0)?;
    let mut first = counts.iter().filter(|(_, n)| *n == most);
    let found = first.next().copied();
    found.filter(|_| first.next().is_none())
}
