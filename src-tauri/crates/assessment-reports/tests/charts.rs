//! Every chart in every size, language and appearance: legible, inside its bounds, safe to put in a page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong here fails the test"
)]

use std::{collections::BTreeMap, sync::atomic::AtomicBool};

use assessment_models::{
    Framework, Mode, RoundData, Scorecard, Unit, UnitCode,
    composite::{PreparedIndex, ScorecardAlternatives},
    diagnosis::{Counts, Responsibility, development},
    survey::Party,
    text::Lang,
    uncertainty::{Assumptions, Uncertainty, uncertainty},
};
use assessment_reports::{
    Chart, ChartStyle,
    charts::{self, heat_map, incidents, radar, ranking},
    png,
};
use drawn::{check, keep, styles};
use resvg::usvg::roxmltree;

mod drawn;
mod fixture;

fn all(
    framework: &Framework,
    data: &RoundData,
    card: &Scorecard,
    style: &ChartStyle,
) -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for group in &framework.peer_groups {
        charts.push((
            format!("ranking-{}", group.id),
            ranking(framework, &data.units, card, &group.id, None, style),
        ));
        charts.push((
            format!("heat-{}", group.id),
            heat_map(framework, &data.units, card, &group.id, style),
        ));
    }
    for unit in [0, 1, card.units.len().saturating_sub(1)] {
        charts.push((
            format!("radar-{unit}"),
            radar(framework, &data.units, card, unit, Some(card), style),
        ));
    }
    charts.push((
        "incidents".to_owned(),
        incidents(framework, &data.records, &data.round, style),
    ));
    charts.extend(more(framework, data, card, style));
    charts
}

/// How sure ranks are, from a few replications.
fn sure(framework: &Framework, card: &Scorecard) -> Uncertainty {
    let index =
        PreparedIndex::of_scorecard(framework, card, &ScorecardAlternatives::default()).unwrap();
    let assumptions = Assumptions {
        replications: 60,
        ..Assumptions::default()
    };
    uncertainty(&index, &assumptions, &|_, _| {}, &AtomicBool::new(false)).unwrap()
}

/// The scorecard of a round before: every score a little other.
fn round_before(card: &Scorecard) -> Scorecard {
    let mut before = card.clone();
    for (row, unit) in before.units.iter_mut().enumerate() {
        let change = (row * 7 % 13) as f64 - 5.0;
        unit.total = unit.total.map(|t| (t - change).clamp(0.0, 100.0));
    }
    before
}

/// The framework with places for the first eleven units, and the other units under them by turns.
fn placed(framework: &Framework, units: &[Unit]) -> (Framework, Vec<Unit>) {
    let mut framework = framework.clone();
    let mut units = units.to_vec();
    let codes: Vec<UnitCode> = units.iter().take(11).map(|u| u.code.clone()).collect();
    for (at, unit) in units.iter_mut().enumerate() {
        match codes.get(at) {
            Some(_) => {
                let places = [(at % 3 + 1) as f64, (at / 3 + 1) as f64];
                unit.attributes
                    .extend(charts::PLACE.map(str::to_owned).into_iter().zip(places));
                framework.units.push(unit.clone());
            }
            None => unit.parent = Some(codes[at % codes.len()].clone()),
        }
    }
    (framework, units)
}

/// The built-in framework, whose register has chains.
fn linked() -> Framework {
    Framework::builtin("six-aspect").unwrap()
}

fn chains(records: usize) -> Responsibility {
    let links = [0, 20, 10, 5, 0, 12];
    let total = Counts {
        records,
        duties: records / 2,
        done: records / 3,
        late: records / 12,
        first_breaks: links.map(|n| n * records / 100).into(),
        ..Counts::default()
    };
    Responsibility {
        chains: Vec::new(),
        by_class: BTreeMap::new(),
        by_department: BTreeMap::new(),
        total,
    }
}

