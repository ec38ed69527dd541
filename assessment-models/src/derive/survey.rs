//! Formulas over questionnaires.
//!
//! A response is valid for a formula where it meets the formula's conditions and answers each of its
//! questions within the question's range; only valid responses count towards the least number.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{pool::Pool, sum::Sum};
use crate::{
    Framework, RoundData,
    condition::{Matcher, number},
    framework::{DerivedFormula, Question, QuestionKind},
    scoring::NotScored,
    survey::{Party, Response},
    survey_stats::given::{Given, read, turned},
};

/// What one valid response gives.
enum Gives<'f> {
    /// The mean of the questions, reversed ones turned.
    Mean(Vec<&'f Question>),
    /// 100 where the conditions hold, else 0.
    Share(Matcher<'f>, Vec<&'f Question>),
    /// Per cent of questions answered right, each with the right option.
    Quiz(Vec<(&'f Question, &'f str)>),
}

struct Plan<'f> {
    party: Party,
    min_n: usize,
    when: Matcher<'f>,
    gives: Gives<'f>,
}

#[derive(Clone, Copy, Default)]
struct Gathered {
    sum: Sum,
    squares: Sum,
    n: usize,
}

/// What a survey says, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    pub(super) value: f64,
    /// Standard error; `None` of a single response.
    pub(super) error: Option<f64>,
}

/// Estimates of every formula over questionnaires, unit by unit.
pub(super) fn estimates<'f>(
    framework: &'f Framework,
    data: &RoundData,
    pool: &Pool<'_>,
) -> Vec<(&'f DerivedFormula, Vec<Result<Estimate, NotScored>>)> {
    let plans: Vec<(&DerivedFormula, Plan<'_>)> = framework
        .derived
        .iter()
        .filter_map(|formula| Some((formula, plan(framework, formula)?)))
        .collect();
    let columns = plans.len();
    let mut own = vec![Gathered::default(); pool.len() * columns];
    for response in &data.responses {
        let Some(unit) = response.unit.as_ref().and_then(|code| pool.position(code)) else {
            continue;
        };
        for (at, (_, plan)) in plans.iter().enumerate() {
            if let Some(value) = plan.of(response, data.round.period_end) {
                let gathered = &mut own[unit * columns + at];
                gathered.sum.add(value);
                gathered.squares.add(value * value);
                gathered.n += 1;
            }
        }
    }
    let all = pool.spread(&own, columns, |into, other| {
        into.sum.join(other.sum);
        into.squares.join(other.squares);
        into.n += other.n;
    });
    plans
        .iter()
        .enumerate()
        .map(|(at, (formula, plan))| {
            let estimates = (0..pool.len())
                .map(|unit| all[unit * columns + at].estimate(plan))
                .collect();
            (*formula, estimates)
        })
        .collect()
}

impl Gathered {
    fn estimate(self, plan: &Plan<'_>) -> Result<Estimate, NotScored> {
        if self.n == 0 || self.n < plan.min_n {
            return Err(NotScored::SampleTooSmall);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "responses are far fewer than 2^53"
        )]
        let n = self.n as f64;
        let value = self.sum.value() / n;
        let error = match plan.gives {
            Gives::Share(..) => Some(share_error(value, n)),
            Gives::Mean(_) | Gives::Quiz(_) => (self.n > 1).then(|| {
                let squares = (self.squares.value() - n * value * value).max(0.0);
                (squares / (n - 1.0) / n).sqrt()
            }),
        };
        Ok(Estimate { value, error })
    }
}

/// Standard error of a share in per cent, with two successes and two failures added (Agresti and Coull
/// 1998): of a share of 0 or 100 the plain one is 0, as if nobody else could answer otherwise.
fn share_error(share: f64, n: f64) -> f64 {
    let with = n + 4.0;
    let p = (share / 100.0 * n + 2.0) / with;
    100.0 * (p * (1.0 - p) / with).sqrt()
}

