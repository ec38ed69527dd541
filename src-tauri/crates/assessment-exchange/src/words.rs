//! The words of templates and tables, from `locales/`.

use std::{collections::BTreeMap, sync::LazyLock};

use assessment_models::text::Lang;

type Locale = BTreeMap<String, String>;

#[expect(
    clippy::expect_used,
    reason = "the files are part of the program and a test reads both"
)]
fn load(text: &str) -> Locale {
    serde_json::from_str(text).expect("a locale file is a flat JSON object")
}

static ZH: LazyLock<Locale> = LazyLock::new(|| load(include_str!("../locales/zh-CN.json")));
static EN: LazyLock<Locale> = LazyLock::new(|| load(include_str!("../locales/en.json")));

/// The words under a key.
pub(crate) fn word(lang: Lang, key: &str) -> &'static str {
    let locale: &'static Locale = match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    };
    locale.get(key).map_or("", String::as_str)
}

/// The words under a key with their places filled.
pub(crate) fn phrase(lang: Lang, key: &str, params: &[(&str, &str)]) -> String {
    let mut text = word(lang, key).to_owned();
    for (name, value) in params {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_keys() {
        assert_eq!(ZH.keys().collect::<Vec<_>>(), EN.keys().collect::<Vec<_>>());
        assert!(ZH.values().chain(EN.values()).all(|w| !w.is_empty()));
    }
}
