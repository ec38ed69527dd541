//! Method and limits: how the scores came about, and what they cannot say.

use std::collections::BTreeMap;

use assessment_models::{
    Mode,
    scoring::{LayerChoice, published_text},
};

use super::{Briefing, writer::percent};
use crate::snapshot::digest;

/// Characters of the data's digest that a reader compares.
const SHOWN: usize = 16;

impl Briefing<'_> {
    pub(super) fn method(&mut self) {
        self.w.heading(1, self.w.word("method.heading"));
        self.w.heading(2, self.w.word("method.method_heading"));
        let framework = self.framework();
        let settings = &framework.scoring;
        let grades: Vec<String> = framework
            .grades
            .iter()
            .map(|g| {
                let lower = published_text(g.lower, 0);
                self.w.say(
                    "method.grade",
                    &[("grade", self.w.text(&g.name)), ("lower", &lower)],
                )
            })
            .collect();
        let layer = match self.card().layer {
            LayerChoice::SelfReported => "method.layer_self",
            LayerChoice::Verified => "method.layer_verified",
            LayerChoice::Final => "method.layer_final",
        };
        let mode = match self.card().mode {
            Mode::Official => "method.mode_official",
            Mode::Provisional => "method.mode_provisional",
        };
        let mut said = vec![
            self.w.say(
                "method.tree",
                &[
                    ("aspects", &framework.aspects.len().to_string()),
                    ("objectives", &framework.objectives.len().to_string()),
                    ("indicators", &framework.indicators.len().to_string()),
                ],
            ),
            self.w.word(layer).to_owned(),
            self.w.word(mode).to_owned(),
            self.w
                .say("method.grades", &[("grades", &self.w.list(&grades))]),
            self.w.say(
                "method.ranks",
                &[("decimals", &settings.decimals.to_string())],
            ),
        ];
        if let Ok(digest) = digest(self.input.data) {
            let shown = &digest[..SHOWN.min(digest.len())];
            said.push(self.w.say("method.snapshot", &[("digest", shown)]));
        }
        self.w.paragraph("", &said);
        let limits = self.limits();
        if !limits.is_empty() {
            self.w.heading(2, self.w.word("method.limits_heading"));
            self.w.paragraph("", &limits);
        }
    }

    fn limits(&self) -> Vec<String> {
        let framework = self.framework();
        let mut said = Vec::new();
        if self.input.synthetic {
            said.push(self.w.word("method.synthetic").to_owned());
        }
        if self.card().mode == Mode::Provisional {
            said.push(self.w.word("method.provisional").to_owned());
        }
        let proposed = framework
            .indicators
            .iter()
            .filter(|i| i.scale_status.0.contains("proposed"))
            .count();
        if proposed > 0 {
            let values = [
                ("n", &*proposed.to_string()),
                ("all", &*framework.indicators.len().to_string()),
            ];
            said.push(self.w.say("method.proposed", &values));
        }
        if self.input.data.responses.is_empty() && !framework.questions.is_empty() {
            said.push(self.w.word("method.no_survey").to_owned());
        } else {
            let small = self.small_samples();
            if small > 0 {
                let least = framework.diagnosis.survey.min_n.to_string();
                said.push(self.w.say(
                    "method.small",
                    &[("n", &small.to_string()), ("least", &least)],
                ));
            }
        }
        if self.input.development.is_none() {
            said.push(self.w.word("method.no_development").to_owned());
        }
        let small: Vec<String> = self
            .groups
            .iter()
            .filter(|g| g.ranked < self.w.template.setting("small_group"))
            .map(|g| {
                let n = g.ranked.to_string();
                self.w
                    .say("word.group_count", &[("group", g.name), ("n", &n)])
            })
            .collect();
        if !small.is_empty() {
            said.push(
                self.w
                    .say("method.small_groups", &[("groups", &self.w.list(&small))]),
            );
        }
        let least = self
            .card()
            .units
            .iter()
            .map(|u| u.completeness)
            .min_by(f64::total_cmp);
        if let Some(least) = least.filter(|l| *l < 1.0) {
            said.push(
                self.w
                    .say("method.incomplete", &[("least", &percent(least))]),
            );
        }
        said.retain(|s| !s.is_empty());
        said
    }

    /// Units of which too few questionnaires speak, of those of which any does.
    fn small_samples(&self) -> usize {
        let least = self.framework().diagnosis.survey.min_n;
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for unit in self
            .input
            .data
            .responses
            .iter()
            .filter_map(|r| r.unit.as_ref())
        {
            *counts.entry(unit).or_default() += 1;
        }
        counts.values().filter(|n| **n < least).count()
    }
}
