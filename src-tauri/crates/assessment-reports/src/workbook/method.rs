//! How the numbers come about: framework, parameters, grades, stages in words, and the weights that every
//! formula reads. Weights and parameters may be changed here; everything follows.

use assessment_models::framework::{Scale, Status, Trigger};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{
    Context,
    adjustments::kind_key,
    book::{self, Page, Paper, Shown},
    formula::Live,
    plan::{Element, PARAMETERS, mean_key},
};
use crate::{
    charts::{layer_key, mode_key},
    palette::LIGHT,
};

/// Widths of the columns of the tree.
const WIDTHS: [f64; 8] = [15.0, 20.0, 9.0, 30.0, 10.0, 10.0, 56.0, 40.0];

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let name = &ctx.plan.sheets.method;
    let page = Page {
        name,
        freeze: (0, 0),
        tab: LIGHT.muted,
        large: false,
        paper: Paper::Wide {
            landscape: true,
            characters: WIDTHS.iter().sum(),
            // Most lines of the tree are two or three high.
            lines: 0,
        },
    };
    let sheet = book::sheet(book, ctx, &page)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = format!("{} · {name}", book::title(ctx));
    book::heading(sheet, ctx, &title, words.get("method_subtitle"))?;
    about(sheet, ctx)?;
    parameters(sheet, ctx)?;
    grades(sheet, ctx)?;
    rules(sheet, ctx)?;
    tree(sheet, ctx)?;
    stages(sheet, ctx)
}

fn pair(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    row: u32,
    key: &str,
    value: &str,
) -> Result<(), XlsxError> {
    book::text(sheet, row, 0, ctx.words.get(key), &ctx.formats.subtitle)?;
    book::text(
        sheet,
        row,
        1,
        value,
        &Format::clone(&ctx.formats.link).set_font_color(book::colour(LIGHT.ink)),
    )
}

fn about(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let input = ctx.input;
    let words = ctx.words;
    let round = &input.data.round;
    let period = format!("{} – {}", round.period_start, round.period_end);
    let scoring = &input.framework.scoring.aggregation;
    let means = [scoring.objective, scoring.aspect, scoring.total]
        .map(|m| words.get(mean_key(m)))
        .join(" → ");
    let rows = [
        (
            "about_framework",
            input.framework.name.get(input.lang).to_owned(),
        ),
        (
            "about_version",
            format!("{} {}", input.framework.id, input.framework.version),
        ),
        ("about_digest", input.framework.digest.clone()),
        ("about_round", round.name.get(input.lang).to_owned()),
        ("about_period", period),
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
    ];
    for (row, (key, value)) in (3..).zip(rows) {
        pair(sheet, ctx, row, key, &value)?;
    }
    Ok(())
}

fn parameters(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let title = words.get("parameters");
    book::text(sheet, PARAMETERS - 1, 0, title, &ctx.formats.section)?;
    let input = Format::clone(&ctx.formats.input).set_num_format("General");
    for (row, (name, value)) in (PARAMETERS..).zip(ctx.plan.parameters()) {
        book::text(sheet, row, 0, name, &ctx.formats.text)?;
        match value.parse::<f64>() {
            Ok(number) => {
                sheet.write_number_with_format(row, 1, number, &input)?;
            }
            Err(_) => book::text(sheet, row, 1, value, &input)?,
        }
        let about = words.get(&format!("about_{name}")).to_owned();
        book::text(sheet, row, 3, &about, &ctx.formats.subtitle)?;
    }
    Ok(())
}

fn grades(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let first = ctx.plan.grades;
    book::text(
        sheet,
        first - 2,
        0,
        words.get("grades"),
        &ctx.formats.section,
    )?;
    book::text(sheet, first - 1, 0, words.get("grade"), &ctx.formats.head)?;
    book::text(sheet, first - 1, 1, words.get("from"), &ctx.formats.head)?;
    let input = Format::clone(&ctx.formats.input).set_num_format(ctx.plan.score_format());
    for (row, grade) in (first..).zip(&ctx.input.framework.grades) {
        let name = grade.name.get(ctx.input.lang);
        book::text(sheet, row, 0, name, &ctx.formats.text)?;
        sheet.write_number_with_format(row, 1, grade.lower, &input)?;
        book::text(
            sheet,
            row,
            3,
            checked(ctx, &grade.status),
            &ctx.formats.subtitle,
        )?;
    }
    Ok(())
}

