//! Stage Normalised: a raw value becomes a score 0..=100 by the indicator's scale.

use crate::framework::{AnswerOption, Scale, Step};

/// Options are matched within this distance, so that 0.1 + 0.2 is the option 0.3.
const SAME: f64 = 1e-9;

/// Whether a scale maps anything at all.
pub(crate) fn is_sound(scale: &Scale) -> bool {
    let options_sound = |options: &[AnswerOption]| {
        !options.is_empty()
            && options
                .iter()
                .all(|o| o.value.is_finite() && o.score.is_finite())
    };
    match scale {
        Scale::Choice(options) | Scale::Maturity(options) => options_sound(options),
        Scale::Goalposts(g) => g.zero.is_finite() && g.full.is_finite() && g.zero != g.full,
        Scale::Steps(steps) => {
            !steps.is_empty()
                && steps
                    .iter()
                    .all(|s| s.from.is_finite() && s.score.is_finite())
        }
        Scale::Band { a, b, c, d } => {
            [a, b, c, d].iter().all(|x| x.is_finite()) && a <= b && b <= c && c <= d
        }
        Scale::Likert { points } => points.is_finite() && *points >= 2.0,
    }
}

/// The score 0..=100 of a finite raw value; `None` where the value is no answer on this scale (a choice
/// that is not on the list).
///
/// Maturity between two levels is interpolated (a value worked out of records, such as a mean, may lie
/// there; what a person enters is one of the levels), and held at the first and last level outside. Steps hold from their threshold, included; below the first step the score is 0.
///
/// ```
/// use assessment_models::{framework::{Goalposts, Scale}, scoring::normalise};
/// let days = Scale::Goalposts(Goalposts { zero: 30.0, full: 10.0 });
/// assert_eq!(normalise(&days, 15.0), Some(75.0));
/// assert_eq!(normalise(&days, 60.0), Some(0.0));
/// ```
#[must_use]
pub fn normalise(scale: &Scale, raw: f64) -> Option<f64> {
    let score = match scale {
        Scale::Choice(options) => {
            options
                .iter()
                .find(|o| (o.value - raw).abs() <= SAME)?
                .score
        }
        Scale::Maturity(levels) => between_levels(levels, raw)?,
        Scale::Goalposts(g) => 100.0 * (raw - g.zero) / (g.full - g.zero),
        Scale::Steps(steps) => last_step(steps, raw),
        Scale::Band { a, b, c, d } => trapezoid(raw, *a, *b, *c, *d),
        Scale::Likert { points } => 100.0 * (raw - 1.0) / (points - 1.0),
    };
    in_range(score)
}

/// A scale made ready for many values: options, levels and steps side by side and in order, so that a value
/// is placed in one short walk. Says the same as [`normalise`], bit for bit.
pub(super) enum Prepared {
    /// Value and score as listed.
    Choice(Vec<(f64, f64)>),
    /// Value and score, lowest value first, no two within twice [`SAME`] of each other.
    Levels(Vec<(f64, f64)>),
    /// Threshold and score, highest threshold first, no two alike.
    Steps(Vec<(f64, f64)>),
    Plain(Scale),
}

impl Prepared {
    pub(super) fn new(scale: &Scale) -> Self {
        match scale {
            Scale::Choice(options) => {
                Self::Choice(options.iter().map(|o| (o.value, o.score)).collect())
            }
            Scale::Maturity(levels) => {
                let mut ordered: Vec<(f64, f64)> =
                    levels.iter().map(|l| (l.value, l.score)).collect();
                ordered.sort_by(|x, y| x.0.total_cmp(&y.0));
                if ordered.windows(2).all(|w| w[1].0 - w[0].0 > 2.0 * SAME) {
                    Self::Levels(ordered)
                } else {
                    Self::Plain(scale.clone())
                }
            }
            Scale::Steps(steps) => {
                let mut ordered: Vec<(f64, f64)> =
                    steps.iter().map(|s| (s.from, s.score)).collect();
                ordered.sort_by(|x, y| y.0.total_cmp(&x.0));
                if ordered.windows(2).all(|w| w[0].0 > w[1].0) {
                    Self::Steps(ordered)
                } else {
                    Self::Plain(scale.clone())
                }
            }
            _ => Self::Plain(scale.clone()),
        }
    }

