//! Formulas over registers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{in_period, pool::Pool, sum::Sum};
use crate::{
    Framework, Record, RoundData, Value,
    condition::{Matcher, minutes, number},
    framework::{DerivedFormula, Measure, Register},
    scoring::NotScored,
    stats,
};

/// Records are dealt out in this many parts; fixed, so that the number of threads does not show.
const PARTS: usize = 4;
/// Fewer records than this are not worth dealing out.
const WORTH_PARTS: usize = 20_000;

/// A measure, ready to be taken of many records.
enum Ready<'f> {
    Count(Matcher<'f>),
    Sum(&'f [String], Matcher<'f>),
    /// Nothing of a record.
    Attribute,
}

impl<'f> Ready<'f> {
    fn new(framework: &'f Framework, measure: &'f Measure) -> Self {
        match measure {
            Measure::Count(when) => Self::Count(Matcher::new(framework, when)),
            Measure::Sum { fields, when } => Self::Sum(fields, Matcher::new(framework, when)),
            Measure::Attribute(_) => Self::Attribute,
        }
    }

    /// What one record adds; `None` where it says nothing. With `all`, each field must be filled in.
    fn of(&self, fields: &BTreeMap<String, Value>, end: NaiveDate, all: bool) -> Option<f64> {
        match self {
            Self::Count(when) => Some(f64::from(u8::from(when.holds(fields, end)))),
            Self::Sum(names, when) => {
                if !when.holds(fields, end) {
                    return None;
                }
                let mut sum = None;
                for name in *names {
                    match fields.get(name).and_then(number) {
                        Some(n) => sum = Some(sum.unwrap_or(0.0) + n),
                        None if all => return None,
                        None => {}
                    }
                }
                sum
            }
            Self::Attribute => Some(0.0),
        }
    }
}

/// A formula, ready for many records.
enum Plan<'f> {
    Ratio {
        numerator: Ready<'f>,
        denominator: Ready<'f>,
        coverage: Option<Ready<'f>>,
    },
    Median {
        from: &'f str,
        to: &'f str,
        when: Matcher<'f>,
    },
}

/// What a formula has gathered for a unit.
#[derive(Clone, Default)]
struct Gathered {
    numerator: Sum,
    denominator: Sum,
    coverage: Sum,
    records: usize,
    hours: Vec<f64>,
}

impl Gathered {
    fn join(&mut self, other: &Self) {
        self.numerator.join(other.numerator);
        self.denominator.join(other.denominator);
        self.coverage.join(other.coverage);
        self.records += other.records;
        self.hours.extend_from_slice(&other.hours);
    }
}

/// Values of every formula over registers, unit by unit.
pub(super) fn values<'f>(
    framework: &'f Framework,
    data: &RoundData,
    pool: &Pool<'_>,
) -> Vec<(&'f DerivedFormula, Vec<Result<f64, NotScored>>)> {
    let mut formulas = Vec::new();
    let mut by_register: BTreeMap<&str, (&Register, Vec<usize>)> = BTreeMap::new();
    for formula in &framework.derived {
        let Some((register, plan)) = plan(framework, formula) else {
            continue;
        };
        if let Some(register) = framework.register(register) {
            let entry = by_register.entry(register.id.as_str());
            entry
                .or_insert((register, Vec::new()))
                .1
                .push(formulas.len());
            formulas.push((formula, plan));
        }
    }
    let columns = formulas.len();
    let gather = |records: &[Record]| {
        let mut own = vec![Gathered::default(); pool.len() * columns];
        for record in records {
            let Some((register, reading)) = by_register.get(record.register.as_str()) else {
                continue;
            };
            let unit = pool.position(&record.unit);
            if let Some(unit) = unit.filter(|_| in_period(register, record, &data.round)) {
                for &at in reading {
                    take(
                        &formulas[at].1,
                        record,
                        data.round.period_end,
                        &mut own[unit * columns + at],
                    );
                }
            }
        }
        own
    };
    let own = if data.records.len() < WORTH_PARTS {
        gather(&data.records)
    } else {
        let parts: Vec<Vec<Gathered>> = data
            .records
            .par_chunks(data.records.len().div_ceil(PARTS))
            .map(gather)
            .collect();
        let mut parts = parts.into_iter();
        let mut own = parts.next().unwrap_or_default();
        for part in parts {
            for (sum, other) in own.iter_mut().zip(&part) {
                sum.join(other);
            }
        }
        own
    };
    let all = pool.spread(&own, columns, Gathered::join);
    formulas
        .iter()
        .enumerate()
        .map(|(at, (formula, _))| {
            let column = (0..pool.len()).map(|unit| &all[unit * columns + at]);
            (*formula, finish(formula, pool, column))
        })
        .collect()
}

