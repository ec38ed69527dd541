//! Values as people write them.

pub(crate) mod moment;
pub(crate) mod number;
pub(crate) mod scale;
pub(crate) mod unit;
