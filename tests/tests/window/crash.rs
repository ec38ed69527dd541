//! The plug pulled while somebody types: what the screen called saved is there.

use std::process::Command;

use crate::{
    ONE,
    driver::{Window, processes},
    id, province,
};

const UNIT: &str = "140100";
const OBJECTIVE: &str = "A1.1";
const COUNT: &str = "A1.1.2";

/// The field of a number.
fn number() -> String {
    format!("[data-indicator=\"{COUNT}\"] [data-testid=\"indicator-number\"]")
}

#[tokio::test]
async fn killed_while_typing_nothing_is_lost_that_was_called_saved() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let province = province.to_str().expect("UTF-8");
    for (round, typed) in [(0, "11"), (1, "13"), (2, "17")] {
        // A page's memory may be torn by a kill; each run has its own.
        let config = folder.path().join(format!("config-{round}"));
        let window = Window::open(&config, &[province]).await;
        window.open_form(UNIT, OBJECTIVE).await;
        window.fill(&number(), typed).await;
        window
            .attribute_is(&id("saving-state"), "data-state", "saved")
            .await;
        let shown = window.find(&number()).await.prop("value").await;
        assert_eq!(shown.expect("a value").as_deref(), Some(typed));
        // More is typed, and the program dies before or while it is written.
        window
            .find(&number())
            .await
            .send_keys("9")
            .await
            .expect("a field takes keys");
        for process in processes(&config) {
            let killed = Command::new("kill").args(["-9", &process]).status();
            assert!(killed.expect("kill runs").success());
        }
        drop(window);

        let config = folder.path().join(format!("config-{round}-again"));
        let window = Window::open(&config, &[province]).await;
        window.open_form(UNIT, OBJECTIVE).await;
        let kept = window.find(&number()).await.prop("value").await;
        let kept = kept.expect("a value").unwrap_or_default();
        // What was called saved, or what was typed after it; never less.
        assert!(kept == typed || kept == format!("{typed}9"), "{kept}");
        window.close().await;
    }
}
