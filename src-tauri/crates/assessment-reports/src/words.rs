//! Words of charts, workbook and documents, in both languages: `locales/<lang>.json` and, beside it,
//! `locales/charts` and `locales/workbook`; key to phrase, with placeholders in braces.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use assessment_models::text::Lang;

/// The phrases of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    phrases: BTreeMap<String, String>,
}

impl Words {
    /// The phrases of `lang`.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static WORDS: OnceLock<[Words; 2]> = OnceLock::new();
        #[expect(
            clippy::expect_used,
            reason = "both files are part of the program, and a test reads them"
        )]
        let words = WORDS.get_or_init(|| {
            [
                [
                    include_str!("../locales/zh-CN.json"),
                    include_str!("../locales/charts/zh-CN.json"),
                    include_str!("../locales/workbook/zh-CN.json"),
                ],
                [
                    include_str!("../locales/en.json"),
                    include_str!("../locales/charts/en.json"),
                    include_str!("../locales/workbook/en.json"),
                ],
            ]
            .map(|files| Words {
                phrases: files
                    .into_iter()
                    .flat_map(|json| -> BTreeMap<String, String> {
                        serde_json::from_str(json).expect("the locale file is flat JSON")
                    })
                    .collect(),
            })
        });
        match lang {
            Lang::Zh => &words[0],
            Lang::En => &words[1],
        }
    }

    /// A phrase without placeholders. A key that is not there is shown as it is.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.phrases.get(key).map_or(key, String::as_str)
    }

    /// A phrase with its placeholders filled.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let phrase = self.get(key);
        let mut out = String::with_capacity(phrase.len() + 32);
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => out.push_str(value),
                None => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(phrase: &str) -> Vec<&str> {
        let mut names: Vec<&str> = phrase
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let (zh, en) = (Words::of(Lang::Zh), Words::of(Lang::En));
        assert_eq!(
            zh.phrases.keys().collect::<Vec<_>>(),
            en.phrases.keys().collect::<Vec<_>>()
        );
        for (key, phrase) in &zh.phrases {
            assert_eq!(placeholders(phrase), placeholders(en.get(key)), "{key}");
            assert!(phrase.chars().all(crate::font::has), "{key}: {phrase}");
            assert!(en.get(key).chars().all(crate::font::has), "{key}");
        }
    }

    /// A value that itself holds braces is not filled again.
    #[test]
    fn values_are_not_read_as_phrases() {
        let words = Words {
            phrases: [("k".to_owned(), "{a}-{b}".to_owned())].into(),
        };
        assert_eq!(words.fill("k", &[("a", "{b}"), ("b", "2")]), "{b}-2");
    }
}
