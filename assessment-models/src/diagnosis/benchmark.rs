//! Reference values and lessons from elsewhere, beside a unit's own scores. Nothing here enters a score.

use super::{Gain, gain::worth};
use crate::{
    Framework, IndicatorId, Scorecard,
    framework::{Benchmark, Lesson, Subject},
};

/// A unit's own value beside one from elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'b> {
    /// The reference value, with its source and date.
    pub benchmark: &'b Benchmark,
    /// The unit's own, on the same scale; `None` where it has none.
    pub own: Option<f64>,
    /// Own minus reference.
    pub difference: Option<f64>,
}

/// Sets a unit (its row in the scorecard) beside reference values, in their order. Those that speak of
/// something the framework does not have are left out.
#[must_use]
pub fn compare<'b>(
    framework: &Framework,
    card: &Scorecard,
    unit: usize,
    benchmarks: impl IntoIterator<Item = &'b Benchmark>,
) -> Vec<Comparison<'b>> {
    benchmarks
        .into_iter()
        .filter_map(|benchmark| {
            let own = match &benchmark.subject {
                Subject::Total => card.units.get(unit).and_then(|u| u.total),
                Subject::Aspect(id) => {
                    let at = framework.aspects.iter().position(|a| a.id == *id)?;
                    card.aspects.get(unit, at)
                }
                Subject::Objective(id) => {
                    let at = framework.objectives.iter().position(|o| o.id == *id)?;
                    card.objectives.get(unit, at)
                }
                Subject::Indicator(id) => card.indicators.get(unit, framework.indicator_index(id)?),
                Subject::Raw(id) => card.raw.get(unit, framework.indicator_index(id)?),
            };
            Some(Comparison {
                benchmark,
                own,
                difference: own.map(|own| own - benchmark.value),
            })
        })
        .collect()
}

/// A lesson that helps with what a unit lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct LessonAt<'l> {
    /// The lesson.
    pub lesson: &'l Lesson,
    /// Points that its indicators could still bring the unit.
    pub points: f64,
    /// Those of its indicators in which the unit can gain.
    pub indicators: Vec<IndicatorId>,
}

/// Lessons that help a unit with the given gains, those worth most points first, ties in the order given.
#[must_use]
pub fn lessons<'l>(
    framework: &Framework,
    gains: &[Gain],
    lessons: impl IntoIterator<Item = &'l Lesson>,
) -> Vec<LessonAt<'l>> {
    let mut found: Vec<LessonAt<'l>> = lessons
        .into_iter()
        .map(|lesson| {
            let helped: Vec<&Gain> = gains
                .iter()
                .filter(|g| {
                    let id = framework.indicators.get(g.indicator).map(|i| &i.id);
                    id.is_some_and(|id| lesson.indicators.contains(id))
                })
                .collect();
            LessonAt {
                lesson,
                points: helped.iter().map(|g| g.points).sum(),
                indicators: helped
                    .iter()
                    .map(|g| framework.indicators[g.indicator].id.clone())
                    .collect(),
            }
        })
        .filter(|found| !found.indicators.is_empty())
        .collect();
    found.sort_by(|a, b| worth(b.points).total_cmp(&worth(a.points)));
    found
}
