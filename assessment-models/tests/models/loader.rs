//! Whatever the files hold, loading gives a framework or faults, and never panics.

use crate::common::library_files;
use assessment_models::{
    Framework,
    framework::{FaultCode, LoadError, builtin_files},
};
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

#[test]
fn an_indicator_that_goes_on_under_another_id_is_checked_and_read_both_ways() {
    let with = |renamed: &str| {
        let mut files = library_files();
        let text = files.get_mut("framework.toml").expect("the file");
        *text += &format!("\n[renamed]\n{renamed}\n");
        Framework::load(&files)
    };
    let mut older = Framework::load(&library_files()).expect("it loads");
    older.indicators[1].id = "S1.0".into();
    let newer = with("\"S1.0\" = \"S1.2\"\n\"S0\" = \"S1.3\"").expect("it loads");
    let found = newer.renamed_from(&older);
    // Of what the older version does not have, nothing is said.
    assert_eq!(found, [("S1.0".into(), "S1.2".into())].into());
    let back = older.renamed_from(&newer);
    assert_eq!(back, [("S1.2".into(), "S1.0".into())].into());
    assert!(newer.renamed_from(&newer).is_empty());
    let mut other = older.clone();
    other.id = "museums".to_owned();
    assert!(newer.renamed_from(&other).is_empty());
    for (renamed, code) in [
        ("\"S1.0\" = \"S7\"", FaultCode::UnknownReference),
        ("\"S1.2\" = \"S1.2\"", FaultCode::Circular),
        ("a = \"S1.2\"\nb = \"S1.2\"", FaultCode::DuplicateId),
    ] {
        let Err(LoadError::Faults(faults)) = with(renamed) else {
            panic!("{renamed} is taken");
        };
        let codes: Vec<FaultCode> = faults.iter().map(|f| f.code).collect();
        assert_eq!(codes, [code], "{renamed}");
    }
}

#[test]
fn settings_that_cannot_be_read_are_one_fault_beside_those_of_other_files() {
    let faults = |change: &dyn Fn(&mut std::collections::BTreeMap<String, String>)| {
        let mut files = library_files();
        change(&mut files);
        match Framework::load(&files) {
            Err(LoadError::Faults(faults)) => faults,
            other => panic!("{other:?}"),
        }
    };
    let found =
        faults(&|files| *files.get_mut("framework.toml").expect("it") += "\n[bogus]\na = 1\n");
    let codes: Vec<FaultCode> = found.iter().map(|f| f.code).collect();
    assert_eq!(codes, [FaultCode::MalformedToml], "{found:#?}");
    let found = faults(&|files| {
        files.remove("framework.toml");
        let table = files.get_mut("objectives.csv").expect("it");
        *table = table.replace(",S,", ",T,");
    });
    assert_eq!(found[0].code, FaultCode::MissingFile);
    assert!(
        found.iter().any(|f| f.file == "objectives.csv"),
        "{found:#?}"
    );
}
