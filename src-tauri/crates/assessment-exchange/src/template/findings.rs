//! The sheet of the findings that the unit is still to mend 整改: what falls short, what is asked, by when.

use assessment_models::{draft::Reported, text::Lang};
use chrono::NaiveDate;
use rust_xlsxwriter::{DataValidation, Formula, Worksheet, XlsxError};

use super::{Lists, Styles, TemplateInput, print_setup, protect};
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
    /// How far the unit says that it has come.
    pub state: Reported,
    /// What was done so far.
    pub note: String,
    /// The files that are to prove it, by name.
    pub evidence: String,
    /// It was carried over from the round before.
    pub carried: bool,
}

/// Heading key and width in characters, in order.
const COLUMNS: [(&str, f64); 10] = [
    ("finding_id", 8.0),
    ("finding_indicator", 24.0),
    ("finding_what", 36.0),
    ("finding_demand", 30.0),
    ("finding_responsible", 16.0),
    ("finding_deadline", 13.0),
    ("finding_carried", 12.0),
    (REPORTED[0], 12.0),
    (REPORTED[1], 40.0),
    (REPORTED[2], 28.0),
];
/// First of the columns that the unit writes into.
const STATE: u16 = 7;
/// Headings of the columns that the unit writes into: how far it has come, what was done, what proves it.
pub(crate) const REPORTED: [&str; 3] = ["finding_state", "finding_done", "finding_evidence"];
/// What the unit may say of how far it has come, with the key of its word.
pub(crate) const STATES: [(Reported, &str); 3] = [
    (Reported::Open, "open"),
    (Reported::Mending, "mending"),
    (Reported::Mended, "mended"),
];

/// The word of a state.
pub(crate) fn state_word(lang: Lang, key: &str) -> &'static str {
    match key {
        "open" => word(lang, "finding_state_open"),
        "mending" => word(lang, "finding_state_mending"),
        _ => word(lang, "finding_state_mended"),
    }
}

pub(super) fn write(
    sheet: &mut Worksheet,
    input: &TemplateInput<'_>,
    styles: &Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    sheet.set_name(word(lang, "sheet_findings"))?;
    for (column, (key, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, word(lang, key), &styles.head)?;
    }
    let states = STATES.map(|(_, key)| state_word(lang, key).to_owned());
    let states = DataValidation::new()
        .allow_list_formula(Formula::new(lists.range(states.to_vec())))
        .set_input_message(word(lang, "list_hint"))?;
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
        let state = STATES.iter().find(|(state, _)| *state == finding.state);
        let state = state.map_or("", |(_, key)| state_word(lang, key));
        let reported = [state, &finding.note, &finding.evidence];
        for (column, text) in (STATE..).zip(reported) {
            sheet.write_string_with_format(row, column, text, &styles.open_text)?;
        }
        sheet.add_data_validation(row, STATE, row, STATE, &states)?;
    }
    protect(sheet);
    print_setup(sheet, 0, lang)
}
