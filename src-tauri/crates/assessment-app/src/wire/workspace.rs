//! Workspaces, frameworks, rounds, units and the fill-in form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Phrase;

/// A workspace that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecentView {
    /// Full path.
    pub path: String,
    /// File name without extension.
    pub name: String,
    /// When it was last opened, local time, ISO 8601.
    pub opened_at: String,
    /// Whether the file is still there.
    pub exists: bool,
}

/// The open workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WorkspaceView {
    /// Full path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Holds synthetic demonstration data, which every screen says.
    pub synthetic: bool,
    /// Opened from a place that cannot be written.
    pub read_only: bool,
    /// Framework id.
    pub framework_id: String,
    /// Framework version.
    pub framework_version: String,
    /// Rounds, latest first.
    pub rounds: Vec<RoundView>,
    /// How many units there are.
    pub unit_count: u32,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundView {
    /// Such as `2026`.
    pub id: String,
    /// Its name.
    pub name: Phrase,
    /// First day, ISO 8601.
    pub period_start: String,
    /// Last day, ISO 8601.
    pub period_end: String,
    /// When submissions are due.
    pub deadline: Option<String>,
}

/// The framework as the window needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FrameworkView {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Name.
    pub name: Phrase,
    /// Aspects in order.
    pub aspects: Vec<AspectView>,
    /// Objectives in order.
    pub objectives: Vec<ObjectiveView>,
    /// Indicators in order.
    pub indicators: Vec<IndicatorView>,
    /// Grades, best first.
    pub grades: Vec<GradeView>,
    /// Peer groups.
    pub peer_groups: Vec<PeerGroupView>,
    /// Incident classes, parents before children.
    pub incident_classes: Vec<IncidentClassView>,
    /// Registers with their fields, the incident register first.
    pub registers: Vec<RegisterView>,
    /// What the incident register's fields mean; `None` where the framework knows no incidents.
    pub incident: Option<IncidentRulesView>,
}

/// What fields of the incident register mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentRulesView {
    /// The field with the state of handling.
    pub status_field: Option<String>,
    /// Its options in which handling is finished.
    pub closed: Vec<String>,
    /// Fields to be filled in before an incident is closed.
    pub closing: Vec<String>,
    /// The chain of responsibility, first to last.
    pub chain: Vec<ChainLinkView>,
}

/// A link of the chain of responsibility.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChainLinkView {
    /// The field that names who stands there.
    pub field: String,
    /// What they ought to do by law.
    pub obligations: Vec<ObligationView>,
    /// The field that states the duty in the case at hand.
    pub duty_field: Option<String>,
    /// How it is said whether they acted.
    pub acted: Option<ActedView>,
}

/// How a field says whether somebody acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActedView {
    /// The field, a choice.
    pub field: String,
    /// Its option for what was done in time.
    pub done: String,
    /// Its option for what was done late; any other is not done.
    pub late: String,
}

/// A legal duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ObligationView {
    /// The instrument.
    pub instrument: Phrase,
    /// Its article.
    pub article: String,
    /// What it demands.
    pub duty: Phrase,
}

/// An aspect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AspectView {
    /// Such as `A1`.
    pub id: String,
    /// Such as `policy`.
    pub key: String,
    /// Name.
    pub name: Phrase,
    /// Share of the total.
    pub weight: f64,
}

/// An objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveView {
    /// Such as `A1.2`.
    pub id: String,
    /// Its aspect.
    pub aspect: String,
    /// Name.
    pub name: Phrase,
    /// What it stands for.
    pub description: Phrase,
    /// Share within the aspect.
    pub weight: f64,
}

/// How an indicator is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ControlView {
    /// One of several options (yes/no, maturity levels with their anchors).
    Options {
        /// The options, in order.
        options: Vec<OptionView>,
        /// Levels that build on one another.
        maturity: bool,
    },
    /// A number.
    Number {
        /// Scores 0.
        zero: Option<f64>,
        /// Scores 100.
        full: Option<f64>,
        /// Least that makes sense.
        min: Option<f64>,
        /// Greatest that makes sense.
        max: Option<f64>,
    },
}

/// One option of a control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OptionView {
    /// Raw value.
    pub value: f64,
    /// Words.
    pub label: Phrase,
    /// Score 0..=100.
    pub score: f64,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IndicatorView {
    /// Such as `A1.2.3`.
    pub id: String,
    /// Its objective.
    pub objective: String,
    /// Name.
    pub name: Phrase,
    /// The question in full.
    pub measure: Phrase,
    /// How it is answered.
    pub control: ControlView,
    /// Unit of the raw value.
    pub unit: Phrase,
    /// Scale in words.
    pub anchors: Phrase,
    /// Expected evidence.
    pub evidence: Phrase,
    /// Legal basis.
    pub legal: Phrase,
    /// When not applicable may be chosen.
    pub na_rule: Phrase,
    /// Whether it may be chosen at all.
    pub na_allowed: bool,
    /// Computed from registers or surveys, not typed.
    pub derived: bool,
    /// The formula in words, where derived.
    pub formula: String,
    /// Share within the objective.
    pub weight: f64,
    /// `verified`, `memory` or `proposed`: how far the scale is checked.
    pub status: String,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct GradeView {
    /// Such as `excellent`.
    pub key: String,
    /// Name.
    pub name: Phrase,
    /// Lower bound, included.
    pub lower: f64,
}

/// A peer group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PeerGroupView {
    /// Such as `department`.
    pub id: String,
    /// Name.
    pub name: Phrase,
    /// How many indicators it is asked.
    pub indicator_count: u32,
}

