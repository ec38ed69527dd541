//! An auditor verifies by keys and sends back; what was sent back stands among the findings.

use crate::{ONE, driver::Window, id, province};

/// How many answers wait, as the page says: the first number of its line.
fn waiting(text: &str) -> Option<u32> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

#[tokio::test]
async fn answers_are_accepted_by_a_key_and_returned_as_findings() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("nav-review")).await;
    let line = id("review-waiting");
    let text = window
        .text_when(&line, |text| waiting(text).is_some_and(|n| n > 1))
        .await;
    let before = waiting(&text).expect("a number");
    window.find(&id("review-item")).await;
    window
        .find("#content")
        .await
        .send_keys("a")
        .await
        .expect("the page takes keys");
    window
        .text_when(&line, |text| waiting(text) == Some(before - 1))
        .await;
    window.picture("review-accepted").await;

    window.click(&id("review-return")).await;
    window
        .fill(&id("review-reason"), "缺少签字页\u{e007}")
        .await;
    window.gone(&id("review-reason")).await;
    window.click(&id("nav-findings")).await;
    window
        .text_when(&id("finding"), |text| text.contains("缺少签字页"))
        .await;
    window.is_accessible("findings").await;
    window.picture("findings").await;
    window.close().await;
}
