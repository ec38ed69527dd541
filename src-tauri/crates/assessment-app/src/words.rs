//! Sentences of failures, problems and stages in a language, from the same locale files as the window's.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use assessment_models::text::Lang;

use crate::{
    failure::Failure,
    progress::Stage,
    wire::{FaultView, ProblemView},
};

pub(crate) type Sentences = HashMap<String, String>;

/// The sentences of one language.
struct Locale {
    errors: Sentences,
    problems: Sentences,
    stages: Sentences,
    faults: Sentences,
    reasons: Sentences,
    /// What stands in answers to the window and the command line, and in no file of the window's.
    own: Sentences,
}

macro_rules! sentences {
    ($lang:literal, $file:literal) => {
        read(include_str!(concat!(
            "../../../../ui/src/locales/",
            $lang,
            "/",
            $file,
            ".json"
        )))
    };
}

static ZH: LazyLock<Locale> = LazyLock::new(|| Locale {
    errors: sentences!("zh-CN", "errors"),
    problems: sentences!("zh-CN", "problems"),
    stages: sentences!("zh-CN", "stages"),
    faults: sentences!("zh-CN", "faults"),
    reasons: sentences!("zh-CN", "reasons"),
    own: read(include_str!("../locales/zh-CN.json")),
});

static EN: LazyLock<Locale> = LazyLock::new(|| Locale {
    errors: sentences!("en", "errors"),
    problems: sentences!("en", "problems"),
    stages: sentences!("en", "stages"),
    faults: sentences!("en", "faults"),
    reasons: sentences!("en", "reasons"),
    own: read(include_str!("../locales/en.json")),
});

#[expect(
    clippy::expect_used,
    reason = "the text is compiled in, and a test reads each file"
)]
fn read(json: &str) -> Sentences {
    serde_json::from_str(json).expect("locale files are flat JSON objects of sentences")
}

fn locale(lang: Lang) -> &'static Locale {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// A phrase of this crate's own; the bare key where the locale file lacks it.
pub(crate) fn own(key: &str, lang: Lang) -> &str {
    locale(lang).own.get(key).map_or(key, String::as_str)
}

/// The same with its places filled.
pub(crate) fn own_filled(key: &str, values: &[(&str, &str)], lang: Lang) -> String {
    fill(own(key, lang), |name| {
        let found = values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    })
}

/// The sentences behind refusals.
#[cfg(test)]
pub(crate) fn reasons(lang: Lang) -> &'static Sentences {
    &locale(lang).reasons
}

/// Puts parameters into their `{name}` places.
fn fill<'a>(sentence: &str, param: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(param(name).unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A code's sentence; the bare code where a locale file lacks it.
fn sentence<'a>(sentences: &'a Sentences, code: &'a str) -> &'a str {
    sentences.get(code).map_or(code, String::as_str)
}

/// What went wrong, in one sentence.
#[must_use]
pub fn failure(failure: &Failure, lang: Lang) -> String {
    let locale = locale(lang);
    let text = sentence(&locale.errors, failure.code.as_str());
    let param = |name: &str| failure.params.get(name).map(String::as_str);
    let reason = param("reason")
        .and_then(|key| locale.reasons.get(key))
        .map(|text| fill(text, param));
    fill(text, |name| match name {
        "detail" => reason.as_deref().or_else(|| param(name)),
        _ => param(name),
    })
}

/// How to mend it, in one sentence.
#[must_use]
pub fn failure_hint(failure: &Failure, lang: Lang) -> String {
    let key = format!("{}_hint", failure.code);
    let text = sentence(&locale(lang).errors, &key);
    fill(text, |name| failure.params.get(name).map(String::as_str))
}

fn problem_sentence(code: &str, params: &BTreeMap<String, String>, lang: Lang) -> String {
    let locale = locale(lang);
    // A file of a folder that was refused has the reason as its one problem.
    let text = match locale.problems.get(code) {
        Some(text) => text,
        None => sentence(&locale.errors, code),
    };
    fill(text, |name| params.get(name).map(String::as_str))
}

/// What is wrong in a file, in one sentence without its place.
#[must_use]
pub fn problem(problem: &ProblemView, lang: Lang) -> String {
    problem_sentence(&problem.code, &problem.params, lang)
}

