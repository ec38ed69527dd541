//! What is missing or low: indicators that cost the province most, and what costs each unit most, with
//! room for what is done about it.

use assessment_models::{draft::column_letters, scoring::CellState};
use rust_xlsxwriter::{DataValidation, Workbook, XlsxError};

use super::{
    Context,
    book::{self, Shown},
    evidence::{FIRST, List, finish, list},
    formula::{self, Live},
    matrix::unit_name,
    plan::{self, Element, FIXED, quoted},
};

/// So many weak points of a unit are listed.
pub(super) const WORST: usize = 5;
/// So many indicators are listed as common problems.
const COMMON: usize = 40;

/// The indicators that cost most on the average of the units that are asked, over the whole.
pub(super) fn common(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, framework) = (ctx.words, ctx.input.framework);
    let lang = ctx.input.lang;
    let bound = pass_bound(ctx);
    let below = words.fill("common_below", &[("bound", &bound.to_string())]);
    let heads = [
        (words.get("indicator"), 9.0),
        (words.get("indicator_name"), 34.0),
        (words.get("aspect"), 20.0),
        (words.get("common_scored"), 9.0),
        (words.get("state_missing"), 9.0),
        (below.as_str(), 10.0),
        (words.get("common_mean"), 10.0),
        (words.get("weight_in_total"), 10.0),
        (words.get("common_loss"), 11.0),
    ];
    let mut found: Vec<(usize, Tally)> = ctx
        .plan
        .indicators
        .iter()
        .filter_map(|&i| Some((i, tally(ctx, i, bound)?)))
        .collect();
    found.sort_by(|a, b| b.1.loss.total_cmp(&a.1.loss).then(a.0.cmp(&b.0)));
    found.truncate(COMMON);
    let n = found.len();
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.common,
            subtitle: &words.fill("common_subtitle", &[("n", &n.to_string())]),
            heads: &heads,
            landscape: false,
            lines: n,
            totals: Vec::new(),
        },
    )?;
    let (scores, answers) = (
        quoted(&ctx.plan.sheets.scores),
        quoted(&ctx.plan.sheets.answers),
    );
    let formats = &ctx.formats;
    for (line, (i, tally)) in (FIRST..).zip(&found) {
        let indicator = &framework.indicators[*i];
        let objective = &framework.objectives[indicator.objective];
        let aspect = &framework.aspects[objective.aspect];
        let at = ctx
            .plan
            .indicators
            .iter()
            .position(|x| x == i)
            .unwrap_or_default();
        let letters = column_letters(FIXED + at as u16);
        let (from, to) = (plan::FIRST + 1, ctx.plan.last() + 1);
        let cells = format!("${letters}${from}:${letters}${to}");
        book::text(sheet, line, 0, indicator.id.as_str(), &formats.centred)?;
        book::text(sheet, line, 1, indicator.name.get(lang), &formats.text)?;
        book::text(sheet, line, 2, aspect.name.get(lang), &formats.text)?;
        let live = |text: String| Live::plain(text);
        let n = line + 1;
        let row = ctx.plan.tree_row(Element::Indicator(*i), framework) + 1;
        let weight = format!("{}!$F${row}", quoted(&ctx.plan.sheets.method));
        let columns = [
            (
                live(format!("COUNT({scores}!{cells})")),
                tally.scored,
                &formats.whole,
            ),
            (
                formula::missing(&format!("{answers}!{cells}"), &format!("{scores}!{cells}")),
                tally.missing,
                &formats.whole,
            ),
            (
                live(format!("COUNTIF({scores}!{cells},\"<{bound}\")")),
                tally.below,
                &formats.whole,
            ),
            (
                live(format!("IF(D{n}>0,AVERAGE({scores}!{cells}),\"\")")),
                tally.mean,
                &formats.number,
            ),
            (live(weight), tally.weight, &formats.share),
            (
                live(format!("IF(D{n}>0,H{n}*(100-G{n}),\"\")")),
                tally.loss,
                &formats.number,
            ),
        ];
        for (column, (formula, shown, format)) in (3..).zip(columns) {
            book::live(
                sheet,
                (line, column),
                &formula,
                &Shown::Number(Some(shown)),
                format,
            )?;
        }
    }
    finish(sheet, ctx, FIRST + n as u32, heads.len())
}

/// What an indicator costs the units that have a score in it.
struct Tally {
    scored: f64,
    missing: f64,
    below: f64,
    mean: f64,
    weight: f64,
    loss: f64,
}

fn tally(ctx: &Context<'_>, i: usize, bound: f64) -> Option<Tally> {
    let (framework, card) = (ctx.input.framework, ctx.input.scorecard);
    let scores: Vec<f64> = ctx
        .plan
        .lines
        .iter()
        .filter_map(|&row| card.indicators.get(row, i))
        .collect();
    if scores.is_empty() {
        return None;
    }
    let missing = ctx
        .plan
        .lines
        .iter()
        .filter(|&&row| card.state(row, i) == CellState::Missing);
    let indicator = &framework.indicators[i];
    let objective = &framework.objectives[indicator.objective];
    let weight = indicator.weight * objective.weight * framework.aspects[objective.aspect].weight;
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    Some(Tally {
        scored: scores.len() as f64,
        missing: missing.count() as f64,
        below: scores.iter().filter(|s| **s < bound).count() as f64,
        mean,
        weight,
        loss: weight * (100.0 - mean),
    })
}