/// An incident class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentClassView {
    /// Such as `NA.09`.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// The class above.
    pub parent: Option<String>,
}

/// A register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RegisterView {
    /// Such as `incident`.
    pub id: String,
    /// Name.
    pub name: Phrase,
    /// Ids of the fields that name a row.
    pub key: Vec<String>,
    /// Fields in order.
    pub fields: Vec<FieldView>,
}

/// A field of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FieldView {
    /// Such as `discovered_at`.
    pub id: String,
    /// Heading.
    pub name: Phrase,
    /// Part of the form: `what`, `when`, `impact`, `duty`, `handling`.
    pub section: String,
    /// `text`, `number`, `flag`, `time`, `month`, `unit`, `incident_class`, `choice`.
    pub kind: String,
    /// Options of a choice.
    pub options: Vec<FieldOptionView>,
    /// Unit of a number.
    pub unit: Phrase,
    /// Least that a number may be.
    pub min: Option<f64>,
    /// A number that counts things.
    pub whole: bool,
    /// Must be filled in.
    pub required: bool,
}

/// An option of a register field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FieldOptionView {
    /// The code that is stored.
    pub code: String,
    /// Words.
    pub label: Phrase,
}

/// Something wrong in framework files. Words under `faults.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FaultView {
    /// File name within the framework's folder.
    pub file: String,
    /// Line, from 1; `None` where the file as a whole is meant.
    pub line: Option<u32>,
    /// Code.
    pub code: String,
    /// Of what: column, value, id, group and the like.
    pub params: BTreeMap<String, String>,
}

/// A unit, with how far its form is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// Peer group id.
    pub peer_group: String,
    /// The city of a county.
    pub parent: Option<String>,
    /// Indicators that it must type.
    pub asked: u32,
    /// Indicators that it has typed.
    pub answered: u32,
}

/// A unit's form in one round and layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FormView {
    /// The round.
    pub round: String,
    /// The unit.
    pub unit: UnitView,
    /// `self_reported` or `verified`.
    pub layer: String,
    /// One for each indicator that is asked of the unit, in framework order.
    pub answers: Vec<FormAnswerView>,
    /// How far, and what it comes to.
    pub standing: StandingView,
}

/// An indicator's answer in a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FormAnswerView {
    /// The indicator.
    pub indicator: String,
    /// `scored`, `missing`, `not_applicable`, `not_scored`.
    pub state: String,
    /// Raw value.
    pub value: Option<f64>,
    /// Score 0..=100.
    pub score: Option<f64>,
    /// Why it does not apply.
    pub reason: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// To be looked at again.
    pub flagged: bool,
    /// Last round's raw value.
    pub last_value: Option<f64>,
    /// Computed, not typed.
    pub derived: bool,
    /// File, sheet and cell that it came from.
    pub source: Option<SourceView>,
    /// How many evidence files lie behind it.
    pub evidence: u32,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceView {
    /// Import batch.
    #[ts(type = "number")]
    pub batch: i64,
    /// File name.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Sheet.
    pub sheet: String,
    /// Cell in A1 notation.
    pub cell: String,
}

/// What the answers of a form come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StandingView {
    /// Weighted share answered, 0..=1.
    pub completeness: f64,
    /// Total in official mode.
    pub total: Option<f64>,
    /// Grade key.
    pub grade: Option<String>,
    /// Aspect id and score.
    pub aspects: Vec<AspectScoreView>,
    /// Indicators that must be typed.
    pub asked: u32,
    /// Of these, typed.
    pub answered: u32,
}

/// An aspect's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AspectScoreView {
    /// Aspect id.
    pub aspect: String,
    /// Score 0..=100.
    pub score: Option<f64>,
}

/// What a person typed for one indicator. All of it replaces what was there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AnswerEdit {
    /// The round.
    pub round: String,
    /// The unit.
    pub unit: String,
    /// The indicator.
    pub indicator: String,
    /// `self_reported` or `verified`.
    pub layer: String,
    /// Raw value; `None` clears, unless `reason` says that it does not apply.
    pub value: Option<f64>,
    /// Why it does not apply.
    pub reason: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// To be looked at again.
    pub flagged: bool,
}

/// An answer as it stands, and what its form comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AnswerStanding {
    /// The answer as it now stands.
    pub answer: FormAnswerView,
    /// What the form comes to now.
    pub standing: StandingView,
}

/// What came of saving an answer; it is on disk when this is returned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SavedAnswer {
    /// The answer as it now stands.
    pub answer: FormAnswerView,
    /// What the form comes to now.
    pub standing: StandingView,
    /// When it was saved, local time, ISO 8601.
    pub saved_at: String,
}
