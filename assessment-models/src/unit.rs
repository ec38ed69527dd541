//! Who is assessed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Text, UnitCode};

/// A unit 被评估单位: a provincial department, a city or a county.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Administrative division code or department code; unique in a workspace.
    pub code: UnitCode,
    /// Full name.
    pub name: Text,
    /// Which peers it is ranked with: the id of one of the framework's peer groups.
    pub peer_group: String,
    /// The city of a county, the province of a city.
    pub parent: Option<UnitCode>,
    /// Qualities that decide what applies, such as `regulator` or `cii`.
    pub tags: BTreeSet<String>,
    /// Numbers that formulas divide by, such as `population` (persons).
    pub attributes: BTreeMap<String, f64>,
}
