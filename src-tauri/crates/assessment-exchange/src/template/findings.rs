//! The sheet of the findings that the unit is still to mend 整改: what falls short, what is asked, by when.

use chrono::NaiveDate;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Styles, TemplateInput, print_setup, protect};
use crate::words::word;

/// A finding that is not closed, as the fill-in workbook tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFinding {
    /// Its number on the list.
    pub id: i64,
    /// The indicator that it shows in, by its code; may be empty.
    pub indicator: String,
    /// What falls short.
    pub description: String,
    /// What is to be done.
    pub demand: String,
    /// Who is to do it.
    pub responsible: String,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// What was done so far.
    pub note: String,
    /// It was carried over from the round before.
    pub carried: bool,
}

/// Heading key and width in characters, in order.
const COLUMNS: [(&str, f64); 8] = [
    ("finding_id", 8.0),
    ("finding_indicator", 26.0),
    ("finding_what", 40.0),
    ("finding_demand", 34.0),
    ("finding_responsible", 18.0),
    ("finding_deadline", 13.0),
    ("finding_carried", 12.0),
    ("finding_done", 44.0),
];
/// Column that the unit writes into.
const DONE: u16 = 7;

pub(super) fn write(
    sheet: &mut Worksheet,
    input: &TemplateInput<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    sheet.set_name(word(lang, "sheet_findings"))?;
    for (column, (key, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, word(lang, key), &styles.head)?;
    }
    sheet.set_row_height(0, 30)?;
    sheet.set_freeze_panes(1, 3)?;
    for (row, finding) in (1_u32..).zip(input.findings) {
        let known = input
            .framework
            .indicators
            .iter()
            .find(|i| i.id == *finding.indicator);
        let indicator = known.map_or_else(
            || finding.indicator.clone(),
            |i| format!("{} {}", i.id, i.name.get(lang)),
        );
        let carried = if finding.carried {
            word(lang, "finding_is_carried")
        } else {
            ""
        };
        let deadline = finding.deadline.map(|day| day.to_string());
        let cells = [
            finding.id.to_string(),
            indicator,
            finding.description.clone(),
            finding.demand.clone(),
            finding.responsible.clone(),
            deadline.unwrap_or_default(),
            carried.to_owned(),
        ];
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, text, &styles.fixed)?;
        }
        sheet.write_string_with_format(row, DONE, &finding.note, &styles.open_text)?;
    }
    protect(sheet);
    print_setup(sheet, 0, lang)
}
