//! What a scorecard says about how a province governs: which means carry the score, which party lags,
//! whether technology covers for management, where chains of responsibility break, what to do first.
//!
//! Every diagnosis is a value with all that is needed to explain it: the indicators, their scores and
//! their effective weights. None changes a score. Thresholds and fields are the framework's
//! ([`crate::framework::DiagnosisSettings`]).

mod benchmark;
mod covering;
mod development;
mod gain;
mod group;
mod least_set;
mod parties;
mod responsibility;

pub use benchmark::{Comparison, LessonAt, compare, lessons};
pub use covering::{Beside, CoveringFound, coverings};
pub use development::{Development, Quadrant, UnitPlace, development};
pub use gain::{Gain, Target, gains};
pub use group::{Group, Part, by_means};
pub use least_set::{LeastSet, Outcome, Proof, least_set};
pub use parties::{Parties, PartyScore, parties};
pub use responsibility::{Chain, Counts, Responsibility, links_due, responsibility};
