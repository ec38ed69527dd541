//! Chains of responsibility 责任链: who had a duty, whether it was done, where the chain breaks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    Framework, Record, RoundData, UnitCode, condition::Matcher, derive::in_period,
    framework::ResponsibilitySettings, incident, record::Value,
};

/// Counts over records; they add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records.
    pub records: usize,
    /// Records on which a duty stands.
    pub duties: usize,
    /// Of these, done in time.
    pub done: usize,
    /// Of these, done late.
    pub late: usize,
    /// Records of which it was not found out who was behind them.
    pub untraced: usize,
    /// Reporting deadlines that ran, those that name a time; what is only due "at once" is never late.
    pub deadlines: usize,
    /// Of these, met late.
    pub deadlines_late: usize,
    /// Of these, without a moment at which they were met.
    pub deadlines_open: usize,
    /// Records that must have each link of the chain, in the framework's order.
    pub links_due: Vec<usize>,
    /// Of these, records in which nobody stands there.
    pub links_empty: Vec<usize>,
    /// Records whose chain breaks first at each link.
    pub first_breaks: Vec<usize>,
}

impl Counts {
    fn new(links: usize) -> Self {
        Self {
            links_due: vec![0; links],
            links_empty: vec![0; links],
            first_breaks: vec![0; links],
            ..Self::default()
        }
    }

    /// Duties neither done in time nor late.
    #[must_use]
    pub fn not_done(&self) -> usize {
        self.duties.saturating_sub(self.done + self.late)
    }

    /// Records whose chain has a break.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.first_breaks.iter().sum()
    }

    /// The link at which most chains break first, the first of equals; `None` where none does.
    #[must_use]
    pub fn weakest_link(&self) -> Option<usize> {
        let most = self.first_breaks.iter().max().filter(|n| **n > 0)?;
        self.first_breaks.iter().position(|n| n == most)
    }

    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.duties += other.duties;
        self.done += other.done;
        self.late += other.late;
        self.untraced += other.untraced;
        self.deadlines += other.deadlines;
        self.deadlines_late += other.deadlines_late;
        self.deadlines_open += other.deadlines_open;
        let sums = [
            (&mut self.links_due, &other.links_due),
            (&mut self.links_empty, &other.links_empty),
            (&mut self.first_breaks, &other.first_breaks),
        ];
        for (own, more) in sums {
            for (a, b) in own.iter_mut().zip(more) {
                *a += b;
            }
        }
    }
}

/// Counts of one class in one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The class as the record states it; empty where it states none.
    pub class: String,
    /// The department as the record names it, else the code of the record's unit.
    pub department: String,
    /// The counts.
    pub counts: Counts,
    /// Keys of the records whose chain breaks, sorted.
    pub broken: Vec<String>,
}

/// Responsibility over the records of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// By class and department, sorted by both.
    pub chains: Vec<Chain>,
    /// By class.
    pub by_class: BTreeMap<String, Counts>,
    /// By department.
    pub by_department: BTreeMap<String, Counts>,
    /// Over everything.
    pub total: Counts,
}

/// Counts duties and breaks over the records of the round's period, of `units` where they are given, else
/// of all. `None` where the framework names no register of responsibility.
///
/// A record is late by its own statement ([`Counts::late`]) and by the reporting deadlines that run for it
/// ([`Counts::deadlines_late`]) apart: one is what a person found, the other what two moments say.
#[must_use]
pub fn responsibility(
    framework: &Framework,
    data: &RoundData,
    units: Option<&BTreeSet<UnitCode>>,
) -> Option<Responsibility> {
    let settings = framework.diagnosis.responsibility.as_ref()?;
    let register = framework.register(&settings.register)?;
    let reader = Reader::new(framework, data, settings);
    let mut chains: BTreeMap<(String, String), Chain> = BTreeMap::new();
    let counted = data.records.iter().filter(|record| {
        record.register == *settings.register
            && units.is_none_or(|units| units.contains(&record.unit))
            && in_period(register, record, &data.round)
    });
    for record in counted {
        let class = filled(record, &settings.class_field).unwrap_or_default();
        let department = settings
            .department_field
            .as_ref()
            .and_then(|field| filled(record, field))
            .unwrap_or_else(|| record.unit.to_string());
        let one = reader.count(record);
        let chain = chains
            .entry((class.clone(), department.clone()))
            .or_insert_with(|| Chain {
                class,
                department,
                counts: Counts::new(settings.links.len()),
                broken: Vec::new(),
            });
        if one.broken() > 0 {
            chain.broken.push(record.key.clone());
        }
        chain.counts.add(&one);
    }
    let mut all = Responsibility {
        chains: chains.into_values().collect(),
        by_class: BTreeMap::new(),
        by_department: BTreeMap::new(),
        total: Counts::new(settings.links.len()),
    };
    for chain in &mut all.chains {
        chain.broken.sort_unstable();
        let empty = || Counts::new(settings.links.len());
        let class = all.by_class.entry(chain.class.clone());
        class.or_insert_with(empty).add(&chain.counts);
        let department = all.by_department.entry(chain.department.clone());
        department.or_insert_with(empty).add(&chain.counts);
        all.total.add(&chain.counts);
    }
    Some(all)
}