fn plan<'f>(framework: &'f Framework, formula: &'f DerivedFormula) -> Option<Plan<'f>> {
    let questions = |party: Party, items: &[String]| -> Vec<&'f Question> {
        framework
            .questions
            .iter()
            .filter(|q| q.party == party && items.contains(&q.id))
            .collect()
    };
    Some(match formula {
        DerivedFormula::SurveyMean {
            party,
            items,
            min_n,
            when,
            ..
        } => Plan {
            party: *party,
            min_n: *min_n,
            when: Matcher::new(framework, when),
            gives: Gives::Mean(questions(*party, items)),
        },
        DerivedFormula::SurveyShare {
            party,
            satisfies,
            items,
            min_n,
            when,
            ..
        } => Plan {
            party: *party,
            min_n: *min_n,
            when: Matcher::new(framework, when),
            gives: Gives::Share(Matcher::new(framework, satisfies), questions(*party, items)),
        },
        DerivedFormula::SurveyQuiz {
            party, key, min_n, ..
        } => Plan {
            party: *party,
            min_n: *min_n,
            when: Matcher::new(framework, &[]),
            gives: Gives::Quiz(quiz(framework, *party, key)),
        },
        DerivedFormula::Ratio { .. } | DerivedFormula::MedianHours { .. } => return None,
    })
}

impl Plan<'_> {
    /// What a response gives; `None` where it is not valid for this formula.
    fn of(&self, response: &Response, end: NaiveDate) -> Option<f64> {
        if response.party != self.party || !self.when.holds(&response.answers, end) {
            return None;
        }
        match &self.gives {
            Gives::Mean(questions) => {
                let sum: f64 = questions
                    .iter()
                    .map(|q| point(q, response))
                    .sum::<Option<f64>>()?;
                #[expect(clippy::cast_precision_loss, reason = "a questionnaire is short")]
                let count = questions.len() as f64;
                Some(sum / count)
            }
            Gives::Share(satisfies, questions) => {
                let answered = questions.iter().all(|q| given(q, response).is_some());
                let holds = satisfies.holds(&response.answers, end);
                answered.then_some(if holds { 100.0 } else { 0.0 })
            }
            Gives::Quiz(key) => {
                let mut right = 0_u32;
                let mut asked = 0_u32;
                for (question, code) in key {
                    given(question, response)?;
                    let chosen = response.answers.get(&question.id)?;
                    asked += 1;
                    let same = chosen.as_text().is_some_and(|t| t == *code)
                        || number(chosen).is_some_and(|n| code.parse() == Ok(n));
                    right += u32::from(same);
                }
                (asked > 0).then(|| 100.0 * f64::from(right) / f64::from(asked))
            }
        }
    }
}

/// The questions of a quiz, each with the option that is right.
fn quiz<'f>(
    framework: &'f Framework,
    party: Party,
    key: &'f BTreeMap<String, String>,
) -> Vec<(&'f Question, &'f str)> {
    let asked = framework.questions.iter().filter(|q| q.party == party);
    asked
        .filter_map(|q| Some((q, key.get(&q.id)?.as_str())))
        .collect()
}

/// What was answered, where it is something that the question knows.
fn given(question: &Question, response: &Response) -> Option<Given> {
    read(question, response.answers.get(&question.id)?)
}

/// The answer as a number within the question's range, reversed items turned.
fn point(question: &Question, response: &Response) -> Option<f64> {
    match (&question.kind, given(question, response)?) {
        (QuestionKind::Likert { reversed }, Given::Options(chosen)) => {
            Some(turned(question, *reversed, *chosen.first()?))
        }
        (QuestionKind::Single | QuestionKind::Quiz { .. }, Given::Options(chosen)) => {
            #[expect(clippy::cast_precision_loss, reason = "a question has few options")]
            let option = *chosen.first()? as f64;
            Some(option)
        }
        (_, Given::Number(n)) => Some(n),
        _ => None,
    }
}
