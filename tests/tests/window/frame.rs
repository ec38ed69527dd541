//! What every page shares: the tour, the languages, the size, print.

use std::path::Path;

use fantoccini::key::Key;
use serde_json::json;

use crate::{LAST_MESSAGE, driver::Window, id};

/// The pages of the tour, in its order.
const TOUR: [&str; 10] = [
    "overview",
    "rounds",
    "fill",
    "incidents",
    "surveys",
    "import",
    "review",
    "unit",
    "certainty",
    "reports",
];

pub(crate) async fn toured(window: &Window) {
    window.click(&id("tour-start")).await;
    for step in TOUR {
        window
            .find(&format!("[data-testid=\"tour\"][data-step=\"{step}\"]"))
            .await;
        window.find("main h1").await;
        if step == "fill" {
            window.picture(&format!("tour-{}", window.lang())).await;
            window.is_accessible("the tour").await;
        }
        if step != "reports" {
            window.click(&id("tour-next")).await;
        }
    }
    window.click(&id("tour-end")).await;
    window.gone(&id("tour")).await;
}

pub(crate) async fn the_language_changed_while_typing(window: &Window) {
    let number = "[data-indicator=\"A1.1.2\"] [data-testid=\"indicator-number\"]";
    let english = window.lang() == "en";
    window.open_form("D03", "A1.1").await;
    window.fill(number, "23").await;
    window.speak(!english).await;
    window.value_is(number, "23").await;
    let nav = window.says("自评填报", "Self-assessment");
    window
        .text_when(&id("nav-fill"), |text| text.contains(nav))
        .await;
    window
        .attribute_is(&id("saving-state"), "data-state", "saved")
        .await;
    window.speak(english).await;
    window.value_is(number, "23").await;
}

pub(crate) async fn printed_blank_and_filled(window: &Window) {
    window.open_form("D02", "A1.1").await;
    window.click(&id("fill-print")).await;
    window.find("[data-indicator], main table, main h2").await;
    // The printer is the system's; that it is asked is the window's.
    window
        .client
        .execute(
            "window.printed = 0; window.print = () => { window.printed += 1 }",
            Vec::new(),
        )
        .await
        .expect("a page runs scripts");
    window.click(&id("print-do")).await;
    let printed = window.client.execute("return window.printed", Vec::new());
    assert_eq!(printed.await.expect("a page runs scripts"), json!(1));
    window.is_accessible("a form to print").await;
    window
        .picture(&format!("fill-print-{}", window.lang()))
        .await;
}

pub(crate) async fn the_audit_filtered_and_written(window: &Window, folder: &Path) {
    window.click(&id("nav-settings")).await;
    window
        .click("[data-testid=\"settings-tab\"][data-tab=\"audit\"]")
        .await;
    window.find(&id("audit-row")).await;
    window.fill(&id("audit-filter"), "case_monthly/").await;
    window
        .find("[data-testid=\"audit-row\"][data-action=\"save_record\"]")
        .await;
    let file = folder.join(format!("audit-{}.csv", window.lang()));
    window.pick(&file).await;
    window.click(&id("audit-export")).await;
    let name = file.file_name().and_then(|n| n.to_str()).expect("a name");
    window
        .text_when(LAST_MESSAGE, |text| text.contains(name))
        .await;
    let written = std::fs::read_to_string(&file).expect("the file is there");
    // What the filter leaves out is not written.
    assert!(written.lines().count() > 1, "{written}");
    assert!(
        written
            .lines()
            .skip(1)
            .all(|line| line.contains("case_monthly")),
        "{written}"
    );
}

/// Enlarges the window's page to twice its size, or makes it as it was.
pub(crate) async fn enlarge(window: &Window, twice: bool) {
    let page = window.find("body").await;
    let (keys, width) = if twice { ("=====", 640) } else { ("0", 1280) };
    let pressed = format!(
        "{}{keys}{}",
        char::from(Key::Control),
        char::from(Key::Null)
    );
    page.send_keys(&pressed).await.expect("a page takes keys");
    let wide = format!("return innerWidth >= {width} - 8 && innerWidth <= {width} + 8");
    for _ in 0..100 {
        let now = window.client.execute(&wide, Vec::new()).await;
        if now.is_ok_and(|now| now == json!(true)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let now = window.client.execute("return innerWidth", Vec::new()).await;
    panic!("the page is {now:?} wide");
}

pub(crate) async fn twice_the_size(window: &Window) {
    window.choose(&id("theme-switch"), "dark").await;
    enlarge(window, true).await;
    for page in [
        "tables",
        "incidents",
        "review",
        "unit",
        "reports",
        "weights",
    ] {
        // The driver points at where a page of the usual size would have it.
        let link = format!(
            "document.querySelector('{}').click()",
            id(&format!("nav-{page}"))
        );
        let clicked = window.client.execute(&link, Vec::new()).await;
        clicked.expect("a page runs scripts");
        window.find("main h1").await;
        window
            .text_when("main", |text| {
                !text.contains("正在读取") && !text.contains("Reading…")
            })
            .await;
        window
            .picture(&format!("zoom-{page}-{}", window.lang()))
            .await;
        window.fits(&format!("{page} at twice the size")).await;
    }
    enlarge(window, false).await;
    window.choose(&id("theme-switch"), "light").await;
}
