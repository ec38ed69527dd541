//! The house colours, light and dark: one set of values for charts, workbook and documents, and, through
//! [`css`], for the window.
//!
//! Text pairs meet WCAG AA. The score scale is sequential and safe for the colour-blind; vermilion is kept
//! for deductions, vetoes and what is overdue.

use std::fmt::Write;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// `0xRRGGBB` as a colour.
    #[must_use]
    pub const fn hex(value: u32) -> Self {
        let [_, r, g, b] = value.to_be_bytes();
        Self(r, g, b)
    }

    /// The colour as one number, `0xRRGGBB`.
    #[must_use]
    pub const fn value(self) -> u32 {
        u32::from_be_bytes([0, self.0, self.1, self.2])
    }

    /// `#RRGGBB`.
    #[must_use]
    pub fn css(self) -> String {
        format!("#{:06X}", self.value())
    }

    /// Relative luminance 0..=1, by WCAG 2.2.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(self.0) + 0.7152 * channel(self.1) + 0.0722 * channel(self.2)
    }

    /// Contrast ratio to another colour, 1..=21, by WCAG 2.2.
    ///
    /// ```
    /// use assessment_reports::palette::Rgb;
    /// assert!((Rgb::hex(0x000000).contrast(Rgb::hex(0xFFFFFF)) - 21.0).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour `share` (0..=1) of the way to `other`.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let channel = |a: u8, b: u8| {
            // Between two values of 0..=255, and so within u8.
            (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8
        };
        Self(
            channel(self.0, other.0),
            channel(self.1, other.1),
            channel(self.2, other.2),
        )
    }
}

/// The colours of one appearance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// The page.
    pub canvas: Rgb,
    /// Panels and drawings.
    pub surface: Rgb,
    /// Rules and grids.
    pub hairline: Rgb,
    /// Text.
    pub ink: Rgb,
    /// Secondary text.
    pub muted: Rgb,
    /// Peers, and what stands beside the subject.
    pub grey: Rgb,
    /// What can be acted on; the subject of a drawing.
    pub blue: Rgb,
    /// Deductions, vetoes, overdue.
    pub vermilion: Rgb,
    /// Done.
    pub green: Rgb,
    /// Attention.
    pub amber: Rgb,
    /// Scores, low to high.
    pub scale: [Rgb; 5],
    /// Hues that tell categories apart, only where they must be: dark and light by turns, so that
    /// neighbours part in grey print and for the colour-blind too.
    pub hues: [Rgb; 6],
}

/// Contrast of text with its ground (WCAG 2.1, 1.4.3, level AA).
const LEGIBLE: f64 = 4.5;

/// On white.
pub const LIGHT: Palette = Palette {
    canvas: Rgb::hex(0xF5F7F9),
    surface: Rgb::hex(0xFFFFFF),
    hairline: Rgb::hex(0xE1E6EC),
    ink: Rgb::hex(0x1B2430),
    muted: Rgb::hex(0x566273),
    grey: Rgb::hex(0xB4BEC9),
    blue: Rgb::hex(0x1F5FA8),
    vermilion: Rgb::hex(0xB83A24),
    green: Rgb::hex(0x23704F),
    amber: Rgb::hex(0x8F5D0E),
    scale: [
        Rgb::hex(0xE4EEF7),
        Rgb::hex(0xBBD4EB),
        Rgb::hex(0x8DB7DC),
        Rgb::hex(0x3877B3),
        Rgb::hex(0x0B3C6F),
    ],
    hues: [
        Rgb::hex(0x1F5FA8),
        Rgb::hex(0x69B5A8),
        Rgb::hex(0x553A80),
        Rgb::hex(0xCF9646),
        Rgb::hex(0x7E3040),
        Rgb::hex(0xAFA0CC),
    ],
};

/// On near-black. The scale turns round, so that a high score still stands out; the hues are lighter.
pub const DARK: Palette = Palette {
    canvas: Rgb::hex(0x12171E),
    surface: Rgb::hex(0x1A212B),
    hairline: Rgb::hex(0x2B3542),
    ink: Rgb::hex(0xE6EBF1),
    muted: Rgb::hex(0x9AA7B6),
    grey: Rgb::hex(0x566273),
    blue: Rgb::hex(0x6FA8E8),
    vermilion: Rgb::hex(0xF0846C),
    green: Rgb::hex(0x6CC39B),
    amber: Rgb::hex(0xE0B15A),
    scale: [
        Rgb::hex(0x0B3C6F),
        Rgb::hex(0x3877B3),
        Rgb::hex(0x8DB7DC),
        Rgb::hex(0xBBD4EB),
        Rgb::hex(0xE4EEF7),
    ],
    hues: [
        Rgb::hex(0x4C88CC),
        Rgb::hex(0xA5DDD0),
        Rgb::hex(0x7358B0),
        Rgb::hex(0xE8BC7A),
        Rgb::hex(0xA84E60),
        Rgb::hex(0xD6C8EC),
    ],
};

