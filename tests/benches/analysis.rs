//! Analyses of 6,000 units × 120 indicators: a thousand replications with rank quantiles, the whole audit;
//! and normalising and joining the same once; the reference's own example computed 600 times over. All
//! cores. Where python3 has numpy, `analysis.py` does the replications and the joining in the same run.
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
    reason = "the province of the other benchmarks is not needed here"
)]
mod shared;

use std::{
    fmt::Write, fs, hint::black_box, path::Path, process::Command, sync::atomic::AtomicBool,
    time::Duration,
};

use assessment_models::{
    audit::audit,
    composite::{
        Alternatives, IndexData, IndexMeta, IndexOptions, PreparedIndex, Treatment, compute,
    },
    sensitivity::{SensitivityOptions, sensitivity},
    uncertainty::{Assumptions, uncertainty},
};
use criterion::{Criterion, criterion_group};
use shared::{Line, median, table, timed};

const UNITS: usize = 6_000;
const INDICATORS: usize = 120;
const RUNS: usize = 5;

/// 120 indicators in 12 groups of 10, 12 groups in 3.
fn meta() -> IndexMeta {
    let mut text = "Level,iCode,Direction,Weight,Parent,Type\n".to_owned();
    for i in 0..INDICATORS {
        let _ = writeln!(text, "1,I{i},1,{},G{},Indicator", 1 + i % 3, i / 10);
    }
    for g in 0..12 {
        let _ = writeln!(text, "2,G{g},1,1,S{},Aggregate", g / 4);
    }
    for s in 0..3 {
        let _ = writeln!(text, "3,S{s},1,1,all,Aggregate");
    }
    text.push_str("4,all,1,1,NA,Aggregate\n");
    IndexMeta::parse(&text).expect("a sound tree")
}

/// Numbers in no simple order, with what a unit is good at in common.
fn data(meta: &IndexMeta) -> IndexData {
    let mut state = 42_u64;
    let mut next = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut text = "uCode".to_owned();
    for i in 0..INDICATORS {
        let _ = write!(text, ",I{i}");
    }
    for u in 0..UNITS {
        let _ = write!(text, "\nU{u:05}");
        let common = next();
        for _ in 0..INDICATORS {
            let _ = write!(text, ",{}", common + next());
        }
    }
    IndexData::parse(&text, meta).expect("sound data")
}

fn options() -> IndexOptions {
    IndexOptions {
        normalise: Some("min_max:0:100".parse().expect("a method")),
        aggregate: IndexOptions::parse_aggregators("arithmetic").expect("a method"),
        ..IndexOptions::default()
    }
}

fn analysis(criterion: &mut Criterion) {
    let meta = meta();
    let data = data(&meta);
    let options = options();
    let prepare = || {
        PreparedIndex::of_index(&meta, &data, &options, &Alternatives::default())
            .expect("a sound index")
    };
    let index = prepare();
    let never = AtomicBool::new(false);
    let mut group = criterion.benchmark_group("analysis 6000 x 120");
    group.sample_size(10);
    group.bench_function("normalised and aggregated, every stage kept", |b| {
        b.iter(|| compute(black_box(&meta), &data, &options));
    });
    group.bench_function("1000 replications with rank quantiles", |b| {
        b.iter(|| uncertainty(&prepare(), &Assumptions::default(), &|_, _| {}, &never));
    });
    group.bench_function("audit", |b| {
        b.iter(|| audit(black_box(&index), &|_, _| {}, &never));
    });
    group.finish();
}

/// What numpy takes for a piece of work, where python3 has it.
fn numpy(work: &str) -> Option<Duration> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/analysis.py");
    let ran = Command::new("python3").arg(script).output().ok()?;
    let said = String::from_utf8(ran.stdout).ok()?;
    let seconds = said
        .lines()
        .find_map(|line| line.strip_prefix(work)?.trim().parse::<f64>().ok());
    if seconds.is_none() {
        println!("python3 has no numpy: nothing to compare {work} with");
    }
    seconds.map(Duration::from_secs_f64)
}

/// Sensitivity of the ASEM index to its treatment, normalisation, weights and aggregation: 100 rows a
/// block, 600 computations from raw data to ranks, preparation included. `None` where the example's
/// files do not lie beside the repository.
fn example() -> Option<Duration> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    let text = |name: &str| fs::read_to_string(samples.join(name)).ok();
    let (Some(meta), Some(data)) = (text("ASEM_iMeta.csv"), text("ASEM_iData.csv")) else {
        println!("SKIPPED: no ASEM tables in ../shared/samples beside the repository");
        return None;
    };
    let meta = IndexMeta::parse(&meta).expect("the example's tree");
    let data = IndexData::parse(&data, &meta).expect("the example's data");
    let method = |name: &str| name.parse().expect("a method");
    let joined = |name: &str| IndexOptions::parse_aggregators(name).expect("a method");
    let options = IndexOptions {
        denominate: true,
        impute: Some("group_mean:EurAsia_group".parse().expect("a method")),
        treat: Some(Treatment::Winsorise(5)),
        normalise: Some(method("min_max:0:100")),
        ..IndexOptions::default()
    };
    let alternatives = Alternatives {
        treatments: (1..=5).map(Treatment::Winsorise).collect(),
        normalisers: vec![method("min_max:1:100"), method("z_score:10:2")],
        aggregations: vec![joined("arithmetic"), joined("geometric")],
    };
    let design = SensitivityOptions {
        rows: 100,
        ..SensitivityOptions::default()
    };
    let never = AtomicBool::new(false);
    Some(middle(|| {
        let index = PreparedIndex::of_index(&meta, &data, &options, &alternatives)
            .expect("the example is sound");
        let found = sensitivity(&index, &design, &|_, _| {}, &never).expect("ranks shift");
        assert_eq!(found.shifts.len(), 600, "the figure is stated for 600");
        found
    }))
}

/// The middle of some runs.
fn middle<T>(mut work: impl FnMut() -> T) -> Duration {
    median((0..RUNS).map(|_| timed(|| black_box(work())).0).collect())
}

fn figures() {
    let meta = meta();
    let data = data(&meta);
    let options = options();
    let prepare = || {
        PreparedIndex::of_index(&meta, &data, &options, &Alternatives::default())
            .expect("a sound index")
    };
    let index = prepare();
    let never = AtomicBool::new(false);
    let mut lines = vec![
        Line {
            what: "6,000 × 120 normalised and aggregated, all stages",
            ours: middle(|| compute(&meta, &data, &options)),
            bare: numpy("aggregation"),
            target: "ratio ≤ 1 (numpy)",
        },
        Line {
            what: "1,000 weight replications with rank quantiles",
            ours: middle(|| uncertainty(&prepare(), &Assumptions::default(), &|_, _| {}, &never)),
            bare: numpy("replications"),
            target: "< 3 s (beside numpy)",
        },
        Line {
            what: "audit of the same",
            ours: middle(|| audit(&index, &|_, _| {}, &never)),
            bare: None,
            target: "< 5 s",
        },
    ];
    if let Some(ours) = example() {
        lines.push(Line {
            what: "sensitivity of the ASEM example, 600 computations",
            ours,
            bare: None,
            target: "< 0.1 s",
        });
    }
    table(&lines);
}

criterion_group!(benches, analysis);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    figures();
}
