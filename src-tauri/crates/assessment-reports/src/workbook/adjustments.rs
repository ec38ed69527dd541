//! The adjustments: each line a rule that was set off for a unit, with how often; points and caps follow
//! live from the rules on the method sheet, and the aspect sheet sums them. Empty lines below let an auditor
//! try what another one would do.

use assessment_models::{
    draft::column_letters,
    framework::{AdjustmentKind, AdjustmentRule},
    scoring::{Applied, UnitScore},
};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, Formula, Workbook, Worksheet, XlsxError,
};

use super::{
    Context,
    book::{self, Shown},
    evidence::{FIRST, List, list},
    formula::Live,
    matrix::unit_name,
    plan::quoted,
};

/// Empty lines for trying.
const SPARE: u32 = 10;

const CODE: u16 = 0;
const RULE: u16 = 2;
const KIND: u16 = 3;
const EACH: u16 = 4;
const TIMES: u16 = 5;
const POINTS: u16 = 6;
const CAP: u16 = 7;

/// What adjustments do to a unit, before the limits over all rules.
pub(super) struct Adjustments {
    /// 0 or less.
    pub(super) deduction: f64,
    /// Points earned, whether or not the score allows them.
    pub(super) bonus: f64,
    /// The lowest cap of the vetoes that apply, 0..=100.
    pub(super) cap: Option<f64>,
}

pub(super) fn adjustments(ctx: &Context<'_>, scored: &UnitScore) -> Adjustments {
    let mut out = Adjustments {
        deduction: 0.0,
        bonus: 0.0,
        cap: None,
    };
    for applied in &scored.adjustments {
        let Some(rule) = rule(ctx, applied) else {
            continue;
        };
        let points = points(rule, count(ctx, scored, applied));
        match rule.kind {
            AdjustmentKind::Deduction => out.deduction -= points,
            AdjustmentKind::Bonus => out.bonus += points,
            AdjustmentKind::Veto => {
                out.cap = Some(out.cap.map_or(rule.points, |c| c.min(rule.points)));
            }
        }
    }
    out
}

fn rule<'a>(ctx: &Context<'a>, applied: &Applied) -> Option<&'a AdjustmentRule> {
    let rules = &ctx.input.framework.adjustments.rules;
    rules.iter().find(|r| r.id == applied.rule)
}

/// Points of a rule that was set off so often, 0 or more, within the rule's own limit.
fn points(rule: &AdjustmentRule, times: u32) -> f64 {
    let points = rule.points * f64::from(times);
    rule.max.map_or(points, |max| points.min(max))
}

/// How often a rule was set off: once by each record, and as often as a person entered.
fn count(ctx: &Context<'_>, scored: &UnitScore, applied: &Applied) -> u32 {
    let entered: Vec<u32> = ctx
        .input
        .data
        .adjustments
        .iter()
        .filter(|a| a.unit == scored.unit && a.rule == applied.rule && a.count > 0)
        .map(|a| a.count)
        .collect();
    // What was entered stands among the causes too.
    let records = applied.because.len().saturating_sub(entered.len());
    records as u32 + entered.iter().sum::<u32>()
}

/// The words of a kind, as the method sheet writes them.
pub(super) fn kind_key(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Deduction => "deduction",
        AdjustmentKind::Bonus => "bonus",
        AdjustmentKind::Veto => "veto",
    }
}

/// The live sums of a unit in row `line` (zero-based) of the aspect sheet: deduction, bonus, cap.
pub(super) fn sums(ctx: &Context<'_>, line: u32) -> [Live; 3] {
    let lines: usize = ctx
        .input
        .scorecard
        .units
        .iter()
        .map(|u| u.adjustments.len())
        .sum();
    let last = FIRST + lines as u32 + SPARE;
    let sheet = quoted(&ctx.plan.sheets.adjustments);
    let cells = |column: u16| {
        let letters = column_letters(column);
        format!("{sheet}!${letters}${}:${letters}${last}", FIRST + 1)
    };
    // A code that is typed as a number is the text that the code is.
    let own = format!("{}&\"\"=$A{}", cells(CODE), line + 1);
    let sum = |kind: AdjustmentKind| Live {
        text: format!(
            "SUM(IF({own},IF({}=\"{}\",{},0),0))",
            cells(KIND),
            ctx.words.get(kind_key(kind)),
            cells(POINTS)
        ),
        array: true,
    };
    let cap = Live {
        text: format!(
            "IF(SUM(IF({own},IF(ISNUMBER({0}),1,0),0))=0,\"\",MIN(IF({own},IF(ISNUMBER({0}),{0},100),100)))",
            cells(CAP)
        ),
        array: true,
    };
    [
        sum(AdjustmentKind::Deduction),
        sum(AdjustmentKind::Bonus),
        cap,
    ]
}

