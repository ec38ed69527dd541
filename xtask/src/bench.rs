//! `cargo xtask bench`: each benchmark beside the bare library or the peer, in the same run.

use crate::step::{Failed, cargo, step};

/// Runs the benchmarks; each prints its own rows.
pub(crate) fn bench() -> Result<(), Failed> {
    step(
        "benchmarks",
        cargo().args(["bench", "--locked", "--package", "tests"]),
    )
}
