//! Rows that a draft gives more than once: the first one counts, as it does where a file is read, and the
//! others are rejected.

use std::collections::BTreeMap;

use assessment_models::{
    Unit, UnitCode,
    draft::{Place, RecordRow, RecordRows},
};

use crate::compare::Tally;

/// The first row of each key, in the order of the keys.
pub(crate) fn first_records<'r>(
    rows: &'r RecordRows,
    tally: &mut Tally,
) -> impl Iterator<Item = RecordRow> + use<'r> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if !order.is_sorted_by_key(|&at| rows.key(at)) {
        // Stable: rows of one key stay in reading order.
        order.sort_by_key(|&at| rows.key(at));
    }
    order.dedup_by(|later, kept| rows.key(*later) == rows.key(*kept));
    tally.reject((rows.len() - order.len()) as u64);
    order.into_iter().filter_map(|at| rows.get(at))
}

/// The first row of each name, in the order of the names.
pub(crate) fn first_by<'r, R, N: Ord>(
    rows: &'r [R],
    name: impl Fn(&'r R) -> N,
    tally: &mut Tally,
) -> BTreeMap<N, &'r R> {
    let mut first: BTreeMap<N, &R> = BTreeMap::new();
    for row in rows {
        first.entry(name(row)).or_insert(row);
    }
    tally.reject((rows.len() - first.len()) as u64);
    first
}

/// The first row of each unit, in the order of their codes.
pub(crate) fn first_units<'r>(
    units: &'r [(Unit, Place)],
    tally: &mut Tally,
) -> BTreeMap<&'r UnitCode, &'r Unit> {
    let mut first: BTreeMap<&UnitCode, &Unit> = BTreeMap::new();
    for (unit, _) in units {
        first.entry(&unit.code).or_insert(unit);
    }
    tally.reject((units.len() - first.len()) as u64);
    first
}
