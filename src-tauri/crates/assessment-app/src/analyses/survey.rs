//! What questionnaires say, as a document: in full, or as it may be published.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    Framework,
    survey_stats::{Estimate, Item, PublishedItem, SurveyOptions, publish, survey_statistics},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Head, party,
    strata::{StrataRequest, known_party, weights},
};
use crate::{desk::Scored, failure::Failure, wire::Phrase};

/// How questionnaires are described.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct SurveyRequest {
    /// How many were invited, by party.
    pub invited: BTreeMap<String, usize>,
    /// Leaves out responses that tick the same point throughout.
    pub without_straight_lines: bool,
    /// As it may be published: small cells are withheld, no response is named.
    pub published: bool,
    /// How responses are weighted, by party; those of others weigh 1 each.
    pub strata: Vec<StrataRequest>,
}

/// A mean or share with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct EstimateDocument {
    /// The mean or share.
    pub value: f64,
    /// Ends of the interval at the framework's confidence; null where there are too few answers.
    pub interval: Option<[f64; 2]>,
    /// Effective number of answers.
    pub effective_n: f64,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OptionDocument {
    /// Its words.
    pub text: Phrase,
    /// How many chose it; null where it is withheld.
    pub count: Option<usize>,
    /// Their share, 0..=1; null where it is withheld.
    pub share: Option<EstimateDocument>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct QuestionDocument {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: Phrase,
    /// Valid answers; null where there are too few to publish.
    pub n: Option<usize>,
    /// Mean of a Likert item (turned where it is reversed) or of a number.
    pub mean: Option<EstimateDocument>,
    /// Share of right answers, 0..=1.
    pub right: Option<EstimateDocument>,
    /// Its options.
    pub options: Vec<OptionDocument>,
    /// Fewer answers than the formulas ask for.
    pub too_few: bool,
}

/// Reliability of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ScaleDocument {
    /// The indicator that it fills.
    pub indicator: String,
    /// Cronbach's α.
    pub alpha: Option<f64>,
    /// Its items, by question id.
    pub items: Vec<String>,
    /// Responses that answer every item; null in what is published.
    pub n: Option<usize>,
    /// α without each item, in the order of the items; empty in what is published.
    pub without: Vec<Option<f64>>,
    /// α is below what the framework asks.
    pub low: bool,
}

/// What a party's questionnaire says.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PartySurveyDocument {
    /// Whose.
    pub party: &'static str,
    /// Responses; null where there are too few to publish.
    pub responses: Option<usize>,
    /// Responses over invited; null where the invited were not counted.
    pub response_rate: Option<f64>,
    /// Responses that count for nothing because their stratum is not known or has no weight; null in what
    /// is published.
    pub without_weight: Option<usize>,
    /// Ids of responses that tick the same point throughout; empty in what is published.
    pub straight_lines: Vec<String>,
    /// Questions in order.
    pub questions: Vec<QuestionDocument>,
    /// Scales.
    pub scales: Vec<ScaleDocument>,
}

/// What the questionnaires of a round say.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SurveyDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// As it may be published.
    pub published: bool,
    /// By party.
    pub parties: Vec<PartySurveyDocument>,
}

