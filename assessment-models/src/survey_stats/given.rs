//! What somebody answered to a question: the one reader, so that what statistics call invalid fills no
//! indicator either.

use crate::{
    Value,
    condition::number,
    framework::{Question, QuestionKind},
};

/// A valid answer.
pub(crate) enum Given {
    /// Options chosen, by position from 1; of several choices also none at all.
    Options(Vec<usize>),
    /// A number.
    Number(f64),
    /// A place or other words.
    Words,
}

/// Reads an answer; `None` where it is none that the question knows.
pub(crate) fn read(question: &Question, value: &Value) -> Option<Given> {
    let option = |n: f64| {
        let fits = n.fract() == 0.0 && n >= 1.0 && n <= question.options.len() as f64;
        fits.then_some(n as usize)
    };
    match question.kind {
        QuestionKind::Region => Some(Given::Words),
        QuestionKind::Number { min, max } => number(value)
            .filter(|n| (min..=max).contains(n))
            .map(Given::Number),
        QuestionKind::Multiple => match value {
            Value::Text(text) if text.trim().is_empty() => Some(Given::Options(Vec::new())),
            Value::Text(text) => text
                .split('|')
                .map(|code| option(code.trim().parse().ok()?))
                .collect::<Option<Vec<usize>>>()
                .map(Given::Options),
            other => Some(Given::Options(vec![option(number(other)?)?])),
        },
        QuestionKind::Single | QuestionKind::Likert { .. } | QuestionKind::Quiz { .. } => {
            Some(Given::Options(vec![option(number(value)?)?]))
        }
    }
}

/// A Likert answer that was ticked, as it counts: of a reversed item from the other end.
pub(crate) fn turned(question: &Question, reversed: bool, ticked: usize) -> f64 {
    let other = (question.options.len() + 1).saturating_sub(ticked);
    (if reversed { other } else { ticked }) as f64
}
