//! The bundled font, its measures, and how text is fitted into a width.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, PxScale, ScaleFont};

/// Noto Sans SC Regular, a subset under the SIL Open Font License (`fonts/OFL.txt`).
pub const REGULAR: &[u8] = include_bytes!("../fonts/NotoSansSC-Regular.otf");
/// Noto Sans SC Bold, the same subset.
pub const BOLD: &[u8] = include_bytes!("../fonts/NotoSansSC-Bold.otf");

/// What drawings ask for: the bundled font first, then what the systems have.
pub const FAMILY: &str =
    "Noto Sans SC, PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, system-ui, sans-serif";

/// Characters that may not begin a line.
const CLOSING: &str = "，。、；：？！）》」』】〉”’…,.;:?!)]}%";

fn faces() -> &'static [FontRef<'static>; 2] {
    static FACES: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    #[expect(
        clippy::expect_used,
        reason = "both files are part of the program, and a test opens them"
    )]
    FACES.get_or_init(|| {
        [REGULAR, BOLD].map(|bytes| FontRef::try_from_slice(bytes).expect("the bundled font opens"))
    })
}

/// Whether the bundled font draws this character.
#[must_use]
pub fn has(c: char) -> bool {
    faces()[0].glyph_id(c).0 != 0
}

/// Width of a line in pixels at `size` pixels an em, without kerning (kerning only narrows).
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let face = &faces()[usize::from(bold)];
    let Some(units) = face.units_per_em() else {
        return 0.0;
    };
    // ab_glyph scales by the height from ascent to descent, not by the em.
    let height = face.height_unscaled() / units * size as f32;
    let scaled = face.as_scaled(PxScale::from(height));
    text.chars()
        .map(|c| f64::from(scaled.h_advance(scaled.glyph_id(c))))
        .sum()
}

/// The text, or as much of it as fits with an ellipsis.
#[must_use]
pub fn fit(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let ellipsis = width("…", size, bold);
    if ellipsis > room {
        return String::new();
    }
    // Forward until the room is used, so that a long text costs no more than what is kept of it.
    let (mut used, mut kept) = (0.0, 0);
    let mut letter = [0; 4];
    for (at, c) in text.char_indices() {
        used += width(c.encode_utf8(&mut letter), size, bold);
        if used + ellipsis > room {
            break;
        }
        if !c.is_whitespace() {
            kept = at + c.len_utf8();
        }
    }
    format!("{}…", &text[..kept])
}

/// The text in at most `lines` lines no wider than `room`: broken between Han characters or at spaces,
/// never before closing punctuation; what does not fit ends in an ellipsis.
#[must_use]
pub fn wrap(text: &str, size: f64, bold: bool, room: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let pieces = pieces(text);
    for (at, piece) in pieces.iter().enumerate() {
        let longer = format!("{line}{piece}");
        if line.is_empty() || width(longer.trim_end(), size, bold) <= room {
            line = longer;
            continue;
        }
        if out.len() + 1 >= lines {
            let rest: String = pieces[at..].concat();
            out.push(fit(&format!("{line}{rest}"), size, bold, room));
            return out;
        }
        out.push(line.trim_end().to_owned());
        line = piece.trim_start().to_owned();
    }
    if !line.trim().is_empty() {
        out.push(fit(line.trim_end(), size, bold, room));
    }
    out
}

/// Smallest parts that stay together: a Han character with the closing punctuation after it, a word with
/// its space.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut joins = false;
    for c in text.chars() {
        let wide = ('\u{2E80}'..='\u{FFEF}').contains(&c);
        match pieces.last_mut() {
            Some(last) if CLOSING.contains(c) || c == ' ' || (joins && !wide) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        joins = (!wide && c != ' ') || "（《「『【〈“‘".contains(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_are_an_em_wide_and_figures_tabular() {
        assert!((width("山西省", 20.0, false) - 60.0).abs() < 0.01);
        for bold in [false, true] {
            let figures: Vec<f64> = ('0'..='9')
                .map(|c| width(&c.to_string(), 100.0, bold))
                .collect();
            assert!(figures.iter().all(|w| (w - figures[0]).abs() < 0.01));
        }
    }

    #[test]
    fn both_faces_have_the_same_characters_and_what_documents_need() {
        let [regular, bold] = faces();
        let needed = "省市县网信办√×→①⑳％（）《》…—·℃㎡鄯堉喆昇 €";
        assert!(needed.chars().all(|c| regular.glyph_id(c).0 != 0));
        assert!(needed.chars().all(|c| bold.glyph_id(c).0 != 0));
    }

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(
            wrap("政策法规，保障", 10.0, false, 40.0, 3),
            ["政策法", "规，保障"]
        );
        assert_eq!(
            wrap("Policy and legal support", 10.0, false, 70.0, 2),
            ["Policy and", "legal support"]
        );
        assert_eq!(
            wrap("一二三四五六七八", 10.0, false, 30.0, 2),
            ["一二三", "四五…"]
        );
        assert_eq!(fit("一二三四", 10.0, false, 30.0), "一二…");
        assert_eq!(fit("一  二三四", 10.0, false, 25.0), "一…");
        assert_eq!(fit("一二", 10.0, false, 5.0), "");
    }

    #[test]
    fn a_text_of_a_whole_book_is_fitted_at_once() {
        let book = "合".repeat(300_000);
        assert_eq!(fit(&book, 10.0, false, 45.0), "合合合…");
        assert_eq!(wrap(&book, 10.0, false, 45.0, 2), ["合合合合", "合合合…"]);
    }
}
