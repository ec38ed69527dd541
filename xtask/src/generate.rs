//! `cargo xtask generate`: rewrites what is generated and checked in. The tests fail where it is stale.

use crate::step::{Failed, cargo, step};

/// TypeScript types of the wire and CSS tokens of the palette.
pub(crate) fn generate() -> Result<(), Failed> {
    for package in ["assessment-app", "assessment-reports"] {
        step(
            package,
            cargo()
                .args(["test", "--quiet", "--package", package, "generated"])
                .env("HEZHI_UPDATE", "1"),
        )?;
    }
    Ok(())
}
