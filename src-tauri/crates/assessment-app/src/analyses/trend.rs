//! Change between two rounds, as a document.

use assessment_models::trend::{self as models, Assessed, Split};
use serde::Serialize;
use ts_rs::TS;

use super::{Head, Named};
use crate::{
    desk::{self, Desk, Scored},
    failure::{Code, Failure},
    wire::ScoreRequest,
};

/// A score then and now, and what its change comes of; all in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct SplitDocument {
    /// As it was scored then, 0..=100.
    pub before: Option<f64>,
    /// The old answers under the new framework.
    pub restated: Option<f64>,
    /// As it is now.
    pub after: Option<f64>,
    /// The whole change.
    pub change: Option<f64>,
    /// What comes of other answers and records.
    pub answers: Option<f64>,
    /// What comes of the framework's change.
    pub framework: Option<f64>,
}

impl From<&Split> for SplitDocument {
    fn from(split: &Split) -> Self {
        Self {
            before: split.before,
            restated: split.restated,
            after: split.after,
            change: split.change(),
            answers: split.answers(),
            framework: split.framework(),
        }
    }
}

/// One aspect's change.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AspectTrend {
    /// Which.
    #[serde(flatten)]
    pub aspect: Named,
    /// Its scores.
    #[serde(flatten)]
    pub split: SplitDocument,
}

/// An indicator whose part in the total moved.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MoveDocument {
    /// Which.
    #[serde(flatten)]
    pub indicator: Named,
    /// Score then under the new framework, 0..=100.
    pub before: Option<f64>,
    /// Score now.
    pub after: Option<f64>,
    /// Points of the total.
    pub points: f64,
}

/// How one unit changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct UnitTrendDocument {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// After adjustments.
    pub total: SplitDocument,
    /// Before adjustments.
    pub aggregated: SplitDocument,
    /// By aspect.
    pub aspects: Vec<AspectTrend>,
    /// What moved by answers, most points first whichever way.
    pub moves: Vec<MoveDocument>,
}

/// How the framework differs from the one before.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FrameworkChangeDocument {
    /// Indicators that are new.
    pub added: Vec<String>,
    /// Indicators that are gone.
    pub dropped: Vec<String>,
    /// Indicators with another share of the whole.
    pub reweighted: Vec<String>,
    /// Indicators with another scale.
    pub rescaled: Vec<String>,
}

/// What of the old round could not be carried over to the new framework.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RestatedDocument {
    /// Indicators with answers for which there is no place.
    pub answers_dropped: Vec<String>,
    /// Rules of adjustments entered by a person that are gone.
    pub adjustments_dropped: Vec<String>,
    /// Units whose peer group is gone.
    pub units_dropped: Vec<String>,
    /// Indicators left out for some unit because nobody asked then.
    pub left_out: Vec<String>,
}

/// Change between two rounds.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TrendDocument {
    /// What was analysed: the later round.
    #[serde(flatten)]
    pub head: Head,
    /// The earlier round.
    pub from: String,
    /// Units of either round, in code order.
    pub units: Vec<UnitTrendDocument>,
    /// What changed in the framework.
    pub framework_change: FrameworkChangeDocument,
    /// What could not be carried over.
    pub restated: RestatedDocument,
}

/// Change from the round `from`, else from the one before, to that of the request.
///
/// # Errors
/// As [`between`] and [`compared`].
pub fn trend(
    desk: &mut Desk,
    request: &ScoreRequest,
    from: Option<&str>,
) -> Result<TrendDocument, Failure> {
    let (then, now) = compared(desk, request, from)?;
    between(&then, &now, None)
}

/// The round `from`, else the one before, and that of the request, for work that is done without the desk.
///
/// # Errors
/// [`Code::NoSuchRound`]; [`Code::NoRound`] where no round is before it; [`Code::BadArgument`] for layer or
/// mode, or where both rounds are the same; what scoring fails with.
pub fn compared(
    desk: &mut Desk,
    request: &ScoreRequest,
    from: Option<&str>,
) -> Result<(Scored, Scored), Failure> {
    let options = desk::options(request)?;
    let from = match from {
        Some(id) => id.to_owned(),
        None => desk
            .round_before(&request.round)
            .ok_or(Code::NoRound)?
            .to_string(),
    };
    if from == request.round {
        return Err(Failure::new(Code::BadArgument)
            .with("name", "from")
            .with("value", &from));
    }
    Ok((
        desk.scored(&from, options)?,
        desk.scored(&request.round, options)?,
    ))
}

/// Change from one round to another, of all units or of one; both are scored in the same way.
///
/// # Errors
/// What scoring fails with.
pub fn between(then: &Scored, now: &Scored, unit: Option<&str>) -> Result<TrendDocument, Failure> {
    let found = models::trend_between(
        (assessed(then), &then.card),
        (assessed(now), &now.card),
        &now.round.framework.renamed_from(&then.round.framework),
        now.options(),
    )?;
    let asked = |entry: &&models::UnitTrend| unit.is_none_or(|code| entry.unit == *code);
    let framework = &now.round.framework;
    let units = found
        .units
        .iter()
        .filter(asked)
        .map(|unit| UnitTrendDocument {
            unit: if now.card.unit_index(&unit.unit).is_some() {
                Named::unit(&now.round, &unit.unit)
            } else {
                Named::unit(&then.round, &unit.unit)
            },
            total: (&unit.total).into(),
            aggregated: (&unit.aggregated).into(),
            aspects: unit
                .aspects
                .iter()
                .map(|(id, split)| AspectTrend {
                    aspect: if framework.aspects.iter().any(|a| a.id == *id) {
                        Named::element(framework, id.as_str())
                    } else {
                        Named::element(&then.round.framework, id.as_str())
                    },
                    split: split.into(),
                })
                .collect(),
            moves: unit
                .moves
                .iter()
                .map(|moved| MoveDocument {
                    indicator: Named::indicator(&framework.indicators[moved.indicator]),
                    before: moved.before,
                    after: moved.after,
                    points: moved.points,
                })
                .collect(),
        });
    let (change, restated) = (&found.framework, &found.restated);
    Ok(TrendDocument {
        head: Head::of(&now.card),
        from: then.round.data.round.id.to_string(),
        units: units.collect(),
        framework_change: FrameworkChangeDocument {
            added: words(&change.added),
            dropped: words(&change.dropped),
            reweighted: words(&change.reweighted),
            rescaled: words(&change.rescaled),
        },
        restated: RestatedDocument {
            answers_dropped: words(&restated.answers_dropped),
            adjustments_dropped: restated.adjustments_dropped.clone(),
            units_dropped: words(&restated.units_dropped),
            left_out: words(&restated.left_out),
        },
    })
}

fn words<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn assessed(scored: &Scored) -> Assessed<'_> {
    Assessed {
        framework: &scored.round.framework,
        data: &scored.round.data,
    }
}
