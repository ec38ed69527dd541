//! The sheet of a register: headings, lists to choose from, open rows.

use assessment_models::{
    framework::{Field, FieldKind, Register},
    text::Lang,
};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, Worksheet, XlsxError,
};

use super::{Lists, Styles, TemplateInput, print_setup, protect};
use crate::words::word;

/// Rows that are prepared with lists; below them rows are still read.
const ROWS: u32 = 500;

/// A field's heading: its name, its unit in brackets, a star where it must be filled in.
pub(crate) fn heading(field: &Field, lang: Lang) -> String {
    let unit = field.unit.get(lang);
    let star = if field.required { " *" } else { "" };
    if unit.is_empty() {
        format!("{}{star}", field.name.get(lang))
    } else {
        format!("{}（{unit}）{star}", field.name.get(lang))
    }
}

pub(super) fn write(
    sheet: &mut Worksheet,
    input: &TemplateInput<'_>,
    register: &Register,
    styles: &Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    for (column, field) in (0_u16..).zip(&register.fields) {
        let text = heading(field, lang);
        let wide = text
            .chars()
            .map(|c| if c.is_ascii() { 1.0 } else { 2.0 })
            .sum::<f64>();
        let format = match field.kind {
            FieldKind::Text | FieldKind::Unit => &styles.open_text,
            FieldKind::Time => &styles.open_time,
            _ => &styles.open,
        };
        sheet.set_column_format(column, format)?;
        sheet.set_column_width(column, (wide + 2.0).clamp(12.0, 36.0))?;
        sheet.write_string_with_format(0, column, text, &styles.head)?;
        if let Some(rule) = rule(input, field, lists)? {
            sheet.add_data_validation(1, column, ROWS, column, &rule)?;
        }
    }
    sheet.set_row_height(0, 34)?;
    sheet.set_freeze_panes(1, 1)?;
    protect(sheet);
    print_setup(sheet, 0, lang)
}

fn rule(
    input: &TemplateInput<'_>,
    field: &Field,
    lists: &mut Lists,
) -> Result<Option<DataValidation>, XlsxError> {
    let lang = input.lang;
    let items: Vec<String> = match &field.kind {
        FieldKind::Choice(options) => options
            .iter()
            .map(|o| o.label.get(lang).to_owned())
            .collect(),
        FieldKind::Flag => vec![word(lang, "yes").to_owned(), word(lang, "no").to_owned()],
        FieldKind::IncidentClass => input
            .framework
            .incident_classes
            .iter()
            .map(|c| format!("{} {}", c.code, c.name.get(lang)))
            .collect(),
        FieldKind::Number { min: Some(min), .. } => {
            return Ok(Some(
                DataValidation::new()
                    .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(*min))
                    .set_error_style(DataValidationErrorStyle::Warning),
            ));
        }
        _ => return Ok(None),
    };
    if items.is_empty() {
        return Ok(None);
    }
    let range = lists.range(items);
    Ok(Some(
        DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_style(DataValidationErrorStyle::Warning),
    ))
}
