//! Alternatives judged by several criteria: cross-checks of an official score that reviewers expect.
//!
//! TOPSIS ranks by nearness to an ideal; fuzzy comprehensive evaluation (模糊综合评价) weights memberships
//! in grades. Neither makes an official score.

mod decision;
mod error;
mod fuzzy;
mod topsis;

pub use decision::DecisionMatrix;
pub use error::DecisionError;
pub use fuzzy::{FuzzyEvaluation, fuzzy};
pub use topsis::{Scaling, Topsis, topsis};
