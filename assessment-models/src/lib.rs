//! The domain of Hezhi 合治: frameworks as data, answers, surveys, incidents, and what is scored from them.
//!
//! Everything here takes values and returns values. The crate does no I/O, reads no clock, draws no
//! unseeded randomness and knows no locale: time, seeds and framework files come in as arguments.
//!
//! ```text
//! framework files ─► Framework
//! (Framework, RoundData) ─► derive ─► score ─► Scorecard
//! ```

pub mod agreement;
pub mod audit;
pub mod code;
pub mod composite;
pub mod condition;
pub mod derive;
pub mod diagnosis;
pub mod draft;
pub mod framework;
pub mod grid;
pub mod incident;
pub mod mcdm;
pub mod observation;
pub mod problem;
pub mod record;
pub mod round;
pub mod scoring;
pub mod sensitivity;
pub mod stats;
pub mod survey;
pub mod survey_stats;
pub mod text;
pub mod trend;
pub mod uncertainty;
pub mod unit;
pub mod weights;
pub mod what_if;

pub use code::{
    AspectId, FileDigest, IndicatorId, ObjectiveId, RegisterId, RoundId, SheetName, UnitCode,
};
pub use framework::Framework;
pub use observation::{Answer, Layer, Observation};
pub use problem::Problem;
pub use record::{Record, Value};
pub use round::{Round, RoundData};
pub use scoring::{Mode, Scorecard};
pub use text::Text;
pub use unit::Unit;
