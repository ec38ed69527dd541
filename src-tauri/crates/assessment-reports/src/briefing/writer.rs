//! Writing a document: sentences by the template, numbers as they are published, tables and figures counted.

use assessment_models::{
    Framework, Scorecard, Text, Unit, UnitCode,
    scoring::{Ranking, UnitScore, published, published_text},
    text::Lang,
};
use chrono::{NaiveDate, NaiveDateTime};

use super::Template;
use crate::{
    Chart,
    document::{Block, Column, Figure, Numbers, Table, fitted},
    findings::{Mending, Told},
    words::Words,
};

/// What is written so far.
pub(crate) struct Writer<'a> {
    pub(crate) template: &'a Template,
    pub(crate) blocks: Vec<Block>,
    numbers: Numbers,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(template: &'a Template) -> Self {
        Self {
            template,
            blocks: Vec::new(),
            numbers: Numbers::new(template.lang),
        }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.template.lang
    }

    pub(crate) fn word(&self, key: &str) -> &'a str {
        self.template.get(key)
    }

    pub(crate) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.template.fill(key, values)
    }

    pub(crate) fn heading(&mut self, level: u8, text: &str) {
        let number = self.numbers.heading(level);
        // Headings of the data may begin with a small letter, being parts of sentences too.
        let mut letters = text.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        self.blocks.push(Block::Heading {
            level,
            number,
            text: first.chain(letters).collect(),
        });
    }

    /// A paragraph of these sentences; none where all are empty.
    pub(crate) fn paragraph(&mut self, lead: &str, sentences: &[String]) {
        let said: Vec<&str> = sentences
            .iter()
            .map(String::as_str)
            .filter(|s| !s.is_empty())
            .collect();
        if said.is_empty() {
            return;
        }
        let between = match self.lang() {
            Lang::Zh => "",
            Lang::En => " ",
        };
        self.blocks.push(Block::Paragraph {
            lead: lead.to_owned(),
            text: said.join(between),
        });
    }

    pub(crate) fn table(
        &mut self,
        caption: String,
        mut columns: Vec<Column>,
        rows: Vec<Vec<String>>,
        note: String,
    ) {
        let widths = fitted(&columns, &rows, self.lang());
        for (column, width) in columns.iter_mut().zip(widths) {
            column.width = width;
        }
        let n = self.numbers.table().to_string();
        self.blocks.push(Block::Table(Table {
            number: self.say("document.table", &[("n", &n)]),
            continued: self.say("document.continued", &[("n", &n)]),
            caption,
            columns,
            rows,
            note,
        }));
    }

    /// A chart; its own title says what it finds, the caption what it shows.
    pub(crate) fn figure(&mut self, chart: Chart, caption: String) {
        let n = self.numbers.figure().to_string();
        self.blocks.push(Block::Figure(Figure {
            number: self.say("document.figure", &[("n", &n)]),
            caption,
            svg: chart.svg,
            alternative: chart.alternative,
        }));
    }

    /// Names in a row: 甲、乙、丙, or A, B and C.
    pub(crate) fn list(&self, names: &[String]) -> String {
        match (self.lang(), names) {
            (_, []) => String::new(),
            (Lang::En, [all @ .., last]) if !all.is_empty() => {
                format!("{} and {last}", all.join(", "))
            }
            (Lang::En, _) => names.join(", "),
            (Lang::Zh, _) => names.join("、"),
        }
    }

    /// The first names of a longer row, with how many there are in all where not all are named.
    pub(crate) fn first(&self, names: &[String], most: usize) -> String {
        if names.len() <= most {
            return self.list(names);
        }
        let shown = names[..most].join(if self.lang() == Lang::Zh { "、" } else { ", " });
        self.say(
            "word.and_others",
            &[("names", &shown), ("n", &names.len().to_string())],
        )
    }

    pub(crate) fn date(&self, day: NaiveDate) -> String {
        date(self.lang(), day)
    }

    /// A moment to the minute.
    pub(crate) fn moment(&self, at: NaiveDateTime) -> String {
        let day = self.date(at.date());
        format!("{day} {}", at.format("%H:%M"))
    }

    /// What a finding says, with a mark where it was carried over.
    pub(crate) fn told(&self, finding: &Told) -> String {
        let mark = if finding.carried {
            self.word("findings.carried_mark")
        } else {
            ""
        };
        format!("{}{mark}", finding.description)
    }

    /// How far a mending has come.
    pub(crate) fn mending(&self, state: Mending) -> &'a str {
        self.word(match state {
            Mending::Open => "state.open",
            Mending::Mending => "state.mending",
            Mending::Mended => "state.mended",
            Mending::Closed => "state.closed",
        })
    }

    /// How far the mending of a finding has come, and whether it is overdue on `day`.
    pub(crate) fn state(&self, finding: &Told, day: NaiveDate) -> String {
        let state = self.mending(finding.state);
        if finding.overdue(day) {
            self.say("findings.overdue_mark", &[("state", state)])
        } else {
            state.to_owned()
        }
    }

    pub(crate) fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.lang())
    }

    /// A signed difference of scores, in words: rose by, fell by, unchanged.
    pub(crate) fn change(&self, difference: f64, decimals: u32) -> String {
        let shown = published(difference, decimals);
        let points = published_text(shown.abs(), decimals);
        let key = if shown > 0.0 {
            "word.rose"
        } else if shown < 0.0 {
            "word.fell"
        } else {
            "word.unchanged"
        };
        self.say(key, &[("points", &points)])
    }
}

