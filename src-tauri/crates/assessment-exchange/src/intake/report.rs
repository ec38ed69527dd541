//! Problems as they are found, with their cells; a flood of one kind is counted, not listed without end.

use std::collections::BTreeMap;

use assessment_models::{
    draft::Place,
    problem::{Problem, Severity},
};

use crate::{sheet::Sheet, value::scale::Fault};

/// Problems of one code and sheet that are listed one by one; the rest are counted.
const LISTED: usize = 2_000;

/// Collects problems.
#[derive(Debug, Default)]
pub(crate) struct Report {
    problems: Vec<Problem>,
    counts: BTreeMap<(String, &'static str), usize>,
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

    fn put(&mut self, severity: Severity, sheet: &str, cell: Option<String>, fault: Fault) {
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

    /// All problems, worst first, in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
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
        self.problems
    }
}
