//! The method as spreadsheet formulas: scales, means, adjustments. Each says what the engine computes, in
//! functions that Excel, WPS and LibreOffice share.

use assessment_models::framework::{AnswerOption, Mean, Scale};

/// Slack of comparisons, the engine's own.
pub(super) const SAME: &str = "1E-9";

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
            let mut out = String::new();
            for option in options {
                out += &format!(
                    "IF(ABS({x}-{})<={SAME},{},",
                    literal(option.value),
                    option.score.clamp(0.0, 100.0)
                );
            }
            out + missing + &")".repeat(options.len())
        }
        Scale::Maturity(levels) => maturity(levels, x),
        Scale::Goalposts(g) => format!(
            "MEDIAN(0,100,100*({x}-{})/({}-{}))",
            literal(g.zero),
            g.full,
            literal(g.zero)
        ),
        Scale::Steps(steps) => {
            let mut falling: Vec<_> = steps.iter().collect();
            falling.sort_by(|a, b| b.from.total_cmp(&a.from));
            let mut out = String::new();
            for step in &falling {
                out += &format!("IF({x}>={},{},", step.from, step.score.clamp(0.0, 100.0));
            }
            out + "0" + &")".repeat(falling.len())
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
    let mut out = format!("IF({x}<={},{},", first.0, first.1);
    for pair in rising.windows(2) {
        out += &format!("IF({x}<={},{},", pair[1].0, line(pair[0], pair[1]));
    }
    format!("{out}{}{}", last.1, ")".repeat(rising.len()))
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
