//! Which judgements contradict the others most, and what the others imply instead.

use super::{PairwiseMatrix, RandomIndices, ahp::solve};

/// A gain in CR that is rounding noise.
const NOISE: f64 = 1e-9;

/// A judgement that hurts consistency.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What is judged.
    pub row: String,
    /// Against what.
    pub column: String,
    /// How much more `row` matters than `column` now.
    pub value: f64,
    /// How much more the other judgements say; on Saaty's scale (1/9, 1/8, …, 9) where all judgements are.
    pub suggested: f64,
    /// Consistency ratio with `suggested` in its place, all else as it is.
    pub cr_after: f64,
}

/// The judgements whose change lowers the consistency ratio most, the most helpful first, at most `most`.
///
/// For each judgement the weights are found anew without it (Harker 1987): the ratio of the two weights is
/// what all other judgements imply. One without which things would not hang together contradicts nothing.
#[must_use]
pub fn hurting(
    matrix: &PairwiseMatrix,
    random_indices: RandomIndices,
    most: usize,
) -> Vec<Judgement> {
    let now = solve(matrix, random_indices).cr;
    if now <= NOISE || most == 0 {
        return Vec::new();
    }
    let labels = matrix.labels();
    let pairs = || (0..labels.len()).flat_map(|r| (r + 1..labels.len()).map(move |c| (r, c)));
    let on_scale = pairs().all(|(r, c)| matrix.judgement(r, c).is_none_or(is_on_scale));
    let mut found: Vec<Judgement> = pairs()
        .filter_map(|(row, column)| {
            let value = matrix.judgement(row, column)?;
            let others = solve(&matrix.with(row, column, None)?, random_indices).values;
            let implied = others[row] / others[column];
            let suggested = if on_scale { to_scale(implied) } else { implied };
            let mended = matrix.with(row, column, Some(suggested))?;
            let cr_after = solve(&mended, random_indices).cr;
            (cr_after < now - NOISE).then(|| Judgement {
                row: labels[row].clone(),
                column: labels[column].clone(),
                value,
                suggested,
                cr_after,
            })
        })
        .collect();
    found.sort_by(|a, b| a.cr_after.total_cmp(&b.cr_after));
    found.truncate(most);
    found
}

/// Whether a judgement is a whole number of 1 to 9, or the reciprocal of one.
fn is_on_scale(value: f64) -> bool {
    (value / to_scale(value) - 1.0).abs() < 1e-6
}

/// The nearest step of Saaty's scale, by ratio.
fn to_scale(value: f64) -> f64 {
    let size = value.max(value.recip()).clamp(1.0, 9.0);
    let below = size.floor();
    // Half way by ratio is the geometric mean of the two steps.
    let step = if size * size > below * (below + 1.0) {
        below + 1.0
    } else {
        below
    };
    let step = step.min(9.0);
    if value < 1.0 { step.recip() } else { step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_steps_by_ratio() {
        // √(1·2) = 1.414…
        for (value, step) in [
            (1.4, 1.0),
            (1.42, 2.0),
            (0.42, 0.5),
            (40.0, 9.0),
            (0.01, 1.0 / 9.0),
        ] {
            assert_eq!(to_scale(value), step, "{value}");
        }
        assert!(is_on_scale(1.0 / 7.0) && is_on_scale(9.0) && !is_on_scale(1.5));
    }

    #[test]
    fn the_one_judgement_against_all_others_is_found() {
        // Weights 4, 2, 1, 1, with c against d said to be 1/9 in place of 1.
        let text = "1,2,4,4\n,1,2,2\n,,1,1/9\n,,,1\n";
        let matrix = PairwiseMatrix::parse(text).unwrap();
        let found = hurting(&matrix, RandomIndices::Saaty1980, 1);
        let [worst] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!((worst.row.as_str(), worst.column.as_str()), ("3", "4"));
        assert_eq!((worst.suggested, worst.cr_after), (1.0, 0.0));
    }

    #[test]
    fn off_the_scale_the_exact_ratio_is_suggested() {
        let matrix = PairwiseMatrix::parse("1,1.5,6\n,1,2.5\n,,1\n").unwrap();
        let found = hurting(&matrix, RandomIndices::Saaty1980, 3);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|j| j.cr_after.abs() < 1e-12));
        // a against c through b: 1.5 · 2.5
        let through = found
            .iter()
            .find(|j| j.row == "1" && j.column == "3")
            .unwrap();
        assert!((through.suggested - 3.75).abs() < 1e-12);
    }
}
