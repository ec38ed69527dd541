//! Results as leadership looks at them, and weights as experts judge them.

use crate::{ONE, driver::Window, id, province};

const RIGHT: &str = "\u{e014}";

#[tokio::test]
async fn a_weight_that_is_slid_moves_the_score_and_stores_nothing() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("nav-what-if")).await;
    let total = id("what-if-total");
    let before = window.text_when(&total, |text| text.contains('→')).await;
    let slider = "[data-testid=\"what-if-share\"][data-subject=\"A1\"]";
    window
        .find(slider)
        .await
        .send_keys(&RIGHT.repeat(20))
        .await
        .expect("a slider takes keys");
    window.text_when(&total, |text| text != before).await;
    window.picture("what-if").await;
    // Put back, everything is as it was: a trial leaves nothing behind.
    window.click(&id("what-if-reset")).await;
    window.text_when(&total, |text| text == before).await;
    window.close().await;
}

#[tokio::test]
async fn judgements_typed_make_weights_and_a_consistency_ratio() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("nav-weights")).await;
    // The first aspect three times each of the others: 3/8 for it, 1/8 for each of the five.
    for other in 1..6 {
        window
            .find(&format!("[data-pair=\"0:{other}\"]"))
            .await
            .send_keys("3")
            .await
            .expect("a judgement takes keys");
    }
    window
        .text_when(&id("weights-ratio"), |text| text.contains("0.000"))
        .await;
    window
        .text_when(
            "[data-testid=\"weights-made\"][data-member=\"A1\"]",
            |text| text.contains("37.5"),
        )
        .await;
    window.picture("weights").await;
    window.is_accessible("weights with judgements").await;
    window.close().await;
}

#[tokio::test]
async fn the_palette_leads_to_a_unit_by_its_name() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("search")).await;
    window.fill(&id("palette"), "太原市").await;
    window
        .find("[data-testid=\"palette-entry\"][data-entry=\"unit:140100\"]")
        .await;
    window.is_accessible("the palette").await;
    window.fill(&id("palette"), "太原市\u{e007}").await;
    window
        .text_when("main h1", |text| text.contains("太原市"))
        .await;
    window.close().await;
}
