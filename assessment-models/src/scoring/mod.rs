//! From a round's data to scores, grades and ranks.
//!
//! `Raw → Derived → Applicable → Normalised → Aggregated → Adjusted → Graded → Ranked`

mod scorecard;

pub use scorecard::{
    Applied, CellState, LayerChoice, Mode, NotScored, Ranking, ScoreOptions, Scorecard, UnitScore,
};
