//! The findings on the round's list, and how far their mending has come.

use assessment_models::{UnitCode, draft::column_letters};
use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, ExcelDateTime, Format, FormatAlign, Workbook,
    Worksheet, XlsxError,
};

use super::{
    Context, book,
    evidence::{FIRST, List, finish, list},
    formula::Live,
    matrix,
};
use crate::{findings::Mending, palette::LIGHT};

/// A finding 问题 on the round's list with its rectification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFinding {
    /// Its number.
    pub id: i64,
    /// Whose shortcoming it is.
    pub unit: UnitCode,
    /// Which indicator it shows in, where it is one.
    pub indicator: Option<String>,
    /// What falls short.
    pub description: String,
    /// What is to be done.
    pub demand: String,
    /// Who is to do it.
    pub responsible: String,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// How far it has come.
    pub state: Mending,
    /// What was done, and what was found when it was looked at again.
    pub note: String,
    /// It stood on an earlier round's list already.
    pub carried: bool,
    /// When it was entered, local time, and by whom.
    pub opened: (NaiveDateTime, String),
    /// When it was closed, and by whom.
    pub closed: Option<(NaiveDateTime, String)>,
    /// How many files lie behind its closure.
    pub evidence: u32,
}

const STATE: u16 = 8;
const DUE: u16 = 7;

fn state_key(state: Mending) -> &'static str {
    match state {
        Mending::Open => "finding_open",
        Mending::Mending => "finding_mending",
        Mending::Mended => "finding_mended",
        Mending::Closed => "finding_done",
    }
}

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let found = ctx.input.findings;
    let heads = [
        (words.get("finding_nth"), 7.0),
        (words.get("code"), 9.0),
        (words.get("unit"), 22.0),
        (words.get("indicator"), 9.0),
        (words.get("finding"), 36.0),
        (words.get("finding_demand"), 30.0),
        (words.get("finding_responsible"), 14.0),
        (words.get("finding_deadline"), 11.0),
        (words.get("finding_state"), 11.0),
        (words.get("finding_note"), 30.0),
        (words.get("finding_opened"), 16.0),
        (words.get("finding_closed"), 16.0),
        (words.get("finding_evidence"), 8.0),
    ];
    let today = ctx.input.generated_on;
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.findings,
            subtitle: &words.fill("findings_subtitle", &[("date", &today.to_string())]),
            heads: &heads,
            landscape: true,
            lines: found.len(),
            totals: totals(ctx),
        },
    )?;
    let centred = Format::clone(&formats.centred).set_align(FormatAlign::Top);
    let day = Format::clone(&centred).set_num_format("yyyy-mm-dd");
    let entry = Format::clone(&formats.entry)
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Center);
    let mut line = FIRST;
    for finding in found {
        let told = |(at, who): &(NaiveDateTime, String)| {
            let day = at.date().to_string();
            words.fill("finding_by", &[("day", &day), ("who", who)])
        };
        let mut opened = told(&finding.opened);
        if finding.carried {
            opened = format!("{opened} {}", words.get("finding_carried"));
        }
        let closed = finding.closed.as_ref().map_or_else(String::new, told);
        let wrapped = [
            (2, matrix::unit_named(ctx, &finding.unit).unwrap_or("")),
            (4, finding.description.as_str()),
            (5, finding.demand.as_str()),
            (6, finding.responsible.as_str()),
            (9, finding.note.as_str()),
            (10, opened.as_str()),
            (11, closed.as_str()),
        ];
        let tall = wrapped.map(|(column, words)| (words, heads[usize::from(column)].1));
        sheet.set_row_height(line, book::cell_height(tall.into_iter()))?;
        sheet.write_number_with_format(line, 0, finding.id as f64, &centred)?;
        book::text(sheet, line, 1, finding.unit.as_str(), &formats.wrapped)?;
        let indicator = finding.indicator.as_deref().unwrap_or_default();
        book::text(sheet, line, 3, indicator, &centred)?;
        for (column, words) in wrapped {
            book::text(sheet, line, column, words, &formats.wrapped)?;
        }
        date(sheet, (line, DUE), finding.deadline, &day)?;
        book::text(
            sheet,
            line,
            STATE,
            words.get(state_key(finding.state)),
            &entry,
        )?;
        sheet.write_number_with_format(line, 12, finding.evidence, &centred)?;
        line += 1;
    }
    if line > FIRST {
        let states = [
            Mending::Open,
            Mending::Mending,
            Mending::Mended,
            Mending::Closed,
        ];
        let states = states.map(|state| words.get(state_key(state)));
        let choice = DataValidation::new().allow_list_strings(&states)?;
        sheet.add_data_validation(FIRST, STATE, line - 1, STATE, &choice)?;
        let alarm = Format::new()
            .set_bold()
            .set_font_color(book::colour(LIGHT.vermilion));
        let (due, state) = (column_letters(DUE), column_letters(STATE));
        let n = FIRST + 1;
        let late = ConditionalFormatFormula::new()
            .set_rule(
                format!(
                    "AND(ISNUMBER(${due}{n}),${due}{n}<{},${state}{n}<>\"{}\")",
                    serial(today),
                    words.get("finding_done")
                )
                .as_str(),
            )
            .set_format(alarm);
        sheet.add_conditional_format(FIRST, DUE, line - 1, DUE, &late)?;
    }
    if found.is_empty() {
        let words = words.get("findings_empty");
        return book::text(sheet, FIRST, 0, words, &formats.subtitle);
    }
    finish(sheet, ctx, line, heads.len())
}

/// All, not closed, overdue: over the headings.
fn totals(ctx: &Context<'_>) -> Vec<(u16, Live, f64)> {
    let found = ctx.input.findings;
    if found.is_empty() {
        return Vec::new();
    }
    let today = ctx.input.generated_on;
    let last = FIRST as usize + found.len();
    let cells = |column: u16| {
        let letters = column_letters(column);
        format!("{letters}{}:{letters}{last}", FIRST + 1)
    };
    let done = ctx.words.get("finding_done");
    let open = |f: &&ListedFinding| f.state != Mending::Closed;
    let left = found.iter().filter(open).count();
    let late = |f: &&ListedFinding| open(f) && f.deadline.is_some_and(|d| d < today);
    let late = found.iter().filter(late).count();
    vec![
        (
            2,
            Live::plain(format!("SUBTOTAL(103,{})", cells(1))),
            found.len() as f64,
        ),
        (
            DUE,
            Live::plain(format!(
                "COUNTIFS({},\"<{}\",{},\"<>{done}\")",
                cells(DUE),
                serial(today),
                cells(STATE)
            )),
            late as f64,
        ),
        (
            STATE,
            Live::plain(format!("COUNTIF({},\"<>{done}\")", cells(STATE))),
            left as f64,
        ),
    ]
}

/// A day as spreadsheets count it: days since the end of 1899.
fn serial(day: NaiveDate) -> i64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (day - first).num_days()
}

fn date(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    day: Option<NaiveDate>,
    format: &Format,
) -> Result<(), XlsxError> {
    match day.map(|day| (day, ExcelDateTime::parse_from_str(&day.to_string()))) {
        Some((_, Ok(at))) => {
            sheet.write_datetime_with_format(line, column, &at, format)?;
            Ok(())
        }
        Some((day, Err(_))) => book::text(sheet, line, column, &day.to_string(), format),
        None => {
            sheet.write_blank(line, column, format)?;
            Ok(())
        }
    }
}
