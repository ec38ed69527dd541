//! Charts, each drawn once as SVG in one house style: the title says the finding, the subtitle the measure,
//! the note source, number and date; peers are grey, the subject blue.
//!
//! Every drawing carries a text alternative and its marks, so that a window can lay tooltips, keyboard
//! focus and drill-down over it. The same input gives the same bytes.

mod canvas;
mod collected;
mod completeness;
mod counts;
mod flow;
mod frame;
mod grid;
mod heat_map;
mod incidents;
mod intervals;
mod labels;
mod likert;
mod objectives;
mod panels;
mod quadrants;
mod radar;
mod ranking;
mod rounds;
mod rows;
mod tiles;
mod waterfall;

use assessment_models::{
    Framework, Scorecard, Unit, UnitCode, scoring::published_text, text::Lang,
};
use chrono::NaiveDate;

pub(crate) use canvas::escaped;
pub use collected::{party_survey, problem_pareto, report_timeliness};
pub use completeness::completeness;
pub use counts::{Counted, Effect, Timeliness, pareto, sensitivity, timeliness};
pub use flow::responsibility;
pub(crate) use heat_map::circled;
pub use heat_map::heat_map;
pub use incidents::{incident_levels, incident_multiples, incidents};
pub use intervals::{rank_intervals, replication_shares};
pub use likert::{LikertItem, likert};
pub use objectives::{correlations, objective_heat_map};
pub use quadrants::quadrants;
pub use radar::radar;
pub use ranking::{ranking, sure_ranking};
pub use rounds::{Series, slope, trend};
pub use tiles::{PLACE, member_tiles, tile_map};
pub use waterfall::waterfall;

use crate::{palette::Palette, words::Words};

/// The house sizes. A drawing grows taller where its rows need it, never wider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    /// 960 × 540.
    #[default]
    Wide,
    /// 480 × 360: the best and the worst where not all rows fit.
    Small,
}

impl Size {
    pub(crate) fn pixels(self) -> (f64, f64) {
        match self {
            Size::Wide => (960.0, 540.0),
            Size::Small => (480.0, 360.0),
        }
    }
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChartStyle {
    /// Language of its words.
    pub lang: Lang,
    /// Dark palette.
    pub dark: bool,
    /// House size.
    pub size: Size,
    /// The data are made up, and the note says so.
    pub synthetic: bool,
    /// The date in the note.
    pub generated_on: Option<NaiveDate>,
}

impl ChartStyle {
    fn palette(&self) -> &'static Palette {
        Palette::of(self.dark)
    }

    fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }
}

/// A chart, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The drawing, self-contained.
    pub svg: String,
    /// What it finds.
    pub title: String,
    /// What is measured.
    pub subtitle: String,
    /// The same in words: finding, measure, and the table with a tab between its cells.
    pub alternative: String,
    /// What is drawn, row by row, under a row of headings; one cell that says why where nothing is.
    pub table: Vec<Vec<String>>,
    /// Its marks, in reading order.
    pub marks: Vec<Mark>,
    /// Width of the drawing, in its own pixels.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// One mark of a chart and where it stands, in pixels of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it stands for: a unit code, `unit/aspect`, `month/class`.
    pub id: String,
    /// Its words, in full.
    pub label: String,
    /// Its value as shown.
    pub value: String,
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The name of a unit; its code where it is not among `units`.
fn unit_name<'a>(units: &'a [Unit], code: &'a UnitCode, lang: Lang) -> &'a str {
    units
        .iter()
        .find(|u| u.code == *code)
        .map_or(code.as_str(), |u| u.name.get(lang))
}

/// A score as charts show it: one decimal, rounded as it is published.
fn one_decimal(score: f64) -> String {
    published_text(score, 1)
}

fn or_dash(score: Option<f64>) -> String {
    score.map_or_else(|| "–".to_owned(), one_decimal)
}

/// The note under a chart of scores: source, how many units (`n`), date.
#[must_use]
pub fn note(framework: &Framework, scorecard: &Scorecard, n: usize, style: &ChartStyle) -> String {
    let words = style.words();
    let text = words.fill(
        "note_scores",
        &[
            ("framework", framework.name.get(style.lang)),
            ("version", &scorecard.framework_version),
            ("round", scorecard.round.as_str()),
            ("layer", words.get(layer_key(scorecard))),
            ("mode", words.get(mode_key(scorecard))),
            ("n", &n.to_string()),
        ],
    );
    with_date(text, style)
}

pub(crate) fn with_date(mut text: String, style: &ChartStyle) -> String {
    let words = style.words();
    if let Some(date) = style.generated_on {
        text.push_str(&words.fill("note_date", &[("date", &date.to_string())]));
    }
    if style.synthetic {
        text = format!("{}  {text}", words.get("synthetic"));
    }
    text
}

pub(crate) fn layer_key(scorecard: &Scorecard) -> &'static str {
    use assessment_models::scoring::LayerChoice;
    match scorecard.layer {
        LayerChoice::SelfReported => "layer_self",
        LayerChoice::Verified => "layer_verified",
        LayerChoice::Final => "layer_final",
    }
}

pub(crate) fn mode_key(scorecard: &Scorecard) -> &'static str {
    match scorecard.mode {
        assessment_models::Mode::Official => "mode_official",
        assessment_models::Mode::Provisional => "mode_provisional",
    }
}
