//! The principal right eigenvector of a matrix without negative entries.

/// Squarings after which the powers of a primitive matrix have long become one column repeated.
const SQUARINGS: usize = 60;
/// Steps that wear off the rounding of the squarings.
const STEPS: usize = 200;
/// Change of a weight below which it has settled, as a share of it.
const SETTLED: f64 = 1e-15;

/// Principal eigenvalue, and its right eigenvector with sum 1. The matrix must be square, primitive (a
/// power of it has no 0) and without negative entries.
///
/// Squaring reaches the power 2⁶⁰ in sixty steps, so that circular judgements, whose second eigenvalue
/// is nearly as great as the first, converge as well; plain power steps then polish.
pub(super) fn principal(matrix: &[Vec<f64>]) -> (f64, Vec<f64>) {
    let mut power = matrix.to_vec();
    let mut weights = row_sums(&power);
    for _ in 0..SQUARINGS {
        power = squared(&power);
        let next = row_sums(&power);
        let moved = distance(&weights, &next);
        weights = next;
        if moved <= SETTLED {
            break;
        }
    }
    for _ in 0..STEPS {
        let next = unit(times(matrix, &weights));
        let moved = distance(&weights, &next);
        weights = next;
        if moved <= SETTLED {
            break;
        }
    }
    // The weights sum to 1, so A·w sums to λ.
    (times(matrix, &weights).iter().sum(), weights)
}

fn times(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    let dot = |row: &Vec<f64>| row.iter().zip(vector).map(|(a, x)| a * x).sum();
    matrix.iter().map(dot).collect()
}

fn row_sums(matrix: &[Vec<f64>]) -> Vec<f64> {
    unit(matrix.iter().map(|row| row.iter().sum()).collect())
}

fn unit(mut vector: Vec<f64>) -> Vec<f64> {
    let sum: f64 = vector.iter().sum();
    for x in &mut vector {
        *x /= sum;
    }
    vector
}

/// The square, divided by its greatest entry.
fn squared(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut square = vec![vec![0.0; n]; n];
    for (row, out) in matrix.iter().zip(&mut square) {
        for (factor, other) in row.iter().zip(matrix) {
            for (sum, value) in out.iter_mut().zip(other) {
                *sum += factor * value;
            }
        }
    }
    let greatest = square.iter().flatten().copied().fold(0.0, f64::max);
    for value in square.iter_mut().flatten() {
        *value /= greatest;
    }
    square
}

/// The greatest change, as a share of the value.
fn distance(before: &[f64], after: &[f64]) -> f64 {
    let change = |(b, a): (&f64, &f64)| if a == b { 0.0 } else { ((a - b) / a).abs() };
    before.iter().zip(after).map(change).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_in_a_circle_converge() {
        // a ≻ b ≻ c ≻ a, each by x: λ = 1 + x + 1/x, all weights equal by symmetry.
        for x in [2.0, 9.0, 1e6] {
            let y = 1.0 / x;
            let matrix = vec![vec![1.0, x, y], vec![y, 1.0, x], vec![x, y, 1.0]];
            let (lambda, weights) = principal(&matrix);
            assert!((lambda / (1.0 + x + y) - 1.0).abs() < 1e-13);
            assert!(weights.iter().all(|w| (w - 1.0 / 3.0).abs() < 1e-13));
        }
    }
}
