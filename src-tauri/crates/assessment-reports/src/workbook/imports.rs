//! What was wrong in the imported files, to the cell, so that an auditor can ask for it again.

use assessment_models::problem::Severity;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::{
    Context, book,
    evidence::{FIRST, List, finish, list},
};

/// Something wrong in an imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundProblem {
    /// How much it matters.
    pub severity: Severity,
    /// Sheet name; empty where the whole file is meant.
    pub sheet: String,
    /// Cell in A1 notation; empty where the sheet or the file is meant.
    pub cell: String,
    /// What is wrong, as a sentence in the workbook's language.
    pub what: String,
    /// How to mend it.
    pub hint: String,
}

fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity_error",
        Severity::Warning => "severity_warning",
        Severity::Info => "severity_info",
    }
}

/// One line a problem that is kept, and one a file for those that are not.
pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let imports = ctx.input.imports;
    let heads = [
        (words.get("import_file"), 30.0),
        (words.get("import_problem_sheet"), 12.0),
        (words.get("import_problem_place"), 9.0),
        (words.get("import_problem_kind"), 8.0),
        (words.get("import_problem"), 44.0),
        (words.get("import_problem_hint"), 40.0),
    ];
    let faulty = imports.iter().filter(|i| i.problems.is_some_and(|n| n > 0));
    let shown: usize = faulty.clone().map(|i| i.listed.len()).sum();
    let all: u64 = faulty.clone().filter_map(|i| i.problems).sum();
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.import_problems,
            subtitle: &words.fill(
                "import_problems_subtitle",
                &[
                    ("files", &faulty.clone().count().to_string()),
                    ("n", &all.to_string()),
                    ("shown", &shown.to_string()),
                ],
            ),
            heads: &heads,
            landscape: true,
            lines: shown,
            totals: Vec::new(),
        },
    )?;
    let centred = Format::clone(&formats.centred).set_align(FormatAlign::Top);
    let mut line = FIRST;
    for import in faulty {
        for problem in &import.listed {
            let wrapped = [
                (0, import.file.as_str()),
                (1, problem.sheet.as_str()),
                (4, problem.what.as_str()),
                (5, problem.hint.as_str()),
            ];
            let tall = wrapped.map(|(column, words)| (words, heads[usize::from(column)].1));
            sheet.set_row_height(line, book::cell_height(tall.into_iter()))?;
            for (column, words) in wrapped {
                book::text(sheet, line, column, words, &formats.wrapped)?;
            }
            book::text(sheet, line, 2, &problem.cell, &centred)?;
            let severity = words.get(severity_key(problem.severity));
            book::text(sheet, line, 3, severity, &centred)?;
            line += 1;
        }
        let more = import.problems.unwrap_or_default() as usize - import.listed.len();
        if more > 0 {
            book::text(sheet, line, 0, &import.file, &formats.wrapped)?;
            let text = words.fill("import_problems_more", &[("n", &more.to_string())]);
            book::text(sheet, line, 4, &text, &formats.wrapped)?;
            line += 1;
        }
    }
    finish(sheet, ctx, line, heads.len())
}
