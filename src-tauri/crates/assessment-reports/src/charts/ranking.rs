//! Totals of a peer group, best first, over the bands of the grades.

use assessment_models::{
    Framework, Scorecard, Unit,
    scoring::{Ranking, UnitScore},
    uncertainty::Uncertainty,
};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    note, one_decimal,
    panels::{Row, best_first, columns},
    unit_name,
};
use crate::font;

const GAP: f64 = 24.0;
/// Type size of rank intervals.
const BETWEEN: f64 = 10.0;

/// Horizontal bars of a peer group's totals, best first, from zero. `focus` is the row in the scorecard of
/// the unit in blue; without it the first is. The wide size holds every unit, in up to three columns; the
/// small one the best, the worst and the focus.
#[must_use]
pub fn ranking(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    peer_group: &str,
    focus: Option<usize>,
    style: &ChartStyle,
) -> Chart {
    let of = (peer_group, focus);
    bars(framework, units, scorecard, of, None, style)
}

/// As [`ranking`], with the interval of each unit's rank (5–95 %) beside its bar; `found` holds the units in
/// the order of the scorecard.
#[must_use]
pub fn sure_ranking(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    (peer_group, focus): (&str, Option<usize>),
    found: &Uncertainty,
    style: &ChartStyle,
) -> Chart {
    let of = (peer_group, focus);
    bars(framework, units, scorecard, of, Some(found), style)
}

fn bars(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    (peer_group, focus): (&str, Option<usize>),
    found: Option<&Uncertainty>,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let group = framework
        .peer_group(peer_group)
        .map_or(peer_group, |g| g.name.get(style.lang));
    let rows = best_first(scorecard, peer_group);
    let name = |row: usize| unit_name(units, &scorecard.units[row].unit, style.lang);
    let n = rows.len().to_string();
    let title = match (rows.first(), focus) {
        (None, _) => words.fill("ranking_title_none", &[("group", group)]),
        (Some(_), Some(at)) if rows.contains(&at) => words.fill(
            "ranking_title_focus",
            &[
                ("unit", name(at)),
                ("rank", &rank(&scorecard.units[at])),
                ("n", &n),
                ("group", group),
                ("total", &one_decimal(total(&scorecard.units[at]))),
            ],
        ),
        (Some(&first), _) => {
            let last = rows[rows.len() - 1];
            let (top, low) = (&scorecard.units[first], &scorecard.units[last]);
            let (high, low) = (one_decimal(total(top)), one_decimal(total(low)));
            if rows.len() > 1 && high == low {
                words.fill(
                    "ranking_title_equal",
                    &[("n", &n), ("group", group), ("total", &high)],
                )
            } else {
                words.fill(
                    "ranking_title",
                    &[
                        ("unit", name(first)),
                        ("total", &high),
                        ("n", &n),
                        ("group", group),
                        ("grades", &grade_counts(framework, scorecard, &rows, style)),
                    ],
                )
            }
        }
    };
    let mut under = subtitle(framework, scorecard, &rows, group, style);
    if found.is_some() {
        under += words.get("ranking_intervals");
    }
    let frame = Frame::new(
        title,
        under,
        &note(framework, scorecard, rows.len(), style),
        style,
    );
    if rows.is_empty() {
        return frame.empty(words.get("no_units"));
    }
    let focus = focus.filter(|f| rows.contains(f)).unwrap_or(rows[0]);
    let columns = columns(&rows, Some(focus), style.size);
    let step = match style.size {
        Size::Wide => 20.0,
        Size::Small => 18.0,
    };
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default();
    let mut heads = vec!["rank", "unit", "published", "grade"];
    if found.is_some() {
        heads.push("table_between");
    }
    let mut table = vec![heads.iter().map(|key| words.get(key).to_owned()).collect()];
    table.extend(rows.iter().map(|&row| {
        let unit = &scorecard.units[row];
        let mut cells = vec![
            rank(unit),
            name(row).to_owned(),
            one_decimal(total(unit)),
            grade(framework, unit, style).to_owned(),
        ];
        if found.is_some() {
            cells.push(rank_interval(found, row));
        }
        cells
    }));
    frame.chart(
        22.0 + longest as f64 * step,
        table,
        |canvas, frame, bottom| {
            let room = frame.right() - frame.left() + GAP;
            let wide = room / columns.len() as f64 - GAP;
            let step = if columns.len() == 1 && style.size == Size::Wide {
                ((bottom - frame.top() - 22.0) / longest as f64).min(30.0)
            } else {
                step
            };
            let size = type_size(step);
            let longest_name = rows
                .iter()
                .map(|&row| font::width(name(row), size, row == focus))
                .fold(0.0, f64::max);
            let mut marks = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                let panel = Panel {
                    framework,
                    scorecard,
                    left: frame.left() + at as f64 * (wide + GAP),
                    top: frame.top(),
                    wide,
                    step,
                    longest: longest_name,
                    found,
                    focus,
                    style,
                };
                panel.draw(canvas, column, &name, &mut marks);
            }
            marks
        },
    )
}

