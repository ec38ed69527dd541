//! Weights that make up for who answered a questionnaire more often than others: from a table of how many
//! people there are of each kind.

use std::{collections::BTreeMap, path::Path};

use assessment_models::{
    Framework,
    framework::{Question, QuestionKind},
    survey::{Party, Response},
    survey_stats::{Strata, StratumBy, post_stratification},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::party;
use crate::{
    desk::Scored,
    failure::{Code, Failure},
    index::text,
};

/// How a party's responses are weighted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StrataRequest {
    /// Whose responses.
    pub party: String,
    /// What tells the strata apart: `unit` (of which the response speaks), or the id of a question.
    pub by: String,
    /// Path of a csv of `stratum,people`: codes of units, or numbers or words of the question's options.
    pub file: String,
}

#[derive(Deserialize)]
struct Line {
    stratum: String,
    people: f64,
}

const PARTIES: [Party; 4] = [
    Party::Government,
    Party::Enterprise,
    Party::SocialOrg,
    Party::Citizen,
];

/// The party of a word.
///
/// # Errors
/// [`Code::AnalysisRefused`] for a word that is none.
pub(super) fn known_party(word: &str) -> Result<Party, Failure> {
    let found = PARTIES.into_iter().find(|of| party(*of) == word);
    found.ok_or_else(|| refused("given_no_such_party").with("party", word))
}

/// Weights by stratum, of each party for which a table is given. `counts` says which responses count.
///
/// # Errors
/// [`Code::AnalysisRefused`] names the party, question, line or stratum that cannot be used; what reading
/// a file fails with.
pub(super) fn weights(
    scored: &Scored,
    asked: &[StrataRequest],
    counts: impl Fn(&Response) -> bool,
) -> Result<BTreeMap<Party, Strata>, Failure> {
    let mut strata = BTreeMap::new();
    for given in asked {
        let party = known_party(&given.party)?;
        let by = by(&scored.round.framework, party, &given.by)?;
        let question = match &by {
            StratumBy::Unit => None,
            StratumBy::Question(id) => {
                let mut questions = scored.round.framework.questions.iter();
                questions.find(|question| question.id == *id)
            }
        };
        let people = people(Path::new(&given.file), question)?;
        let responses = scored.round.data.responses.iter();
        let responses = responses.filter(|response| response.party == party && counts(response));
        let found = post_stratification(responses, by, &people);
        // What nobody answered would leave its people to the others without a word.
        if let Some(stratum) = people.keys().find(|key| !found.weights.contains_key(*key)) {
            return Err(refused("given_stratum_unanswered")
                .with("stratum", stratum)
                .with("party", &given.party));
        }
        if strata.insert(party, found).is_some() {
            return Err(refused("given_party_twice").with("party", &given.party));
        }
    }
    Ok(strata)
}

fn by(framework: &Framework, of: Party, word: &str) -> Result<StratumBy, Failure> {
    if word == "unit" {
        return Ok(StratumBy::Unit);
    }
    let mut questions = framework.questions.iter();
    let one = [QuestionKind::Single, QuestionKind::Region];
    let known = questions.any(|question| {
        question.id == word && question.party == of && one.contains(&question.kind)
    });
    if !known {
        return Err(refused("given_no_such_question")
            .with("question", word)
            .with("party", party(of)));
    }
    Ok(StratumBy::Question(word.to_owned()))
}

fn people(path: &Path, question: Option<&Question>) -> Result<BTreeMap<String, f64>, Failure> {
    let text = text(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut people = BTreeMap::new();
    for line in reader.deserialize() {
        let line: Line = line.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            refused("given_csv").with("line", &line).caused_by(error)
        })?;
        if !(line.people > 0.0 && line.people.is_finite()) {
            return Err(refused("given_no_people").with("stratum", &line.stratum));
        }
        let code = option_code(question, &line.stratum);
        if people.insert(code, line.people).is_some() {
            return Err(refused("given_stratum_twice").with("stratum", &line.stratum));
        }
    }
    Ok(people)
}

/// The number of an option that is given by its words; what is given otherwise.
fn option_code(question: Option<&Question>, given: &str) -> String {
    let position = question.and_then(|question| {
        let mut options = question.options.iter();
        options.position(|option| option.zh == given || option.en == given)
    });
    position.map_or_else(|| given.to_owned(), |at| (at + 1).to_string())
}

fn refused(reason: &'static str) -> Failure {
    Failure::new(Code::AnalysisRefused).because(reason)
}
