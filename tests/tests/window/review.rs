//! An auditor verifies by keys and sends back; what was sent back stands among the findings.

use crate::{driver::Window, id};

/// How many answers wait, as the page says: the first number of its line.
fn waiting(text: &str) -> Option<u32> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

pub(crate) async fn accepted_by_a_key_and_returned_as_findings(window: &Window) {
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

    let missing = window.says("缺少签字页", "The signed page is missing");
    window.click(&id("review-return")).await;
    window
        .fill(&id("review-reason"), &format!("{missing}\u{e007}"))
        .await;
    window.gone(&id("review-reason")).await;
    window.click(&id("nav-findings")).await;
    window
        .text_when(&id("finding"), |text| text.contains(missing))
        .await;
    window.is_accessible("findings").await;
    window.picture("findings").await;
}

pub(crate) async fn a_sample_is_drawn_by_stratum_and_drawn_again_the_same(window: &Window) {
    window.click(&id("nav-review")).await;
    window.click(&id("sample-draw")).await;
    let drawn = || async {
        window.find(&id("sample-item")).await;
        let script = "return [...document.querySelectorAll('[data-testid=\"sample-item\"]')]
            .map((row) => row.dataset.row)";
        let rows = window.client.execute(script, Vec::new()).await;
        rows.expect("a page runs scripts")
    };
    let first = drawn().await;
    window.picture(&format!("sampling-{}", window.lang())).await;
    window.is_accessible("a sampling plan").await;
    window.click(&id("sample-draw")).await;
    window.gone(&id("sample-item")).await;
    window.click(&id("sample-draw")).await;
    assert_eq!(drawn().await, first);
    window.click(&id("sample-draw")).await;
}
