//! Rectification 整改: how many findings are on the list, how far they are, which are still open.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Briefing,
    writer::{or_none, unit_name},
};
use crate::{
    document::Column,
    findings::{Mending, Told},
};

impl Briefing<'_> {
    /// How many findings are overdue and not closed.
    pub(super) fn overdue(&self) -> usize {
        let findings = self.input.findings.iter();
        findings.filter(|f| f.overdue(self.input.dated)).count()
    }

    pub(super) fn rectification(&mut self) {
        let findings = self.input.findings;
        if findings.is_empty() {
            return;
        }
        self.w.heading(1, self.w.word("rectification.heading"));
        let said = [
            self.listed_findings(),
            self.carried_findings(),
            self.overdue_findings(),
        ];
        self.w.paragraph("", &said);
        self.open_findings();
    }

    fn listed_findings(&self) -> String {
        let findings = self.input.findings;
        let states = Mending::ALL.into_iter().filter_map(|state| {
            let n = findings.iter().filter(|f| f.state == state).count();
            let values = [("state", self.w.mending(state)), ("n", &*n.to_string())];
            (n > 0).then(|| self.w.say("rectification.state_count", &values))
        });
        let states: Vec<String> = states.collect();
        let units: BTreeSet<_> = findings.iter().map(|f| &f.unit).collect();
        let values = [
            ("n", &*findings.len().to_string()),
            ("units", &*units.len().to_string()),
            ("states", &*self.w.list(&states)),
        ];
        self.w.say("rectification.all", &values)
    }

    fn carried_findings(&self) -> String {
        let carried = self.input.findings.iter().filter(|f| f.carried);
        let (mut n, mut closed) = (0_usize, 0_usize);
        for finding in carried {
            n += 1;
            closed += usize::from(finding.state == Mending::Closed);
        }
        if n == 0 {
            return String::new();
        }
        let values = [("n", &*n.to_string()), ("closed", &*closed.to_string())];
        self.w.say("rectification.carried", &values)
    }

    fn overdue_findings(&self) -> String {
        let day = self.input.dated;
        let late: Vec<&Told> = self
            .input
            .findings
            .iter()
            .filter(|f| f.overdue(day))
            .collect();
        let day = self.w.date(day);
        if late.is_empty() {
            return self.w.say("rectification.none_overdue", &[("day", &day)]);
        }
        let codes: BTreeSet<_> = late.iter().map(|f| &f.unit).collect();
        let names: Vec<String> = codes
            .into_iter()
            .map(|code| unit_name(&self.input.data.units, code, self.w.lang()).to_owned())
            .collect();
        let units = self.w.first(&names, self.w.template.setting("listed"));
        let values = [
            ("day", &*day),
            ("n", &*late.len().to_string()),
            ("units", &*units),
        ];
        self.w.say("rectification.overdue", &values)
    }

    /// What is not closed, the earliest deadline first.
    fn open_findings(&mut self) {
        let mut open: Vec<&Told> = self
            .input
            .findings
            .iter()
            .filter(|f| f.state != Mending::Closed)
            .collect();
        open.sort_by_key(|f| (f.deadline.unwrap_or(NaiveDate::MAX), &f.unit));
        let all = open.len();
        open.truncate(self.w.template.setting("findings"));
        if open.is_empty() {
            return;
        }
        let rows = open.iter().enumerate().map(|(nth, finding)| {
            let units = &self.input.data.units;
            vec![
                (nth + 1).to_string(),
                unit_name(units, &finding.unit, self.w.lang()).to_owned(),
                self.w.told(finding),
                finding.responsible.clone(),
                or_none(finding.deadline.map(|day| self.w.date(day))),
                self.w.state(finding, self.input.dated),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let columns = vec![
            Column::short(self.w.word("column.nth"), 0.6),
            Column::words(self.w.word("column.unit"), 1.3),
            Column::words(self.w.word("column.finding"), 2.6),
            Column::words(self.w.word("column.person"), 1.1),
            Column::words(self.w.word("column.due_date"), 1.5),
            Column::short(self.w.word("column.state"), 0.9),
        ];
        let note = if open.len() < all {
            let values = [("n", &*all.to_string()), ("most", &*open.len().to_string())];
            self.w.say("rectification.note", &values)
        } else {
            String::new()
        };
        let caption = self.w.word("rectification.caption").to_owned();
        self.w.table(caption, columns, rows, note);
    }
}
