//! An incident from the form to its closure.

use crate::{driver::Window, id};

fn field(name: &str, control: &str) -> String {
    format!("[data-field=\"{name}\"] {control}")
}

fn link(name: &str, rest: &str) -> String {
    format!("[data-testid=\"chain-link\"][data-link=\"{name}\"]{rest}")
}

/// Begins an incident of a department, discovered on 2 November 2026 at eight.
pub(crate) async fn begun(window: &Window, number: &str) {
    window.click(&id("nav-incidents")).await;
    window.click(&id("incident-new")).await;
    window.fill(&field("id", "textarea"), number).await;
    window.click(&field("unit", ".el-select__wrapper")).await;
    window.fill(&field("unit", "input"), "D01").await;
    window.click(".el-select-dropdown__item").await;
    window.choose(&field("category_code", "select"), "DS").await;
    discovered(window, "2026-11-02 08:00").await;
}

/// Says when it was discovered.
pub(crate) async fn discovered(window: &Window, moment: &str) {
    window.fill(&field("discovered_at", "input"), moment).await;
}

/// Waits until it says when it was discovered.
pub(crate) async fn was_discovered(window: &Window, moment: &str) {
    window
        .value_is(&field("discovered_at", "input"), moment)
        .await;
}

pub(crate) async fn graded_traced_closed_and_found(window: &Window) {
    let number = format!("TEST-{}", window.lang());
    begun(window, &number).await;
    // A critical information infrastructure that was down for seven hours: the gravest level, at 360 minutes.
    for (name, value) in [("is_cii", "yes"), ("scope", "cii")] {
        window.choose(&field(name, "select"), value).await;
    }
    window
        .fill(&field("outage_total_min", "input"), "420")
        .await;
    let gravest = window.says("特别重大", "Particularly major");
    window
        .text_when(&id("incident-level"), |text| text.contains(gravest))
        .await;
    // An operator of such infrastructure has an hour.
    window
        .text_when("main aside", |text| text.contains("2026-11-02 09:00"))
        .await;
    // One click takes the proposed level over.
    window.click(&id("incident-adopt")).await;
    window.value_is(&field("level", "select"), "1").await;
    // An incident is not closed in passing: its states offer everything but that.
    window
        .find(&field("status", "option[value=\"open\"]"))
        .await;
    assert!(
        window
            .client
            .find(fantoccini::Locator::Css(&field(
                "status",
                "option[value=\"closed\"]"
            )))
            .await
            .is_err()
    );

    // Whoever regulates must be named, and is; then the chain breaks where nobody is named next.
    window
        .find(&link("chain_regulator", "[data-breaks=\"true\"]"))
        .await;
    window
        .fill(&link("chain_regulator", " textarea"), "Regulator")
        .await;
    window
        .find(&link("responsible_unit", "[data-breaks=\"true\"]"))
        .await;
    window
        .click(&link("chain_regulator", " input[value=\"not_done\"]"))
        .await;
    window
        .find(&link("chain_regulator", "[data-acted=\"not_done\"]"))
        .await;
    window
        .picture(&format!("incident-chain-{}", window.lang()))
        .await;
    window.is_accessible("an incident").await;
    window.click(&id("incident-save")).await;
    window.text_when("main h1", |text| text == number).await;

    // Closed only when its end is told and shown.
    for name in ["handling_end_at", "rectified_at"] {
        let told = format!("{} input", field(name, "").trim_end());
        window
            .fill(&format!("{} {told}", id("closure")), "2026-11-03 18:00")
            .await;
    }
    let proof = tempfile::NamedTempFile::with_suffix(".txt").expect("a temporary file");
    std::fs::write(proof.path(), "rectified").expect("the file is written");
    window.pick(proof.path()).await;
    let button = window.find(&id("incident-close")).await;
    assert!(
        !button.is_enabled().await.expect("a button"),
        "without evidence"
    );
    window.click(&id("evidence-add")).await;
    window.find(&id("evidence-file")).await;
    window.click(&id("incident-close")).await;
    window.find(&id("incident-reopen")).await;
    window.value_is(&field("status", "select"), "closed").await;
    window
        .picture(&format!("incident-closed-{}", window.lang()))
        .await;
    window.is_accessible("a closed incident").await;

    window.click(&id("nav-incidents")).await;
    window.fill(&id("incident-filter"), &number).await;
    window
        .text_when(
            &format!("[data-testid=\"incident-row\"][data-key=\"{number}\"]"),
            |text| text.contains(gravest),
        )
        .await;
}

pub(crate) async fn found_again_by_a_saved_view(window: &Window) {
    let name = window.says("未办结", "still open");
    window.click(&id("nav-overview")).await;
    window.click(&id("nav-incidents")).await;
    window.find(&id("incident-row")).await;
    window.click(&id("incident-open-only")).await;
    window.click(&id("view-save")).await;
    window
        .fill(&id("view-name"), &format!("{name}\u{e007}"))
        .await;
    let view = format!("[data-testid=\"saved-view\"][data-view=\"{name}\"]");
    window.find(&view).await;
    window.click(&id("incident-open-only")).await;
    window.click(&format!("{view} button")).await;
    let chosen = window.find(&id("incident-open-only")).await;
    assert!(
        chosen.is_selected().await.expect("a box"),
        "the view is back"
    );
    window.is_accessible("incidents with a saved view").await;
}
