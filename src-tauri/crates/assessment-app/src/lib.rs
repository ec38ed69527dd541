//! Use cases: what a person can do, as functions, with progress, cancel and failure codes.
//!
//! The window and the command line are two skins over this crate. It owns the wire types.

pub mod failure;
pub mod progress;
pub mod wire;
pub mod words;

pub use failure::{Code, Failure};
pub use progress::{Progress, Stage};
