//! Outliers: winsorised, or drawn in by a logarithm.

use super::{
    IndexMeta, Treatment,
    table::{Table, present},
};
use crate::stats;

/// An indicator passes where its skewness is below this in size ...
const SKEWNESS: f64 = 2.0;
/// ... or its kurtosis below this (Groeneveld and Meeden 1984, as the handbook's examples use them).
const KURTOSIS: f64 = 3.5;
/// What the logarithm is shifted by, as a share of the range, so that the least value has one.
const SHIFT: f64 = 0.01;

/// Treats every indicator that does not pass.
pub(super) fn treat(meta: &IndexMeta, table: &mut Table, how: Treatment) {
    for at in meta.indicators() {
        let treated = |column: &[f64]| treated(column, most(how, column));
        if let Some(treated) = table.column(at).and_then(treated) {
            table.set(at, treated);
        }
    }
}

/// How many points of a column may be winsorised.
fn most(how: Treatment, column: &[f64]) -> usize {
    match how {
        Treatment::Winsorise(points) => points,
        Treatment::WinsoriseShare(share) => {
            ((present(column).len() as f64 * share).floor() as usize).max(1)
        }
    }
}

/// Whether a column needs no treatment; one too short or too even to tell does not either.
fn passes(column: &[f64]) -> bool {
    let values = present(column);
    match (stats::skewness(&values), stats::kurtosis(&values)) {
        (Some(skewness), Some(kurtosis)) => skewness.abs() < SKEWNESS || kurtosis < KURTOSIS,
        _ => true,
    }
}

/// The treated column; `None` where it needs none. The logarithm starts from the column as it came.
fn treated(column: &[f64], most: usize) -> Option<Vec<f64>> {
    if passes(column) {
        return None;
    }
    let mut winsorised = column.to_vec();
    let (mut high, mut low) = (0, 0);
    while high + low < most && !passes(&winsorised) {
        match pull_in(&mut winsorised) {
            Some((Side::High, ties)) => high = ties,
            Some((Side::Low, ties)) => low = ties,
            None => break,
        }
    }
    if passes(&winsorised) {
        return Some(winsorised);
    }
    let values = present(column);
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let range = values.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least;
    Some(
        column
            .iter()
            .map(|x| libm::log(x - least + SHIFT * range))
            .collect(),
    )
}

/// An end of a distribution.
enum Side {
    High,
    Low,
}

/// Moves the extreme on the side of the skew, all its ties at once, to the value next to it. Gives the
/// side and how many points were tied: those moved before stand among them, so it is also how many
/// points have been moved on that side in all. `None` where that would leave a single value.
fn pull_in(column: &mut [f64]) -> Option<(Side, usize)> {
    let values = present(column);
    let (side, sign) = if stats::skewness(&values)? >= 0.0 {
        (Side::High, 1.0)
    } else {
        (Side::Low, -1.0)
    };
    let outward = values.iter().map(|x| x * sign);
    let extreme = outward.clone().fold(f64::NEG_INFINITY, f64::max);
    let inner = outward.filter(|x| *x < extreme);
    let next = inner.clone().fold(f64::NEG_INFINITY, f64::max);
    let least = inner.fold(f64::INFINITY, f64::min);
    if !next.is_finite() || least == next {
        return None;
    }
    let mut ties = 0;
    for x in column.iter_mut().filter(|x| **x * sign == extreme) {
        *x = next * sign;
        ties += 1;
    }
    Some((side, ties))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_outlier_is_pulled_to_its_neighbour() {
        let column = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, f64::NAN, 1000.0];
        let treated = treated(&column, 5).unwrap();
        assert_eq!(&treated[..6], &column[..6]);
        assert!(treated[6].is_nan());
        assert_eq!(treated[7], 6.0);
    }

    #[test]
    fn what_winsorising_cannot_mend_is_logged_from_the_original() {
        let column = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        let treated = treated(&column, 5).unwrap();
        assert!((treated[0] - libm::log(0.01)).abs() < 1e-12);
        assert!((treated[9] - libm::log(1.01)).abs() < 1e-12);
    }

    #[test]
    fn even_short_and_constant_columns_stay() {
        assert_eq!(treated(&[1.0, 2.0, 3.0, 4.0, 5.0], 5), None);
        assert_eq!(treated(&[1.0, 1000.0], 5), None);
        assert_eq!(treated(&[7.0; 9], 5), None);
    }
}
