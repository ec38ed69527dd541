//! What the four parties answered, as it may be published: small cells are withheld.

use assessment_models::{
    survey::Party,
    survey_stats::{Estimate, PublishedItem, SurveyOptions, publish, survey_statistics},
};
use rust_xlsxwriter::{
    ConditionalFormatDataBar, ConditionalFormatType, Format, Workbook, Worksheet, XlsxError,
};

use super::{
    Context, book,
    evidence::{FIRST, List, finish, list},
};
use crate::palette::LIGHT;

/// A party by its key of the locale.
fn party_key(party: Party) -> &'static str {
    match party {
        Party::Government => "party_government",
        Party::Enterprise => "party_enterprise",
        Party::SocialOrg => "party_social_org",
        Party::Citizen => "party_citizen",
    }
}

/// One line a question, and one more for each of its options.
pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let framework = ctx.input.framework;
    let mut statistics = survey_statistics(framework, ctx.input.data, &SurveyOptions::default());
    // A party that was never asked has nothing to withhold.
    statistics.retain(|party| party.responses > 0);
    let published = publish(framework, &statistics);
    let lines = published
        .iter()
        .flat_map(|p| &p.items)
        .map(|item| 1 + item.options.len())
        .sum();
    let heads = [
        (words.get("party"), 10.0),
        (words.get("question"), 8.0),
        (words.get("question_text"), 56.0),
        (words.get("survey_n"), 9.0),
        (words.get("survey_mean"), 10.0),
        (words.get("survey_share"), 11.0),
        (words.get("survey_low"), 10.0),
        (words.get("survey_high"), 10.0),
    ];
    let confidence = format!("{:.0}", framework.diagnosis.survey.confidence * 100.0);
    let least = framework.diagnosis.survey.suppress_below.to_string();
    let sheet = list(
        book,
        ctx,
        &List {
            name: &ctx.plan.sheets.survey,
            subtitle: &words.fill("survey_subtitle", &[("p", &confidence), ("n", &least)]),
            heads: &heads,
            landscape: false,
            lines,
            totals: Vec::new(),
        },
    )?;
    let mut line = FIRST;
    for party in &published {
        for item in &party.items {
            line = question(sheet, ctx, line, words.get(party_key(party.party)), item)?;
        }
    }
    if line > FIRST {
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color(book::colour(LIGHT.scale[1]))
            .set_solid_fill(true)
            .set_border_off(true);
        sheet.add_conditional_format(FIRST, 5, line - 1, 5, &bar)?;
    }
    finish(sheet, ctx, line, heads.len())
}

fn question(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    mut line: u32,
    party: &str,
    item: &PublishedItem,
) -> Result<u32, XlsxError> {
    let formats = &ctx.formats;
    let lang = ctx.input.lang;
    let Some(question) = ctx.input.framework.questions.get(item.question) else {
        return Ok(line);
    };
    let bold = Format::clone(&formats.text).set_bold();
    let option = Format::clone(&formats.text).set_indent(2);
    let first = [party, question.id.as_str(), question.text.get(lang)];
    for (column, words) in (0..).zip(first) {
        book::text(sheet, line, column, words, &bold)?;
    }
    let withheld = ctx.words.get("survey_withheld");
    match item.n {
        Some(n) => {
            sheet.write_number_with_format(line, 3, n as f64, &formats.whole)?;
        }
        None => book::text(sheet, line, 3, withheld, &formats.centred)?,
    }
    for column in 4..8 {
        sheet.write_blank(line, column, &formats.text)?;
    }
    if let Some(mean) = item.mean {
        sheet.write_number_with_format(line, 4, mean.value, &formats.number)?;
        if let Some((low, high)) = mean.interval {
            sheet.write_number_with_format(line, 6, low, &formats.number)?;
            sheet.write_number_with_format(line, 7, high, &formats.number)?;
        }
    } else if let Some(right) = item.right {
        share(sheet, ctx, line, &right)?;
    }
    line += 1;
    for chosen in &item.options {
        let name = question
            .options
            .get(chosen.option - 1)
            .map_or("", |o| o.get(lang));
        for (column, words) in (0..).zip([party, question.id.as_str()]) {
            book::text(sheet, line, column, words, &formats.text)?;
        }
        book::text(sheet, line, 2, name, &option)?;
        match chosen.count {
            Some(n) => {
                sheet.write_number_with_format(line, 3, n as f64, &formats.whole)?;
            }
            None => book::text(sheet, line, 3, withheld, &formats.centred)?,
        }
        for column in 4..8 {
            sheet.write_blank(line, column, &formats.text)?;
        }
        if let Some(found) = chosen.share {
            share(sheet, ctx, line, &found)?;
        }
        line += 1;
    }
    Ok(line)
}

fn share(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    line: u32,
    found: &Estimate,
) -> Result<(), XlsxError> {
    let format = &ctx.formats.share;
    sheet.write_number_with_format(line, 5, found.value, format)?;
    if let Some((low, high)) = found.interval {
        sheet.write_number_with_format(line, 6, low, format)?;
        sheet.write_number_with_format(line, 7, high, format)?;
    }
    Ok(())
}
