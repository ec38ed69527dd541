//! What units answer: a score is drawn from capacity, difficulty and chance, and turned back into the raw
//! value that the indicator's scale would score so.

use assessment_models::{
    Answer, Framework, Layer, Observation,
    framework::{Indicator, Means, Scale},
};

use super::{chance::Chance, plan::Plan, units::Governed};

/// Answers of both layers in the round at position `round` of the plan.
pub(super) fn answers(
    framework: &Framework,
    plan: &Plan,
    seed: u64,
    units: &[Governed],
    round: usize,
) -> Vec<Observation> {
    let difficulty: Vec<f64> = framework
        .indicators
        .iter()
        .map(|i| {
            let z = Chance::new(seed, &["difficulty", i.id.as_str()]).normal();
            (plan.answers.difficulty * z).max(-1.6 * plan.answers.difficulty)
        })
        .collect();
    let mut observations = Vec::new();
    for governed in units {
        unit_answers(
            framework,
            plan,
            seed,
            governed,
            round,
            &difficulty,
            &mut observations,
        );
    }
    observations
}

fn unit_answers(
    framework: &Framework,
    plan: &Plan,
    seed: u64,
    governed: &Governed,
    round: usize,
    difficulty: &[f64],
    into: &mut Vec<Observation>,
) {
    let Governed { unit, capacity } = governed;
    let rules = &plan.answers;
    let Some(round_id) = plan.round.get(round).map(|r| r.id.as_str()) else {
        return;
    };
    let mut lasting = Chance::new(seed, &["lasting", unit.code.as_str()]);
    let mut chance = Chance::new(seed, &["answers", unit.code.as_str(), round_id]);
    let mut audit = Chance::new(seed, &["audit", unit.code.as_str(), round_id]);
    let audited = audit.happens(rules.audited);
    let mean = plan.group.get(&unit.peer_group).map_or(75.0, |g| g.mean);
    for (at, indicator) in framework.indicators.iter().enumerate() {
        let habit = lasting.normal();
        if !framework.asks(unit, indicator) || framework.is_derived(indicator) {
            continue;
        }
        let left_out = chance.happens(capacity.missing);
        let excused = indicator.na_allowed && chance.happens(rules.not_applicable);
        let noise = rules.noise * (0.8 * habit + 0.6 * chance.normal());
        if left_out {
            continue;
        }
        let aspect = framework
            .objectives
            .get(indicator.objective)
            .map(|o| o.aspect);
        let able = aspect
            .and_then(|a| capacity.aspects.get(a))
            .copied()
            .unwrap_or(capacity.general);
        let tilt = match indicator.means {
            Means::Technical => capacity.tilt,
            Means::Administrative => -capacity.tilt,
            Means::Legal | Means::Social | Means::Outcome => 0.0,
        };
        let score = mean
            + rules.capacity * able
            + difficulty.get(at).copied().unwrap_or(0.0)
            + capacity.trend * round as f64
            + tilt
            + noise;
        let answer = if excused {
            let reason = chance.below(rules.reasons.len());
            Answer::NotApplicable {
                reason: rules.reasons.get(reason).cloned().unwrap_or_default(),
                approver: None,
            }
        } else {
            Answer::Value(raw(indicator, score, &mut chance))
        };
        let checked = audited && matches!(answer, Answer::Value(_)) && audit.happens(rules.checked);
        let mut say = |layer, answer| {
            into.push(Observation {
                unit: unit.code.clone(),
                indicator: indicator.id.clone(),
                layer,
                answer,
                note: None,
                flagged: false,
                source: None,
            });
        };
        say(Layer::SelfReported, answer);
        if checked {
            let found = score - rules.inflation * (1.0 + audit.normal());
            say(
                Layer::Verified,
                Answer::Value(raw(indicator, found, &mut audit)),
            );
        }
    }
}

/// A raw value that the indicator's scale scores about `score`, as a person would write it.
fn raw(indicator: &Indicator, score: f64, chance: &mut Chance) -> f64 {
    let score = score.clamp(0.0, 100.0);
    let value = match &indicator.scale {
        Scale::Choice(options) | Scale::Maturity(options) => {
            // The two options on either side of the score, the nearer one more often.
            let mut sorted: Vec<_> = options.iter().collect();
            sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
            let above = sorted.iter().find(|o| o.score >= score).or(sorted.last());
            let below = sorted.iter().rfind(|o| o.score <= score).or(sorted.first());
            let (Some(below), Some(above)) = (below, above) else {
                return 0.0;
            };
            let gap = above.score - below.score;
            let share = if gap > 0.0 {
                (score - below.score) / gap
            } else {
                1.0
            };
            return if chance.happens(share) {
                above.value
            } else {
                below.value
            };
        }
        Scale::Goalposts(g) => g.zero + (g.full - g.zero) * score / 100.0,
        Scale::Steps(steps) => steps
            .iter()
            .min_by(|a, b| (a.score - score).abs().total_cmp(&(b.score - score).abs()))
            .map_or(0.0, |s| s.from),
        Scale::Band { a, b, c, .. } if score >= 100.0 => (b.max(*a) + c) / 2.0,
        Scale::Band { a, b, .. } => a + (b - a) * score / 100.0,
        Scale::Likert { points } => 1.0 + (points - 1.0) * score / 100.0,
    };
    let value = value
        .max(indicator.min.unwrap_or(f64::NEG_INFINITY))
        .min(indicator.max.unwrap_or(f64::INFINITY));
    let span = match &indicator.scale {
        Scale::Goalposts(g) => (g.full - g.zero).abs(),
        _ => 100.0,
    };
    match (indicator.answer_type.as_str(), span) {
        ("count", _) => value.round(),
        (_, s) if s >= 20.0 => (value * 10.0).round() / 10.0,
        _ => (value * 100.0).round() / 100.0,
    }
}
