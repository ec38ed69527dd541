//! Indicators that go on under another id.

use std::collections::BTreeMap;

use super::Framework;
use crate::IndicatorId;

impl Framework {
    /// Which indicators of another version go on here under another id: its id to that of this version. Where
    /// the other version is the newer one, what it says is read backwards. Of the same version, or of a
    /// framework with another id, none do.
    #[must_use]
    pub fn renamed_from(&self, other: &Framework) -> BTreeMap<IndicatorId, IndicatorId> {
        if self.digest == other.digest || self.id != other.id {
            return BTreeMap::new();
        }
        let leads = |(from, to): &(&IndicatorId, &IndicatorId)| {
            other.indicator_index(from).is_some() && self.indicator_index(to).is_some()
        };
        let cloned = |(from, to): (&IndicatorId, &IndicatorId)| (from.clone(), to.clone());
        let forward: BTreeMap<_, _> = self.renamed.iter().filter(leads).map(cloned).collect();
        if !forward.is_empty() {
            return forward;
        }
        let turned = other.renamed.iter().map(|(from, to)| (to, from));
        turned.filter(leads).map(cloned).collect()
    }
}
