//! Whatever the files hold, loading gives a framework or faults, and never panics.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a test says what it expects by failing"
)]

mod common;

use assessment_models::{Framework, framework::builtin_files};
use common::library_files;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mutated_files_never_panic(
        file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        put in prop_oneof![
            Just(String::new()),
            Just(",".to_owned()),
            Just("\"".to_owned()),
            Just("\n".to_owned()),
            Just("NaN".to_owned()),
            Just("-1e308".to_owned()),
            Just("|*:".to_owned()),
            ".{0,12}",
        ],
    ) {
        let mut files = library_files();
        let names: Vec<String> = files.keys().cloned().collect();
        let text = files.get_mut(file.get(&names)).expect("the file");
        let chars: Vec<char> = text.chars().collect();
        let start = at.index(chars.len());
        let end = (start + cut).min(chars.len());
        *text = chars[..start].iter().collect::<String>() + &put + &chars[end..].iter().collect::<String>();
        let _ = Framework::load(&files);
    }

    #[test]
    fn any_file_may_be_missing_or_empty(gone in prop::collection::vec(any::<bool>(), 20), empty in any::<bool>()) {
        let mut files = builtin_files("six-aspect").expect("built in");
        let names: Vec<String> = files.keys().cloned().collect();
        for (name, _) in names.iter().zip(&gone).filter(|(_, gone)| **gone) {
            if empty {
                files.insert(name.clone(), String::new());
            } else {
                files.remove(name);
            }
        }
        let core = ["framework.toml", "aspects.csv", "objectives.csv", "indicators.csv", "score_bands.csv"];
        let lacks = |name: &&str| names.iter().zip(&gone).any(|(n, gone)| n == name && *gone);
        let loaded = Framework::load(&files);
        prop_assert!(loaded.is_err() || !core.iter().any(lacks));
    }
}
