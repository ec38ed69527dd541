//! `diagnosis.toml`: read, optional, and every fault in it named.

use crate::common::{libraries, library_files, six_aspect};
use assessment_models::{
    Framework,
    framework::{FaultCode, LoadError, Means, Subject, SurveySettings},
};

#[test]
fn the_built_in_framework_states_them() {
    let settings = six_aspect().diagnosis;
    assert_eq!(settings.coverings.len(), 1);
    assert_eq!(settings.coverings[0].over, Means::Technical);
    assert_eq!(settings.coverings[0].beside, ["A3.4.4"]);
    let chain = settings.responsibility.expect("the register tells");
    assert_eq!(chain.links.len(), 6);
    assert_eq!(chain.links[0].when.len(), 1);
    assert!(chain.links[4].when.is_empty());
}

#[test]
fn another_framework_has_its_own() {
    let settings = libraries().diagnosis;
    assert!(settings.responsibility.is_none());
    assert_eq!(settings.survey.suppress_below, 3);
    assert_eq!(
        settings.survey.low_alpha,
        SurveySettings::default().low_alpha
    );
    assert_eq!(settings.benchmarks[0].subject, Subject::Total);
    assert_eq!(settings.benchmarks[1].subject, Subject::Raw("C1.1".into()));
    assert_eq!(settings.lessons[0].indicators.len(), 2);
}

#[test]
fn without_the_file_the_customary_values_hold() {
    let mut files = library_files();
    files.remove("diagnosis.toml");
    let framework = Framework::load(&files).expect("it is optional");
    assert_eq!(framework.diagnosis.survey, SurveySettings::default());
    assert!(framework.diagnosis.coverings.is_empty());
}

#[test]
fn every_fault_is_named() {
    let wrong = r#"
        [survey]
        confidence = 1.0
        [[coverings]]
        over = "social"
        under = "legal"
        threshold = 5
        beside = ["Z9"]
        [responsibility]
        register = "loan"
        class_field = "number"
        done = [{ field = "nothing", op = "set" }]
        late = []
        untraced = []
        links = [{ field = "nobody" }]
        [[benchmarks]]
        of = "S"
        raw = true
        value = 2
        place = { zh = "某地", en = "Somewhere" }
        source = "a book"
        date = "2025-01-01"
    "#;
    let mut files = library_files();
    files.insert("diagnosis.toml".to_owned(), wrong.to_owned());
    let Err(LoadError::Faults(faults)) = Framework::load(&files) else {
        panic!("it loads");
    };
    assert!(faults.iter().all(|f| f.file == "diagnosis.toml"));
    let mut found: Vec<(FaultCode, String)> = faults
        .iter()
        .map(|f| (f.code, f.params.get("value").cloned().unwrap_or_default()))
        .collect();
    found.sort();
    let reference = |value: &str| (FaultCode::UnknownReference, value.to_owned());
    assert_eq!(
        found,
        [
            (FaultCode::OutOfRange, "1".to_owned()),
            reference("S"),
            reference("Z9"),
            reference("nobody"),
            reference("nothing"),
            reference("number"),
        ]
    );
}