/// Each rule that was set off, with what set it off.
pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let input = ctx.input;
    let heads = [
        (words.get("code"), 10.0),
        (words.get("unit"), 26.0),
        (words.get("rule"), 8.0),
        (words.get("kind"), 11.0),
        (words.get("rule_each"), 8.0),
        (words.get("times"), 8.0),
        (words.get("points"), 8.0),
        (words.get("veto_cap"), 8.0),
        (words.get("condition"), 44.0),
        (words.get("basis"), 26.0),
        (words.get("because"), 32.0),
    ];
    let lines: usize = input
        .scorecard
        .units
        .iter()
        .map(|u| u.adjustments.len())
        .sum();
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.adjustments,
            subtitle: words.get("adjustments_subtitle"),
            heads: &heads,
            landscape: true,
            lines: lines + SPARE as usize,
            totals: Vec::new(),
        },
    )?;
    let top = |format: &Format| Format::clone(format).set_align(rust_xlsxwriter::FormatAlign::Top);
    let formats = [&ctx.formats.text, &ctx.formats.centred, &ctx.formats.number].map(top);
    let [text, centred, number] = &formats;
    let entry = top(&ctx.formats.entry).set_align(rust_xlsxwriter::FormatAlign::Center);
    let mut line = FIRST;
    for &row in &ctx.plan.lines {
        let scored = &input.scorecard.units[row];
        for applied in &scored.adjustments {
            let Some(rule) = rule(ctx, applied) else {
                continue;
            };
            let times = count(ctx, scored, applied);
            let because = applied.because.join(words.get("list_comma"));
            let told = [
                (8, rule.condition.get(input.lang)),
                (9, rule.basis.get(input.lang)),
                (10, because.as_str()),
            ];
            let tall = told.map(|(column, words)| (words, heads[usize::from(column)].1));
            sheet.set_row_height(line, book::cell_height(tall.into_iter()))?;
            book::text(sheet, line, CODE, scored.unit.as_str(), text)?;
            book::text(sheet, line, 1, unit_name(ctx, scored), text)?;
            book::text(sheet, line, RULE, &applied.rule, centred)?;
            sheet.write_number_with_format(line, TIMES, times, &entry)?;
            effect(sheet, ctx, line, Some((rule, times)), (centred, number))?;
            for (column, words) in told {
                book::text(sheet, line, column, words, &ctx.formats.wrapped)?;
            }
            line += 1;
        }
    }
    let listed = line;
    let named = Format::clone(&entry).set_num_format("@");
    if !input.framework.adjustments.rules.is_empty() {
        for _ in 0..SPARE {
            for (column, format) in [(CODE, &named), (RULE, &named), (TIMES, &entry)] {
                sheet.write_blank(line, column, format)?;
            }
            effect(sheet, ctx, line, None, (centred, number))?;
            line += 1;
        }
        let rules = DataValidation::new().allow_list_formula(Formula::new("=rule_ids"));
        sheet.add_data_validation(FIRST, RULE, line - 1, RULE, &rules)?;
        let times =
            DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
        sheet.add_data_validation(FIRST, TIMES, line - 1, TIMES, &times)?;
    }
    if listed > FIRST {
        sheet.autofilter(FIRST - 1, 0, listed - 1, heads.len() as u16 - 1)?;
    }
    Ok(())
}

/// Kind, points each, points and cap of a line, live by its rule; `None` for an empty line.
fn effect(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    of: Option<(&AdjustmentRule, u32)>,
    (centred, number): (&Format, &Format),
) -> Result<(), XlsxError> {
    let n = line + 1;
    let (deduction, bonus, veto) = (
        ctx.words.get("deduction"),
        ctx.words.get("bonus"),
        ctx.words.get("veto"),
    );
    let by_rule = |name: &str| format!("INDEX({name},MATCH($C{n},rule_ids,0))");
    let looked_up = |name: &str| Live::plain(format!("IF($C{n}=\"\",\"\",{})", by_rule(name)));
    let kind = Shown::Words(of.map_or("", |(rule, _)| ctx.words.get(kind_key(rule.kind))));
    book::live(
        sheet,
        (line, KIND),
        &looked_up("rule_kinds"),
        &kind,
        centred,
    )?;
    let each = Shown::Number(of.map(|(rule, _)| rule.points));
    book::live(
        sheet,
        (line, EACH),
        &looked_up("rule_points"),
        &each,
        number,
    )?;
    let limit = by_rule("rule_limits");
    let within = format!("IF(ISNUMBER({limit}),MIN(E{n}*F{n},{limit}),E{n}*F{n})");
    let text = format!("IF(D{n}=\"{deduction}\",-{within},IF(D{n}=\"{bonus}\",{within},\"\"))");
    let shown = of.and_then(|(rule, times)| match rule.kind {
        AdjustmentKind::Deduction => Some(0.0 - points(rule, times)),
        AdjustmentKind::Bonus => Some(points(rule, times)),
        AdjustmentKind::Veto => None,
    });
    book::live(
        sheet,
        (line, POINTS),
        &Live::plain(text),
        &Shown::Number(shown),
        number,
    )?;
    let text = format!("IF(AND(D{n}=\"{veto}\",N(F{n})>0),E{n},\"\")");
    let shown = of.and_then(|(rule, times)| {
        (rule.kind == AdjustmentKind::Veto && times > 0).then_some(rule.points)
    });
    book::live(
        sheet,
        (line, CAP),
        &Live::plain(text),
        &Shown::Number(shown),
        number,
    )
}
