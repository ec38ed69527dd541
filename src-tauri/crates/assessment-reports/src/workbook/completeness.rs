//! The completeness sheet: the share of the applicable weight that is answered.

use assessment_models::{draft::column_letters, framework::Mean, scoring::CellState};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{
    Context,
    book::{self, Shown},
    formula::{self, Group, Live, SAME},
    matrix::{Column, aspect_columns, matrix, objective_columns, unit, width},
    plan::{FIRST, FIXED, WEIGHTS, across, quoted, weights},
};

/// Share of the applicable weight that is answered: objectives, then aspects, then the whole.
pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let words = ctx.words;
    let mut columns = objective_columns(ctx);
    columns.extend(aspect_columns(ctx));
    columns.push(Column {
        group: String::new(),
        weight: None,
        name: words.get("completeness").to_owned(),
        id: words.get("whole").to_owned(),
        width: width(ctx),
    });
    let name = &ctx.plan.sheets.completeness;
    let sheet = matrix(
        book,
        ctx,
        name,
        words.get("completeness_subtitle"),
        &columns,
        0,
    )?;
    let format = &ctx.formats.share;
    let scores = quoted(&ctx.plan.sheets.scores);
    let answers = quoted(&ctx.plan.sheets.answers);
    let plain = Group {
        mean: Mean::Arithmetic,
        floor: None,
        threshold: None,
        applicable: "",
    };
    let middle = FIXED + ctx.plan.objectives.len() as u16;
    let end = middle + framework.aspects.len() as u16;
    for (line, &row) in (FIRST..).zip(&ctx.plan.lines) {
        let scored = &ctx.input.scorecard.units[row];
        unit(sheet, ctx, line, scored)?;
        let answered = answered(ctx, row);
        for (column, &o) in (FIXED..).zip(&ctx.plan.objectives) {
            let Some(span) = ctx.plan.indicator_span(framework, o) else {
                continue;
            };
            let raw = format!("{answers}!{}", across(line, span));
            let w = format!("{scores}!{}", weights(span));
            // A value may be below 0; a number of any sign is answered.
            let given = format!("(SUMIF({raw},\">=0\",{w})+SUMIF({raw},\"<0\",{w}))");
            // What is blank is missing, but for what the unit is not asked.
            let not_asked: String = (ctx.plan.indicators.iter().zip(FIXED..))
                .filter(|(i, column)| {
                    let state = ctx.input.scorecard.state(row, **i);
                    (span.0..=span.1).contains(column) && state == CellState::NotAsked
                })
                .map(|(_, column)| format!("-{scores}!{}${}", column_letters(column), WEIGHTS + 1))
                .collect();
            let blank = format!("SUMIF({raw},\"\",{w}){not_asked}");
            let asked = format!("({given}+SUMIF({raw},missing_word,{w})+{blank})");
            let text = format!("IF({asked}>{SAME},{given}/{asked},\"\")");
            let shown = Shown::Number(answered.objectives[o]);
            book::live(sheet, (line, column), &Live::plain(text), &shown, format)?;
        }
        for (a, column) in (middle..end).enumerate() {
            if let Some(span) = ctx.plan.objective_span(framework, a) {
                let live = formula::mean(&plain, &weights(span), &across(line, span));
                let shown = Shown::Number(answered.aspects[a]);
                book::live(sheet, (line, column), &live, &shown, format)?;
            }
        }
        if middle < end {
            let span = (middle, end - 1);
            let mut live = formula::mean(&plain, &weights(span), &across(line, span));
            live.text = format!("N({})", live.text);
            let shown = Shown::Number(Some(scored.completeness));
            book::live(sheet, (line, end), &live, &shown, format)?;
        }
    }
    Ok(())
}

/// Completeness of a unit's objectives and aspects, `None` where nothing is asked.
struct Answered {
    objectives: Vec<Option<f64>>,
    aspects: Vec<Option<f64>>,
}

fn answered(ctx: &Context<'_>, row: usize) -> Answered {
    let framework = ctx.input.framework;
    let share = |parts: &mut dyn Iterator<Item = (f64, f64)>| {
        let (done, all) = parts.fold((0.0, 0.0), |(d, a), (w, c)| (d + w * c, a + w));
        (all > 0.0).then(|| done / all)
    };
    let objectives: Vec<Option<f64>> = (0..framework.objectives.len())
        .map(|o| {
            share(
                &mut framework.indicators_of(o).filter_map(|(i, indicator)| {
                    match ctx.input.scorecard.state(row, i) {
                        CellState::Scored => Some((indicator.weight, 1.0)),
                        CellState::Missing => Some((indicator.weight, 0.0)),
                        _ => None,
                    }
                }),
            )
        })
        .collect();
    let aspects = (0..framework.aspects.len())
        .map(|a| {
            share(
                &mut framework
                    .objectives_of(a)
                    .filter_map(|(o, objective)| Some((objective.weight, objectives[o]?))),
            )
        })
        .collect();
    Answered {
        objectives,
        aspects,
    }
}
