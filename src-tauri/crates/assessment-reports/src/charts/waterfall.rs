//! How a unit's total comes about: what each aspect contributes, what is deducted and added, what a veto
//! cuts off.

use assessment_models::{Framework, Scorecard, Unit, framework::AdjustmentKind};

use super::{
    Chart, ChartStyle,
    frame::Frame,
    note, one_decimal,
    rows::{Axis, Line, Rows},
    unit_name,
};

/// One step of the fall.
struct Step {
    id: String,
    name: String,
    from: f64,
    to: f64,
    /// Stands on zero.
    whole: bool,
    /// What is still to be had in this aspect, drawn pale.
    room: f64,
}

/// The contributions to a unit's total, from zero: weight × score of each aspect, what the means take off
/// where they are not arithmetic, deductions, bonus, the cap of a veto. `unit` is its row in the scorecard.
#[must_use]
pub fn waterfall(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    unit: usize,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let Some(scored) = scorecard.units.get(unit) else {
        let title = words.get("waterfall_title_none").to_owned();
        return Frame::new(title, String::new(), "", style).empty(words.get("radar_no_unit"));
    };
    let name = unit_name(units, &scored.unit, style.lang);
    let subtitle = words.get("waterfall_subtitle").to_owned();
    let text = note(framework, scorecard, 1, style);
    let (Some(before), Some(total)) = (scored.aggregated, scored.total) else {
        let title = words.fill("waterfall_title_empty", &[("unit", name)]);
        return Frame::new(title, subtitle, &text, style).empty(words.get("waterfall_none"));
    };
    let steps = steps(framework, scorecard, unit, (before, total), style);
    let lost = steps
        .iter()
        .filter(|s| s.room > 0.0)
        .max_by(|a, b| a.room.total_cmp(&b.room));
    let title = match lost {
        Some(step) => words.fill(
            "waterfall_title",
            &[
                ("unit", name),
                ("total", &one_decimal(total)),
                ("aspect", &step.name),
                ("points", &one_decimal(step.room)),
            ],
        ),
        None => words.fill(
            "waterfall_title_full",
            &[("unit", name), ("total", &one_decimal(total))],
        ),
    };
    let frame = Frame::new(title, subtitle, &text, style);
    let lines: Vec<Line> = steps
        .iter()
        .map(|step| {
            let change = step.to - step.from;
            let figure = match change {
                c if step.whole => one_decimal(c),
                c if c < 0.0 => format!("−{}", one_decimal(-c)),
                c => format!("+{}", one_decimal(c)),
            };
            Line {
                id: step.id.clone(),
                name: step.name.clone(),
                value: figure.clone(),
                figure,
                bold: step.whole && step.id == "total",
            }
        })
        .collect();
    let rows = Rows::new(&lines, Axis::percent(), style)
        .single(30.0)
        .names(0.32);
    let palette = style.palette();
    frame.chart(
        rows.height(),
        rows.table(["table_part", "points"]),
        |canvas, frame, bottom| {
            rows.draw(canvas, frame, bottom, &|canvas, at| {
                let step = &steps[at.row];
                if step.room > 0.0 {
                    at.bar(
                        canvas,
                        (step.to, step.to + step.room),
                        0.6,
                        palette.hairline,
                    );
                }
                let fill = match (step.whole, step.to < step.from) {
                    (true, _) => palette.blue,
                    (false, true) => palette.vermilion,
                    (false, false) => palette.grey,
                };
                at.bar(canvas, (step.from, step.to), 0.6, fill);
                // The next row begins where this one ends.
                if at.row + 1 < steps.len() {
                    let x = (at.x)(step.to);
                    let y = at.middle() + at.step * 0.3;
                    canvas.line(&[(x, y), (x, y + at.step * 0.4)], 1, palette.muted);
                }
            })
        },
    )
}

fn steps(
    framework: &Framework,
    scorecard: &Scorecard,
    unit: usize,
    (before, total): (f64, f64),
    style: &ChartStyle,
) -> Vec<Step> {
    let words = style.words();
    let scored = &scorecard.units[unit];
    let parts: Vec<(usize, f64, f64)> = framework
        .aspects
        .iter()
        .enumerate()
        .filter_map(|(a, aspect)| Some((a, aspect.weight, scorecard.aspects.get(unit, a)?)))
        .collect();
    let all: f64 = parts.iter().map(|p| p.1).sum();
    let mut at = 0.0;
    let mut steps = Vec::new();
    for (a, weight, score) in parts {
        let share = weight / all;
        let aspect = &framework.aspects[a];
        steps.push(Step {
            id: format!("{}/{}", scored.unit, aspect.id),
            name: aspect.name.get(style.lang).to_owned(),
            from: at,
            to: at + share * score,
            whole: false,
            room: share * (100.0 - score),
        });
        at += share * score;
    }
    let mut push = |id: &str, to: f64, whole: bool| {
        steps.push(Step {
            id: id.to_owned(),
            name: words.get(&format!("waterfall_{id}")).to_owned(),
            from: if whole { 0.0 } else { at },
            to,
            whole,
            room: 0.0,
        });
        at = to;
    };
    // What rounds to nothing is no step.
    let counts = |points: f64| points.abs() >= 0.005;
    if counts(before - scored_sum(framework, scorecard, unit)) {
        push("means", before, false);
    }
    push("before", before, true);
    let mut now = before;
    for (id, kind) in [
        ("deduction", AdjustmentKind::Deduction),
        ("bonus", AdjustmentKind::Bonus),
    ] {
        let of = scored.adjustments.iter().filter(|a| a.kind == kind);
        let points: f64 = of.map(|a| a.points).sum();
        if counts(points) {
            now = (now + points).clamp(0.0, 100.0);
            push(id, now, false);
        }
    }
    if counts(total - now) {
        push("veto", total, false);
    }
    push("total", total, true);
    steps
}

/// Weight × score over the aspects that have one.
fn scored_sum(framework: &Framework, scorecard: &Scorecard, unit: usize) -> f64 {
    let parts = framework.aspects.iter().enumerate();
    let (sum, all) = parts
        .filter_map(|(a, aspect)| Some((aspect.weight, scorecard.aspects.get(unit, a)?)))
        .fold((0.0, 0.0), |(sum, all), (w, s)| (sum + w * s, all + w));
    if all > 0.0 { sum / all } else { 0.0 }
}
