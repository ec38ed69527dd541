//! Weights and where they come from: given by experts, equal, by pairwise comparison (AHP, 层次分析法),
//! from the dispersion of the data (entropy 熵权法, CRITIC), or a blend with stated shares.
//!
//! Every way ends in a [`WeightSet`], which keeps who set it, when and how. Entropy and CRITIC reward
//! dispersion, not importance: they are cross-checks, and nothing here adopts a weight.

mod ahp;
mod dispersion;
mod eigen;
mod error;
mod given;
mod judgement;
mod pairwise;
mod set;

pub use ahp::{Ahp, RandomIndices, ahp};
pub use dispersion::{Shares, critic, entropy};
pub use error::WeightsError;
pub use given::{blend, equal, expert};
pub use judgement::{Judgement, hurting};
pub use pairwise::PairwiseMatrix;
pub use set::{WeightMethod, WeightSet, WeightShare};
