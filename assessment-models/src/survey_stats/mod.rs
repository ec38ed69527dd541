//! What the questionnaires of the parties say, item by item, and how surely.
//!
//! - A Likert item that is put the other way round is turned before it is averaged.
//! - With weights, means and shares are weighted and intervals go by the effective number of answers.
//! - Full statistics name responses and small cells; what leaves the house goes through [`publish`].

pub(crate) mod given;
mod interval;
mod item;
mod publish;
mod reliability;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Framework, RoundData, UnitCode,
    condition::number,
    survey::{Party, Response},
};

pub use interval::{Estimate, mean, share, student_t};
pub use item::{Item, OptionShare};
pub use publish::{PublishedItem, PublishedOption, PublishedParty, publish};
pub use reliability::{ScaleReliability, StraightLine};

/// What a response's stratum is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StratumBy {
    /// The option chosen in a question, by its code.
    Question(String),
    /// The code of the unit that the response speaks of.
    Unit,
}

/// Weights by stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct Strata {
    /// What the stratum is.
    pub by: StratumBy,
    /// Weight of a response of each stratum, positive; [`post_stratification`] makes them from a census.
    pub weights: BTreeMap<String, f64>,
}

/// What to describe, and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SurveyOptions {
    /// Only responses that speak of these units; all where nothing is stated.
    pub units: Option<BTreeSet<UnitCode>>,
    /// How many were invited, by party: what the response rate is of.
    pub invited: BTreeMap<Party, usize>,
    /// Weights by stratum, by party; every response weighs 1 where nothing is stated.
    pub strata: BTreeMap<Party, Strata>,
    /// Leaves out of all numbers the responses that are straight lines.
    pub without_straight_lines: bool,
}

/// What a party's questionnaire says.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyStatistics {
    /// Whose.
    pub party: Party,
    /// Responses handed in.
    pub responses: usize,
    /// Responses over invited; `None` where the invited were not counted. Above 1 the count is wrong.
    pub response_rate: Option<f64>,
    /// Responses left out because their stratum is unknown or has no weight.
    pub without_weight: usize,
    /// Responses that are straight lines, in the order of their ids.
    pub straight_lines: Vec<StraightLine>,
    /// Each question, in the framework's order.
    pub items: Vec<Item>,
    /// Each set of Likert items that a formula averages.
    pub scales: Vec<ScaleReliability>,
}

/// A response that counts, with its weight.
struct Weighed<'r> {
    response: &'r Response,
    weight: f64,
}

/// Describes the questionnaires of a round: one entry for each party that the framework asks, in the order
/// of [`Party`]. Thresholds are the framework's. The order of responses is irrelevant.
#[must_use]
pub fn survey_statistics(
    framework: &Framework,
    data: &RoundData,
    options: &SurveyOptions,
) -> Vec<PartyStatistics> {
    let parties: BTreeSet<Party> = framework.questions.iter().map(|q| q.party).collect();
    parties
        .into_iter()
        .map(|party| {
            let mut responses: Vec<&Response> = data
                .responses
                .iter()
                .filter(|r| r.party == party && speaks_of(r, options))
                .collect();
            // Sums of floats follow the order of ids, not that of the files.
            responses.sort_by(|a, b| a.id.cmp(&b.id));
            one_party(framework, party, &responses, options)
        })
        .collect()
}

fn speaks_of(response: &Response, options: &SurveyOptions) -> bool {
    options.units.as_ref().is_none_or(|units| {
        let unit = response.unit.as_ref();
        unit.is_some_and(|unit| units.contains(unit))
    })
}

fn one_party(
    framework: &Framework,
    party: Party,
    responses: &[&Response],
    options: &SurveyOptions,
) -> PartyStatistics {
    let straight_lines = reliability::straight_lines(framework, party, responses);
    let straight: BTreeSet<&str> = straight_lines.iter().map(|s| s.response.as_str()).collect();
    let strata = options.strata.get(&party);
    let mut without_weight = 0;
    let mut weighed = Vec::with_capacity(responses.len());
    for &response in responses {
        if options.without_straight_lines && straight.contains(response.id.as_str()) {
            continue;
        }
        match strata.map_or(Some(1.0), |strata| weight(strata, response)) {
            Some(weight) => weighed.push(Weighed { response, weight }),
            None => without_weight += 1,
        }
    }
    let invited = options.invited.get(&party).filter(|n| **n > 0);
    PartyStatistics {
        party,
        responses: responses.len(),
        response_rate: invited.map(|n| responses.len() as f64 / *n as f64),
        without_weight,
        straight_lines,
        items: item::items(framework, party, &weighed),
        scales: reliability::scales(framework, party, &weighed),
    }
}

/// The stratum of a response; `None` where it does not say.
fn stratum(by: &StratumBy, response: &Response) -> Option<String> {
    match by {
        StratumBy::Unit => response.unit.as_ref().map(ToString::to_string),
        StratumBy::Question(id) => {
            let value = response.answers.get(id)?;
            let text = value.as_text().map(|t| t.trim().to_owned());
            text.or_else(|| number(value).map(|n| n.to_string()))
        }
    }
}

fn weight(strata: &Strata, response: &Response) -> Option<f64> {
    let weight = *strata.weights.get(&stratum(&strata.by, response)?)?;
    (weight > 0.0 && weight.is_finite()).then_some(weight)
}

/// Weights that give each stratum its share of the population: `(N_h/N) / (n_h/n)` over the strata that
/// have responses, so that weights average 1 over these responses: `responses` are those that count, and
/// no others. Strata without a positive population have none.
#[must_use]
pub fn post_stratification<'r>(
    responses: impl IntoIterator<Item = &'r Response>,
    by: StratumBy,
    population: &BTreeMap<String, f64>,
) -> Strata {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for response in responses {
        if let Some(stratum) = stratum(&by, response)
            && population
                .get(&stratum)
                .is_some_and(|n| *n > 0.0 && n.is_finite())
        {
            *counts.entry(stratum).or_default() += 1.0;
        }
    }
    let people: f64 = counts.keys().filter_map(|s| population.get(s)).sum();
    let answers: f64 = counts.values().sum();
    let weights = counts
        .iter()
        .filter_map(|(stratum, n)| {
            let share = population.get(stratum)? / people;
            Some((stratum.clone(), share / (n / answers)))
        })
        .collect();
    Strata { by, weights }
}
