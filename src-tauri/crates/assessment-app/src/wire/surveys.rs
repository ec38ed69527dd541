//! Questionnaires: what they ask, and who answered from where.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Phrase;

/// The questionnaires of a round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SurveysView {
    /// One for each party that the framework asks.
    pub questionnaires: Vec<QuestionnaireView>,
    /// Where responses come from, in the order of units' codes; those without a place last.
    pub places: Vec<PlaceView>,
    /// Cells of what is published under this size are withheld.
    pub suppress_below: u32,
    /// A scale's α below this is low.
    pub low_alpha: f64,
    /// Confidence of the intervals, 0..1.
    pub confidence: f64,
}

/// What a party is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionnaireView {
    /// `government`, `enterprise`, `social_org`, `citizen`.
    pub party: String,
    /// Responses in the round.
    pub responses: u32,
    /// Questions in order.
    pub questions: Vec<QuestionView>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionView {
    /// Such as `C17`.
    pub id: String,
    /// Part of the questionnaire, in Chinese.
    pub module: String,
    /// `region`, `single`, `multiple`, `likert`, `quiz`, `number`.
    pub kind: String,
    /// Its words.
    pub text: Phrase,
    /// Options in order.
    pub options: Vec<Phrase>,
    /// The right option of a quiz, from 1.
    pub right: Option<u32>,
    /// Turned before it counts.
    pub reversed: bool,
    /// Must be answered.
    pub required: bool,
    /// When it is skipped, in words.
    pub skip: String,
    /// The indicator that it serves.
    pub indicator: Option<String>,
}

/// Responses from one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PlaceView {
    /// Code of the unit; null where the place is not known.
    pub unit: Option<String>,
    /// Its name.
    pub name: Phrase,
    /// The unit that it belongs to.
    pub parent: Option<String>,
    /// Responses by party, in the order of the questionnaires.
    pub responses: Vec<u32>,
}
