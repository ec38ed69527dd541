//! The house drawings that native charts cannot do, as pictures, one a page.

use rust_xlsxwriter::{Image, Workbook, XlsxError};

use super::{
    Context,
    book::{self, Page, Paper},
};
use crate::palette::LIGHT;

/// A drawing as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it finds, in words.
    pub alternative: String,
    /// PNG.
    pub png: Vec<u8>,
    /// Width of the drawing, in pixels at 96 dots an inch.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// Height of a row in pixels.
const ROW: f64 = 17.0 * 96.0 / 72.0;
/// What a landscape page holds under the heading, in pixels.
const PAGE: (f64, f64) = (960.0, 520.0);
/// Longest alternative text that programs show.
const ALTERNATIVE: usize = 255;

pub(super) fn write(book: &mut Workbook, ctx: &Context<'_>) -> Result<(), XlsxError> {
    let words = ctx.words;
    let name = &ctx.plan.sheets.pictures;
    let page = Page {
        name,
        freeze: (0, 0),
        tab: LIGHT.green,
        large: false,
        paper: Paper::Parts {
            scale: 95,
            breaks: Vec::new(),
        },
    };
    let sheet = book::sheet(book, ctx, &page)?;
    sheet.set_column_range_width(0, 13, 10)?;
    let title = format!("{} · {name}", book::title(ctx));
    book::heading(sheet, ctx, &title, words.get("pictures_subtitle"))?;
    if ctx.input.pictures.is_empty() {
        return book::text(sheet, 3, 0, words.get("list_empty"), &ctx.formats.subtitle);
    }
    let (mut row, mut breaks) = (3, Vec::new());
    for picture in ctx.input.pictures {
        let shown = (PAGE.0 / picture.width)
            .min(PAGE.1 / picture.height)
            .min(1.0);
        let alternative: String = picture.alternative.chars().take(ALTERNATIVE).collect();
        // A picture is drawn sharper than it is shown: its own size says how much.
        let image = Image::new_from_buffer(&picture.png)?
            .set_scale_to_size(picture.width * shown, picture.height * shown, true)
            .set_alt_text(alternative);
        sheet.insert_image(row, 0, &image)?;
        row += (picture.height * shown / ROW).ceil() as u32 + 1;
        breaks.push(row);
    }
    // After the last picture there is nothing to part.
    breaks.pop();
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}
