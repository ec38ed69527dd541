//! An incident from the form to the list, and what survives a power cut.

use std::{path::Path, process::Command};

use crate::{
    ONE,
    driver::{Window, processes},
    id, province,
};

fn field(name: &str, control: &str) -> String {
    format!("[data-field=\"{name}\"] {control}")
}

#[tokio::test]
async fn an_incident_is_graded_dated_saved_and_found() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("nav-incidents")).await;
    window.click(&id("incident-new")).await;

    window.fill(&field("id", "textarea"), "TEST-0001").await;
    window.click(&field("unit", ".el-select__wrapper")).await;
    window.fill(&field("unit", "input"), "D01").await;
    window.click(".el-select-dropdown__item").await;
    // A critical information infrastructure that was down for seven hours: the gravest level, at 360 minutes.
    for (name, value) in [("category_code", "DS"), ("is_cii", "yes"), ("scope", "cii")] {
        window.choose(&field(name, "select"), value).await;
    }
    window
        .fill(&field("discovered_at", "input"), "2026-11-02 08:00")
        .await;
    window
        .fill(&field("outage_total_min", "input"), "420")
        .await;
    window
        .text_when(&id("incident-level"), |text| text.contains("特别重大"))
        .await;
    // An operator of such infrastructure has an hour.
    window
        .text_when("main aside", |text| text.contains("2026-11-02 09:00"))
        .await;
    // One click takes the proposed level over.
    window.click(&id("incident-adopt")).await;
    let recorded = window.find(&field("level", "select")).await;
    let recorded = recorded.prop("value").await.expect("a list has a value");
    assert_eq!(recorded.as_deref(), Some("1"));
    window.picture("incident").await;
    window.is_accessible("an incident").await;
    window.click(&id("incident-save")).await;
    window
        .text_when("main h1", |text| text == "TEST-0001")
        .await;

    window.click(&id("nav-incidents")).await;
    window.fill(&id("incident-filter"), "TEST-0001").await;
    window
        .text_when(
            "[data-testid=\"incident-row\"][data-key=\"TEST-0001\"]",
            |text| text.contains("特别重大"),
        )
        .await;
    window.close().await;
}

/// Ends the program that keeps its memory in `config` as a power cut would.
fn cut_off(config: &Path) {
    let running = processes(config);
    assert_eq!(
        running.len(),
        1,
        "one program runs with {}",
        config.display()
    );
    let end = Command::new("kill").arg("-9").args(&running).status();
    assert!(end.is_ok_and(|end| end.success()), "the program is ended");
}

#[tokio::test]
async fn what_the_screen_calls_saved_survives_a_power_cut() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let province = province.to_str().expect("UTF-8");
    let config = folder.path().join("config");
    let number = "[data-indicator=\"A1.1.2\"] [data-testid=\"indicator-number\"]";

    let window = Window::open(&config, &[province]).await;
    window.open_form("D01", "A1.1").await;
    window.fill(number, "11").await;
    window
        .attribute_is(&id("saving-state"), "data-state", "saved")
        .await;
    cut_off(&config);
    drop(window);

    let window = Window::open(&config, &[province]).await;
    window.open_form("D01", "A1.1").await;
    let kept = window.find(number).await.prop("value").await;
    assert_eq!(kept.expect("a field has a value").as_deref(), Some("11"));
    window.close().await;
}
