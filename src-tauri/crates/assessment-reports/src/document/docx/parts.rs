//! Tables, pictures, captions, contents, headers and footers.

use std::ops::Range;

use docx_rs::{
    AlignmentType, BorderType, Docx, FieldCharType, Footer, Header, HeightRule, Hyperlink,
    HyperlinkType, InstrPAGEREF, InstrText, InstrToC, LineSpacing, LineSpacingType, PageNum,
    Paragraph, Pic, Run, Tab, TabLeaderType, TabValueType, Table as DocxTable, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellBorder, TableCellBorderPosition,
    TableCellBorders, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{DXA, Form, heights, words};
use crate::{
    ReportError,
    document::{Align, Block, Document, Figure, Table},
};

/// Pixels of a picture for each unit of its drawing: sharp on paper at the width of a page.
const SHARP: f32 = 2.0;
/// English metric units in a millimetre.
const EMU: f64 = 36_000.0;
/// Height by which rows of a heading are known again in the file, in twentieths of a point.
pub(super) const HEAD_ROW: &str = "17";

pub(super) fn spacing(form: &Form) -> LineSpacing {
    LineSpacing::new()
        .line(form.line)
        .line_rule(LineSpacingType::Exact)
}

pub(super) fn bookmark(heading: usize) -> String {
    format!("_Toc{:08}", heading + 1)
}

/// Counts tables or figures as word processors do, so that a caption's field says what its number is.
#[derive(Debug, Default)]
pub(super) struct Counter {
    last: u32,
}

/// A caption: its number as a field that a word processor counts, and its words. `series` names what is
/// counted, as word processors know it.
pub(super) fn caption(
    series: &str,
    number: &str,
    caption: &str,
    counter: &mut Counter,
) -> Paragraph {
    let (start, end) = digits(number);
    let Ok(count) = number[start..end].parse::<u32>() else {
        let plain = words(&format!("{number}\u{3000}{caption}"));
        return Paragraph::new().style("Caption").add_run(plain);
    };
    // Documents that are bound count from 1 anew.
    let anew = if count == counter.last + 1 {
        String::new()
    } else {
        format!(" \\r {count}")
    };
    counter.last = count;
    let field = format!(" SEQ {series} \\* ARABIC{anew} ");
    numbered(number, caption, field)
}

/// The caption over the next part of a table: the number that was counted last.
pub(super) fn continued(series: &str, table: &Table) -> Paragraph {
    numbered(
        &table.continued,
        &table.caption,
        format!(" SEQ {series} \\* ARABIC \\c "),
    )
}

/// Where the last number in a text begins and ends.
fn digits(text: &str) -> (usize, usize) {
    let end = text.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
    let start = text[..end].trim_end_matches(|c: char| c.is_ascii_digit());
    (start.len(), end)
}

/// A caption whose number is a field.
fn numbered(number: &str, caption: &str, field: String) -> Paragraph {
    let (start, end) = digits(number);
    let counted = Run::new()
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(InstrText::Unsupported(field))
        .add_field_char(FieldCharType::Separate, false)
        .add_text(&number[start..end])
        .add_field_char(FieldCharType::End, false);
    Paragraph::new()
        .style("Caption")
        .add_run(words(&number[..start]))
        .add_run(counted)
        .add_run(words(&format!("{}\u{3000}{caption}", &number[end..])))
}

/// The table with these of its rows, which stay on one page.
pub(super) fn table(table: &Table, part: Range<usize>, form: &Form) -> DocxTable {
    let all: f64 = table.columns.iter().map(|c| c.width).sum();
    let widths: Vec<usize> = table
        .columns
        .iter()
        .map(|c| (c.width / all * f64::from(form.width())) as usize)
        .collect();
    let last = part.end;
    let cell = |at: usize, text: &str, head: bool, keep: bool| {
        let align = match table.columns[at].align {
            // Heads of words stand in the middle, those of numbers over them.
            Align::Start if head => AlignmentType::Center,
            Align::Start => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::End => AlignmentType::Right,
        };
        let style = if head { "TableHead" } else { "TableText" };
        let said = Paragraph::new()
            .style(style)
            .align(align)
            .keep_next(keep)
            .add_run(words(text));
        let cell = TableCell::new()
            .width(widths[at], WidthType::Dxa)
            .vertical_align(VAlignType::Center)
            .add_paragraph(said);
        if head {
            let rule = TableCellBorder::new(TableCellBorderPosition::Bottom)
                .border_type(BorderType::Single)
                .size(4);
            cell.set_borders(TableCellBorders::with_empty().set(rule))
        } else {
            cell
        }
    };
    let names = table.columns.iter().enumerate();
    let head: Vec<TableCell> = names.map(|(at, c)| cell(at, &c.name, true, true)).collect();
    let head = TableRow::new(head)
        .row_height(17.0)
        .height_rule(HeightRule::AtLeast)
        .cant_split();
    let mut rows = vec![head];
    rows.extend(part.map(|nth| {
        let cells = table.rows[nth].iter().take(widths.len()).enumerate();
        let keep = nth + 1 < last;
        let cells = cells.map(|(at, text)| cell(at, text, false, keep));
        TableRow::new(cells.collect()).cant_split()
    }));
    let rule = |position| {
        TableBorder::new(position)
            .border_type(BorderType::Single)
            .size(8)
    };
    let borders = TableBorders::with_empty()
        .set(rule(TableBorderPosition::Top))
        .set(rule(TableBorderPosition::Bottom));
    DocxTable::without_borders(rows)
        .set_grid(widths.clone())
        .width(form.width().unsigned_abs() as usize, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(heights::CELL, 80, heights::CELL, 80))
        .set_borders(borders)
}

pub(super) fn picture(figure: &Figure, number: usize, form: &Form) -> Result<Pic, ReportError> {
    let (bytes, ratio) = crate::png::with_ratio(&figure.svg, SHARP)?;
    let width = f64::from(form.width()) / DXA * EMU * super::FIGURE;
    let height = width / ratio;
    Ok(Pic::new_with_dimensions(bytes, 1, 1)
        .id(format!("rIdImage{number}"))
        .size(width.round() as u32, height.round() as u32))
}

/// A picture of the organisation, 18 mm high and no wider than 120 mm.
pub(super) fn logo(svg: &str) -> Result<Pic, ReportError> {
    let (bytes, ratio) = crate::png::with_ratio(svg, SHARP)?;
    let width = (18.0 * ratio).min(120.0) * EMU;
    Ok(Pic::new_with_dimensions(bytes, 1, 1)
        .id("rIdLogo".to_owned())
        .size(width.round() as u32, (width / ratio).round() as u32))
}

/// The heading of the contents and an entry for each heading of the first two levels, as one field that a
/// word processor can count anew.
pub(super) fn contents(
    document: &Document,
    pages: &[usize],
    form: &Form,
    break_before: bool,
) -> Vec<Paragraph> {
    let letters = document.head.contents.chars().map(String::from);
    let parted = letters
        .collect::<Vec<_>>()
        .join(if form.zh { "\u{3000}" } else { "" });
    let title = Paragraph::new()
        .style("ContentsTitle")
        .page_break_before(break_before)
        .add_run(words(&parted));
    let mut all = vec![title];
    let headings = document.blocks.iter().filter_map(|block| match block {
        Block::Heading {
            level,
            number,
            text,
        } => Some((*level, number, text)),
        _ => None,
    });
    let shown: Vec<(usize, (u8, &String, &String))> = headings
        .enumerate()
        .filter(|(_, (level, ..))| *level <= 2)
        .collect();
    let end = || Run::new().add_field_char(FieldCharType::End, false);
    for (nth, (at, (level, number, text))) in shown.iter().enumerate() {
        let key = bookmark(*at);
        let space = if form.zh { "" } else { " " };
        let page = pages.get(*at).map_or_else(String::new, usize::to_string);
        let counted = Run::new()
            .add_field_char(FieldCharType::Begin, false)
            .add_instr_text(InstrText::PAGEREF(InstrPAGEREF::new(&key).hyperlink()))
            .add_field_char(FieldCharType::Separate, false)
            .add_text(page)
            .add_field_char(FieldCharType::End, false);
        let entry = Hyperlink::new(&key, HyperlinkType::Anchor)
            .add_run(words(&format!("{number}{space}{text}")))
            .add_run(Run::new().add_tab())
            .add_run(counted);
        let stop = Tab::new()
            .val(TabValueType::Right)
            .leader(TabLeaderType::Dot)
            .pos(form.width().unsigned_abs() as usize);
        let mut paragraph = Paragraph::new().style(&format!("TOC{level}")).add_tab(stop);
        if nth == 0 {
            let field = InstrToC::new().heading_styles_range(1, 2).hyperlink();
            paragraph = paragraph.add_run(
                Run::new()
                    .add_field_char(FieldCharType::Begin, true)
                    .add_instr_text(InstrText::TOC(field))
                    .add_field_char(FieldCharType::Separate, false),
            );
        }
        paragraph = paragraph.add_hyperlink(entry);
        if nth + 1 == shown.len() {
            paragraph = paragraph.add_run(end());
        }
        all.push(paragraph);
    }
    all
}

/// What stands above and below the text of each page.
pub(super) fn edges(mut docx: Docx, document: &Document, form: &Form) -> Docx {
    if !(document.head.notice.is_empty() && document.head.watermark.is_empty()) {
        let notice = || {
            let said = words(&document.head.notice);
            let paragraph = Paragraph::new().style("Header").align(AlignmentType::Right);
            Header::new().add_paragraph(paragraph.add_run(said))
        };
        docx = docx.header(notice());
        if form.zh {
            docx = docx.even_header(notice());
        }
    }
    let number = |align: AlignmentType| {
        let one = form.size as i32 * 10;
        let (left, right) = match align {
            AlignmentType::Left => (Some(one), None),
            _ => (None, Some(one)),
        };
        let dash = |text: &str| Run::new().add_text(text);
        let paragraph = Paragraph::new().style("Footer").align(align);
        let paragraph = if form.zh {
            paragraph
                .indent(left, None, right, None)
                .add_run(dash("— "))
                .add_page_num(PageNum::new())
                .add_run(dash(" —"))
        } else {
            paragraph.add_page_num(PageNum::new())
        };
        Footer::new().add_paragraph(paragraph)
    };
    if form.zh {
        docx.footer(number(AlignmentType::Right))
            .even_footer(number(AlignmentType::Left))
    } else {
        docx.footer(number(AlignmentType::Center))
    }
}
