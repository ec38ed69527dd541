//! Chains of responsibility as a document.

use assessment_models::{
    Framework,
    diagnosis::{Counts, responsibility},
    framework::{Register, ResponsibilitySettings},
};
use serde::Serialize;
use ts_rs::TS;

use super::Named;
use crate::{desk::HeldRound, wire::Phrase};

/// A link of the chain, over some records.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LinkDocument {
    /// The field that names who stands there.
    #[serde(flatten)]
    pub field: Named,
    /// Records that must have it.
    pub due: usize,
    /// Of these, where nobody stands.
    pub empty: usize,
    /// Records whose chain breaks here first.
    pub first_breaks: usize,
}

/// Counts over some records.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CountsDocument {
    /// Records.
    pub records: usize,
    /// On which a duty stands.
    pub duties: usize,
    /// Of these, done in time.
    pub done: usize,
    /// Of these, done late.
    pub late: usize,
    /// Of these, not done.
    pub not_done: usize,
    /// Records of which it was not found out who was behind them.
    pub untraced: usize,
    /// Reporting deadlines that ran.
    pub deadlines: usize,
    /// Of these, met late.
    pub deadlines_late: usize,
    /// Of these, not met yet.
    pub deadlines_open: usize,
    /// Records whose chain has a break.
    pub broken: usize,
    /// The field at which most chains break first.
    pub weakest_link: Option<String>,
    /// Links, first to last; a brief document has them for the total alone.
    pub links: Vec<LinkDocument>,
}

/// Counts of a class or a department.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NamedCounts {
    /// The class by its code, or the department as the records name it.
    #[serde(flatten)]
    pub what: Named,
    /// The counts.
    #[serde(flatten)]
    pub counts: CountsDocument,
}

/// Counts of one class in one department.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ChainDocument {
    /// The class.
    pub class: Named,
    /// The department.
    pub department: Named,
    /// Keys of the records whose chain breaks.
    pub broken_records: Vec<String>,
    /// The counts.
    #[serde(flatten)]
    pub counts: CountsDocument,
}

/// Responsibility over a round.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ResponsibilityDocument {
    /// By class and department.
    pub chains: Vec<ChainDocument>,
    /// By class.
    pub by_class: Vec<NamedCounts>,
    /// By department.
    pub by_department: Vec<NamedCounts>,
    /// Over everything.
    pub total: CountsDocument,
}

impl ResponsibilityDocument {
    /// Only what a page shows: chains that break, by their records, and the links of the total alone. Of a
    /// province that is a tenth of the whole.
    #[must_use]
    pub fn brief(mut self) -> Self {
        self.chains.retain(|chain| !chain.broken_records.is_empty());
        let chains = self.chains.iter_mut().map(|chain| &mut chain.counts);
        let classes = self.by_class.iter_mut().map(|class| &mut class.counts);
        let departments = self.by_department.iter_mut().map(|of| &mut of.counts);
        for counts in chains.chain(classes).chain(departments) {
            counts.links.clear();
        }
        self
    }
}

pub(super) fn document(round: &HeldRound) -> Option<ResponsibilityDocument> {
    let framework = &round.framework;
    let settings = framework.diagnosis.responsibility.as_ref()?;
    let register = framework.register(&settings.register)?;
    let found = responsibility(framework, &round.data, None)?;
    let counts = |of: &Counts| counts(register, settings, of);
    let class = |code: &str| class(framework, code);
    let department = |code: &str| Named::unit(round, &code.into());
    Some(ResponsibilityDocument {
        chains: found
            .chains
            .iter()
            .map(|chain| ChainDocument {
                class: class(&chain.class),
                department: department(&chain.department),
                broken_records: chain.broken.clone(),
                counts: counts(&chain.counts),
            })
            .collect(),
        by_class: found
            .by_class
            .iter()
            .map(|(code, of)| NamedCounts {
                what: class(code),
                counts: counts(of),
            })
            .collect(),
        by_department: found
            .by_department
            .iter()
            .map(|(code, of)| NamedCounts {
                what: department(code),
                counts: counts(of),
            })
            .collect(),
        total: counts(&found.total),
    })
}

fn class(framework: &Framework, code: &str) -> Named {
    let known = framework.incident_classes.iter().find(|c| c.code == code);
    Named {
        code: code.to_owned(),
        name: known.map_or_else(
            || Phrase {
                zh: code.to_owned(),
                en: code.to_owned(),
            },
            |c| (&c.name).into(),
        ),
    }
}

fn counts(register: &Register, settings: &ResponsibilitySettings, of: &Counts) -> CountsDocument {
    let links = settings.links.iter().enumerate();
    CountsDocument {
        records: of.records,
        duties: of.duties,
        done: of.done,
        late: of.late,
        not_done: of.not_done(),
        untraced: of.untraced,
        deadlines: of.deadlines,
        deadlines_late: of.deadlines_late,
        deadlines_open: of.deadlines_open,
        broken: of.broken(),
        weakest_link: of.weakest_link().map(|at| settings.links[at].field.clone()),
        links: links
            .map(|(at, link)| LinkDocument {
                field: Named {
                    code: link.field.clone(),
                    name: register
                        .field(&link.field)
                        .map(|f| Phrase::from(&f.name))
                        .unwrap_or_default(),
                },
                due: of.links_due[at],
                empty: of.links_empty[at],
                first_breaks: of.first_breaks[at],
            })
            .collect(),
    }
}