fn more(
    framework: &Framework,
    data: &RoundData,
    card: &Scorecard,
    style: &ChartStyle,
) -> Vec<(String, Chart)> {
    let units = &data.units;
    let found = sure(framework, card);
    let before = round_before(card);
    let index: BTreeMap<UnitCode, f64> = (0..)
        .map(|n| 40.0 + f64::from(n * 37 % 101) / 2.0)
        .zip(units)
        .map(|(x, u)| (u.code.clone(), x))
        .collect();
    let mut charts = Vec::new();
    let mut push = |name: String, chart: Chart| charts.push((name, chart));
    for group in &framework.peer_groups {
        let id = &group.id;
        let chart = charts::sure_ranking(framework, units, card, (id, None), &found, style);
        push(format!("sure-{id}"), chart);
        let chart = charts::objective_heat_map(framework, units, card, id, style);
        push(format!("objectives-{id}"), chart);
        let chart = charts::completeness(framework, units, card, id, style);
        push(format!("completeness-{id}"), chart);
        let chart = charts::slope(framework, units, (Some(&before), card), id, style);
        push(format!("slope-{id}"), chart);
        let chart = charts::rank_intervals(framework, units, card, id, &found, style);
        push(format!("intervals-{id}"), chart);
        let of = (id.as_str(), 10);
        let chart = charts::replication_shares(framework, units, card, of, &found, style);
        push(format!("shares-{id}"), chart);
        let chart = charts::correlations(framework, card, id, style);
        push(format!("correlations-{id}"), chart);
        let placed = development(card, id, &index);
        let of = (id.as_str(), "数字经济指数 index");
        let chart = charts::quadrants(framework, units, card, of, &placed, style);
        push(format!("quadrants-{id}"), chart);
    }
    for unit in [0, 1, card.units.len().saturating_sub(1)] {
        let chart = charts::waterfall(framework, units, card, unit, style);
        push(format!("waterfall-{unit}"), chart);
    }
    let rounds = ["2023", "2024", "2025"].map(|y| format!("{y}年度评估 round"));
    let series: Vec<charts::Series> = framework
        .aspects
        .iter()
        .enumerate()
        .map(|(at, aspect)| charts::Series {
            id: aspect.id.to_string(),
            name: aspect.name.get(style.lang).to_owned(),
            values: (0..3)
                .map(|n| {
                    card.aspects
                        .get(0, at)
                        .map(|s| (s - f64::from(n) * 3.0).max(0.0))
                })
                .collect(),
            subject: at == 0,
        })
        .collect();
    push(
        "trend".to_owned(),
        charts::trend(("全省 province", &rounds), &series, "note", style),
    );
    push(
        "trend-one".to_owned(),
        charts::trend(("全省", &rounds[..1]), &series, "", style),
    );
    push(
        "problems".to_owned(),
        charts::problem_pareto(framework, data, style),
    );
    push(
        "timeliness".to_owned(),
        charts::report_timeliness(framework, data, style),
    );
    push(
        "survey".to_owned(),
        charts::party_survey(framework, data, Party::Citizen, style),
    );
    let (records, round) = (&data.records, &data.round);
    push(
        "levels".to_owned(),
        charts::incident_levels(framework, records, round, style),
    );
    push(
        "multiples".to_owned(),
        charts::incident_multiples(framework, records, round, style),
    );
    let (placed, units) = placed(framework, units);
    push(
        "tiles".to_owned(),
        charts::tile_map(&placed, &units, card, None, style),
    );
    push(
        "tiles-aspect".to_owned(),
        charts::tile_map(&placed, &units, card, Some(1), style),
    );
    push(
        "tiles-none".to_owned(),
        charts::tile_map(framework, &units, card, None, style),
    );
    if let Some(first) = units.first() {
        let of = (&first.code, None);
        push(
            "members".to_owned(),
            charts::member_tiles(&placed, &units, card, of, style),
        );
    }
    let chains = chains(data.units.len());
    let linked = linked();
    push(
        "flow".to_owned(),
        charts::responsibility(&linked, Some(&chains), "note", style),
    );
    push(
        "flow-none".to_owned(),
        charts::responsibility(framework, None, "note", style),
    );
    charts
}

