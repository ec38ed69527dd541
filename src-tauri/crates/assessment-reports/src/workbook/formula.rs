//! The method as spreadsheet formulas: scales, means, adjustments. Each says what the engine computes, in
//! functions that Excel, WPS and LibreOffice share.

use assessment_models::framework::{AnswerOption, Mean, Scale};

/// Slack of comparisons, the engine's own.
pub(super) const SAME: &str = "1E-9";

/// Longer scales are parted in halves: Excel refuses a formula of more than 64 functions within one another.
const NESTED: usize = 32;

/// A formula, and whether it must be entered as an array formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) text: String,
    pub(super) array: bool,
}

impl Live {
    pub(super) fn plain(text: String) -> Self {
        Self { text, array: false }
    }
}

/// The score of a raw value in cell `x`; a value outside every option gives `missing`.
pub(super) fn scale(scale: &Scale, x: &str, missing: &str) -> String {
    match scale {
        Scale::Choice(options) => {
            let mut rising: Vec<(f64, f64)> = options.iter().map(|o| (o.value, o.score)).collect();
            if rising.len() > NESTED {
                rising.sort_by(|a, b| a.0.total_cmp(&b.0));
            }
            choice(&rising, x, missing)
        }
        Scale::Maturity(levels) => maturity(levels, x),
        Scale::Goalposts(g) => format!(
            "MEDIAN(0,100,100*({x}-{})/({}-{}))",
            literal(g.zero),
            g.full,
            literal(g.zero)
        ),
        Scale::Steps(steps) => {
            // Of steps from the same value the last is the one that holds.
            let mut falling: Vec<(f64, f64)> =
                steps.iter().rev().map(|s| (s.from, s.score)).collect();
            falling.sort_by(|a, b| b.0.total_cmp(&a.0));
            falling.dedup_by(|later, first| later.0 == first.0);
            last_step(&falling, x)
        }
        Scale::Band { a, b, c, d } => {
            let mut out = format!("IF(AND({x}>={b},{x}<={c}),100,IF(OR({x}<={a},{x}>={d}),0,");
            // An edge without a slope is never reached: what is not within is at or beyond it.
            out += &match (b > a, d > c) {
                (true, true) => format!(
                    "IF({x}<{b},100*({x}-{})/({b}-{}),100*({d}-{x})/({d}-{}))",
                    literal(*a),
                    literal(*a),
                    literal(*c)
                ),
                (true, false) => format!("100*({x}-{})/({b}-{})", literal(*a), literal(*a)),
                (false, true) => format!("100*({d}-{x})/({d}-{})", literal(*c)),
                (false, false) => "0".to_owned(),
            };
            out + "))"
        }
        Scale::Likert { points } => format!("MEDIAN(0,100,100*({x}-1)/({points}-1))"),
    }
}

/// The score of the option whose value it is.
fn choice(options: &[(f64, f64)], x: &str, missing: &str) -> String {
    if options.len() > NESTED {
        let (low, high) = options.split_at(options.len() / 2);
        let middle = low[low.len() - 1].0.midpoint(high[0].0);
        let (low, high) = (choice(low, x, missing), choice(high, x, missing));
        return format!("IF({x}<{middle},{low},{high})");
    }
    let mut out = String::new();
    for (value, score) in options {
        let score = score.clamp(0.0, 100.0);
        out += &format!("IF(ABS({x}-{})<={SAME},{score},", literal(*value));
    }
    out + missing + &")".repeat(options.len())
}

/// The score of the highest step that is reached, 0 below them all.
fn last_step(falling: &[(f64, f64)], x: &str) -> String {
    if falling.len() > NESTED {
        let (high, low) = falling.split_at(falling.len() / 2);
        let least = high[high.len() - 1].0;
        let (low, high) = (last_step(low, x), last_step(high, x));
        return format!("IF({x}>={least},{high},{low})");
    }
    let mut out = String::new();
    for (from, score) in falling {
        out += &format!("IF({x}>={from},{},", score.clamp(0.0, 100.0));
    }
    out + "0" + &")".repeat(falling.len())
}

