//! What is odd about the headings of a table that is read: other units, repeated columns, a mapping that does
//! not fit.

use assessment_models::{Framework, problem::Severity};

use super::{
    dictionary::{Dictionary, Table, Target},
    plan::Plan,
    report::Report,
};
use crate::{
    error::ExchangeError,
    fold::without_brackets,
    mapping::Mapping,
    sheet::Sheet,
    value::{number::unit_factor, scale::Fault},
    vocabulary::WORDS,
};

/// The factor between the unit in a heading's brackets and the field's; `None` where they do not agree.
pub(super) fn heading_factor(
    framework: &Framework,
    table: Table,
    target: &Target,
    heading: &str,
) -> Option<f64> {
    let Some(stated) = without_brackets(heading).1 else {
        return Some(1.0);
    };
    let own = match (table, target) {
        (_, Target::Indicator(at)) => framework.indicators[*at].unit.zh.as_str(),
        (Table::Register(r), Target::Field(at)) => {
            framework.registers[r].fields[*at].unit.zh.as_str()
        }
        (_, Target::Attribute(name)) => WORDS.attribute_unit(name).unwrap_or_default(),
        _ => return Some(1.0),
    };
    if own.is_empty() {
        return Some(1.0);
    }
    unit_factor(&stated, own)
}

/// Says what is odd about a plan's headings, and checks that the mapping fits.
///
/// # Errors
///
/// [`ExchangeError::Mapping`] where the mapping names a field that is not there.
pub(super) fn check(
    dictionary: &Dictionary<'_>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    mapping: Option<&Mapping>,
    report: &mut Report,
) -> Result<(), ExchangeError> {
    let table = plan.table;
    for column in &plan.columns {
        let heading = plan
            .headings
            .iter()
            .find(|(c, _)| *c == column.column)
            .map_or("", |(_, h)| h.as_str());
        if column.mapping.is_none()
            && heading_factor(dictionary.framework, table, &column.target, heading).is_none()
        {
            report.cell(
                Severity::Warning,
                sheet,
                plan.header_row,
                column.column,
                Fault::new(
                    "heading_unit_differs",
                    vec![("heading", heading.to_owned())],
                ),
            );
        }
        if let Target::Indicator(at) = column.target {
            let indicator = &dictionary.framework.indicators[at];
            if dictionary.framework.is_derived(indicator) {
                report.cell(
                    Severity::Warning,
                    sheet,
                    plan.header_row,
                    column.column,
                    Fault::new(
                        "indicator_is_derived",
                        vec![("indicator", indicator.id.to_string())],
                    ),
                );
            }
        }
    }
    for (column, heading) in &plan.headings {
        let read = plan.columns.iter().any(|c| c.column == *column);
        if !read && table == Table::Wide && dictionary.target(table, heading).is_some() {
            report.cell(
                Severity::Warning,
                sheet,
                plan.header_row,
                *column,
                Fault::new("column_repeated", vec![("heading", heading.clone())]),
            );
        }
    }
    let Some(mapping) = mapping else {
        return Ok(());
    };
    for column in &mapping.columns {
        if dictionary.named(table, &column.field).is_none() {
            return Err(ExchangeError::Mapping {
                detail: format!("field: {}", column.field),
            });
        }
        if !plan
            .columns
            .iter()
            .any(|p| p.mapping.is_some_and(|m| std::ptr::eq(m, column)))
        {
            report.sheet(
                Severity::Warning,
                sheet,
                Fault::new(
                    "mapping_column_missing",
                    vec![("heading", column.heading.clone())],
                ),
            );
        }
    }
    for field in mapping.constants.keys() {
        if field != "party" && dictionary.named(table, field).is_none() {
            return Err(ExchangeError::Mapping {
                detail: format!("constants: {field}"),
            });
        }
    }
    Ok(())
}
