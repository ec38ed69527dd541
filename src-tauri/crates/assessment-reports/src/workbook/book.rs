//! Formats, page set-up and cells, the same on every sheet.

use rust_xlsxwriter::{
    Color, ConditionalFormat3ColorScale, ConditionalFormatType, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{Context, formula::Live, plan::FIXED};
use crate::{
    charts::{layer_key, mode_key},
    font,
    palette::{LIGHT, Rgb},
};

/// What every face falls back from; Chinese offices have it, others substitute a sans of their own.
pub(super) const FACE: &str = "Microsoft YaHei";
/// Longest text of a cell.
const CELL: usize = 32_767;

pub(super) fn colour(rgb: Rgb) -> Color {
    Color::RGB(rgb.value())
}

/// The looks that cells have.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) section: Format,
    pub(super) head: Format,
    pub(super) group: Format,
    pub(super) text: Format,
    pub(super) wrapped: Format,
    pub(super) centred: Format,
    pub(super) number: Format,
    pub(super) whole: Format,
    pub(super) share: Format,
    pub(super) weight: Format,
    pub(super) input: Format,
    pub(super) date: Format,
    pub(super) link: Format,
    /// Words without a rule.
    pub(super) plain: Format,
    /// Words over several lines, without a rule.
    pub(super) note: Format,
    /// The title of the cover.
    pub(super) cover: Format,
    /// What must be seen first: made-up data.
    pub(super) notice: Format,
    /// A cell to be filled in or chosen.
    pub(super) entry: Format,
    /// A number that stands for a page.
    pub(super) figure: Format,
    /// A difference, with its sign.
    pub(super) signed: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let base = || {
            Format::new()
                .set_font_name(FACE)
                .set_font_size(10)
                .set_font_color(colour(LIGHT.ink))
                .set_align(FormatAlign::VerticalCenter)
        };
        let cell = || {
            base()
                .set_border_bottom(FormatBorder::Hair)
                .set_border_bottom_color(colour(LIGHT.hairline))
        };
        let head = || {
            base()
                .set_bold()
                .set_text_wrap()
                .set_background_color(colour(LIGHT.canvas))
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(colour(LIGHT.muted))
        };
        Self {
            title: base().set_bold().set_font_size(16),
            subtitle: base().set_font_color(colour(LIGHT.muted)),
            section: base()
                .set_bold()
                .set_font_size(12)
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(colour(LIGHT.ink)),
            head: head().set_align(FormatAlign::Center),
            group: base()
                .set_font_color(colour(LIGHT.muted))
                .set_text_wrap()
                .set_align(FormatAlign::Center),
            text: cell(),
            wrapped: cell().set_text_wrap().set_align(FormatAlign::Top),
            centred: cell().set_align(FormatAlign::Center),
            number: cell().set_num_format("0.00").set_align(FormatAlign::Right),
            whole: cell().set_num_format("#,##0").set_align(FormatAlign::Right),
            share: cell().set_num_format("0.0%").set_align(FormatAlign::Right),
            weight: base()
                .set_num_format("0.00%")
                .set_font_color(colour(LIGHT.muted))
                .set_align(FormatAlign::Center),
            input: cell()
                .set_num_format("0.00%")
                .set_font_color(colour(LIGHT.blue))
                .set_align(FormatAlign::Right),
            date: cell()
                .set_num_format("yyyy-mm-dd hh:mm")
                .set_align(FormatAlign::Center),
            link: base().set_font_color(colour(LIGHT.blue)),
            plain: base(),
            note: base().set_text_wrap().set_align(FormatAlign::Top),
            cover: base().set_bold().set_font_size(26),
            notice: base().set_bold().set_font_color(colour(LIGHT.amber)),
            entry: base()
                .set_font_color(colour(LIGHT.blue))
                .set_background_color(colour(LIGHT.scale[0]))
                .set_border(FormatBorder::Thin)
                .set_border_color(colour(LIGHT.scale[2])),
            figure: base()
                .set_bold()
                .set_font_size(16)
                .set_num_format("0.00")
                .set_align(FormatAlign::Left),
            signed: cell()
                .set_num_format("+0.00;\u{2212}0.00;0.00")
                .set_align(FormatAlign::Right),
        }
    }
}

/// Document properties; their dates are the workbook's own, so that its bytes do not tell the clock.
pub(super) fn properties(ctx: &Context<'_>) -> DocProperties {
    let input = ctx.input;
    let words = ctx.words;
    let mut properties = DocProperties::new()
        .set_title(title(ctx))
        .set_subject(input.framework.name.get(input.lang))
        .set_author(words.get("product"))
        .set_category(words.get("marking"))
        .set_comment(words.fill("digest", &[("digest", &input.framework.digest)]));
    properties = properties
        .set_keywords([input.framework.id.as_str(), input.data.round.id.as_str()].join(", "))
        .set_custom_property("framework_digest", input.framework.digest.as_str())
        .set_custom_property("framework_version", input.framework.version.as_str())
        .set_custom_property("round", input.data.round.id.as_str())
        .set_custom_property("layer", words.get(layer_key(input.scorecard)))
        .set_custom_property("mode", words.get(mode_key(input.scorecard)))
        .set_custom_property("data_sha256", ctx.snapshot.as_str());
    if input.synthetic {
        properties = properties.set_status(words.get("synthetic"));
    }
    if let Ok(date) = ExcelDateTime::parse_from_str(&input.generated_on.to_string()) {
        properties = properties.set_creation_datetime(&date);
    }
    properties
}