/// The least score that is not of the worst grade; the middle where there are no grades.
fn pass_bound(ctx: &Context<'_>) -> f64 {
    let grades = &ctx.input.framework.grades;
    grades
        .iter()
        .rev()
        .map(|g| g.lower)
        .find(|l| *l > 0.0)
        .unwrap_or(50.0)
}

/// A weak point of a unit.
struct Weak {
    indicator: usize,
    missing: bool,
    weight: f64,
    gain: f64,
}

impl Weak {
    fn state(&self) -> &'static str {
        if self.missing {
            "state_missing"
        } else {
            "state_low"
        }
    }
}

/// What costs a unit most: its indicators by weight × what is missing to 100.
fn weak(ctx: &Context<'_>, row: usize) -> Vec<Weak> {
    let (framework, card) = (ctx.input.framework, ctx.input.scorecard);
    let mut found = Vec::new();
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
        let whole = indicator.weight * objective.weight * aspect.weight;
        let weight = card.weights.get(row, i).unwrap_or(whole);
        let gain = weight * (100.0 - score);
        if missing || gain > 0.0 {
            found.push(Weak {
                indicator: i,
                missing,
                weight,
                gain,
            });
        }
    }
    found.sort_by(|a, b| {
        b.gain
            .total_cmp(&a.gain)
            .then(a.indicator.cmp(&b.indicator))
    });
    found.truncate(WORST);
    found
}

/// A weak point as the unit page shows it.
pub(super) struct Listed<'a> {
    pub(super) name: &'a str,
    /// Key of the locale.
    pub(super) state: &'static str,
    pub(super) score: Option<f64>,
    pub(super) gain: f64,
}

/// A unit's weak points, in the order in which they are listed.
pub(super) fn listed<'a>(ctx: &Context<'a>, row: usize) -> Vec<Listed<'a>> {
    let weak = weak(ctx, row).into_iter();
    weak.map(|weak| Listed {
        name: ctx.input.framework.indicators[weak.indicator]
            .name
            .get(ctx.input.lang),
        state: weak.state(),
        score: ctx.input.scorecard.indicators.get(row, weak.indicator),
        gain: weak.gain,
    })
    .collect()
}

/// Each unit's weak points, with columns for rectification that the auditor fills in.
pub(super) fn units(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, framework, card) = (ctx.words, ctx.input.framework, ctx.input.scorecard);
    let heads = [
        (words.get("code"), 9.0),
        (words.get("unit"), 24.0),
        (words.get("indicator"), 8.0),
        (words.get("indicator_name"), 30.0),
        (words.get("state"), 8.0),
        (words.get("score"), 8.0),
        (words.get("weight_in_total"), 9.0),
        (words.get("gain"), 9.0),
        (words.get("rectify_measure"), 20.0),
        (words.get("rectify_owner"), 10.0),
        (words.get("rectify_due"), 11.0),
        (words.get("rectify_state"), 10.0),
    ];
    let found: Vec<(usize, Vec<Weak>)> = ctx
        .plan
        .lines
        .iter()
        .map(|&row| (row, weak(ctx, row)))
        .collect();
    let n: usize = found.iter().map(|(_, weak)| weak.len()).sum();
    let last = FIRST as usize + n;
    let totals = if n == 0 {
        Vec::new()
    } else {
        let state = column_letters(11);
        let done = words.get("rectify_done");
        vec![
            (
                1,
                Live::plain(format!("SUBTOTAL(103,A{}:A{last})", FIRST + 1)),
                n as f64,
            ),
            (
                11,
                Live::plain(format!(
                    "COUNTIF({state}{}:{state}{last},\"{done}\")",
                    FIRST + 1
                )),
                0.0,
            ),
        ]
    };
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.problems,
            subtitle: &words.fill("problems_subtitle", &[("n", &WORST.to_string())]),
            heads: &heads,
            landscape: false,
            lines: n,
            totals,
        },
    )?;
    let formats = &ctx.formats;
    let mut line = FIRST;
    for (row, weak) in found {
        let scored = &card.units[row];
        for weak in weak {
            let indicator = &framework.indicators[weak.indicator];
            book::text(sheet, line, 0, scored.unit.as_str(), &formats.text)?;
            book::text(sheet, line, 1, unit_name(ctx, scored), &formats.text)?;
            book::text(sheet, line, 2, indicator.id.as_str(), &formats.centred)?;
            book::text(
                sheet,
                line,
                3,
                indicator.name.get(ctx.input.lang),
                &formats.text,
            )?;
            book::text(sheet, line, 4, words.get(weak.state()), &formats.centred)?;
            match card.indicators.get(row, weak.indicator) {
                Some(score) => {
                    sheet.write_number_with_format(line, 5, score, &formats.number)?;
                }
                None => book::text(sheet, line, 5, "", &formats.number)?,
            }
            sheet.write_number_with_format(line, 6, weak.weight, &formats.share)?;
            sheet.write_number_with_format(line, 7, weak.gain, &formats.number)?;
            for column in 8..12 {
                sheet.write_blank(line, column, &formats.entry)?;
            }
            line += 1;
        }
    }
    if n > 0 {
        let states = ["rectify_open", "rectify_going", "rectify_done"].map(|key| words.get(key));
        let choice = DataValidation::new().allow_list_strings(&states)?;
        sheet.add_data_validation(FIRST, 11, line - 1, 11, &choice)?;
    }
    finish(sheet, ctx, line, heads.len())
}
