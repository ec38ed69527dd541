//! Charts of a round, drawn by the house style.

use assessment_models::{Scorecard, Unit, UnitCode, text::Lang};
use assessment_reports::{
    Chart, ChartStyle,
    charts::{heat_map, incidents, radar, ranking},
};
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
    pub(crate) before: Option<Scored>,
}

impl Drawn {
    pub(crate) fn units(&self) -> &[Unit] {
        &self.scored.round.data.units
    }

    fn before(&self) -> Option<&Scorecard> {
        self.before.as_ref().map(|before| &*before.card)
    }

    /// Draws one chart.
    pub(crate) fn draw(&self, kind: &ChartKind, style: &ChartStyle) -> Result<Chart, Failure> {
        let Scored { round, card } = &self.scored;
        let framework = &round.framework;
        let group = |id: &str| match framework.peer_group(id) {
            Some(_) => Ok(()),
            None => Err(Failure::new(Code::NoSuchPeerGroup).with("peer_group", id)),
        };
        Ok(match kind {
            ChartKind::Radar { unit } => {
                let row = card.unit_index(&UnitCode::from(unit.as_str()));
                let row = row.ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", unit))?;
                radar(framework, self.units(), card, row, self.before(), style)
            }
            ChartKind::Ranking { peer_group } => {
                group(peer_group)?;
                ranking(framework, self.units(), card, peer_group, None, style)
            }
            ChartKind::HeatMap { peer_group } => {
                group(peer_group)?;
                heat_map(framework, self.units(), card, peer_group, style)
            }
            ChartKind::Incidents => {
                incidents(framework, &round.data.records, &round.data.round, style)
            }
        })
    }
}

/// The round of a request and the one before it, scored in the same way.
pub(crate) fn drawn(
    desk: &mut Desk,
    request: &crate::wire::ScoreRequest,
) -> Result<Drawn, Failure> {
    let options = desk::options(request)?;
    let before = match desk.round_before(&request.round) {
        Some(id) => Some(desk.scored(id.as_str(), options)?),
        None => None,
    };
    Ok(Drawn {
        scored: desk.scored(&request.round, options)?,
        before,
    })
}

/// Draws a chart for the window.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::NoSuchPeerGroup`], [`Code::BadArgument`] for
/// layer, mode or language.
pub fn chart(
    desk: &mut Desk,
    request: &ChartRequest,
    today: NaiveDate,
) -> Result<ChartView, Failure> {
    let drawn = drawn(desk, &request.score)?;
    let style = ChartStyle {
        lang: lang(&request.lang)?,
        dark: request.dark,
        synthetic: desk.meta.synthetic,
        generated_on: Some(today),
        ..ChartStyle::default()
    };
    let Chart {
        svg,
        title,
        alternative,
        marks,
        ..
    } = drawn.draw(&request.kind, &style)?;
    let marks = marks.into_iter().map(|mark| MarkView {
        id: mark.id,
        label: mark.label,
        value: mark.value,
        x: mark.x,
        y: mark.y,
        width: mark.width,
        height: mark.height,
    });
    Ok(ChartView {
        svg,
        title,
        alternative,
        marks: marks.collect(),
    })
}