    /// As [`normalise`].
    pub(super) fn normalise(&self, raw: f64) -> Option<f64> {
        let score = match self {
            Self::Choice(options) => {
                options
                    .iter()
                    .find(|(value, _)| (value - raw).abs() <= SAME)?
                    .1
            }
            Self::Levels(levels) => {
                let above = levels.iter().position(|(value, _)| *value >= raw - SAME);
                match above {
                    None => levels.last()?.1,
                    Some(0) => levels[0].1,
                    Some(at) if levels[at].0 <= raw + SAME => levels[at].1,
                    Some(at) => {
                        let ((low, from), (high, to)) = (levels[at - 1], levels[at]);
                        from + (to - from) * (raw - low) / (high - low)
                    }
                }
            }
            Self::Steps(steps) => steps
                .iter()
                .find(|(from, _)| raw >= *from)
                .map_or(0.0, |(_, score)| *score),
            Self::Plain(scale) => return normalise(scale, raw),
        };
        in_range(score)
    }
}

/// + 0.0 turns a negative zero into a plain one.
fn in_range(score: f64) -> Option<f64> {
    (!score.is_nan()).then(|| score.clamp(0.0, 100.0) + 0.0)
}

/// The levels around a value, lowest first however they are listed.
fn between_levels(levels: &[AnswerOption], raw: f64) -> Option<f64> {
    let below = levels
        .iter()
        .filter(|l| l.value <= raw + SAME)
        .max_by(|x, y| x.value.total_cmp(&y.value));
    let above = levels
        .iter()
        .filter(|l| l.value >= raw - SAME)
        .min_by(|x, y| x.value.total_cmp(&y.value));
    match (below, above) {
        (Some(low), Some(high)) if high.value - low.value > SAME => Some(
            low.score + (high.score - low.score) * (raw - low.value) / (high.value - low.value),
        ),
        (Some(level), _) | (None, Some(level)) => Some(level.score),
        (None, None) => None,
    }
}

fn last_step(steps: &[Step], raw: f64) -> f64 {
    steps
        .iter()
        .filter(|s| raw >= s.from)
        .max_by(|x, y| x.from.total_cmp(&y.from))
        .map_or(0.0, |s| s.score)
}

fn trapezoid(x: f64, a: f64, b: f64, c: f64, d: f64) -> f64 {
    if (b..=c).contains(&x) {
        100.0
    } else if x <= a || x >= d {
        0.0
    } else if x < b {
        100.0 * (x - a) / (b - a)
    } else {
        100.0 * (d - x) / (d - c)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Text;

    fn numbers() -> impl Strategy<Value = f64> {
        prop_oneof![
            (-3..8_i32).prop_map(f64::from),
            (-3..8_i32, -3..4_i32).prop_map(|(n, off)| f64::from(n) + f64::from(off) * 4e-10),
            -10.0..10.0_f64,
        ]
    }

    proptest! {
        #[test]
        fn a_prepared_scale_says_the_same(
            anchors in proptest::collection::vec((numbers(), -20.0..120.0_f64), 1..6),
            raw in numbers(),
        ) {
            let options: Vec<AnswerOption> = anchors
                .iter()
                .map(|&(value, score)| AnswerOption { value, score, label: Text::default() })
                .collect();
            let steps = anchors.iter().map(|&(from, score)| Step { from, score }).collect();
            for scale in [
                Scale::Choice(options.clone()),
                Scale::Maturity(options),
                Scale::Steps(steps),
                Scale::Likert { points: 5.0 },
            ] {
                prop_assert_eq!(
                    Prepared::new(&scale).normalise(raw).map(f64::to_bits),
                    normalise(&scale, raw).map(f64::to_bits)
                );
            }
        }
    }
}
