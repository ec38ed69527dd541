//! Results: the overview and one unit's page.

use assessment_models::{
    Framework, Mode, Record, Scorecard, Unit, UnitCode,
    derive::in_period,
    framework::{AdjustmentKind, PeerGroup, Register},
    grid::Grid,
    scoring::{Applied, LayerChoice, Ranking, medians},
};
use serde::Serialize;

use crate::{
    desk::{self, Desk, Scored},
    failure::{Code, Failure},
    view,
    wire::{
        AdjustmentView, AspectScoreView, ElementScore, GradeCount, GroupView, IndicatorScoreView,
        OverviewView, Phrase, RankRow, ScoreRequest, UnitResultView,
    },
};

/// A round's scorecard and that of the round before, where there is one.
struct Compared {
    now: Scored,
    before: Option<Scored>,
}

fn compared(desk: &mut Desk, request: &ScoreRequest) -> Result<Compared, Failure> {
    let options = desk::options(request)?;
    let before = match desk.round_before(&request.round) {
        Some(id) => Some(desk.scored(id.as_str(), options)?),
        None => None,
    };
    Ok(Compared {
        now: desk.scored(&request.round, options)?,
        before,
    })
}

impl Compared {
    fn framework(&self) -> &Framework {
        &self.now.round.framework
    }

    fn unit(&self, code: &UnitCode) -> Option<&Unit> {
        self.now.round.data.units.iter().find(|u| u.code == *code)
    }

    fn row(&self, at: usize) -> RankRow {
        let card = &self.now.card;
        let score = &card.units[at];
        let last_total = self.before.as_ref().and_then(|before| {
            let row = before.card.unit_index(&score.unit)?;
            before.card.units[row].total
        });
        RankRow {
            code: score.unit.to_string(),
            name: self
                .unit(&score.unit)
                .map(|unit| Phrase::from(&unit.name))
                .unwrap_or_default(),
            peer_group: score.peer_group.clone(),
            total: score.total,
            last_total,
            grade: score.grade.map(|g| self.framework().grades[g].key.clone()),
            rank: match score.ranking {
                Ranking::Rank(rank) => Some(rank),
                Ranking::Incomplete | Ranking::NoScore => None,
            },
            completeness: score.completeness,
            balance: score.balance,
            aspects: view::aspect_scores(self.framework(), card, at),
            adjusted: score.adjustments.iter().map(|a| a.points).sum(),
        }
    }

    fn group(&self, group: &PeerGroup) -> Option<GroupView> {
        let framework = self.framework();
        let of_group = || {
            self.now
                .card
                .units
                .iter()
                .filter(|u| u.peer_group == group.id)
        };
        let units = of_group().count();
        if units == 0 {
            return None;
        }
        let ranked = of_group().filter(|u| matches!(u.ranking, Ranking::Rank(_)));
        let middle = medians(&self.now.card, &group.id);
        let last = self.before.as_ref().map(|b| medians(&b.card, &group.id));
        Some(GroupView {
            id: group.id.clone(),
            name: (&group.name).into(),
            units: view::count(units),
            ranked: view::count(ranked.count()),
            median: middle.total,
            last_median: last.and_then(|last| last.total),
            grades: framework
                .grades
                .iter()
                .enumerate()
                .map(|(at, grade)| GradeCount {
                    grade: grade.key.clone(),
                    units: view::count(of_group().filter(|u| u.grade == Some(at)).count()),
                })
                .collect(),
            aspects: framework
                .aspects
                .iter()
                .zip(middle.aspects)
                .map(|(aspect, score)| AspectScoreView {
                    aspect: aspect.id.to_string(),
                    score,
                })
                .collect(),
        })
    }
}

/// Everything on the overview page.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::BadArgument`] for layer or mode.
pub fn overview(desk: &mut Desk, request: &ScoreRequest) -> Result<OverviewView, Failure> {
    let compared = compared(desk, request)?;
    let data = &compared.now.round.data;
    let register = incident_register(compared.framework());
    let counts = |record: &&Record| {
        register.is_some_and(|register| {
            record.register == register.id && in_period(register, record, &data.round)
        })
    };
    let incidents = data.records.iter().filter(counts);
    Ok(OverviewView {
        round: request.round.clone(),
        groups: compared
            .framework()
            .peer_groups
            .iter()
            .filter_map(|group| compared.group(group))
            .collect(),
        rows: (0..compared.now.card.units.len())
            .map(|at| compared.row(at))
            .collect(),
        incident_count: view::count(incidents.count()),
        response_count: view::count(data.responses.len()),
    })
}

/// Decimals that the scores of a round are published with: what [`crate::published_text`] takes.
///
/// # Errors
/// [`Code::NoSuchRound`].
pub fn published_decimals(desk: &mut Desk, round: &str) -> Result<u32, Failure> {
    Ok(desk.held(round)?.framework.scoring.decimals)
}

fn incident_register(framework: &Framework) -> Option<&Register> {
    let settings = framework.incident.as_ref()?;
    let mut registers = framework.registers.iter();
    registers.find(|register| register.id.as_str() == settings.register)
}