/// A day in words: 2026年3月5日, 5 March 2026.
pub(crate) fn date(lang: Lang, day: NaiveDate) -> String {
    day.format(Words::of(lang).get("document_date")).to_string()
}

/// A dash for what is not there.
pub(crate) const NONE: &str = "—";

/// A score, a rank or another value, with a dash where there is none.
pub(crate) fn or_none(value: Option<String>) -> String {
    value.unwrap_or_else(|| NONE.to_owned())
}

/// A share 0..=1 in per cent with one decimal.
pub(crate) fn percent(share: f64) -> String {
    format!("{}%", published_text(100.0 * share, 1))
}

/// A share that is a rule, such as a threshold, in per cent without decimals that say nothing.
pub(crate) fn bound_percent(share: f64) -> String {
    let text = published_text(100.0 * share, 1);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The share of `part` in `whole` in per cent; a dash of nothing.
pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return NONE.to_owned();
    }
    percent(part as f64 / whole as f64)
}

/// A difference with its sign.
pub(crate) fn signed(difference: f64, decimals: u32) -> String {
    let shown = published(difference, decimals);
    let text = published_text(shown.abs(), decimals);
    match shown {
        d if d > 0.0 => format!("+{text}"),
        d if d < 0.0 => format!("−{text}"),
        _ => text,
    }
}

pub(crate) fn unit_name<'u>(units: &'u [Unit], code: &'u UnitCode, lang: Lang) -> &'u str {
    let known = match units.binary_search_by(|u| u.code.cmp(code)) {
        Ok(at) => units.get(at),
        Err(_) => units.iter().find(|u| u.code == *code),
    };
    known.map_or(code.as_str(), |u| u.name.get(lang))
}

pub(crate) fn rank(unit: &UnitScore) -> Option<u32> {
    match unit.ranking {
        Ranking::Rank(rank) => Some(rank),
        Ranking::Incomplete | Ranking::NoScore => None,
    }
}

/// Rows of a peer group, best first; those that are ranked before the others, equals by code.
pub(crate) fn best_first(card: &Scorecard, group: &str) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..card.units.len())
        .filter(|&row| card.units[row].peer_group == group)
        .collect();
    let total = |row: usize| card.units[row].total.unwrap_or(f64::NEG_INFINITY);
    let place = |row: usize| rank(&card.units[row]).unwrap_or(u32::MAX);
    rows.sort_by(|&a, &b| {
        place(a)
            .cmp(&place(b))
            .then(total(b).total_cmp(&total(a)))
            .then(a.cmp(&b))
    });
    rows
}

/// Name of a grade; a dash where there is none.
pub(crate) fn grade(framework: &Framework, grade: Option<usize>, lang: Lang) -> String {
    let known = grade.and_then(|at| framework.grades.get(at));
    or_none(known.map(|g| g.name.get(lang).to_owned()))
}
