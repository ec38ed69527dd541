//! Why an agreement cannot be measured.

use serde::Serialize;
use strum::VariantNames;
use thiserror::Error;

/// Why an agreement cannot be measured.
#[derive(Debug, Clone, PartialEq, Error, Serialize, VariantNames)]
#[strum(serialize_all = "snake_case")]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum AgreementError {
    /// Assessors who did not judge equally many subjects.
    #[error("assessor {assessor} judged {found} subjects, {expected} are needed")]
    Length {
        /// The assessor, counted from 1.
        assessor: usize,
        /// Subjects that were judged.
        found: usize,
        /// Subjects that the first judged.
        expected: usize,
    },
    /// Too few assessors.
    #[error("{found} assessors cannot agree, {least} can")]
    TooFewAssessors {
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// Too few subjects.
    #[error("{found} subjects say nothing of agreement, {least} do")]
    TooFewSubjects {
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// A grade outside the scale.
    #[error("subject {subject}: grade {grade} is not on a scale of {grades}")]
    OffScale {
        /// The subject, counted from 1.
        subject: usize,
        /// What was given, from 0.
        grade: usize,
        /// How many grades there are.
        grades: usize,
    },
    /// A grade that is none of those that were named.
    #[error("assessor {assessor}, subject {subject}: {value} is none of the grades")]
    NoSuchGrade {
        /// The assessor, counted from 1.
        assessor: usize,
        /// The subject, counted from 1.
        subject: usize,
        /// What was given.
        value: f64,
    },
    /// A score that is not finite, or too large to square.
    #[error("assessor {assessor}, subject {subject}: {value} is not a number that can be compared")]
    NotANumber {
        /// The assessor, counted from 1.
        assessor: usize,
        /// The subject, counted from 1.
        subject: usize,
        /// What was given.
        value: f64,
    },
    /// Everything was judged alike, so that agreement and chance cannot be told apart.
    #[error("all judgements are the same: agreement cannot be told from chance")]
    NoVariation,
}

/// A size beyond which squares could leave the range of numbers.
const GREATEST: f64 = 1e100;

/// As many scores from every assessor, all of them numbers; gives the number of subjects.
pub(super) fn sound(
    assessors: &[Vec<f64>],
    least_subjects: usize,
) -> Result<usize, AgreementError> {
    let expected = assessors.first().map_or(0, Vec::len);
    if assessors.len() < 2 {
        return Err(AgreementError::TooFewAssessors {
            found: assessors.len(),
            least: 2,
        });
    }
    for (at, scores) in assessors.iter().enumerate() {
        if scores.len() != expected {
            return Err(AgreementError::Length {
                assessor: at + 1,
                found: scores.len(),
                expected,
            });
        }
        if let Some(subject) = scores
            .iter()
            .position(|x| !x.is_finite() || x.abs() > GREATEST)
        {
            return Err(AgreementError::NotANumber {
                assessor: at + 1,
                subject: subject + 1,
                value: scores[subject],
            });
        }
    }
    if expected < least_subjects {
        return Err(AgreementError::TooFewSubjects {
            found: expected,
            least: least_subjects,
        });
    }
    Ok(expected)
}
