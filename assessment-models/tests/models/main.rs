//! Tests of the domain in one program: the rules of scoring as tables, frameworks as data, properties.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects by failing"
)]

mod common;

mod builtin;
mod certainty;
mod derived;
mod derived_surveys;
mod diagnoses;
mod diagnosis_properties;
mod diagnosis_settings;
mod events;
mod golden;
mod incident;
mod libraries;
mod loader;
mod properties;
mod suite;
mod survey_statistics;
mod tables_of_indices;
mod trials;
