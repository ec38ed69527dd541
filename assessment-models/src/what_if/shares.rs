//! Shares of a group when some of them are set.

use std::collections::BTreeMap;

use super::{Element, WhatIfError};
use crate::Framework;

/// Slack of sums of shares.
const SAME: f64 = 1e-9;

/// The group that an element is a child of.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Parent {
    Total,
    Aspect(usize),
    Objective(usize),
}

/// The framework with the shares set; `None` where there are none.
pub(super) fn changed<'c>(
    framework: &Framework,
    shares: impl Iterator<Item = (&'c Element, f64)>,
) -> Result<Option<Framework>, WhatIfError> {
    let mut set: BTreeMap<Parent, BTreeMap<usize, f64>> = BTreeMap::new();
    for (element, share) in shares {
        let (parent, child) =
            place(framework, element).ok_or_else(|| WhatIfError::UnknownElement {
                element: match element {
                    Element::Aspect(id) => id.to_string(),
                    Element::Objective(id) => id.to_string(),
                    Element::Indicator(id) => id.to_string(),
                },
            })?;
        set.entry(parent).or_default().insert(child, share);
    }
    if set.is_empty() {
        return Ok(None);
    }
    let mut changed = framework.clone();
    for (parent, fixed) in &set {
        let mut weights: Vec<(usize, &mut f64)> = match *parent {
            Parent::Total => {
                let aspects = changed.aspects.iter_mut().enumerate();
                aspects.map(|(at, a)| (at, &mut a.weight)).collect()
            }
            Parent::Aspect(aspect) => {
                let objectives = changed.objectives.iter_mut().enumerate();
                let own = objectives.filter(|(_, o)| o.aspect == aspect);
                own.map(|(at, o)| (at, &mut o.weight)).collect()
            }
            Parent::Objective(objective) => {
                let indicators = changed.indicators.iter_mut().enumerate();
                let own = indicators.filter(|(_, i)| i.objective == objective);
                own.map(|(at, i)| (at, &mut i.weight)).collect()
            }
        };
        if !rescale(&mut weights, fixed) {
            return Err(WhatIfError::Shares {
                group: match *parent {
                    Parent::Total => "total".to_owned(),
                    Parent::Aspect(at) => framework.aspects[at].id.to_string(),
                    Parent::Objective(at) => framework.objectives[at].id.to_string(),
                },
            });
        }
    }
    Ok(Some(changed))
}

fn place(framework: &Framework, element: &Element) -> Option<(Parent, usize)> {
    Some(match element {
        Element::Aspect(id) => {
            let at = framework.aspects.iter().position(|a| a.id == *id)?;
            (Parent::Total, at)
        }
        Element::Objective(id) => {
            let at = framework.objectives.iter().position(|o| o.id == *id)?;
            (Parent::Aspect(framework.objectives[at].aspect), at)
        }
        Element::Indicator(id) => {
            let at = framework.indicator_index(id)?;
            (Parent::Objective(framework.indicators[at].objective), at)
        }
    })
}

/// Sets the fixed shares and divides the rest among the others in their proportions. Others that had no
/// weight at all share alike. False where the shares cannot sum to 1.
fn rescale(weights: &mut [(usize, &mut f64)], fixed: &BTreeMap<usize, f64>) -> bool {
    let given: f64 = fixed.values().sum();
    let sound = fixed.values().all(|s| (0.0..=1.0).contains(s)) && given <= 1.0 + SAME;
    let others = weights.len().saturating_sub(fixed.len());
    let left = (1.0 - given).max(0.0);
    if !sound || (others == 0 && left > SAME) {
        return false;
    }
    let free: f64 = weights
        .iter()
        .filter(|(at, _)| !fixed.contains_key(at))
        .map(|(_, w)| **w)
        .sum();
    for (at, weight) in weights {
        **weight = match fixed.get(at) {
            Some(share) => *share,
            None if free > 0.0 => left * **weight / free,
            None => left / others as f64,
        };
    }
    true
}
