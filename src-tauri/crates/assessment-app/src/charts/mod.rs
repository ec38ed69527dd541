//! Charts of a round, drawn by the house style.

mod draw;
mod gallery;

pub(crate) use draw::party_word;
pub(crate) use gallery::Shown;

use std::sync::{Arc, OnceLock, atomic::AtomicBool};

use assessment_models::{Scorecard, Unit, text::Lang, uncertainty::Uncertainty};
use assessment_reports::{Chart, ChartStyle, Size};
use chrono::NaiveDate;

use crate::{
    desk::{self, Desk, Scored},
    failure::{Code, Failure},
    wire::{ChartKind, ChartRequest, ChartView, MarkView},
};

/// A language by its tag.
///
/// # Errors
/// [`Code::BadArgument`].
pub fn lang(tag: &str) -> Result<Lang, Failure> {
    [Lang::Zh, Lang::En]
        .into_iter()
        .find(|lang| lang.tag() == tag)
        .ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "lang")
                .with("value", tag)
        })
}

/// What charts of one round are drawn from.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub(crate) scored: Scored,
    /// The rounds before, scored in the same way, oldest first.
    pub(crate) earlier: Vec<Scored>,
    /// How sure scores and ranks are; computed when a chart first needs it. `None` where it cannot be.
    sure: Arc<OnceLock<Option<Uncertainty>>>,
}

impl Drawn {
    pub(crate) fn units(&self) -> &[Unit] {
        &self.scored.round.data.units
    }

    fn before(&self) -> Option<&Scorecard> {
        self.earlier.last().map(|before| &*before.card)
    }
}

/// The round of a request and those before it, scored in the same way.
pub(crate) fn drawn(
    desk: &mut Desk,
    request: &crate::wire::ScoreRequest,
) -> Result<Drawn, Failure> {
    let options = desk::options(request)?;
    let mut earlier = Vec::new();
    let mut at = desk.round_before(&request.round);
    while let Some(id) = at {
        earlier.push(desk.scored(id.as_str(), options)?);
        at = desk.round_before(id.as_str());
    }
    earlier.reverse();
    Ok(Drawn {
        scored: desk.scored(&request.round, options)?,
        earlier,
        sure: Arc::default(),
    })
}

/// A chart with everything that it is drawn from, so that the desk serves others meanwhile.
#[derive(Debug)]
pub struct ChartJob {
    drawn: Drawn,
    style: ChartStyle,
    kind: ChartKind,
}

impl ChartJob {
    /// Takes what the chart is drawn from off the desk.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::BadArgument`] for layer, mode or language.
    pub fn new(desk: &mut Desk, request: &ChartRequest, today: NaiveDate) -> Result<Self, Failure> {
        let style = ChartStyle {
            lang: lang(&request.lang)?,
            dark: request.dark,
            size: if request.small {
                Size::Small
            } else {
                Size::Wide
            },
            synthetic: desk.meta.synthetic,
            generated_on: Some(today),
        };
        Ok(Self {
            drawn: drawn(desk, &request.score)?,
            style,
            kind: request.kind.clone(),
        })
    }

    /// Draws it.
    ///
    /// # Errors
    /// [`Code::NoSuchUnit`], [`Code::NoSuchPeerGroup`], [`Code::BadArgument`].
    pub fn draw(&self) -> Result<ChartView, Failure> {
        let never = AtomicBool::new(false);
        Ok(view(self.drawn.draw(&self.kind, &self.style, &never)?))
    }
}

fn view(chart: Chart) -> ChartView {
    let Chart {
        svg,
        title,
        alternative,
        marks,
        ..
    } = chart;
    let marks = marks.into_iter().map(|mark| MarkView {
        id: mark.id,
        label: mark.label,
        value: mark.value,
        x: mark.x,
        y: mark.y,
        width: mark.width,
        height: mark.height,
    });
    ChartView {
        svg,
        title,
        alternative,
        marks: marks.collect(),
    }
}
