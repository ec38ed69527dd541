//! The aspect sheet: from the aspects over total and adjustments to grade, rank and balance.

use assessment_models::framework::AdjustmentKind;
use assessment_models::{
    scoring::{Ranking, UnitScore, published},
    text::Lang,
};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{
    Context,
    adjustments::{adjustments, sums},
    book::{self, Shown},
    formula::{self, Live, SAME},
    matrix::{Column, aspect_columns, group, matrix, unit},
    plan::{FIRST, FIXED, a1, across, mean_key, quoted, weights},
};

/// Columns of the aspect sheet after the aspects themselves.
pub(super) const RESULTS: [&str; 11] = [
    "aggregated",
    "deduction",
    "bonus",
    "veto_cap",
    "total",
    "published",
    "grade",
    "ranked_score",
    "rank",
    "completeness",
    "balance",
];

/// Column of a result on the aspect sheet.
pub(super) fn result(ctx: &Context<'_>, key: &str) -> u16 {
    let at = RESULTS.iter().position(|&k| k == key).unwrap_or_default();
    FIXED + (ctx.input.framework.aspects.len() + at) as u16
}

/// Aspects, total before and after adjustments, grade, rank, completeness, balance: all live.
pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let words = ctx.words;
    let mut columns = aspect_columns(ctx);
    columns.extend(RESULTS.iter().map(|&key| Column {
        group: String::new(),
        weight: None,
        name: words.get(key).to_owned(),
        id: words.get(&format!("{key}_short")).to_owned(),
        width: if ctx.input.lang == Lang::Zh {
            8.0
        } else {
            11.0
        },
    }));
    let name = &ctx.plan.sheets.aspects;
    let subtitle = words.fill(
        "aspects_subtitle",
        &[(
            "mean",
            words.get(mean_key(framework.scoring.aggregation.total)),
        )],
    );
    let shaded = framework.aspects.len();
    let sheet = matrix(book, ctx, name, &subtitle, &columns, shaded)?;
    for group in &ctx.plan.groups {
        for line in group.from..=group.to {
            let row = ctx.plan.lines[(line - FIRST) as usize];
            unit(sheet, ctx, line, &ctx.input.scorecard.units[row])?;
            aspect_scores(sheet, ctx, line, row)?;
            results(sheet, ctx, line, row, (group.from, group.to))?;
        }
    }
    Ok(())
}

fn aspect_scores(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    row: usize,
) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let objectives = quoted(&ctx.plan.sheets.objectives);
    let completeness = quoted(&ctx.plan.sheets.completeness);
    for (a, column) in (0..framework.aspects.len()).zip(FIXED..) {
        let Some(span) = ctx.plan.objective_span(framework, a) else {
            continue;
        };
        let cells = across(line, span);
        let applicable = format!("COUNT({completeness}!{cells})");
        let live = formula::mean(
            &group(ctx, framework.scoring.aggregation.aspect, &applicable),
            &format!("{objectives}!{}", weights(span)),
            &format!("{objectives}!{cells}"),
        );
        let shown = Shown::Number(ctx.input.scorecard.aspects.get(row, a));
        book::live(sheet, (line, column), &live, &shown, &ctx.formats.number)?;
    }
    Ok(())
}

