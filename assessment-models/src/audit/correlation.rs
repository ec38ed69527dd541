//! Correlations of columns by pairs. A gap is NaN; a pair counts where both have a value.

use super::columns::Column;

/// The three coefficients of a pair; `None` where there are fewer than two pairs or one side is
/// constant over them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Coefficients {
    pub(super) covariance: Option<f64>,
    pub(super) pearson: Option<f64>,
    pub(super) spearman: Option<f64>,
    pub(super) kendall: Option<f64>,
}

/// Buffers, kept between pairs.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Dense ranks of one column in the order of the other, with ties.
    order: Vec<(u32, u32)>,
    tree: Vec<u32>,
    seen: Vec<u32>,
}

/// Sums of squares and products about the means.
fn moments(x: &[f64], y: &[f64]) -> [f64; 3] {
    let n = x.len() as f64;
    // From the first values on, so that a constant comes out as exactly that.
    let (x0, y0) = (
        x.first().copied().unwrap_or(0.0),
        y.first().copied().unwrap_or(0.0),
    );
    let (mut a, mut b) = (0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        a += x - x0;
        b += y - y0;
    }
    let (a, b) = (x0 + a / n, y0 + b / n);
    let mut sums = [0.0; 3];
    for (x, y) in x.iter().zip(y) {
        sums[0] += (x - a) * (x - a);
        sums[1] += (y - b) * (y - b);
        sums[2] += (x - a) * (y - b);
    }
    sums
}

fn coefficient([xx, yy, xy]: [f64; 3]) -> Option<f64> {
    let r = xy / (xx.sqrt() * yy.sqrt());
    (xx > 0.0 && yy > 0.0 && r.is_finite()).then(|| r.clamp(-1.0, 1.0))
}

pub(super) fn coefficients(a: &Column, b: &Column, buffers: &mut Buffers) -> Coefficients {
    let Buffers {
        x,
        y,
        order,
        tree,
        seen,
    } = buffers;
    x.clear();
    y.clear();
    let whole = a.whole && b.whole;
    for (p, q) in a.values.iter().zip(&b.values) {
        if !p.is_nan() && !q.is_nan() {
            x.push(*p);
            y.push(*q);
        }
    }
    if x.len() < 2 {
        return Coefficients::default();
    }
    let sums = moments(x, y);
    let mut found = Coefficients {
        covariance: Some(sums[2] / (x.len() as f64 - 1.0)).filter(|c| c.is_finite()),
        pearson: coefficient(sums),
        ..Coefficients::default()
    };
    if found.pearson.is_none() {
        return found;
    }
    if whole {
        found.spearman = coefficient(moments(&a.ranks, &b.ranks));
    } else {
        // Ranks among the pairs that there are, by walking over each column's order.
        for (of, other, ranks) in [(a, b, &mut *x), (b, a, &mut *y)] {
            let mut all = vec![f64::NAN; of.values.len()];
            let there = of
                .order
                .iter()
                .filter(|&&row| !other.values[row as usize].is_nan());
            average_ranks(&of.values, there.copied().collect(), &mut all);
            ranks.clear();
            let both = all
                .iter()
                .zip(&other.values)
                .filter(|(rank, _)| !rank.is_nan());
            ranks.extend(both.map(|(rank, _)| *rank));
        }
        found.spearman = coefficient(moments(x, y));
    }
    order.clear();
    order.extend(
        a.order
            .iter()
            .filter(|&&row| !b.values[row as usize].is_nan())
            .map(|&row| (a.dense[row as usize], b.dense[row as usize])),
    );
    found.kendall = kendall(order, b.distinct, tree, seen);
    found
}

/// Mean rank of each row, ties share it; `order` is ascending.
pub(super) fn average_ranks(values: &[f64], order: Vec<u32>, ranks: &mut [f64]) {
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && values[order[to] as usize] == values[order[from] as usize] {
            to += 1;
        }
        for &row in &order[from..to] {
            ranks[row as usize] = (from + 1 + to) as f64 / 2.0;
        }
        from = to;
    }
}

/// Kendall's τ-b of pairs of dense ranks in ascending order of the first: discordant pairs are counted
/// with a tree of partial sums (Fenwick 1994).
fn kendall(
    order: &[(u32, u32)],
    distinct: usize,
    tree: &mut Vec<u32>,
    seen: &mut Vec<u32>,
) -> Option<f64> {
    let n = order.len() as i64;
    tree.clear();
    tree.resize(distinct + 1, 0);
    seen.clear();
    seen.resize(distinct, 0);
    let pairs = |count: i64| count * (count - 1) / 2;
    let (mut balance, mut ties_first) = (0_i64, 0_i64);
    let (mut from, mut added) = (0, 0_i64);
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && order[to].0 == order[from].0 {
            to += 1;
        }
        ties_first += pairs((to - from) as i64);
        // Ties of the first are counted before any of them is added.
        for (_, second) in &order[from..to] {
            let (mut less, mut at) = (0_i64, *second as usize);
            while at > 0 {
                less += i64::from(tree[at]);
                at &= at - 1;
            }
            let equal = i64::from(seen[*second as usize]);
            balance += less - (added - less - equal);
        }
        for (_, second) in &order[from..to] {
            seen[*second as usize] += 1;
            let mut at = *second as usize + 1;
            while at <= distinct {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
        added += (to - from) as i64;
        from = to;
    }
    let ties_second: i64 = seen.iter().map(|count| pairs(i64::from(*count))).sum();
    let all = pairs(n);
    let spread = ((all - ties_first) as f64).sqrt() * ((all - ties_second) as f64).sqrt();
    (spread > 0.0).then(|| (balance as f64 / spread).clamp(-1.0, 1.0))
}

/// Kendall's τ-b of two columns; `None` of fewer than two pairs or of a constant.
///
/// ```
/// use assessment_models::audit::kendall_tau;
/// // 1-2 and 1-3 agree, 2-3 does not: (2 − 1)/3
/// let tau = kendall_tau(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]).unwrap();
/// assert!((tau - 1.0 / 3.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn kendall_tau(a: &[f64], b: &[f64]) -> Option<f64> {
    let length = a.len().min(b.len());
    let (a, b) = (Column::new(&a[..length]), Column::new(&b[..length]));
    coefficients(&a, &b, &mut Buffers::default()).kendall
}
