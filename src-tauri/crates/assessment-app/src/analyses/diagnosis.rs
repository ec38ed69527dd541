//! What a scorecard says about how a province governs.

use std::{collections::BTreeMap, path::Path};

use assessment_models::{
    UnitCode,
    diagnosis::{self as models, Development, Quadrant, by_means, coverings, parties},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Head, Named, ResponsibilityDocument, TargetChoice, WhatFirst, grade, means, party, rank,
    responsibility, row, what_first,
};
use crate::{
    desk::Scored,
    failure::{Code, Failure},
    index::text,
    view,
};

/// What is diagnosed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
pub struct DiagnosisRequest {
    /// Path of a csv of `unit,value`: an index of development that the province supplies.
    pub development: Option<String>,
    /// The unit for which it is asked what to do first.
    pub unit: Option<String>,
    /// How far that unit's indicators could come.
    pub target: TargetChoice,
}

/// Score and share of weight of one means.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MeansScore {
    /// Which.
    pub means: &'static str,
    /// Weighted mean of its indicators, 0..=100.
    pub score: Option<f64>,
    /// Share of the unit's total weight, 0..=1.
    pub share: f64,
    /// Its indicators that are scored.
    pub indicators: Vec<String>,
}

/// An indicator that stands beside a diagnosis.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Besides {
    /// Which.
    #[serde(flatten)]
    pub indicator: Named,
    /// Its state; null where it is not asked.
    pub state: Option<&'static str>,
    /// Its score, 0..=100.
    pub score: Option<f64>,
}

/// Whether one means covers for the want of another.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CoveringDocument {
    /// What stands in.
    pub over: &'static str,
    /// What is wanting.
    pub under: &'static str,
    /// Score of what stands in, 0..=100.
    pub over_score: Option<f64>,
    /// Score of what is wanting, 0..=100.
    pub under_score: Option<f64>,
    /// The one less the other, −100..=100.
    pub gap: Option<f64>,
    /// A gap above this is named.
    pub threshold: f64,
    /// It is named.
    pub named: bool,
    /// Indicators beside it.
    pub beside: Vec<Besides>,
}

/// One party's part.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PartyDocument {
    /// Which.
    pub party: &'static str,
    /// Weighted mean of its indicators, 0..=100.
    pub score: Option<f64>,
    /// Share of the unit's total weight, 0..=1.
    pub share: f64,
    /// Indicators asked.
    pub asked: usize,
    /// Of these, with a value.
    pub answered: usize,
}

/// The parties of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PartiesDocument {
    /// Each that the framework speaks of.
    pub parties: Vec<PartyDocument>,
    /// Normalised entropy of their scores, 0..=1.
    pub evenness: Option<f64>,
    /// With the lowest score.
    pub weakest: Option<&'static str>,
    /// Asked, and without any value.
    pub missing: Vec<&'static str>,
    /// Not asked of this unit.
    pub not_asked: Vec<&'static str>,
}

/// A unit's diagnoses.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct UnitDiagnosis {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// Id of its peer group.
    pub peer_group: String,
    /// Total, 0..=100.
    pub total: Option<f64>,
    /// Its grade.
    pub grade: Option<Named>,
    /// Rank among its peers.
    pub rank: Option<u32>,
    /// By means.
    pub means: Vec<MeansScore>,
    /// Coverings that the framework states.
    pub coverings: Vec<CoveringDocument>,
    /// The parties.
    pub parties: PartiesDocument,
}

/// A unit in the plane of security and development.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Place {
    /// Which.
    #[serde(flatten)]
    pub unit: Named,
    /// Total, 0..=100.
    pub security: f64,
    /// The index.
    pub development: f64,
    /// `both`, `security_ahead`, `development_ahead` or `neither`, by the medians of the group.
    pub quadrant: &'static str,
}

/// Security beside development in a peer group.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DevelopmentDocument {
    /// The group.
    pub peer_group: Named,
    /// Median total of the units placed.
    pub security_median: Option<f64>,
    /// Median index of the units placed.
    pub development_median: Option<f64>,
    /// Pearson's correlation.
    pub correlation: Option<f64>,
    /// Units with both.
    pub units: Vec<Place>,
    /// Ranked units for which the file has no value.
    pub without_index: Vec<Named>,
}

/// All diagnoses of a round.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DiagnosisDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Units in code order.
    pub units: Vec<UnitDiagnosis>,
    /// Chains of responsibility; null where the framework names no register of them.
    pub responsibility: Option<ResponsibilityDocument>,
    /// By peer group; null where no index was given.
    pub development: Option<Vec<DevelopmentDocument>>,
    /// What the unit asked for can do first; null where none was asked for.
    pub what_first: Option<WhatFirst>,
}

