//! Styles by the names that word processors know, so that navigation and tables of contents work.

use docx_rs::{AlignmentType, Docx, LineSpacing, RunFonts, SpecialIndentType, Style, StyleType};

use super::{Form, parts::spacing};

fn faces(east_asia: &str, latin: &str) -> RunFonts {
    RunFonts::new()
        .east_asia(east_asia)
        .ascii(latin)
        .hi_ansi(latin)
        .cs(latin)
}

fn paragraph(id: &str, name: &str) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .q_format(true)
}

/// A style whose lines and characters do not keep to the grid of the text, nor are closed up as those are.
fn off_grid(id: &str, name: &str) -> Style {
    let mut style = paragraph(id, name).snap_to_grid(false);
    style.run_property = style.run_property.spacing(0);
    style
}

fn no_indent() -> (Option<i32>, Option<SpecialIndentType>) {
    (Some(0), Some(SpecialIndentType::FirstLine(0)))
}

/// Adds the styles of a document.
pub(super) fn styled(docx: Docx, form: &Form) -> Docx {
    let latin = "Times New Roman";
    let (left, special) = no_indent();
    let flush = |style: Style| style.indent(left, special, None, None).first_line_chars(0);
    let body = if form.zh { "仿宋" } else { latin };
    let song = if form.zh { "宋体" } else { latin };
    let hei = if form.zh { "黑体" } else { "Arial" };
    let kai = if form.zh { "楷体" } else { latin };
    let heading_latin = if form.zh { latin } else { "Arial" };
    let mut normal = Style::new("Normal", StyleType::Paragraph)
        .name("Normal")
        .q_format(true)
        .size(form.size)
        .fonts(faces(body, latin))
        .align(if form.zh {
            AlignmentType::Both
        } else {
            AlignmentType::Left
        });
    normal = if form.zh {
        normal.run_property = normal.run_property.spacing(form.closer());
        let two = SpecialIndentType::FirstLine(form.size as i32 * 20);
        normal
            .indent(None, Some(two), None, None)
            .first_line_chars(200)
            .line_spacing(spacing(form))
    } else {
        normal.line_spacing(spacing(form).after(120))
    };
    let title = flush(off_grid("Title", "Title"))
        .size(if form.zh { 44 } else { 40 })
        .fonts(faces(
            if form.zh {
                "方正小标宋简体"
            } else {
                latin
            },
            latin,
        ))
        .align(AlignmentType::Center)
        .line_spacing(
            LineSpacing::new()
                .line(if form.zh { 680 } else { 480 })
                .line_rule(docx_rs::LineSpacingType::Exact)
                .before(if form.zh { 580 } else { 240 })
                .after(240),
        );
    let centred = |style: Style| flush(style).align(AlignmentType::Center);
    let single = || {
        LineSpacing::new()
            .line(240)
            .line_rule(docx_rs::LineSpacingType::Auto)
    };
    // Lines of tables are as high in every face, so that pages of them can be counted.
    let stated = |line: i32| {
        LineSpacing::new()
            .line(line)
            .line_rule(docx_rs::LineSpacingType::Exact)
    };
    let small = if form.zh { 21 } else { 18 };
    // The contents stand on one page.
    let contents: usize = if form.zh { 24 } else { 21 };
    let mut docx = docx
        .default_size(form.size)
        .default_fonts(faces(body, latin))
        .add_style(normal)
        .add_style(title);
    for level in 1..=4_usize {
        let face = match level {
            1 => faces(hei, heading_latin),
            2 => faces(kai, heading_latin),
            _ => faces(body, heading_latin),
        };
        let mut style = paragraph(&format!("Heading{level}"), &format!("heading {level}"))
            .next("Normal")
            .fonts(face)
            .outline_lvl(level - 1);
        if !form.zh {
            let sizes = [32, 26, 22, 22];
            let space = spacing(form).before(240).after(120);
            style = style.size(sizes[level - 1]).bold().line_spacing(space);
        }
        docx = docx.add_style(style);
    }
    docx.add_style(
        centred(paragraph("Subtitle", "Subtitle"))
            .fonts(faces(kai, latin))
            .line_spacing(spacing(form).after(240)),
    )
    .add_style(
        centred(paragraph("Bound", "Bound Title"))
            .fonts(faces(kai, latin))
            .outline_lvl(0)
            .line_spacing(spacing(form).after(240)),
    )
    .add_style(
        centred(off_grid("Masthead", "Masthead"))
            .size(72)
            .fonts(faces(
                if form.zh {
                    "方正小标宋简体"
                } else {
                    latin
                },
                latin,
            ))
            .line_spacing(single().before(600).after(300)),
    )
    .add_style(flush(paragraph("Marking", "Marking")).fonts(faces(hei, heading_latin)))
    .add_style(flush(paragraph("Rule", "Rule")).line_spacing(spacing(form).after(200)))
    .add_style(flush(paragraph("Foot", "Foot")).size(if form.zh { 28 } else { 20 }))
    .add_style(
        centred(off_grid("Caption", "caption"))
            .size(small)
            .fonts(faces(hei, heading_latin))
            .line_spacing(stated(form.row * 6 / 5).before(160).after(60)),
    )
    .add_style(centred(off_grid("Figure", "Figure")).line_spacing(single().before(160)))
    .add_style(
        flush(off_grid("TableText", "Table Text"))
            .size(small)
            .fonts(faces(song, latin))
            .align(AlignmentType::Left)
            .line_spacing(stated(form.row).after(0)),
    )
    .add_style(
        flush(off_grid("TableHead", "Table Head"))
            .size(small)
            .fonts(faces(hei, heading_latin))
            .align(AlignmentType::Center)
            .line_spacing(stated(form.row).after(0)),
    )
    .add_style(
        flush(off_grid("Note", "Note"))
            .size(18)
            .fonts(faces(song, latin))
            .align(AlignmentType::Left)
            .line_spacing(single().before(40).after(160)),
    )
    .add_style(
        flush(paragraph("ContentsTitle", "Contents Title"))
            .fonts(faces(hei, heading_latin))
            .align(AlignmentType::Center),
    )
    .add_style(
        flush(off_grid("TOC1", "toc 1"))
            .size(contents)
            .line_spacing(stated(contents as i32 * 12).after(0)),
    )
    .add_style(
        flush(off_grid("TOC2", "toc 2"))
            .size(contents)
            .line_spacing(stated(contents as i32 * 12).after(0))
            .indent(Some(contents as i32 * 20), None, None, None),
    )
    .add_style(
        flush(off_grid("Header", "header"))
            .size(18)
            .fonts(faces(song, latin))
            .line_spacing(single().after(0)),
    )
    .add_style(
        flush(off_grid("Footer", "footer"))
            .size(if form.zh { 28 } else { 18 })
            .fonts(faces(song, latin))
            .line_spacing(single().after(0)),
    )
}
