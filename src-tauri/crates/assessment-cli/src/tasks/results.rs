//! `template`, `score` and `report`.

use std::path::{Path, PathBuf};

use assessment_app::{
    Failure, Lang, reports, results,
    wire::{DocumentForm, Phrase, ReportRequest, ScoreRequest},
};

use super::{CANCELLED, Work, number, round};
use crate::{
    answer::Outcome,
    arguments::{DocumentWords, LayerWord, ModeWord, ReportWord},
};

/// Which reports are asked for.
pub(super) struct Asked {
    pub only: Vec<ReportWord>,
    pub form: Box<DocumentWords>,
    pub layer: LayerWord,
    pub mode: ModeWord,
}

pub(super) fn template(
    work: &Work,
    workspace: &Path,
    unit: &str,
    out: &Path,
    named: Option<String>,
) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let round = round(&desk, named)?;
    let file = reports::write_template(&mut desk, &round, unit, out, work.answers.text_lang())?;
    work.answers.give(&file, || {
        work.answers
            .lang
            .fill("said_written", &[("path", &file.path)])
    })?;
    Ok(Outcome::Done)
}

pub(super) fn score(
    work: &Work,
    workspace: &Path,
    named: Option<String>,
    layer: LayerWord,
    mode: ModeWord,
) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let request = ScoreRequest {
        round: round(&desk, named)?,
        layer: layer.word().to_owned(),
        mode: mode.word().to_owned(),
    };
    if work.answers.json {
        let document = results::score_document(&mut desk, &request)?;
        work.answers.give(&document, String::new)?;
        return Ok(Outcome::Done);
    }
    let overview = results::overview(&mut desk, &request)?;
    let decimals = results::published_decimals(&mut desk, &request.round)?;
    let lang = work.answers.text_lang();
    work.answers.give(&(), || {
        let mut lines = Vec::new();
        for group in &overview.groups {
            let name = phrase(&group.name, lang);
            let mut rows: Vec<_> = overview
                .rows
                .iter()
                .filter(|row| row.peer_group == group.id)
                .collect();
            rows.sort_by_key(|row| (row.rank.unwrap_or(u32::MAX), &row.code));
            lines.push(format!("{name} ({})", group.units));
            for row in rows {
                let rank = row.rank.map_or_else(|| "-".to_owned(), |r| r.to_string());
                let total = number(row.total, decimals);
                let name = phrase(&row.name, lang);
                lines.push(format!("{rank:>4}  {total:>6}  {:<8} {name}", row.code));
            }
        }
        lines.join("\n")
    })?;
    Ok(Outcome::Done)
}

fn phrase(phrase: &Phrase, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &phrase.zh,
        Lang::En => &phrase.en,
    }
}

pub(super) fn report(
    work: &Work,
    workspace: &Path,
    out: &Path,
    named: Option<String>,
    asked: &Asked,
) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let request = ReportRequest {
        score: ScoreRequest {
            round: round(&desk, named)?,
            layer: asked.layer.word().to_owned(),
            mode: asked.mode.word().to_owned(),
        },
        folder: out.display().to_string(),
        only: asked
            .only
            .iter()
            .map(|part| part.word().to_owned())
            .collect(),
        lang: work.answers.lang.tag().to_owned(),
        form: Some(form(&asked.form)),
    };
    let files = reports::write(
        &mut desk,
        &request,
        work.stamp(),
        &work.progress(),
        &CANCELLED,
    )?;
    work.answers
        .give(&serde_json::json!({ "files": files }), || {
            files
                .iter()
                .map(|file| {
                    work.answers
                        .lang
                        .fill("said_written", &[("path", &file.path)])
                })
                .collect::<Vec<_>>()
                .join("\n")
        })?;
    Ok(Outcome::Done)
}

fn form(words: &DocumentWords) -> DocumentForm {
    let path = |path: &Option<PathBuf>| {
        let path = path.as_ref().map(|path| path.display().to_string());
        path.unwrap_or_default()
    };
    DocumentForm {
        formats: words.format.iter().map(|f| f.word().to_owned()).collect(),
        layout: words.layout.word().to_owned(),
        organisation: words.organisation.clone(),
        number: words.number.clone(),
        issue: words.issue.clone(),
        marking: words.marking.clone(),
        watermark: words.watermark.clone(),
        logo: path(&words.logo),
        template: path(&words.template),
        sections: words.sections.clone(),
        development: path(&words.development),
        bound: words.bound,
        again: words.again,
    }
}
