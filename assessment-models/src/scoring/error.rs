//! Why a round cannot be scored.

use thiserror::Error;

use crate::{IndicatorId, UnitCode};

/// Why a round cannot be scored. Each names what a person has to look at.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ScoreError {
    /// A raw value is NaN or infinite.
    #[error("unit {unit}, indicator {indicator}: the value is not a finite number")]
    NotFinite {
        /// Whose.
        unit: UnitCode,
        /// For what.
        indicator: IndicatorId,
    },
    /// An answer of a unit that does not take part.
    #[error("indicator {indicator} is answered for {unit}, which does not take part in the round")]
    UnknownUnit {
        /// Whose.
        unit: UnitCode,
        /// For what.
        indicator: IndicatorId,
    },
    /// An answer to an indicator that the framework does not have.
    #[error("unit {unit} answers {indicator}, which the framework does not have")]
    UnknownIndicator {
        /// Whose.
        unit: UnitCode,
        /// For what.
        indicator: IndicatorId,
    },
    /// Two answers in one layer.
    #[error("unit {unit} answers {indicator} twice in one layer")]
    DuplicateAnswer {
        /// Whose.
        unit: UnitCode,
        /// For what.
        indicator: IndicatorId,
    },
    /// Two units with one code.
    #[error("two units have the code {unit}")]
    DuplicateUnit {
        /// The code.
        unit: UnitCode,
    },
    /// A unit of a peer group that the framework does not have.
    #[error("unit {unit} is in peer group {peer_group}, which the framework does not have")]
    UnknownPeerGroup {
        /// Whose.
        unit: UnitCode,
        /// The id that leads nowhere.
        peer_group: String,
    },
    /// An adjustment entered for a unit or by a rule that is not there.
    #[error("the adjustment {rule} of {unit} leads nowhere: no such unit or rule")]
    UnknownAdjustment {
        /// Whose.
        unit: UnitCode,
        /// The rule named.
        rule: String,
    },
    /// A scale that maps nothing: goalposts that coincide, no steps, a band out of order.
    #[error("indicator {indicator}: its scale does not say how a value becomes a score")]
    BrokenScale {
        /// Whose scale.
        indicator: IndicatorId,
    },
    /// A weight that is negative or not a number, or a group whose weights sum to nothing.
    #[error("the weights of {group} are negative, not numbers, or sum to 0")]
    BrokenWeights {
        /// The objective, the aspect, or `total`.
        group: String,
    },
    /// A geometric or harmonic mean over a score of 0, and the framework states no floor.
    #[error(
        "unit {unit}: {child} scores 0, so {group} has no geometric or harmonic mean; the framework needs a floor"
    )]
    NonPositive {
        /// Whose.
        unit: UnitCode,
        /// What is averaged: an objective, an aspect, or `total`.
        group: String,
        /// The child that is not positive.
        child: String,
    },
}
