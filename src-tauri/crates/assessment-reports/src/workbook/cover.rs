//! The first sheet: what this is, where it comes from, what it holds, how to read it.

use rust_xlsxwriter::{Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::{
    Context,
    book::{self, Page, Paper, Shown},
    checks,
    formula::Live,
    plan::{mean_key, quoted},
};
use crate::{
    charts::{layer_key, mode_key},
    palette::LIGHT,
};

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (input, words, formats) = (ctx.input, ctx.words, &ctx.formats);
    let page = Page {
        name: &ctx.plan.sheets.cover,
        freeze: (0, 0),
        tab: LIGHT.ink,
        large: false,
        paper: Paper::One { landscape: false },
    };
    let sheet = book::sheet(book, ctx, &page)?;
    for (column, width) in (0..).zip([3.0, 28.0, 66.0]) {
        sheet.set_column_width(column, width)?;
    }
    let right = Format::clone(&formats.plain)
        .set_bold()
        .set_align(FormatAlign::Right);
    book::text(sheet, 1, 2, words.get("marking"), &right)?;
    if input.synthetic {
        book::text(sheet, 1, 1, words.get("synthetic"), &formats.notice)?;
    }
    sheet.set_row_height(4, 42)?;
    book::text(sheet, 4, 1, &book::title(ctx), &formats.cover)?;
    let framework = input.framework.name.get(input.lang);
    let under = Format::clone(&formats.subtitle).set_font_size(13);
    sheet.set_row_height(5, 24)?;
    book::text(sheet, 5, 1, framework, &under)?;
    let next = about(sheet, ctx, 8)?;
    let next = contents(sheet, ctx, next + 2)?;
    book::text(sheet, next + 2, 1, words.get("reading"), &formats.section)?;
    book::text(sheet, next + 2, 2, "", &formats.section)?;
    for (row, key) in (next + 3..).zip(["reading_colours", "reading_live", "reading_missing"]) {
        sheet.set_row_height(row, 34)?;
        sheet.merge_range(row, 1, row, 2, words.get(key), &formats.note)?;
    }
    Ok(())
}

/// Where the numbers come from, by line; gives the row after.
fn about(sheet: &mut Worksheet, ctx: &Context<'_>, first: u32) -> Result<u32, XlsxError> {
    let (input, words) = (ctx.input, ctx.words);
    let round = &input.data.round;
    let scoring = &input.framework.scoring.aggregation;
    let means = [scoring.objective, scoring.aspect, scoring.total]
        .map(|m| words.get(mean_key(m)))
        .join(" → ");
    let deadline = round.deadline.map(|d| d.to_string());
    let version = format!("{} {}", input.framework.id, input.framework.version);
    let rows = [
        ("about_round", round.name.get(input.lang).to_owned()),
        (
            "about_period",
            format!("{} – {}", round.period_start, round.period_end),
        ),
        ("about_deadline", deadline.unwrap_or_else(|| "–".to_owned())),
        ("units", input.scorecard.units.len().to_string()),
        ("about_version", version),
        (
            "about_layer",
            words.get(layer_key(input.scorecard)).to_owned(),
        ),
        (
            "about_mode",
            words.get(mode_key(input.scorecard)).to_owned(),
        ),
        ("about_means", means),
        ("about_date", input.generated_on.to_string()),
        ("about_digest", input.framework.digest.clone()),
        ("about_snapshot", ctx.snapshot.clone()),
    ];
    let mut row = first;
    for (key, value) in rows {
        book::text(sheet, row, 1, words.get(key), &ctx.formats.text)?;
        book::text(sheet, row, 2, &value, &ctx.formats.text)?;
        row += 1;
    }
    book::text(sheet, row, 1, words.get("about_checks"), &ctx.formats.text)?;
    let verdict = Live::plain(checks::verdict_cell(ctx));
    let shown = Shown::Words(words.get("checks_good"));
    let bold = Format::clone(&ctx.formats.text).set_bold();
    book::live(sheet, (row, 2), &verdict, &shown, &bold)?;
    Ok(row + 1)
}

/// Links to the sheets, each with what it holds; gives the row after.
fn contents(sheet: &mut Worksheet, ctx: &Context<'_>, at: u32) -> Result<u32, XlsxError> {
    let words = ctx.words;
    let sheets = &ctx.plan.sheets;
    book::text(
        sheet,
        at - 1,
        1,
        words.get("contents"),
        &ctx.formats.section,
    )?;
    book::text(sheet, at - 1, 2, "", &ctx.formats.section)?;
    let mut entries: Vec<(&str, &str)> = vec![(&sheets.overview, "about_overview")];
    let rankings = ctx.plan.groups.iter().map(|g| g.sheet.as_str());
    entries.extend(rankings.map(|sheet| (sheet, "about_ranking")));
    entries.extend([
        (sheets.pictures.as_str(), "about_pictures"),
        (sheets.unit_page.as_str(), "about_unit_page"),
        (sheets.aspects.as_str(), "about_aspects"),
        (sheets.objectives.as_str(), "about_objectives"),
        (sheets.scores.as_str(), "about_scores"),
        (sheets.answers.as_str(), "about_answers"),
        (sheets.completeness.as_str(), "about_completeness"),
        (sheets.adjustments.as_str(), "about_adjustments"),
        (sheets.incidents.as_str(), "about_incidents"),
        (sheets.common.as_str(), "about_common"),
        (sheets.problems.as_str(), "about_problems"),
        (sheets.findings.as_str(), "about_findings"),
        (sheets.survey.as_str(), "about_survey"),
        (sheets.method.as_str(), "about_method"),
        (sheets.checks.as_str(), "about_audit"),
        (sheets.import_problems.as_str(), "about_import_problems"),
    ]);
    let mut row = at;
    for (name, about) in entries {
        let link = Url::new(format!("internal:{}!A1", quoted(name))).set_text(name);
        sheet.write_url_with_format(row, 1, link, &ctx.formats.link)?;
        book::text(sheet, row, 2, words.get(about), &ctx.formats.subtitle)?;
        row += 1;
    }
    Ok(row)
}
