//! Lists of what the scores rest on besides answers; the incident register.

use assessment_models::{
    Record, Value,
    draft::column_letters,
    framework::{Field, FieldKind, Register},
};
use rust_xlsxwriter::{ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{
    Context,
    book::{self, Page, Paper, Shown},
    formula::Live,
    matrix,
};
use crate::palette::LIGHT;

/// Zero-based first line of the lists.
pub(super) const FIRST: u32 = 4;
/// Characters that one page holds across; what is wider goes on in parts.
const LEGIBLE: f64 = 260.0;

/// A list sheet.
pub(super) struct List<'a> {
    pub(super) name: &'a str,
    pub(super) subtitle: &'a str,
    /// Headings with the widths of their columns.
    pub(super) heads: &'a [(&'a str, f64)],
    pub(super) landscape: bool,
    pub(super) lines: usize,
    /// Formulas over the headings, with what they show.
    pub(super) totals: Vec<(u16, Live, f64)>,
}

/// A list sheet with its headings.
pub(super) fn list<'b>(
    book: &'b mut Workbook,
    ctx: &Context<'_>,
    list: &List<'_>,
) -> Result<&'b mut Worksheet, XlsxError> {
    let characters: f64 = list.heads.iter().map(|(_, width)| width).sum();
    let paper = if characters > LEGIBLE {
        let (fixed, others) = list.heads.split_at(2.min(list.heads.len()));
        let fixed = fixed.iter().map(|(_, width)| width).sum();
        let columns: Vec<(usize, f64)> = others.iter().map(|&(_, width)| (1, width)).collect();
        Paper::parts(fixed, &columns, 2)
    } else {
        Paper::Wide {
            landscape: list.landscape,
            characters,
            lines: list.lines + FIRST as usize,
        }
    };
    let page = Page {
        name: list.name,
        freeze: (FIRST, 2),
        tab: LIGHT.amber,
        large: true,
        paper,
    };
    let sheet = book::sheet(book, ctx, &page)?;
    for (column, (_, width)) in (0..).zip(list.heads) {
        sheet.set_column_width(column, *width)?;
    }
    let title = format!("{} · {}", book::title(ctx), list.name);
    book::heading(sheet, ctx, &title, list.subtitle)?;
    for (column, total, shown) in &list.totals {
        let shown = Shown::Number(Some(*shown));
        book::live(
            sheet,
            (FIRST - 2, *column),
            total,
            &shown,
            &ctx.formats.whole,
        )?;
    }
    if !list.totals.is_empty() {
        let words = ctx.words.get("subtotal");
        book::text(sheet, FIRST - 2, 0, words, &ctx.formats.subtitle)?;
    }
    let tall = book::head_height(list.heads.iter().copied());
    sheet.set_row_height(FIRST - 1, tall)?;
    for (column, (head, _)) in (0..).zip(list.heads) {
        book::text(sheet, FIRST - 1, column, head, &ctx.formats.head)?;
    }
    Ok(sheet)
}

/// Filters the list, or says that it is empty.
pub(super) fn finish(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    lines: u32,
    columns: usize,
) -> Result<(), XlsxError> {
    if lines == FIRST {
        let words = ctx.words.get("list_empty");
        return book::text(sheet, FIRST, 0, words, &ctx.formats.subtitle);
    }
    sheet.autofilter(FIRST - 1, 0, lines - 1, columns as u16 - 1)?;
    Ok(())
}

/// The incident register, field by field, with subtotals that follow the filter.
pub(super) fn incidents(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let input = ctx.input;
    let register: Option<&Register> = input
        .framework
        .incident
        .as_ref()
        .and_then(|i| input.framework.register(&i.register));
    let mut heads = vec![(words.get("code"), 10.0), (words.get("unit"), 30.0)];
    let fields = register.map_or(&[][..], |r| r.fields.as_slice());
    for field in fields {
        let width = match field.kind {
            FieldKind::Text => 24.0,
            FieldKind::Time | FieldKind::IncidentClass => 18.0,
            _ => 11.0,
        };
        heads.push((field.name.get(input.lang), width));
    }
    let records: Vec<_> = input
        .data
        .records
        .iter()
        .filter(|r| register.is_some_and(|reg| reg.id == r.register))
        .collect();
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.incidents,
            subtitle: words.get("incidents_sheet_subtitle"),
            heads: &heads,
            landscape: true,
            lines: records.len(),
            totals: subtotals(fields, &records),
        },
    )?;
    let mut line = FIRST;
    for record in records {
        let formats = &ctx.formats;
        let name = matrix::unit_named(ctx, &record.unit).unwrap_or(record.unit.as_str());
        book::text(sheet, line, 0, record.unit.as_str(), &formats.text)?;
        book::text(sheet, line, 1, name, &formats.text)?;
        for (column, field) in (2..).zip(fields) {
            if let Some(value) = record.get(&field.id) {
                cell(sheet, ctx, (line, column), &field.kind, value)?;
            }
        }
        line += 1;
    }
    finish(sheet, ctx, line, heads.len())
}

/// How many rows a filter leaves, and the sums of their numbers.
fn subtotals(fields: &[Field], records: &[&Record]) -> Vec<(u16, Live, f64)> {
    if records.is_empty() {
        return Vec::new();
    }
    let cells = |column: u16| {
        let letters = column_letters(column);
        format!(
            "{letters}{}:{letters}{}",
            FIRST + 1,
            FIRST as usize + records.len()
        )
    };
    let count = Live::plain(format!("SUBTOTAL(103,{})", cells(0)));
    let mut totals = vec![(1, count, records.len() as f64)];
    for (column, field) in (2..).zip(fields) {
        if matches!(field.kind, FieldKind::Number { .. }) {
            let sum = records
                .iter()
                .filter_map(|r| r.get(&field.id)?.as_number())
                .sum();
            totals.push((
                column,
                Live::plain(format!("SUBTOTAL(109,{})", cells(column))),
                sum,
            ));
        }
    }
    totals
}

fn cell(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    (line, column): (u32, u16),
    kind: &FieldKind,
    value: &Value,
) -> Result<(), XlsxError> {
    let formats = &ctx.formats;
    let lang = ctx.input.lang;
    let option = |code: &str| match kind {
        FieldKind::Choice(options) => options
            .iter()
            .find(|o| o.code == code)
            .map(|o| o.label.get(lang).to_owned()),
        FieldKind::IncidentClass => ctx
            .input
            .framework
            .incident_classes
            .iter()
            .find(|c| c.code == code)
            .map(|c| format!("{} {}", c.code, c.name.get(lang))),
        _ => None,
    };
    match value {
        Value::Text(text) => {
            let words = option(text).unwrap_or_else(|| text.clone());
            book::text(sheet, line, column, &words, &formats.text)
        }
        Value::Number(number) => {
            if let Some(words) = option(&number.to_string()) {
                return book::text(sheet, line, column, &words, &formats.text);
            }
            sheet.write_number_with_format(line, column, *number, &formats.centred)?;
            Ok(())
        }
        Value::Flag(flag) => {
            let words = ctx.words.get(if *flag { "yes" } else { "no" });
            book::text(sheet, line, column, words, &formats.centred)
        }
        Value::Time(time) => {
            let text = time.format("%Y-%m-%dT%H:%M:%S").to_string();
            match ExcelDateTime::parse_from_str(&text) {
                Ok(time) => {
                    sheet.write_datetime_with_format(line, column, &time, &formats.date)?;
                    Ok(())
                }
                // A year before 1900 has no place in the calendar of spreadsheets.
                Err(_) => book::text(sheet, line, column, &text, &formats.centred),
            }
        }
    }
}
