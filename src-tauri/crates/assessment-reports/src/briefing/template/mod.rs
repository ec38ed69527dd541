//! The words of briefings and feedback sheets, as a file that a person can copy and edit: which sections in
//! which order, headings, sentences with places for names and numbers.
//!
//! A sentence that is left empty is left out. What a file does not state stands as in the built-in one.

mod read;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use assessment_models::text::Lang;

pub use read::{FaultAt, TemplateFault};

const ZH: &str = include_str!("../../../templates/zh-CN.toml");
const EN: &str = include_str!("../../../templates/en.toml");

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
    /// What is on the list to be mended, and how far.
    Rectification,
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
    pub const ALL: [(&'static str, Self); 11] = [
        ("general", Self::General),
        ("aspects", Self::Aspects),
        ("incidents", Self::Incidents),
        ("survey", Self::Survey),
        ("diagnoses", Self::Diagnoses),
        ("problems", Self::Problems),
        ("rectification", Self::Rectification),
        ("measures", Self::Measures),
        ("ranking", Self::Ranking),
        ("method", Self::Method),
        ("appendix", Self::Appendix),
    ];

    /// The section of a word; `None` where there is none such.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(known, _)| *known == word);
        known.map(|(_, section)| *section)
    }

    /// The word that templates know it by.
    #[must_use]
    pub fn word(self) -> &'static str {
        let known = Self::ALL.iter().find(|(_, section)| *section == self);
        known.map_or("", |(word, _)| word)
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
            [ZH, EN].map(|text| read::read(text, |_| None).expect("a sound built-in template"))
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
    /// Every fault in it, from its first line to its last.
    pub fn parse(text: &str) -> Result<Self, Vec<FaultAt>> {
        read::read(text, |lang| Some(Self::built_in(lang)))
    }

    /// The same with these sections of the briefing in this order.
    #[must_use]
    pub fn with_sections(&self, sections: Vec<Section>) -> Self {
        Self {
            sections,
            ..self.clone()
        }
    }

    /// The heading of a section.
    #[must_use]
    pub fn heading(&self, section: Section) -> &str {
        self.get(&format!("{}.heading", section.word()))
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
            include_str!("../mod.rs"),
            include_str!("../writer.rs"),
            include_str!("../summary.rs"),
            include_str!("../general.rs"),
            include_str!("../aspects.rs"),
            include_str!("../incidents.rs"),
            include_str!("../unreported.rs"),
            include_str!("../survey.rs"),
            include_str!("../diagnoses.rs"),
            include_str!("../problems.rs"),
            include_str!("../rectification.rs"),
            include_str!("../measures.rs"),
            include_str!("../ranking.rs"),
            include_str!("../method.rs"),
            include_str!("../appendix.rs"),
            include_str!("../../feedback.rs"),
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
}
