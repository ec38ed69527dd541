//! What the matrix sheets share: one line a unit, one column an element, headings and linked weights above.

use assessment_models::{UnitCode, framework::Mean, scoring::UnitScore, text::Lang};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{
    Context,
    book::{self, FIXED_WIDTHS, Page, Paper, Shown},
    formula::{Group, Live},
    patience,
    plan::{Element, FIRST, FIXED, WEIGHTS},
};
use crate::palette::LIGHT;

/// One value column of a matrix sheet.
pub(super) struct Column {
    /// What the column stands under: its objective or aspect; empty for none.
    pub(super) group: String,
    /// Whose weight, linked to the method sheet, stands above; none where it is not weighed.
    pub(super) weight: Option<Element>,
    pub(super) name: String,
    pub(super) id: String,
    /// Characters.
    pub(super) width: f64,
}

/// Starts a matrix sheet: headings, weights, widths, filter, shading.
pub(super) fn matrix<'b>(
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
        paper: paper(columns, ctx.plan.lines.len()),
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
    let mut at = FIXED;
    for part in columns.chunk_by(|a, b| a.group == b.group) {
        let (name, to) = (&part[0].group, at + part.len() as u16 - 1);
        if to > at && !name.is_empty() {
            sheet.merge_range(2, at, 2, to, name, &formats.group)?;
        } else {
            book::text(sheet, 2, at, name, &formats.group)?;
        }
        at = to + 1;
    }
    let groups = columns.chunk_by(|a, b| a.group == b.group);
    let wide = |part: &[Column]| part.iter().map(|c| c.width).sum::<f64>();
    let tall = book::head_height(groups.map(|part| (part[0].group.as_str(), wide(part))));
    sheet.set_row_height(2, tall)?;
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
    let tall = book::head_height(columns.iter().map(|c| (c.name.as_str(), c.width)));
    sheet.set_row_height(4, tall)?;
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

/// Columns that a page holds at a legible size.
const ONE_PAGE: f64 = 200.0;

fn paper(columns: &[Column], lines: usize) -> Paper {
    let wide: f64 = columns.iter().map(|c| c.width).sum();
    let fixed: f64 = FIXED_WIDTHS.iter().sum();
    if fixed + wide <= ONE_PAGE {
        return Paper::Wide {
            landscape: true,
            characters: fixed + wide,
            lines: lines + FIRST as usize,
        };
    }
    // Columns that stand under nothing may be parted anywhere.
    let together = |a: &Column, b: &Column| a.group == b.group && !a.group.is_empty();
    let groups: Vec<(usize, f64)> = columns
        .chunk_by(together)
        .map(|part| (part.len(), part.iter().map(|c| c.width).sum()))
        .collect();
    // Code and name stand on every page, the peer group on the first.
    Paper::parts(fixed, &groups, FIXED)
}

/// Width of a column of values: words of Latin script are longer than those of Han.
pub(super) fn width(ctx: &Context<'_>) -> f64 {
    match ctx.input.lang {
        Lang::Zh => 9.0,
        Lang::En => 12.5,
    }
}

/// Code, name and peer group of the unit on a line; where a person asks to stop, rows end here.
pub(super) fn unit(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    scored: &UnitScore,
) -> Result<(), XlsxError> {
    patience::go_on(ctx.cancel)?;
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
    unit_named(ctx, &scored.unit).unwrap_or(scored.unit.as_str())
}

/// Name of a unit; `None` where the round does not hold it.
pub(super) fn unit_named<'a>(ctx: &Context<'a>, code: &UnitCode) -> Option<&'a str> {
    let units = &ctx.input.data.units;
    // Units come by code; where they do not, they are searched.
    units
        .binary_search_by(|u| u.code.cmp(code))
        .ok()
        .or_else(|| units.iter().position(|u| u.code == *code))
        .map(|at| units[at].name.get(ctx.input.lang))
}

pub(super) fn indicator_columns(ctx: &Context<'_>, weighted: bool) -> Vec<Column> {
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
                width: width(ctx),
            }
        })
        .collect()
}

pub(super) fn objective_columns(ctx: &Context<'_>) -> Vec<Column> {
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
                width: width(ctx),
            }
        })
        .collect()
}

pub(super) fn aspect_columns(ctx: &Context<'_>) -> Vec<Column> {
    let aspects = ctx.input.framework.aspects.iter().enumerate();
    aspects
        .map(|(a, aspect)| Column {
            group: String::new(),
            weight: Some(Element::Aspect(a)),
            name: aspect.name.get(ctx.input.lang).to_owned(),
            id: aspect.id.as_str().to_owned(),
            width: width(ctx),
        })
        .collect()
}

/// How the cells of a group are joined, by the settings of the framework.
pub(super) fn group<'a>(ctx: &Context<'_>, mean: Mean, applicable: &'a str) -> Group<'a> {
    let aggregation = &ctx.input.framework.scoring.aggregation;
    Group {
        mean,
        floor: aggregation.floor,
        threshold: aggregation.threshold,
        applicable,
    }
}
