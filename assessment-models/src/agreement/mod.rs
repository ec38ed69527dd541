//! Do two assessors (or more) who look at the same evidence come to the same judgement?
//!
//! Weighted κ for two assessors and ordered grades, intraclass correlations for scores, Kendall's W for
//! rankings. All are functions of numbers; who the assessors are is not looked at.

mod concordance;
mod error;
mod icc;
mod kappa;

pub use concordance::{Concordance, kendall_w};
pub use error::AgreementError;
pub use icc::{Intraclass, intraclass};
pub use kappa::{Kappa, KappaWeights, weighted_kappa};
