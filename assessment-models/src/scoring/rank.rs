//! Stages Graded and Ranked, and the rounding on which they and every shown number rest.

use super::{Ranking, UnitScore};
use crate::framework::{Grade, ScoreSettings};

/// Ninth decimal: below it lies the noise of binary arithmetic, above it what a score says.
const NANO: f64 = 1e9;

/// Slack of the comparison with the least completeness.
const SAME: f64 = 1e-9;

/// The value at published precision: rounded half away from zero **on its decimal value**.
///
/// `86.245` has no exact binary form (it is stored as 86.24499999…), and a weighted sum that should be
/// 86.245 may be off in its last bits. So the value is first taken to nine decimals, which undoes both,
/// and the ninth-decimal integer is rounded in integer arithmetic. More than nine decimals are returned
/// as they are, and so is what is too large for nine decimals to mean anything (above 9·10⁶).
///
/// ```
/// use assessment_models::scoring::published;
/// assert_eq!(published(86.245, 2), 86.25);
/// assert_eq!(published(0.1 + 0.2 + 85.945, 2), 86.25);
/// assert_eq!(published(-1.005, 2), -1.01);
/// ```
#[must_use]
pub fn published(value: f64, decimals: u32) -> f64 {
    if !value.is_finite() || decimals >= 9 || value.abs() > 9e6 {
        return value;
    }
    let nano = (value.abs() * NANO).round() as u64;
    let step = 10_u64.pow(9 - decimals);
    let steps = (nano + step / 2) / step;
    let rounded = steps as f64 / 10_u64.pow(decimals) as f64;
    if value < 0.0 && steps > 0 {
        -rounded
    } else {
        rounded
    }
}

/// [`published`] in digits, always with that many decimals.
///
/// ```
/// use assessment_models::scoring::published_text;
/// assert_eq!(published_text(86.245, 2), "86.25");
/// assert_eq!(published_text(90.0, 2), "90.00");
/// assert_eq!(published_text(-0.001, 2), "0.00");
/// ```
#[must_use]
pub fn published_text(value: f64, decimals: u32) -> String {
    format!("{:.*}", decimals as usize, published(value, decimals))
}

/// Position of the best grade whose lower bound the score reaches at published precision, so that what
/// is shown as 90.00 has the grade of 90.
///
/// Grades stand best first; below the last bound there is none.
#[must_use]
pub fn grade(grades: &[Grade], total: f64, decimals: u32) -> Option<usize> {
    let shown = published(total, decimals);
    grades
        .iter()
        .position(|g| shown >= published(g.lower, decimals))
}

/// Ranks within peer groups, 1 2 2 4, on published totals; sets [`UnitScore::ranking`].
pub(super) fn rank(units: &mut [UnitScore], settings: &ScoreSettings) {
    let mut order = Vec::with_capacity(units.len());
    for (at, unit) in units.iter_mut().enumerate() {
        unit.ranking = match unit.total {
            None => Ranking::NoScore,
            Some(_) if unit.completeness + SAME < settings.min_completeness => Ranking::Incomplete,
            Some(total) => {
                order.push((published(total, settings.decimals), at));
                Ranking::NoScore
            }
        };
    }
    order.sort_by(|(a, i), (b, j)| {
        let (x, y) = (&units[*i], &units[*j]);
        x.peer_group
            .cmp(&y.peer_group)
            .then(b.total_cmp(a))
            .then(i.cmp(j))
    });
    let (mut first, mut shared) = (0, 0);
    for place in 0..order.len() {
        let (total, at) = order[place];
        if place == 0 || units[order[place - 1].1].peer_group != units[at].peer_group {
            first = place;
            shared = place;
        } else if order[place - 1].0 != total {
            shared = place;
        }
        units[at].ranking = Ranking::Rank((shared - first + 1) as u32);
    }
}
