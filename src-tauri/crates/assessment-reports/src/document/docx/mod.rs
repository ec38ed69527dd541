//! A document as DOCX, to be edited: real styles, headings, tables, captions, fields.

mod heights;
mod order;
mod package;
mod paging;
mod parts;
mod styles;
mod watermark;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, BreakType, DocGrid, DocGridType, Docx, PageMargin, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Pic, Run, RunFonts, Tab,
    TabValueType,
};

use super::{Block, Document, Faces, Layout, pdf};
use crate::ReportError;

use assessment_models::text::Lang;

/// Twentieths of a point in a millimetre.
const DXA: f64 = 1440.0 / 25.4;
/// Width of a figure beside that of the text.
const FIGURE: f64 = 0.86;

/// What differs between the languages, in points and millimetres.
struct Form {
    zh: bool,
    /// Size of the text, in half points.
    size: usize,
    /// From line to line, in twentieths of a point.
    line: i32,
    /// From line to line in tables, in twentieths of a point.
    row: i32,
    /// Margins: top, right, bottom, left, in twentieths of a point.
    margins: [i32; 4],
}

impl Form {
    fn of(lang: Lang) -> Self {
        let mm = |v: f64| (v * DXA).round() as i32;
        match lang {
            Lang::Zh => Self {
                zh: true,
                size: 32,
                // 225 mm for 22 lines
                line: (225.0 * DXA / 22.0).round() as i32,
                row: 280,
                margins: [mm(37.0), mm(26.0), mm(35.0), mm(28.0)],
            },
            Lang::En => Self {
                zh: false,
                size: 22,
                line: 320,
                row: 240,
                margins: [mm(27.0), mm(25.0), mm(27.0), mm(27.0)],
            },
        }
    }

    /// What closes characters up so that 28 of them stand on a line, in twentieths of a point.
    fn closer(&self) -> i32 {
        (f64::from(self.width()) / 28.0).floor() as i32 - self.size as i32 * 10
    }

    fn lang(&self) -> Lang {
        if self.zh { Lang::Zh } else { Lang::En }
    }

    /// Width of the text, in twentieths of a point.
    fn width(&self) -> i32 {
        (210.0 * DXA).round() as i32 - self.margins[1] - self.margins[3]
    }
}