/// Charts of plain counts, with names as long as they come.
fn plain(many: usize, style: &ChartStyle) -> Vec<(String, Chart)> {
    let long = "关键信息基础设施运营者向保护工作部门和公安机关报告较大以上网络安全事件 report";
    let name = |n: usize| format!("{n} {long}");
    let classes: Vec<charts::Counted> = (0..many)
        .map(|n| charts::Counted {
            id: n.to_string(),
            name: name(n),
            n: (many - n) * (many - n),
        })
        .collect();
    let deadlines: Vec<charts::Timeliness> = (0..many.min(14))
        .map(|n| charts::Timeliness {
            id: n.to_string(),
            name: name(n),
            on_time: 40 - n,
            late: n,
            open: n / 3,
            ratio: Some(0.4),
        })
        .collect();
    let effects: Vec<charts::Effect> = (0..many.min(4))
        .map(|n| charts::Effect {
            id: n.to_string(),
            name: name(n),
            first: (0.5 - n as f64 / 10.0, Some((0.3, 0.6))),
            total: (0.7 - n as f64 / 10.0, Some((0.5, 0.9))),
        })
        .collect();
    let points: Vec<String> = ["从不", "很少", "有时", "经常", "总是"]
        .map(str::to_owned)
        .into();
    let items: Vec<charts::LikertItem> = (0..many.min(16))
        .map(|n| charts::LikertItem {
            id: n.to_string(),
            name: name(n),
            shares: if n % 5 == 4 {
                Vec::new()
            } else {
                vec![0.05, 0.15, 0.2, 0.35, 0.25]
            },
            n: 100 + n,
            mean: Some((3.6 - n as f64 / 10.0, Some((3.4 - n as f64 / 10.0, 3.8)))),
            too_few: n % 7 == 6,
        })
        .collect();
    vec![
        (
            format!("pareto-{many}"),
            charts::pareto(&classes, "事件台账 register", style),
        ),
        (
            format!("deadlines-{many}"),
            charts::timeliness(&deadlines, "事件台账", style),
        ),
        (
            format!("sensitivity-{many}"),
            charts::sensitivity(&effects, (500, true), "note", style),
        ),
        (
            format!("likert-{many}"),
            charts::likert(("公民 citizens", &points, 5), (&items, 10), "note", style),
        ),
    ]
}

#[test]
fn plain_counts_however_many() {
    for many in [0, 1, 12, 200] {
        for style in styles() {
            for (name, chart) in plain(many, &style) {
                let name = format!(
                    "{name}-{}-{}-{:?}",
                    style.lang.tag(),
                    style.dark,
                    style.size
                );
                keep(&name, &chart);
                check(&name, &chart);
                assert_eq!(chart.marks.is_empty(), many == 0, "{name}");
            }
        }
    }
}

#[test]
fn a_province_in_every_style() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 56, 117, 1);
    let card = fixture::score(&framework, &data, Mode::Official);
    for style in styles() {
        for (name, chart) in all(&framework, &data, &card, &style) {
            let name = format!(
                "{name}-{}-{}-{:?}",
                style.lang.tag(),
                if style.dark { "dark" } else { "light" },
                style.size
            );
            keep(&name, &chart);
            check(&name, &chart);
            // The fixture has no survey, and its register no deadline.
            let empty = [
                "survey",
                "timeliness",
                "trend-one",
                "problems",
                "members",
                "tiles-none",
                "flow-none",
            ]
            .iter()
            .any(|n| name.starts_with(n));
            assert!(empty || !chart.marks.is_empty(), "{name} is empty");
        }
    }
}

