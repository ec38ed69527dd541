//! Charts of what a round collected, counted here: problem classes, reports against deadlines, surveys.

use std::collections::BTreeMap;

use assessment_models::{
    Framework, Record, RoundData,
    framework::{Deadline, Question, QuestionKind},
    incident,
    survey::Party,
    survey_stats::{Item, OptionShare, SurveyOptions, publish, survey_statistics},
    text::Lang,
};

use super::{
    Chart, ChartStyle,
    counts::{Counted, Timeliness, pareto, timeliness},
    likert::{LikertItem, likert},
};
use crate::words::Words;

/// The rows of the incident register.
fn incidents<'a>(framework: &Framework, data: &'a RoundData) -> Vec<&'a Record> {
    let Some(settings) = &framework.incident else {
        return Vec::new();
    };
    let records = data.records.iter();
    records
        .filter(|r| r.register == *settings.register)
        .collect()
}

fn register_source(data: &RoundData, style: &ChartStyle) -> String {
    let round = data.round.name.get(style.lang);
    style.words().fill("source_register", &[("round", round)])
}

/// The incidents of a round by the problem classes that the province names, commonest first.
#[must_use]
pub fn problem_pareto(framework: &Framework, data: &RoundData, style: &ChartStyle) -> Chart {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    if let Some(settings) = &framework.incident {
        for record in incidents(framework, data) {
            let class = record.get(&settings.class_field).and_then(|v| v.as_text());
            if let Some(problem) = class.and_then(|c| problem_class(framework, c)) {
                *counts.entry(problem).or_default() += 1;
            }
        }
    }
    let classes: Vec<Counted> = counts
        .into_iter()
        .map(|(id, n)| Counted {
            id: id.to_owned(),
            name: framework
                .problem_classes
                .iter()
                .find(|c| c.id == id)
                .map_or(id, |c| c.name.get(style.lang))
                .to_owned(),
            n,
        })
        .collect();
    pareto(&classes, &register_source(data, style), style)
}

/// The problem class of an incident class, its own or that of a class above it.
fn problem_class<'a>(framework: &'a Framework, code: &str) -> Option<&'a str> {
    let find = |code: &str| framework.incident_classes.iter().find(|c| c.code == code);
    let mut class = find(code)?;
    // A tree is never deeper than it has nodes.
    for _ in 0..framework.incident_classes.len() {
        if let Some(problem) = &class.problem_class {
            return Some(problem);
        }
        class = find(class.parent.as_deref()?)?;
    }
    None
}

/// The incidents of a round against the reporting deadlines that ran for them.
#[must_use]
pub fn report_timeliness(framework: &Framework, data: &RoundData, style: &ChartStyle) -> Chart {
    let mut found: BTreeMap<usize, (Timeliness, Vec<f64>)> = BTreeMap::new();
    for record in incidents(framework, data) {
        for due in incident::assess(framework, &record.fields).deadlines {
            // A rule that only says "at once" cannot be measured.
            let Some(limit) = due.due_at else { continue };
            let rule = &framework.deadlines[due.deadline];
            let (counts, ratios) = found.entry(due.deadline).or_insert_with(|| {
                let counts = Timeliness {
                    id: rule.id.clone(),
                    name: deadline_name(rule, style),
                    on_time: 0,
                    late: 0,
                    open: 0,
                    ratio: None,
                };
                (counts, Vec::new())
            });
            match due.done_at {
                None => counts.open += 1,
                Some(_) if due.late => counts.late += 1,
                Some(_) => counts.on_time += 1,
            }
            if let (Some(done), Some(minutes)) = (due.done_at, rule.minutes.filter(|m| *m > 0.0)) {
                let over = (done - limit).num_seconds() as f64 / 60.0;
                ratios.push((minutes + over) / minutes);
            }
        }
    }
    let deadlines: Vec<Timeliness> = found
        .into_values()
        .map(|(counts, ratios)| Timeliness {
            ratio: assessment_models::stats::median(&ratios),
            ..counts
        })
        .collect();
    timeliness(&deadlines, &register_source(data, style), style)
}

/// What must be done, by whom, within how long.
fn deadline_name(rule: &Deadline, style: &ChartStyle) -> String {
    let words = style.words();
    let minutes = rule.minutes.unwrap_or_default();
    let (key, n) = match minutes {
        m if m >= 1440.0 && m % 1440.0 == 0.0 => ("within_days", m / 1440.0),
        m if m >= 60.0 && m % 60.0 == 0.0 => ("within_hours", m / 60.0),
        m => ("within_minutes", m),
    };
    let within = words.fill(key, &[("n", &n.to_string())]);
    words.fill(
        "deadline_name",
        &[
            ("what", rule.what.get(style.lang)),
            ("reporter", rule.reporter.get(style.lang)),
            ("within", &within),
        ],
    )
}

