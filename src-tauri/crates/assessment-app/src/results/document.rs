//! Scorecards as `hezhi score --json` prints them.

use std::{
    collections::BTreeMap,
    fmt::{self, Debug, Formatter},
};

use assessment_models::{
    Unit, UnitCode,
    grid::Grid,
    scoring::{Applied, Ranking},
};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::{kind, telling};
use crate::{
    desk::{self, Desk, Scored},
    failure::Failure,
    view,
    wire::ScoreRequest,
};

/// Scorecards as `hezhi score --json` prints them: numbers unrounded, units in code order. It is written out
/// of the scorecard itself, unit by unit: of thousands of units no second copy is made.
pub struct ScoreDocument {
    scored: Scored,
    round: String,
}

impl Debug for ScoreDocument {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScoreDocument")
            .field("round", &self.round)
            .field("units", &self.scored.card.units.len())
            .finish_non_exhaustive()
    }
}

/// A round's scorecard as a document for scripts.
///
/// # Errors
/// [`Code::NoSuchRound`](crate::Code::NoSuchRound), [`Code::BadArgument`](crate::Code::BadArgument) for
/// layer or mode.
pub fn score_document(desk: &mut Desk, request: &ScoreRequest) -> Result<ScoreDocument, Failure> {
    Ok(ScoreDocument {
        scored: desk.scored(&request.round, desk::options(request)?)?,
        round: request.round.clone(),
    })
}

#[derive(Serialize)]
struct FrameworkName<'a> {
    id: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct IndicatorDocument {
    state: &'static str,
    raw: Option<f64>,
    score: Option<f64>,
}

#[derive(Serialize)]
struct AdjustmentDocument<'a> {
    rule: &'a str,
    kind: &'static str,
    points: f64,
    because: &'a [String],
}

impl<'a> From<&'a Applied> for AdjustmentDocument<'a> {
    fn from(applied: &'a Applied) -> Self {
        Self {
            rule: &applied.rule,
            kind: kind(applied.kind),
            points: applied.points,
            because: &applied.because,
        }
    }
}

impl Serialize for ScoreDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Scored { round, card } = &self.scored;
        let mut document = serializer.serialize_struct("ScoreDocument", 5)?;
        let framework = FrameworkName {
            id: &card.framework,
            version: &card.framework_version,
        };
        document.serialize_field("framework", &framework)?;
        document.serialize_field("round", &self.round)?;
        document.serialize_field("layer", &card.layer)?;
        document.serialize_field("mode", &card.mode)?;
        let units = Units {
            scored: &self.scored,
            known: round.data.units.iter().map(|u| (&u.code, u)).collect(),
        };
        document.serialize_field("units", &units)?;
        document.end()
    }
}

/// All units.
struct Units<'a> {
    scored: &'a Scored,
    known: BTreeMap<&'a UnitCode, &'a Unit>,
}

impl Serialize for Units<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let units = self.scored.card.units.iter().enumerate();
        serializer.collect_seq(units.map(|(row, score)| {
            UnitDocument {
                scored: self.scored,
                row,
                name: self
                    .known
                    .get(&score.unit)
                    .map_or("", |unit| unit.name.zh.as_str()),
            }
        }))
    }
}

/// One unit.
struct UnitDocument<'a> {
    scored: &'a Scored,
    row: usize,
    name: &'a str,
}

impl Serialize for UnitDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Scored { round, card } = self.scored;
        let (framework, row) = (&round.framework, self.row);
        let score = &card.units[row];
        let rank = match score.ranking {
            Ranking::Rank(rank) => Some(rank),
            Ranking::Incomplete | Ranking::NoScore => None,
        };
        let aspects = framework.aspects.iter().map(|a| a.key.as_str());
        let objectives = framework.objectives.iter().map(|o| o.id.as_str());
        let indicators = framework.indicators.iter().enumerate();
        let indicators = indicators.filter_map(|(at, indicator)| {
            let document = IndicatorDocument {
                state: view::state(card.state(row, at))?,
                raw: card.raw.get(row, at),
                score: card.indicators.get(row, at),
            };
            Some((indicator.id.as_str(), document))
        });
        let adjustments = telling(&score.adjustments).map(AdjustmentDocument::from);

        let mut unit = serializer.serialize_struct("UnitDocument", 12)?;
        unit.serialize_field("code", &score.unit)?;
        unit.serialize_field("name", self.name)?;
        unit.serialize_field("peer_group", &score.peer_group)?;
        unit.serialize_field("total", &score.total)?;
        let grade = score.grade.map(|at| &framework.grades[at].key);
        unit.serialize_field("grade", &grade)?;
        unit.serialize_field("rank", &rank)?;
        unit.serialize_field("completeness", &score.completeness)?;
        unit.serialize_field("balance", &score.balance)?;
        unit.serialize_field("aspects", &by_id(aspects, &card.aspects, row))?;
        unit.serialize_field("objectives", &by_id(objectives, &card.objectives, row))?;
        unit.serialize_field("indicators", &Entries(indicators.collect()))?;
        unit.serialize_field("adjustments", &adjustments.collect::<Vec<_>>())?;
        unit.end()
    }
}

/// An object whose keys stand in the framework's order.
struct Entries<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for Entries<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A unit's scores at one level.
fn by_id<'a>(
    ids: impl Iterator<Item = &'a str>,
    grid: &Grid,
    row: usize,
) -> Entries<'a, Option<f64>> {
    let scores = ids.enumerate().map(|(at, id)| (id, grid.get(row, at)));
    Entries(scores.collect())
}
