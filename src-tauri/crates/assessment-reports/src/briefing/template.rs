//! The words of briefings and feedback sheets, as a file that a person can copy and edit: which sections in
//! which order, headings, sentences with places for names and numbers.
//!
//! A sentence that is left empty is left out. What a file does not state stands as in the built-in one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use assessment_models::text::Lang;
use serde::Deserialize;

use crate::words::Words;

const ZH: &str = include_str!("../../templates/zh-CN.toml");
const EN: &str = include_str!("../../templates/en.toml");

/// A part of the briefing that a template may order or leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// General situation 总体情况.
    General,
    /// Each aspect.
    Aspects,
    /// Incidents by class, reporting, chains of responsibility.
    Incidents,
    /// What the parties said.
    Survey,
    /// Diagnoses.
    Diagnoses,
    /// Main problems.
    Problems,
    /// Countermeasures.
    Measures,
    /// Rankings by peer group.
    Ranking,
    /// Method and limits.
    Method,
    /// Tables.
    Appendix,
}

impl Section {
    /// All sections with the words that templates know them by.
    pub const ALL: [(&'static str, Self); 10] = [
        ("general", Self::General),
        ("aspects", Self::Aspects),
        ("incidents", Self::Incidents),
        ("survey", Self::Survey),
        ("diagnoses", Self::Diagnoses),
        ("problems", Self::Problems),
        ("measures", Self::Measures),
        ("ranking", Self::Ranking),
        ("method", Self::Method),
        ("appendix", Self::Appendix),
    ];

    fn of(word: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(known, _)| *known == word);
        known.map(|(_, section)| *section)
    }
}

/// What is wrong with a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateFault {
    /// The file is no TOML, or a value is of the wrong kind; `detail` says where.
    NotToml,
    /// Its language is neither `zh-CN` nor `en`.
    UnknownLanguage,
    /// `key` is no sentence of a briefing.
    UnknownSentence,
    /// `key` is no section.
    UnknownSection,
    /// The section `key` stands twice.
    SectionTwice,
    /// In the sentence `key`, nothing fills the place `detail`.
    UnknownPlace,
    /// In the sentence `key`, a brace is not closed.
    OpenBrace,
    /// The setting `key` is unknown, or `detail` is not a whole number within its range.
    BadSetting,
}

impl TemplateFault {
    /// The code under which locale files have its words.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotToml => "not_toml",
            Self::UnknownLanguage => "unknown_language",
            Self::UnknownSentence => "unknown_sentence",
            Self::UnknownSection => "unknown_section",
            Self::SectionTwice => "section_twice",
            Self::UnknownPlace => "unknown_place",
            Self::OpenBrace => "open_brace",
            Self::BadSetting => "bad_setting",
        }
    }
}

/// A fault at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultAt {
    /// What is wrong.
    pub fault: TemplateFault,
    /// The sentence, section or setting; empty where it is the whole file.
    pub key: String,
    /// What stands there.
    pub detail: String,
}

impl FaultAt {
    /// The fault in words.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let key = format!("template_{}", self.fault.code());
        Words::of(lang).fill(&key, &[("key", &self.key), ("detail", &self.detail)])
    }
}

/// The words of documents in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Their language.
    pub lang: Lang,
    /// The sections of the briefing, in their order.
    pub sections: Vec<Section>,
    sentences: BTreeMap<String, String>,
    settings: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lang: String,
    sections: Option<Vec<String>>,
    #[serde(default)]
    settings: BTreeMap<String, i64>,
    #[serde(default)]
    sentences: BTreeMap<String, String>,
}