/// How far a fact of the framework is checked, in words; as it stands where it is none of the kinds.
fn checked<'a>(ctx: &Context<'a>, status: &'a Status) -> &'a str {
    let kinds = [
        ("verified", "status_verified"),
        ("proposed", "status_proposed"),
        ("memory", "status_memory"),
    ];
    let kind = kinds.iter().find(|(word, _)| status.0.starts_with(word));
    kind.map_or(status.0.as_str(), |(_, key)| ctx.words.get(key))
}

/// The rules of adjustments; the adjustment sheet reads kind, points and limit here.
fn rules(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let (lang, first) = (ctx.input.lang, ctx.plan.rules);
    let rules = &ctx.input.framework.adjustments.rules;
    if rules.is_empty() {
        return Ok(());
    }
    book::text(sheet, first - 2, 0, words.get("rules"), &formats.section)?;
    let heads = [
        "rule",
        "kind",
        "rule_each",
        "rule_trigger",
        "rule_limit",
        "status",
        "condition",
        "basis",
    ];
    for (column, key) in (0..).zip(heads) {
        book::text(sheet, first - 1, column, words.get(key), &formats.head)?;
    }
    let number = Format::clone(&formats.input)
        .set_num_format("General")
        .set_align(FormatAlign::Top);
    for (row, rule) in (first..).zip(rules) {
        let (condition, basis) = (rule.condition.get(lang), rule.basis.get(lang));
        let tall = [(condition, WIDTHS[6]), (basis, WIDTHS[7])];
        sheet.set_row_height(row, book::cell_height(tall.into_iter()))?;
        let kind = words.get(kind_key(rule.kind));
        let trigger = match &rule.trigger {
            Trigger::Manual => words.get("rule_manual").to_owned(),
            Trigger::Records { register, .. } => {
                let named = ctx.input.framework.register(register);
                named.map_or_else(|| register.clone(), |r| r.name.get(lang).to_owned())
            }
        };
        for (column, text) in [
            (0, rule.id.as_str()),
            (1, kind),
            (3, &trigger),
            (5, checked(ctx, &rule.status)),
            (6, condition),
            (7, basis),
        ] {
            book::text(sheet, row, column, text, &formats.wrapped)?;
        }
        sheet.write_number_with_format(row, 2, rule.points, &number)?;
        match rule.max {
            Some(max) => {
                sheet.write_number_with_format(row, 4, max, &number)?;
            }
            None => {
                sheet.write_blank(row, 4, &number)?;
            }
        }
    }
    Ok(())
}

