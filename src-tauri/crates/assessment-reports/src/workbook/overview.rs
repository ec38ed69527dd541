//! The overview: where each peer group stands, and charts that leadership edits.

use assessment_models::{draft::column_letters, scoring};
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType,
    Workbook, Worksheet, XlsxError,
};

use super::{
    Context,
    aspects::result,
    book::{self, Page, Paper, Shown},
    formula::Live,
    plan::{FIXED, GroupLines, quoted},
    ranking,
};
use crate::{
    charts::{layer_key, mode_key},
    palette::LIGHT,
};

/// Zero-based row of the headings of the table of peer groups.
const TABLE: u32 = 5;
/// Bars of the ranking chart at most.
const BARS: usize = 20;

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let input = ctx.input;
    let words = ctx.words;
    let page = Page {
        name: &ctx.plan.sheets.overview,
        freeze: (0, 0),
        tab: LIGHT.ink,
        large: false,
        paper: Paper::One { landscape: true },
    };
    let sheet = book::sheet(book, ctx, &page)?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_range_width(1, 15, 12)?;
    let subtitle = words.fill(
        "overview_subtitle",
        &[
            ("framework", input.framework.name.get(input.lang)),
            ("version", &input.framework.version),
            ("layer", words.get(layer_key(input.scorecard))),
            ("mode", words.get(mode_key(input.scorecard))),
            ("date", &input.generated_on.to_string()),
        ],
    );
    book::heading(sheet, ctx, &book::title(ctx), &subtitle)?;
    book::text(
        sheet,
        3,
        0,
        words.get("overview_groups"),
        &ctx.formats.section,
    )?;
    let groups = ctx.plan.groups.len() as u32;
    let aspects_at = TABLE + groups + 3;
    let charts_at = aspects_at + groups + 2;
    table(sheet, ctx)?;
    let title = words.get("overview_medians");
    book::text(sheet, aspects_at - 2, 0, title, &ctx.formats.section)?;
    medians(sheet, ctx, aspects_at)?;
    if groups > 0 && !input.framework.aspects.is_empty() {
        charts(sheet, ctx, aspects_at, charts_at)
    } else {
        let none = words.get("no_units");
        book::text(sheet, charts_at, 0, none, &ctx.formats.subtitle)
    }
}

/// Cells of a result over the lines of a peer group.
fn lines(ctx: &Context<'_>, group: &GroupLines, column: u16) -> String {
    let letters = column_letters(column);
    format!(
        "{}!${letters}${}:${letters}${}",
        quoted(&ctx.plan.sheets.aspects),
        group.from + 1,
        group.to + 1
    )
}

/// Peer groups by line: units, ranked, medians, grades.
fn table(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let input = ctx.input;
    let words = ctx.words;
    let card = input.scorecard;
    let mut heads = vec![
        words.get("peer_group").to_owned(),
        words.get("units").to_owned(),
        words.get("units_ranked").to_owned(),
        words.get("median_total").to_owned(),
    ];
    for grade in &input.framework.grades {
        heads.push(grade.name.get(input.lang).to_owned());
    }
    sheet.set_row_height(TABLE - 1, 36)?;
    for (column, head) in (0..).zip(&heads) {
        book::text(sheet, TABLE - 1, column, head, &ctx.formats.head)?;
    }
    for (row, group) in (TABLE..).zip(&ctx.plan.groups) {
        let formats = &ctx.formats;
        book::text(sheet, row, 0, &group.name, &formats.text)?;
        let codes = lines(ctx, group, 0);
        let number = |n: usize| Shown::Number(Some(n as f64));
        let text = Live::plain(format!("COUNTA({codes})"));
        book::live(
            sheet,
            (row, 1),
            &text,
            &number(group.ranked.len()),
            &formats.whole,
        )?;
        let ranks = lines(ctx, group, result(ctx, "rank"));
        let text = Live::plain(format!("COUNT({ranks})"));
        let ranked = |&&r: &&usize| matches!(card.units[r].ranking, scoring::Ranking::Rank(_));
        let n = group.ranked.iter().filter(ranked).count();
        book::live(sheet, (row, 2), &text, &number(n), &formats.whole)?;
        let totals = lines(ctx, group, result(ctx, "total"));
        let text = median_of_ranked(&ranks, &totals);
        let shown = Shown::Number(scoring::medians(card, &group.id).total);
        book::live(sheet, (row, 3), &text, &shown, &formats.number)?;
        let grades = lines(ctx, group, result(ctx, "grade"));
        for (at, column) in (0..input.framework.grades.len()).zip(4..) {
            let head = format!("{}${}", column_letters(column), TABLE);
            let text = Live::plain(format!("COUNTIF({grades},{head})"));
            let has = |&&r: &&usize| card.units[r].grade == Some(at);
            let n = group.ranked.iter().filter(has).count();
            book::live(sheet, (row, column), &text, &number(n), &formats.whole)?;
        }
    }
    Ok(())
}

