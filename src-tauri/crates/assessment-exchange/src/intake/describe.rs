//! A sheet as the preview tells of it: what it was taken for, its columns, its first rows.

use assessment_models::{Framework, draft::column_letters};

use super::{
    ColumnReport, SheetReport,
    dictionary::Table,
    plan::{self, Plan},
};
use crate::sheet::Sheet;

/// Rows of a sheet that a preview shows.
const SAMPLE_ROWS: usize = 12;
/// Columns of them.
const SAMPLE_COLUMNS: u16 = 60;
/// Characters of a cell in them.
const SAMPLE_CHARS: usize = 60;

/// What was made of a sheet; the grid is put in by who has it.
pub(super) fn describe(
    framework: &Framework,
    sheet: &Sheet,
    plan: Option<&Plan<'_>>,
) -> SheetReport {
    let register = plan.and_then(|p| match p.table {
        Table::Register(at) => Some(at),
        _ => None,
    });
    let first = plan.map_or(0, |p| p.header);
    let mut sample = Vec::new();
    let mut from = 0;
    for index in first..sheet.len().min(first + SAMPLE_ROWS) {
        let Some(row) = sheet.row(index) else {
            continue;
        };
        if index == first {
            from = row.number;
        }
        // Empty rows between keep their place, so that a line's row is its position.
        while sample.len() < (row.number - from) as usize && sample.len() < SAMPLE_ROWS {
            sample.push(Vec::new());
        }
        if sample.len() >= SAMPLE_ROWS {
            break;
        }
        let last = row
            .cells
            .last()
            .map_or(0, |c| (c.0 + 1).min(SAMPLE_COLUMNS));
        sample.push(
            (0..last)
                .map(|c| {
                    row.get(c).map_or_else(String::new, |cell| {
                        sheet.shown(cell).chars().take(SAMPLE_CHARS).collect()
                    })
                })
                .collect(),
        );
    }
    SheetReport {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        kind: plan.and_then(|p| plan::kind_of(framework, p.table)),
        register: register.map(|r| framework.registers[r].id.to_string()),
        header_row: plan.map(|p| p.header_row + 1),
        rows: sheet.height(),
        columns: sheet.width(),
        mapping: plan.map_or_else(Vec::new, |p| columns(framework, p, register)),
        sample,
        sample_from: from + 1,
        hidden_rows: sheet
            .hidden_rows
            .iter()
            .map(|(first, last)| (first + 1, last + 1))
            .collect(),
        grid: None,
    }
}

fn columns(framework: &Framework, plan: &Plan<'_>, register: Option<usize>) -> Vec<ColumnReport> {
    plan.headings
        .iter()
        .map(|(column, heading)| {
            let fields: Vec<String> = plan
                .columns
                .iter()
                .filter(|c| c.column == *column)
                .map(|c| c.target.id(framework, register))
                .collect();
            ColumnReport {
                column: column_letters(*column),
                heading: heading.clone(),
                field: (!fields.is_empty()).then(|| fields.join(" ")),
            }
        })
        .collect()
}
