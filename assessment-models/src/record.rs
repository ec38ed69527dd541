//! Rows of the registers: incidents, monthly case and complaint tables, transfers.
//!
//! Which registers there are and what fields they have is framework data
//! ([`crate::framework::Register`]); a record only carries values.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{RegisterId, UnitCode, observation::CellSource};

/// One value of a record or of an answer in a survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words, or the code of an option.
    Text(String),
    /// A number, in the field's unit.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A moment in local time (the province has one time zone and no daylight saving).
    Time(NaiveDateTime),
}

impl Value {
    /// The number, where it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        if let Value::Number(n) = self {
            Some(*n)
        } else {
            None
        }
    }

    /// The words, where they are words.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(t) = self {
            Some(t)
        } else {
            None
        }
    }

    /// The flag, where it is one.
    #[must_use]
    pub fn as_flag(&self) -> Option<bool> {
        if let Value::Flag(b) = self {
            Some(*b)
        } else {
            None
        }
    }

    /// The moment, where it is one.
    #[must_use]
    pub fn as_time(&self) -> Option<NaiveDateTime> {
        if let Value::Time(t) = self {
            Some(*t)
        } else {
            None
        }
    }
}

/// A row of a register. A field that is not there was not filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Which register.
    pub register: RegisterId,
    /// What names the row within its register and round: the register's key fields joined by `|`.
    pub key: String,
    /// Whose it is: the unit that suffered the incident, or the county of a monthly row.
    pub unit: UnitCode,
    /// Field id to value.
    pub fields: BTreeMap<String, Value>,
    /// The row (its first cell) that it was imported from; `None` where it was typed.
    pub source: Option<CellSource>,
}

impl Record {
    /// The value of `field`, where it was filled in.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }
}
