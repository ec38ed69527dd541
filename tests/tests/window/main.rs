//! The real window, used as a person would. Run by `cargo xtask test`, which brings the display and the
//! driver.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and each says how long it took"
)]

mod crash;
mod day;
mod driver;
mod frame;
mod framework;
mod incidents;
mod journey;
mod languages;
mod province;
mod reports;
mod results;
mod review;
mod speed;
mod tables;

use driver::Window;

/// One window at a time: two would share the machine's two cores and slow each other past patience.
static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// What the person was told last.
const LAST_MESSAGE: &str = "[data-testid=\"message\"]:last-child";

/// A test id as a selector.
fn id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

#[tokio::test]
async fn starts_with_three_choices() {
    let _one = ONE.lock().await;
    let config = tempfile::tempdir().expect("a temporary folder");
    let window = Window::open(config.path(), &[]).await;
    for choice in ["open-demo", "open-workspace", "new-workspace"] {
        window.find(&id(choice)).await;
    }
    window.picture("start").await;
    window.is_accessible("the start").await;
    // The demonstration is made where it is not there yet.
    window.click(&id("open-demo")).await;
    window.find(&id("overview-row")).await;
    window.close().await;
}
