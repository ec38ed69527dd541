//! Incidents whose register says of no report when it was made, by unit and class.

use std::collections::BTreeSet;

use assessment_models::{Record, UnitCode, Value, incident};
use chrono::NaiveDateTime;

use super::{Briefing, incidents::registered, writer::unit_name};
use crate::document::Column;

/// A report that was due and has no moment at which it was made.
struct Unreported<'d> {
    record: &'d Record,
    /// Position among the framework's deadlines.
    deadline: usize,
    due_at: NaiveDateTime,
    /// As the record states it, else as the thresholds make it; 1 is worst.
    level: Option<u8>,
}

impl Briefing<'_> {
    /// What was due and has no moment, the worst incidents and the earliest moments first.
    fn unreported(&self) -> Vec<Unreported<'_>> {
        let framework = self.framework();
        let register = framework.incident.as_ref().and_then(|settings| {
            let register = framework.register(&settings.register)?;
            Some((settings, register))
        });
        let Some((settings, register)) = register else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for record in registered(self.input.data, register) {
            let assessed = incident::assess(framework, &record.fields);
            let stated = record.get(&settings.level_field).and_then(Value::as_number);
            let level = framework.grading.iter().map(|threshold| threshold.level);
            let stated = level
                .chain(assessed.level)
                .find(|level| Some(f64::from(*level)) == stated);
            let open = assessed
                .deadlines
                .iter()
                .filter(|due| due.done_at.is_none());
            found.extend(open.filter_map(|due| {
                Some(Unreported {
                    record,
                    deadline: due.deadline,
                    due_at: due.due_at?,
                    level: stated.or(assessed.level),
                })
            }));
        }
        found.sort_by(|a, b| {
            let place = |it: &Unreported<'_>| (it.level.unwrap_or(u8::MAX), it.due_at);
            let key = |it: &Unreported<'_>| (it.record.key.clone(), it.deadline);
            place(a).cmp(&place(b)).then_with(|| key(a).cmp(&key(b)))
        });
        found
    }

    /// How many incidents of which units have a report without a moment.
    pub(super) fn unreported_units(&self) -> String {
        let found = self.unreported();
        let incidents: BTreeSet<&str> = found.iter().map(|it| &*it.record.key).collect();
        let units: BTreeSet<&UnitCode> = found.iter().map(|it| &it.record.unit).collect();
        if incidents.is_empty() {
            return String::new();
        }
        let called = |code: &&UnitCode| self.called(code);
        let names: Vec<String> = units.iter().map(called).collect();
        let values = [
            ("n", &*found.len().to_string()),
            ("incidents", &*incidents.len().to_string()),
            ("units", &*units.len().to_string()),
            (
                "names",
                &*self.w.first(&names, self.w.template.setting("listed")),
            ),
        ];
        self.w.say("incidents.unreported", &values)
    }

    fn called(&self, code: &UnitCode) -> String {
        unit_name(&self.input.data.units, code, self.w.lang()).to_owned()
    }

    /// Each of them with its unit, class and level, what was due, and when.
    pub(super) fn unreported_table(&mut self) {
        let framework = self.framework();
        let found = self.unreported();
        let class_field = framework.incident.as_ref().map(|s| s.class_field.as_str());
        let most = self.w.template.setting("listed");
        let rows: Vec<Vec<String>> = found
            .iter()
            .take(most)
            .map(|it| {
                let class = class_field.and_then(|field| it.record.get(field)?.as_text());
                let graded = framework.grading.iter();
                let level = it.level.and_then(|level| {
                    let mut named = graded.filter(|threshold| threshold.level == level);
                    Some(self.w.text(&named.next()?.level_name).to_owned())
                });
                vec![
                    self.called(&it.record.unit),
                    self.class_name(class.unwrap_or_default()),
                    super::writer::or_none(level),
                    self.w
                        .text(&framework.deadlines[it.deadline].what)
                        .to_owned(),
                    self.w.moment(it.due_at),
                ]
            })
            .collect();
        if rows.is_empty() {
            return;
        }
        let note = if rows.len() < found.len() {
            let values = [
                ("n", &*found.len().to_string()),
                ("most", &*rows.len().to_string()),
            ];
            self.w.say("incidents.unreported_note", &values)
        } else {
            String::new()
        };
        let columns = vec![
            Column::words(self.w.word("column.unit"), 1.6),
            Column::words(self.w.word("column.class"), 1.4),
            Column::short(self.w.word("column.level"), 0.8),
            Column::words(self.w.word("column.report"), 1.8),
            Column::words(self.w.word("column.due_at"), 1.6),
        ];
        let caption = self.w.word("incidents.unreported_caption").to_owned();
        self.w.table(caption, columns, rows, note);
    }
}