/// Diagnoses of a round.
///
/// # Errors
/// [`Code::NoSuchUnit`] (of the csv too), [`Code::AnalysisRefused`] where the csv cannot be used, and what
/// reading it fails with.
pub fn diagnosis(
    scored: &Scored,
    request: &DiagnosisRequest,
) -> Result<DiagnosisDocument, Failure> {
    let index = request.development.as_ref();
    let index = index.map(|path| read_index(Path::new(path), scored));
    let index = index.transpose()?;
    let what_first = request
        .unit
        .as_ref()
        .map(|unit| what_first(scored, unit, request.target));
    Ok(DiagnosisDocument {
        head: Head::of(&scored.card),
        units: units(scored),
        responsibility: responsibility::document(&scored.round),
        development: index.map(|index| by_group(scored, &index)),
        what_first: what_first.transpose()?,
    })
}

fn units(scored: &Scored) -> Vec<UnitDiagnosis> {
    let (framework, card) = (&scored.round.framework, &scored.card);
    let found = coverings(framework, card);
    let rules = &framework.diagnosis.coverings;
    let units = card.units.iter().enumerate();
    units
        .map(|(row, unit)| {
            let coverings = found.iter().filter(|c| c.unit == row);
            UnitDiagnosis {
                unit: Named::unit(&scored.round, &unit.unit),
                peer_group: unit.peer_group.clone(),
                total: unit.total,
                grade: grade(framework, unit.grade),
                rank: rank(unit.ranking),
                means: by_means(framework, card, row)
                    .into_iter()
                    .map(|group| MeansScore {
                        means: means(group.key),
                        score: group.score,
                        share: group.share,
                        indicators: group
                            .parts
                            .iter()
                            .map(|part| framework.indicators[part.indicator].id.to_string())
                            .collect(),
                    })
                    .collect(),
                coverings: coverings
                    .map(|found| CoveringDocument {
                        over: means(found.over.key),
                        under: means(found.under.key),
                        over_score: found.over.score,
                        under_score: found.under.score,
                        gap: found.gap,
                        threshold: rules[found.covering].threshold,
                        named: found.named,
                        beside: found
                            .beside
                            .iter()
                            .map(|beside| Besides {
                                indicator: Named::indicator(
                                    &framework.indicators[beside.indicator],
                                ),
                                state: view::state(beside.state),
                                score: beside.score,
                            })
                            .collect(),
                    })
                    .collect(),
                parties: parties_of(scored, row),
            }
        })
        .collect()
}

fn parties_of(scored: &Scored, row: usize) -> PartiesDocument {
    let found = parties(&scored.round.framework, &scored.card, row);
    PartiesDocument {
        evenness: found.evenness,
        weakest: found.weakest.map(party),
        missing: found.missing.into_iter().map(party).collect(),
        not_asked: found.not_asked.into_iter().map(party).collect(),
        parties: found
            .parties
            .into_iter()
            .map(|part| PartyDocument {
                party: party(part.group.key),
                score: part.group.score,
                share: part.group.share,
                asked: part.asked,
                answered: part.answered,
            })
            .collect(),
    }
}

/// A line of the csv.
#[derive(Deserialize)]
struct Line {
    unit: String,
    value: Option<f64>,
}

pub(crate) fn read_index(path: &Path, scored: &Scored) -> Result<BTreeMap<UnitCode, f64>, Failure> {
    let text = text(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut index = BTreeMap::new();
    for line in reader.deserialize() {
        let line: Line = line.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Failure::new(Code::AnalysisRefused)
                .because("given_csv")
                .with("line", &line)
                .caused_by(error)
        })?;
        row(scored, &line.unit)?;
        let Some(value) = line.value else {
            continue;
        };
        if !value.is_finite() {
            return Err(Code::ValueNotANumber.into());
        }
        if index
            .insert(UnitCode::from(line.unit.as_str()), value)
            .is_some()
        {
            return Err(Failure::new(Code::AnalysisRefused)
                .because("given_unit_twice")
                .with("unit", &line.unit));
        }
    }
    Ok(index)
}

fn by_group(scored: &Scored, index: &BTreeMap<UnitCode, f64>) -> Vec<DevelopmentDocument> {
    let card = &scored.card;
    let named = |row: usize| Named::unit(&scored.round, &card.units[row].unit);
    let groups = scored.round.framework.peer_groups.iter();
    let asked = groups.filter(|group| card.units.iter().any(|u| u.peer_group == group.id));
    asked
        .map(|group| {
            let found: Development = models::development(card, &group.id, index);
            DevelopmentDocument {
                peer_group: Named {
                    code: group.id.clone(),
                    name: (&group.name).into(),
                },
                security_median: found.security_median,
                development_median: found.development_median,
                correlation: found.correlation,
                units: found
                    .places
                    .iter()
                    .map(|place| Place {
                        unit: named(place.unit),
                        security: place.security,
                        development: place.development,
                        quadrant: match place.quadrant {
                            Quadrant::Both => "both",
                            Quadrant::SecurityAhead => "security_ahead",
                            Quadrant::DevelopmentAhead => "development_ahead",
                            Quadrant::Neither => "neither",
                        },
                    })
                    .collect(),
                without_index: found.without_index.iter().map(|&row| named(row)).collect(),
            }
        })
        .collect()
}
