//! Scales, as `framework.toml` states them by kind of answer or for one indicator.

use serde::Deserialize;

use super::{
    Loader,
    settings::{FILE, Words},
    table::Row,
};
use crate::framework::{AnswerOption, Fault, FaultCode, Goalposts, Scale, Step};

/// A scale as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleFile {
    scale: Form,
    /// Least raw value that makes sense.
    pub(super) min: Option<f64>,
    /// Greatest raw value that makes sense.
    pub(super) max: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Form {
    /// Zero and full point from the table's `goal_zero`, `goal_full`, or from here.
    Goalposts {
        zero: Option<f64>,
        full: Option<f64>,
    },
    Choice {
        options: Vec<OptionFile>,
    },
    /// Levels and their words from the table's anchors `0:words|1:words|…`; scores by level.
    Maturity {
        scores: Vec<f64>,
    },
    Steps {
        steps: Vec<StepFile>,
    },
    Band {
        a: f64,
        b: f64,
        c: f64,
        d: f64,
    },
    Likert {
        points: f64,
    },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionFile {
    value: f64,
    score: f64,
    label: Words,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    from: f64,
    score: f64,
}

impl ScaleFile {
    /// The scale of the indicator in `row`; `None` where it has a fault.
    pub(super) fn scale(&self, loader: &mut Loader<'_>, row: Row<'_>) -> Option<Scale> {
        let before = loader.faults.len();
        let scale = match &self.scale {
            Form::Goalposts { zero, full } => goalposts(*zero, *full, loader, row)?,
            Form::Choice { options } => choice(options, loader, row),
            Form::Maturity { scores } => maturity(scores, loader, row),
            Form::Steps { steps } => stairs(steps, loader, row),
            Form::Band { a, b, c, d } => {
                if !(a < b && b <= c && c < d) {
                    loader.fault(row.fault(FaultCode::Unreachable).with("column", "band"));
                }
                Scale::Band {
                    a: *a,
                    b: *b,
                    c: *c,
                    d: *d,
                }
            }
            Form::Likert { points } => {
                if *points < 2.0 || points.fract() != 0.0 {
                    out_of_range(loader, row, "points", *points);
                }
                Scale::Likert { points: *points }
            }
        };
        self.check_reach(&scale, loader, row);
        (loader.faults.len() == before).then_some(scale)
    }

    /// Every point that scores must lie within what may be answered.
    fn check_reach(&self, scale: &Scale, loader: &mut Loader<'_>, row: Row<'_>) {
        let low = self.min.unwrap_or(f64::NEG_INFINITY);
        let high = self.max.unwrap_or(f64::INFINITY);
        if low >= high {
            out_of_range(loader, row, "max", high);
            return;
        }
        let points: Vec<f64> = match scale {
            Scale::Choice(options) | Scale::Maturity(options) => {
                options.iter().map(|o| o.value).collect()
            }
            Scale::Goalposts(g) => vec![g.zero, g.full],
            Scale::Steps(steps) => steps.iter().map(|s| s.from).collect(),
            Scale::Band { b, c, .. } => vec![*b, *c],
            Scale::Likert { points } => vec![1.0, *points],
        };
        let within = |point: &f64| (low..=high).contains(point) && point.is_finite();
        for point in points.into_iter().filter(|p| !within(p)) {
            loader.fault(
                row.fault(FaultCode::Unreachable)
                    .with("column", row.text("answer_type"))
                    .with("value", point),
            );
        }
    }

    /// A fault in the file itself, apart from any indicator.
    pub(super) fn check(&self, loader: &mut Loader<'_>, name: &str) {
        if let Form::Choice { options } = &self.scale {
            for option in options {
                option.label.check(loader, FILE, name);
            }
        }
        if [self.min, self.max]
            .into_iter()
            .flatten()
            .any(|v| !v.is_finite())
        {
            loader.fault(Fault::new(FILE, None, FaultCode::BadNumber).with("column", name));
        }
    }
}

fn out_of_range(loader: &mut Loader<'_>, row: Row<'_>, column: &str, value: f64) {
    loader.fault(
        row.fault(FaultCode::OutOfRange)
            .with("column", column)
            .with("value", value),
    );
}

fn goalposts(
    zero: Option<f64>,
    full: Option<f64>,
    loader: &mut Loader<'_>,
    row: Row<'_>,
) -> Option<Scale> {
    let mut point = |stated: Option<f64>, column: &str| {
        let point = stated.or_else(|| row.number(column, loader));
        if point.is_none() {
            row.required(column, loader);
        }
        point
    };
    let (zero, full) = (point(zero, "goal_zero"), point(full, "goal_full"));
    let (zero, full) = (zero?, full?);
    let equal = (zero - full).abs() < f64::EPSILON;
    let direction = row.text("direction");
    if equal {
        loader.fault(row.fault(FaultCode::GoalpostsEqual).with("value", zero));
    } else if (direction == "higher" && full < zero) || (direction == "lower" && full > zero) {
        loader.fault(
            row.fault(FaultCode::Unreachable)
                .with("column", "direction")
                .with("value", direction),
        );
    }
    Some(Scale::Goalposts(Goalposts { zero, full }))
}

fn choice(options: &[OptionFile], loader: &mut Loader<'_>, row: Row<'_>) -> Scale {
    let options: Vec<AnswerOption> = options
        .iter()
        .map(|o| AnswerOption {
            value: o.value,
            label: o.label.to_text(),
            score: o.score,
        })
        .collect();
    check_options(&options, loader, row);
    Scale::Choice(options)
}

/// Levels with words from `anchors_zh`, `anchors_en`.
fn maturity(scores: &[f64], loader: &mut Loader<'_>, row: Row<'_>) -> Scale {
    let zh: Vec<&str> = row.text("anchors_zh").split('|').collect();
    let en: Vec<&str> = row.text("anchors_en").split('|').collect();
    if zh.len() != en.len() || zh.len() != scores.len() {
        loader.fault(
            row.fault(FaultCode::AnchorsDiffer)
                .with("group", "anchors")
                .with("sum", format!("{}/{}/{}", zh.len(), en.len(), scores.len())),
        );
        return Scale::Maturity(Vec::new());
    }
    let mut options = Vec::new();
    for ((zh, en), score) in zh.iter().zip(&en).zip(scores) {
        let (level, zh) = anchor(zh);
        let (same, en) = anchor(en);
        match level {
            Some(value) if level == same && !zh.is_empty() && !en.is_empty() => {
                options.push(AnswerOption {
                    value,
                    label: crate::Text::new(zh, en),
                    score: *score,
                });
            }
            _ => loader.fault(
                row.fault(FaultCode::AnchorsDiffer)
                    .with("group", "anchors")
                    .with("value", format!("{zh} / {en}")),
            ),
        }
    }
    check_options(&options, loader, row);
    Scale::Maturity(options)
}

fn anchor(text: &str) -> (Option<f64>, &str) {
    match text.split_once(':') {
        Some((level, words)) => (level.trim().parse().ok(), words.trim()),
        None => (None, text.trim()),
    }
}

fn check_options(options: &[AnswerOption], loader: &mut Loader<'_>, row: Row<'_>) {
    if options.len() < 2 {
        loader.fault(row.fault(FaultCode::EmptyGroup).with("group", "options"));
    }
    for (position, option) in options.iter().enumerate() {
        if !(0.0..=100.0).contains(&option.score) {
            out_of_range(loader, row, "score", option.score);
        }
        if options[..position].iter().any(|o| o.value == option.value) {
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", option.value));
        }
    }
}

fn stairs(steps: &[StepFile], loader: &mut Loader<'_>, row: Row<'_>) -> Scale {
    if steps.is_empty() {
        loader.fault(row.fault(FaultCode::EmptyGroup).with("group", "steps"));
    }
    for step in steps {
        if !(0.0..=100.0).contains(&step.score) {
            out_of_range(loader, row, "score", step.score);
        }
    }
    if steps.windows(2).any(|pair| pair[0].from >= pair[1].from) {
        loader.fault(row.fault(FaultCode::Unreachable).with("column", "steps"));
    }
    Scale::Steps(
        steps
            .iter()
            .map(|s| Step {
                from: s.from,
                score: s.score,
            })
            .collect(),
    )
}
