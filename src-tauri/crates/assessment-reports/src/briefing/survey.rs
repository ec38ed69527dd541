//! What the parties said, as far as it may be published.

use assessment_models::{
    framework::QuestionKind,
    scoring::published_text,
    survey::Party,
    survey_stats::{PublishedItem, PublishedParty, SurveyOptions, publish, survey_statistics},
};

use super::{
    Briefing,
    writer::{NONE, bound_percent, or_none, percent},
};
use crate::document::Column;

impl<'a> Briefing<'a> {
    pub(super) fn survey(&mut self) {
        let framework = self.framework();
        if self.input.data.responses.is_empty() {
            return;
        }
        let statistics = survey_statistics(framework, self.input.data, &SurveyOptions::default());
        let parties = publish(framework, &statistics);
        self.w.heading(1, self.w.word("survey.heading"));
        for party in &parties {
            let handed = self
                .input
                .data
                .responses
                .iter()
                .filter(|r| r.party == party.party)
                .count();
            if handed > 0 {
                let name = self.party_name(party.party);
                self.w.heading(2, name);
                self.party(party);
            }
        }
    }

    pub(super) fn party_name(&self, party: Party) -> &'a str {
        self.w.word(match party {
            Party::Government => "party.government",
            Party::Enterprise => "party.enterprise",
            Party::SocialOrg => "party.social",
            Party::Citizen => "party.citizen",
        })
    }

    fn party(&mut self, party: &PublishedParty) {
        let settings = &self.framework().diagnosis.survey;
        let Some(n) = party.responses else {
            let least = settings.suppress_below.to_string();
            let said = self.w.say("survey.withheld", &[("least", &least)]);
            self.w.paragraph("", &[said]);
            return;
        };
        let mut said = vec![self.w.say("survey.responses", &[("n", &n.to_string())])];
        if n < settings.min_n {
            said.push(
                self.w
                    .say("survey.small", &[("least", &settings.min_n.to_string())]),
            );
        }
        let questions = &self.framework().questions;
        let text = |item: &PublishedItem| {
            let whole = self.w.text(&questions[item.question].text).trim();
            // In a sentence the quotation has no full stop of its own.
            whole.trim_end_matches(['。', '.']).to_owned()
        };
        let likert: Vec<(&PublishedItem, f64)> = party
            .items
            .iter()
            .filter(|i| {
                matches!(questions[i.question].kind, QuestionKind::Likert { .. }) && !i.too_few
            })
            .filter_map(|item| Some((item, item.mean?.value)))
            .collect();
        let high = likert
            .iter()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.question.cmp(&a.0.question)));
        let low = likert
            .iter()
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.question.cmp(&b.0.question)));
        if let (Some(high), Some(low)) = (high, low)
            && high.0.question != low.0.question
        {
            said.push(self.w.say(
                "survey.extremes",
                &[
                    ("high", &text(high.0)),
                    ("most", &published_text(high.1, 2)),
                    ("low", &text(low.0)),
                    ("least", &published_text(low.1, 2)),
                ],
            ));
        }
        let quiz = party
            .items
            .iter()
            .filter(|i| !i.too_few)
            .filter_map(|i| Some((i, i.right?.value)));
        if let Some((item, right)) = quiz.min_by(|a, b| a.1.total_cmp(&b.1)) {
            let values = [("question", &*text(item)), ("share", &*percent(right))];
            said.push(self.w.say("survey.quiz", &values));
        }
        let weak = party
            .alphas
            .iter()
            .filter(|(_, alpha)| *alpha < settings.low_alpha)
            .count();
        if weak > 0 {
            let values = [
                ("n", &*weak.to_string()),
                ("alpha", &*settings.low_alpha.to_string()),
            ];
            said.push(self.w.say("survey.unreliable", &values));
        }
        self.w.paragraph("", &said);
        let rows: Vec<Vec<String>> = party.items.iter().filter_map(|i| self.item(i)).collect();
        if rows.is_empty() {
            return;
        }
        let columns = vec![
            Column::words(self.w.word("column.question"), 4.2),
            Column::figures(self.w.word("column.answers"), 1.0),
            Column::figures(self.w.word("column.result"), 1.0),
            Column::figures(self.w.word("column.interval"), 1.5),
        ];
        let caption = self
            .w
            .say("survey.caption", &[("party", self.party_name(party.party))]);
        let confidence = bound_percent(settings.confidence);
        let mut note = self.w.say("survey.note", &[("confidence", &confidence)]);
        if party.items.iter().any(|item| item.too_few) {
            note.push_str(self.w.word("survey.note_few"));
        }
        self.w.table(caption, columns, rows, note);
    }

    /// A row of a question that has a mean or a right answer.
    fn item(&self, item: &PublishedItem) -> Option<Vec<String>> {
        let question = &self.framework().questions[item.question];
        let (estimate, share) = match question.kind {
            QuestionKind::Likert { .. } | QuestionKind::Number { .. } => (item.mean, false),
            QuestionKind::Quiz { .. } => (item.right, true),
            _ => return None,
        };
        let shown = |v: f64| {
            if share {
                percent(v)
            } else {
                published_text(v, 2)
            }
        };
        let value = estimate.map(|e| shown(e.value));
        let interval = estimate.and_then(|e| e.interval);
        let between = interval.map(|(low, high)| format!("{}—{}", shown(low), shown(high)));
        let few = if item.too_few && value.is_some() {
            self.w.word("survey.few_mark")
        } else {
            ""
        };
        Some(vec![
            self.w.text(&question.text).to_owned(),
            item.n.map_or_else(|| NONE.to_owned(), |n| n.to_string()),
            format!("{}{few}", or_none(value)),
            or_none(between),
        ])
    }
}
