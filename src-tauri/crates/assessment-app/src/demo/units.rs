//! The units of the demonstration: the framework's own, as many invented ones as are asked for, and how
//! well each governs.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{Framework, Text, Unit, UnitCode};

use super::{chance::Chance, plan::Plan};

/// How well a unit governs, in standard deviations from the average of its peers.
pub(super) struct Capacity {
    /// In general.
    pub general: f64,
    /// In each aspect, by the framework's positions.
    pub aspects: Vec<f64>,
    /// Points by which technology stands above and management below.
    pub tilt: f64,
    /// Points gained each round.
    pub trend: f64,
    /// Share of answers that it leaves out.
    pub missing: f64,
}

impl Capacity {
    /// From 0, poor, to 1, good, in an aspect or in general.
    pub(super) fn quality(&self, aspect: Option<usize>) -> f64 {
        let z = aspect
            .and_then(|a| self.aspects.get(a).copied())
            .unwrap_or(self.general);
        (0.5 + 0.2 * z).clamp(0.02, 0.98)
    }
}

/// A unit and how well it governs.
pub(super) struct Governed {
    pub unit: Unit,
    pub capacity: Capacity,
}

/// The framework's units, `count` of them or more: what is missing is invented after the plan. Codes come
/// out in order.
pub(super) fn units(framework: &Framework, plan: &Plan, seed: u64, count: usize) -> Vec<Governed> {
    let mut units: Vec<Unit> = framework
        .units
        .iter()
        .filter(|u| framework.peer_group(&u.peer_group).is_some())
        .cloned()
        .collect();
    let missing = count.saturating_sub(units.len());
    units.extend(invented(plan, &units, missing));
    split_attributes(plan, &mut units, seed);
    for unit in &mut units {
        for (tag, shares) in &plan.tag {
            let share = shares.get(&unit.peer_group).copied().unwrap_or(0.0);
            if Chance::new(seed, &["tag", tag, unit.code.as_str()]).happens(share) {
                unit.tags.insert(tag.clone());
            }
        }
    }
    units.sort_by(|a, b| a.code.cmp(&b.code));
    let parents: BTreeMap<UnitCode, f64> = units
        .iter()
        .map(|u| {
            (
                u.code.clone(),
                Chance::new(seed, &["general", u.code.as_str()]).normal(),
            )
        })
        .collect();
    units
        .into_iter()
        .map(|unit| Governed {
            capacity: capacity(framework, plan, seed, &unit, &parents),
            unit,
        })
        .collect()
}

/// Invented units, shared out over the peer groups as the plan says.
fn invented(plan: &Plan, known: &[Unit], count: usize) -> Vec<Unit> {
    let mut units = Vec::with_capacity(count);
    let sum: f64 = plan.group.values().map(|g| g.invented).sum();
    for (id, group) in plan.group.iter().filter(|(_, g)| g.invented > 0.0) {
        let Some(name) = &group.name else { continue };
        let parents: Vec<&UnitCode> = known
            .iter()
            .filter(|u| Some(&u.peer_group) == group.parents.as_ref())
            .map(|u| &u.code)
            .collect();
        let share = (count as f64 * group.invented / sum).round() as usize;
        for n in 1..=share.min(count - units.len()) {
            let number = n.to_string();
            units.push(Unit {
                code: UnitCode::from(format!("{}{n:05}", group.prefix)),
                name: Text::new(
                    name.zh.replace("{n}", &number),
                    name.en.replace("{n}", &number),
                ),
                peer_group: id.clone(),
                parent: parents.get(n % parents.len().max(1)).map(|c| (*c).clone()),
                tags: BTreeSet::new(),
                attributes: BTreeMap::new(),
            });
        }
    }
    units
}

/// Shares a parent's attributes out among its units, unevenly, so that they add up.
fn split_attributes(plan: &Plan, units: &mut [Unit], seed: u64) {
    for (group, planned) in &plan.group {
        for (attribute, uneven) in &planned.split {
            let mut weights: BTreeMap<UnitCode, Vec<(usize, f64)>> = BTreeMap::new();
            for (at, unit) in units.iter().enumerate() {
                if unit.peer_group == *group
                    && !unit.attributes.contains_key(attribute)
                    && let Some(parent) = &unit.parent
                {
                    let z = Chance::new(seed, &["split", attribute, unit.code.as_str()]).normal();
                    let weight = libm::exp(uneven * z);
                    weights
                        .entry(parent.clone())
                        .or_default()
                        .push((at, weight));
                }
            }
            for (parent, children) in weights {
                let whole = units
                    .iter()
                    .find(|u| u.code == parent)
                    .and_then(|u| u.attributes.get(attribute).copied());
                let sum: f64 = children.iter().map(|(_, w)| w).sum();
                for (at, weight) in children {
                    if let (Some(whole), Some(unit)) = (whole, units.get_mut(at)) {
                        let part = (whole * weight / sum).round();
                        unit.attributes.insert(attribute.clone(), part);
                    }
                }
            }
        }
    }
}

fn capacity(
    framework: &Framework,
    plan: &Plan,
    seed: u64,
    unit: &Unit,
    general: &BTreeMap<UnitCode, f64>,
) -> Capacity {
    let mut chance = Chance::new(seed, &["capacity", unit.code.as_str()]);
    let own = general.get(&unit.code).copied().unwrap_or(0.0);
    let above = unit.parent.as_ref().and_then(|p| general.get(p)).copied();
    // A county is governed a little like its city.
    let general = above.map_or(own, |above| 0.35 * above + 0.94 * own);
    let aspects = framework
        .aspects
        .iter()
        .map(|_| 0.8 * general + 0.6 * chance.normal())
        .collect();
    let answers = &plan.answers;
    let tilted = chance.happens(answers.tilted);
    let strength = chance.between(0.7, 1.3);
    let trend = answers.trend + answers.trend_spread * chance.normal();
    let silent = chance.happens(answers.silent);
    let missing = answers.missing * chance.between(0.0, 2.0);
    Capacity {
        general,
        aspects,
        tilt: if tilted { answers.tilt * strength } else { 0.0 },
        trend,
        missing: if silent { 0.75 } else { missing },
    }
}
