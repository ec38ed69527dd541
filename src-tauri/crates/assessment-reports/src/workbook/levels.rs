//! The matrix sheets, one line a unit: answers, scores, objectives, completeness, aspects with the result.

use assessment_models::{
    framework::{AdjustmentKind, Mean},
    scoring::{CellState, NotScored, Ranking, UnitScore, published},
};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{
    Context,
    book::{self, Page, Shown},
    formula::{self, Group, Live, SAME},
    plan::{Element, FIRST, FIXED, WEIGHTS, a1, across, mean_key, quoted, weights},
};
use crate::palette::LIGHT;

/// One value column of a matrix sheet.
struct Column {
    group: String,
    weight: Option<Element>,
    name: String,
    id: String,
    width: f64,
}

/// Starts a matrix sheet: headings, weights, widths, filter, shading.
fn matrix<'b>(
    book: &'b mut Workbook,
    ctx: &Context<'_>,
    name: &str,
    subtitle: &str,
    columns: &[Column],
    shaded: usize,
) -> Result<&'b mut Worksheet, XlsxError> {
    let page = Page {
        name,
        freeze: (FIRST, 2),
        tab: LIGHT.blue,
        large: true,
        columns: columns.len(),
    };
    let sheet = book::sheet(book, ctx, &page)?;
    book::fixed_widths(sheet)?;
    let words = ctx.words;
    let last = FIXED + columns.len() as u16;
    for (at, column) in (FIXED..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
    }
    book::heading(
        sheet,
        ctx,
        &format!("{} · {name}", book::title(ctx)),
        subtitle,
    )?;
    let formats = &ctx.formats;
    for (at, column) in (FIXED..).zip(columns) {
        book::text(sheet, 2, at, &column.group, &formats.group)?;
    }
    sheet.set_row_height(2, 30)?;
    book::text(sheet, WEIGHTS, 1, words.get("weight"), &formats.subtitle)?;
    for (at, column) in (FIXED..).zip(columns) {
        if let Some(element) = column.weight {
            let framework = ctx.input.framework;
            let live = Live::plain(ctx.plan.weight(element, framework));
            let weight = match element {
                Element::Aspect(a) => framework.aspects[a].weight,
                Element::Objective(o) => framework.objectives[o].weight,
                Element::Indicator(i) => framework.indicators[i].weight,
            };
            let shown = Shown::Number(Some(weight));
            book::live(sheet, (WEIGHTS, at), &live, &shown, &formats.weight)?;
        }
    }
    sheet.set_row_height(4, 48)?;
    for (at, column) in (FIXED..).zip(columns) {
        book::text(sheet, 4, at, &column.name, &formats.head)?;
    }
    for (at, key) in ["code", "unit", "peer_group"].into_iter().enumerate() {
        book::text(sheet, 5, at as u16, words.get(key), &formats.head)?;
    }
    for (at, column) in (FIXED..).zip(columns) {
        book::text(sheet, 5, at, &column.id, &formats.head)?;
    }
    if !ctx.plan.lines.is_empty() {
        let bottom = ctx.plan.last();
        sheet.autofilter(FIRST - 1, 0, bottom, last - 1)?;
        if shaded > 0 {
            let right = FIXED + shaded as u16 - 1;
            book::shade(sheet, (FIRST, FIXED), (bottom, right))?;
        }
    }
    Ok(sheet)
}

/// Code, name and peer group of the unit on a line.
fn unit(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    scored: &UnitScore,
) -> Result<(), XlsxError> {
    let input = ctx.input;
    let formats = &ctx.formats;
    let name = unit_name(ctx, scored);
    let group = input
        .framework
        .peer_group(&scored.peer_group)
        .map_or(scored.peer_group.as_str(), |g| g.name.get(input.lang));
    book::text(sheet, line, 0, scored.unit.as_str(), &formats.text)?;
    book::text(sheet, line, 1, name, &formats.text)?;
    book::text(sheet, line, 2, group, &formats.text)
}

/// Name of a scored unit; its code where the round does not hold it.
pub(super) fn unit_name<'a>(ctx: &Context<'a>, scored: &'a UnitScore) -> &'a str {
    let units = &ctx.input.data.units;
    // Units come by code; where they do not, they are searched.
    units
        .binary_search_by(|u| u.code.cmp(&scored.unit))
        .ok()
        .or_else(|| units.iter().position(|u| u.code == scored.unit))
        .map_or(scored.unit.as_str(), |at| {
            units[at].name.get(ctx.input.lang)
        })
}

fn indicator_columns(ctx: &Context<'_>, weighted: bool) -> Vec<Column> {
    let framework = ctx.input.framework;
    let lang = ctx.input.lang;
    ctx.plan
        .indicators
        .iter()
        .map(|&i| {
            let indicator = &framework.indicators[i];
            Column {
                group: framework.objectives[indicator.objective]
                    .name
                    .get(lang)
                    .to_owned(),
                weight: weighted.then_some(Element::Indicator(i)),
                name: indicator.name.get(lang).to_owned(),
                id: indicator.id.as_str().to_owned(),
                width: 11.0,
            }
        })
        .collect()
}

