//! Units of a round with how far each one's form is.

use std::collections::BTreeMap;

use assessment_models::{Framework, Observation, Unit};

use super::{layer, typed};
use crate::{desk::Desk, failure::Failure, view, wire::UnitView};

/// Units of a round with how far each one's form is, in code order.
///
/// # Errors
/// [`Code::NoSuchRound`](crate::Code::NoSuchRound), [`Code::BadArgument`](crate::Code::BadArgument) for the layer.
pub fn units(desk: &mut Desk, round: &str, layer_name: &str) -> Result<Vec<UnitView>, Failure> {
    let layer = layer(layer_name)?;
    let held = desk.held(round)?;
    let framework = &held.framework;
    let typed = typed(framework);
    let position: BTreeMap<&str, usize> = framework
        .indicators
        .iter()
        .enumerate()
        .map(|(at, i)| (i.id.as_str(), at))
        .collect();
    let mut answered: BTreeMap<&str, u32> = BTreeMap::new();
    let groups: BTreeMap<&str, &Unit> = held
        .data
        .units
        .iter()
        .map(|u| (u.code.as_str(), u))
        .collect();
    let given = |o: &&Observation| o.layer == layer && o.answer.is_given();
    for observation in held.data.observations.iter().filter(given) {
        let (Some(&at), Some(unit)) = (
            position.get(observation.indicator.as_str()),
            groups.get(observation.unit.as_str()),
        ) else {
            continue;
        };
        if typed[at] && framework.asks(unit, &framework.indicators[at]) {
            *answered.entry(unit.code.as_str()).or_default() += 1;
        }
    }
    Ok(held
        .data
        .units
        .iter()
        .map(|unit| {
            let done = answered.get(unit.code.as_str()).copied().unwrap_or(0);
            unit_view(framework, &typed, unit, done)
        })
        .collect())
}

pub(super) fn unit_view(
    framework: &Framework,
    typed: &[bool],
    unit: &Unit,
    answered: u32,
) -> UnitView {
    let asked = framework
        .indicators
        .iter()
        .zip(typed)
        .filter(|(indicator, typed)| **typed && framework.asks(unit, indicator))
        .count();
    UnitView {
        code: unit.code.to_string(),
        name: (&unit.name).into(),
        peer_group: unit.peer_group.clone(),
        parent: unit.parent.as_ref().map(ToString::to_string),
        asked: view::count(asked),
        answered,
    }
}
