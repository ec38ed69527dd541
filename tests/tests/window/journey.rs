//! From an answer that is typed to a workbook that is written.

use calamine::Reader;
use rust_xlsxwriter::Workbook;

use crate::{ONE, driver::Window, id, province};

/// A department whose form has choices and numbers.
const UNIT: &str = "D01";
/// An objective of it, with a yes-or-no choice and numbers.
const OBJECTIVE: &str = "A1.1";
/// A maturity level, 0 to 5.
const LEVEL: &str = "A1.1.1";
/// A count.
const COUNT: &str = "A1.1.2";

fn option(indicator: &str, value: &str) -> String {
    format!(
        "[data-indicator=\"{indicator}\"] [data-testid=\"indicator-option\"][data-value=\"{value}\"]"
    )
}

fn number(indicator: &str) -> String {
    format!("[data-indicator=\"{indicator}\"] [data-testid=\"indicator-number\"]")
}

#[tokio::test]
async fn what_is_typed_moves_the_score_and_is_kept() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("config");
    let province = province::copy_into(folder.path());
    let province = province.to_str().expect("a temporary path is UTF-8");

    let window = Window::open(&config, &[province]).await;
    assert!(
        window
            .text_when(&id("synthetic-banner"), |text| !text.is_empty())
            .await
            .contains("演示数据")
    );
    window.open_form(UNIT, OBJECTIVE).await;
    window.fill(&number(COUNT), "7").await;
    window
        .attribute_is(&id("saving-state"), "data-state", "saved")
        .await;
    // To the best level first, then to the worst: the total must fall, whatever it was.
    window.click(&option(LEVEL, "5")).await;
    window
        .attribute_is(&id("saving-state"), "data-state", "saved")
        .await;
    // What is saved is counted a moment later.
    window
        .attribute_is(&id("standing"), "aria-busy", "false")
        .await;
    let best = window
        .text_when(&id("total"), |text| !text.is_empty())
        .await;
    window.click(&option(LEVEL, "0")).await;
    let worst = window.text_when(&id("total"), |text| text != best).await;
    let points = |text: &str| text.parse::<f64>().expect("a total is a number");
    assert!(points(&worst) < points(&best), "{worst} is below {best}");
    window
        .attribute_is(&id("saving-state"), "data-state", "saved")
        .await;
    window
        .attribute_is(&id("standing"), "aria-busy", "false")
        .await;
    let total = window
        .text_when(&id("total"), |text| !text.is_empty())
        .await;
    let completeness = window
        .text_when(&id("completeness"), |text| text.ends_with('%'))
        .await;
    window.picture("fill").await;
    window.close().await;

    let window = Window::open(&config, &[province]).await;
    window.open_form(UNIT, OBJECTIVE).await;
    let kept = window
        .find(&number(COUNT))
        .await
        .prop("value")
        .await
        .expect("a field has a value");
    assert_eq!(kept.as_deref(), Some("7"));
    let chosen = window
        .find(&option(LEVEL, "0"))
        .await
        .is_selected()
        .await
        .expect("a choice is chosen or not");
    assert!(chosen, "the level is kept");
    window.text_when(&id("total"), |text| text == total).await;
    window
        .text_when(&id("completeness"), |text| text == completeness)
        .await;
    window.close().await;
}

#[tokio::test]
async fn a_faulty_file_is_shown_confirmed_and_undone() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let file = folder.path().join("returned.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in ["单位代码", "A1.1.2", "A1.1.4"].iter().enumerate() {
        let column = u16::try_from(column).expect("few columns");
        sheet.write(0, column, *heading).expect("a heading");
    }
    // A sound row, one with a share over 100 %, one of a unit that does not exist.
    for (row, (unit, count, share)) in [("D02", 9.0, 77.0), ("D03", 1.0, 250.0), ("D99", 1.0, 50.0)]
        .iter()
        .enumerate()
    {
        let row = u32::try_from(row + 1).expect("few rows");
        sheet.write(row, 0, *unit).expect("a code");
        sheet.write(row, 1, *count).expect("a number");
        sheet.write(row, 2, *share).expect("a number");
    }
    workbook.save(&file).expect("the file is written");

    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("nav-import")).await;
    let file = file.to_str().expect("a temporary path is UTF-8");
    window
        .fill(&id("import-path"), &format!("{file}\u{e007}"))
        .await;
    window.find(&id("import-preview")).await;
    for cell in ["C3", "A4"] {
        window
            .find(&format!(
                "[data-testid=\"import-problem\"][data-cell=\"{cell}\"]"
            ))
            .await;
    }
    window.picture("import").await;
    window.is_accessible("the preview of an import").await;
    // A column that was taken for an indicator can be left out, and the faults of its cells go with it.
    let column = "[data-testid=\"import-column\"][data-column=\"C\"]";
    window.choose(column, "").await;
    window
        .gone("[data-testid=\"import-problem\"][data-cell=\"C3\"]")
        .await;
    window.choose(column, "A1.1.4").await;
    window
        .find("[data-testid=\"import-problem\"][data-cell=\"C3\"]")
        .await;
    window.click(&id("import-confirm")).await;
    // The province itself came in by imports; the newest batch stands first.
    let batch = "[data-testid=\"import-batch\"]";
    window
        .text_when(batch, |text| text.contains("returned.xlsx"))
        .await;
    window
        .click(&format!("{batch} {}", id("import-undo")))
        .await;
    window.click(&id("confirm-yes")).await;
    window
        .text_when(batch, |text| {
            text.contains("returned.xlsx") && text.contains("撤销")
        })
        .await;
    window.close().await;
}

#[tokio::test]
async fn the_workbook_is_written() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let out = folder.path().join("reports");
    std::fs::create_dir(&out).expect("a folder");
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.click(&id("nav-reports")).await;
    window
        .click("input[type=\"checkbox\"][value=\"charts\"]")
        .await;
    window
        .fill(&id("reports-folder"), out.to_str().expect("UTF-8"))
        .await;
    window.click(&id("reports-write")).await;
    window
        .text_when(&id("reports-file"), |text| text.contains(".xlsx"))
        .await;
    window.picture("reports").await;
    window.close().await;

    let written = out.join("results-2026.xlsx");
    let mut workbook = calamine::open_workbook_auto(&written).expect("the workbook opens");
    let sheets = workbook.sheet_names();
    assert!(sheets.len() >= 7, "{sheets:?}");
    for sheet in &sheets {
        let range = workbook.worksheet_range(sheet).expect("a sheet is read");
        assert!(!range.is_empty(), "{sheet} is empty");
    }
}
