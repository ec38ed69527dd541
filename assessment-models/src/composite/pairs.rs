//! Units compared in pairs: who outranks whom, and how often.

/// What a gap means where two units are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// COINr's `outrankMatrix`: shares are of the weight of all columns, and the unit that comes later has
    /// what the earlier one does not win. A column with a gap is so won by the later.
    WonByTheLater,
    /// Units are compared by the columns that both have; by none, it is a draw.
    LeftOut,
}

/// Slack of the comparison of a share with one half, which sums of weights miss by rounding.
const SAME: f64 = 1e-12;

/// Copeland scores as COINr's `a_copeland` has them: over the other units, 1 for each that is outranked (by
/// more than half of the weight), −1 for each that outranks. `out` is written for `units` only. A unit that
/// is void or has no value at all takes no part and has a gap.
pub(super) fn copeland(
    columns: &[(f64, &[f64])],
    units: &[usize],
    void: &[bool],
    gaps: Gaps,
    out: &mut [f64],
) {
    let takes_part = |unit: &usize| {
        !void.get(*unit).copied().unwrap_or(false)
            && columns.iter().any(|(_, column)| !column[*unit].is_nan())
    };
    for unit in units {
        out[*unit] = if takes_part(unit) { 0.0 } else { f64::NAN };
    }
    let there: Vec<usize> = units.iter().copied().filter(takes_part).collect();
    for (at, &a) in there.iter().enumerate() {
        for &b in &there[at + 1..] {
            let ahead = outranks(columns, a, b, gaps) - 0.5;
            if ahead.abs() > SAME {
                out[a] += ahead.signum();
                out[b] -= ahead.signum();
            }
        }
    }
}

/// Copeland scores within each group of peers on 0..=100: 50 + 50·score/(n − 1) of the n that take part, so
/// that 100 outranks all others, 0 none, and 50 as many as outrank it. Who is alone has 50.
pub(super) fn copeland_among(
    columns: &[(f64, &[f64])],
    peers: &[Vec<usize>],
    void: &[bool],
    out: &mut [f64],
) {
    out.fill(f64::NAN);
    for units in peers {
        copeland(columns, units, void, Gaps::LeftOut, out);
        let there = units.iter().filter(|unit| !out[**unit].is_nan()).count();
        let others = there.saturating_sub(1).max(1) as f64;
        for unit in units {
            out[*unit] = 50.0 + 50.0 * out[*unit] / others;
        }
    }
}

/// How far a unit outranks one that comes later, 0..=1: the share of weight in which it is greater, and
/// half of that in which both are equal.
pub(super) fn outranks(columns: &[(f64, &[f64])], a: usize, b: usize, gaps: Gaps) -> f64 {
    let (mut for_a, mut all) = (0.0, 0.0);
    for (weight, column) in columns {
        let (x, y) = (column[a], column[b]);
        if x > y {
            for_a += weight;
        } else if x == y {
            for_a += weight / 2.0;
        }
        if gaps == Gaps::WonByTheLater || !(x.is_nan() || y.is_nan()) {
            all += weight;
        }
    }
    if all > 0.0 { for_a / all } else { 0.5 }
}
