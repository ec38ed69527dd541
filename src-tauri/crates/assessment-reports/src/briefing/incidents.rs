//! Incidents by class, reporting in time, chains of responsibility.

use std::{cmp::Reverse, collections::BTreeMap};

use assessment_models::{
    Record, RoundData, Value,
    derive::in_period,
    diagnosis::Counts,
    framework::{IncidentSettings, Register},
};

use super::{
    Briefing,
    writer::{share, unit_name},
};
use crate::{
    ChartStyle,
    charts::{Size, incidents},
    document::Column,
};

/// Counts of one top-level class.
#[derive(Default)]
struct Class {
    records: usize,
    grave: usize,
    done: usize,
    late: usize,
    undone: usize,
    broken: usize,
}

impl Briefing<'_> {
    pub(super) fn incidents(&mut self) {
        let framework = self.framework();
        let Some(settings) = framework.incident.as_ref() else {
            return;
        };
        let Some(register) = framework.register(&settings.register) else {
            return;
        };
        self.w.heading(1, self.w.word("incidents.heading"));
        let records = registered(self.input.data, register);
        if records.is_empty() {
            let said = self.w.word("incidents.none").to_owned();
            self.w.paragraph("", &[said]);
            return;
        }
        self.w.heading(2, self.w.word("incidents.classes_heading"));
        self.counts(settings, register, &records);
        let Some(total) = self.responsibility.as_ref().map(|r| r.total.clone()) else {
            return;
        };
        if total.deadlines > 0 || total.duties > 0 {
            self.w
                .heading(2, self.w.word("incidents.reporting_heading"));
            self.reporting(&total);
        }
        if total.links_due.iter().any(|n| *n > 0) {
            self.w.heading(2, self.w.word("incidents.chain_heading"));
            self.chain(&total);
        }
    }

    fn top_class(&self, code: &str) -> String {
        let classes = &self.framework().incident_classes;
        let mut code = code;
        // A chain of parents is never longer than there are classes.
        for _ in 0..classes.len() {
            match classes
                .iter()
                .find(|c| c.code == code)
                .and_then(|c| c.parent.as_deref())
            {
                Some(parent) => code = parent,
                None => break,
            }
        }
        code.to_owned()
    }

    pub(super) fn class_name(&self, code: &str) -> String {
        let known = self
            .framework()
            .incident_classes
            .iter()
            .find(|c| c.code == code);
        match known {
            Some(class) => self.w.text(&class.name).to_owned(),
            None if code.is_empty() => self.w.word("incidents.no_class").to_owned(),
            None => code.to_owned(),
        }
    }

    fn counts(&mut self, settings: &IncidentSettings, register: &Register, records: &[&Record]) {
        let level = |record: &Record| record.get(&settings.level_field).and_then(Value::as_number);
        // 1 is worst.
        let grave = self.w.template.setting("grave_level") as f64;
        let mut classes: BTreeMap<String, Class> = BTreeMap::new();
        for record in records {
            let code = record
                .get(&settings.class_field)
                .and_then(Value::as_text)
                .unwrap_or_default();
            let class = classes.entry(self.top_class(code)).or_default();
            class.records += 1;
            class.grave += usize::from(level(record).is_some_and(|l| l <= grave));
        }
        for (code, counts) in self.responsibility.iter().flat_map(|r| &r.by_class) {
            if let Some(class) = classes.get_mut(&self.top_class(code)) {
                class.done += counts.done;
                class.late += counts.late;
                class.undone += counts.not_done();
                class.broken += counts.broken();
            }
        }
        let n = records.len();
        let mut said = vec![self.w.say("incidents.total", &[("n", &n.to_string())])];
        if let Some(before) = self.input.before {
            let then = registered(before.data, register).len();
            let round = self.before_name().unwrap_or_default();
            let key = match n.cmp(&then) {
                std::cmp::Ordering::Greater => "incidents.more",
                std::cmp::Ordering::Less => "incidents.fewer",
                std::cmp::Ordering::Equal => "incidents.as_many",
            };
            let values = [
                ("round", round),
                ("then", &*then.to_string()),
                ("difference", &*n.abs_diff(then).to_string()),
            ];
            said.push(self.w.say(key, &values));
        }
        said.push(self.levels(records, &level));
        let mut order: Vec<(&String, &Class)> = classes.iter().collect();
        order.sort_by(|a, b| b.1.records.cmp(&a.1.records).then(a.0.cmp(b.0)));
        let most: Vec<String> = order
            .iter()
            .take(3)
            .map(|(code, class)| {
                let (name, count) = (self.class_name(code), class.records.to_string());
                let values = [
                    ("class", &*name),
                    ("n", &*count),
                    ("share", &*share(class.records, n)),
                ];
                self.w.say("incidents.class_count", &values)
            })
            .collect();
        said.push(
            self.w
                .say("incidents.most", &[("classes", &self.w.list(&most))]),
        );
        self.w.paragraph("", &said);
        let columns = vec![
            Column::words(self.w.word("column.class"), 2.6),
            Column::figures(self.w.word("column.incidents"), 0.8),
            Column::figures(self.w.word("column.share"), 1.0),
            Column::figures(self.w.word("column.grave"), 1.0),
            Column::figures(self.w.word("column.done"), 1.0),
            Column::figures(self.w.word("column.late"), 1.0),
            Column::figures(self.w.word("column.undone"), 1.0),
            Column::figures(self.w.word("column.broken"), 1.0),
        ];
        let rows = order.iter().map(|(code, class)| {
            let mut row = vec![
                self.class_name(code),
                class.records.to_string(),
                share(class.records, n),
            ];
            let counts = [
                class.grave,
                class.done,
                class.late,
                class.undone,
                class.broken,
            ];
            row.extend(counts.map(|n| n.to_string()));
            row
        });
        let rows = rows.collect();
        let caption = self.w.word("incidents.classes_caption").to_owned();
        let note = self.w.word("incidents.classes_note").to_owned();
        self.w.table(caption, columns, rows, note);
        let style = ChartStyle {
            size: Size::Small,
            ..self.style()
        };
        let data = self.input.data;
        let chart = incidents(self.framework(), &data.records, &data.round, &style);
        let caption = self.w.word("figure.incidents").to_owned();
        self.w.figure(chart, caption);
    }

    /// How many incidents there are of each level, the worst first.
    fn levels(&self, records: &[&Record], level: &dyn Fn(&Record) -> Option<f64>) -> String {
        let mut names: BTreeMap<u8, &str> = BTreeMap::new();
        for threshold in &self.framework().grading {
            names
                .entry(threshold.level)
                .or_insert(self.w.text(&threshold.level_name));
        }
        let mut counts: Vec<String> = Vec::new();
        let mut named = 0;
        for (number, name) in names {
            let n = records
                .iter()
                .filter(|r| level(r) == Some(f64::from(number)))
                .count();
            named += n;
            if n > 0 {
                let values = [("level", name), ("n", &*n.to_string())];
                counts.push(self.w.say("incidents.level_count", &values));
            }
        }
        if named < records.len() && named > 0 {
            let n = (records.len() - named).to_string();
            counts.push(self.w.say("incidents.level_none", &[("n", &n)]));
        }
        if counts.is_empty() {
            return String::new();
        }
        self.w
            .say("incidents.levels", &[("levels", &self.w.list(&counts))])
    }

    fn reporting(&mut self, total: &Counts) {
        let mut said = Vec::new();
        if total.deadlines > 0 {
            let on_time = total
                .deadlines
                .saturating_sub(total.deadlines_late + total.deadlines_open);
            said.push(self.w.say(
                "incidents.reporting",
                &[
                    ("ran", &total.deadlines.to_string()),
                    ("in_time", &on_time.to_string()),
                    ("share", &share(on_time, total.deadlines)),
                    ("late", &total.deadlines_late.to_string()),
                    ("open", &total.deadlines_open.to_string()),
                ],
            ));
            said.push(self.unreported_units());
        }
        if total.duties > 0 {
            said.push(self.w.say(
                "incidents.duties",
                &[
                    ("duties", &total.duties.to_string()),
                    ("done", &total.done.to_string()),
                    ("share", &share(total.done, total.duties)),
                    ("late", &total.late.to_string()),
                    ("undone", &total.not_done().to_string()),
                ],
            ));
        }
        if total.untraced > 0 {
            said.push(
                self.w
                    .say("incidents.untraced", &[("n", &total.untraced.to_string())]),
            );
        }
        self.w.paragraph("", &said);
        self.unreported_table();
        let most = self.w.template.setting("listed");
        // The register names some units by code and some by name: a unit stands in one row.
        let mut departments: BTreeMap<String, [usize; 5]> = BTreeMap::new();
        for (department, counts) in self.responsibility.iter().flat_map(|r| &r.by_department) {
            let units = &self.input.data.units;
            let mut called = units
                .iter()
                .filter(|u| u.name.zh == *department || u.name.en == *department);
            // A name that several units bear is none's.
            let only = called.next().filter(|_| called.next().is_none());
            let code = only.map_or_else(|| department.as_str().into(), |u| u.code.clone());
            let name = unit_name(units, &code, self.w.lang()).to_owned();
            let numbers = [
                counts.records,
                counts.duties,
                counts.done,
                counts.late,
                counts.not_done(),
            ];
            let row = departments.entry(name).or_default();
            for (sum, number) in row.iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        let mut departments: Vec<(String, [usize; 5])> = departments.into_iter().collect();
        departments.retain(|(_, [.., late, undone])| late + undone > 0);
        departments.sort_by_key(|(_, [.., late, undone])| Reverse((*undone, *late)));
        let rows: Vec<Vec<String>> = departments
            .into_iter()
            .take(most)
            .map(|(name, numbers)| {
                let mut row = vec![name];
                row.extend(numbers.map(|n| n.to_string()));
                row
            })
            .collect();
        if rows.is_empty() {
            return;
        }
        let columns = vec![
            Column::words(self.w.word("column.responsible"), 2.6),
            Column::figures(self.w.word("column.incidents"), 1.0),
            Column::figures(self.w.word("column.duties"), 1.0),
            Column::figures(self.w.word("column.done"), 1.0),
            Column::figures(self.w.word("column.late"), 1.0),
            Column::figures(self.w.word("column.undone"), 1.0),
        ];
        let caption = self.w.say(
            "incidents.duties_caption",
            &[("n", &rows.len().to_string())],
        );
        let note = self.w.word("incidents.duties_note").to_owned();
        self.w.table(caption, columns, rows, note);
    }

    fn chain(&mut self, total: &Counts) {
        let framework = self.framework();
        let Some(settings) = framework.diagnosis.responsibility.as_ref() else {
            return;
        };
        let register = framework.register(&settings.register);
        let name = |at: usize| {
            let field = &settings.links[at].field;
            let known = register.and_then(|r| r.field(field));
            known.map_or(field.as_str(), |f| self.w.text(&f.name))
        };
        let mut said = vec![self.w.say(
            "incidents.chain",
            &[
                ("links", &settings.links.len().to_string()),
                ("n", &total.records.to_string()),
                ("broken", &total.broken().to_string()),
                ("share", &share(total.broken(), total.records)),
            ],
        )];
        if let Some(weakest) = total.weakest_link() {
            said.push(self.w.say(
                "incidents.weakest",
                &[
                    ("link", name(weakest)),
                    ("due", &total.links_due[weakest].to_string()),
                    ("empty", &total.links_empty[weakest].to_string()),
                    ("first", &total.first_breaks[weakest].to_string()),
                ],
            ));
        }
        let rows: Vec<Vec<String>> = (0..settings.links.len())
            .filter(|&at| total.links_due[at] > 0)
            .map(|at| {
                let (due, empty) = (total.links_due[at], total.links_empty[at]);
                let mut row = vec![name(at).to_owned(), due.to_string(), empty.to_string()];
                row.extend([share(empty, due), total.first_breaks[at].to_string()]);
                row
            })
            .collect();
        self.w.paragraph("", &said);
        let columns = vec![
            Column::words(self.w.word("column.link"), 2.4),
            Column::figures(self.w.word("column.due"), 1.0),
            Column::figures(self.w.word("column.empty"), 1.0),
            Column::figures(self.w.word("column.empty_share"), 1.0),
            Column::figures(self.w.word("column.first_break"), 1.0),
        ];
        let caption = self.w.word("incidents.chain_caption").to_owned();
        let note = self.w.word("incidents.chain_note").to_owned();
        self.w.table(caption, columns, rows, note);
    }
}

/// Records of a register within the round's period.
pub(super) fn registered<'d>(data: &'d RoundData, register: &Register) -> Vec<&'d Record> {
    let records = data.records.iter();
    records
        .filter(|r| r.register == register.id && in_period(register, r, &data.round))
        .collect()
}
