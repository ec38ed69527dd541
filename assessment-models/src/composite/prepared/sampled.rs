//! Indicators that a survey answers: another sample would have answered otherwise.

use super::placing::{Place, compared, own_score};
use crate::{framework::Scale, uncertainty::Draw};

/// A survey's estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SampledCell {
    pub(crate) row: usize,
    /// Peer group, as a number.
    pub(crate) group: usize,
    pub(crate) raw: f64,
    /// Standard error.
    pub(crate) error: f64,
}

/// An indicator's estimates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SampledColumn {
    pub(crate) leaf: usize,
    pub(crate) scale: Scale,
    pub(crate) cells: Vec<SampledCell>,
    /// Where values lie, by base and peer group.
    pub(crate) places: Vec<Vec<Place>>,
}

impl SampledColumn {
    /// The column as another sample would have made it: each estimate moved by a normal error. Estimates
    /// are drawn apart from one another, also where the same people answered two questions.
    pub(crate) fn drawn(&self, base: usize, column: &[f64], draw: &mut Draw) -> Vec<f64> {
        let mut values = column.to_vec();
        for cell in &self.cells {
            let raw = cell.raw + cell.error * draw.normal();
            let place = self.places.get(base).and_then(|by| by.get(cell.group));
            let (Some(value), Some(place)) = (values.get_mut(cell.row), place) else {
                continue;
            };
            let own = own_score(&self.scale, raw, *value);
            *value = place.score(own, compared(&self.scale, raw, own));
        }
        values
    }
}
