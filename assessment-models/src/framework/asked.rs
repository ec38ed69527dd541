//! What is asked of whom.

use super::{Indicator, PeerGroup, Selector};
use crate::{Framework, Unit};

impl PeerGroup {
    /// Whether the group answers an indicator, tags of single units aside.
    #[must_use]
    pub fn asks(&self, indicator: &Indicator) -> bool {
        self.answers.iter().any(|s| s.selects(indicator))
    }
}

impl Selector {
    /// Whether all that it states holds for an indicator.
    #[must_use]
    pub fn selects(&self, indicator: &Indicator) -> bool {
        let holds =
            |stated: &Option<String>, value: &str| stated.as_ref().is_none_or(|s| s == value);
        holds(&self.level, &indicator.level)
            && holds(&self.owner, &indicator.owner)
            && holds(&self.register, indicator.register.as_deref().unwrap_or(""))
            && self.indicator.as_ref().is_none_or(|id| *id == indicator.id)
    }
}

impl Indicator {
    /// Whether the unit has the tag that the indicator requires, if it requires one.
    #[must_use]
    pub fn fits(&self, unit: &Unit) -> bool {
        self.requires_tag
            .as_ref()
            .is_none_or(|tag| unit.tags.contains(tag))
    }
}

impl Framework {
    /// Whether an indicator is asked of a unit.
    #[must_use]
    pub fn asks(&self, unit: &Unit, indicator: &Indicator) -> bool {
        indicator.fits(unit)
            && self
                .peer_group(&unit.peer_group)
                .is_some_and(|group| group.asks(indicator))
    }

    /// Whether an indicator is computed by a formula rather than typed.
    #[must_use]
    pub fn is_derived(&self, indicator: &Indicator) -> bool {
        self.derived.iter().any(|f| *f.indicator() == indicator.id)
    }
}
