//! Eigenvalues of symmetric matrices, by Jacobi's rotations: slow for hundreds of columns, exact and
//! without surprises for the tens that an index has.

/// Sweeps after which a matrix of finite numbers has long converged.
const SWEEPS: usize = 100;

/// Eigenvalues of a symmetric matrix, greatest first, each with its unit eigenvector. Each vector's
/// component of greatest size is positive, since its sign is arbitrary. `None` where the matrix is not
/// square or holds what is not a finite number.
///
/// ```
/// use assessment_models::stats::symmetric_eigen;
/// let pairs = symmetric_eigen(&[vec![2.0, 1.0], vec![1.0, 2.0]]).unwrap();
/// assert!((pairs[0].0 - 3.0).abs() < 1e-12 && (pairs[1].0 - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn symmetric_eigen(matrix: &[Vec<f64>]) -> Option<Vec<(f64, Vec<f64>)>> {
    let n = matrix.len();
    let sound = |row: &Vec<f64>| row.len() == n && row.iter().all(|x| x.is_finite());
    if !matrix.iter().all(sound) {
        return None;
    }
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect())
        .collect();
    let size: f64 = a.iter().flatten().map(|x| x * x).sum();
    for _ in 0..SWEEPS {
        let off: f64 = (0..n)
            .flat_map(|i| (0..n).filter(move |&j| j != i).map(move |j| (i, j)))
            .map(|(i, j)| a[i][j] * a[i][j])
            .sum();
        if off <= size * 1e-32 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    let mut pairs: Vec<(f64, Vec<f64>)> = (0..n)
        .map(|i| (a[i][i], signed(vectors.iter().map(|row| row[i]).collect())))
        .collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    Some(pairs)
}

/// Turns the plane of `p` and `q` so that the entry between them vanishes.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for row in a.iter_mut() {
        let (x, y) = (row[p], row[q]);
        row[p] = c * x - s * y;
        row[q] = s * x + c * y;
    }
    let (above, below) = a.split_at_mut(q);
    for (first, second) in above[p].iter_mut().zip(&mut below[0]) {
        let (x, y) = (*first, *second);
        *first = c * x - s * y;
        *second = s * x + c * y;
    }
    for row in vectors.iter_mut() {
        let (x, y) = (row[p], row[q]);
        row[p] = c * x - s * y;
        row[q] = s * x + c * y;
    }
}

fn signed(mut vector: Vec<f64>) -> Vec<f64> {
    let greatest = vector.iter().copied().fold(0.0_f64, |best, x| {
        if x.abs() > best.abs() + 1e-12 {
            x
        } else {
            best
        }
    });
    if greatest < 0.0 {
        for x in &mut vector {
            *x = -*x;
        }
    }
    vector
}
