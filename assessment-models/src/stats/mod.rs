//! Numbers about numbers: means, quantiles, moments. Knows nothing of units or indicators.

mod mean;
mod order;

pub use mean::{NonPositive, needs_positive, weighted_mean};
pub use order::{median, quantile};
