//! What the matrix sheets share: one line a unit, one column an element, headings and linked weights above.

use assessment_models::{framework::Mean, scoring::UnitScore};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{
    Context,
    book::{self, Page, Shown},
    formula::{Group, Live},
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
pub(super) fn unit(
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
                width: 11.0,
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
                width: 12.0,
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
            width: 12.0,
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
