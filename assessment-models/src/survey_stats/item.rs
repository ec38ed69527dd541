//! One question: how many answered, what on average, how many chose what.

use super::{
    Weighed,
    given::{Given, read, turned},
    interval::{Estimate, mean, share},
};
use crate::{
    Framework,
    framework::{DerivedFormula, Question, QuestionKind},
    survey::{Party, Response},
};

/// How many chose an option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OptionShare {
    /// The option, by position from 1 as it stands in the questionnaire (a reversed item is not turned).
    pub option: usize,
    /// Responses that chose it, unweighted.
    pub count: usize,
    /// Share of the valid answers, 0..=1, weighted.
    pub share: Option<Estimate>,
}

/// What the answers to a question say.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Position in [`Framework::questions`].
    pub question: usize,
    /// Valid answers.
    pub n: usize,
    /// Answers outside the question's options or range.
    pub invalid: usize,
    /// Valid answers over the responses that count; `None` without any.
    pub answered: Option<f64>,
    /// Mean of a Likert item (turned where it is reversed) or of a number.
    pub mean: Option<Estimate>,
    /// Share of right answers of a quiz question, 0..=1.
    pub right: Option<Estimate>,
    /// Each option of a question that has them. Where several may be chosen, shares do not sum to 1.
    pub options: Vec<OptionShare>,
    /// The least number of valid answers: what the formulas over the question state, else the framework's.
    pub min_n: usize,
    /// Fewer valid answers than that: not to be relied on.
    pub too_few: bool,
}

pub(super) fn items(framework: &Framework, party: Party, responses: &[Weighed<'_>]) -> Vec<Item> {
    framework
        .questions
        .iter()
        .enumerate()
        .filter(|(_, q)| q.party == party)
        .map(|(at, question)| item(framework, at, question, responses))
        .collect()
}

fn item(framework: &Framework, at: usize, question: &Question, responses: &[Weighed<'_>]) -> Item {
    let confidence = framework.diagnosis.survey.confidence;
    let mut given = Vec::new();
    let mut invalid = 0;
    for Weighed { response, weight } in responses {
        match response.answers.get(&question.id) {
            None => {}
            Some(value) => match read(question, value) {
                Some(answer) => given.push((*weight, answer)),
                None => invalid += 1,
            },
        }
    }
    let numbers: Vec<(f64, f64)> = given
        .iter()
        .filter_map(|(weight, answer)| Some((*weight, point(question, answer)?)))
        .collect();
    let chose = |answer: &Given, option: usize| match answer {
        Given::Options(chosen) => chosen.contains(&option),
        Given::Number(_) | Given::Words => false,
    };
    let share_of = |option: usize| {
        let pairs: Vec<(f64, bool)> = given
            .iter()
            .map(|(weight, answer)| (*weight, chose(answer, option)))
            .collect();
        share(&pairs, confidence)
    };
    let options = match question.kind {
        QuestionKind::Region | QuestionKind::Number { .. } => Vec::new(),
        _ => (1..=question.options.len())
            .map(|option| OptionShare {
                option,
                count: given.iter().filter(|(_, a)| chose(a, option)).count(),
                share: share_of(option),
            })
            .collect(),
    };
    let min_n = min_n(framework, question);
    Item {
        question: at,
        n: given.len(),
        invalid,
        answered: (!responses.is_empty()).then(|| given.len() as f64 / responses.len() as f64),
        mean: mean(&numbers, confidence),
        right: match question.kind {
            QuestionKind::Quiz { right } => share_of(right),
            _ => None,
        },
        options,
        min_n,
        too_few: given.len() < min_n,
    }
}

/// The answer as a number that may be averaged; a reversed item is turned.
fn point(question: &Question, answer: &Given) -> Option<f64> {
    match (question.kind.clone(), answer) {
        (QuestionKind::Likert { reversed }, Given::Options(chosen)) => {
            Some(turned(question, reversed, *chosen.first()?))
        }
        (_, Given::Number(n)) => Some(*n),
        _ => None,
    }
}

/// A Likert answer as it was ticked (from 1) and as it counts.
pub(super) fn likert(question: &Question, response: &Response) -> Option<(usize, f64)> {
    let QuestionKind::Likert { .. } = question.kind else {
        return None;
    };
    let answer = read(question, response.answers.get(&question.id)?)?;
    let counts = point(question, &answer)?;
    match answer {
        Given::Options(chosen) => Some((*chosen.first()?, counts)),
        Given::Number(_) | Given::Words => None,
    }
}

/// The least number of answers that a formula over the question states, the greatest of several.
fn min_n(framework: &Framework, question: &Question) -> usize {
    framework
        .derived
        .iter()
        .filter_map(|formula| match formula {
            DerivedFormula::SurveyMean {
                party,
                items,
                min_n,
                ..
            }
            | DerivedFormula::SurveyShare {
                party,
                items,
                min_n,
                ..
            } if *party == question.party && items.contains(&question.id) => Some(*min_n),
            DerivedFormula::SurveyQuiz {
                party, key, min_n, ..
            } if *party == question.party && key.contains_key(&question.id) => Some(*min_n),
            _ => None,
        })
        .max()
        .unwrap_or(framework.diagnosis.survey.min_n)
}
