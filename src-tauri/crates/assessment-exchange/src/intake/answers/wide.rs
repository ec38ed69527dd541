//! Wide tables: a row a unit, a column an indicator.

use assessment_models::problem::Severity;

use super::{Builder, Entry, number_in, percent_of};
use crate::{
    intake::{
        dictionary::Target,
        plan::{Plan, Planned},
        report::Report,
        rows::{DataRows, Whose, said},
    },
    mapping::Percent,
    value::scale::Asked,
};

/// Reads the rows of a wide table.
pub(super) fn read(
    builder: &mut Builder<'_, '_>,
    plan: &Plan<'_>,
    rows: &DataRows<'_>,
    whose: &mut Whose<'_, '_>,
    report: &mut Report,
) {
    let sheet = builder.sheet;
    let width = plan
        .columns
        .iter()
        .map(|c| usize::from(c.column) + 1)
        .max()
        .unwrap_or(0);
    let mut by_column: Vec<Option<(usize, &Planned<'_>)>> = vec![None; width];
    for planned in &plan.columns {
        if let Target::Indicator(at) = planned.target {
            by_column[usize::from(planned.column)] = Some((at, planned));
        }
    }
    let percent_columns: Vec<bool> = by_column
        .iter()
        .map(|p| {
            p.is_some_and(|(at, _)| {
                Asked::new(&builder.dictionary.framework.indicators[at]).is_percent()
            })
        })
        .collect();
    let mut largest = vec![0.0_f64; width];
    for row in rows.iter() {
        for (column, cell) in row.cells {
            let column = usize::from(*column);
            if percent_columns.get(column) == Some(&true) && largest[column] <= 1.0 {
                largest[column] = largest[column].max(number_in(sheet, *cell));
            }
        }
    }
    let percents: Vec<Option<Percent>> = by_column
        .iter()
        .zip(&largest)
        .map(|(p, largest)| percent_of(*largest, builder.work, p.map(|(_, p)| p)))
        .collect();
    let mut reserved = false;
    for row in rows.iter() {
        let unit = match whose.of(sheet, row) {
            Ok(unit) => unit,
            Err((column, fault)) => {
                let cells = row
                    .cells
                    .iter()
                    .filter(|(c, _)| by_column.get(usize::from(*c)).is_some_and(Option::is_some))
                    .count();
                if cells > 0 {
                    builder.read += cells;
                    builder.rejected += cells;
                    let column = column.unwrap_or_else(|| row.cells.first().map_or(0, |c| c.0));
                    report.cell(Severity::Error, sheet, row.number, column, fault);
                }
                continue;
            }
        };
        report.unit(unit);
        if !reserved {
            builder
                .table
                .rows
                .reserve(rows.len().min(100_000) * row.cells.len().min(512));
            reserved = true;
        }
        for (column, cell) in row.cells {
            let Some(Some((indicator, planned))) = by_column.get(usize::from(*column)) else {
                continue;
            };
            let entry = Entry {
                unit,
                indicator: *indicator,
                row: row.number,
                column: *column,
                factor: planned.factor,
                percent: percents[usize::from(*column)],
                stated: planned.mapping.and_then(|m| m.percent).is_some(),
                reason: None,
                note: None,
            };
            if planned.mapping.is_some() {
                if let Some(said) = said(sheet, row, planned) {
                    builder.take(&entry, said.cell, said.text.as_deref(), report);
                }
            } else {
                builder.take(&entry, Some(*cell), None, report);
            }
        }
    }
    builder.table.rows.shrink_to_fit();
}
