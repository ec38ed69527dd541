//! Long tables and the sheets of fill-in workbooks: a row an answer.

use std::collections::HashMap;

use super::{Builder, Entry, number_in, percent_of};
use crate::{
    intake::{
        dictionary::Target,
        plan::{Plan, Planned},
        report::Report,
        rows::{DataRows, Whose, said},
    },
    sheet::Row,
    value::scale::Fault,
};

/// Reads the rows of a long table.
pub(super) fn read(
    builder: &mut Builder<'_, '_>,
    plan: &Plan<'_>,
    rows: &DataRows<'_>,
    whose: &mut Whose<'_, '_>,
    report: &mut Report,
) {
    let sheet = builder.sheet;
    let column = |target: &Target| plan.columns.iter().find(|c| c.target == *target);
    let Some(value) = column(&Target::Value) else {
        return;
    };
    let named: Vec<&Planned<'_>> = plan
        .columns
        .iter()
        .filter(|c| c.target == Target::IndicatorName)
        .collect();
    let constant = builder
        .work
        .mapping
        .and_then(|m| m.constants.get("indicator"))
        .and_then(|text| builder.dictionary.indicator(text));
    let dictionary = builder.dictionary;
    let indicator_of = |row: Row<'_>| -> Result<usize, (u16, Fault)> {
        let mut unknown = None;
        for planned in &named {
            if let Some(said) = said(sheet, row, planned) {
                let text = said.shown(sheet);
                match dictionary.indicator(&text) {
                    Some(at) => return Ok(at),
                    None => {
                        unknown.get_or_insert((said.column, text.into_owned()));
                    }
                }
            }
        }
        match (unknown, constant) {
            (Some((column, text)), _) => Err((
                column,
                Fault::new("indicator_unknown", vec![("value", text)]),
            )),
            (None, Some(at)) => Ok(at),
            (None, None) => Err((value.column, Fault::new("indicator_missing", Vec::new()))),
        }
    };
    let mut largest: HashMap<usize, f64> = HashMap::new();
    for row in rows.iter() {
        if let (Ok(at), Some(cell)) = (indicator_of(row), row.get(value.column)) {
            let n = number_in(sheet, cell);
            let known = largest.entry(at).or_default();
            *known = known.max(n);
        }
    }
    for row in rows.iter() {
        let said_value = said(sheet, row, value);
        let reason = column(&Target::NaReason).and_then(|c| said(sheet, row, c));
        if said_value.is_none() && reason.is_none() {
            continue;
        }
        let unit = whose.of(sheet, row);
        let indicator = indicator_of(row);
        let (unit, indicator) = match (unit, indicator) {
            (Ok(unit), Ok(indicator)) => (unit, indicator),
            (Err((at, fault)), _) => {
                builder.read += 1;
                builder.reject(row.number, at.unwrap_or(value.column), fault, report);
                continue;
            }
            (_, Err((at, fault))) => {
                builder.read += 1;
                builder.reject(row.number, at, fault, report);
                continue;
            }
        };
        report.unit(unit);
        let reason = reason.map(|r| r.shown(sheet).into_owned());
        let note = column(&Target::Note)
            .and_then(|c| said(sheet, row, c))
            .map(|n| n.shown(sheet).into_owned());
        let entry = Entry {
            unit,
            indicator,
            row: row.number,
            column: value.column,
            factor: value.factor,
            percent: percent_of(
                largest.get(&indicator).copied().unwrap_or(0.0),
                builder.work,
                Some(value),
            ),
            stated: value.mapping.and_then(|m| m.percent).is_some(),
            reason: reason.as_deref(),
            note: note.as_deref(),
        };
        match said_value {
            Some(said) => builder.take(&entry, said.cell, said.text.as_deref(), report),
            None => builder.take(&entry, None, None, report),
        }
    }
}
