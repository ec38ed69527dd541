//! Use cases: what a person can do, as functions, with progress, cancel and failure codes.
//!
//! The window and the command line are two skins over this crate. It owns the wire types.

pub mod adjustments;
pub mod adopted;
pub mod analyses;
pub mod backup;
pub mod charts;
pub mod decisions;
pub mod demo;
mod desk;
pub mod documents;
pub mod editor;
pub mod evidence;
pub mod failure;
mod files;
pub mod findings;
pub mod form;
pub mod frameworks;
pub mod imports;
pub mod incidents;
pub mod index;
pub mod intake;
pub mod people;
pub mod progress;
mod provenance;
pub mod recent;
pub mod registers;
pub mod reports;
pub mod results;
pub mod rounds;
pub mod surveys;
pub mod units;
mod view;
pub mod weights;
pub mod wire;
pub mod words;
pub mod workspace;

pub use assessment_models::{
    agreement::KappaWeights, mcdm::Scaling, scoring::published_text, text::Lang,
};
pub use desk::{Desk, Scored, Stamp};
pub use failure::{Code, Failure};
pub use progress::{Progress, Stage, Watch};