/// What the workbook is called.
pub(super) fn title(ctx: &Context<'_>) -> String {
    let round = ctx.input.data.round.name.get(ctx.input.lang);
    ctx.words.fill("workbook_title", &[("round", round)])
}

/// How a sheet is laid out on paper and screen.
pub(super) struct Page<'a> {
    pub(super) name: &'a str,
    /// Rows and columns that stay when scrolling, and on each page.
    pub(super) freeze: (u32, u16),
    pub(super) tab: Rgb,
    /// Written line by line to disk: for tables that grow with the units.
    pub(super) large: bool,
    pub(super) paper: Paper,
}

/// How a sheet lies on A4.
pub(super) enum Paper {
    /// All of it on one page.
    One { landscape: bool },
    /// As wide as the page; a last page that would be nearly empty is taken in by the others.
    Wide {
        landscape: bool,
        /// Sum of the widths of the columns, in characters.
        characters: f64,
        /// Rows of the list.
        lines: usize,
    },
    /// Too wide for a page: at this scale in percent, with a page begun before each of these columns.
    Parts { scale: u16, breaks: Vec<u32> },
}

/// Width of a character of a column's width, and what a column takes besides, in points.
const CHARACTER: (f64, f64) = (5.25, 3.75);
/// Height of a row in points.
const ROW: f64 = 17.0;

/// What margins, header and footer of A4 leave, across and down, in points.
fn room(landscape: bool) -> (f64, f64) {
    let (across, down) = if landscape {
        (842.0, 595.0)
    } else {
        (595.0, 842.0)
    };
    (across - 2.0 * 0.4 * 72.0, down - (0.7 + 0.6) * 72.0)
}

impl Paper {
    /// Pages across and down; 0 down is as many as it takes.
    fn pages(&self) -> (u16, u16) {
        match *self {
            Paper::One { .. } => (1, 1),
            Paper::Parts { .. } => (0, 0),
            Paper::Wide {
                landscape,
                characters,
                lines,
            } => {
                let (across, down) = room(landscape);
                let scale = (across / (characters * CHARACTER.0 + 40.0)).min(1.0);
                // Title and headings take about six rows of the first page and two of the others.
                let held = (down / (ROW * scale) - 3.0).max(1.0);
                let pages = (lines as f64 + 4.0) / held;
                let (whole, rest) = (pages.floor(), pages.fract());
                if whole >= 1.0 && rest < 0.12 * whole.min(2.5) {
                    (1, whole.min(2000.0) as u16)
                } else {
                    (1, 0)
                }
            }
        }
    }

    /// Columns in parts, none wider than a page holds legibly; groups of columns stay together.
    pub(super) fn parts(fixed: f64, groups: &[(usize, f64)], first: u16) -> Self {
        let (across, _) = room(true);
        let points = |columns: usize, characters: f64| {
            characters * CHARACTER.0 + columns as f64 * CHARACTER.1
        };
        let fixed = points(2, fixed);
        let limit = across / 0.68 - fixed;
        let (mut breaks, mut widest, mut here, mut column) = (Vec::new(), 0.0_f64, 0.0, first);
        for &(columns, characters) in groups {
            let wide = points(columns, characters);
            if here > 0.0 && here + wide > limit {
                breaks.push(u32::from(column));
                here = 0.0;
            }
            here += wide;
            widest = widest.max(here);
            column += columns as u16;
        }
        // Programs measure a column's width a little differently; what sticks out takes a page of its own.
        let scale = (94.0 * across / (fixed + widest))
            .floor()
            .clamp(40.0, 100.0);
        Paper::Parts {
            scale: scale as u16,
            breaks,
        }
    }
}

/// Height in points of a row whose headings, each with the width of its column in characters, are in bold.
pub(super) fn head_height<'w>(words: impl Iterator<Item = (&'w str, f64)>) -> f64 {
    height(words, true).max(20.0)
}

/// Height in points of a row whose words wrap, each with the width of its column in characters.
pub(super) fn cell_height<'w>(words: impl Iterator<Item = (&'w str, f64)>) -> f64 {
    height(words, false).max(ROW)
}

fn height<'w>(words: impl Iterator<Item = (&'w str, f64)>, bold: bool) -> f64 {
    const EM: f64 = 40.0 / 3.0;
    let lines = words
        .map(|(words, characters)| font::wrap(words, EM, bold, characters * 7.0 - 4.0, 20).len())
        .max()
        .unwrap_or(1);
    lines as f64 * 15.0 + 5.0
}

