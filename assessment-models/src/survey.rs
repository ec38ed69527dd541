//! Answers of the four parties.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{UnitCode, observation::CellSource, record::Value};

/// Who takes part in governing 主体.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// 政府.
    Government,
    /// 企业.
    Enterprise,
    /// 社会组织.
    SocialOrg,
    /// 公民.
    Citizen,
}

/// One filled-in questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// What names it within its round and party: the platform's response number.
    pub id: String,
    /// Which questionnaire.
    pub party: Party,
    /// The county, city or department that it speaks of; `None` where the place is not known.
    pub unit: Option<UnitCode>,
    /// When it was handed in.
    pub answered_at: Option<NaiveDateTime>,
    /// Question id to answer: an option's code, a scale point, a number. A question with several
    /// choices holds the chosen codes joined by `|`.
    pub answers: BTreeMap<String, Value>,
    /// The row that it was imported from.
    pub source: Option<CellSource>,
}
