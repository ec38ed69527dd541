//! `round add` and `round list`.

use std::path::Path;

use assessment_app::{
    Code, Failure, rounds,
    wire::{RoundEdit, RoundView},
    workspace::ChosenFramework,
};
use chrono::{Datelike as _, NaiveDate};

use super::Work;
use crate::{
    answer::Outcome,
    arguments::{Language, Period, RoundTask},
};

/// A round as it was asked for. One that is named by its year is that year, unless days are given.
pub(super) fn edit(id: &str, name: Option<&str>, period: &Period) -> Result<RoundEdit, Failure> {
    let year = id.parse().ok().filter(|year| (1900..=2200).contains(year));
    let day = |given: Option<NaiveDate>, month, day, field: &str| {
        given
            .or_else(|| NaiveDate::from_ymd_opt(year?, month, day))
            .ok_or_else(|| Failure::new(Code::RoundInvalid).with("field", field))
    };
    let named = |lang: Language| match (name, year) {
        (Some(name), _) => name.to_owned(),
        (None, Some(_)) => lang.fill("round_of_year", &[("year", id)]),
        (None, None) => id.to_owned(),
    };
    let period_start = day(period.from, 1, 1, "--from")?;
    let period_end = match (period.to, period.from) {
        // Whoever names the first day alone means the year that begins there.
        (None, Some(from)) => from
            .with_year(from.year() + 1)
            .or_else(|| NaiveDate::from_ymd_opt(from.year() + 1, 3, 1))
            .and_then(|next| next.pred_opt())
            .ok_or_else(|| Failure::new(Code::RoundInvalid).with("field", "--to"))?,
        (to, _) => day(to, 12, 31, "--to")?,
    };
    Ok(RoundEdit {
        id: id.to_owned(),
        name_zh: named(Language::Zh),
        name_en: named(Language::En),
        period_start: period_start.to_string(),
        period_end: period_end.to_string(),
        deadline: period.deadline.map(|day| day.to_string()),
        ..RoundEdit::default()
    })
}

pub(super) fn round(work: &Work, task: &RoundTask) -> Result<Outcome, Failure> {
    let all = match task {
        RoundTask::Add {
            workspace,
            id,
            period,
            name,
            framework,
            like,
            ..
        } => {
            let edit = RoundEdit {
                like: like.clone(),
                ..edit(id, name.as_deref(), period)?
            };
            add(work, workspace, &edit, framework.as_deref())?
        }
        RoundTask::List { workspace, .. } => rounds::rounds(&work.open(workspace)?),
    };
    let lang = work.answers.lang;
    work.answers
        .give(&serde_json::json!({ "rounds": all }), || {
            if all.is_empty() {
                return lang.say("said_no_round").to_owned();
            }
            let lines: Vec<String> = all.iter().map(|round| said(round, lang)).collect();
            lines.join("\n")
        })?;
    Ok(Outcome::Done)
}

fn add(
    work: &Work,
    workspace: &Path,
    edit: &RoundEdit,
    framework: Option<&str>,
) -> Result<Vec<RoundView>, Failure> {
    let chosen = framework.map(ChosenFramework::named).transpose()?;
    let mut desk = work.open(workspace)?;
    let view = match &chosen {
        Some(chosen) => rounds::add_with_framework(&mut desk, edit, chosen, work.stamp())?,
        None => rounds::add(&mut desk, edit, work.stamp())?,
    };
    desk.close()?;
    Ok(view.rounds)
}

fn said(round: &RoundView, lang: Language) -> String {
    let name = match lang {
        Language::Zh => &round.name.zh,
        Language::En => &round.name.en,
    };
    let deadline = round.deadline.as_deref().unwrap_or("-");
    lang.fill(
        "said_round",
        &[
            ("id", &round.id),
            ("name", name),
            ("from", &round.period_start),
            ("to", &round.period_end),
            ("deadline", deadline),
        ],
    )
}