fn total(unit: &UnitScore) -> f64 {
    unit.total.unwrap_or_default()
}

fn rank(unit: &UnitScore) -> String {
    match unit.ranking {
        Ranking::Rank(rank) => rank.to_string(),
        Ranking::Incomplete | Ranking::NoScore => "–".to_owned(),
    }
}

fn grade<'a>(framework: &'a Framework, unit: &UnitScore, style: &ChartStyle) -> &'a str {
    unit.grade
        .and_then(|g| framework.grades.get(g))
        .map_or("", |g| g.name.get(style.lang))
}

fn grade_counts(
    framework: &Framework,
    scorecard: &Scorecard,
    rows: &[usize],
    style: &ChartStyle,
) -> String {
    let words = style.words();
    let parts: Vec<String> = framework
        .grades
        .iter()
        .enumerate()
        .filter_map(|(at, grade)| {
            let n = rows
                .iter()
                .filter(|&&r| scorecard.units[r].grade == Some(at))
                .count();
            (n > 0).then(|| {
                words.fill(
                    "grade_count",
                    &[("grade", grade.name.get(style.lang)), ("n", &n.to_string())],
                )
            })
        })
        .collect();
    parts.join(words.get("list_comma"))
}

fn subtitle(
    framework: &Framework,
    scorecard: &Scorecard,
    rows: &[usize],
    group: &str,
    style: &ChartStyle,
) -> String {
    let words = style.words();
    let grades: Vec<String> = framework
        .grades
        .iter()
        .filter(|g| g.lower > 0.0)
        .map(|g| {
            let lower = g.lower.to_string();
            words.fill(
                "grade_from",
                &[("grade", g.name.get(style.lang)), ("lower", &lower)],
            )
        })
        .collect();
    let grades = grades.join(words.get("list_comma"));
    let mut text = words.fill("ranking_subtitle", &[("group", group), ("grades", &grades)]);
    let unranked = |&r: &usize| !matches!(scorecard.units[r].ranking, Ranking::Rank(_));
    if rows.iter().any(unranked) {
        text += words.get("ranking_unranked");
    }
    text
}

/// The interval of a unit's rank; empty where it is not shown.
fn rank_interval(found: Option<&Uncertainty>, row: usize) -> String {
    match found.and_then(|f| f.units.get(row)?.ranks) {
        Some(ranks) if ranks.low >= ranks.high => format!("{:.0}", ranks.low),
        Some(ranks) => format!("{:.0}–{:.0}", ranks.low, ranks.high),
        None => String::new(),
    }
}

/// Size of type for rows of this height.
fn type_size(step: f64) -> f64 {
    if step >= 24.0 { 13.0 } else { 11.0 }
}

/// One column of bars.
struct Panel<'a> {
    framework: &'a Framework,
    scorecard: &'a Scorecard,
    left: f64,
    top: f64,
    wide: f64,
    step: f64,
    /// Width of the longest name of the whole list, so that all columns share one scale.
    longest: f64,
    focus: usize,
    /// How sure ranks are, where that is shown.
    found: Option<&'a Uncertainty>,
    style: &'a ChartStyle,
}

