//! The sheet of the self-assessment: one row an indicator.

use std::collections::HashMap;

use assessment_models::{
    Answer, Layer, Observation,
    framework::{AnswerOption, Indicator, Scale},
    text::Lang,
};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, Worksheet, XlsxError,
};

use super::{Lists, Styles, TemplateInput, print_setup, protect};
use crate::{
    sheet::number_text,
    words::{phrase, word},
};

/// Heading key and width in characters, in order.
const COLUMNS: [(&str, f64); 14] = [
    ("head_id", 9.0),
    ("head_aspect", 12.0),
    ("head_objective", 18.0),
    ("head_name", 26.0),
    ("head_measure", 40.0),
    ("head_scale", 36.0),
    ("head_measure_unit", 11.0),
    ("head_value", 24.0),
    ("head_na_allowed", 12.0),
    ("head_na_reason", 24.0),
    ("head_evidence", 30.0),
    ("head_note", 24.0),
    ("head_legal", 34.0),
    ("head_last", 14.0),
];
/// Column of the answer.
const VALUE: u16 = 7;
const REASON: u16 = 9;
const NOTE: u16 = 11;

/// An option as the list shows it: a level with its number, a choice by its words.
pub(crate) fn option_text(scale: &Scale, option: &AnswerOption, lang: Lang) -> String {
    match scale {
        Scale::Maturity(_) => {
            format!("{} {}", number_text(option.value), option.label.get(lang))
        }
        _ => option.label.get(lang).to_owned(),
    }
}

/// The answers of a unit, by indicator; where both layers are there, the unit's own. A remark or flag alone
/// says nothing that another layer's answer should give way to.
fn own<'a>(
    observations: &'a [Observation],
    input: &TemplateInput<'_>,
) -> HashMap<&'a str, &'a Observation> {
    let mut by: HashMap<&str, &Observation> = HashMap::new();
    for o in observations.iter().filter(|o| o.unit == input.unit.code) {
        let known = by.get(o.indicator.as_str());
        let known = known.filter(|known| known.answer.is_given());
        if known.is_none() || (o.layer == Layer::SelfReported && o.answer.is_given()) {
            by.insert(o.indicator.as_str(), o);
        }
    }
    by
}

pub(super) fn write(
    sheet: &mut Worksheet,
    input: &TemplateInput<'_>,
    styles: &Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    let framework = input.framework;
    sheet.set_name(word(lang, "sheet_answers"))?;
    for (column, (key, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, word(lang, key), &styles.head)?;
    }
    sheet.set_row_height(0, 30)?;
    sheet.set_freeze_panes(1, 4)?;
    let answers = own(input.answers, input);
    let last = own(input.last, input);
    let mut row = 1;
    for indicator in &framework.indicators {
        if !framework.asks(input.unit, indicator) || framework.is_derived(indicator) {
            continue;
        }
        let objective = &framework.objectives[indicator.objective];
        let aspect = &framework.aspects[objective.aspect];
        let may = if indicator.na_allowed {
            "na_yes"
        } else {
            "na_no"
        };
        let fixed = [
            (0, indicator.id.as_str()),
            (1, aspect.name.get(lang)),
            (2, objective.name.get(lang)),
            (3, indicator.name.get(lang)),
            (4, indicator.measure.get(lang)),
            (5, indicator.anchors.get(lang)),
            (6, indicator.unit.get(lang)),
            (8, word(lang, may)),
            (10, indicator.evidence.get(lang)),
            (12, indicator.legal.basis.get(lang)),
        ];
        for (column, text) in fixed {
            sheet.write_string_with_format(row, column, text, &styles.fixed)?;
        }
        sheet.write_blank(row, VALUE, &styles.open)?;
        sheet.write_blank(row, REASON, &styles.open_text)?;
        sheet.write_blank(row, NOTE, &styles.open_text)?;
        let before = last
            .get(indicator.id.as_str())
            .map_or_else(String::new, |o| shown(indicator, &o.answer, lang));
        sheet.write_string_with_format(row, 13, before, &styles.fixed)?;
        if let Some(observation) = answers.get(indicator.id.as_str()) {
            fill(sheet, row, indicator, observation, styles, lang)?;
        }
        sheet.add_data_validation(row, VALUE, row, VALUE, &rule(indicator, lists, lang)?)?;
        row += 1;
    }
    protect(sheet);
    print_setup(sheet, 0, lang)
}

