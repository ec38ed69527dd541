//! Deductions, bonuses and vetoes, with what sets them off and their limits.

use serde::{Deserialize, Serialize};

use super::{formula::Condition, rules::Status};
use crate::{IndicatorId, Text};

/// What an adjustment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    /// 扣分.
    Deduction,
    /// 加分.
    Bonus,
    /// 一票否决.
    Veto,
}

/// Whether an incident that already lowers an indicator may also be deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubleCount {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

/// What sets an adjustment off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Trigger {
    /// Only a person.
    Manual,
    /// Each record of a register that matches.
    Records {
        /// Which register.
        register: String,
        /// All must hold.
        when: Vec<Condition>,
    },
}

/// A deduction, bonus or veto.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjustmentRule {
    /// Such as `P1`.
    pub id: String,
    /// What it does.
    pub kind: AdjustmentKind,
    /// When it applies.
    pub condition: Text,
    /// Where it comes from.
    pub basis: Text,
    /// Points each time, positive; the cap for a veto.
    pub points: f64,
    /// Most points in all; `None` is no limit.
    pub max: Option<f64>,
    /// What sets it off.
    pub trigger: Trigger,
    /// Whether it counts beside an indicator that already fell.
    pub double_count: DoubleCount,
    /// Indicators that the same records lower; with [`DoubleCount::Deny`] a record that lowers one of
    /// them is not deducted.
    pub indicators: Vec<IndicatorId>,
    /// A record that sets off one of these rules is not counted by this one.
    pub except: Vec<String>,
    /// How far it is checked.
    pub status: Status,
}

/// All adjustments, with their limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjustmentSettings {
    /// Most points that deductions may take in all.
    pub max_deduction: Option<f64>,
    /// Bonus counts only where the total after deductions is above this.
    pub bonus_above: Option<f64>,
    /// Most points that bonus may add in all.
    pub max_bonus: Option<f64>,
    /// The rules.
    pub rules: Vec<AdjustmentRule>,
}
