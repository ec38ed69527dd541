//! The framework as it is edited, and questionnaires as they are looked at.

use crate::{LAST_MESSAGE, driver::Window, id};

const ENTER: &str = "\u{e007}";

pub(crate) async fn weights_are_checked_as_typed_and_kept_as_a_new_version(window: &Window) {
    window.click(&id("nav-framework")).await;
    window.click(&id("framework-edit")).await;
    let cell =
        |aspect: &str| format!("[data-testid=\"source-cell\"][data-cell=\"{aspect}/weight\"]");
    window.find(&cell("A1")).await;
    window
        .is_accessible("the framework while it is edited")
        .await;
    // One weight alone breaks the sum, and nothing can be saved.
    window.fill(&cell("A1"), &format!("0.25{ENTER}")).await;
    window
        .attribute_is(&id("draft-faults"), "data-count", "1")
        .await;
    // A tenth less elsewhere mends it.
    let other = window.find(&cell("A2")).await;
    let weight = other.prop("value").await.expect("a field has a value");
    let weight: f64 = weight.and_then(|w| w.parse().ok()).expect("a weight");
    window
        .fill(&cell("A2"), &format!("{:.2}{ENTER}", weight - 0.1))
        .await;
    window
        .attribute_is(&id("draft-faults"), "data-count", "0")
        .await;
    let tab = |part: &str| format!("[data-testid=\"draft-part\"][data-tab=\"{part}\"]");
    window.click(&tab("effect")).await;
    window
        .text_when("main", |text| text.contains(window.says("个名次", "rank")))
        .await;
    window.picture("framework-effect").await;
    window.is_accessible("the effect of a draft").await;
    for part in [
        "scales",
        "rules",
        "deadlines",
        "grades",
        "text",
        "differences",
    ] {
        window.click(&tab(part)).await;
        window.picture(&format!("framework-{part}")).await;
        window.is_accessible(&format!("framework: {part}")).await;
    }
    let version = window.says("2026-A", "2026-B");
    window.fill(&id("draft-version"), version).await;
    window.click(&id("draft-save")).await;
    window
        .text_when(LAST_MESSAGE, |text| text.contains(version))
        .await;
    window.click(&id("nav-framework")).await;
    window
        .text_when("main", |text| text.contains(version))
        .await;
}

pub(crate) async fn questionnaires_are_shown_by_party_with_small_cells_withheld(window: &Window) {
    window.click(&id("nav-surveys")).await;
    window
        .click("[data-testid=\"survey-party\"][data-tab=\"citizen\"]")
        .await;
    window.find("[data-chart=\"survey\"] svg").await;
    for part in ["responses", "reliability", "questionnaire", "results"] {
        window
            .click(&format!(
                "[data-testid=\"survey-part\"][data-tab=\"{part}\"]"
            ))
            .await;
        window.picture(&format!("surveys-{part}")).await;
        window.is_accessible(&format!("surveys: {part}")).await;
    }
    window.click(&id("survey-published")).await;
    window
        .text_when("main", |text| {
            text.contains(window.says("少于 10 人", "fewer than 10"))
        })
        .await;
}
