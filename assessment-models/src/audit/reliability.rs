//! How well the items of a group hang together.

use serde::{Deserialize, Serialize};

/// Cronbach's α of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The group's code.
    pub group: String,
    /// `k²·c̄/ΣC` over its children; `None` of fewer than two, or without variance.
    pub alpha: Option<f64>,
    /// The same without one child: its code and α.
    pub without: Vec<(String, Option<f64>)>,
}

/// α from covariances, of the members `of`.
pub(super) fn alpha(covariance: &[Vec<Option<f64>>], of: &[usize]) -> Option<f64> {
    let k = of.len() as f64;
    let (mut all, mut own) = (0.0, 0.0);
    for &i in of {
        for &j in of {
            let c = covariance[i][j]?;
            all += c;
            if i == j {
                own += c;
            }
        }
    }
    let alpha = k * (all - own) / ((k - 1.0) * all);
    (of.len() > 1 && all != 0.0 && alpha.is_finite()).then_some(alpha)
}