/// Describes the questionnaires of a round.
///
/// # Errors
/// [`Code::AnalysisRefused`](crate::Code::AnalysisRefused) for a party that is none, or weights that cannot
/// be used; what reading these fails with.
pub fn survey(scored: &Scored, asked: &SurveyRequest) -> Result<SurveyDocument, Failure> {
    let framework = &scored.round.framework;
    let invited = asked.invited.iter();
    let invited = invited.map(|(word, count)| Ok((known_party(word)?, *count)));
    let mut options = SurveyOptions {
        invited: invited.collect::<Result<_, Failure>>()?,
        without_straight_lines: asked.without_straight_lines,
        ..SurveyOptions::default()
    };
    if !asked.strata.is_empty() {
        // Strata have their shares of the responses that count.
        let left_out: BTreeSet<String> = if asked.without_straight_lines {
            let all = survey_statistics(framework, &scored.round.data, &options);
            let lines = all.into_iter().flat_map(|of| of.straight_lines);
            lines.map(|line| line.response).collect()
        } else {
            BTreeSet::new()
        };
        options.strata = weights(scored, &asked.strata, |response| {
            !left_out.contains(&response.id)
        })?;
    }
    let found = survey_statistics(framework, &scored.round.data, &options);
    let parties = if asked.published {
        let published = publish(framework, &found).into_iter();
        let parties = published.map(|of| PartySurveyDocument {
            party: party(of.party),
            responses: of.responses,
            response_rate: of.response_rate,
            without_weight: None,
            straight_lines: Vec::new(),
            questions: of.items.iter().map(|i| shown(framework, i)).collect(),
            scales: of
                .alphas
                .iter()
                .map(|(indicator, alpha)| {
                    let known = found.iter().flat_map(|f| &f.scales);
                    let known = known.into_iter().find(|s| s.indicator == *indicator);
                    ScaleDocument {
                        indicator: indicator.to_string(),
                        alpha: Some(*alpha),
                        items: known.map_or_else(Vec::new, |s| ids(framework, &s.items)),
                        n: None,
                        without: Vec::new(),
                        low: known.is_some_and(|s| s.low),
                    }
                })
                .collect(),
        });
        parties.collect()
    } else {
        let parties = found.into_iter().map(|of| PartySurveyDocument {
            party: party(of.party),
            responses: Some(of.responses),
            response_rate: of.response_rate,
            without_weight: Some(of.without_weight),
            straight_lines: of.straight_lines.into_iter().map(|s| s.response).collect(),
            questions: of.items.iter().map(|i| full(framework, i)).collect(),
            scales: of
                .scales
                .iter()
                .map(|scale| ScaleDocument {
                    indicator: scale.indicator.to_string(),
                    alpha: scale.alpha,
                    items: ids(framework, &scale.items),
                    n: Some(scale.n),
                    without: scale.without.clone(),
                    low: scale.low,
                })
                .collect(),
        });
        parties.collect()
    };
    Ok(SurveyDocument {
        head: Head::of(&scored.card),
        published: asked.published,
        parties,
    })
}

/// Ids of questions by position.
fn ids(framework: &Framework, items: &[usize]) -> Vec<String> {
    let known = items.iter().filter_map(|at| framework.questions.get(*at));
    known.map(|q| q.id.clone()).collect()
}

fn estimate(of: Option<Estimate>) -> Option<EstimateDocument> {
    of.map(|of| EstimateDocument {
        value: of.value,
        interval: of.interval.map(|(low, high)| [low, high]),
        effective_n: of.effective_n,
    })
}

/// Id and words of a question, and the words of its option `at` from 1.
fn question(framework: &Framework, at: usize) -> (String, Phrase) {
    let known = framework.questions.get(at);
    known.map_or_else(Default::default, |q| (q.id.clone(), (&q.text).into()))
}

fn option(framework: &Framework, at: usize, option: usize) -> Phrase {
    let known = framework.questions.get(at);
    let text = known.and_then(|q| q.options.get(option.checked_sub(1)?));
    text.map(Phrase::from).unwrap_or_default()
}

fn full(framework: &Framework, item: &Item) -> QuestionDocument {
    let (id, text) = question(framework, item.question);
    let options = item.options.iter().map(|of| OptionDocument {
        text: option(framework, item.question, of.option),
        count: Some(of.count),
        share: estimate(of.share),
    });
    QuestionDocument {
        id,
        text,
        n: Some(item.n),
        mean: estimate(item.mean),
        right: estimate(item.right),
        options: options.collect(),
        too_few: item.too_few,
    }
}

fn shown(framework: &Framework, item: &PublishedItem) -> QuestionDocument {
    let (id, text) = question(framework, item.question);
    let options = item.options.iter().map(|of| OptionDocument {
        text: option(framework, item.question, of.option),
        count: of.count,
        share: estimate(of.share),
    });
    QuestionDocument {
        id,
        text,
        n: item.n,
        mean: estimate(item.mean),
        right: estimate(item.right),
        options: options.collect(),
        too_few: item.too_few,
    }
}