/// Sets the document as DOCX; `faces` say on which pages of the PDF headings stand, which the table of
/// contents shows until a word processor counts for itself. The same document gives the same bytes.
///
/// # Errors
///
/// As [`super::pdf()`], [`ReportError::Packing`].
pub fn docx(document: &Document, faces: &Faces) -> Result<Vec<u8>, ReportError> {
    let form = Form::of(document.lang);
    // Only the table of contents shows pages.
    let pages = if document.blocks.contains(&Block::Contents) {
        pdf::heading_pages(document, faces)?
    } else {
        Vec::new()
    };
    let mut docx = page(styles::styled(Docx::new(), &form), &form);
    docx = parts::edges(docx, document, &form);
    let logo = match document.head.logo.as_str() {
        "" => None,
        svg => Some(parts::logo(svg)?),
    };
    for paragraph in opening(document, &form, logo) {
        docx = docx.add_paragraph(paragraph);
    }
    let mut alternatives = Vec::new();
    if !document.head.logo.is_empty() {
        alternatives.push(document.head.organisation.clone());
    }
    let mut breaks = false;
    let (mut heading_at, mut titles) = (0, 0);
    let series = if form.zh {
        ["表", "图"]
    } else {
        ["Table", "Figure"]
    };
    let (mut tables, mut figures) = (parts::Counter::default(), parts::Counter::default());
    let above = form.above(document);
    let places = paging::places(&document.blocks, above, &form);
    let (summary, scale) = paging::summary(&document.blocks, above, &form);
    for place in places {
        let at = place.at;
        let block = &document.blocks[at];
        let before = std::mem::take(&mut breaks) || place.breaks;
        match block {
            Block::PageBreak => breaks = true,
            Block::Heading {
                level,
                number,
                text,
            } => {
                let space = if form.zh { "" } else { " " };
                let paragraph = Paragraph::new()
                    .style(&format!("Heading{level}"))
                    .page_break_before(before)
                    .keep_next(true)
                    .add_bookmark_start(heading_at + 1, parts::bookmark(heading_at))
                    .add_run(words(&format!("{number}{space}{text}")))
                    .add_bookmark_end(heading_at + 1);
                docx = docx.add_paragraph(paragraph);
                heading_at += 1;
            }
            Block::Paragraph { lead, text } => {
                let mut paragraph = Paragraph::new().page_break_before(before);
                // The summary stands on one page.
                let smaller = (at < summary && scale < 1.0).then_some(scale);
                let sized = |run: Run| match smaller {
                    Some(scale) => run.size((form.size as f64 * scale).round() as usize),
                    None => run,
                };
                if let Some(scale) = smaller {
                    let line = (f64::from(form.line) * scale).round() as i32;
                    let spacing = parts::spacing(&form).line(line);
                    let after = if form.zh { 0 } else { 100 };
                    paragraph = paragraph
                        .snap_to_grid(false)
                        .line_spacing(spacing.after(after));
                }
                if !lead.is_empty() {
                    let space = if form.zh { "" } else { " " };
                    let face = RunFonts::new().east_asia("楷体");
                    let run = sized(words(&format!("{lead}{space}")));
                    let run = if form.zh { run.fonts(face) } else { run.bold() };
                    paragraph = paragraph.add_run(run);
                }
                docx = docx.add_paragraph(paragraph.add_run(sized(words(text))));
            }
            Block::Table(table) => {
                let caption = parts::caption(series[0], &table.number, &table.caption, &mut tables);
                docx = docx.add_paragraph(caption.page_break_before(before).keep_next(true));
                let whole = std::iter::once(0..table.rows.len());
                let parted = place.parts.iter().cloned();
                let parts: Vec<_> = match place.parts.len() {
                    0 => whole.collect(),
                    _ => parted.collect(),
                };
                for (nth, rows) in parts.into_iter().enumerate() {
                    if nth > 0 {
                        let again = parts::continued(series[0], table);
                        docx = docx.add_paragraph(again.page_break_before(true).keep_next(true));
                    }
                    docx = docx.add_table(parts::table(table, rows, &form));
                }
                let note = Paragraph::new().style("Note").add_run(words(&table.note));
                docx = docx.add_paragraph(note);
            }
            Block::Figure(figure) => {
                alternatives.push(figure.alternative.clone());
                let picture = parts::picture(figure, alternatives.len(), &form)?;
                let drawn = Paragraph::new()
                    .style("Figure")
                    .page_break_before(before)
                    .keep_next(true)
                    .add_run(Run::new().add_image(picture));
                docx = docx.add_paragraph(drawn);
                docx = docx.add_paragraph(parts::caption(
                    series[1],
                    &figure.number,
                    &figure.caption,
                    &mut figures,
                ));
            }
            Block::Title { text, subtitle } => {
                for paragraph in bound_title(document, subtitle, text, titles > 0) {
                    docx = docx.add_paragraph(paragraph);
                }
                titles += 1;
            }
            Block::Signed { lines } => {
                for paragraph in closing(document.layout, lines, &form) {
                    docx = docx.add_paragraph(paragraph);
                }
            }
            Block::Contents => {
                for paragraph in parts::contents(document, &pages, &form, before) {
                    docx = docx.add_paragraph(paragraph);
                }
            }
        }
    }
    for paragraph in closing(document.layout, &document.foot, &form) {
        docx = docx.add_paragraph(paragraph);
    }
    let mut packed = Cursor::new(Vec::new());
    docx.pack(&mut packed)
        .map_err(|e| ReportError::Packing(Box::new(e)))?;
    package::mended(packed.into_inner(), document, &alternatives)
}

fn page(docx: Docx, form: &Form) -> Docx {
    let [top, right, bottom, left] = form.margins;
    let margin = PageMargin::new()
        .top(top)
        .right(right)
        .bottom(bottom)
        .left(left)
        .header((15.0 * DXA) as i32)
        .footer((if form.zh { 25.0 } else { 14.0 } * DXA) as i32);
    let docx = docx
        .page_size((210.0 * DXA).round() as u32, (297.0 * DXA).round() as u32)
        .page_margin(margin);
    if !form.zh {
        return docx;
    }
    // A grid of lines only: where characters are wider than its cells, LibreOffice gives each of them two.
    let grid = DocGrid::with_empty()
        .grid_type(DocGridType::Lines)
        .line_pitch(form.line.unsigned_abs() as usize);
    let mut docx = docx;
    docx.document.section_property = docx.document.section_property.doc_grid(grid);
    docx
}

