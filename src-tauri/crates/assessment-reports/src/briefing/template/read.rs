//! Reading a template: every fault at its line and key, so that a person can mend them all at once.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::text::Lang;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Section, Template, places};
use crate::words::Words;

/// The greatest number that a setting may have.
const GREATEST: i64 = 100_000;

/// What is wrong with a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateFault {
    /// The file is no TOML; `detail` says why.
    NotToml,
    /// Its language is missing or neither `zh-CN` nor `en`.
    UnknownLanguage,
    /// `key` is no part of a template.
    UnknownKey,
    /// What stands under `key` is not of the kind `allowed`.
    WrongKind,
    /// `key` is no sentence of a document.
    UnknownSentence,
    /// `key` is no section.
    UnknownSection,
    /// The section `key` stands twice.
    SectionTwice,
    /// In the sentence `key`, nothing fills the place `detail`.
    UnknownPlace,
    /// In the sentence `key`, a brace is not closed.
    OpenBrace,
    /// There is no setting `key`.
    UnknownSetting,
    /// The setting `key` is `detail`, which is no whole number from 0 to 100,000.
    BadSetting,
}

impl TemplateFault {
    /// The code under which locale files have its words.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotToml => "not_toml",
            Self::UnknownLanguage => "unknown_language",
            Self::UnknownKey => "unknown_key",
            Self::WrongKind => "wrong_kind",
            Self::UnknownSentence => "unknown_sentence",
            Self::UnknownSection => "unknown_section",
            Self::SectionTwice => "section_twice",
            Self::UnknownPlace => "unknown_place",
            Self::OpenBrace => "open_brace",
            Self::UnknownSetting => "unknown_setting",
            Self::BadSetting => "bad_setting",
        }
    }
}

/// A fault at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultAt {
    /// What is wrong.
    pub fault: TemplateFault,
    /// Line of the file, from 1.
    pub line: usize,
    /// The sentence, section or setting; empty where it is the whole file.
    pub key: String,
    /// What stands there.
    pub detail: String,
    /// What may stand there; may be empty.
    pub allowed: String,
}

impl FaultAt {
    /// The fault in words, without its line.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let key = format!("template_{}", self.fault.code());
        let words = Words::of(lang);
        let allowed = match self.fault {
            TemplateFault::WrongKind => words.get(&self.allowed),
            TemplateFault::UnknownPlace if self.allowed.is_empty() => words.get("template_none"),
            _ => &self.allowed,
        };
        let values = [
            ("key", &*self.key),
            ("detail", &*self.detail),
            ("allowed", allowed),
        ];
        words.fill(&key, &values)
    }
}

/// Reads a template over the one that `base` has for its language; without one, its own sentences and
/// settings are all that there are.
pub(super) fn read(
    text: &str,
    base: impl Fn(Lang) -> Option<&'static Template>,
) -> Result<Template, Vec<FaultAt>> {
    let (table, wrong) = DeTable::parse_recoverable(text);
    let mut reading = Reading {
        text,
        faults: Vec::new(),
    };
    for error in wrong {
        let at = error.span().map_or(0, |span| span.start);
        reading.fault(TemplateFault::NotToml, at, "", error.message(), "");
    }
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    let table = table.into_inner();
    let lang = reading.lang(&table);
    let base = lang.and_then(base);
    let mut template = base.cloned().unwrap_or(Template {
        lang: lang.unwrap_or(Lang::Zh),
        sections: Vec::new(),
        sentences: BTreeMap::new(),
        settings: BTreeMap::new(),
    });
    for (key, value) in &table {
        match &**key.get_ref() {
            "lang" => {}
            "sections" => template.sections = reading.sections(value),
            "settings" => reading.settings(value, base, &mut template),
            "sentences" => reading.sentences(value, base, &mut template),
            other => {
                let at = key.span().start;
                let allowed = "lang, sections, settings, sentences";
                reading.fault(TemplateFault::UnknownKey, at, other, "", allowed);
            }
        }
    }
    if reading.faults.is_empty() {
        return Ok(template);
    }
    reading.faults.sort_by_key(|fault| fault.line);
    Err(reading.faults)
}