fn results(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    row: usize,
    (from, to): (u32, u32),
) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let formats = &ctx.formats;
    let scored = &ctx.input.scorecard.units[row];
    let cell = |key: &str| a1(line, result(ctx, key));
    let at = |key: &str| (line, result(ctx, key));
    let plain = |text: String| Live::plain(text);
    let aspects = framework.aspects.len() as u16;
    if aspects == 0 {
        return Ok(());
    }
    let span = (FIXED, FIXED + aspects - 1);
    let cells = across(line, span);
    let completeness = quoted(&ctx.plan.sheets.completeness);
    let first = FIXED + ctx.plan.objectives.len() as u16;
    let asked = across(line, (first, first + aspects - 1));
    let applicable = format!("COUNT({completeness}!{asked})");
    let mean = group(ctx, framework.scoring.aggregation.total, &applicable);
    let live = formula::mean(&mean, &weights(span), &cells);
    let shown = Shown::Number(scored.aggregated);
    book::live(sheet, at("aggregated"), &live, &shown, &formats.number)?;

    let adjusted = adjustments(ctx, scored);
    let shown = [Some(adjusted.deduction), Some(adjusted.bonus), adjusted.cap];
    for ((key, live), shown) in ["deduction", "bonus", "veto_cap"]
        .into_iter()
        .zip(sums(ctx, line))
        .zip(shown)
    {
        book::live(
            sheet,
            at(key),
            &live,
            &Shown::Number(shown),
            &formats.number,
        )?;
    }
    let before = cell("aggregated");
    let deducted = format!("({before}-MIN(max_deduction,-{}))", cell("deduction"));
    let bonus = if framework
        .adjustments
        .rules
        .iter()
        .any(|r| r.kind == AdjustmentKind::Bonus)
    {
        format!(
            "+IF({deducted}>bonus_above,MIN(max_bonus,{}),0)",
            cell("bonus")
        )
    } else {
        String::new()
    };
    let cap = cell("veto_cap");
    let text = format!(
        "IF(ISNUMBER({before}),MAX(0,MIN(100,IF(ISNUMBER({cap}),{cap},100),{deducted}{bonus})),\"\")"
    );
    let shown = Shown::Number(scored.total);
    book::live(sheet, at("total"), &plain(text), &shown, &formats.number)?;

    let total = cell("total");
    let decimals = framework.scoring.decimals;
    let round = |t: f64| published(t, decimals);
    let text = format!("IF(ISNUMBER({total}),ROUND({total},score_decimals),\"\")");
    let shown = Shown::Number(scored.total.map(round));
    book::live(
        sheet,
        at("published"),
        &plain(text),
        &shown,
        &formats.number,
    )?;
    grade(sheet, ctx, line, scored)?;

    let text = format!(
        "IF(AND(ISNUMBER({total}),{}+{SAME}>=min_completeness),{},\"\")",
        cell("completeness"),
        cell("published")
    );
    let ranked = matches!(scored.ranking, Ranking::Rank(_));
    let shown = Shown::Number(scored.total.filter(|_| ranked).map(round));
    book::live(
        sheet,
        at("ranked_score"),
        &plain(text),
        &shown,
        &formats.number,
    )?;
    let column = result(ctx, "ranked_score");
    let peers = format!(
        "{}:{}",
        absolute(&a1(from, column)),
        absolute(&a1(to, column))
    );
    let own = cell("ranked_score");
    let text = format!("IF(ISNUMBER({own}),RANK({own},{peers}),\"\")");
    let shown = Shown::Number(match scored.ranking {
        Ranking::Rank(rank) => Some(f64::from(rank)),
        Ranking::Incomplete | Ranking::NoScore => None,
    });
    book::live(sheet, at("rank"), &plain(text), &shown, &formats.whole)?;

    let whole = a1(line, first + aspects);
    let text = format!("{completeness}!{whole}");
    let shown = Shown::Number(Some(scored.completeness));
    book::live(
        sheet,
        at("completeness"),
        &plain(text),
        &shown,
        &formats.share,
    )?;
    balance(sheet, ctx, line, scored, span)
}

/// `$D$7` of `D7`.
fn absolute(cell: &str) -> String {
    let digits = cell
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(cell.len());
    format!("${}${}", &cell[..digits], &cell[digits..])
}

fn grade(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    scored: &UnitScore,
) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let method = quoted(&ctx.plan.sheets.method);
    let published = a1(line, result(ctx, "published"));
    let mut text = format!("IF(ISNUMBER({published}),");
    for (at, _) in (0..).zip(&framework.grades) {
        let row = ctx.plan.grades + at + 1;
        text += &format!("IF({published}>={method}!$B${row},{method}!$A${row},");
    }
    text += "\"\"";
    text += &")".repeat(framework.grades.len());
    text += ",\"\")";
    let name = scored
        .grade
        .and_then(|g| framework.grades.get(g))
        .map_or("", |g| g.name.get(ctx.input.lang));
    let at = (line, result(ctx, "grade"));
    let shown = Shown::Words(name);
    book::live(sheet, at, &Live::plain(text), &shown, &ctx.formats.centred)
}

/// Geometric over arithmetic mean of the aspects.
fn balance(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    scored: &UnitScore,
    span: (u16, u16),
) -> Result<(), XlsxError> {
    let (w, cells) = (weights(span), across(line, span));
    let sum = |term: &str| format!("SUM(IF(ISNUMBER({cells}),{w}{term},0))");
    let all = sum("");
    let arithmetic = sum(&format!("*{cells}"));
    // The logarithm of what is not positive is never taken: the IF around it has answered 0.
    let logs = sum(&format!("*LN({cells})"));
    let before = a1(line, result(ctx, "aggregated"));
    let live = Live {
        text: format!(
            "IF(AND(ISNUMBER({before}),{arithmetic}>0),IF(MIN({cells})<=0,0,\
             MIN(1,EXP({logs}/{all})/({arithmetic}/{all}))),\"\")"
        ),
        array: true,
    };
    let at = (line, result(ctx, "balance"));
    let shown = Shown::Number(scored.balance);
    book::live(sheet, at, &live, &shown, &ctx.formats.share)
}
