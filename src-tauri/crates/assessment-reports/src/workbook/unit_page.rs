//! Any unit's page on demand: a unit is chosen from a list, and scores, medians of its peers, drawing and
//! weak points follow.

use assessment_models::{
    draft::column_letters,
    scoring::{self, Ranking, published},
};
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartType, DataValidation, Format, Formula,
    Workbook, Worksheet, XlsxError,
};

use super::{
    Context,
    aspects::result,
    book::{self, Page, Paper, Shown},
    checks, evidence,
    formula::Live,
    overview::font,
    plan::{CHOSEN, Element, FIXED, quoted},
    problems::WORST,
};
use crate::palette::LIGHT;

const WIDTHS: [f64; 10] = [26.0, 12.0, 12.0, 12.0, 12.0, 3.0, 13.0, 13.0, 13.0, 13.0];
/// Zero-based row of the headings over the aspects.
const TABLE: u32 = 8;

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let name = &ctx.plan.sheets.unit_page;
    let page = Page {
        name,
        freeze: (0, 0),
        tab: LIGHT.green,
        large: false,
        paper: Paper::One { landscape: false },
    };
    let sheet = book::sheet(book, ctx, &page)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = format!("{} · {name}", book::title(ctx));
    book::heading(sheet, ctx, &title, words.get("unit_page_subtitle"))?;
    let Some(&row) = ctx
        .plan
        .lines
        .first()
        .filter(|_| !ctx.input.framework.aspects.is_empty())
    else {
        return book::text(
            sheet,
            CHOSEN,
            0,
            words.get("no_units"),
            &ctx.formats.subtitle,
        );
    };
    head(sheet, ctx, row)?;
    let after = scores(sheet, ctx, row)?;
    drawing(sheet, ctx)?;
    weak_points(sheet, ctx, row, after + 2)
}

/// The chosen unit's cell of a column of the aspect sheet.
fn of_chosen(ctx: &Context<'_>, sheet: &str, column: u16) -> String {
    format!(
        "INDEX({},unit_position)",
        ctx.plan.cells(sheet, (column, column))
    )
}

fn head(sheet: &mut Worksheet, ctx: &Context<'_>, row: usize) -> Result<(), XlsxError> {
    let (words, formats, plan) = (ctx.words, &ctx.formats, ctx.plan);
    let framework = ctx.input.framework;
    let scored = &ctx.input.scorecard.units[row];
    book::text(sheet, CHOSEN, 0, words.get("unit"), &formats.plain)?;
    let entry = Format::clone(&formats.entry).set_bold();
    sheet.merge_range(CHOSEN, 1, CHOSEN, 4, &checks::label(ctx, row), &entry)?;
    let choice = DataValidation::new().allow_list_formula(Formula::new("=unit_labels"));
    sheet.add_data_validation(CHOSEN, 1, CHOSEN, 1, &choice)?;
    let aspects = &plan.sheets.aspects;
    let at = |key: &str| of_chosen(ctx, aspects, result(ctx, key));
    let group = Live::plain(of_chosen(ctx, aspects, 2));
    let group_name = framework
        .peer_group(&scored.peer_group)
        .map_or(scored.peer_group.as_str(), |g| g.name.get(ctx.input.lang));
    book::text(
        sheet,
        CHOSEN + 1,
        0,
        words.get("peer_group"),
        &formats.subtitle,
    )?;
    let left = &formats.plain;
    book::live(
        sheet,
        (CHOSEN + 1, 1),
        &group,
        &Shown::Words(group_name),
        left,
    )?;
    sheet.set_row_height(CHOSEN + 2, 26)?;
    for (column, key) in [(0, "total"), (2, "rank")] {
        let label = if column == 0 { "published" } else { key };
        book::text(
            sheet,
            CHOSEN + 2,
            column,
            words.get(label),
            &formats.subtitle,
        )?;
    }
    let decimals = framework.scoring.decimals;
    let total = scored.total.map(|t| published(t, decimals));
    let big = Format::clone(&formats.figure).set_num_format(plan.score_format());
    let live = Live::plain(at("published"));
    book::live(sheet, (CHOSEN + 2, 1), &live, &Shown::Number(total), &big)?;
    let groups = plan.cells(aspects, (2, 2));
    let own = format!("$B${}", CHOSEN + 2);
    let ranks = plan.cells(aspects, (result(ctx, "rank"), result(ctx, "rank")));
    let peers = ctx
        .input
        .scorecard
        .units
        .iter()
        .filter(|u| u.peer_group == scored.peer_group && matches!(u.ranking, Ranking::Rank(_)))
        .count();
    let shown = match scored.ranking {
        Ranking::Rank(rank) => format!("{rank} / {peers}"),
        Ranking::Incomplete | Ranking::NoScore => "–".to_owned(),
    };
    let text = format!(
        "IF(ISNUMBER({rank}),{rank}&\" / \"&COUNTIFS({groups},{own},{ranks},\">0\"),\"–\")",
        rank = at("rank")
    );
    book::live(
        sheet,
        (CHOSEN + 2, 3),
        &Live::plain(text),
        &Shown::Words(&shown),
        &big,
    )?;
    for (column, key) in [(0, "grade"), (2, "completeness")] {
        book::text(sheet, CHOSEN + 3, column, words.get(key), &formats.subtitle)?;
    }
    let grade = scored
        .grade
        .and_then(|g| framework.grades.get(g))
        .map_or("", |g| g.name.get(ctx.input.lang));
    let live = Live::plain(at("grade"));
    book::live(sheet, (CHOSEN + 3, 1), &live, &Shown::Words(grade), left)?;
    let share = Format::clone(left).set_num_format("0.0%");
    let live = Live::plain(at("completeness"));
    book::live(
        sheet,
        (CHOSEN + 3, 3),
        &live,
        &Shown::Number(Some(scored.completeness)),
        &share,
    )
}