impl Palette {
    /// The light or the dark one.
    #[must_use]
    pub fn of(dark: bool) -> &'static Self {
        if dark { &DARK } else { &LIGHT }
    }

    /// The colour of a score 0..=100: the scale's steps at 0, 25, 50, 75, 100, mixed between. On a middle blue
    /// neither the house ink nor white reads well, and black beside white looks like a difference that there
    /// is none of: such a score has the colour of the nearest on which one of the two does.
    #[must_use]
    pub fn score(&self, score: f64) -> Rgb {
        let white = Rgb::hex(0xFFFFFF);
        let reads = |fill: &Rgb| fill.contrast(LIGHT.ink).max(fill.contrast(white)) >= LEGIBLE;
        let near = (0..=50).map(|quarter| f64::from(quarter) / 4.0);
        let mut tried = near.flat_map(|off| [self.mixed(score - off), self.mixed(score + off)]);
        let found = tried.find(reads);
        found.unwrap_or_else(|| self.mixed(score))
    }

    fn mixed(&self, score: f64) -> Rgb {
        let at = (score / 25.0).clamp(0.0, 4.0);
        // 0..=3: at most the last step but one.
        let step = (at.floor() as usize).min(3);
        self.scale[step].mix(self.scale[step + 1], at - step as f64)
    }

    /// The ink of a label on a fill: the house ink where it reads well, else the better of white and
    /// black, which is never below 4.5.
    #[must_use]
    pub fn ink_on(fill: Rgb) -> Rgb {
        let (white, black) = (Rgb::hex(0xFFFFFF), Rgb::hex(0x000000));
        if fill.contrast(LIGHT.ink) >= LEGIBLE {
            LIGHT.ink
        } else if fill.contrast(white) >= LEGIBLE.min(fill.contrast(black)) {
            white
        } else {
            black
        }
    }

    fn tokens(&self) -> Vec<(String, Rgb)> {
        let mut tokens: Vec<(String, Rgb)> = [
            ("canvas", self.canvas),
            ("surface", self.surface),
            ("hairline", self.hairline),
            ("ink", self.ink),
            ("muted", self.muted),
            ("grey", self.grey),
            ("blue", self.blue),
            ("vermilion", self.vermilion),
            ("green", self.green),
            ("amber", self.amber),
        ]
        .map(|(name, colour)| (name.to_owned(), colour))
        .into();
        tokens.extend(
            self.scale
                .iter()
                .zip(1..)
                .map(|(&c, n)| (format!("scale-{n}"), c)),
        );
        tokens.extend(
            self.hues
                .iter()
                .zip(1..)
                .map(|(&c, n)| (format!("hue-{n}"), c)),
        );
        tokens
    }
}

/// The colours as CSS variables: light for the document, dark under `[data-theme="dark"]` (the window sets
/// it, following the system where the person has not chosen).
#[must_use]
pub fn css() -> String {
    let mut css = String::from(
        "/* Generated from the Rust palette (assessment-reports/src/palette.rs); a test keeps it current. */\n",
    );
    for (selector, scheme, palette) in [
        (":root", "light", &LIGHT),
        (":root[data-theme=\"dark\"]", "dark", &DARK),
    ] {
        // Writing into a String cannot fail.
        let _ = write!(css, "{selector} {{\n  color-scheme: {scheme};\n");
        for (name, colour) in palette.tokens() {
            let _ = writeln!(css, "  --{name}: {};", colour.css().to_lowercase());
        }
        css.push_str("}\n");
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../ui/src/styles/tokens.css"
    );

    /// With `UPDATE_TOKENS=1` the file is written anew.
    #[test]
    fn tokens_of_the_window_are_current() {
        if std::env::var_os("UPDATE_TOKENS").is_some() {
            std::fs::create_dir_all(std::path::Path::new(TOKENS).parent().unwrap()).unwrap();
            std::fs::write(TOKENS, css()).unwrap();
        }
        let file = std::fs::read_to_string(TOKENS).unwrap();
        assert_eq!(
            file.replace("\r\n", "\n"),
            css(),
            "run UPDATE_TOKENS=1 cargo test -p assessment-reports tokens"
        );
    }

    #[test]
    fn text_is_readable_on_page_and_panel() {
        for palette in [&LIGHT, &DARK] {
            for text in [
                palette.ink,
                palette.muted,
                palette.blue,
                palette.vermilion,
                palette.green,
                palette.amber,
            ] {
                for ground in [palette.canvas, palette.surface] {
                    let ratio = text.contrast(ground);
                    assert!(
                        ratio >= 4.5,
                        "{} on {}: {ratio:.2}",
                        text.css(),
                        ground.css()
                    );
                }
            }
        }
    }

    #[test]
    fn labels_are_readable_on_every_score() {
        for palette in [&LIGHT, &DARK] {
            for tenth in 0..=1000 {
                let fill = palette.score(f64::from(tenth) / 10.0);
                let ratio = fill.contrast(Palette::ink_on(fill));
                assert!(ratio >= 4.5, "{} at {tenth}: {ratio:.2}", fill.css());
                assert_ne!(Palette::ink_on(fill), Rgb::hex(0x000000), "{tenth}");
            }
        }
    }
}
