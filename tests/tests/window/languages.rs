//! Every page in both languages and both themes.

use fantoccini::Locator;

use crate::{ONE, driver::Window, id, province};

const PAGES: [&str; 19] = [
    "overview",
    "fill",
    "incidents",
    "tables",
    "import",
    "reports",
    "settings",
    "rounds",
    "surveys",
    "review",
    "findings",
    "unit",
    "diagnoses",
    "what-if",
    "compare",
    "certainty",
    "index-audit",
    "framework",
    "weights",
];

/// Keys of locale files that reached the screen instead of their words.
fn raw_key(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| {
        [
            "errors.",
            "problems.",
            "frame.",
            "fill.",
            "overview.",
            "import.",
            "reports.",
            "settings.",
            "review.",
            "findings.",
            "collect.",
            "results.",
            "diagnoses.",
            "whatif.",
            "compare.",
            "certainty.",
            "audit_index.",
            "framework.",
            "weights.",
            "tables.",
            "incidents.",
            "surveys.",
        ]
        .iter()
        .filter_map(|namespace| word.strip_prefix(namespace))
        // A sentence that ends in such a word may touch the next one; a key is written small.
        .any(|key| {
            !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
    })
}

#[tokio::test]
async fn no_page_shows_a_key_or_the_other_language() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    for (language, theme) in [
        ("zh-CN", "light"),
        ("en", "light"),
        ("en", "dark"),
        ("zh-CN", "dark"),
    ] {
        for (switch, value) in [("language-switch", language), ("theme-switch", theme)] {
            window.choose(&id(switch), value).await;
        }
        for page in PAGES {
            window.click(&id(&format!("nav-{page}"))).await;
            window.find("main h1").await;
            // What is looked at is the page, not its waiting.
            window
                .text_when("main", |text| {
                    !text.contains("正在读取") && !text.contains("Reading…")
                })
                .await;
            let text = window.page().await;
            assert_eq!(raw_key(&text), None, "{page} in {language}");
            window.picture(&format!("{page}-{language}-{theme}")).await;
            window.fits(&format!("{page} in {language}")).await;
            // Roles and names do not depend on the theme, nor contrast on the language.
            if (language == "en") == (theme == "dark") {
                window
                    .is_accessible(&format!("{page} in {language}, {theme}"))
                    .await;
            }
        }
        if language == "en" {
            let navigation = window
                .client
                .find(Locator::Css("nav"))
                .await
                .expect("the navigation is there")
                .text()
                .await
                .expect("it has words");
            // The product's own name stays as it is.
            let chinese = navigation
                .replace("合治", "")
                .chars()
                .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(!chinese, "{navigation}");
        }
    }
    window.close().await;
}