fn plan<'f>(framework: &'f Framework, formula: &'f DerivedFormula) -> Option<(&'f str, Plan<'f>)> {
    match formula {
        DerivedFormula::Ratio {
            register,
            numerator,
            denominator,
            min_coverage,
            ..
        } => Some((
            register,
            Plan::Ratio {
                numerator: Ready::new(framework, numerator),
                denominator: Ready::new(framework, denominator),
                coverage: min_coverage
                    .as_ref()
                    .map(|(of, _)| Ready::new(framework, of)),
            },
        )),
        DerivedFormula::MedianHours {
            register,
            from,
            to,
            when,
            ..
        } => Some((
            register,
            Plan::Median {
                from,
                to,
                when: Matcher::new(framework, when),
            },
        )),
        DerivedFormula::SurveyMean { .. }
        | DerivedFormula::SurveyShare { .. }
        | DerivedFormula::SurveyQuiz { .. } => None,
    }
}

fn take(plan: &Plan<'_>, record: &Record, end: NaiveDate, gathered: &mut Gathered) {
    let fields = &record.fields;
    gathered.records += 1;
    match plan {
        Plan::Ratio {
            numerator,
            denominator,
            coverage,
        } => {
            if let Some(of) = coverage.as_ref().and_then(|c| c.of(fields, end, true)) {
                gathered.coverage.add(of);
            }
            let above = numerator.of(fields, end, false);
            let below = denominator.of(fields, end, true);
            if let (Some(above), Some(below)) = (above, below) {
                gathered.numerator.add(above);
                gathered.denominator.add(below);
            }
        }
        Plan::Median { from, to, when } => {
            if let Some(minutes) = minutes(fields, from, to)
                && when.holds(fields, end)
            {
                gathered.hours.push(minutes / 60.0);
            }
        }
    }
}

fn finish<'g>(
    formula: &DerivedFormula,
    pool: &Pool<'_>,
    gathered: impl Iterator<Item = &'g Gathered>,
) -> Vec<Result<f64, NotScored>> {
    let DerivedFormula::Ratio {
        numerator,
        denominator,
        factor,
        cap,
        min_coverage,
        min_records,
        ..
    } = formula
    else {
        return gathered
            .map(|g| stats::median(&g.hours).ok_or(NotScored::EmptyDenominator))
            .collect();
    };
    let attribute = |measure: &Measure| match measure {
        Measure::Attribute(name) => Some(pool.attribute(name)),
        Measure::Count(_) | Measure::Sum { .. } => None,
    };
    let (above, below) = (attribute(numerator), attribute(denominator));
    let side = |attribute: &Option<Vec<Option<f64>>>, unit: usize, sum: Sum| match attribute {
        Some(values) => values[unit].ok_or(NotScored::NoAttribute),
        None => Ok(sum.value()),
    };
    gathered
        .enumerate()
        .map(|(unit, g)| {
            let above = side(&above, unit, g.numerator)?;
            let below = side(&below, unit, g.denominator)?;
            if g.records < *min_records || below <= 0.0 {
                return Err(NotScored::EmptyDenominator);
            }
            if let Some((_, share)) = min_coverage
                && below < share * g.coverage.value()
            {
                return Err(NotScored::SampleTooSmall);
            }
            let product = factor * above;
            let value = if product.is_finite() {
                product / below
            } else {
                factor * (above / below)
            };
            Ok(cap.map_or(value, |cap| value.min(cap)))
        })
        .collect()
}
