//! The framework 指标体系: the tree of aspects, objectives and indicators with its weights and rules.
//!
//! It is data: everything that an assessment decides stands in the files of
//! `frameworks/<id>/<version>/`, and another framework is another folder.

mod adjustment;
mod asked;
mod builtin;
mod diagnosis;
mod fault;
mod formula;
mod incident;
mod indicator;
mod load;
mod register;
mod renamed;
mod rules;

pub use adjustment::{AdjustmentKind, AdjustmentRule, AdjustmentSettings, DoubleCount, Trigger};
pub use builtin::{BUILTIN, builtin_files};
pub use diagnosis::{
    Acted, Benchmark, ChainLink, Covering, DiagnosisSettings, Lesson, ResponsibilitySettings,
    Subject, SurveySettings,
};
pub use fault::{Fault, FaultCode, LoadError};
pub use formula::{Condition, DerivedFormula, Measure, Operand, Operator};
pub use incident::{
    Deadline, GradingThreshold, IncidentClass, IncidentSettings, ProblemClass, Scope,
};
pub use indicator::{
    AnswerOption, Aspect, Goalposts, Indicator, Legal, Means, Objective, Scale, Step,
};
pub use register::{Field, FieldKind, FieldOption, Register};
pub use rules::{
    Aggregation, FormField, Grade, Mean, Obligation, PeerGroup, Question, QuestionKind,
    ScoreSettings, Selector, Status,
};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{IndicatorId, Text, Unit};

/// A framework, checked: weights sum to 1 in each group, every reference leads somewhere, both languages
/// are there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Framework {
    /// Such as `six-aspect`.
    pub id: String,
    /// Such as `2026`.
    pub version: String,
    /// Its name.
    pub name: Text,
    /// SHA-256 of its files, lower-case hex: two frameworks with the same digest are the same.
    pub digest: String,
    /// Aspects in the order in which they are shown.
    pub aspects: Vec<Aspect>,
    /// Objectives, aspect by aspect.
    pub objectives: Vec<Objective>,
    /// Indicators, objective by objective.
    pub indicators: Vec<Indicator>,
    /// How values become scores, scores become grades and ranks.
    pub scoring: ScoreSettings,
    /// Grades, best first.
    pub grades: Vec<Grade>,
    /// Who is ranked with whom, and what each group answers.
    pub peer_groups: Vec<PeerGroup>,
    /// Registers that the framework reads.
    pub registers: Vec<Register>,
    /// Formulas of derived indicators.
    pub derived: Vec<DerivedFormula>,
    /// Where incidents are, if the framework reads any.
    pub incident: Option<IncidentSettings>,
    /// Scopes that thresholds and deadlines name.
    pub scopes: Vec<Scope>,
    /// Incident classes 事件分类, parents before children.
    pub incident_classes: Vec<IncidentClass>,
    /// The problems that the province names.
    pub problem_classes: Vec<ProblemClass>,
    /// Thresholds that make an incident of a level 事件分级.
    pub grading: Vec<GradingThreshold>,
    /// Reporting deadlines 报告时限.
    pub deadlines: Vec<Deadline>,
    /// Deductions, bonus and vetoes.
    pub adjustments: AdjustmentSettings,
    /// Questionnaires of the parties.
    pub questions: Vec<Question>,
    /// Legal duties that indicators rest on.
    pub obligations: Vec<Obligation>,
    /// Fields of the forms in use.
    pub forms: Vec<FormField>,
    /// What diagnoses and survey statistics go by.
    pub diagnosis: DiagnosisSettings,
    /// The units that a new workspace starts with.
    pub units: Vec<Unit>,
    /// Indicators that older versions have under another id: old id to new.
    pub renamed: BTreeMap<IndicatorId, IndicatorId>,
}

impl Framework {
    /// Position of an indicator.
    #[must_use]
    pub fn indicator_index(&self, id: &IndicatorId) -> Option<usize> {
        self.indicators.iter().position(|i| i.id == *id)
    }

    /// The objectives of an aspect, by position.
    pub fn objectives_of(&self, aspect: usize) -> impl Iterator<Item = (usize, &Objective)> {
        self.objectives
            .iter()
            .enumerate()
            .filter(move |(_, o)| o.aspect == aspect)
    }

    /// The indicators of an objective, by position.
    pub fn indicators_of(&self, objective: usize) -> impl Iterator<Item = (usize, &Indicator)> {
        self.indicators
            .iter()
            .enumerate()
            .filter(move |(_, i)| i.objective == objective)
    }

    /// A register by its id.
    #[must_use]
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|r| r.id == id)
    }

    /// A peer group by its id.
    #[must_use]
    pub fn peer_group(&self, id: &str) -> Option<&PeerGroup> {
        self.peer_groups.iter().find(|g| g.id == id)
    }
}
