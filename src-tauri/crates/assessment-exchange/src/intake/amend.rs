//! What a person said about a file before its rows are read: hidden rows, cells put right, rows set aside.

use assessment_models::problem::Severity;

use super::{Amendment, Hidden, ParseContext, report::Report};
use crate::{sheet::Sheet, value::scale::Fault};

/// Says what becomes of a sheet's hidden rows that hold something, and takes them out where that is asked for.
pub(super) fn hide(sheet: &mut Sheet, context: &ParseContext<'_>, report: &mut Report) {
    let runs = sheet.hidden_rows.clone();
    let filled: Vec<u32> = runs
        .iter()
        .flat_map(|(first, last)| sheet.rows_between(*first, *last))
        .collect();
    let (Some(first), Some(last)) = (filled.first(), filled.last()) else {
        return;
    };
    let skip = context.hidden == Hidden::Skip;
    let code = if skip {
        "hidden_rows_skipped"
    } else {
        "hidden_rows_taken"
    };
    report.sheet(
        Severity::Info,
        sheet,
        Fault::new(
            code,
            vec![
                ("count", filled.len().to_string()),
                ("first", (u64::from(*first) + 1).to_string()),
                ("last", (u64::from(*last) + 1).to_string()),
            ],
        ),
    );
    if skip {
        sheet.retain_rows(|row| !runs.iter().any(|(a, b)| (*a..=*b).contains(&row)));
    }
}

/// Puts what a person said in place of what stands in the file, and says so.
pub(super) fn amend(sheet: &mut Sheet, amendments: &[Amendment], report: &mut Report) {
    for amendment in amendments {
        if amendment.sheet != sheet.name {
            continue;
        }
        let row = amendment.row;
        match (amendment.column, &amendment.text) {
            (Some(column), text) => {
                let was = sheet.set(row, column, text.as_deref());
                report.cell(
                    Severity::Info,
                    sheet,
                    row,
                    column,
                    Fault::new(
                        "cell_amended",
                        vec![("was", was), ("now", text.clone().unwrap_or_default())],
                    ),
                );
            }
            (None, _) => {
                sheet.retain_rows(|r| r != row);
                report.row(
                    Severity::Info,
                    sheet,
                    row,
                    Fault::new("row_set_aside", Vec::new()),
                );
            }
        }
    }
}
