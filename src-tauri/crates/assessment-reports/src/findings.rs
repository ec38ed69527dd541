//! Findings 问题 on a round's list, as documents tell them.

use assessment_models::UnitCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A finding on the round's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whose shortcoming it is.
    pub unit: UnitCode,
    /// What falls short.
    pub description: String,
    /// What is to be done.
    pub demand: String,
    /// Who is to do it.
    pub responsible: String,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// How far it has come.
    pub state: Mending,
    /// It stood on the list of the round before and was not closed there.
    pub carried: bool,
}

impl Told {
    /// Whether its deadline has passed on a day and it is not closed.
    #[must_use]
    pub fn overdue(&self, day: NaiveDate) -> bool {
        self.state != Mending::Closed && self.deadline.is_some_and(|deadline| deadline < day)
    }
}

/// How far the mending of a finding has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mending {
    /// Told to the unit.
    Open,
    /// The unit is at it.
    Mending,
    /// The unit says that it is mended.
    Mended,
    /// Confirmed and struck off the list 销号.
    Closed,
}

impl Mending {
    /// All states, in their order.
    pub(crate) const ALL: [Self; 4] = [Self::Open, Self::Mending, Self::Mended, Self::Closed];
}
