//! What is read out and written: a round of 6,000 units from the store, its scorecard, its workbook, a chart.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up has nothing to measure, and prints what it measured"
)]

mod shared;

use std::{sync::atomic::AtomicBool, time::Duration};

use assessment_models::{
    Answer, Framework, Layer, RoundData, Scorecard,
    draft::{AnswerRow, AnswerTable, Content, Draft, Place},
    scoring::{ScoreOptions, score},
    text::Lang,
};
use assessment_reports::{Chart, ChartStyle, WorkbookInput, charts, workbook};
use shared::{Line, UNITS, framework, median, round, table, timed, units, workspace};

const RUNS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let framework = framework();
    let units = units(&framework);
    let round = round(&framework);
    let mut workspace = workspace(&folder.path().join("w.hezhi"), &framework, &units, &round);
    let columns = framework.indicators.len();
    let rows = (0..UNITS * columns)
        .map(|cell| AnswerRow {
            unit: (cell / columns) as u32,
            indicator: (cell % columns) as u32,
            answer: Answer::Value(((cell.wrapping_mul(2_654_435_761) >> 7) % 2) as f64),
            note: None,
            place: Place {
                sheet: 0,
                row: (cell / columns) as u32 + 1,
                column: (cell % columns) as u16 + 1,
            },
        })
        .collect();
    let draft = Draft {
        file_name: "wide.xlsx".to_owned(),
        sha256: "0".repeat(64),
        sheets: vec!["Sheet1".to_owned()],
        round: None,
        rows_read: UNITS * columns,
        rows_rejected: 0,
        contents: vec![Content::Answers(AnswerTable {
            layer: Layer::SelfReported,
            units: units.iter().map(|u| u.code.clone()).collect(),
            indicators: framework.indicators.iter().map(|i| i.id.clone()).collect(),
            rows,
        })],
    };
    let now = "2026-03-01T08:00:00".parse().expect("a moment");
    workspace
        .apply(&draft, &round.id, "speed", now, &mut |_, _| {}, &|| false)
        .expect("the draft is written");
    drop(draft);
    let read = (0..RUNS)
        .map(|_| timed(|| workspace.round_data(&round.id).expect("the round is read")).0)
        .collect();
    let data: RoundData = workspace.round_data(&round.id).expect("the round is read");
    let (scored, card) =
        timed(|| score(&framework, &data, ScoreOptions::default()).expect("the round is scored"));
    let (written, bytes) = timed(|| {
        let input = WorkbookInput {
            framework: &framework,
            data: &data,
            scorecard: &card,
            lang: Lang::Zh,
            generated_on: now.date(),
            synthetic: false,
            imports: &[],
            pictures: &[],
            findings: &[],
        };
        workbook::render(&input, &|_, _| {}, &AtomicBool::new(false))
            .expect("the workbook is written")
    });
    assert!(bytes.len() > UNITS * columns);
    let province = first(&data, PROVINCE);
    let small = score(&framework, &province, ScoreOptions::default()).expect("it is scored");
    let (province_written, _) = timed(|| {
        let input = WorkbookInput {
            framework: &framework,
            data: &province,
            scorecard: &small,
            lang: Lang::Zh,
            generated_on: now.date(),
            synthetic: false,
            imports: &[],
            pictures: &[],
            findings: &[],
        };
        workbook::render(&input, &|_, _| {}, &AtomicBool::new(false))
            .expect("the workbook is written")
    });
    let slowest = slowest_chart(&framework, &province, &small);
    let style = ChartStyle::default();
    let drawn = (0..RUNS)
        .map(|unit| timed(|| charts::radar(&framework, &data.units, &card, unit, None, &style)).0)
        .collect();
    let line = |what, ours, target| Line {
        what,
        ours,
        bare: None,
        target,
    };
    table(&[
        line("672,000 answers read from the store", median(read), "< 1 s"),
        line("scorecard of them, from the answers", scored, ""),
        line("result workbook of 6,000 units", written, "< 10 s"),
        line("result workbook of 184 units", province_written, "< 1 s"),
        line("radar of one unit of 6,000", median(drawn), "< 0.05 s"),
        line("slowest chart of 184 units", slowest, "< 0.05 s"),
    ]);
}

/// Units of the demonstration province.
const PROVINCE: usize = 184;

/// The round with its first units only.
fn first(data: &RoundData, units: usize) -> RoundData {
    let kept: std::collections::BTreeSet<_> = data
        .units
        .iter()
        .take(units)
        .map(|u| u.code.clone())
        .collect();
    let mut data = data.clone();
    data.units.truncate(units);
    data.observations.retain(|o| kept.contains(&o.unit));
    data
}

/// What the slowest of the charts of a peer group takes.
fn slowest_chart(framework: &Framework, data: &RoundData, card: &Scorecard) -> Duration {
    let (units, style) = (&data.units, &ChartStyle::default());
    let group = card.units[0].peer_group.as_str();
    let charts: [(&str, &dyn Fn() -> Chart); 6] = [
        ("ranking", &|| {
            charts::ranking(framework, units, card, group, None, style)
        }),
        ("heat map", &|| {
            charts::heat_map(framework, units, card, group, style)
        }),
        ("objectives", &|| {
            charts::objective_heat_map(framework, units, card, group, style)
        }),
        ("completeness", &|| {
            charts::completeness(framework, units, card, group, style)
        }),
        ("slope", &|| {
            charts::slope(framework, units, (Some(card), card), group, style)
        }),
        ("correlations", &|| {
            charts::correlations(framework, card, group, style)
        }),
    ];
    let times = charts.map(|(name, draw)| {
        let taken = median((0..RUNS).map(|_| timed(draw).0).collect());
        println!("{name}: {:.1} ms", taken.as_secs_f64() * 1000.0);
        taken
    });
    times.into_iter().max().unwrap_or_default()
}
