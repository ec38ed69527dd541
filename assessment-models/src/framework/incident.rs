//! What a framework says of incidents: their classes, the thresholds of their levels, who reports to whom by
//! when.

use serde::{Deserialize, Serialize};

use super::{
    formula::{Condition, Operand, Operator},
    rules::Status,
};
use crate::Text;

/// Which register holds incidents, and which of its fields rules speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentSettings {
    /// The register.
    pub register: String,
    /// Its field with the level, 1 (worst) to 4.
    pub level_field: String,
    /// Its field with the class.
    pub class_field: String,
    /// Its field with the state of handling, where it has one.
    pub status_field: Option<String>,
    /// States in which handling is finished; any other, and none, is open.
    pub closed: Vec<String>,
    /// Fields that a person fills in before an incident is closed.
    #[serde(default)]
    pub closing: Vec<String>,
    /// Its field with the key of the incident that this one repeats, where it has one.
    #[serde(default)]
    pub recurrence_field: Option<String>,
}

/// A scope that thresholds and deadlines name, such as `cii`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// Its name.
    pub id: String,
    /// An incident is in scope where one of these lists of conditions holds.
    pub any: Vec<Vec<Condition>>,
}

/// A class of incidents 事件分类.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentClass {
    /// Such as `NA.09`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The class above.
    pub parent: Option<String>,
    /// The problem class it counts towards.
    pub problem_class: Option<String>,
    /// The standard it comes from.
    pub standard: String,
    /// How far it is checked.
    pub status: Status,
}

/// A problem that the province names, such as telecom fraud.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProblemClass {
    /// Such as `telecom_fraud`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The objective that answers it.
    pub objective: Option<crate::ObjectiveId>,
}

/// One threshold that lifts an incident to a level (1 is worst, 4 mildest).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradingThreshold {
    /// Level that it makes.
    pub level: u8,
    /// Level name.
    pub level_name: Text,
    /// The incident field that is compared.
    pub metric: String,
    /// How.
    pub operator: Operator,
    /// With what.
    pub value: Operand,
    /// What the rule says.
    pub criterion: Text,
    /// Where it comes from.
    pub instrument: String,
    /// Scopes of the affected object in which it holds; empty is any.
    pub scopes: Vec<String>,
    /// How far it is checked.
    pub status: Status,
}

/// A reporting deadline 报告时限.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// Such as `RR05`.
    pub id: String,
    /// Who reports.
    pub reporter: Text,
    /// To whom.
    pub receiver: Text,
    /// Applies to incidents of this level or worse (1 is worst); `None` is any.
    pub min_level: Option<u8>,
    /// Scope of the incident in which it holds, such as `cii`, `other`, `any`.
    pub scope: String,
    /// The step of handling that it governs, such as `first_report`; rules of one step exclude each
    /// other by scope, and `deadline:<step>` in a condition means whichever of them applies.
    pub step: Option<String>,
    /// What else must hold for it to apply.
    pub when: Vec<Condition>,
    /// Minutes allowed; `None` where the rule only says "at once".
    pub minutes: Option<f64>,
    /// When the clock starts, in words.
    pub clock: Text,
    /// The incident field at which the clock starts; a rule without one is listed and never runs.
    pub from_field: Option<String>,
    /// The incident field that says when it was done.
    pub done_field: Option<String>,
    /// What must be done.
    pub what: Text,
    /// Where it comes from, with its article.
    pub instrument: String,
    /// How far it is checked.
    pub status: Status,
}