impl Panel<'_> {
    fn draw<'n>(
        &self,
        canvas: &Canvas<'_>,
        column: &[Row],
        name: &dyn Fn(usize) -> &'n str,
        marks: &mut Vec<Mark>,
    ) {
        let palette = self.style.palette();
        let size = type_size(self.step);
        let ranks = font::width("000", size, false) + 8.0;
        let names = self.longest.min(self.wide * 0.42);
        let figures = font::width("100.0", size, true) + 6.0;
        let x0 = self.left + ranks + names + 8.0;
        let between = if self.found.is_some() {
            font::width("100–100", BETWEEN, false) + 10.0
        } else {
            0.0
        };
        let x1 = self.left + self.wide - figures - between;
        let x = |score: f64| x0 + (x1 - x0) * score.clamp(0.0, 100.0) / 100.0;
        let base = self.top + 22.0;
        let end = base + column.len() as f64 * self.step;
        self.bands(canvas, &x, base, end);
        for (at, row) in column.iter().enumerate() {
            let top = base + at as f64 * self.step;
            let baseline = top + self.step / 2.0 + size * 0.36;
            let row = match *row {
                Row::Gap(left_out) => {
                    let words = self.style.words();
                    let text = words.fill("rows_left_out", &[("n", &left_out.to_string())]);
                    let ty = Type::new(size - 1.0, palette.muted);
                    canvas.text(self.left + ranks, baseline, &text, ty);
                    continue;
                }
                Row::Unit(row) => row,
            };
            let unit = &self.scorecard.units[row];
            let score = total(unit);
            let subject = row == self.focus;
            let (fill, ink) = if subject {
                (palette.blue, palette.blue)
            } else {
                (palette.grey, palette.ink)
            };
            let ty = |colour| {
                let ty = Type::new(size, colour);
                if subject { ty.bold() } else { ty }
            };
            let rank_at = self.left + ranks - 8.0;
            let muted = Type::new(size, palette.muted).anchor(Anchor::End);
            canvas.text(rank_at, baseline, &rank(unit), muted);
            let short = font::fit(name(row), size, subject, names);
            canvas.text(self.left + ranks, baseline, &short, ty(ink));
            canvas.rect(
                x0,
                top + self.step * 0.17,
                x(score) - x0,
                self.step * 0.66,
                fill,
            );
            let figure = one_decimal(score);
            canvas.text(x(score) + 4.0, baseline, &figure, ty(ink));
            let between = rank_interval(self.found, row);
            let ty = Type::new(BETWEEN, palette.muted).anchor(Anchor::End);
            canvas.text(self.left + self.wide, baseline, &between, ty);
            let mut value = format!("{figure} {}", grade(self.framework, unit, self.style));
            if !between.is_empty() {
                value += &format!(" [{between}]");
            }
            marks.push(Mark {
                id: unit.unit.as_str().to_owned(),
                label: name(row).to_owned(),
                value,
                x: self.left,
                y: top,
                width: self.wide,
                height: self.step,
            });
        }
        canvas.line(&[(x0, base), (x0, end)], 1, palette.muted);
    }

    /// A rule where each grade begins, with the grade's name or bound over it.
    fn bands(&self, canvas: &Canvas<'_>, x: &dyn Fn(f64) -> f64, base: f64, end: f64) {
        let palette = self.style.palette();
        let grades = &self.framework.grades;
        let mut upper = 100.0;
        // Names where every band has room for its own, the bounds as numbers otherwise.
        let names = grades.iter().all(|grade| {
            let room = x(upper) - x(grade.lower);
            upper = grade.lower;
            font::width(grade.name.get(self.style.lang), 10.0, false) + 4.0 <= room
        });
        upper = 100.0;
        for (at, grade) in grades.iter().enumerate() {
            let (from, to) = (x(grade.lower), x(upper));
            if at % 2 == 0 {
                let tint = palette.surface.mix(palette.hairline, 0.45);
                canvas.rect(from, base, to - from, end - base, tint);
            }
            if grade.lower > 0.0 {
                canvas.line(&[(from, base - 4.0), (from, end)], 1, palette.hairline);
            }
            let name = grade.name.get(self.style.lang);
            if names {
                let ty = Type::new(10.0, palette.muted).anchor(Anchor::Middle);
                canvas.text(f64::midpoint(from, to), base - 7.0, name, ty);
            } else if grade.lower > 0.0 {
                let ty = Type::new(9.0, palette.muted).anchor(Anchor::Middle);
                canvas.text(from, base - 7.0, &grade.lower.to_string(), ty);
            }
            upper = grade.lower;
        }
    }
}
