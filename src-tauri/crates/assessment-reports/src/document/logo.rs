//! A picture of the organisation, in the one shape that documents take.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{ReportError, png};

/// An SVG, PNG or JPEG picture as SVG, for the head of a document.
///
/// # Errors
///
/// [`ReportError::Logo`] where the bytes are none of these, [`ReportError::Drawing`] and
/// [`ReportError::PictureSize`] where they cannot be drawn.
pub fn logo(bytes: &[u8]) -> Result<String, ReportError> {
    let svg = match imagesize::image_type(bytes) {
        Ok(kind @ (imagesize::ImageType::Png | imagesize::ImageType::Jpeg)) => {
            let size = imagesize::blob_size(bytes).map_err(|_| ReportError::Logo)?;
            let kind = match kind {
                imagesize::ImageType::Png => "png",
                _ => "jpeg",
            };
            let (width, height) = (size.width, size.height);
            let data = STANDARD.encode(bytes);
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
                 viewBox=\"0 0 {width} {height}\"><image width=\"{width}\" height=\"{height}\" \
                 href=\"data:image/{kind};base64,{data}\"/></svg>"
            )
        }
        _ => String::from_utf8(bytes.to_vec()).map_err(|_| ReportError::Logo)?,
    };
    // What cannot be drawn is refused here, not in the middle of a document.
    png(&svg, 1.0)?;
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\">\
                         <rect width=\"8\" height=\"4\" fill=\"#1f5fa8\"/></svg>";

    #[test]
    fn a_drawing_stays_as_it_is_and_a_picture_is_framed() {
        assert_eq!(logo(DRAWN.as_bytes()).unwrap(), DRAWN);
        let picture = png(DRAWN, 2.0).unwrap();
        let framed = logo(&picture).unwrap();
        assert!(framed.contains("viewBox=\"0 0 16 8\""), "{framed}");
        assert_eq!(png(&framed, 1.0).unwrap(), picture);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(matches!(logo(&[0xFF, 0x00]), Err(ReportError::Logo)));
        assert!(logo(b"a letter").is_err());
    }
}