/// One unit's result in full.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::BadArgument`] for layer or mode.
pub fn unit_result(
    desk: &mut Desk,
    request: &ScoreRequest,
    unit: &str,
) -> Result<UnitResultView, Failure> {
    let compared = compared(desk, request)?;
    let card = &compared.now.card;
    let framework = compared.framework();
    let at = card
        .unit_index(&UnitCode::from(unit))
        .ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", unit))?;
    let score = &card.units[at];
    let middle = medians(card, &score.peer_group);
    Ok(UnitResultView {
        row: compared.row(at),
        aggregated: score.aggregated,
        objectives: framework
            .objectives
            .iter()
            .zip(middle.objectives)
            .enumerate()
            .map(|(column, (objective, median))| ElementScore {
                id: objective.id.to_string(),
                score: card.objectives.get(at, column),
                median,
            })
            .collect(),
        indicators: framework
            .indicators
            .iter()
            .enumerate()
            .filter_map(|(column, indicator)| {
                Some(IndicatorScoreView {
                    id: indicator.id.to_string(),
                    state: view::state(card.state(at, column))?.to_owned(),
                    raw: card.raw.get(at, column),
                    score: card.indicators.get(at, column),
                    weight: card.weights.get(at, column),
                })
            })
            .collect(),
        adjustments: telling(&score.adjustments)
            .map(|applied| adjustment(framework, applied))
            .collect(),
    })
}

/// Adjustments that tell in the score: a bonus below the threshold or beyond the cap adds nothing, and is
/// nothing to show. A veto caps, whatever its points.
fn telling(applied: &[Applied]) -> impl Iterator<Item = &Applied> {
    let tells = |a: &&Applied| a.points != 0.0 || a.kind == AdjustmentKind::Veto;
    applied.iter().filter(tells)
}

/// A kind of adjustment by the word that scripts know.
pub(crate) fn kind(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Deduction => "deduction",
        AdjustmentKind::Bonus => "bonus",
        AdjustmentKind::Veto => "veto",
    }
}

fn adjustment(framework: &Framework, applied: &Applied) -> AdjustmentView {
    let rule = framework
        .adjustments
        .rules
        .iter()
        .find(|r| r.id == applied.rule);
    AdjustmentView {
        rule: applied.rule.clone(),
        kind: kind(applied.kind).to_owned(),
        points: applied.points,
        condition: rule.map(|r| Phrase::from(&r.condition)).unwrap_or_default(),
        because: applied.because.clone(),
    }
}

/// Scorecards as `hezhi score --json` prints them: numbers unrounded, units in code order.
#[derive(Debug, Clone, Serialize)]
pub struct ScoreDocument {
    framework: FrameworkName,
    round: String,
    layer: LayerChoice,
    mode: Mode,
    units: Vec<UnitDocument>,
}

#[derive(Debug, Clone, Serialize)]
struct FrameworkName {
    id: String,
    version: String,
}

#[derive(Debug, Clone, Serialize)]
struct UnitDocument {
    code: String,
    name: String,
    peer_group: String,
    total: Option<f64>,
    grade: Option<String>,
    rank: Option<u32>,
    completeness: f64,
    balance: Option<f64>,
    aspects: serde_json::Map<String, serde_json::Value>,
    objectives: serde_json::Map<String, serde_json::Value>,
    indicators: serde_json::Map<String, serde_json::Value>,
    adjustments: Vec<AdjustmentDocument>,
}

#[derive(Debug, Clone, Serialize)]
struct IndicatorDocument {
    state: &'static str,
    raw: Option<f64>,
    score: Option<f64>,
}

#[derive(Debug, Clone, Serialize)]
struct AdjustmentDocument {
    rule: String,
    kind: &'static str,
    points: f64,
    because: Vec<String>,
}

/// A round's scorecard as a document for scripts.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::BadArgument`] for layer or mode.
pub fn score_document(desk: &mut Desk, request: &ScoreRequest) -> Result<ScoreDocument, Failure> {
    let Scored { round: held, card } = desk.scored(&request.round, desk::options(request)?)?;
    let framework = &held.framework;
    let units = (0..card.units.len())
        .map(|row| {
            let code = &card.units[row].unit;
            let unit = held.data.units.iter().find(|u| u.code == *code);
            let name = unit.map(|u| u.name.zh.clone()).unwrap_or_default();
            unit_document(framework, &card, row, name)
        })
        .collect();
    Ok(ScoreDocument {
        framework: FrameworkName {
            id: card.framework.clone(),
            version: card.framework_version.clone(),
        },
        round: request.round.clone(),
        layer: card.layer,
        mode: card.mode,
        units,
    })
}

fn unit_document(
    framework: &Framework,
    card: &Scorecard,
    row: usize,
    name: String,
) -> UnitDocument {
    let score = &card.units[row];
    let by_id = |ids: Vec<&str>, grid: &Grid| {
        ids.into_iter()
            .enumerate()
            .map(|(at, id)| (id.to_owned(), grid.get(row, at).into()))
            .collect()
    };
    UnitDocument {
        code: score.unit.to_string(),
        name,
        peer_group: score.peer_group.clone(),
        total: score.total,
        grade: score.grade.map(|at| framework.grades[at].key.clone()),
        rank: match score.ranking {
            Ranking::Rank(rank) => Some(rank),
            Ranking::Incomplete | Ranking::NoScore => None,
        },
        completeness: score.completeness,
        balance: score.balance,
        aspects: by_id(
            framework.aspects.iter().map(|a| a.key.as_str()).collect(),
            &card.aspects,
        ),
        objectives: by_id(
            framework.objectives.iter().map(|o| o.id.as_str()).collect(),
            &card.objectives,
        ),
        indicators: framework
            .indicators
            .iter()
            .enumerate()
            .filter_map(|(at, indicator)| {
                let document = IndicatorDocument {
                    state: view::state(card.state(row, at))?,
                    raw: card.raw.get(row, at),
                    score: card.indicators.get(row, at),
                };
                Some((
                    indicator.id.to_string(),
                    serde_json::to_value(document).ok()?,
                ))
            })
            .collect(),
        adjustments: telling(&score.adjustments)
            .map(|applied| AdjustmentDocument {
                rule: applied.rule.clone(),
                kind: kind(applied.kind),
                points: applied.points,
                because: applied.because.clone(),
            })
            .collect(),
    }
}