/// Straight lines between neighbouring levels, level beyond the ends; one line where all lie on it.
fn maturity(levels: &[AnswerOption], x: &str) -> String {
    let mut rising: Vec<(f64, f64)> = levels.iter().map(|l| (l.value, l.score)).collect();
    rising.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(&first), Some(&last)) = (rising.first(), rising.last()) else {
        return "\"\"".to_owned();
    };
    let slope = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1) / (b.0 - a.0);
    let line = |a: (f64, f64), b: (f64, f64)| {
        format!(
            "{}+({x}-{})*({})/({})",
            a.1,
            literal(a.0),
            b.1 - a.1,
            b.0 - a.0
        )
    };
    let straight = rising
        .windows(2)
        .all(|w| (slope(w[0], w[1]) - slope(first, last)).abs() < 1e-12);
    if rising.len() > 1 && straight {
        return format!("MEDIAN({},{},{})", first.1, last.1, line(first, last));
    }
    between(&rising, x, &line)
}

fn between(
    rising: &[(f64, f64)],
    x: &str,
    line: &impl Fn((f64, f64), (f64, f64)) -> String,
) -> String {
    if rising.len() > NESTED {
        // The level in the middle ends one half and begins the other.
        let middle = rising.len() / 2;
        let (low, high) = (&rising[..=middle], &rising[middle..]);
        let (low, high) = (between(low, x, line), between(high, x, line));
        return format!("IF({x}<={},{low},{high})", rising[middle].0);
    }
    let (Some(first), Some(last)) = (rising.first(), rising.last()) else {
        return "\"\"".to_owned();
    };
    let mut out = format!("IF({x}<={},{},", first.0, first.1);
    for pair in rising.windows(2) {
        out += &format!("IF({x}<={},{},", pair[1].0, line(pair[0], pair[1]));
    }
    format!("{out}{}{}", last.1, ")".repeat(rising.len()))
}

/// How many of the cells `answers` are missing, by the word or cleared: what a unit is not asked has no
/// formula in `scores`.
pub(super) fn missing(answers: &str, scores: &str) -> Live {
    Live {
        text: format!(
            "SUM(IF(ISBLANK({scores}),0,IF({answers}=\"\",1,IF({answers}=missing_word,1,0))))"
        ),
        array: true,
    }
}

/// A number that may follow a minus sign.
fn literal(number: f64) -> String {
    if number < 0.0 {
        format!("({number})")
    } else {
        number.to_string()
    }
}

/// When a group has a score, as conditions on its children.
pub(super) struct Group<'a> {
    pub(super) mean: Mean,
    /// Scores are lifted to this before a mean that needs positive ones.
    pub(super) floor: Option<f64>,
    /// Least share of the applicable children that must have a score.
    pub(super) threshold: Option<f64>,
    /// Counts the applicable children.
    pub(super) applicable: &'a str,
}

