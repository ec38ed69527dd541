//! The audit sheet: checks that are computed anew with the workbook, every unit's result beside the
//! engine's, and the files that the data came from.

use assessment_models::{
    draft::column_letters,
    scoring::{CellState, Ranking},
};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ExcelDateTime, Format, Workbook, Worksheet,
    XlsxError,
};

use super::{
    Context,
    aspects::result,
    book::{self, Page, Paper, Shown},
    formula::{self, Live, SAME},
    matrix::unit_name,
    plan::{CHECKED, FIRST, quoted},
};
use crate::palette::LIGHT;

/// Zero-based row of the first check; the verdict stands above.
const CHECKS: u32 = 5;
/// The last is that of a digest, which stands on two lines.
const WIDTHS: [f64; 8] = [40.0, 17.0, 14.0, 12.0, 10.0, 10.0, 12.0, 38.0];

/// The cell that says whether all checks hold.
pub(super) fn verdict_cell(ctx: &Context<'_>) -> String {
    format!("{}!$B$3", quoted(&ctx.plan.sheets.checks))
}

/// What a unit is chosen by: its code and name.
pub(super) fn label(ctx: &Context<'_>, row: usize) -> String {
    let scored = &ctx.input.scorecard.units[row];
    format!("{} {}", scored.unit, unit_name(ctx, scored))
}

/// A check: what is found, and what it must be.
struct Check {
    key: &'static str,
    found: Live,
    shown: f64,
    must: f64,
}

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let name = &ctx.plan.sheets.checks;
    let page = Page {
        name,
        freeze: (0, 0),
        tab: LIGHT.green,
        large: true,
        paper: Paper::Wide {
            landscape: true,
            characters: WIDTHS.iter().sum(),
            lines: ctx.plan.lines.len() + CHECKED as usize + ctx.input.imports.len() + 4,
        },
    };
    let sheet = book::sheet(book, ctx, &page)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = format!("{} · {name}", book::title(ctx));
    book::heading(sheet, ctx, &title, words.get("audit_subtitle"))?;
    let checks = checks(ctx);
    let last = CHECKS + checks.len() as u32 - 1;
    book::text(sheet, 2, 0, words.get("about_checks"), &formats.plain)?;
    let good = words.get("checks_good");
    let verdict = Live::plain(format!(
        "IF(COUNTIF(D{}:D{},check_word)={},\"{good}\",\"{}\")",
        CHECKS + 1,
        last + 1,
        checks.len(),
        words.get("checks_bad")
    ));
    let bold = Format::clone(&formats.plain).set_bold();
    book::live(sheet, (2, 1), &verdict, &Shown::Words(good), &bold)?;
    for (column, key) in (0..).zip(["check", "check_found", "check_must", "check_state"]) {
        book::text(sheet, CHECKS - 1, column, words.get(key), &formats.head)?;
    }
    let exact = Format::clone(&formats.number).set_num_format("General");
    for (row, check) in (CHECKS..).zip(&checks) {
        book::text(sheet, row, 0, words.get(check.key), &formats.text)?;
        let shown = Shown::Number(Some(check.shown));
        book::live(sheet, (row, 1), &check.found, &shown, &exact)?;
        sheet.write_number_with_format(row, 2, check.must, &exact)?;
        let line = row + 1;
        let state = Live::plain(format!(
            "IF(ABS(B{line}-C{line})<=1E-9,check_word,\"{}\")",
            words.get("check_differs")
        ));
        let shown = Shown::Words(words.get("check_same"));
        book::live(sheet, (row, 3), &state, &shown, &formats.centred)?;
    }
    let alarm = Format::new()
        .set_bold()
        .set_font_color(book::colour(LIGHT.vermilion));
    let differs = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(
            words.get("check_differs").to_owned(),
        ))
        .set_format(alarm);
    sheet.add_conditional_format(CHECKS, 3, last, 3, &differs)?;
    units(sheet, ctx)?;
    imports(sheet, ctx)
}