#[test]
fn nothing_one_unit_two_hundred() {
    let framework = fixture::framework();
    for (departments, counties) in [(0, 0), (1, 0), (2, 1), (200, 200)] {
        let data = fixture::round(&framework, departments, counties, 2);
        let card = fixture::score(&framework, &data, Mode::Official);
        for style in styles() {
            for (name, chart) in all(&framework, &data, &card, &style) {
                let name = format!("{departments}+{counties} {name} {style:?}");
                if style.lang == Lang::Zh && !style.dark {
                    keep(
                        &format!("edge-{departments}-{counties}-{name:.12}-{:?}", style.size),
                        &chart,
                    );
                }
                check(&name, &chart);
                assert!(!chart.title.is_empty());
            }
        }
    }
}

#[test]
fn all_equal_and_extremes() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 30, 0, 3);
    for value in [0.0, 50.0, 100.0] {
        let mut card = fixture::score(&framework, &data, Mode::Official);
        for row in 0..card.units.len() {
            card.units[row].total = Some(value);
            card.aspects.row_mut(row).fill(value);
        }
        for style in styles() {
            for (name, chart) in all(&framework, &data, &card, &style) {
                check(&format!("{value} {name}"), &chart);
            }
        }
    }
    // No scores at all: every chart says so.
    let mut card = fixture::score(&framework, &data, Mode::Official);
    for row in 0..card.units.len() {
        card.units[row].total = None;
        card.aspects.row_mut(row).fill(f64::NAN);
    }
    let style = ChartStyle::default();
    let chart = ranking(&framework, &data.units, &card, "department", None, &style);
    check("none", &chart);
    assert!(chart.marks.is_empty() && chart.svg.contains("没有可显示的得分"));
    let chart = radar(&framework, &data.units, &card, 0, None, &style);
    assert!(chart.marks.is_empty() && chart.svg.contains("不足三个"));
}

#[test]
fn names_cannot_break_out() {
    let framework = fixture::framework();
    let mut data = fixture::round(&framework, 3, 0, 4);
    data.units[0].name.zh = "<script>alert(1)</script>\"&'\u{0}\u{b}".to_owned();
    let card = fixture::score(&framework, &data, Mode::Official);
    for (name, chart) in all(&framework, &data, &card, &ChartStyle::default()) {
        check(&name, &chart);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 20, 40, 5);
    let card = fixture::score(&framework, &data, Mode::Official);
    let style = ChartStyle::default();
    let (first, second) = (
        all(&framework, &data, &card, &style),
        all(&framework, &data, &card, &style),
    );
    assert!(first == second);
    assert_eq!(
        png(&first[0].1.svg, 1.0).unwrap(),
        png(&second[0].1.svg, 1.0).unwrap()
    );
}

/// The bars start at zero and are as long as their values.
#[test]
fn bars_are_honest() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 10, 0, 6);
    let card = fixture::score(&framework, &data, Mode::Official);
    let style = ChartStyle::default();
    let chart = ranking(&framework, &data.units, &card, "department", None, &style);
    let bars = bars(&chart);
    assert_eq!(bars.len(), chart.marks.len());
    let shown = |value: &str| value.split(' ').next().unwrap().parse::<f64>().unwrap();
    let per_point = bars[0].1 / shown(&chart.marks[0].value);
    for (mark, (left, width)) in chart.marks.iter().zip(&bars) {
        assert_eq!(*left, bars[0].0);
        let expected = per_point * shown(&mark.value);
        assert!((width - expected).abs() <= 1.5, "{mark:?}: {width}");
    }
}

/// Left and width of the bars, top to bottom.
fn bars(chart: &Chart) -> Vec<(f64, f64)> {
    let document = roxmltree::Document::parse(&chart.svg).unwrap();
    document
        .descendants()
        .filter(|n| {
            n.has_tag_name("rect") && matches!(n.attribute("fill"), Some("#1F5FA8" | "#B4BEC9"))
        })
        .map(|n| {
            let number = |name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap();
            (number("x"), number("width"))
        })
        .collect()
}
