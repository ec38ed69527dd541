//! Problems as they are found, with their cells; a flood of one kind is counted, not listed without end.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    draft::Place,
    problem::{Problem, Severity},
};

use serde::{Deserialize, Serialize};

use crate::{sheet::Sheet, value::scale::Fault};

/// Problems of one code and sheet that are listed one by one; the rest are counted.
const LISTED: usize = 2_000;

/// Codes of values that none of ours was found for.
const UNMAPPED: [&str; 5] = [
    "field_option_unknown",
    "incident_class_unknown",
    "option_unknown",
    "question_option_unknown",
    "field_not_yes_or_no",
];
/// Different values that are counted.
const MOST_UNMAPPED: usize = 10_000;

/// A value of theirs that none of ours was found for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmapped {
    /// Sheet name; empty for a csv.
    pub sheet: String,
    /// Field, indicator or question, as people call it.
    pub field: String,
    /// The value.
    pub value: String,
    /// How often it stands there.
    pub count: usize,
}

/// Collects problems.
#[derive(Debug, Default)]
pub(crate) struct Report {
    problems: Vec<Problem>,
    counts: BTreeMap<(String, &'static str), usize>,
    unmapped: BTreeMap<(String, String, String), usize>,
    /// Positions of the units that rows were found to speak of, sound or not.
    units: BTreeSet<usize>,
}

impl Report {
    /// A problem that is already made.
    pub(crate) fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A problem at a cell.
    pub(crate) fn cell(
        &mut self,
        severity: Severity,
        sheet: &Sheet,
        row: u32,
        column: u16,
        fault: Fault,
    ) {
        let cell = Place {
            sheet: 0,
            row,
            column,
        }
        .a1();
        self.put(severity, &sheet.name, Some(cell), fault);
    }

    /// A problem of a whole row.
    pub(crate) fn row(&mut self, severity: Severity, sheet: &Sheet, row: u32, fault: Fault) {
        let n = u64::from(row) + 1;
        self.put(severity, &sheet.name, Some(format!("{n}:{n}")), fault);
    }

    /// A problem of a sheet.
    pub(crate) fn sheet(&mut self, severity: Severity, sheet: &Sheet, fault: Fault) {
        self.put(severity, &sheet.name, None, fault);
    }

    /// A row speaks of a unit.
    pub(crate) fn unit(&mut self, at: usize) {
        self.units.insert(at);
    }

    /// Positions of the units that were spoken of.
    pub(crate) fn units(&self) -> impl Iterator<Item = usize> {
        self.units.iter().copied()
    }

    fn put(&mut self, severity: Severity, sheet: &str, cell: Option<String>, fault: Fault) {
        if UNMAPPED.contains(&fault.code) {
            self.unmapped(sheet, &fault);
        }
        let count = self
            .counts
            .entry((sheet.to_owned(), fault.code))
            .or_default();
        *count += 1;
        if *count <= LISTED {
            let mut problem = Problem::new(severity, sheet, cell, fault.code);
            for (name, value) in fault.params {
                problem = problem.with(name, value);
            }
            self.problems.push(problem);
        }
    }

    fn unmapped(&mut self, sheet: &str, fault: &Fault) {
        let param = |names: &[&str]| {
            fault
                .params
                .iter()
                .find(|(name, _)| names.contains(name))
                .map(|(_, value)| value.clone())
                .unwrap_or_default()
        };
        let key = (
            sheet.to_owned(),
            param(&["field", "indicator", "question"]),
            param(&["value"]),
        );
        if self.unmapped.len() < MOST_UNMAPPED || self.unmapped.contains_key(&key) {
            *self.unmapped.entry(key).or_default() += 1;
        }
    }

    /// All problems, worst first, in the order of the file; and what stayed unmapped, the commonest first.
    pub(crate) fn finish(mut self) -> (Vec<Problem>, Vec<Unmapped>) {
        for ((sheet, code), count) in self.counts {
            if count > LISTED {
                self.problems.push(
                    Problem::new(Severity::Warning, &sheet, None, "more_problems")
                        .with("code", code)
                        .with("count", count - LISTED),
                );
            }
        }
        self.problems.sort_by_key(|p| p.severity);
        let mut unmapped: Vec<Unmapped> = self
            .unmapped
            .into_iter()
            .map(|((sheet, field, value), count)| Unmapped {
                sheet,
                field,
                value,
                count,
            })
            .collect();
        unmapped.sort_by_key(|u| std::cmp::Reverse(u.count));
        (self.problems, unmapped)
    }
}
