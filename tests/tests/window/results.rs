//! Results as leadership looks at them, and weights as experts judge them.

use crate::{driver::Window, id};

const RIGHT: &str = "\u{e014}";

pub(crate) async fn a_weight_that_is_slid_moves_the_score_and_stores_nothing(window: &Window) {
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
}

pub(crate) async fn judgements_make_weights_that_a_round_adopts(window: &Window) {
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
    let name = format!("AHP {}", window.lang());
    window
        .fill(&id("weights-name"), &format!("{name}\u{e007}"))
        .await;
    window
        .text_when(
            "[data-testid=\"weights-set\"][data-adopted=\"true\"]",
            |text| text.contains(&name),
        )
        .await;
    // The framework shows the weight that counts now.
    window.click(&id("nav-overview")).await;
    window.find(&id("overview-row")).await;
    window.click(&id("nav-weights")).await;
    window
        .find("[data-testid=\"weights-set\"][data-adopted=\"true\"]")
        .await;
}

pub(crate) async fn the_palette_leads_to_a_unit_by_its_name(window: &Window) {
    let name = window.says("太原市", "Taiyuan");
    window.click(&id("search")).await;
    window.fill(&id("palette"), name).await;
    window
        .find("[data-testid=\"palette-entry\"][data-entry=\"unit:140100\"]")
        .await;
    window.is_accessible("the palette").await;
    window.fill(&id("palette"), "140100\u{e007}").await;
    window
        .text_when("main h1", |text| text.contains(name))
        .await;
}

/// For the unit that is chosen first, for which nothing is entered yet.
pub(crate) async fn a_deduction_is_entered_with_its_reason_and_withdrawn(window: &Window) {
    window.click(&id("nav-unit")).await;
    let total = id("unit-total");
    let before = window.text_when(&total, |text| !text.is_empty()).await;
    window.click(&id("adjustment-new")).await;
    window.choose(&id("adjustment-rule"), "P4").await;
    window.is_accessible("the form of an adjustment").await;
    let reason = window.says("年度检查通报批评", "Criticised after the yearly check");
    window.fill(&id("adjustment-because"), reason).await;
    window.click(&id("adjustment-save")).await;
    window
        .text_when(&id("adjustment-row"), |text| text.contains(reason))
        .await;
    window.text_when(&total, |text| text != before).await;
    window.picture("adjustments").await;
    window.click(&id("adjustment-remove")).await;
    window.click(&id("confirm-yes")).await;
    window.gone(&id("adjustment-row")).await;
    window.text_when(&total, |text| text == before).await;
}
