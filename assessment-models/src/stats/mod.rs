//! Numbers about numbers: means, quantiles, moments, ranks, correlations. Knows nothing of units or
//! indicators.

mod correlation;
mod eigen;
mod mean;
mod moments;
mod order;

pub use correlation::{Scale, covariance, cronbach, pearson};
pub use eigen::symmetric_eigen;
pub use mean::{NonPositive, needs_positive, weighted_mean};
pub use moments::{kurtosis, mean, skewness, standard_deviation};
pub(crate) use order::slack;
pub use order::{median, quantile, ranks};
