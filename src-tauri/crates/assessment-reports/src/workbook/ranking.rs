//! A ranking sheet for each peer group, best first.

use assessment_models::{
    draft::column_letters,
    scoring::{Ranking, published},
};
use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, Workbook, XlsxError};

use super::{
    Context,
    aspects::result,
    book::{self, Page, Paper, Shown},
    formula::Live,
    matrix::{unit_name, width},
    plan::{FIXED, quoted},
};
use crate::palette::LIGHT;

/// Zero-based first line of units.
pub(super) const FIRST: u32 = 4;

/// Columns before the aspects.
const HEAD: [(&str, f64); 5] = [
    ("rank", 6.0),
    ("code", 9.0),
    ("unit", 30.0),
    ("published", 11.0),
    ("grade", 9.0),
];

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let input = ctx.input;
    let (framework, card) = (input.framework, input.scorecard);
    let source = quoted(&ctx.plan.sheets.aspects);
    let narrow = width(ctx) - 0.5;
    for group in &ctx.plan.groups {
        let mut heads: Vec<(String, f64)> = HEAD
            .iter()
            .map(|&(key, width)| (ctx.words.get(key).to_owned(), width))
            .collect();
        for aspect in &framework.aspects {
            heads.push((aspect.name.get(input.lang).to_owned(), narrow));
        }
        let tail = ["completeness", "balance"];
        heads.extend(tail.map(|key| (ctx.words.get(key).to_owned(), narrow)));
        let page = Page {
            name: &group.sheet,
            freeze: (FIRST, 3),
            tab: LIGHT.green,
            large: true,
            paper: Paper::Wide {
                landscape: false,
                characters: heads.iter().map(|(_, width)| width).sum(),
                lines: group.ranked.len() + FIRST as usize,
            },
        };
        let sheet = book::sheet(book, ctx, &page)?;
        for (column, (_, width)) in (0..).zip(&heads) {
            sheet.set_column_width(column, *width)?;
        }
        let title = format!("{} · {}", book::title(ctx), group.sheet);
        let n = group.ranked.len().to_string();
        let subtitle = ctx.words.fill("ranking_sheet_subtitle", &[("n", &n)]);
        book::heading(sheet, ctx, &title, &subtitle)?;
        let tall = book::head_height(heads.iter().map(|(name, width)| (name.as_str(), *width)));
        sheet.set_row_height(FIRST - 1, tall)?;
        for (column, (name, _)) in (0..).zip(&heads) {
            book::text(sheet, FIRST - 1, column, name, &ctx.formats.head)?;
        }
        for (line, &row) in (FIRST..).zip(&group.ranked) {
            let scored = &card.units[row];
            let from = ctx.plan.line_of[row] + 1;
            let link =
                |column: u16| Live::plain(format!("{source}!{}{from}", column_letters(column)));
            let rank = match scored.ranking {
                Ranking::Rank(rank) => Some(f64::from(rank)),
                Ranking::Incomplete | Ranking::NoScore => None,
            };
            let formats = &ctx.formats;
            let formula = link(result(ctx, "rank"));
            book::live(
                sheet,
                (line, 0),
                &formula,
                &Shown::Number(rank),
                &formats.whole,
            )?;
            book::text(sheet, line, 1, scored.unit.as_str(), &formats.text)?;
            book::text(sheet, line, 2, unit_name(ctx, scored), &formats.text)?;
            let decimals = framework.scoring.decimals;
            let shown = Shown::Number(scored.total.map(|t| published(t, decimals)));
            let formula = link(result(ctx, "published"));
            book::live(sheet, (line, 3), &formula, &shown, &formats.number)?;
            let grade = scored.grade.and_then(|g| framework.grades.get(g));
            let shown = Shown::Words(grade.map_or("", |g| g.name.get(input.lang)));
            let formula = link(result(ctx, "grade"));
            book::live(sheet, (line, 4), &formula, &shown, &formats.centred)?;
            let mut column = HEAD.len() as u16;
            for a in 0..framework.aspects.len() {
                let shown = Shown::Number(card.aspects.get(row, a));
                let formula = link(FIXED + a as u16);
                book::live(sheet, (line, column), &formula, &shown, &formats.number)?;
                column += 1;
            }
            let values = [Some(scored.completeness), scored.balance];
            for (key, value) in tail.into_iter().zip(values) {
                let formula = link(result(ctx, key));
                let shown = Shown::Number(value);
                book::live(sheet, (line, column), &formula, &shown, &formats.share)?;
                column += 1;
            }
        }
        let last = FIRST + group.ranked.len() as u32 - 1;
        sheet.autofilter(FIRST - 1, 0, last, heads.len() as u16 - 1)?;
        let first = HEAD.len() as u16;
        if !framework.aspects.is_empty() {
            let right = first + framework.aspects.len() as u16 - 1;
            book::shade(sheet, (FIRST, first), (last, right))?;
        }
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 100)
            .set_fill_color(book::colour(LIGHT.scale[1]))
            .set_solid_fill(true)
            .set_border_off(true);
        sheet.add_conditional_format(FIRST, 3, last, 3, &bar)?;
    }
    Ok(())
}
