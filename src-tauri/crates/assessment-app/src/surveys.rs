//! The questionnaires of a round: what they ask, who answered from where, and workbooks to hand out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use assessment_exchange::{QuestionnaireInput, questionnaire};
use assessment_models::{
    UnitCode,
    framework::{Question, QuestionKind},
    survey::Party,
    text::Lang,
};

use crate::{
    charts::party_word,
    desk::Desk,
    failure::{Code, Failure},
    files, view,
    wire::{PlaceView, QuestionView, QuestionnaireView, ReportFile, SurveysView},
};

/// The questionnaires of a round, and where responses came from.
///
/// # Errors
/// [`Code::NoSuchRound`], and what reading fails with.
pub fn surveys(desk: &mut Desk, round: &str) -> Result<SurveysView, Failure> {
    let held = desk.held(round)?;
    let framework = &held.framework;
    let parties: BTreeSet<Party> = framework.questions.iter().map(|q| q.party).collect();
    let mut counts: BTreeMap<Option<&UnitCode>, BTreeMap<Party, usize>> = BTreeMap::new();
    for response in &held.data.responses {
        let place = counts.entry(response.unit.as_ref()).or_default();
        *place.entry(response.party).or_default() += 1;
    }
    let questionnaires = parties.iter().map(|&party| {
        let asked = framework.questions.iter().filter(|q| q.party == party);
        let answered = held.data.responses.iter().filter(|r| r.party == party);
        QuestionnaireView {
            party: party_word(party).to_owned(),
            responses: view::count(answered.count()),
            questions: asked.map(question).collect(),
        }
    });
    let by_party = |of: &BTreeMap<Party, usize>| {
        let of = parties.iter().map(|party| of.get(party).copied());
        of.map(|n| view::count(n.unwrap_or(0))).collect()
    };
    let nowhere = counts.remove(&None);
    let mut places: Vec<PlaceView> = counts
        .iter()
        .filter_map(|(code, of)| Some(((*code)?, of)))
        .map(|(code, of)| {
            let unit = held.data.units.iter().find(|u| u.code == *code);
            PlaceView {
                unit: Some(code.to_string()),
                name: unit.map(|u| (&u.name).into()).unwrap_or_default(),
                parent: unit.and_then(|u| Some(u.parent.as_ref()?.to_string())),
                responses: by_party(of),
            }
        })
        .collect();
    places.extend(nowhere.map(|of| PlaceView {
        unit: None,
        name: Default::default(),
        parent: None,
        responses: by_party(&of),
    }));
    let settings = &framework.diagnosis.survey;
    Ok(SurveysView {
        questionnaires: questionnaires.collect(),
        places,
        suppress_below: view::count(settings.suppress_below),
        low_alpha: settings.low_alpha,
        confidence: settings.confidence,
    })
}

fn question(question: &Question) -> QuestionView {
    let (kind, right, reversed) = match question.kind {
        QuestionKind::Region => ("region", None, false),
        QuestionKind::Single => ("single", None, false),
        QuestionKind::Multiple => ("multiple", None, false),
        QuestionKind::Likert { reversed } => ("likert", None, reversed),
        QuestionKind::Quiz { right } => ("quiz", Some(right), false),
        QuestionKind::Number { .. } => ("number", None, false),
    };
    QuestionView {
        id: question.id.clone(),
        module: question.module.clone(),
        kind: kind.to_owned(),
        text: (&question.text).into(),
        // A region's options only say which list is meant.
        options: match question.kind {
            QuestionKind::Region | QuestionKind::Number { .. } => Vec::new(),
            _ => question.options.iter().map(Into::into).collect(),
        },
        right: right.map(view::count),
        reversed,
        required: question.required,
        skip: question.skip.clone(),
        indicator: question.indicator.as_ref().map(ToString::to_string),
    }
}

/// Writes a party's questionnaire as a workbook: a sheet to print, and one to type answers into, which is
/// imported as it is.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::BadArgument`] for a party that is not asked,
/// [`Code::WorkbookNotWritten`], and what the system says of the file.
pub fn write_questionnaire(
    desk: &mut Desk,
    round: &str,
    party: &str,
    path: &Path,
    lang: Lang,
) -> Result<ReportFile, Failure> {
    let workspace = desk.meta.workspace.clone();
    let held = desk.held(round)?;
    let framework = &held.framework;
    let asked = framework.questions.iter().map(|q| q.party);
    let asked = asked.into_iter().find(|of| party_word(*of) == party);
    let input = QuestionnaireInput {
        framework,
        round: &held.data.round,
        party: asked.ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "party")
                .with("value", party)
        })?,
        units: &held.data.units,
        workspace: &workspace,
        lang,
    };
    let name = path.to_string_lossy();
    let bytes = questionnaire(&input).map_err(|e| Failure::exchange(e, &name))?;
    files::report("questionnaire", path, &bytes)
}
