//! Registers: which tables of records a framework reads, and their fields.

use serde::{Deserialize, Serialize};

use crate::{RegisterId, Text};

/// A register of records, such as the incident register 事件台账.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Such as `incident`.
    pub id: RegisterId,
    /// Its name.
    pub name: Text,
    /// The field that names the unit a row belongs to.
    pub unit_field: String,
    /// Fields that date a row: the first of them that is filled in says when it was. A row dated outside
    /// the round's period is left out; a row without any of them counts.
    pub period_fields: Vec<String>,
    /// Fields whose values, joined by `|`, name a row.
    pub key: Vec<String>,
    /// Its fields, in the order in which a form or sheet shows them.
    pub fields: Vec<Field>,
}

impl Register {
    /// A field by its id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.id == id)
    }
}

/// A field of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Such as `discovered_at`.
    pub id: String,
    /// Its heading.
    pub name: Text,
    /// Other headings under which it is met, folded as written.
    pub synonyms: Vec<String>,
    /// The part of the form it stands in, such as `what`, `when`, `impact`, `duty`, `handling`.
    pub section: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Unit of a number, such as `min`; empty where there is none.
    pub unit: Text,
    /// A row without it is not taken.
    pub required: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number, with its least value where there is one.
    Number {
        /// Least value.
        min: Option<f64>,
        /// Whole numbers only.
        whole: bool,
    },
    /// Yes or no.
    Flag,
    /// A moment.
    Time,
    /// A month, held as its first moment.
    Month,
    /// A unit's code.
    Unit,
    /// An incident class.
    IncidentClass,
    /// One of several codes.
    Choice(Vec<FieldOption>),
}

/// One code that a [`FieldKind::Choice`] may hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldOption {
    /// The code; where it is a whole number, it is held as a number.
    pub code: String,
    /// Its words.
    pub label: Text,
}
