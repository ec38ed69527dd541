//! Any composite index, given as COINr's two tables: `iMeta` (what is measured and how it is joined) and
//! `iData` (units × columns).
//!
//! `raw → denominated → imputed → treated → normalised → aggregated`, each stage only where asked for,
//! and tables about the result: weights, ranks, correlations, Cronbach's α, principal components, who
//! outranks whom.
//! Definitions follow the OECD/JRC handbook (2008) and COINr's documentation, so that figures agree.
//! It knows nothing of rounds, registers or frameworks.

mod aggregate;
mod audit;
mod data;
mod error;
mod evaluate;
mod impute;
mod meta;
mod normalise;
mod options;
mod pairs;
mod prepared;
mod relations;
mod run;
mod stage;
mod table;
mod treat;

pub(crate) use evaluate::{Scratch, Trial};

pub use data::IndexData;
pub use error::IndexError;
pub use meta::{Element, ElementKind, Goalposts, IndexMeta};
pub use options::{Aggregator, Imputation, IndexOptions, Normaliser, Treatment, Weights};
pub use prepared::{Alternatives, Node, Placing, PreparedIndex, Results, ScorecardAlternatives};
pub use relations::{Lineage, lineage};
pub use run::{Computed, IndexOutput, IndexRow, compute, run};
pub use stage::{Coefficient, Stage};
