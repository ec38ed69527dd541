//! Questionnaires of the parties, answered as people do who live in well or badly governed places.

use std::collections::BTreeMap;

use assessment_models::{
    Framework, UnitCode, Value,
    framework::{Question, QuestionKind},
    survey::Response,
};
use chrono::TimeDelta;

use super::{
    chance::Chance,
    plan::{Plan, QuestionPlan, RoundPlan, SurveyPlan},
    units::Governed,
};

/// Responses of one round, party by party.
pub(super) fn responses(
    framework: &Framework,
    plan: &Plan,
    seed: u64,
    units: &[Governed],
    round: (usize, &RoundPlan),
) -> Vec<Response> {
    plan.survey
        .iter()
        .flat_map(|survey| party(framework, plan, survey, seed, units, round))
        .collect()
}

fn party(
    framework: &Framework,
    plan: &Plan,
    survey: &SurveyPlan,
    seed: u64,
    units: &[Governed],
    (at, round): (usize, &RoundPlan),
) -> Vec<Response> {
    let questions: Vec<&Question> = framework
        .questions
        .iter()
        .filter(|q| q.party == survey.party)
        .collect();
    let places: Vec<&Governed> = units
        .iter()
        .filter(|g| g.unit.peer_group == survey.group)
        .collect();
    let mut siblings: BTreeMap<Option<&UnitCode>, usize> = BTreeMap::new();
    for place in &places {
        *siblings.entry(place.unit.parent.as_ref()).or_default() += 1;
    }
    let party = format!("{:?}", survey.party);
    let mut responses = Vec::new();
    for place in places {
        let code = place.unit.code.as_str();
        let mut chance = Chance::new(seed, &["survey", &party, code, &round.id]);
        let among = siblings
            .get(&place.unit.parent.as_ref())
            .copied()
            .unwrap_or(1);
        let least = survey.per_parent.div_ceil(among.max(1));
        for _ in 0..chance.count(survey.per_unit).max(least) {
            let answers = fill(framework, plan, survey, &questions, place, at, &mut chance);
            let day = (round.end - round.start).num_days() as f64;
            let minutes = chance.between(0.55, 0.8) * day * 1440.0;
            let from = round.start.and_time(chrono::NaiveTime::MIN);
            responses.push(Response {
                id: format!("{}{}-{:05}", initial(&party), round.id, responses.len() + 1),
                party: survey.party,
                unit: Some(place.unit.code.clone()),
                answered_at: Some(from + TimeDelta::minutes(minutes as i64)),
                answers,
                source: None,
            });
        }
    }
    responses
}

fn initial(party: &str) -> &str {
    party.get(..1).unwrap_or_default()
}

fn fill(
    framework: &Framework,
    plan: &Plan,
    survey: &SurveyPlan,
    questions: &[&Question],
    place: &Governed,
    round: usize,
    chance: &mut Chance,
) -> BTreeMap<String, Value> {
    let person = chance.normal();
    let mut answers: BTreeMap<String, Value> = BTreeMap::new();
    for question in questions {
        let rule = plan.question.get(&question.id);
        if let Some(only) = rule.and_then(|r| r.only.as_ref()) {
            let chosen = answers.get(&only.question).and_then(Value::as_text);
            if !chosen.is_some_and(|c| only.chosen.iter().any(|n| c == n.to_string())) {
                continue;
            }
        }
        if !question.required && chance.happens(0.05) {
            continue;
        }
        let quality = quality(framework, question, place, survey, person, round);
        if let Some(answer) = answer(question, rule, place, quality, chance) {
            answers.insert(question.id.clone(), answer);
        }
    }
    answers
}

/// How well this person thinks of what the question asks about, or does it, 0..=1.
fn quality(
    framework: &Framework,
    question: &Question,
    place: &Governed,
    survey: &SurveyPlan,
    person: f64,
    round: usize,
) -> f64 {
    let aspect = question
        .indicator
        .as_ref()
        .and_then(|id| framework.indicator_index(id))
        .and_then(|i| framework.indicators.get(i))
        .and_then(|i| framework.objectives.get(i.objective))
        .map(|o| o.aspect);
    let place = &place.capacity;
    let local = aspect
        .and_then(|a| place.aspects.get(a))
        .copied()
        .unwrap_or(place.general);
    let points = survey.mean + 6.0 * local + 11.0 * person + 0.6 * place.trend * round as f64;
    (points / 100.0).clamp(0.03, 0.97)
}

fn answer(
    question: &Question,
    rule: Option<&QuestionPlan>,
    place: &Governed,
    quality: f64,
    chance: &mut Chance,
) -> Option<Value> {
    let option = |at: usize| Value::Text(at.to_string());
    let count = question.options.len();
    let weight = |at: usize| -> f64 {
        let of = |list: &[f64]| list.get(at).copied().unwrap_or(1.0);
        rule.map_or(1.0, |r| of(&r.poor) + (of(&r.good) - of(&r.poor)) * quality)
    };
    match &question.kind {
        QuestionKind::Region => Some(Value::Text(place.unit.code.to_string())),
        QuestionKind::Single => {
            let weights: Vec<f64> = (0..count).map(weight).collect();
            Some(option(chance.weighted(&weights)? + 1))
        }
        QuestionKind::Multiple => {
            let exclusive = rule.and_then(|r| r.exclusive);
            let chosen: Vec<String> = (0..count)
                .filter(|at| Some(at + 1) != exclusive)
                .filter(|at| chance.happens(weight(*at).min(0.97)))
                .map(|at| (at + 1).to_string())
                .collect();
            if chosen.is_empty() {
                return exclusive.map(option);
            }
            Some(Value::Text(chosen.join("|")))
        }
        QuestionKind::Likert { reversed } => {
            let points = count.max(2) as f64;
            let felt = 1.0 + (points - 1.0) * quality + 0.7 * chance.normal();
            let felt = if *reversed { points + 1.0 - felt } else { felt };
            Some(option(felt.round().clamp(1.0, points) as usize))
        }
        QuestionKind::Quiz { right } => {
            if chance.happens(quality) {
                return Some(option(*right));
            }
            let wrong: Vec<usize> = (1..=count).filter(|at| at != right).collect();
            wrong.get(chance.below(wrong.len())).map(|at| option(*at))
        }
        QuestionKind::Number { min, max } => {
            let worst = weight(0) * (1.0 - quality);
            let drawn = (min + worst + 0.8 * chance.normal()).round();
            Some(Value::Number(drawn.clamp(*min, *max)))
        }
    }
}