struct Reading<'t> {
    text: &'t str,
    faults: Vec<FaultAt>,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reading<'_> {
    fn fault(&mut self, fault: TemplateFault, at: usize, key: &str, detail: &str, allowed: &str) {
        let before = self.text.get(..at).unwrap_or(self.text);
        self.faults.push(FaultAt {
            fault,
            line: before.matches('\n').count() + 1,
            key: key.to_owned(),
            detail: detail.to_owned(),
            allowed: allowed.to_owned(),
        });
    }

    fn wrong_kind(&mut self, value: &Value<'_>, key: &str, kind: &str) {
        let at = value.span().start;
        let found = value.get_ref().type_str();
        self.fault(TemplateFault::WrongKind, at, key, found, kind);
    }

    fn lang(&mut self, table: &DeTable<'_>) -> Option<Lang> {
        let value = table.get("lang");
        let tag = value.and_then(|v| v.get_ref().as_str()).unwrap_or_default();
        let known = [Lang::Zh, Lang::En].into_iter().find(|l| l.tag() == tag);
        if known.is_none() {
            let at = value.map_or(0, |v| v.span().start);
            self.fault(TemplateFault::UnknownLanguage, at, "lang", tag, "");
        }
        known
    }

    fn sections(&mut self, value: &Value<'_>) -> Vec<Section> {
        let mut sections = Vec::new();
        let Some(words) = value.get_ref().as_array() else {
            self.wrong_kind(value, "sections", "template_list");
            return sections;
        };
        for word in words {
            let at = word.span().start;
            let Some(name) = word.get_ref().as_str() else {
                self.wrong_kind(word, "sections", "template_text");
                continue;
            };
            match Section::of(name) {
                None => {
                    let known = Section::ALL.map(|(word, _)| word).join(", ");
                    self.fault(TemplateFault::UnknownSection, at, name, "", &known);
                }
                Some(section) if sections.contains(&section) => {
                    self.fault(TemplateFault::SectionTwice, at, name, "", "");
                }
                Some(section) => sections.push(section),
            }
        }
        sections
    }

    fn settings(&mut self, value: &Value<'_>, base: Option<&Template>, template: &mut Template) {
        let Some(settings) = value.get_ref().as_table() else {
            self.wrong_kind(value, "settings", "template_table");
            return;
        };
        for (key, value) in settings {
            let (at, key) = (key.span().start, &**key.get_ref());
            if base.is_some_and(|base| !base.settings.contains_key(key)) {
                self.fault(TemplateFault::UnknownSetting, at, key, "", "");
                continue;
            }
            let Some(number) = value.get_ref().as_integer() else {
                self.wrong_kind(value, key, "template_number");
                continue;
            };
            let read = i64::from_str_radix(number.as_str(), number.radix());
            match read {
                Ok(n) if (0..=GREATEST).contains(&n) => {
                    template.settings.insert(key.to_owned(), n);
                }
                _ => self.fault(TemplateFault::BadSetting, at, key, number.as_str(), ""),
            }
        }
    }

    fn sentences(&mut self, value: &Value<'_>, base: Option<&Template>, template: &mut Template) {
        let Some(sentences) = value.get_ref().as_table() else {
            self.wrong_kind(value, "sentences", "template_table");
            return;
        };
        for (key, value) in sentences {
            let (at, key) = (key.span().start, &**key.get_ref());
            let original = base.and_then(|base| base.sentences.get(key));
            if base.is_some() && original.is_none() && !key.starts_with("owner.") {
                self.fault(TemplateFault::UnknownSentence, at, key, "", "");
                continue;
            }
            let Some(sentence) = value.get_ref().as_str() else {
                self.wrong_kind(value, key, "template_text");
                continue;
            };
            match places(sentence) {
                None => self.fault(TemplateFault::OpenBrace, at, key, "", ""),
                Some(used) => {
                    let known = original.map(|s| places(s).unwrap_or_default());
                    self.unknown_places(at, key, &used, known.as_ref());
                }
            }
            template
                .sentences
                .insert(key.to_owned(), sentence.to_owned());
        }
    }

    fn unknown_places(
        &mut self,
        at: usize,
        key: &str,
        used: &BTreeSet<&str>,
        known: Option<&BTreeSet<&str>>,
    ) {
        let Some(known) = known else {
            return;
        };
        let allowed = known.iter().copied().collect::<Vec<_>>().join(", ");
        for name in used.difference(known) {
            self.fault(TemplateFault::UnknownPlace, at, key, name, &allowed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<FaultAt> {
        Template::parse(text).unwrap_err()
    }

    #[test]
    fn every_fault_of_a_template_is_named_at_its_line() {
        let text = "lang = \"zh-CN\"\n\
                    sections = [\n  \"general\",\n  \"general\",\n  \"weather\",\n]\n\
                    colour = \"red\"\n\
                    [settings]\nrectify_days = -3\nmoons = 2\nnamed = \"three\"\n\
                    [sentences]\n\"no.such\" = \"x\"\n\"document.title\" = \"{moon}\"\n\
                    \"document.opening\" = \"{n\"\n\"document.marking\" = 7\n";
        let named: Vec<(usize, &str, String)> = faults(text)
            .into_iter()
            .map(|f| (f.line, f.fault.code(), f.key))
            .collect();
        let expected = [
            (4, "section_twice", "general"),
            (5, "unknown_section", "weather"),
            (7, "unknown_key", "colour"),
            (9, "bad_setting", "rectify_days"),
            (10, "unknown_setting", "moons"),
            (11, "wrong_kind", "named"),
            (13, "unknown_sentence", "no.such"),
            (14, "unknown_place", "document.title"),
            (15, "open_brace", "document.opening"),
            (16, "wrong_kind", "document.marking"),
        ];
        assert_eq!(
            named,
            expected.map(|(line, code, key)| (line, code, key.to_owned()))
        );
    }

    #[test]
    fn what_is_no_toml_is_told_at_its_line_too() {
        let found = faults("lang = \"zh-CN\"\n[sentences]\n\"a\" = \n");
        assert_eq!(found[0].fault.code(), "not_toml");
        assert_eq!(found[0].line, 3);
        assert_eq!(faults("lang = 3")[0].fault.code(), "unknown_language");
        assert_eq!(faults("lang = \"fr\"")[0].detail, "fr");
        assert_eq!(faults("")[0].fault.code(), "unknown_language");
    }

    #[test]
    fn a_fault_says_what_may_stand_there_in_both_languages() {
        let found = faults("lang = \"en\"\n[sentences]\n\"document.title\" = \"{moon}\"\n");
        assert_eq!(found[0].allowed, "round");
        for lang in [Lang::Zh, Lang::En] {
            let said = found[0].sentence(lang);
            assert!(said.contains("moon") && said.contains("round"), "{said}");
        }
        let kind = faults("lang = \"en\"\nsections = 3\n")[0].sentence(Lang::En);
        assert!(kind.contains("list"), "{kind}");
    }
}