/// How to mend what is wrong in a file.
#[must_use]
pub fn problem_hint(problem: &ProblemView, lang: Lang) -> String {
    problem_sentence(&format!("{}_hint", problem.code), &problem.params, lang)
}

/// What is wrong in framework files, in one sentence with its place.
#[must_use]
pub fn fault(fault: &FaultView, lang: Lang) -> String {
    let text = sentence(&locale(lang).faults, &fault.code);
    let said = fill(text, |name| fault.params.get(name).map(String::as_str));
    let place = match fault.line {
        Some(line) => format!("{}:{line}", fault.file),
        None => fault.file.clone(),
    };
    // What the sentence has no place for helps to find it too.
    let rest: Vec<String> = fault
        .params
        .iter()
        .filter(|(name, _)| !text.contains(&format!("{{{name}}}")))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    match rest.is_empty() {
        true => format!("{place} {said}"),
        false => format!("{place} {said} ({})", rest.join(", ")),
    }
}

/// The name of a stage of long work.
#[must_use]
pub fn stage(stage: Stage, lang: Lang) -> Cow<'static, str> {
    Cow::Borrowed(sentence(&locale(lang).stages, stage.key()))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use assessment_models::{framework::FaultCode, text::Lang};

    use super::{EN, Sentences, ZH, failure, failure_hint, fault};
    use crate::{
        failure::{Code, Failure},
        frameworks::code_name,
        progress::Stage,
        wire::FaultView,
    };

    fn keys(sentences: &Sentences) -> BTreeSet<&str> {
        sentences.keys().map(String::as_str).collect()
    }

    /// Parameter names of each sentence.
    fn places(sentences: &Sentences) -> BTreeMap<&str, BTreeSet<&str>> {
        sentences
            .iter()
            .map(|(key, text)| {
                let names = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}').map(|(name, _)| name))
                    .collect();
                (key.as_str(), names)
            })
            .collect()
    }

    #[test]
    fn every_failure_has_its_sentence_and_its_hint_in_both_languages() {
        let hints: Vec<String> = Code::ALL.iter().map(|c| format!("{c}_hint")).collect();
        let expected: BTreeSet<&str> = Code::ALL
            .iter()
            .map(|c| c.as_str())
            .chain(hints.iter().map(String::as_str))
            .collect();
        assert_eq!(keys(&ZH.errors), expected);
        assert_eq!(keys(&EN.errors), expected);
    }

    #[test]
    fn every_stage_has_its_name_in_both_languages() {
        let expected: BTreeSet<&str> = Stage::ALL.iter().map(|s| s.key()).collect();
        assert_eq!(keys(&ZH.stages), expected);
        assert_eq!(keys(&EN.stages), expected);
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_parameters() {
        assert_eq!(places(&ZH.errors), places(&EN.errors));
        assert_eq!(places(&ZH.problems), places(&EN.problems));
        assert_eq!(places(&ZH.faults), places(&EN.faults));
        assert_eq!(places(&ZH.reasons), places(&EN.reasons));
        assert_eq!(places(&ZH.own), places(&EN.own));
    }

    #[test]
    fn every_fault_of_a_framework_has_its_sentence_in_both_languages() {
        let expected: BTreeSet<String> = FaultCode::ALL.iter().map(|c| code_name(*c)).collect();
        for locale in [&ZH, &EN] {
            let found: BTreeSet<String> = locale.faults.keys().cloned().collect();
            assert_eq!(found, expected);
        }
        let view = FaultView {
            file: "indicators.csv".to_owned(),
            line: Some(7),
            code: "bad_number".to_owned(),
            params: [("column", "weight"), ("value", "x")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        };
        let said = fault(&view, Lang::Zh);
        assert!(
            said.starts_with("indicators.csv:7 ") && said.contains("weight"),
            "{said}"
        );
    }

    #[test]
    fn parameters_stand_in_their_places() {
        let of = Failure::new(Code::NoSuchRound).with("round", "2031");
        assert!(failure(&of, Lang::En).contains("2031"));
        assert!(failure(&of, Lang::Zh).contains("2031"));
        assert!(!failure_hint(&of, Lang::Zh).contains('{'));
    }
}
