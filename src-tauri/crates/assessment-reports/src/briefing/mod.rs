//! The briefing 通报、简报: what leadership reads and signs, written by rule from one scorecard.
//!
//! Every sentence is a pattern of the [`Template`] filled with numbers of the input; where there is nothing
//! to say, nothing is said. Scores have the framework's published decimals, shares one.

pub(crate) mod appendix;
mod aspects;
mod diagnoses;
mod general;
mod group;
mod incidents;
mod measures;
mod method;
mod problems;
mod ranking;
mod rectification;
mod summary;
mod survey;
mod template;
mod unreported;
pub(crate) mod writer;

use std::collections::BTreeMap;

use assessment_models::{
    Framework, Mode, Round, RoundData, Scorecard, UnitCode, diagnosis::Responsibility,
    uncertainty::Uncertainty,
};
use chrono::NaiveDate;

use crate::{
    ChartStyle,
    document::{Block, Document, Head, Layout},
    findings::Told,
};
use group::Group;
use writer::Writer;

pub use template::{FaultAt, Section, Template, TemplateFault};

/// The round before, scored in the same way.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The round.
    pub data: &'a RoundData,
    /// Its scorecard, under the framework of the round that is reported.
    pub scorecard: &'a Scorecard,
    /// Its own framework was another, and its answers were scored anew.
    pub restated: bool,
}

/// What a person decides of a document's form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The form.
    pub layout: Layout,
    /// Who issues it; may be empty.
    pub organisation: String,
    /// Document number; may be empty.
    pub number: String,
    /// Issue of a bulletin; may be empty.
    pub issue: String,
    /// Marking; the template's where nothing is stated.
    pub marking: Option<String>,
    /// Words across each page; may be empty.
    pub watermark: String,
    /// A picture of the organisation, as [`Head::logo`]; may be empty.
    pub logo: String,
}

/// What a briefing is written from.
#[derive(Debug, Clone, Copy)]
pub struct BriefingInput<'a> {
    /// The framework of the round.
    pub framework: &'a Framework,
    /// What was collected.
    pub data: &'a RoundData,
    /// Its scorecard.
    pub scorecard: &'a Scorecard,
    /// The round before, where there is one.
    pub before: Option<Before<'a>>,
    /// How sure ranks are, for the units of the scorecard; without it no intervals are shown.
    pub uncertainty: Option<&'a Uncertainty>,
    /// The province's index of development by unit; without it security is not set beside it.
    pub development: Option<&'a BTreeMap<UnitCode, f64>>,
    /// The round's findings, of all units.
    pub findings: &'a [Told],
    /// The day that the briefing is dated.
    pub dated: NaiveDate,
    /// The data are synthetic, which every page says.
    pub synthetic: bool,
    /// Its form.
    pub form: &'a Form,
}

/// The briefing as it is written.
struct Briefing<'a> {
    input: &'a BriefingInput<'a>,
    w: Writer<'a>,
    groups: Vec<Group<'a>>,
    /// Row of each unit in the scorecard before.
    then: Vec<Option<usize>>,
    /// Mean points that each indicator keeps from the units' totals, over the units with a total.
    lost: Vec<f64>,
    /// The same over those that no veto holds down: what each indicator could still gain them.
    gain: Vec<f64>,
    responsibility: Option<Responsibility>,
}

/// Writes the briefing of a round.
#[must_use]
pub fn briefing(input: &BriefingInput<'_>, template: &Template) -> Document {
    let then = input.scorecard.units.iter().map(|unit| {
        let before = input.before.as_ref()?;
        before.scorecard.unit_index(&unit.unit)
    });
    let mut briefing = Briefing {
        input,
        w: Writer::new(template),
        groups: group::groups(input, template.lang),
        then: then.collect(),
        lost: group::lost(input, |_| true),
        gain: group::lost(input, |unit| !group::vetoed(unit)),
        responsibility: assessment_models::diagnosis::responsibility(
            input.framework,
            input.data,
            None,
        ),
    };
    briefing.summary();
    if !briefing.w.word("document.contents").is_empty() {
        briefing.w.blocks.push(Block::PageBreak);
        briefing.w.blocks.push(Block::Contents);
    }
    briefing.w.blocks.push(Block::PageBreak);
    for section in &template.sections {
        match section {
            Section::General => briefing.general(),
            Section::Aspects => briefing.aspects(),
            Section::Incidents => briefing.incidents(),
            Section::Survey => briefing.survey(),
            Section::Diagnoses => briefing.diagnoses(),
            Section::Problems => briefing.problems(),
            Section::Rectification => briefing.rectification(),
            Section::Measures => briefing.measures(),
            Section::Ranking => briefing.ranking(),
            Section::Method => briefing.method(),
            Section::Appendix => briefing.appendix(),
        }
    }
    let head = head(
        &briefing.w,
        input.form,
        &input.data.round,
        input.dated,
        input.synthetic,
        input.scorecard.mode,
        "document.title",
    );
    Document {
        lang: template.lang,
        layout: input.form.layout,
        dated: input.dated,
        foot: foot(&briefing.w, input.form, input.dated),
        head,
        blocks: briefing.w.blocks,
    }
}

