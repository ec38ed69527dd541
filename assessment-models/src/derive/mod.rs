//! Indicators computed from registers and surveys, by the framework's formulas.
//!
//! - A record counts for its unit, and for each unit above it whose peer group pools its children.
//! - A record is dated by the first of its register's `period_fields` that is filled in; dated outside the
//!   round's period it is left out, without a date it counts. Responses belong to the round that they were
//!   handed in with, because a survey is held after the period that it asks about.
//! - Ratios sum numerators and denominators over everything that counts, then divide. A row of sums
//!   counts only where each field of the denominator and at least one of the numerator is filled in.
//! - Nothing to divide by is [`NotScored::EmptyDenominator`], too few responses or too thin a coverage
//!   [`NotScored::SampleTooSmall`], a missing attribute of the unit [`NotScored::NoAttribute`].

mod pool;
mod records;
mod sum;
mod survey;

use chrono::NaiveDate;

use crate::{
    Framework, Record, Round, RoundData,
    condition::{Matcher, minutes, number},
    framework::{DerivedFormula, Measure, Register, Scale},
    scoring::NotScored,
};

use pool::Pool;

/// Derived values of a round: unit × indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    columns: usize,
    cells: Vec<Option<Result<f64, NotScored>>>,
    /// By column that a survey answers: standard errors by unit.
    errors: Vec<(usize, Vec<Option<f64>>)>,
}

impl Derived {
    /// The value of a unit (position in [`RoundData::units`]) for an indicator (position in the
    /// framework); `None` where the indicator has no formula.
    #[must_use]
    pub fn get(&self, unit: usize, indicator: usize) -> Option<Result<f64, NotScored>> {
        self.cells
            .get(unit * self.columns + indicator)
            .copied()
            .flatten()
    }

    /// The standard error of a survey's estimate, in the indicator's unit; `None` where the value comes
    /// from no survey, or too few answered to tell.
    #[must_use]
    pub fn sampling_error(&self, unit: usize, indicator: usize) -> Option<f64> {
        let (_, errors) = self
            .errors
            .iter()
            .find(|(column, _)| *column == indicator)?;
        errors.get(unit).copied().flatten()
    }

    fn fill(&mut self, column: usize, values: Vec<Result<f64, NotScored>>) {
        for (unit, value) in values.into_iter().enumerate() {
            if let Some(cell) = self.cells.get_mut(unit * self.columns + column) {
                *cell = Some(value);
            }
        }
    }
}

/// Computes every derived indicator for every unit: one pass over the records and one over the
/// responses, whatever the number of formulas. The order of records and responses does not matter.
#[must_use]
pub fn derive(framework: &Framework, data: &RoundData) -> Derived {
    let columns = framework.indicators.len();
    let mut derived = Derived {
        columns,
        cells: vec![None; columns * data.units.len()],
        errors: Vec::new(),
    };
    let pool = Pool::new(framework, &data.units);
    for (formula, values) in records::values(framework, data, &pool) {
        if let Some(column) = framework.indicator_index(formula.indicator()) {
            derived.fill(column, values);
        }
    }
    for (formula, estimates) in survey::estimates(framework, data, &pool) {
        if let Some(column) = framework.indicator_index(formula.indicator()) {
            let errors = estimates.iter().map(|e| e.ok().and_then(|e| e.error));
            derived.errors.push((column, errors.collect()));
            let values = estimates.into_iter().map(|e| e.map(|e| e.value));
            derived.fill(column, values.collect());
        }
    }
    derived
}

/// Whether a record counts in a round, by its date.
#[must_use]
pub fn in_period(register: &Register, record: &Record, round: &Round) -> bool {
    register
        .period_fields
        .iter()
        .find_map(|field| record.get(field)?.as_time())
        .is_none_or(|moment| (round.period_start..=round.period_end).contains(&moment.date()))
}

/// Whether a record counts against the unit in this formula: it is in the denominator but not in the
/// numerator where more is better, in the numerator where less is better; for a median, its own time
/// falls short of the full score. Responses never do.
#[must_use]
pub fn lowers(
    framework: &Framework,
    formula: &DerivedFormula,
    record: &Record,
    period_end: NaiveDate,
) -> bool {
    let scale = framework
        .indicator_index(formula.indicator())
        .map(|i| &framework.indicators[i].scale);
    let less_is_better = scale.is_some_and(Scale::less_is_better);
    let fields = &record.fields;
    let amount = |measure: &Measure| match measure {
        Measure::Count(when) => f64::from(u8::from(
            Matcher::new(framework, when).holds(fields, period_end),
        )),
        Measure::Sum { fields: sum, when } => {
            if Matcher::new(framework, when).holds(fields, period_end) {
                sum.iter()
                    .filter_map(|f| fields.get(f).and_then(number))
                    .sum()
            } else {
                0.0
            }
        }
        Measure::Attribute(_) => 0.0,
    };
    match formula {
        DerivedFormula::Ratio {
            register,
            numerator,
            denominator,
            ..
        } if record.register == **register => {
            if less_is_better {
                amount(numerator) > 0.0
            } else {
                amount(numerator) < amount(denominator)
            }
        }
        DerivedFormula::MedianHours {
            register,
            from,
            to,
            when,
            ..
        } if record.register == **register => {
            let hours = minutes(fields, from, to).map(|m| m / 60.0);
            Matcher::new(framework, when).holds(fields, period_end)
                && hours.is_some_and(|hours| match scale {
                    Some(Scale::Goalposts(g)) if less_is_better => hours > g.full,
                    Some(Scale::Goalposts(g)) => hours < g.full,
                    _ => false,
                })
        }
        _ => false,
    }
}
