//! Scoring a province many times over: 6,000 units × 112 indicators, from normalised through ranked, and
//! the whole way from observations; and what one changed answer moves in a province. One core.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up has nothing to measure, and prints what it measured"
)]
#![allow(
    missing_docs,
    reason = "criterion's macros make undocumented functions"
)]

#[allow(
    dead_code,
    reason = "the workspace of the other benchmarks is not needed here"
)]
mod shared;

use std::{collections::BTreeMap, hint::black_box};

use assessment_models::{
    Answer, Framework, Layer, Observation, Round, RoundData, RoundId, Unit, UnitCode,
    grid::Grid,
    scoring::{CellState, Cells, Mode, ScoreOptions, score, score_cells},
    what_if::{Change, WhatIf, WhatIfError},
};
use criterion::{Criterion, criterion_group};
use shared::{Line, UNITS, framework, median, table, timed};

/// Units of a province.
const PROVINCE: usize = 184;
const RUNS: usize = 9;

/// Zeros and ones in no simple order: values that every scale of the framework knows, choices too.
fn raw(cell: usize) -> f64 {
    ((cell.wrapping_mul(2_654_435_761) >> 7) % 2) as f64
}

fn units(framework: &Framework) -> Vec<Unit> {
    let unit = |n: usize| Unit {
        code: UnitCode::from(format!("U{n:05}")),
        name: assessment_models::Text::default(),
        peer_group: framework.peer_groups[0].id.clone(),
        parent: None,
        tags: framework
            .units
            .iter()
            .flat_map(|u| u.tags.clone())
            .collect(),
        attributes: BTreeMap::new(),
    };
    (0..UNITS).map(unit).collect()
}

fn round(framework: &Framework, units: Vec<Unit>) -> RoundData {
    let observations = units
        .iter()
        .enumerate()
        .flat_map(|(row, unit)| {
            framework
                .indicators
                .iter()
                .enumerate()
                .map(move |(column, indicator)| Observation {
                    unit: unit.code.clone(),
                    indicator: indicator.id.clone(),
                    layer: Layer::SelfReported,
                    answer: Answer::Value(raw(row * 112 + column)),
                    note: None,
                    flagged: false,
                    source: None,
                })
        })
        .collect();
    RoundData {
        round: Round {
            id: RoundId::from("2026"),
            name: assessment_models::Text::default(),
            period_start: day(1, 1),
            period_end: day(12, 31),
            deadline: None,
            framework: framework.id.clone(),
            framework_version: framework.version.clone(),
        },
        units,
        observations,
        records: Vec::new(),
        responses: Vec::new(),
        adjustments: Vec::new(),
    }
}

fn day(month: u32, day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026")
}

fn cells(columns: usize) -> Cells {
    Cells {
        states: vec![CellState::Scored; UNITS * columns],
        raw: Grid::from_values(columns, (0..UNITS * columns).map(raw).collect()),
    }
}

fn scoring(criterion: &mut Criterion) {
    let framework = framework();
    let columns = framework.indicators.len();
    assert_eq!(columns, 112, "the figure is stated for 112 indicators");
    let data = round(&framework, units(&framework));
    let rows: Vec<&Unit> = data.units.iter().collect();
    let cells = cells(columns);
    let mut group = criterion.benchmark_group("scoring 6000 x 112");
    group.sample_size(20);
    group.bench_function("normalised through ranked", |b| {
        b.iter(|| score_cells(&framework, black_box(&rows), &cells, &[], Mode::Official));
    });
    group.bench_function("observations through ranked", |b| {
        b.iter(|| score(&framework, black_box(&data), ScoreOptions::default()));
    });
    group.finish();
}

criterion_group!(benches, scoring);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    let framework = framework();
    let columns = framework.indicators.len();
    let data = round(&framework, units(&framework));
    let rows: Vec<&Unit> = data.units.iter().collect();
    let cells = cells(columns);
    let stages = |from_cells: bool| {
        let times = (0..RUNS).map(|_| match from_cells {
            true => timed(|| score_cells(&framework, &rows, &cells, &[], Mode::Official).is_ok()).0,
            false => timed(|| score(&framework, &data, ScoreOptions::default()).is_ok()).0,
        });
        median(times.collect())
    };
    let province = RoundData {
        units: data.units[..PROVINCE].to_vec(),
        observations: data.observations[..PROVINCE * columns].to_vec(),
        ..data.clone()
    };
    let answer = &province.observations[0];
    let changes = [Change::Answer {
        unit: answer.unit.clone(),
        indicator: answer.indicator.clone(),
        answer: None,
    }];
    let moved = || {
        WhatIf::new(&framework, &province, ScoreOptions::default())
            .map_err(WhatIfError::from)
            .and_then(|trial| trial.try_changes(&changes))
            .is_ok()
    };
    assert!(moved(), "an answer can be taken away");
    let trial = median((0..RUNS).map(|_| timed(moved).0).collect());
    let line = |what, ours, target| Line {
        what,
        ours,
        bare: None,
        target,
    };
    table(&[
        line(
            "6,000 × 112, normalised through ranked",
            stages(true),
            "< 0.03 s",
        ),
        line("the same from observations", stages(false), ""),
        line("what-if of an answer, 184 units", trial, "< 0.05 s"),
    ]);
}
