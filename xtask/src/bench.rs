//! `cargo xtask bench`: each benchmark beside the bare library or the peer, in the same run.

use std::fs;

use crate::step::{Failed, cargo, step, target};

/// Runs the benchmarks; what the plain ones measured is printed as one table at the end.
pub(crate) fn bench() -> Result<(), Failed> {
    let rows = target().join("bench-table.md");
    fs::create_dir_all(target())
        .and_then(|()| fs::write(&rows, ""))
        .map_err(|source| Failed::File {
            path: rows.clone(),
            source,
        })?;
    step(
        "benchmarks",
        cargo()
            .args(["bench", "--locked", "--package", "tests", "--benches"])
            .env("BENCH_TABLE", &rows),
    )?;
    let table = fs::read_to_string(&rows).map_err(|source| Failed::File { path: rows, source })?;
    println!("\n| what | ours | bare | ratio | target |\n|---|---|---|---|---|\n{table}");
    Ok(())
}
