//! Conditions on records, as derived formulas and adjustment rules state them.

use chrono::NaiveDate;

use crate::{Framework, Record, framework::Condition};

/// Whether all conditions hold for a record. `period_end` is the last day of the assessed period, up to
/// which ages are counted.
#[must_use]
pub fn matches(
    framework: &Framework,
    record: &Record,
    conditions: &[Condition],
    period_end: NaiveDate,
) -> bool {
    let _ = (framework, record, period_end);
    conditions.is_empty()
}
