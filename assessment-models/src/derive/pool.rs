//! Whose records count for whom.

use std::collections::BTreeMap;

use crate::{Framework, Unit, UnitCode};

/// The units of a round as a tree.
pub(super) struct Pool<'u> {
    units: &'u [Unit],
    positions: BTreeMap<&'u UnitCode, usize>,
    /// For each unit, the units above it that pool it, nearest first.
    above: Vec<Vec<usize>>,
}

impl<'u> Pool<'u> {
    pub(super) fn new(framework: &Framework, units: &'u [Unit]) -> Self {
        let positions: BTreeMap<&UnitCode, usize> = units
            .iter()
            .enumerate()
            .map(|(i, u)| (&u.code, i))
            .collect();
        let pools: Vec<bool> = units
            .iter()
            .map(|u| {
                framework
                    .peer_group(&u.peer_group)
                    .is_some_and(|g| g.pools_children)
            })
            .collect();
        let above = units
            .iter()
            .map(|unit| {
                let mut above: Vec<usize> = Vec::new();
                let mut next = unit.parent.as_ref();
                // A ring of parents ends where it would begin again.
                while let Some(&parent) = next.and_then(|code| positions.get(code)) {
                    if above.contains(&parent) || units[parent].code == unit.code {
                        break;
                    }
                    above.push(parent);
                    next = units[parent].parent.as_ref();
                }
                above.retain(|&p| pools[p]);
                above
            })
            .collect();
        Self {
            units,
            positions,
            above,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    pub(super) fn position(&self, code: &UnitCode) -> Option<usize> {
        self.positions.get(code).copied()
    }

    /// Adds what each unit has of its own to the units that pool it. `own` is row-major with `columns`
    /// places a unit.
    pub(super) fn spread<T: Clone>(
        &self,
        own: &[T],
        columns: usize,
        join: impl Fn(&mut T, &T),
    ) -> Vec<T> {
        let mut all = own.to_vec();
        for (unit, above) in self.above.iter().enumerate() {
            for &pooling in above {
                for column in 0..columns {
                    join(
                        &mut all[pooling * columns + column],
                        &own[unit * columns + column],
                    );
                }
            }
        }
        all
    }

    /// An attribute of each unit: its own, or the sum over the units that it pools directly. A peer group
    /// of which only a part has it gives nothing, because the sum would be too small.
    pub(super) fn attribute(&self, name: &str) -> Vec<Option<f64>> {
        let mut values: Vec<Option<f64>> = self
            .units
            .iter()
            .map(|u| u.attributes.get(name).copied())
            .collect();
        // The deepest first, so that a unit's children are there before it.
        let mut order: Vec<usize> = (0..self.units.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(self.depth(i)));
        let mut children: Vec<BTreeMap<&str, Vec<usize>>> = vec![BTreeMap::new(); self.units.len()];
        for (child, unit) in self.units.iter().enumerate() {
            let parent = unit.parent.as_ref().and_then(|code| self.position(code));
            if let Some(parent) = parent.filter(|p| self.above[child].first() == Some(p)) {
                children[parent]
                    .entry(unit.peer_group.as_str())
                    .or_default()
                    .push(child);
            }
        }
        for unit in order {
            if values[unit].is_none() {
                values[unit] = children[unit]
                    .values()
                    .filter_map(|group| group.iter().map(|&c| values[c]).sum::<Option<f64>>())
                    .reduce(|a, b| a + b);
            }
        }
        values
    }

    fn depth(&self, unit: usize) -> usize {
        let mut depth = 0;
        let mut next = self.units[unit].parent.as_ref();
        while let Some(&parent) = next.and_then(|code| self.positions.get(code)) {
            depth += 1;
            if depth > self.units.len() {
                break;
            }
            next = self.units[parent].parent.as_ref();
        }
        depth
    }
}
