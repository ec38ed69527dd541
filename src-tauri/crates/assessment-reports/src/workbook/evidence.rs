//! What the scores rest on besides answers: adjustments with their rules, incidents, and what is missing
//! or low.

use assessment_models::{
    Value,
    framework::{AdjustmentKind, FieldKind, Register},
    scoring::CellState,
};
use rust_xlsxwriter::{ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{
    Context,
    adjustments::count,
    book::{self, Page},
    matrix::unit_name,
};
use crate::palette::LIGHT;

/// Zero-based first line of the lists.
const FIRST: u32 = 4;
/// So many weak points of a unit are listed.
const WORST: usize = 10;

/// A list sheet with its headings.
fn list<'b>(
    book: &'b mut Workbook,
    ctx: &Context<'_>,
    name: &str,
    subtitle: &str,
    heads: &[(&str, f64)],
) -> Result<&'b mut Worksheet, XlsxError> {
    let page = Page {
        name,
        freeze: (FIRST, 2),
        tab: LIGHT.amber,
        large: true,
        columns: 0,
    };
    let sheet = book::sheet(book, ctx, &page)?;
    for (column, (_, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, *width)?;
    }
    book::heading(
        sheet,
        ctx,
        &format!("{} · {name}", book::title(ctx)),
        subtitle,
    )?;
    sheet.set_row_height(FIRST - 1, 30)?;
    for (column, (head, _)) in (0..).zip(heads) {
        book::text(sheet, FIRST - 1, column, head, &ctx.formats.head)?;
    }
    Ok(sheet)
}

/// Filters the list, or says that it is empty.
fn finish(
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

/// Each adjustment as it was applied, with its rule and what set it off.
pub(super) fn adjustments(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let input = ctx.input;
    let heads = [
        (words.get("code"), 10.0),
        (words.get("unit"), 30.0),
        (words.get("rule"), 8.0),
        (words.get("kind"), 10.0),
        (words.get("points"), 10.0),
        (words.get("times"), 8.0),
        (words.get("condition"), 48.0),
        (words.get("basis"), 30.0),
        (words.get("because"), 40.0),
    ];
    let name = &ctx.plan.sheets.adjustments;
    let sheet = list(book, ctx, name, words.get("adjustments_subtitle"), &heads)?;
    let mut line = FIRST;
    for &row in &ctx.plan.lines {
        let scored = &input.scorecard.units[row];
        for applied in &scored.adjustments {
            let formats = &ctx.formats;
            let rule = input
                .framework
                .adjustments
                .rules
                .iter()
                .find(|r| r.id == applied.rule);
            let kind = match applied.kind {
                AdjustmentKind::Deduction => "deduction",
                AdjustmentKind::Bonus => "bonus",
                AdjustmentKind::Veto => "veto",
            };
            book::text(sheet, line, 0, scored.unit.as_str(), &formats.text)?;
            book::text(sheet, line, 1, unit_name(ctx, scored), &formats.text)?;
            book::text(sheet, line, 2, &applied.rule, &formats.centred)?;
            book::text(sheet, line, 3, words.get(kind), &formats.centred)?;
            sheet.write_number_with_format(line, 4, applied.points, &formats.number)?;
            let times = count(ctx, scored, applied);
            sheet.write_number_with_format(line, 5, times, &formats.whole)?;
            let condition = rule.map_or("", |r| r.condition.get(input.lang));
            book::text(sheet, line, 6, condition, &formats.wrapped)?;
            let basis = rule.map_or("", |r| r.basis.as_str());
            book::text(sheet, line, 7, basis, &formats.wrapped)?;
            let because = applied.because.join(words.get("list_comma"));
            book::text(sheet, line, 8, &because, &formats.wrapped)?;
            line += 1;
        }
    }
    finish(sheet, ctx, line, heads.len())
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
    let name = &ctx.plan.sheets.incidents;
    let sheet = list(
        book,
        ctx,
        name,
        words.get("incidents_sheet_subtitle"),
        &heads,
    )?;
    let mut line = FIRST;
    let records = input
        .data
        .records
        .iter()
        .filter(|r| register.is_some_and(|reg| reg.id == r.register));
    for record in records {
        let formats = &ctx.formats;
        let unit = input.data.units.iter().find(|u| u.code == record.unit);
        let name = unit.map_or(record.unit.as_str(), |u| u.name.get(input.lang));
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

/// What costs a unit most: its indicators by weight × what is missing to 100.
pub(super) fn problems(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let input = ctx.input;
    let (framework, card) = (input.framework, input.scorecard);
    let heads = [
        (words.get("code"), 10.0),
        (words.get("unit"), 30.0),
        (words.get("indicator"), 10.0),
        (words.get("indicator_name"), 36.0),
        (words.get("state"), 12.0),
        (words.get("score"), 10.0),
        (words.get("weight_in_total"), 12.0),
        (words.get("gain"), 12.0),
        (words.get("evidence"), 44.0),
    ];
    let subtitle = words.fill("problems_subtitle", &[("n", &WORST.to_string())]);
    let name = &ctx.plan.sheets.problems;
    let sheet = list(book, ctx, name, &subtitle, &heads)?;
    let mut line = FIRST;
    for &row in &ctx.plan.lines {
        let scored = &card.units[row];
        let mut found: Vec<(usize, bool, f64, f64)> = Vec::new();
        for (i, indicator) in framework.indicators.iter().enumerate() {
            let missing = match card.state(row, i) {
                CellState::Missing => true,
                CellState::Scored => false,
                _ => continue,
            };
            let score = card.indicators.get(row, i).unwrap_or(0.0);
            let objective = &framework.objectives[indicator.objective];
            let aspect = &framework.aspects[objective.aspect];
            // What is left out in the provisional mode has no weight there; its share of the whole tells.
            let weight = card
                .weights
                .get(row, i)
                .unwrap_or(indicator.weight * objective.weight * aspect.weight);
            let gain = weight * (100.0 - score);
            if missing || gain > 0.0 {
                found.push((i, missing, weight, gain));
            }
        }
        found.sort_by(|a, b| b.3.total_cmp(&a.3).then(a.0.cmp(&b.0)));
        for (i, missing, weight, gain) in found.into_iter().take(WORST) {
            let formats = &ctx.formats;
            let indicator = &framework.indicators[i];
            book::text(sheet, line, 0, scored.unit.as_str(), &formats.text)?;
            book::text(sheet, line, 1, unit_name(ctx, scored), &formats.text)?;
            book::text(sheet, line, 2, indicator.id.as_str(), &formats.centred)?;
            book::text(
                sheet,
                line,
                3,
                indicator.name.get(input.lang),
                &formats.text,
            )?;
            let state = if missing {
                "state_missing"
            } else {
                "state_low"
            };
            book::text(sheet, line, 4, words.get(state), &formats.centred)?;
            if let Some(score) = card.indicators.get(row, i) {
                sheet.write_number_with_format(line, 5, score, &formats.number)?;
            }
            sheet.write_number_with_format(line, 6, weight, &formats.share)?;
            sheet.write_number_with_format(line, 7, gain, &formats.number)?;
            book::text(
                sheet,
                line,
                8,
                indicator.evidence.get(input.lang),
                &formats.text,
            )?;
            line += 1;
        }
    }
    finish(sheet, ctx, line, heads.len())
}