/// The mean of the scores in `scores` with `weights`, renormalised over what has a score: a child without
/// a score, blank or "", does not count.
pub(super) fn mean(group: &Group<'_>, weights: &str, scores: &str) -> Live {
    // Not SUMPRODUCT over a comparison: Gnumeric takes that for one cell. No score is below 0.
    let scored = format!("SUMIF({scores},\">=0\",{weights})");
    let lifted = match group.floor {
        Some(floor) if assessment_models::stats::needs_positive(group.mean) => {
            format!("IF({scores}<{floor},{floor},{scores})")
        }
        _ => scores.to_owned(),
    };
    // A child is taken by IF, so that the "" of another never enters a calculation.
    let sum = |term: &str| format!("SUM(IF(ISNUMBER({scores}),{weights}{term},0))");
    let all = sum("");
    let (value, array) = match group.mean {
        Mean::Arithmetic => (format!("SUMPRODUCT({weights},{scores})/{scored}"), false),
        Mean::Harmonic => (format!("{all}/{}", sum(&format!("/{lifted}"))), true),
        Mean::Power(p) if p != 0.0 => {
            let powers = sum(&format!("*({lifted})^({p})"));
            (format!("({powers}/{all})^(1/({p}))"), true)
        }
        Mean::Geometric | Mean::Power(_) => {
            let logs = sum(&format!("*LN({lifted})"));
            (format!("EXP({logs}/{all})"), true)
        }
    };
    let mut condition = format!("{scored}>0");
    if let Some(least) = group.threshold {
        condition = format!(
            "AND({condition},COUNT({scores})+{SAME}>={least}*{})",
            group.applicable
        );
    }
    Live {
        text: format!("IF({condition},{value},\"\")"),
        array,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use assessment_models::{Text, framework::Goalposts};

    fn level(value: f64, score: f64) -> AnswerOption {
        AnswerOption {
            value,
            label: Text::default(),
            score,
        }
    }

    #[test]
    fn scales_read_like_the_rule() {
        let goalposts = Scale::Goalposts(Goalposts {
            zero: -5.0,
            full: 10.0,
        });
        assert_eq!(
            scale(&goalposts, "D7", "0"),
            "MEDIAN(0,100,100*(D7-(-5))/(10-(-5)))"
        );
        let choice = Scale::Choice(vec![level(1.0, 100.0), level(0.0, 0.0)]);
        assert_eq!(
            scale(&choice, "D7", "0"),
            "IF(ABS(D7-1)<=1E-9,100,IF(ABS(D7-0)<=1E-9,0,0))"
        );
        let even = Scale::Maturity(vec![level(0.0, 0.0), level(1.0, 50.0), level(2.0, 100.0)]);
        assert_eq!(scale(&even, "D7", "0"), "MEDIAN(0,100,0+(D7-0)*(100)/(2))");
        let bent = Scale::Maturity(vec![level(0.0, 0.0), level(1.0, 80.0), level(2.0, 100.0)]);
        assert_eq!(
            scale(&bent, "D7", "0"),
            "IF(D7<=0,0,IF(D7<=1,0+(D7-0)*(80)/(1),IF(D7<=2,80+(D7-1)*(20)/(1),100)))"
        );
    }

    #[test]
    fn long_scales_are_parted_rather_than_nested() {
        let many = |bend: f64| -> Vec<AnswerOption> {
            let score = |n: u32| (f64::from(n) * bend).min(100.0);
            (0..70).map(|n| level(f64::from(n), score(n))).collect()
        };
        let steps = (0..70).map(|n| assessment_models::framework::Step {
            from: f64::from(n),
            score: f64::from(n),
        });
        for long in [
            Scale::Choice(many(1.0)),
            Scale::Maturity(many(2.0)),
            Scale::Steps(steps.collect()),
        ] {
            let text = scale(&long, "D7", "0");
            let mut depth = 0_usize;
            let deepest = text.chars().map(|c| {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth - 1,
                    _ => depth,
                };
                depth
            });
            assert!(deepest.max() < Some(60) && depth == 0, "{text}");
            assert!(text.len() < 8192, "{text}");
        }
        let parted = scale(&Scale::Choice(many(1.0)), "D7", "0");
        assert!(parted.starts_with("IF(D7<34.5,IF(D7<16.5,IF(ABS(D7-0)<=1E-9,0,"));
    }

    #[test]
    fn means_that_need_positive_scores_lift_them_to_the_floor() {
        let group = Group {
            mean: Mean::Geometric,
            floor: Some(1.0),
            threshold: None,
            applicable: "3",
        };
        let live = mean(&group, "D$4:F$4", "D7:F7");
        assert!(live.array);
        assert!(
            live.text.contains("LN(IF(D7:F7<1,1,D7:F7))"),
            "{}",
            live.text
        );
    }
}
