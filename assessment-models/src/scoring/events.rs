//! What sets adjustments off: records that match a rule, and what a person entered.

use std::collections::BTreeMap;

use super::{CellState, Cells, Event, NotScored, ScoreError, normalise};
use crate::{
    Framework, Record, RoundData, condition,
    derive::{Derived, in_period, lowers},
    framework::{AdjustmentRule, DerivedFormula, DoubleCount, Trigger},
};

/// Finds what set rules off: for each row, its events in the order of the rules. A record dated outside
/// the round's period sets nothing off, as it lowers nothing.
pub(super) fn events(
    framework: &Framework,
    data: &RoundData,
    order: &[usize],
    cells: &Cells,
    derived: &Derived,
) -> Result<Vec<Vec<Event>>, ScoreError> {
    let rules = &framework.adjustments.rules;
    let columns = framework.indicators.len();
    let mut found: BTreeMap<(usize, usize), Event> = BTreeMap::new();
    let mut note = |row: usize, rule: usize, count: u32, because: &str| {
        let event = found.entry((row, rule)).or_insert_with(|| Event {
            rule,
            count: 0,
            because: Vec::new(),
        });
        event.count = event.count.saturating_add(count);
        event.because.push(because.to_owned());
    };
    let row_of = |code: &str| {
        order
            .binary_search_by(|&p| data.units[p].code.as_str().cmp(code))
            .ok()
    };
    let guards: Vec<Guard<'_>> = rules.iter().map(|r| Guard::new(framework, r)).collect();
    let mut records: Vec<&Record> = data.records.iter().collect();
    records.sort_by(|a, b| (&a.unit, &a.register, &a.key).cmp(&(&b.unit, &b.register, &b.key)));
    for record in records {
        let Some(row) = row_of(record.unit.as_str()) else {
            continue;
        };
        let register = framework.registers.iter().find(|r| r.id == record.register);
        if register.is_some_and(|register| !in_period(register, record, &data.round)) {
            continue;
        }
        let sets_off = |rule: &AdjustmentRule| match &rule.trigger {
            Trigger::Manual => false,
            Trigger::Records { register, when } => {
                record.register.as_str() == register
                    && condition::matches(framework, record, when, data.round.period_end)
            }
        };
        let matching: Vec<usize> = (0..rules.len())
            .filter(|&at| sets_off(&rules[at]))
            .collect();
        for &at in &matching {
            let gives_way = matching
                .iter()
                .any(|&other| rules[at].except.contains(&rules[other].id));
            let counted = || {
                guards[at].formulas.iter().any(|(column, formula)| {
                    let scored = cells.states.get(row * columns + column);
                    let place = (row, *column);
                    scored == Some(&CellState::Scored)
                        && reads(formula, record.register.as_str())
                        && lowers(framework, formula, record, data.round.period_end)
                        && holds_derived(framework, cells, place, derived.get(order[row], *column))
                })
            };
            if !gives_way && !counted() {
                note(row, at, 1, &record.key);
            }
        }
    }
    for manual in &data.adjustments {
        let rule = rules.iter().position(|r| r.id == manual.rule);
        let (Some(rule), Some(row)) = (rule, row_of(manual.unit.as_str())) else {
            return Err(ScoreError::UnknownAdjustment {
                unit: manual.unit.clone(),
                rule: manual.rule.clone(),
            });
        };
        if manual.count > 0 {
            note(row, rule, manual.count, &manual.because);
        }
    }
    let mut rows = vec![Vec::new(); order.len()];
    for ((row, _), event) in found {
        rows[row].push(event);
    }
    Ok(rows)
}

/// The formulas of the indicators that a rule must not count a second time.
struct Guard<'f> {
    formulas: Vec<(usize, &'f DerivedFormula)>,
}

impl<'f> Guard<'f> {
    fn new(framework: &'f Framework, rule: &AdjustmentRule) -> Self {
        let formulas = match rule.double_count {
            DoubleCount::Allow => Vec::new(),
            DoubleCount::Deny => framework
                .derived
                .iter()
                .filter(|f| rule.indicators.contains(f.indicator()))
                .filter_map(|f| Some((framework.indicator_index(f.indicator())?, f)))
                .collect(),
        };
        Self { formulas }
    }
}

/// Whether what is scored shows what was counted: the derived value itself, or a verified one that scores no
/// better. A better one says that the record was not held against the unit.
fn holds_derived(
    framework: &Framework,
    cells: &Cells,
    (row, column): (usize, usize),
    derived: Option<Result<f64, NotScored>>,
) -> bool {
    let (Some(Ok(derived)), Some(raw)) = (derived, cells.raw.get(row, column)) else {
        return false;
    };
    let scale = &framework.indicators[column].scale;
    normalise(scale, raw) <= normalise(scale, derived)
}

fn reads(formula: &DerivedFormula, of: &str) -> bool {
    match formula {
        DerivedFormula::Ratio { register, .. } | DerivedFormula::MedianHours { register, .. } => {
            register == of
        }
        DerivedFormula::SurveyMean { .. }
        | DerivedFormula::SurveyShare { .. }
        | DerivedFormula::SurveyQuiz { .. } => false,
    }
}