/// What stands above the text of any document about a round.
pub(crate) fn head(
    w: &Writer<'_>,
    form: &Form,
    round: &Round,
    dated: NaiveDate,
    synthetic: bool,
    mode: Mode,
    title: &str,
) -> Head {
    let mut notices = Vec::new();
    if synthetic {
        notices.push(w.word("document.synthetic").to_owned());
    }
    if mode == Mode::Provisional {
        notices.push(w.word("document.provisional").to_owned());
    }
    notices.retain(|n| !n.is_empty());
    let round = w.text(&round.name);
    let bulletin = form.layout == Layout::Bulletin;
    Head {
        title: w.say(title, &[("round", round)]),
        subtitle: if bulletin {
            w.word("document.masthead").to_owned()
        } else {
            String::new()
        },
        organisation: form.organisation.clone(),
        number: if bulletin {
            String::new()
        } else {
            form.number.clone()
        },
        issue: if bulletin && form.issue.is_empty() {
            w.word("document.issue").to_owned()
        } else {
            form.issue.clone()
        },
        marking: form
            .marking
            .clone()
            .unwrap_or_else(|| w.word("document.marking").to_owned()),
        notice: notices.join(w.word("word.between_notices")),
        watermark: form.watermark.clone(),
        date: w.date(dated),
        contents: w.word("document.contents").to_owned(),
        logo: form.logo.clone(),
    }
}

pub(crate) fn foot(w: &Writer<'_>, form: &Form, dated: NaiveDate) -> Vec<String> {
    let lines = match form.layout {
        Layout::Official => vec![form.organisation.clone(), w.date(dated)],
        Layout::Bulletin => vec![
            w.word("document.report_to").to_owned(),
            w.word("document.send_to").to_owned(),
        ],
    };
    lines.into_iter().filter(|l| !l.is_empty()).collect()
}

impl<'a> Briefing<'a> {
    fn framework(&self) -> &'a Framework {
        self.input.framework
    }

    fn card(&self) -> &'a Scorecard {
        self.input.scorecard
    }

    /// A score as it is published.
    fn score(&self, value: f64) -> String {
        assessment_models::scoring::published_text(value, self.decimals())
    }

    fn decimals(&self) -> u32 {
        self.framework().scoring.decimals
    }

    fn name(&self, row: usize) -> String {
        let code = &self.card().units[row].unit;
        writer::unit_name(&self.input.data.units, code, self.w.lang()).to_owned()
    }

    fn names(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().map(|&row| self.name(row)).collect()
    }

    /// Total of the same unit in the round before.
    fn total_then(&self, row: usize) -> Option<f64> {
        let before = self.input.before?;
        before.scorecard.units[self.then[row]?].total
    }

    /// How a total changed, both totals as they are published.
    fn moved(&self, row: usize) -> Option<f64> {
        let shown = |v: f64| assessment_models::scoring::published(v, self.decimals());
        Some(shown(self.card().units[row].total?) - shown(self.total_then(row)?))
    }

    /// Name of the round before.
    fn before_name(&self) -> Option<&'a str> {
        let before = self.input.before?;
        Some(before.data.round.name.get(self.w.lang()))
    }

    fn style(&self) -> ChartStyle {
        ChartStyle {
            lang: self.w.lang(),
            synthetic: self.input.synthetic,
            generated_on: Some(self.input.dated),
            ..ChartStyle::default()
        }
    }
}
