//! Any bytes under any name: read or refused with a code, never a panic, never more rejected than was read.
//!
//! The first byte chooses the name's ending; the rest is the file. Good seeds are the samples and templates of
//! each format, with one byte in front. The short seeded run of every test is `tests/mutations.rs`.
#![no_main]

use std::sync::LazyLock;

use assessment_exchange::{ParseContext, parse};
use assessment_models::Framework;
use libfuzzer_sys::{Corpus, fuzz_target};

static FRAMEWORK: LazyLock<Option<Framework>> =
    LazyLock::new(|| Framework::builtin("six-aspect").ok());

const NAMES: [&str; 6] = ["a.xlsx", "a.xls", "a.ods", "a.csv", "a.tsv", "a"];

fuzz_target!(|data: &[u8]| -> Corpus {
    let (Some((first, bytes)), Some(framework)) = (data.split_first(), FRAMEWORK.as_ref()) else {
        return Corpus::Reject;
    };
    let context = ParseContext {
        units: &framework.units,
        show: true,
        ..ParseContext::default()
    };
    match parse(
        bytes,
        NAMES[usize::from(*first) % NAMES.len()],
        framework,
        &context,
    ) {
        Ok(parsed) => {
            assert!(parsed.draft.rows_rejected <= parsed.draft.rows_read);
            for sheet in &parsed.sheets {
                assert!(sheet.grid.is_some());
            }
        }
        Err(error) => assert!(!error.code().is_empty()),
    }
    Corpus::Keep
});
