//! The real window, used as a person would. Run by `cargo xtask test`, which brings the display and the
//! driver.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod driver;

use driver::Window;

#[tokio::test]
async fn opens_on_the_start_page() {
    let config = tempfile::tempdir().expect("a temporary folder");
    let window = Window::open(config.path(), &[]).await;
    assert!(
        window
            .client
            .title()
            .await
            .expect("a page has a title")
            .contains("合治")
    );
    window.picture("start").await;
    window.close().await;
}
