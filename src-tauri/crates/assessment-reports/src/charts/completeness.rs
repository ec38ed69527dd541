//! How far each unit has answered.

use assessment_models::{Framework, Scorecard, Unit};

use super::{
    Chart, ChartStyle,
    frame::Frame,
    note, one_decimal,
    rows::{Axis, Line, Rows},
    unit_name,
};

/// The weighted share answered by each unit of a peer group, the least first, over the least that is
/// ranked.
#[must_use]
pub fn completeness(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    peer_group: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let mut rows: Vec<usize> = (0..scorecard.units.len())
        .filter(|&row| scorecard.units[row].peer_group == peer_group)
        .collect();
    let share = |row: usize| scorecard.units[row].completeness * 100.0;
    rows.sort_by(|&a, &b| share(a).total_cmp(&share(b)).then(a.cmp(&b)));
    let name = |row: usize| unit_name(units, &scorecard.units[row].unit, style.lang);
    // What prints as 100.0 is told as whole.
    let whole = |row: &&usize| share(**row) >= 99.95;
    let least = framework.scoring.min_completeness * 100.0;
    let below = rows
        .iter()
        .filter(|&&row| share(row) + 1e-9 < least)
        .count();
    let n = rows.len().to_string();
    let title = match rows.first() {
        None => words.fill("completeness_title_none", &[("group", group)]),
        Some(&first) if share(first) >= 99.95 => {
            words.fill("completeness_title_whole", &[("n", &n), ("group", group)])
        }
        Some(&first) => words.fill(
            "completeness_title",
            &[
                ("n", &n),
                ("group", group),
                ("whole", &rows.iter().filter(whole).count().to_string()),
                ("unit", name(first)),
                ("share", &one_decimal(share(first))),
            ],
        ),
    };
    let subtitle = words.fill(
        "completeness_chart_subtitle",
        &[
            ("least", &format!("{least:.0}")),
            ("below", &below.to_string()),
        ],
    );
    let text = note(framework, scorecard, rows.len(), style);
    let frame = Frame::new(title, subtitle, &text, style);
    if rows.is_empty() {
        return frame.empty(words.get("no_members"));
    }
    let lines: Vec<Line> = rows
        .iter()
        .map(|&row| Line {
            id: scorecard.units[row].unit.to_string(),
            name: name(row).to_owned(),
            value: format!("{}%", one_decimal(share(row))),
            figure: one_decimal(share(row)),
            bold: false,
        })
        .collect();
    let list = Rows::new(&lines, Axis::percent(), style);
    let palette = style.palette();
    frame.chart(
        list.height(),
        list.table(["unit", "completeness"]),
        |canvas, frame, bottom| {
            list.draw(canvas, frame, bottom, &|canvas, at| {
                let answered = share(rows[at.row]);
                at.bar(canvas, (0.0, 100.0), 0.6, palette.hairline);
                let fill = if answered + 1e-9 < least {
                    palette.amber
                } else {
                    palette.blue
                };
                at.bar(canvas, (0.0, answered), 0.6, fill);
                let bound = (at.x)(least);
                canvas.line(
                    &[(bound, at.top), (bound, at.top + at.step)],
                    1,
                    palette.ink,
                );
            })
        },
    )
}
