//! What a chart is drawn with: plotters' SVG backend, in pixels, with text placed by its baseline.

use plotters::{
    backend::SVGBackend,
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea},
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{
        Color, FontFamily, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use crate::{font, palette::Rgb};

/// Where text stands to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: Rgb,
    pub(super) anchor: Anchor,
}

impl Type {
    pub(super) fn new(size: f64, colour: Rgb) -> Self {
        Self {
            size,
            bold: false,
            colour,
            anchor: Anchor::Start,
        }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// A sheet to draw on; the origin is at the top left.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// Draws `width` × `height` pixels and gives the SVG, with its title and text alternative.
pub(super) fn draw(
    (width, height): (f64, f64),
    title: &str,
    alternative: &str,
    paint: impl FnOnce(&Canvas<'_>),
) -> String {
    let (width, height) = (width.ceil() as u32, height.ceil() as u32);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        let canvas = Canvas { area };
        paint(&canvas);
        done(canvas.area.present());
    }
    let body = svg.split_once('\n').map_or("", |(_, body)| body);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">\n\
         <title>{label}</title>\n<desc>{desc}</desc>\n{body}",
        label = escaped(title),
        desc = escaped(alternative),
    )
}

/// Text as XML content or attribute value.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[expect(
    clippy::expect_used,
    reason = "the backend only appends to a String, which cannot fail"
)]
fn done(result: Result<(), DrawingAreaErrorKind<std::io::Error>>) {
    result.expect("drawing into memory");
}

fn px(v: f64) -> i32 {
    v.round() as i32
}

fn rgb(colour: Rgb) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

impl Canvas<'_> {
    /// A filled box; one that would vanish in rounding is not drawn.
    pub(super) fn rect(&self, x: f64, y: f64, width: f64, height: f64, fill: Rgb) {
        let (left, top, right, bottom) = (px(x), px(y), px(x + width), px(y + height));
        if right > left && bottom > top {
            done(self.area.draw(&Rectangle::new(
                [(left, top), (right, bottom)],
                ShapeStyle::from(&rgb(fill)).filled(),
            )));
        }
    }

    pub(super) fn line(&self, points: &[(f64, f64)], width: u32, colour: Rgb) {
        let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
        done(self.area.draw(&PathElement::new(
            points,
            ShapeStyle::from(&rgb(colour)).stroke_width(width),
        )));
    }

    /// A line in dashes of six pixels with gaps of four.
    pub(super) fn dashed(&self, points: &[(f64, f64)], width: u32, colour: Rgb) {
        const DASH: f64 = 6.0;
        const GAP: f64 = 4.0;
        // How far the pattern has come, in pixels along the line.
        let mut gone = 0.0;
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let long = (to.0 - from.0).hypot(to.1 - from.1);
            let at = |along: f64| {
                let share = along / long;
                (
                    from.0 + (to.0 - from.0) * share,
                    from.1 + (to.1 - from.1) * share,
                )
            };
            let mut along = 0.0;
            while along < long {
                let inside = (gone + along) % (DASH + GAP);
                let (end, drawn) = if inside < DASH {
                    (along + DASH - inside, true)
                } else {
                    (along + DASH + GAP - inside, false)
                };
                // A step that rounds to nothing would never end.
                let end = end.max(along + 0.01).min(long);
                if drawn {
                    self.line(&[at(along), at(end)], width, colour);
                }
                along = end;
            }
            gone += long;
        }
    }

    pub(super) fn polygon(&self, points: &[(f64, f64)], fill: Rgb, opacity: f64) {
        let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
        done(
            self.area
                .draw(&Polygon::new(points, rgb(fill).mix(opacity).filled())),
        );
    }

    pub(super) fn dot(&self, x: f64, y: f64, radius: u32, fill: Rgb) {
        done(
            self.area
                .draw(&Circle::new((px(x), px(y)), radius, rgb(fill).filled())),
        );
    }

    /// One line of text with its baseline at `y`.
    pub(super) fn text(&self, x: f64, y: f64, text: &str, ty: Type) {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        if text.trim().is_empty() {
            return;
        }
        let anchor = match ty.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let weight = if ty.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        // The backend divides sizes by 1.24 and sets `Top` text .76 em below its place.
        let style: TextStyle<'_> = (FontFamily::Name(font::FAMILY), ty.size * 1.24, weight)
            .into_font()
            .color(&rgb(ty.colour))
            .pos(Pos::new(anchor, VPos::Top));
        done(
            self.area
                .draw_text(&text, &style, (px(x), px(y - 0.76 * ty.size))),
        );
    }
}