pub(super) fn median_of_ranked(ranks: &str, values: &str) -> Live {
    Live {
        text: format!(
            "IF(COUNT({ranks})=0,\"\",MEDIAN(IF(ISNUMBER({ranks}),IF(ISNUMBER({values}),{values}))))"
        ),
        array: true,
    }
}

/// Medians of the aspects over the ranked units, by peer group.
fn medians(sheet: &mut Worksheet, ctx: &Context<'_>, first: u32) -> Result<(), XlsxError> {
    let input = ctx.input;
    book::text(
        sheet,
        first - 1,
        0,
        ctx.words.get("peer_group"),
        &ctx.formats.head,
    )?;
    sheet.set_row_height(first - 1, 34)?;
    for (column, aspect) in (1..).zip(&input.framework.aspects) {
        book::text(
            sheet,
            first - 1,
            column,
            aspect.name.get(input.lang),
            &ctx.formats.head,
        )?;
    }
    for (row, group) in (first..).zip(&ctx.plan.groups) {
        book::text(sheet, row, 0, &group.name, &ctx.formats.text)?;
        let ranks = lines(ctx, group, result(ctx, "rank"));
        let medians = scoring::medians(input.scorecard, &group.id);
        for (a, column) in (0..input.framework.aspects.len()).zip(1..) {
            let text = median_of_ranked(&ranks, &lines(ctx, group, FIXED + a as u16));
            let shown = Shown::Number(medians.aspects[a]);
            book::live(sheet, (row, column), &text, &shown, &ctx.formats.number)?;
        }
    }
    Ok(())
}

pub(super) fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(book::FACE)
        .set_size(size)
        .set_color(book::colour(LIGHT.ink));
    font
}

fn charts(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    medians: u32,
    at: u32,
) -> Result<(), XlsxError> {
    let words = ctx.words;
    let overview = ctx.plan.sheets.overview.as_str();
    let last = ctx.input.framework.aspects.len() as u16;
    let mut radar = Chart::new(ChartType::Radar);
    // Hues far apart come first: most frameworks have two or three groups.
    let hues = [0, 4, 1, 5, 3, 2].map(|at| LIGHT.hues[at]);
    for ((row, group), &hue) in (medians..).zip(&ctx.plan.groups).zip(hues.iter().cycle()) {
        radar
            .add_series()
            .set_name(group.name.as_str())
            .set_categories((overview, medians - 1, 1, medians - 1, last))
            .set_values((overview, row, 1, row, last))
            .set_format(
                ChartFormat::new()
                    .set_line(ChartLine::new().set_color(book::colour(hue)).set_width(2.0)),
            );
    }
    radar
        .title()
        .set_name(words.get("overview_medians"))
        .set_font(font(12).set_bold());
    radar.x_axis().set_font(&font(9));
    radar.y_axis().set_min(0).set_max(100).set_font(&font(8));
    radar
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(9));
    radar.set_width(600).set_height(540);
    radar.set_alt_text(words.get("overview_medians"));
    sheet.insert_chart(at, 0, &radar)?;

    // The group with most units is the one whose order is asked for first.
    let Some(group) = ctx.plan.groups.iter().max_by_key(|g| g.ranked.len()) else {
        return Ok(());
    };
    let bars = group.ranked.len().min(BARS) as u32;
    let name = words.fill(
        "overview_bars",
        &[("group", &group.name), ("n", &bars.to_string())],
    );
    let mut bar = Chart::new(ChartType::Bar);
    bar.add_series()
        .set_name(words.get("published"))
        .set_categories((
            group.sheet.as_str(),
            ranking::FIRST,
            2,
            ranking::FIRST + bars - 1,
            2,
        ))
        .set_values((
            group.sheet.as_str(),
            ranking::FIRST,
            3,
            ranking::FIRST + bars - 1,
            3,
        ))
        .set_gap(40)
        .set_format(
            ChartFormat::new()
                .set_solid_fill(ChartSolidFill::new().set_color(book::colour(LIGHT.blue))),
        )
        .set_data_label(
            rust_xlsxwriter::ChartDataLabel::new()
                .show_value()
                .set_num_format("0.0")
                .set_font(&font(8)),
        );
    bar.title().set_name(&name).set_font(font(12).set_bold());
    // In a bar chart the vertical axis bears the categories.
    bar.y_axis()
        .set_reverse()
        .set_major_gridlines(false)
        .set_font(&font(8));
    bar.x_axis()
        .set_min(0)
        .set_max(100)
        .set_major_gridlines(false)
        .set_hidden(true);
    bar.legend().set_hidden();
    bar.set_width(690).set_height(540);
    bar.set_alt_text(&name);
    sheet.insert_chart(at, 6, &bar)?;
    Ok(())
}