fn tree(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, plan) = (ctx.words, ctx.plan);
    let framework = ctx.input.framework;
    let lang = ctx.input.lang;
    let first = plan.tree;
    book::text(
        sheet,
        first - 2,
        0,
        words.get("weights"),
        &ctx.formats.section,
    )?;
    let heads = [
        "level",
        "id",
        "parent",
        "name",
        "weight",
        "weight_in_total",
        "scale",
        "legal",
    ];
    for (column, key) in (0..).zip(heads) {
        book::text(sheet, first - 1, column, words.get(key), &ctx.formats.head)?;
    }
    let mut line = |element: Element,
                    [level, id, parent, name]: [&str; 4],
                    weight: f64,
                    above: Option<Element>,
                    whole: f64,
                    [scale, legal]: [&str; 2]|
     -> Result<(), XlsxError> {
        let row = plan.tree_row(element, framework);
        let formats = &ctx.formats;
        let tall = [(name, WIDTHS[3]), (scale, WIDTHS[6]), (legal, WIDTHS[7])];
        sheet.set_row_height(row, book::cell_height(tall.into_iter()))?;
        for (column, text) in (0..).zip([level, id, parent, name]) {
            book::text(sheet, row, column, text, &formats.wrapped)?;
        }
        sheet.write_number_with_format(row, 4, weight, &formats.input)?;
        let formula = match above {
            None => format!("E{}", row + 1),
            Some(above) => format!("E{}*F{}", row + 1, plan.tree_row(above, framework) + 1),
        };
        let shown = Shown::Number(Some(whole));
        book::live(
            sheet,
            (row, 5),
            &Live::plain(formula),
            &shown,
            &formats.share,
        )?;
        book::text(sheet, row, 6, scale, &formats.wrapped)?;
        book::text(sheet, row, 7, legal, &formats.wrapped)
    };
    for (a, aspect) in framework.aspects.iter().enumerate() {
        let text = [
            words.get("aspect"),
            aspect.id.as_str(),
            "",
            aspect.name.get(lang),
        ];
        let description = aspect.description.get(lang);
        line(
            Element::Aspect(a),
            text,
            aspect.weight,
            None,
            aspect.weight,
            [description, ""],
        )?;
    }
    for &o in &plan.objectives {
        let objective = &framework.objectives[o];
        let aspect = &framework.aspects[objective.aspect];
        let text = [
            words.get("objective"),
            objective.id.as_str(),
            aspect.id.as_str(),
            objective.name.get(lang),
        ];
        let whole = objective.weight * aspect.weight;
        let above = Some(Element::Aspect(objective.aspect));
        let about = [objective.description.get(lang), ""];
        line(
            Element::Objective(o),
            text,
            objective.weight,
            above,
            whole,
            about,
        )?;
    }
    for &i in &plan.indicators {
        let indicator = &framework.indicators[i];
        let objective = &framework.objectives[indicator.objective];
        let text = [
            words.get("indicator"),
            indicator.id.as_str(),
            objective.id.as_str(),
            indicator.name.get(lang),
        ];
        let whole =
            indicator.weight * objective.weight * framework.aspects[objective.aspect].weight;
        let above = Some(Element::Objective(indicator.objective));
        let scale = in_words(ctx, &indicator.scale);
        let about = [scale.as_str(), indicator.legal.basis.get(lang)];
        line(
            Element::Indicator(i),
            text,
            indicator.weight,
            above,
            whole,
            about,
        )?;
    }
    Ok(())
}

/// A scale as a sentence with its own numbers.
fn in_words(ctx: &Context<'_>, scale: &Scale) -> String {
    let words = ctx.words;
    let n = |x: &f64| x.to_string();
    match scale {
        Scale::Choice(options) | Scale::Maturity(options) => options
            .iter()
            .map(|o| format!("{} {} = {}", o.value, o.label.get(ctx.input.lang), o.score))
            .collect::<Vec<_>>()
            .join(words.get("list_semicolon")),
        Scale::Goalposts(g) => words.fill(
            "scale_goalposts",
            &[("zero", &n(&g.zero)), ("full", &n(&g.full))],
        ),
        Scale::Steps(steps) => steps
            .iter()
            .map(|s| format!("≥ {} = {}", s.from, s.score))
            .collect::<Vec<_>>()
            .join(words.get("list_semicolon")),
        Scale::Band { a, b, c, d } => words.fill(
            "scale_band",
            &[("a", &n(a)), ("b", &n(b)), ("c", &n(c)), ("d", &n(d))],
        ),
        Scale::Likert { points } => words.fill("scale_likert", &[("points", &n(points))]),
    }
}

/// The stages in words, under the weights.
fn stages(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, plan) = (ctx.words, ctx.plan);
    let framework = ctx.input.framework;
    let elements = framework.aspects.len() + plan.objectives.len() + plan.indicators.len();
    let first = plan.tree + elements as u32 + 2;
    book::text(
        sheet,
        first - 1,
        0,
        words.get("stages"),
        &ctx.formats.section,
    )?;
    let keys = [
        "stage_raw",
        "stage_applicable",
        "stage_normalised",
        "stage_aggregated",
        "stage_adjusted",
        "stage_graded",
        "stage_ranked",
        "stage_colours",
    ];
    for (row, key) in (first..).zip(keys) {
        book::text(
            sheet,
            row,
            0,
            words.get(key),
            &ctx.formats
                .link
                .clone()
                .set_font_color(book::colour(LIGHT.ink)),
        )?;
    }
    Ok(())
}
