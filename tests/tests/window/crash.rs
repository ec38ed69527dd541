//! The plug pulled while somebody types: what the screen called saved is there.

use std::{path::Path, process::Command};

use crate::{
    ONE,
    driver::{Window, processes},
    id, incidents, province, tables,
};

/// The field of a number in the form of a city.
const NUMBER: &str = "[data-indicator=\"A1.1.2\"] [data-testid=\"indicator-number\"]";

/// Ends the program that remembers in `config` as a power cut would.
fn cut_off(config: &Path, window: Window) {
    let running = processes(config);
    assert_eq!(running.len(), 1, "one program runs");
    let end = Command::new("kill").arg("-9").args(&running).status();
    assert!(end.is_ok_and(|end| end.success()), "the program is ended");
    drop(window);
}

#[tokio::test]
async fn killed_while_typing_nothing_is_lost_that_was_called_saved() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let province = province.to_str().expect("UTF-8");
    // A page's memory may be torn by a kill; each run has its own.
    let configs = ["form", "incident", "table", "after"].map(|name| folder.path().join(name));
    let [form, incident, table, after] = &configs;

    // A number in a form; more is typed, and the program dies before or while it is written.
    let window = Window::open(form, &[province]).await;
    window.open_form("140100", "A1.1").await;
    window.fill(NUMBER, "11").await;
    window
        .attribute_is(&id("saving-state"), "data-state", "saved")
        .await;
    window.value_is(NUMBER, "11").await;
    let more = window.find(NUMBER).await.send_keys("9").await;
    more.expect("a field takes keys");
    cut_off(form, window);

    let window = Window::open(incident, &[province]).await;
    window.open_form("140100", "A1.1").await;
    let kept = window.value(NUMBER).await;
    assert!(kept == "11" || kept == "119", "{kept}");

    // An incident; it is changed again, which the screen says is not saved.
    incidents::begun(&window, "CUT-1").await;
    window.click(&id("incident-save")).await;
    window
        .text_when("main h1", |text| text.contains("CUT-1"))
        .await;
    incidents::discovered(&window, "2026-11-02 09:30").await;
    cut_off(incident, window);

    let window = Window::open(table, &[province]).await;
    window.click(&id("nav-incidents")).await;
    window.fill(&id("incident-filter"), "CUT-1").await;
    window
        .click("[data-testid=\"incident-row\"][data-key=\"CUT-1\"] a")
        .await;
    incidents::was_discovered(&window, "2026-11-02 08:00").await;

    // A monthly table, pasted into; another cell is being typed.
    tables::open(&window).await;
    window
        .paste(&tables::cell(1, "registered"), "31\t3\n32\t4\n")
        .await;
    window.value_is(&tables::cell(2, "registered"), "32").await;
    window
        .attribute_is(&id("table-state"), "data-state", "saved")
        .await;
    window.fill(&tables::cell(3, "registered"), "99").await;
    cut_off(table, window);

    let window = Window::open(after, &[province]).await;
    tables::open(&window).await;
    for (row, field, value) in [
        (1, "registered", "31"),
        (1, "solved", "3"),
        (2, "solved", "4"),
    ] {
        window.value_is(&tables::cell(row, field), value).await;
    }
    window.close().await;
}
