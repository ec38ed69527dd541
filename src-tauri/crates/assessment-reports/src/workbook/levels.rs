//! The matrix sheets from the answers up: answers, scores of the indicators, objectives.

use assessment_models::scoring::{CellState, NotScored};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{
    Context,
    book::{self, Shown},
    formula::{self, Live},
    matrix::{group, indicator_columns, matrix, objective_columns, unit},
    plan::{FIRST, FIXED, a1, across, mean_key, quoted, weights},
};

/// The raw values, and in words why there is none.
pub(super) fn answers(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let columns = indicator_columns(ctx, false);
    let name = &ctx.plan.sheets.answers;
    let sheet = matrix(book, ctx, name, words.get("answers_subtitle"), &columns, 0)?;
    let card = ctx.input.scorecard;
    for (line, &row) in (FIRST..).zip(&ctx.plan.lines) {
        unit(sheet, ctx, line, &card.units[row])?;
        for (column, &i) in (FIXED..).zip(&ctx.plan.indicators) {
            let key = match card.state(row, i) {
                CellState::Scored => {
                    if let Some(raw) = card.raw.get(row, i) {
                        sheet.write_number_with_format(line, column, raw, &ctx.formats.centred)?;
                    }
                    continue;
                }
                CellState::NotAsked => continue,
                CellState::Missing => "state_missing",
                CellState::NotApplicable => "state_not_applicable",
                CellState::NotScored(NotScored::EmptyDenominator) => "state_empty_denominator",
                CellState::NotScored(NotScored::SampleTooSmall) => "state_sample_too_small",
                CellState::NotScored(_) => "state_not_scored",
            };
            book::text(sheet, line, column, words.get(key), &ctx.formats.centred)?;
        }
    }
    Ok(())
}

/// Scores of the indicators, live from the answers by their scales.
pub(super) fn scores(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let columns = indicator_columns(ctx, true);
    let name = &ctx.plan.sheets.scores;
    let subtitle = words.get("scores_subtitle");
    let sheet = matrix(book, ctx, name, subtitle, &columns, columns.len())?;
    let card = ctx.input.scorecard;
    let answers = quoted(&ctx.plan.sheets.answers);
    let missing = match card.mode {
        assessment_models::Mode::Official => "0",
        assessment_models::Mode::Provisional => "\"\"",
    };
    for (line, &row) in (FIRST..).zip(&ctx.plan.lines) {
        unit(sheet, ctx, line, &card.units[row])?;
        for (column, &i) in (FIXED..).zip(&ctx.plan.indicators) {
            if card.state(row, i) == CellState::NotAsked {
                continue;
            }
            let x = format!("{answers}!{}", a1(line, column));
            let score = formula::scale(&ctx.input.framework.indicators[i].scale, &x, missing);
            // An answer that is cleared is missing; other words than that say why none is due.
            let text = format!(
                "IF(ISNUMBER({x}),{score},IF(OR({x}=\"\",{x}=missing_word),{missing},\"\"))"
            );
            let shown = Shown::Number(card.indicators.get(row, i));
            let at = (line, column);
            book::live(sheet, at, &Live::plain(text), &shown, &ctx.formats.number)?;
        }
    }
    Ok(())
}

/// Scores of the objectives, live from those of the indicators.
pub(super) fn objectives(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let card = ctx.input.scorecard;
    let columns = objective_columns(ctx);
    let name = &ctx.plan.sheets.objectives;
    let mean = framework.scoring.aggregation.objective;
    let subtitle = ctx.words.fill(
        "objectives_subtitle",
        &[("mean", ctx.words.get(mean_key(mean)))],
    );
    let sheet = matrix(book, ctx, name, &subtitle, &columns, columns.len())?;
    let scores = quoted(&ctx.plan.sheets.scores);
    let answers = quoted(&ctx.plan.sheets.answers);
    for (line, &row) in (FIRST..).zip(&ctx.plan.lines) {
        unit(sheet, ctx, line, &card.units[row])?;
        for (column, &o) in (FIXED..).zip(&ctx.plan.objectives) {
            let Some(span) = ctx.plan.indicator_span(framework, o) else {
                continue;
            };
            let cells = across(line, span);
            let raw = format!("{answers}!{cells}");
            // What is blank is missing, but for what the unit is not asked.
            let not_asked = (ctx.plan.indicators.iter().zip(FIXED..))
                .filter(|(i, column)| {
                    (span.0..=span.1).contains(column)
                        && card.state(row, **i) == CellState::NotAsked
                })
                .count();
            let applicable =
                format!("(COUNT({raw})+COUNTIF({raw},missing_word)+COUNTBLANK({raw})-{not_asked})");
            let live = formula::mean(
                &group(ctx, mean, &applicable),
                &format!("{scores}!{}", weights(span)),
                &format!("{scores}!{cells}"),
            );
            let shown = Shown::Number(card.objectives.get(row, o));
            book::live(sheet, (line, column), &live, &shown, &ctx.formats.number)?;
        }
    }
    Ok(())
}
