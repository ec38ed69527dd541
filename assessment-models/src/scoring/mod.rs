//! From a round's data to scores, grades and ranks.
//!
//! `Raw → Derived → Applicable → Normalised → Aggregated → Adjusted → Graded → Ranked`

mod adjust;
mod aggregate;
mod cells;
mod error;
mod events;
mod median;
mod rank;
mod scale;
mod score;
mod scorecard;

pub use adjust::{Event, adjust};
pub use cells::{Cells, Sampled};
pub use error::ScoreError;
pub use median::{Medians, medians};
pub use rank::{grade, published, published_text};
pub use scale::normalise;
pub use score::{Prepared, Scores, prepare, prepare_derived, score, score_cells, score_derived};
pub use scorecard::{
    Applied, CellState, LayerChoice, Mode, NotScored, Ranking, ScoreOptions, Scorecard, UnitScore,
};