/// The median of the ranked peers of the chosen unit.
fn median(ctx: &Context<'_>, sheet: &str, column: u16) -> Live {
    let plan = ctx.plan;
    let rank = result(ctx, "rank");
    let groups = plan.cells(&plan.sheets.aspects, (2, 2));
    let ranks = plan.cells(&plan.sheets.aspects, (rank, rank));
    let values = plan.cells(sheet, (column, column));
    let peers = format!("IF({groups}=$B${}", CHOSEN + 2);
    Live {
        text: format!(
            "IF(SUMPRODUCT(({groups}=$B${})*ISNUMBER({ranks})*ISNUMBER({values}))=0,\"\",\
             MEDIAN({peers},IF(ISNUMBER({ranks}),IF(ISNUMBER({values}),{values})))))",
            CHOSEN + 2
        ),
        array: true,
    }
}

/// Aspects and objectives beside the medians of the peers; gives the last row.
fn scores(sheet: &mut Worksheet, ctx: &Context<'_>, row: usize) -> Result<u32, XlsxError> {
    let plan = ctx.plan;
    let framework = ctx.input.framework;
    let lang = ctx.input.lang;
    let card = ctx.input.scorecard;
    let medians = scoring::medians(card, &card.units[row].peer_group);
    let mut line = TABLE;
    heads(sheet, ctx, line, "aspect")?;
    for (a, aspect) in framework.aspects.iter().enumerate() {
        line += 1;
        let column = FIXED + a as u16;
        let of = Compared {
            name: aspect.name.get(lang),
            sheet: &plan.sheets.aspects,
            column,
            element: Element::Aspect(a),
            weight: aspect.weight,
            score: card.aspects.get(row, a),
            median: medians.aspects[a],
        };
        compared(sheet, ctx, line, &of)?;
    }
    line += 2;
    heads(sheet, ctx, line, "objective")?;
    for (column, &o) in (FIXED..).zip(&plan.objectives) {
        line += 1;
        let objective = &framework.objectives[o];
        let of = Compared {
            name: objective.name.get(lang),
            sheet: &plan.sheets.objectives,
            column,
            element: Element::Objective(o),
            weight: objective.weight * framework.aspects[objective.aspect].weight,
            score: card.objectives.get(row, o),
            median: medians.objectives[o],
        };
        compared(sheet, ctx, line, &of)?;
    }
    Ok(line)
}

fn heads(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    first: &str,
) -> Result<(), XlsxError> {
    let keys = [first, "score", "peer_median", "gap", "weight_in_total"];
    for (column, key) in (0..).zip(keys) {
        book::text(sheet, line, column, ctx.words.get(key), &ctx.formats.head)?;
    }
    Ok(())
}

/// An element of the tree beside the median of the peers.
struct Compared<'a> {
    name: &'a str,
    sheet: &'a str,
    column: u16,
    element: Element,
    weight: f64,
    score: Option<f64>,
    median: Option<f64>,
}