/// Text without what no file may hold.
fn words(text: &str) -> Run {
    let sound: String = text.chars().filter(|c| !c.is_control()).collect();
    Run::new().add_text(sound)
}

fn plain(text: &str, style: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(words(text))
}

/// What stands above one of several documents that are bound: the marking, what it is, whose it is.
fn bound_title(
    document: &Document,
    title: &str,
    whose: &str,
    break_before: bool,
) -> Vec<Paragraph> {
    let mut all = Vec::new();
    let marking = &document.head.marking;
    if !marking.is_empty() {
        all.push(plain(marking, "Marking").page_break_before(break_before));
    }
    let first = break_before && all.is_empty();
    all.push(plain(title, "Title").page_break_before(first));
    // The unit is what a reader looks for in the navigation.
    all.push(plain(whose, "Bound"));
    all
}

fn opening(document: &Document, form: &Form, logo: Option<Pic>) -> Vec<Paragraph> {
    let head = &document.head;
    let mut all = Vec::new();
    if matches!(document.blocks.first(), Some(Block::Title { .. })) {
        return all;
    }
    if !head.marking.is_empty() {
        all.push(plain(&head.marking, "Marking"));
    }
    if let Some(logo) = logo {
        let drawn = Paragraph::new().style("Figure");
        all.push(drawn.add_run(Run::new().add_image(logo)));
    }
    let mut title = Paragraph::new().style("Title");
    for (at, line) in head.title.split('\n').enumerate() {
        if at > 0 {
            title = title.add_run(Run::new().add_break(BreakType::TextWrapping));
        }
        title = title.add_run(words(line));
    }
    match document.layout {
        Layout::Official => {
            if !head.title.is_empty() {
                all.push(title);
            }
            for line in [&head.subtitle, &head.number] {
                if !line.is_empty() {
                    all.push(plain(line, "Subtitle"));
                }
            }
            if !form.zh {
                let by = [&*head.organisation, &*head.date];
                let by: Vec<&str> = by.into_iter().filter(|s| !s.is_empty()).collect();
                all.push(plain(&by.join(", "), "Subtitle"));
            }
        }
        Layout::Bulletin => {
            all.push(plain(&head.subtitle, "Masthead"));
            if !head.issue.is_empty() {
                all.push(plain(&head.issue, "Subtitle"));
            }
            let end = Tab::new()
                .val(TabValueType::Right)
                .pos(form.width().unsigned_abs() as usize);
            let between = Paragraph::new()
                .style("Rule")
                .add_tab(end)
                .add_run(words(&head.organisation))
                .add_run(Run::new().add_tab())
                .add_run(words(&head.date));
            all.push(ruled(between, &[ParagraphBorderPosition::Bottom], 12));
            all.push(title);
        }
    }
    all
}

/// The paragraph with rules of so many eighths of a point.
fn ruled(mut paragraph: Paragraph, at: &[ParagraphBorderPosition], size: usize) -> Paragraph {
    let mut borders = ParagraphBorders::with_empty();
    for position in at {
        let rule = ParagraphBorder::new(position.clone())
            .val(BorderType::Single)
            .size(size)
            .space(4);
        borders = borders.set(rule);
    }
    if !at.is_empty() {
        paragraph.property = paragraph.property.set_borders(borders);
    }
    paragraph
}

fn closing(layout: Layout, lines: &[String], form: &Form) -> Vec<Paragraph> {
    let said = lines.iter().enumerate();
    said.map(|(at, line)| match layout {
        Layout::Official => {
            let right = form.size as i32 * 10 * if form.zh { 4 } else { 0 };
            let spacing = parts::spacing(form).before(if at == 0 { 600 } else { 0 });
            Paragraph::new()
                .align(AlignmentType::Right)
                .indent(None, None, Some(right), None)
                .first_line_chars(0)
                .keep_next(at + 1 < lines.len())
                .line_spacing(spacing)
                .add_run(words(line))
        }
        Layout::Bulletin => {
            let mut rules = Vec::new();
            if at == 0 {
                rules.push(ParagraphBorderPosition::Top);
            }
            if at + 1 == lines.len() {
                rules.push(ParagraphBorderPosition::Bottom);
            }
            ruled(
                Paragraph::new().style("Foot").add_run(words(line)),
                &rules,
                8,
            )
        }
    })
    .collect()
}