/// The links that a record with these fields must have, by their position in the framework's chain; `as_of`
/// is the day from which ages are counted. Empty where the framework knows no chain.
#[must_use]
pub fn links_due(
    framework: &Framework,
    fields: &BTreeMap<String, Value>,
    as_of: NaiveDate,
) -> Vec<usize> {
    let links = framework.diagnosis.responsibility.iter();
    links
        .flat_map(|settings| settings.links.iter().enumerate())
        .filter(|(_, link)| Matcher::new(framework, &link.when).holds(fields, as_of))
        .map(|(at, _)| at)
        .collect()
}

/// The settings, ready to be asked of many records.
struct Reader<'f> {
    framework: &'f Framework,
    data: &'f RoundData,
    settings: &'f ResponsibilitySettings,
    duty: Matcher<'f>,
    done: Matcher<'f>,
    late: Matcher<'f>,
    untraced: Matcher<'f>,
    links: Vec<Matcher<'f>>,
    /// Whether the framework's deadlines read this register.
    reports: bool,
}

impl<'f> Reader<'f> {
    fn new(
        framework: &'f Framework,
        data: &'f RoundData,
        settings: &'f ResponsibilitySettings,
    ) -> Self {
        let ready = |conditions| Matcher::new(framework, conditions);
        Self {
            framework,
            data,
            settings,
            duty: ready(&settings.duty),
            done: ready(&settings.done),
            late: ready(&settings.late),
            untraced: ready(&settings.untraced),
            links: settings.links.iter().map(|l| ready(&l.when)).collect(),
            reports: framework
                .incident
                .as_ref()
                .is_some_and(|i| i.register == settings.register),
        }
    }

    fn count(&self, record: &Record) -> Counts {
        let holds =
            |matcher: &Matcher<'_>| matcher.holds(&record.fields, self.data.round.period_end);
        let mut counts = Counts::new(self.links.len());
        counts.records = 1;
        counts.untraced = usize::from(holds(&self.untraced));
        if holds(&self.duty) {
            counts.duties = 1;
            counts.done = usize::from(holds(&self.done));
            counts.late = usize::from(counts.done == 0 && holds(&self.late));
        }
        if self.reports {
            let ran = incident::assess(self.framework, &record.fields).deadlines;
            for due in ran.into_iter().filter(|due| due.due_at.is_some()) {
                counts.deadlines += 1;
                counts.deadlines_late += usize::from(due.late);
                counts.deadlines_open += usize::from(due.done_at.is_none());
            }
        }
        let mut broken = false;
        for (at, link) in self.settings.links.iter().enumerate() {
            if !self.links.get(at).is_some_and(holds) {
                continue;
            }
            counts.links_due[at] = 1;
            if filled(record, &link.field).is_none() {
                counts.links_empty[at] = 1;
                counts.first_breaks[at] = usize::from(!broken);
                broken = true;
            }
        }
        counts
    }
}

/// The words or code in a field; `None` where there are none.
fn filled(record: &Record, field: &str) -> Option<String> {
    match record.get(field)? {
        Value::Text(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        Value::Flag(flag) => Some(flag.to_string()),
        Value::Time(moment) => Some(moment.to_string()),
    }
}