fn compared(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    of: &Compared<'_>,
) -> Result<(), XlsxError> {
    let formats = &ctx.formats;
    book::text(sheet, line, 0, of.name, &formats.text)?;
    let own = Live::plain(of_chosen(ctx, of.sheet, of.column));
    book::live(
        sheet,
        (line, 1),
        &own,
        &Shown::Number(of.score),
        &formats.number,
    )?;
    let peers = median(ctx, of.sheet, of.column);
    book::live(
        sheet,
        (line, 2),
        &peers,
        &Shown::Number(of.median),
        &formats.number,
    )?;
    let n = line + 1;
    let gap = format!("IF(AND(ISNUMBER(B{n}),ISNUMBER(C{n})),B{n}-C{n},\"\")");
    let shown = Shown::Number(of.score.zip(of.median).map(|(s, m)| s - m));
    book::live(sheet, (line, 3), &Live::plain(gap), &shown, &formats.signed)?;
    let row = ctx.plan.tree_row(of.element, ctx.input.framework) + 1;
    let weight = Live::plain(format!("{}!$F${row}", quoted(&ctx.plan.sheets.method)));
    book::live(
        sheet,
        (line, 4),
        &weight,
        &Shown::Number(Some(of.weight)),
        &formats.share,
    )
}

/// The aspects beside the medians, as a native chart that follows the choice.
fn drawing(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let name = ctx.plan.sheets.unit_page.as_str();
    let last = TABLE + ctx.input.framework.aspects.len() as u32;
    let mut radar = Chart::new(ChartType::Radar);
    for (column, key, colour, width) in [
        (2, "peer_median", LIGHT.grey, 2.0),
        (1, "unit", LIGHT.blue, 2.75),
    ] {
        radar
            .add_series()
            .set_name(words.get(key))
            .set_categories((name, TABLE + 1, 0, last, 0))
            .set_values((name, TABLE + 1, column, last, column))
            .set_format(
                ChartFormat::new().set_line(
                    ChartLine::new()
                        .set_color(book::colour(colour))
                        .set_width(width),
                ),
            );
    }
    radar.x_axis().set_font(&font(9));
    radar.y_axis().set_min(0).set_max(100).set_font(&font(8));
    radar
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(9));
    radar.set_width(400).set_height(360);
    radar.set_alt_text(words.get("unit_page_radar"));
    sheet.insert_chart(CHOSEN, 6, &radar)?;
    Ok(())
}

/// The unit's lines of the problem sheet.
fn weak_points(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    row: usize,
    at: u32,
) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let problems = quoted(&ctx.plan.sheets.problems);
    let from = evidence::FIRST + 1;
    let to = evidence::FIRST as usize + ctx.plan.lines.len() * WORST;
    let cells = |column: u16| {
        let letters = column_letters(column);
        format!("{problems}!${letters}${from}:${letters}${to}")
    };
    let codes = cells(0);
    let code = "INDEX(unit_codes,unit_position)";
    book::text(sheet, at, 0, words.get("unit_page_weak"), &formats.section)?;
    for column in 1..5 {
        book::text(sheet, at, column, "", &formats.section)?;
    }
    let shown = super::problems::listed(ctx, row);
    let keys = [
        (0, "indicator_name"),
        (2, "state"),
        (3, "score"),
        (4, "gain"),
    ];
    for column in 0..5 {
        let key = keys
            .iter()
            .find(|(c, _)| *c == column)
            .map_or("", |(_, key)| words.get(key));
        book::text(sheet, at + 1, column, key, &formats.head)?;
    }
    for k in 0..WORST {
        let line = at + 2 + k as u32;
        let columns = [
            (0, 3, &formats.text),
            (2, 4, &formats.centred),
            (3, 5, &formats.number),
            (4, 7, &formats.number),
        ];
        book::text(sheet, line, 1, "", &formats.text)?;
        for (column, source, format) in columns {
            let first = format!("MATCH({code},{codes},0)+{k}");
            let live = Live::plain(format!(
                "IFERROR(IF(INDEX({codes},{first})={code},INDEX({},{first}),\"\"),\"\")",
                cells(source)
            ));
            let shown = match shown.get(k) {
                None => Shown::Words(""),
                Some(weak) => match column {
                    0 => Shown::Words(weak.name),
                    2 => Shown::Words(words.get(weak.state)),
                    3 => Shown::Number(weak.score),
                    _ => Shown::Number(Some(weak.gain)),
                },
            };
            book::live(sheet, (line, column), &live, &shown, format)?;
        }
    }
    Ok(())
}
