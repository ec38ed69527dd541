//! Tables of a Markdown file, each with the check that its heading names in code.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A table below a heading such as ``## Goalposts `normalise` ``.
#[derive(Clone)]
pub(crate) struct Table {
    /// The words in code in the heading.
    pub(crate) check: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// A row with its line in the file.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

impl Table {
    /// A cell by its column's name; empty where the table has no such column.
    pub(crate) fn cell<'t>(&self, row: &'t Row, column: &str) -> &'t str {
        let at = self.columns.iter().position(|c| c == column);
        at.and_then(|at| row.cells.get(at))
            .map_or("", String::as_str)
    }
}

pub(crate) fn parse(text: &str) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut check = String::new();
    let mut table = None;
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut in_heading = false;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                in_heading = true;
                check.clear();
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Code(code) if in_heading => check = code.to_string(),
            Event::Start(Tag::Table(_)) => {
                table = Some(Table {
                    check: check.clone(),
                    columns: Vec::new(),
                    rows: Vec::new(),
                });
            }
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::Text(words) | Event::Code(words) => cell.push_str(&words),
            Event::End(TagEnd::TableCell) => cells.push(cell.trim().to_owned()),
            Event::End(TagEnd::TableHead) => {
                if let Some(table) = &mut table {
                    table.columns = std::mem::take(&mut cells);
                }
            }
            Event::End(TagEnd::TableRow) => {
                let line = text[..range.start].lines().count() + 1;
                if let Some(table) = &mut table {
                    table.rows.push(Row {
                        line,
                        cells: std::mem::take(&mut cells),
                    });
                }
            }
            Event::End(TagEnd::Table) => tables.extend(table.take()),
            _ => {}
        }
    }
    tables
}