/// A new sheet with its page set-up.
pub(super) fn sheet<'b>(
    book: &'b mut Workbook,
    ctx: &Context<'_>,
    page: &Page<'_>,
) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = if page.large {
        book.add_worksheet_with_low_memory()?
    } else {
        book.add_worksheet()
    };
    let words = ctx.words;
    let marking = words.get("marking");
    let synthetic = if ctx.input.synthetic {
        words.get("synthetic")
    } else {
        ""
    };
    let safe = |text: &str| text.replace('&', "&&");
    sheet
        .set_name(page.name)?
        .set_paper_size(9)
        .set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3)
        .set_header(format!(
            // A space parts the size from text that begins with a figure.
            "&L&9 {}&C&9 {}&R&\"{FACE},Bold\"&9 {}",
            safe(&title(ctx)),
            safe(synthetic),
            safe(marking)
        ))
        .set_footer(format!(
            "&L&9 {}&C&9 {}&R&9 &A",
            ctx.input.generated_on,
            words.get("page_of")
        ))
        .set_screen_gridlines(false)
        .set_default_row_height(ROW)
        .set_formula_result_default("")
        .set_tab_color(colour(page.tab));
    match &page.paper {
        Paper::One { landscape: false }
        | Paper::Wide {
            landscape: false, ..
        } => {
            sheet.set_portrait();
        }
        _ => {
            sheet.set_landscape();
        }
    }
    match &page.paper {
        Paper::Parts { scale, breaks } => {
            sheet.set_print_scale(*scale);
            sheet.set_vertical_page_breaks(breaks)?;
        }
        paper => {
            let (across, down) = paper.pages();
            sheet.set_print_fit_to_pages(across, down);
        }
    }
    let (rows, columns) = page.freeze;
    if (rows, columns) != (0, 0) {
        sheet.set_freeze_panes(rows, columns)?;
    }
    if rows > 0 {
        sheet.set_repeat_rows(rows.saturating_sub(1).min(2), rows - 1)?;
    }
    // Only where pages lie side by side: Gnumeric does not read rows and columns together.
    if columns > 1 && matches!(page.paper, Paper::Parts { .. }) {
        sheet.set_repeat_columns(0, 1)?;
    }
    Ok(sheet)
}

/// Title and subtitle in the first two rows.
pub(super) fn heading(
    sheet: &mut Worksheet,
    ctx: &Context<'_>,
    title: &str,
    subtitle: &str,
) -> Result<(), XlsxError> {
    sheet.set_row_height(0, 26)?;
    text(sheet, 0, 0, title, &ctx.formats.title)?;
    let subtitle = if ctx.input.synthetic {
        format!("{}  {subtitle}", ctx.words.get("synthetic"))
    } else {
        subtitle.to_owned()
    };
    text(sheet, 1, 0, &subtitle, &ctx.formats.subtitle)
}

/// Words, as words: what begins with =, +, - or @ is no formula, and what is too long for a cell is cut.
pub(super) fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    // Excel counts UTF-16 units.
    let cut = if words.len() > CELL && words.encode_utf16().count() > CELL {
        words.chars().take(CELL / 2).collect::<String>()
    } else {
        String::new()
    };
    let words = if cut.is_empty() { words } else { &cut };
    sheet.write_string_with_format(row, column, words, format)?;
    Ok(())
}

/// What a formula shows until it is computed anew.
pub(super) enum Shown<'a> {
    Number(Option<f64>),
    Words(&'a str),
}

/// A formula with the engine's result.
pub(super) fn live(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    formula: &Live,
    shown: &Shown<'_>,
    format: &Format,
) -> Result<(), XlsxError> {
    let result = match shown {
        Shown::Number(number) => number.map_or_else(String::new, |n| n.to_string()),
        Shown::Words(words) => (*words).to_owned(),
    };
    let written = Formula::new(&formula.text).set_result(result);
    if formula.array {
        sheet.write_array_formula_with_format(row, column, row, column, written, format)?;
    } else {
        sheet.write_formula_with_format(row, column, written, format)?;
    }
    Ok(())
}

/// Shades scores 0..=100 from pale to blue, dark ink readable throughout.
pub(super) fn shade(
    sheet: &mut Worksheet,
    (top, left): (u32, u16),
    (bottom, right): (u32, u16),
) -> Result<(), XlsxError> {
    let at = ConditionalFormatType::Number;
    let scale = ConditionalFormat3ColorScale::new()
        .set_minimum(at, 0)
        .set_midpoint(at, 60)
        .set_maximum(at, 100)
        .set_minimum_color(colour(Rgb::hex(0xFFFFFF)))
        .set_midpoint_color(colour(LIGHT.scale[0]))
        .set_maximum_color(colour(LIGHT.scale[2]));
    sheet.add_conditional_format(top, left, bottom, right, &scale)?;
    Ok(())
}

/// Widths of the columns before the values, in characters.
pub(super) const FIXED_WIDTHS: [f64; FIXED as usize] = [9.0, 28.0, 13.0];

pub(super) fn fixed_widths(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, width) in (0..FIXED).zip(FIXED_WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
