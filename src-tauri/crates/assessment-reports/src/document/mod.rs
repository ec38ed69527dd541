//! A document before it has a form: headings, sentences, tables and figures in their order, in one language.
//!
//! [`pdf`] and [`docx`] set the same document, so that both say the same words and numbers. A document is a
//! value: kept as JSON it can be set again, and the same document gives the same bytes.

mod columns;
mod docx;
mod faces;
mod logo;
mod number;
mod pdf;
mod world;

use assessment_models::text::Lang;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(crate) use columns::{crowded, fitted};
pub use docx::docx;
pub use faces::Faces;
pub use logo::logo;
pub(crate) use number::Numbers;
pub use pdf::{Laid, Page, forget, missing, pdf};

/// The form that a document is set in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Official document 公文 after GB/T 9704-2012, without a red head; in English a plain report.
    #[default]
    Official,
    /// Bulletin 简报: a head with issue and compiler, a foot with who it goes to.
    Bulletin,
}

/// What stands above the text, and on each page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The title; a line break in it is kept.
    pub title: String,
    /// What it is of, below the title; may be empty.
    pub subtitle: String,
    /// Who issues it; may be empty.
    pub organisation: String,
    /// Document number 发文字号, such as 晋网办发〔2026〕5号; may be empty.
    pub number: String,
    /// Issue of a bulletin, such as 第3期; may be empty.
    pub issue: String,
    /// Marking at the upper left, such as 内部资料; may be empty.
    pub marking: String,
    /// What must be known on each page, such as that the data are synthetic; may be empty.
    pub notice: String,
    /// Words across each page; may be empty.
    pub watermark: String,
    /// The date in words.
    pub date: String,
    /// Heading of the table of contents; without one there is none.
    pub contents: String,
    /// A picture of the organisation as SVG ([`logo()`]); may be empty.
    pub logo: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its language.
    pub lang: Lang,
    /// Its form.
    pub layout: Layout,
    /// The day it is dated, which stands in its metadata too.
    pub dated: NaiveDate,
    /// What stands above the text.
    pub head: Head,
    /// The text.
    pub blocks: Vec<Block>,
    /// What stands below the text: who signs, the date; in a bulletin who it goes to.
    pub foot: Vec<String>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 is the highest of four.
        level: u8,
        /// Its number as written, such as 一、 or 2.1; may be empty.
        number: String,
        /// Its words.
        text: String,
    },
    /// Sentences.
    Paragraph {
        /// Words that lead the paragraph and are set off; may be empty.
        lead: String,
        /// The sentences.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// What follows begins on a new page.
    PageBreak,
    /// What ends a document that is bound with others: who signs it, the date.
    Signed {
        /// A line each.
        lines: Vec<String>,
    },
    /// What follows is another document bound with those before it: its own title, its own page numbers.
    Title {
        /// The title.
        text: String,
        /// Under it; may be empty.
        subtitle: String,
    },
    /// The table of contents.
    Contents,
}

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the start, for words.
    #[default]
    Start,
    /// In the middle, for short codes and ranks.
    Center,
    /// At the end, for numbers.
    End,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Where its text stands.
    pub align: Align,
    /// Its width beside that of the others.
    pub width: f64,
}

impl Column {
    /// A column of words.
    pub(crate) fn words(name: impl Into<String>, width: f64) -> Self {
        Self {
            name: name.into(),
            align: Align::Start,
            width,
        }
    }

    /// A column of numbers.
    pub(crate) fn figures(name: impl Into<String>, width: f64) -> Self {
        Self {
            name: name.into(),
            align: Align::End,
            width,
        }
    }

    /// A column of ranks and grades.
    pub(crate) fn short(name: impl Into<String>, width: f64) -> Self {
        Self {
            name: name.into(),
            align: Align::Center,
            width,
        }
    }
}

/// A table: caption above, three rules, notes below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Such as 表1.
    pub number: String,
    /// What it holds.
    pub caption: String,
    /// What stands above it on the pages that it runs on to, such as 续表1.
    pub continued: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as the columns are many.
    pub rows: Vec<Vec<String>>,
    /// Notes and source; may be empty.
    pub note: String,
}

/// A figure: the drawing, its caption below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Such as 图1.
    pub number: String,
    /// What it shows.
    pub caption: String,
    /// The drawing.
    pub svg: String,
    /// The same in words, for those who do not see it.
    pub alternative: String,
}

impl Document {
    /// All words of the document in reading order, a line for each heading, paragraph and row of a table
    /// (cells parted by tabs): what a test compares with the words in a file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![self.head.title.replace('\n', "")];
        for block in &self.blocks {
            match block {
                Block::Heading { number, text, .. } => lines.push(format!("{number}{text}")),
                Block::Paragraph { lead, text } => lines.push(format!("{lead}{text}")),
                Block::Table(table) => {
                    lines.push(format!("{} {}", table.number, table.caption));
                    let names: Vec<&str> = table.columns.iter().map(|c| &*c.name).collect();
                    lines.push(names.join("\t"));
                    lines.extend(table.rows.iter().map(|row| row.join("\t")));
                    lines.push(table.note.clone());
                }
                Block::Figure(figure) => {
                    lines.push(format!("{} {}", figure.number, figure.caption));
                }
                Block::Signed { lines: signed } => lines.extend(signed.iter().cloned()),
                Block::Title { text, subtitle } => {
                    lines.extend([text.clone(), subtitle.clone()]);
                }
                Block::PageBreak | Block::Contents => {}
            }
        }
        lines.extend(self.foot.iter().cloned());
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}
