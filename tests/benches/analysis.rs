//! Analyses of 6,000 units × 120 indicators: a thousand replications with rank quantiles, the whole audit;
//! and normalising and joining the same once. All cores. `analysis.py` does the first and the last in
//! numpy.
#![allow(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up has nothing to measure"
)]
#![allow(
    missing_docs,
    reason = "criterion's macros make undocumented functions"
)]

use std::{fmt::Write, hint::black_box, sync::atomic::AtomicBool};

use assessment_models::{
    audit::audit,
    composite::{Alternatives, IndexData, IndexMeta, IndexOptions, PreparedIndex, compute},
    uncertainty::{Assumptions, uncertainty},
};
use criterion::{Criterion, criterion_group, criterion_main};

const UNITS: usize = 6_000;
const INDICATORS: usize = 120;

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

fn analysis(criterion: &mut Criterion) {
    let meta = meta();
    let data = data(&meta);
    let options = IndexOptions {
        normalise: Some("min_max:0:100".parse().expect("a method")),
        aggregate: IndexOptions::parse_aggregators("arithmetic").expect("a method"),
        ..IndexOptions::default()
    };
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

criterion_group!(benches, analysis);
criterion_main!(benches);