impl Template {
    /// The built-in template of a language.
    #[must_use]
    pub fn built_in(lang: Lang) -> &'static Self {
        static BUILT_IN: OnceLock<[Template; 2]> = OnceLock::new();
        #[expect(
            clippy::expect_used,
            reason = "both files are part of the program, and a test reads them"
        )]
        let both = BUILT_IN.get_or_init(|| {
            [ZH, EN].map(|text| Self::read(text, None).expect("a sound built-in template"))
        });
        match lang {
            Lang::Zh => &both[0],
            Lang::En => &both[1],
        }
    }

    /// The text of the built-in template, to be copied and edited.
    #[must_use]
    pub fn example(lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => ZH,
            Lang::En => EN,
        }
    }

    /// Reads a person's template.
    ///
    /// # Errors
    ///
    /// Every fault in it, in the order of the file's parts.
    pub fn parse(text: &str) -> Result<Self, Vec<FaultAt>> {
        let lang = toml::from_str::<File>(text)
            .ok()
            .and_then(|f| lang(&f.lang));
        Self::read(text, lang.map(Self::built_in))
    }

    fn read(text: &str, base: Option<&Self>) -> Result<Self, Vec<FaultAt>> {
        let fault = |fault, key: &str, detail: &str| FaultAt {
            fault,
            key: key.to_owned(),
            detail: detail.to_owned(),
        };
        let file: File = toml::from_str(text)
            .map_err(|e| vec![fault(TemplateFault::NotToml, "", e.message())])?;
        let Some(lang) = lang(&file.lang) else {
            return Err(vec![fault(
                TemplateFault::UnknownLanguage,
                "lang",
                &file.lang,
            )]);
        };
        let mut faults = Vec::new();
        let mut sections = Vec::new();
        for word in file.sections.iter().flatten() {
            match Section::of(word) {
                None => faults.push(fault(TemplateFault::UnknownSection, word, "")),
                Some(section) if sections.contains(&section) => {
                    faults.push(fault(TemplateFault::SectionTwice, word, ""));
                }
                Some(section) => sections.push(section),
            }
        }
        let mut template = base.cloned().unwrap_or(Self {
            lang,
            sections: Vec::new(),
            sentences: BTreeMap::new(),
            settings: BTreeMap::new(),
        });
        if file.sections.is_some() {
            template.sections = sections;
        }
        for (key, value) in file.settings {
            let known = base.is_none_or(|base| base.settings.contains_key(&key));
            if !known || !(0..=100_000).contains(&value) {
                faults.push(fault(TemplateFault::BadSetting, &key, &value.to_string()));
            }
            template.settings.insert(key, value);
        }
        for (key, sentence) in file.sentences {
            let original = base.map(|base| base.sentences.get(&key));
            if original == Some(None) && !key.starts_with("owner.") {
                faults.push(fault(TemplateFault::UnknownSentence, &key, ""));
                continue;
            }
            match places(&sentence) {
                None => faults.push(fault(TemplateFault::OpenBrace, &key, &sentence)),
                Some(used) => {
                    let known = original.flatten().and_then(|s| places(s));
                    let unknown = used
                        .into_iter()
                        .filter(|name| known.as_ref().is_some_and(|known| !known.contains(name)));
                    faults.extend(unknown.map(|n| fault(TemplateFault::UnknownPlace, &key, n)));
                }
            }
            template.sentences.insert(key, sentence);
        }
        if faults.is_empty() {
            Ok(template)
        } else {
            Err(faults)
        }
    }

    /// A sentence as it stands; empty where it is left out.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.sentences.get(key).map_or("", String::as_str)
    }

    /// A sentence with its places filled. `{n}` is the value `n`; `{n|unit|units}` is the first word where
    /// the value is 1 and the second elsewhere.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((place, tail)) = after.split_once('}') else {
                break;
            };
            let mut parts = place.split('|');
            let name = parts.next().unwrap_or_default();
            let value = values.iter().find(|(known, _)| *known == name);
            match (value, parts.next(), parts.next()) {
                (Some((_, value)), Some(one), Some(many)) => {
                    out.push_str(if *value == "1" { one } else { many });
                }
                (Some((_, value)), ..) => out.push_str(value),
                (None, ..) => {}
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// A whole number of the settings.
    pub(crate) fn setting(&self, key: &str) -> usize {
        let value = self.settings.get(key).copied().unwrap_or_default();
        usize::try_from(value).unwrap_or_default()
    }
}

fn lang(tag: &str) -> Option<Lang> {
    [Lang::Zh, Lang::En].into_iter().find(|l| l.tag() == tag)
}

