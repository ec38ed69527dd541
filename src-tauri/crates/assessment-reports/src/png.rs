//! A drawing as a picture: the same SVG, rasterised with the bundled font and nothing from the machine.

use std::sync::{Arc, OnceLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree, fontdb},
};

use crate::{ReportError, font};

fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(font::REGULAR.to_vec());
        fonts.load_font_data(font::BOLD.to_vec());
        fonts.set_sans_serif_family("Noto Sans SC");
        Arc::new(fonts)
    }))
}

/// Rasterises an SVG to PNG; `scale` 1 gives a pixel for each unit of the drawing, 2 suits print. The same
/// drawing gives the same bytes on every machine.
///
/// # Errors
///
/// [`ReportError::Drawing`] where `svg` cannot be read, [`ReportError::PictureSize`] where the picture would
/// have no pixels or too many.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ReportError> {
    with_ratio(svg, scale).map(|(bytes, _)| bytes)
}

/// [`png()`], and how many times as wide as high the drawing is.
pub(crate) fn with_ratio(svg: &str, scale: f32) -> Result<(Vec<u8>, f64), ReportError> {
    let options = Options {
        fontdb: fonts(),
        font_family: "Noto Sans SC".to_owned(),
        // A picture inside a drawing comes with it; none is fetched from the disk.
        image_href_resolver: ImageHrefResolver {
            resolve_string: Box::new(|_, _| None),
            ..ImageHrefResolver::default()
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(ReportError::Drawing)?;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    // What is not a number or negative becomes 0, and so no picture.
    let pixels = Pixmap::new(width.ceil() as u32, height.ceil() as u32);
    let mut pixels = pixels.ok_or(ReportError::PictureSize { width, height })?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    let bytes = pixels.encode_png();
    let ratio = f64::from(tree.size().width()) / f64::from(tree.size().height());
    Ok((bytes.map_err(|e| ReportError::Picture(Box::new(e)))?, ratio))
}
