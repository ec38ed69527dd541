//! Monthly tables, filled from a spreadsheet's clipboard.

use crate::{driver::Window, id};

/// A county of the demonstration province.
const COUNTY: &str = "140105";

/// A field's cell in a row of the table, counted from 1.
pub(crate) fn cell(row: u32, field: &str) -> String {
    format!("tbody tr:nth-child({row} of [data-testid=\"table-row\"]) [data-field=\"{field}\"]")
}

/// Opens the monthly table of the county.
pub(crate) async fn open(window: &Window) {
    window.click(&id("nav-tables")).await;
    window.fill(&id("table-filter"), COUNTY).await;
    window
        .find("[data-testid=\"table-row\"]:nth-child(12)")
        .await;
}

pub(crate) async fn pasted_taken_back_and_kept(window: &Window) {
    open(window).await;
    let before = window.value(&cell(1, "registered")).await;
    // A heading is no row; what cannot be read stays where it was pasted, and is named.
    window
        .paste(&cell(1, "registered"), "7\t3\r\nmany\t4\r\n")
        .await;
    window
        .attribute_is(&id("table-faults"), "data-count", "1")
        .await;
    window
        .attribute_is(&id("table-state"), "data-state", "saved")
        .await;
    window.value_is(&cell(1, "registered"), "7").await;
    window.value_is(&cell(2, "registered"), "many").await;
    window.picture(&format!("tables-{}", window.lang())).await;
    window.is_accessible("a monthly table").await;
    window.fits("a monthly table").await;
    window.click(&id("table-undo")).await;
    window.gone(&id("table-faults")).await;
    window.value_is(&cell(1, "registered"), &before).await;
    window
        .attribute_is(&id("table-state"), "data-state", "saved")
        .await;

    window.paste(&cell(1, "registered"), "8\t2\n9\t4\n").await;
    window.value_is(&cell(2, "solved"), "4").await;
    window
        .attribute_is(&id("table-state"), "data-state", "saved")
        .await;
    window.click(&id("nav-overview")).await;
    open(window).await;
    for (row, field, value) in [
        (1, "registered", "8"),
        (1, "solved", "2"),
        (2, "registered", "9"),
    ] {
        window.value_is(&cell(row, field), value).await;
    }
}
