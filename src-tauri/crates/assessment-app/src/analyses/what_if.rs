//! What if answers or weights were other, as a document. Nothing is stored.

use assessment_models::{
    Answer, AspectId, Framework, IndicatorId, ObjectiveId, UnitCode,
    scoring::UnitScore,
    what_if::{Change, Element, WhatIf, WhatIfError},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Head, Named, grade, rank};
use crate::{
    desk::{HeldRound, Scored},
    failure::{Code, Failure},
};

/// A unit answers otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AnswerTry {
    /// Whose.
    pub unit: String,
    /// To what.
    pub indicator: String,
    /// The raw value; null for no answer.
    pub value: Option<f64>,
}

/// An aspect, objective or indicator has another share of its group; the rest keep their proportions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ShareTry {
    /// Id of the element.
    pub element: String,
    /// 0..=1.
    pub share: f64,
}

/// How a unit fares.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MovedUnit {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// Id of its peer group.
    pub peer_group: String,
    /// Total before, 0..=100.
    pub total_before: Option<f64>,
    /// Total after.
    pub total_after: Option<f64>,
    /// The grade before.
    pub grade_before: Option<Named>,
    /// The grade after.
    pub grade_after: Option<Named>,
    /// Rank before.
    pub rank_before: Option<u32>,
    /// Rank after.
    pub rank_after: Option<u32>,
}

impl MovedUnit {
    /// A unit under one framework and under another.
    pub(crate) fn between(
        round: &HeldRound,
        (old, before): (&Framework, &UnitScore),
        (new, after): (&Framework, &UnitScore),
    ) -> Self {
        Self {
            unit: Named::unit(round, &after.unit),
            peer_group: after.peer_group.clone(),
            total_before: before.total,
            total_after: after.total,
            grade_before: grade(old, before.grade),
            grade_after: grade(new, after.grade),
            rank_before: rank(before.ranking),
            rank_after: rank(after.ranking),
        }
    }

    /// Anything is other than before.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.total_before != self.total_after
            || self.grade_before != self.grade_after
            || self.rank_before != self.rank_after
    }
}

/// A trial.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WhatIfDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Answers tried.
    pub answers: Vec<AnswerTry>,
    /// Shares tried.
    pub shares: Vec<ShareTry>,
    /// Every unit before and after, in code order.
    pub units: Vec<MovedUnit>,
}

/// Tries answers and shares, all together, on a copy.
///
/// # Errors
/// [`Code::NoSuchUnit`], [`Code::NoSuchIndicator`], [`Code::IndicatorNotAsked`],
/// [`Code::ValueNotAnOption`], [`Code::BadArgument`] for an element that the framework does not have,
/// [`Code::AnalysisRefused`] for shares that cannot sum to 1, and what scoring fails with.
pub fn what_if(
    scored: &Scored,
    answers: Vec<AnswerTry>,
    shares: Vec<ShareTry>,
) -> Result<WhatIfDocument, Failure> {
    let (framework, card) = (&scored.round.framework, &scored.card);
    let mut changes: Vec<Change> = answers
        .iter()
        .map(|tried| Change::Answer {
            unit: UnitCode::from(tried.unit.as_str()),
            indicator: IndicatorId::from(tried.indicator.as_str()),
            answer: tried.value.map(Answer::Value),
        })
        .collect();
    for tried in &shares {
        changes.push(Change::Share {
            element: element(framework, &tried.element)?,
            share: tried.share,
        });
    }
    let trial = WhatIf::new(framework, &scored.round.data, scored.options())?
        .try_changes(&changes)
        .map_err(|error| refused(error, &answers))?;
    let units = trial.units.into_iter().zip(&card.units);
    let units = units.map(|(moved, score)| MovedUnit {
        unit: Named::unit(&scored.round, &moved.unit),
        peer_group: score.peer_group.clone(),
        total_before: moved.total_before,
        total_after: moved.total_after,
        grade_before: grade(framework, moved.grade_before),
        grade_after: grade(framework, moved.grade_after),
        rank_before: rank(moved.ranking_before),
        rank_after: rank(moved.ranking_after),
    });
    Ok(WhatIfDocument {
        head: Head::of(card),
        units: units.collect(),
        answers,
        shares,
    })
}

fn element(framework: &Framework, id: &str) -> Result<Element, Failure> {
    if framework.aspects.iter().any(|a| a.id == *id) {
        return Ok(Element::Aspect(AspectId::from(id)));
    }
    if framework.objectives.iter().any(|o| o.id == *id) {
        return Ok(Element::Objective(ObjectiveId::from(id)));
    }
    if framework.indicators.iter().any(|i| i.id == *id) {
        return Ok(Element::Indicator(IndicatorId::from(id)));
    }
    Err(Failure::new(Code::BadArgument)
        .with("name", "weight")
        .with("value", id))
}

fn refused(error: WhatIfError, answers: &[AnswerTry]) -> Failure {
    match error {
        WhatIfError::UnknownUnit { unit } => Failure::new(Code::NoSuchUnit).with("unit", &unit),
        WhatIfError::UnknownElement { element } => {
            Failure::new(Code::NoSuchIndicator).with("indicator", &element)
        }
        WhatIfError::NotAsked { unit, indicator } => Failure::new(Code::IndicatorNotAsked)
            .with("unit", &unit)
            .with("indicator", &indicator),
        WhatIfError::NoAnswer { indicator } => {
            let tried = answers
                .iter()
                .filter(|a| indicator == *a.indicator.as_str());
            let values: Vec<String> = tried
                .filter_map(|a| a.value.map(|value| value.to_string()))
                .collect();
            Failure::new(Code::ValueNotAnOption)
                .with("indicator", &indicator)
                .with("value", &values.join(", "))
        }
        WhatIfError::Score(error) => error.into(),
        WhatIfError::Shares { group } => Failure::new(Code::AnalysisRefused)
            .because("given_shares")
            .with("group", &group),
    }
}