/// Names of the places in a sentence; `None` where a brace is not closed.
fn places(sentence: &str) -> Option<BTreeSet<&str>> {
    let parts = sentence.split('{').skip(1);
    parts
        .map(|part| {
            let (place, _) = part.split_once('}')?;
            place.split('|').next()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_sentences_places_and_settings() {
        let (zh, en) = (Template::built_in(Lang::Zh), Template::built_in(Lang::En));
        assert_eq!(zh.sections, en.sections);
        assert_eq!(zh.settings, en.settings);
        assert_eq!(
            zh.sentences.keys().collect::<Vec<_>>(),
            en.sentences.keys().collect::<Vec<_>>()
        );
        for (key, sentence) in &zh.sentences {
            assert_eq!(places(sentence), places(en.get(key)), "{key}");
        }
    }

    #[test]
    fn every_sentence_that_is_asked_for_is_there_and_every_other_is_gone() {
        let sources = [
            include_str!("mod.rs"),
            include_str!("writer.rs"),
            include_str!("summary.rs"),
            include_str!("general.rs"),
            include_str!("aspects.rs"),
            include_str!("incidents.rs"),
            include_str!("survey.rs"),
            include_str!("diagnoses.rs"),
            include_str!("problems.rs"),
            include_str!("measures.rs"),
            include_str!("ranking.rs"),
            include_str!("method.rs"),
            include_str!("appendix.rs"),
            include_str!("../feedback.rs"),
        ]
        .concat();
        let template = Template::built_in(Lang::Zh);
        let unused: Vec<&String> = template
            .sentences
            .keys()
            .filter(|key| !key.starts_with("owner."))
            .filter(|key| !sources.contains(&format!("\"{key}\"")))
            .collect();
        assert!(unused.is_empty(), "{unused:?}");
        let asked = sources.split('"').skip(1).step_by(2);
        let sentence = |word: &&str| {
            let mut parts = word.split('.');
            let dotted = parts.clone().count() == 2;
            dotted
                && parts
                    .all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        };
        let missing: BTreeSet<&str> = asked
            .filter(sentence)
            .filter(|key| !template.sentences.contains_key(*key))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn words_follow_the_number_beside_them() {
        let text = "lang = \"en\"\n[sentences]\n\"word.quoted\" = \"\"\n";
        let template = Template::parse(text).unwrap();
        assert_eq!(template.get("word.quoted"), "");
        let mut template = template;
        let sentence = "{n} {n|unit|units} of {all}".to_owned();
        template.sentences.insert("x".to_owned(), sentence);
        assert_eq!(
            template.fill("x", &[("n", "1"), ("all", "9")]),
            "1 unit of 9"
        );
        assert_eq!(
            template.fill("x", &[("n", "0"), ("all", "{n}")]),
            "0 units of {n}"
        );
    }

    #[test]
    fn every_fault_of_a_template_is_named() {
        let text = "lang = \"zh-CN\"\nsections = [\"general\", \"general\", \"weather\"]\n\
                    [settings]\nrectify_days = -3\nmoons = 2\n\
                    [sentences]\n\"no.such\" = \"x\"\n\"document.title\" = \"{moon}\"\n\
                    \"document.opening\" = \"{n\"\n";
        let faults = Template::parse(text).unwrap_err();
        let named: Vec<(&str, &str)> = faults
            .iter()
            .map(|f| (f.fault.code(), f.key.as_str()))
            .collect();
        assert_eq!(
            named,
            [
                ("section_twice", "general"),
                ("unknown_section", "weather"),
                ("bad_setting", "moons"),
                ("bad_setting", "rectify_days"),
                ("open_brace", "document.opening"),
                ("unknown_place", "document.title"),
                ("unknown_sentence", "no.such"),
            ]
        );
        let code = |text: &str| Template::parse(text).unwrap_err()[0].fault.code();
        assert_eq!(code("lang = 3"), "not_toml");
        assert_eq!(code("lang = \"fr\""), "unknown_language");
    }
}