/// A value as the form shows it.
fn shown(indicator: &Indicator, answer: &Answer, lang: Lang) -> String {
    match (answer, &indicator.scale) {
        (Answer::Unanswered, _) => String::new(),
        (Answer::NotApplicable { .. }, _) => word(lang, "not_applicable").to_owned(),
        (Answer::Value(value), Scale::Choice(options) | Scale::Maturity(options)) => {
            options.iter().find(|o| o.value == *value).map_or_else(
                || number_text(*value),
                |o| option_text(&indicator.scale, o, lang),
            )
        }
        (Answer::Value(value), _) => number_text(*value),
    }
}

fn fill(
    sheet: &mut Worksheet,
    row: u32,
    indicator: &Indicator,
    observation: &Observation,
    styles: &Styles,
    lang: Lang,
) -> Result<(), XlsxError> {
    match (&observation.answer, &indicator.scale) {
        (Answer::Unanswered, _) => {}
        (Answer::Value(value), scale)
            if !matches!(scale, Scale::Choice(_) | Scale::Maturity(_)) && value.is_finite() =>
        {
            sheet.write_number_with_format(row, VALUE, *value, &styles.open)?;
        }
        (answer, _) => {
            let text = shown(indicator, answer, lang);
            sheet.write_string_with_format(row, VALUE, text, &styles.open)?;
        }
    }
    if let Answer::NotApplicable { reason, .. } = &observation.answer {
        sheet.write_string_with_format(row, REASON, reason, &styles.open_text)?;
    }
    if let Some(note) = &observation.note {
        sheet.write_string_with_format(row, NOTE, note, &styles.open_text)?;
    }
    Ok(())
}

/// What the answer cell accepts.
fn rule(indicator: &Indicator, lists: &mut Lists, lang: Lang) -> Result<DataValidation, XlsxError> {
    // Where "not applicable" may be said, other words than numbers must get past the check.
    let style = if indicator.na_allowed {
        DataValidationErrorStyle::Warning
    } else {
        DataValidationErrorStyle::Stop
    };
    if let Scale::Choice(options) | Scale::Maturity(options) = &indicator.scale {
        let mut items: Vec<String> = options
            .iter()
            .map(|o| option_text(&indicator.scale, o, lang))
            .collect();
        if indicator.na_allowed {
            items.push(word(lang, "not_applicable").to_owned());
        }
        let range = lists.range(items);
        return DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_input_message(word(lang, "list_hint"));
    }
    let bound = |b: Option<f64>| b.map_or_else(|| word(lang, "unbounded").to_owned(), number_text);
    let (min, max) = (bound(indicator.min), bound(indicator.max));
    let params = [
        ("min", min.as_str()),
        ("max", max.as_str()),
        ("unit", indicator.unit.get(lang)),
    ];
    let rule = match (indicator.min, indicator.max) {
        (Some(min), Some(max)) => DataValidationRule::Between(min, max),
        (Some(min), None) => DataValidationRule::GreaterThanOrEqualTo(min),
        (None, Some(max)) => DataValidationRule::LessThanOrEqualTo(max),
        (None, None) => DataValidationRule::Between(-1e15, 1e15),
    };
    DataValidation::new()
        .allow_decimal_number(rule)
        .set_error_style(style)
        .set_input_message(phrase(lang, "number_hint", &params))?
        .set_error_message(phrase(lang, "number_error", &params))
}
