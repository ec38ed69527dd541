//! Sheets become a draft: which of them are read, as what, and what came of each.

use assessment_models::{
    Framework, Round,
    draft::{Draft, column_letters},
    problem::{Problem, Severity},
};

use super::{
    Hidden, ParseContext, Parsed,
    amend::{amend, hide},
    answers,
    describe::describe,
    dictionary::{Dictionary, Table},
    fill_in::{self, FillIn},
    findings, heading_faults,
    plan::{self, Hints},
    records,
    report::Report,
    survey, unit_table,
};
use crate::{
    error::ExchangeError,
    format::name_problem,
    grid::Grid,
    mapping::Mapping,
    read::Workbook,
    sheet::Sheet,
    value::{scale::Fault, unit::UnitIndex},
};

/// What reading a sheet needs to know.
pub(crate) struct SheetWork<'a> {
    pub(crate) units: UnitIndex<'a>,
    pub(crate) round: Option<&'a Round>,
    pub(crate) mapping: Option<&'a Mapping>,
    /// The unit of a fill-in workbook.
    pub(crate) fixed_unit: Option<usize>,
    pub(crate) sheet_index: u16,
}

/// Understands a file's sheets.
///
/// # Errors
///
/// [`ExchangeError::Mapping`] where the mapping does not fit.
pub(super) fn understand(
    mut workbook: Workbook,
    sha256: String,
    file_name: &str,
    framework: &Framework,
    context: &ParseContext<'_>,
) -> Result<Parsed, ExchangeError> {
    let mut report = Report::default();
    if let Some(problem) = name_problem(workbook.format, file_name) {
        report.add(problem);
    }
    for sheet in &mut workbook.sheets {
        hide(sheet, context, &mut report);
        amend(sheet, context.amendments, &mut report);
    }
    let dictionary = Dictionary::new(framework);
    let mut work = SheetWork {
        units: UnitIndex::new(context.units),
        round: context.round,
        mapping: context.mapping,
        fixed_unit: None,
        sheet_index: 0,
    };
    let fill_in = FillIn::find(
        &workbook.sheets,
        framework,
        &work.units,
        context.round,
        &mut report,
    );
    if let Some(fill_in) = &fill_in {
        work.fixed_unit = fill_in.unit;
    }
    let mut draft = Draft {
        file_name: file_name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned(),
        sha256,
        sheets: workbook.sheets.iter().map(|s| s.name.clone()).collect(),
        round: fill_in.as_ref().and_then(|f| f.round.clone()),
        rows_read: 0,
        rows_rejected: 0,
        contents: Vec::new(),
    };
    let mut grids: Vec<Option<Grid>> = workbook.sheets.iter_mut().map(|s| s.grid.take()).collect();
    let mut sheets = Vec::with_capacity(workbook.sheets.len());
    let mut unread: Vec<&Sheet> = Vec::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        work.sheet_index = u16::try_from(index).unwrap_or(u16::MAX);
        let role = fill_in.as_ref().and_then(|f| f.role(&sheet.name));
        let wanted = chosen(sheet, role, fill_in.is_some(), context, &mut report);
        if wanted && role == Some(findings::ROLE) {
            let round = fill_in.as_ref().and_then(|f| f.round.as_ref());
            let known = (round.or(context.round.map(|r| &r.id)), context.findings);
            let mut described = describe(framework, sheet, None);
            if let Some((content, read, rejected)) =
                findings::read(&work, known, sheet, &mut report)
            {
                findings::describe(sheet, &mut described);
                draft.rows_read += read;
                draft.rows_rejected += rejected;
                if read > rejected {
                    draft.contents.push(content);
                }
            } else {
                unread.push(sheet);
            }
            described.grid = grids.get_mut(index).and_then(Option::take);
            sheets.push(described);
            continue;
        }
        let plan = match wanted {
            true => {
                let hints = Hints {
                    table: role.and_then(|r| FillIn::table(framework, r)),
                    kind: context.kind,
                    one_unit: fill_in.is_some() && work.fixed_unit.is_some(),
                    mapping: context.mapping,
                };
                let plan = plan::propose(&dictionary, sheet, hints);
                if plan.is_none() && !sheet.is_empty() {
                    unread.push(sheet);
                }
                plan
            }
            false => None,
        };
        if let Some(plan) = &plan {
            if let Some(column) = sheet.cut_at {
                let letters = column_letters(u16::try_from(column).unwrap_or(u16::MAX));
                report.sheet(
                    Severity::Warning,
                    sheet,
                    Fault::new("sheet_too_wide", vec![("column", letters)]),
                );
            }
            heading_faults::check(&dictionary, sheet, plan, context.mapping, &mut report)?;
            let (content, read, rejected) = match plan.table {
                Table::Wide | Table::Long => {
                    answers::read(&dictionary, &work, sheet, plan, &mut report)
                }
                Table::Register(at) => {
                    records::read(&dictionary, &work, sheet, plan, at, &mut report)
                }
                Table::Units => unit_table::read(framework, &work, sheet, plan, &mut report),
                Table::Survey(party) => {
                    survey::read(&dictionary, &work, sheet, plan, party, &mut report)
                }
            };
            draft.rows_read += read;
            draft.rows_rejected += rejected;
            if read > rejected {
                draft.contents.push(content);
            }
        }
        let mut described = describe(framework, sheet, plan.as_ref());
        described.grid = grids.get_mut(index).and_then(Option::take);
        sheets.push(described);
    }
    let recognised = sheets.iter().any(|s| s.header_row.is_some());
    if workbook.sheets.iter().all(Sheet::is_empty) {
        report.add(Problem::new(
            Severity::Error,
            "",
            None,
            "workbook_without_data",
        ));
    } else if recognised {
        for sheet in unread {
            report.sheet(
                Severity::Warning,
                sheet,
                Fault::new("sheet_not_recognised", Vec::new()),
            );
        }
        if draft.rows_read == 0 {
            report.add(Problem::new(
                Severity::Warning,
                "",
                None,
                "table_without_rows",
            ));
        }
    } else {
        report.add(Problem::new(
            Severity::Error,
            "",
            None,
            "nothing_recognised",
        ));
    }
    if let Some(unit) = work.fixed_unit {
        report.unit(unit);
    }
    let units = report
        .units()
        .filter_map(|at| Some(context.units.get(at)?.code.clone()))
        .collect();
    if context.count_only {
        draft.contents.clear();
    }
    let (problems, unmapped) = report.finish();
    Ok(Parsed {
        format: workbook.format,
        encoding: workbook.encoding,
        sheets,
        draft,
        problems,
        unmapped,
        units,
    })
}

/// Whether a sheet is read at all.
fn chosen(
    sheet: &Sheet,
    role: Option<&str>,
    fill_in: bool,
    context: &ParseContext<'_>,
    report: &mut Report,
) -> bool {
    if sheet.name == fill_in::SHEET || role == Some(fill_in::INFO) || sheet.is_empty() {
        return false;
    }
    if let Some(wanted) = context.mapping.and_then(|m| m.sheet.as_deref())
        && wanted != sheet.name
    {
        return false;
    }
    if sheet.hidden && context.hidden != Hidden::Take && !(fill_in && role.is_some()) {
        report.sheet(
            Severity::Info,
            sheet,
            Fault::new("hidden_sheet_skipped", Vec::new()),
        );
        return false;
    }
    true
}
