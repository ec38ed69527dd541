//! Units × objectives of a peer group, shaded by score; and how objectives move together.

use assessment_models::{Framework, Scorecard, Unit, scoring, stats};

use super::{
    Chart, ChartStyle,
    frame::Frame,
    grid::{Grid, Shade},
    note, one_decimal,
    panels::best_first,
    unit_name,
};

/// Runs of objectives by their aspect's name.
fn groups(framework: &Framework, order: &[usize], style: &ChartStyle) -> Vec<(String, usize)> {
    order
        .chunk_by(|a, b| framework.objectives[*a].aspect == framework.objectives[*b].aspect)
        .map(|part| {
            let aspect = &framework.aspects[framework.objectives[part[0]].aspect];
            (aspect.name.get(style.lang).to_owned(), part.len())
        })
        .collect()
}

/// Objectives, aspect by aspect.
fn order(framework: &Framework) -> Vec<usize> {
    (0..framework.aspects.len())
        .flat_map(|a| framework.objectives_of(a).map(|(o, _)| o))
        .collect()
}

fn columns(framework: &Framework, order: &[usize], style: &ChartStyle) -> Vec<(String, String)> {
    let objectives = order.iter().map(|&o| &framework.objectives[o]);
    objectives
        .map(|o| (o.id.to_string(), o.name.get(style.lang).to_owned()))
        .collect()
}

/// Heat map of a peer group's objective scores, units with the best total first.
#[must_use]
pub fn objective_heat_map(
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
    let rows = best_first(scorecard, peer_group);
    let order = order(framework);
    let medians = scoring::medians(scorecard, peer_group).objectives;
    let weakest = order
        .iter()
        .filter_map(|&o| Some((o, medians.get(o).copied().flatten()?)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let title = match weakest {
        Some((o, median)) if !rows.is_empty() => words.fill(
            "objectives_title",
            &[
                ("group", group),
                ("objective", framework.objectives[o].name.get(style.lang)),
                ("median", &one_decimal(median)),
            ],
        ),
        _ => words.fill("heat_title_none", &[("group", group)]),
    };
    let subtitle = words.get("objectives_chart_subtitle").to_owned();
    let text = note(framework, scorecard, rows.len(), style);
    let frame = Frame::new(title, subtitle, &text, style);
    if rows.is_empty() || order.is_empty() {
        return frame.empty(words.get("no_units"));
    }
    Grid {
        rows: rows
            .iter()
            .map(|&row| {
                let code = &scorecard.units[row].unit;
                (
                    code.to_string(),
                    unit_name(units, code, style.lang).to_owned(),
                )
            })
            .collect(),
        columns: columns(framework, &order, style),
        groups: groups(framework, &order, style),
        values: rows
            .iter()
            .flat_map(|&row| order.iter().map(move |&o| scorecard.objectives.get(row, o)))
            .collect(),
        shade: Shade::Score,
        key: true,
    }
    .chart(frame, style)
}

/// Pearson's correlations of the objectives over the units of a peer group; ochre is negative, blue
/// positive.
#[must_use]
pub fn correlations(
    framework: &Framework,
    scorecard: &Scorecard,
    peer_group: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let rows = best_first(scorecard, peer_group);
    let order = order(framework);
    let pair = |a: usize, b: usize| -> Option<f64> {
        let both = rows.iter().filter_map(|&row| {
            Some((
                scorecard.objectives.get(row, a)?,
                scorecard.objectives.get(row, b)?,
            ))
        });
        let (x, y): (Vec<f64>, Vec<f64>) = both.unzip();
        (x.len() > 2).then(|| stats::pearson(&x, &y)).flatten()
    };
    let mut values = Vec::new();
    let mut strongest: Option<(usize, usize, f64)> = None;
    for (at, &a) in order.iter().enumerate() {
        for (to, &b) in order.iter().enumerate() {
            // Each pair once: what lies over the diagonal would say it again.
            let r = if to < at { pair(a, b) } else { None };
            if let Some(r) = r
                && strongest.is_none_or(|s| r.abs() > s.2.abs())
            {
                strongest = Some((a, b, r));
            }
            values.push(r);
        }
    }
    let name = |o: usize| framework.objectives[o].name.get(style.lang);
    let title = match strongest {
        Some((a, b, r)) => words.fill(
            "correlations_title",
            &[
                ("group", group),
                ("a", name(a)),
                ("b", name(b)),
                ("r", &format!("{r:.2}").replace('-', "−")),
            ],
        ),
        None => words.fill("correlations_title_none", &[("group", group)]),
    };
    let subtitle = words.get("correlations_subtitle").to_owned();
    let text = note(framework, scorecard, rows.len(), style);
    let frame = Frame::new(title, subtitle, &text, style);
    if strongest.is_none() {
        return frame.empty(words.get("correlations_none"));
    }
    let columns = columns(framework, &order, style);
    let rows = columns
        .iter()
        .map(|(id, name)| (id.clone(), format!("{id} {name}")))
        .collect();
    let mut chart = Grid {
        rows,
        groups: groups(framework, &order, style),
        columns,
        values,
        shade: Shade::Coefficient,
        key: false,
    };
    // Rows name every objective; columns need no more than the id.
    for column in &mut chart.columns {
        column.1.clone_from(&column.0);
    }
    chart.chart(frame, style)
}