/// The cells of a result on the aspect sheet, over all units.
fn results(ctx: &Context<'_>, key: &str) -> String {
    let letters = column_letters(result(ctx, key));
    let sheet = quoted(&ctx.plan.sheets.aspects);
    format!(
        "{sheet}!${letters}${}:${letters}${}",
        FIRST + 1,
        ctx.plan.last() + 1
    )
}

fn checks(ctx: &Context<'_>) -> Vec<Check> {
    let plan = ctx.plan;
    let card = ctx.input.scorecard;
    let mut checks = Vec::new();
    let method = quoted(&plan.sheets.method);
    let spans = plan.tree_spans(ctx.input.framework);
    let [aspects, objectives, indicators] = spans.map(|(from, to)| (from + 1, to + 1));
    let column =
        |letter: &str, (from, to): (u32, u32)| format!("{method}!${letter}${from}:${letter}${to}");
    if aspects.1 >= aspects.0 {
        checks.push(Check {
            key: "check_aspect_weights",
            found: Live::plain(format!("SUM({})", column("E", aspects))),
            shown: 1.0,
            must: 1.0,
        });
    }
    for (key, above, below) in [
        ("check_objective_weights", aspects, objectives),
        ("check_indicator_weights", objectives, indicators),
    ] {
        if above.1 < above.0 || below.1 < below.0 {
            continue;
        }
        checks.push(Check {
            key,
            found: Live {
                text: format!(
                    "MAX(ABS(SUMIF({},{},{})-1))",
                    column("C", below),
                    column("B", above),
                    column("E", below)
                ),
                array: true,
            },
            shown: 0.0,
            must: 0.0,
        });
    }
    if plan.lines.is_empty() {
        return checks;
    }
    let count = |n: usize| n as f64;
    let totals = card.units.iter().filter(|u| u.total.is_some()).count();
    let ranked = |u: &&assessment_models::scoring::UnitScore| matches!(u.ranking, Ranking::Rank(_));
    let ranked = card.units.iter().filter(ranked).count();
    let missing = card
        .states
        .iter()
        .filter(|s| **s == CellState::Missing)
        .count();
    let answers = plan.indicator_cells(&plan.sheets.answers);
    let scores = plan.indicator_cells(&plan.sheets.scores);
    let (from, to) = (CHECKED + 1, CHECKED + plan.lines.len() as u32);
    checks.extend([
        Check {
            key: "check_totals",
            found: Live::plain(format!("COUNT({})", results(ctx, "total"))),
            shown: count(totals),
            must: count(totals),
        },
        Check {
            key: "check_ranked",
            found: Live::plain(format!("COUNT({})", results(ctx, "rank"))),
            shown: count(ranked),
            must: count(ranked),
        },
        Check {
            key: "check_missing",
            found: formula::missing(&answers, &scores),
            shown: count(missing),
            must: count(missing),
        },
        Check {
            key: "check_difference",
            found: Live::plain(format!("MAX(MAX(D{from}:D{to}),-MIN(D{from}:D{to}))")),
            shown: 0.0,
            must: 0.0,
        },
        Check {
            key: "check_ranks",
            found: Live {
                text: format!("SUM(IF(E{from}:E{to}<>F{from}:F{to},1,0))"),
                array: true,
            },
            shown: 0.0,
            must: 0.0,
        },
    ]);
    checks
}

