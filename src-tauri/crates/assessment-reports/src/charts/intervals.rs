//! How sure ranks are: the interval of each unit's rank, and how often it came to have each grade.

use assessment_models::{Framework, Scorecard, Unit, uncertainty::Uncertainty};

use super::{
    Chart, ChartStyle,
    frame::Frame,
    grid::{Grid, Shade},
    note,
    panels::best_first,
    rows::{Axis, Line, Rows},
    unit_name,
};

/// The rank intervals (5–95 %) of a peer group: a line from the best to the worst place that a unit came
/// to have, a dot at its rank. `found` holds the units in the order of the scorecard.
#[must_use]
pub fn rank_intervals(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    peer_group: &str,
    found: &Uncertainty,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let shown: Vec<(usize, u32, f64, f64)> = best_first(scorecard, peer_group)
        .into_iter()
        .filter_map(|row| {
            let unit = found.units.get(row)?;
            let ranks = unit.ranks?;
            Some((row, unit.rank?, ranks.low, ranks.high))
        })
        .collect();
    let name = |row: usize| unit_name(units, &scorecard.units[row].unit, style.lang);
    let place = |x: f64| format!("{x:.0}");
    let widest = shown
        .iter()
        .max_by(|a, b| (a.3 - a.2).total_cmp(&(b.3 - b.2)).then(b.0.cmp(&a.0)));
    let title = match widest {
        None => words.fill("intervals_title_none", &[("group", group)]),
        Some(_) if shown.iter().all(|s| s.3 <= s.2) => words.fill(
            "intervals_title_sure",
            &[("group", group), ("n", &shown.len().to_string())],
        ),
        Some(&(row, _, low, high)) => {
            let sure = shown.iter().filter(|s| s.3 - s.2 <= 3.0).count();
            words.fill(
                "intervals_title",
                &[
                    ("n", &shown.len().to_string()),
                    ("group", group),
                    ("sure", &sure.to_string()),
                    ("unit", name(row)),
                    ("low", &place(low)),
                    ("high", &place(high)),
                ],
            )
        }
    };
    let subtitle = words.fill(
        "intervals_subtitle",
        &[("n", &found.replications.to_string())],
    );
    let text = note(framework, scorecard, shown.len(), style);
    let frame = Frame::new(title, subtitle, &text, style);
    if shown.is_empty() {
        return frame.empty(words.get("no_ranks"));
    }
    let lines: Vec<Line> = shown
        .iter()
        .map(|&(row, rank, low, high)| {
            let between = if low >= high {
                place(low)
            } else {
                format!("{}–{}", place(low), place(high))
            };
            Line {
                id: scorecard.units[row].unit.to_string(),
                name: name(row).to_owned(),
                value: words.fill(
                    "intervals_value",
                    &[("rank", &rank.to_string()), ("between", &between)],
                ),
                figure: between,
                bold: false,
            }
        })
        .collect();
    let last = shown.iter().map(|s| s.3).fold(1.0, f64::max).max(2.0);
    let mut axis = Axis::counts(last as usize);
    axis.from = 1.0;
    axis.to = last;
    axis.ticks.retain(|t| t.0 > 1.0 && t.0 <= last);
    axis.ticks.insert(0, (1.0, "1".to_owned()));
    let rows = Rows::new(&lines, axis, style);
    let palette = style.palette();
    frame.chart(
        rows.height(),
        rows.table(["unit", "rank"]),
        |canvas, frame, bottom| {
            rows.draw(canvas, frame, bottom, &|canvas, at| {
                let (_, rank, low, high) = shown[at.row];
                let (a, b) = ((at.x)(low), (at.x)(high));
                canvas.rect(a - 2.0, at.middle() - 2.5, b - a + 4.0, 5.0, palette.grey);
                canvas.dot((at.x)(f64::from(rank)), at.middle(), 4, palette.blue);
            })
        },
    )
}

/// How often, over the replications, each unit of a peer group came to have each grade, and to be among the
/// first `top`.
#[must_use]
pub fn replication_shares(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    (peer_group, top): (&str, u32),
    found: &Uncertainty,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let shown: Vec<usize> = best_first(scorecard, peer_group)
        .into_iter()
        .filter(|&row| found.units.get(row).is_some_and(|u| u.scores.is_some()))
        .collect();
    let grades = &framework.grades;
    let firm = |row: &&usize| found.units[**row].grades.iter().any(|s| *s >= 0.95);
    let sure = shown.iter().filter(firm).count();
    let n = shown.len().to_string();
    let title = if shown.is_empty() {
        words.fill("shares_title_none", &[("group", group)])
    } else {
        words.fill(
            "shares_title",
            &[("n", &n), ("group", group), ("sure", &sure.to_string())],
        )
    };
    let subtitle = words.fill("shares_subtitle", &[("n", &found.replications.to_string())]);
    let text = note(framework, scorecard, shown.len(), style);
    let frame = Frame::new(title, subtitle, &text, style);
    if shown.is_empty() {
        return frame.empty(words.get("no_ranks"));
    }
    let mut columns: Vec<(String, String)> = grades
        .iter()
        .map(|g| (g.key.clone(), g.name.get(style.lang).to_owned()))
        .collect();
    // Among the first ten of eleven nearly everybody is.
    let tops = top as usize * 2 <= shown.len();
    if tops {
        columns.push((
            "top".to_owned(),
            words.fill("shares_top", &[("n", &top.to_string())]),
        ));
    }
    let rows = shown
        .iter()
        .map(|&row| {
            let code = &scorecard.units[row].unit;
            (
                code.to_string(),
                unit_name(units, code, style.lang).to_owned(),
            )
        })
        .collect();
    let values = shown
        .iter()
        .flat_map(|&row| {
            let unit = &found.units[row];
            let grades = (0..grades.len()).map(|g| unit.grades.get(g).copied());
            grades.chain(tops.then_some(Some(unit.top)))
        })
        .map(|share| share.map(|s| s * 100.0))
        .collect();
    Grid {
        rows,
        columns,
        groups: Vec::new(),
        values,
        shade: Shade::Share,
        key: false,
    }
    .chart(frame, style)
}