fn party_name(party: Party, words: &'static Words) -> &'static str {
    words.get(match party {
        Party::Government => "party_government",
        Party::Enterprise => "party_enterprise",
        Party::SocialOrg => "party_social_org",
        Party::Citizen => "party_citizen",
    })
}

/// What a party answered on scales of agreement, as it may be published. An item that is put the other way
/// round is turned.
#[must_use]
pub fn party_survey(
    framework: &Framework,
    data: &RoundData,
    party: Party,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let statistics = survey_statistics(framework, data, &SurveyOptions::default());
    let published = publish(framework, &statistics);
    let least = framework.diagnosis.survey.suppress_below;
    let asked = statistics.iter().filter(|s| s.party == party);
    let asked: Vec<&Item> = asked.flat_map(|s| &s.items).collect();
    let mut items = Vec::new();
    let mut points: Vec<Vec<String>> = Vec::new();
    for item in published
        .iter()
        .filter(|p| p.party == party)
        .flat_map(|p| &p.items)
    {
        let (Some(question), Some(n)) = (framework.questions.get(item.question), item.n) else {
            continue;
        };
        let QuestionKind::Likert { reversed } = question.kind else {
            continue;
        };
        let mut shares: Vec<f64> = item
            .options
            .iter()
            .filter_map(|o| Some(o.share?.value))
            .collect();
        if shares.len() != question.options.len() {
            shares.clear();
        }
        let mut scale = scale(question, style.lang);
        if reversed {
            shares.reverse();
            scale.reverse();
        }
        points.push(scale);
        items.push(LikertItem {
            id: question.id.clone(),
            name: question.text.get(style.lang).to_owned(),
            shares,
            n,
            mean: item.mean.map(|m| (m.value, m.interval)),
            too_few: item.too_few,
        });
    }
    // Items of one length can stand over one key; where their words differ, points are numbered.
    let most = points.iter().map(Vec::len).max().unwrap_or_default();
    items.retain(|i| i.shares.is_empty() || i.shares.len() == most);
    points.retain(|p| p.len() == most);
    points.dedup();
    let mut points = match points.as_slice() {
        [one] => one.clone(),
        _ => (1..=most).map(|n| n.to_string()).collect(),
    };
    // Where single points have too few answers to be shown, the sides of the scale may have enough.
    if most > 3 && items.iter().any(|i| i.shares.is_empty()) {
        let of = |item: &LikertItem| {
            let known = |i: &&&Item| framework.questions[i.question].id == item.id;
            asked.iter().find(known).map(|i| sides(framework, i, least))
        };
        let joined: Vec<Vec<f64>> = items.iter().map(|i| of(i).unwrap_or_default()).collect();
        if joined.iter().any(|shares| !shares.is_empty()) {
            for (item, shares) in items.iter_mut().zip(joined) {
                item.shares = shares;
            }
            points = side_names(&points);
        }
    }
    let source = words.fill(
        "source_survey",
        &[("round", data.round.name.get(style.lang))],
    );
    let of = (party_name(party, words), points.as_slice(), most);
    likert(of, (&items, least), &source, style)
}

/// Shares below, at and above the middle of an item's scale, turned where it is reversed; none where one of
/// them rests on fewer than `least` answers.
fn sides(framework: &Framework, item: &Item, least: usize) -> Vec<f64> {
    let (half, odd) = (item.options.len() / 2, item.options.len() % 2);
    let parts = [
        &item.options[..half],
        &item.options[half..half + odd],
        &item.options[half + odd..],
    ];
    let enough = |part: &&[OptionShare]| part.iter().map(|o| o.count).sum::<usize>() >= least;
    if item.options.is_empty() || !parts.iter().filter(|part| !part.is_empty()).all(enough) {
        return Vec::new();
    }
    let shares = |part: &[OptionShare]| part.iter().filter_map(|o| Some(o.share?.value)).sum();
    let mut shares: Vec<f64> = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(shares)
        .collect();
    let kind = &framework.questions[item.question].kind;
    if matches!(kind, QuestionKind::Likert { reversed: true }) {
        shares.reverse();
    }
    shares
}

/// Words for the sides of a scale: its first point to the last before the middle, and so on.
fn side_names(points: &[String]) -> Vec<String> {
    let (half, odd) = (points.len() / 2, points.len() % 2);
    let parts = [
        &points[..half],
        &points[half..half + odd],
        &points[half + odd..],
    ];
    let name = |part: &[String]| match part {
        [] => None,
        [one] => Some(one.clone()),
        [first, .., last] => Some(format!("{first}–{last}")),
    };
    parts.into_iter().filter_map(name).collect()
}

fn scale(question: &Question, lang: Lang) -> Vec<String> {
    let options = question.options.iter().map(|o| o.get(lang));
    options
        .map(|o| {
            o.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')
                .to_owned()
        })
        .collect()
}