/// Each unit's result as the engine gave it, and as the workbook computes it now.
fn units(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let heads = [
        "unit",
        "audit_total",
        "audit_total_now",
        "audit_difference",
        "audit_rank",
        "audit_rank_now",
        "completeness",
    ];
    book::text(
        sheet,
        CHECKED - 2,
        0,
        words.get("audit_units"),
        &formats.section,
    )?;
    let tall = book::head_height(heads.iter().zip(WIDTHS).map(|(key, w)| (words.get(key), w)));
    sheet.set_row_height(CHECKED - 1, tall)?;
    for (column, key) in (0..).zip(heads) {
        book::text(sheet, CHECKED - 1, column, words.get(key), &formats.head)?;
    }
    let aspects = quoted(&ctx.plan.sheets.aspects);
    let letters = |key: &str| column_letters(result(ctx, key));
    let exact = Format::clone(&formats.number).set_num_format("0.000000");
    if ctx.input.framework.aspects.is_empty() {
        return Ok(());
    }
    for (at, &row) in ctx.plan.lines.iter().enumerate() {
        let (line, source) = (CHECKED + at as u32, FIRST + at as u32 + 1);
        let scored = &ctx.input.scorecard.units[row];
        book::text(sheet, line, 0, &label(ctx, row), &formats.text)?;
        match scored.total {
            Some(total) => {
                sheet.write_number_with_format(line, 1, total, &exact)?;
            }
            None => book::text(sheet, line, 1, "", &exact)?,
        }
        let now = Live::plain(format!("{aspects}!{}{source}", letters("total")));
        book::live(sheet, (line, 2), &now, &Shown::Number(scored.total), &exact)?;
        let n = line + 1;
        let apart = Live::plain(format!(
            "IF(AND(ISNUMBER(B{n}),ISNUMBER(C{n})),IF(ABS(C{n}-B{n})<={SAME},0,C{n}-B{n}),0)"
        ));
        book::live(sheet, (line, 3), &apart, &Shown::Number(Some(0.0)), &exact)?;
        let rank = match scored.ranking {
            Ranking::Rank(rank) => Some(f64::from(rank)),
            Ranking::Incomplete | Ranking::NoScore => None,
        };
        match rank {
            Some(rank) => {
                sheet.write_number_with_format(line, 4, rank, &formats.whole)?;
            }
            None => book::text(sheet, line, 4, "", &formats.whole)?,
        }
        let now = Live::plain(format!("{aspects}!{}{source}", letters("rank")));
        book::live(sheet, (line, 5), &now, &Shown::Number(rank), &formats.whole)?;
        let now = Live::plain(format!("{aspects}!{}{source}", letters("completeness")));
        let shown = Shown::Number(Some(scored.completeness));
        book::live(sheet, (line, 6), &now, &shown, &formats.share)?;
    }
    Ok(())
}

/// The files that were taken in, with what became of their rows.
fn imports(sheet: &mut Worksheet, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let (words, formats) = (ctx.words, &ctx.formats);
    let first = CHECKED + ctx.plan.lines.len() as u32 + 3;
    book::text(sheet, first - 2, 0, words.get("imports"), &formats.section)?;
    if ctx.input.imports.is_empty() {
        return book::text(
            sheet,
            first - 1,
            0,
            words.get("list_empty"),
            &formats.subtitle,
        );
    }
    let heads = [
        "import_file",
        "import_at",
        "import_by",
        "import_read",
        "import_taken",
        "import_refused",
        "import_problem_kept",
        "import_sha256",
    ];
    for (column, key) in (0..).zip(heads) {
        book::text(sheet, first - 1, column, words.get(key), &formats.head)?;
    }
    for (row, import) in (first..).zip(ctx.input.imports) {
        let name = if import.undone {
            words.fill("import_undone", &[("file", &import.file)])
        } else {
            import.file.clone()
        };
        let digest = (import.sha256.as_str(), WIDTHS[7]);
        let file = (name.as_str(), WIDTHS[0]);
        sheet.set_row_height(row, book::cell_height([digest, file].into_iter()))?;
        book::text(sheet, row, 0, &name, &formats.wrapped)?;
        let at = import.at.format("%Y-%m-%dT%H:%M:%S").to_string();
        match ExcelDateTime::parse_from_str(&at) {
            Ok(at) => {
                sheet.write_datetime_with_format(row, 1, &at, &formats.date)?;
            }
            Err(_) => book::text(sheet, row, 1, &at, &formats.centred)?,
        }
        book::text(sheet, row, 2, &import.actor, &formats.centred)?;
        for (column, n) in (3..).zip([import.read, import.taken, import.refused]) {
            sheet.write_number_with_format(row, column, n as f64, &formats.whole)?;
        }
        match import.problems {
            Some(n) => {
                sheet.write_number_with_format(row, 6, n as f64, &formats.whole)?;
            }
            None => {
                let unknown = words.get("import_problems_unknown");
                book::text(sheet, row, 6, unknown, &formats.centred)?;
            }
        }
        book::text(sheet, row, 7, &import.sha256, &formats.wrapped)?;
    }
    Ok(())
}