fn objective_columns(ctx: &Context<'_>) -> Vec<Column> {
    let framework = ctx.input.framework;
    let lang = ctx.input.lang;
    ctx.plan
        .objectives
        .iter()
        .map(|&o| {
            let objective = &framework.objectives[o];
            Column {
                group: framework.aspects[objective.aspect]
                    .name
                    .get(lang)
                    .to_owned(),
                weight: Some(Element::Objective(o)),
                name: objective.name.get(lang).to_owned(),
                id: objective.id.as_str().to_owned(),
                width: 12.0,
            }
        })
        .collect()
}

fn aspect_columns(ctx: &Context<'_>) -> Vec<Column> {
    let aspects = ctx.input.framework.aspects.iter().enumerate();
    aspects
        .map(|(a, aspect)| Column {
            group: String::new(),
            weight: Some(Element::Aspect(a)),
            name: aspect.name.get(ctx.input.lang).to_owned(),
            id: aspect.id.as_str().to_owned(),
            width: 12.0,
        })
        .collect()
}

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
            let text = format!("IF(ISNUMBER({x}),{score},IF({x}=missing_word,{missing},\"\"))");
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
            let applicable = format!("(COUNT({raw})+COUNTIF({raw},missing_word))");
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

fn group<'a>(ctx: &Context<'_>, mean: Mean, applicable: &'a str) -> Group<'a> {
    let aggregation = &ctx.input.framework.scoring.aggregation;
    Group {
        mean,
        floor: aggregation.floor,
        threshold: aggregation.threshold,
        applicable,
    }
}

/// Share of the applicable weight that is answered: objectives, then aspects, then the whole.
pub(super) fn completeness(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let words = ctx.words;
    let mut columns = objective_columns(ctx);
    columns.extend(aspect_columns(ctx));
    columns.push(Column {
        group: String::new(),
        weight: None,
        name: words.get("completeness").to_owned(),
        id: words.get("whole").to_owned(),
        width: 12.0,
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
            let asked = format!("SUMPRODUCT({w}*(ISNUMBER({raw})+({raw}=missing_word)))");
            let text = format!("IF({asked}>0,SUMPRODUCT({w}*ISNUMBER({raw}))/{asked},\"\")");
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
pub(super) fn aspects(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let framework = ctx.input.framework;
    let words = ctx.words;
    let mut columns = aspect_columns(ctx);
    columns.extend(RESULTS.iter().map(|&key| Column {
        group: String::new(),
        weight: None,
        name: words.get(key).to_owned(),
        id: words.get(&format!("{key}_short")).to_owned(),
        width: 11.0,
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

    let adjustments = adjustments(ctx, scored);
    for (key, points) in [
        ("deduction", adjustments.deduction),
        ("bonus", adjustments.bonus),
    ] {
        sheet.write_number_with_format(line, result(ctx, key), points, &formats.number)?;
    }
    if let Some(cap) = adjustments.cap {
        let column = result(ctx, "veto_cap");
        sheet.write_number_with_format(line, column, cap, &formats.number)?;
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

/// What adjustments do to a unit, before the limits that the formulas apply.
struct Adjustments {
    /// 0 or less.
    deduction: f64,
    /// Points earned, whether or not the score allows them.
    bonus: f64,
    cap: Option<f64>,
}

fn adjustments(ctx: &Context<'_>, scored: &UnitScore) -> Adjustments {
    let rules = &ctx.input.framework.adjustments.rules;
    let mut out = Adjustments {
        deduction: 0.0,
        bonus: 0.0,
        cap: None,
    };
    for applied in &scored.adjustments {
        let rule = rules.iter().find(|r| r.id == applied.rule);
        match applied.kind {
            AdjustmentKind::Deduction => out.deduction += applied.points,
            AdjustmentKind::Bonus if applied.points > 0.0 => out.bonus += applied.points,
            AdjustmentKind::Bonus => {
                if let Some(rule) = rule {
                    let points = rule.points * f64::from(count(ctx, scored, applied));
                    out.bonus += rule.max.map_or(points, |max| points.min(max));
                }
            }
            AdjustmentKind::Veto => {
                if let Some(rule) = rule {
                    out.cap = Some(out.cap.map_or(rule.points, |c| c.min(rule.points)));
                }
            }
        }
    }
    out
}

/// How often a rule applied: as entered, else once for each record.
pub(super) fn count(
    ctx: &Context<'_>,
    scored: &UnitScore,
    applied: &assessment_models::scoring::Applied,
) -> u32 {
    let entered: u32 = ctx
        .input
        .data
        .adjustments
        .iter()
        .filter(|a| a.unit == scored.unit && a.rule == applied.rule)
        .map(|a| a.count)
        .sum();
    if entered > 0 {
        entered
    } else {
        applied.because.len() as u32
    }
}
