//! Results: the overview and one unit's page.

mod document;

pub use document::{ScoreDocument, score_document};

use std::collections::BTreeMap;

use assessment_models::{
    Framework, Record, Unit, UnitCode,
    derive::in_period,
    framework::{AdjustmentKind, PeerGroup, Register},
    scoring::{Applied, Ranking, medians},
};

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

    /// One row of the scorecard; `unit` is whose it is.
    fn row(&self, at: usize, unit: Option<&Unit>) -> RankRow {
        let card = &self.now.card;
        let score = &card.units[at];
        let last_total = self.before.as_ref().and_then(|before| {
            let row = before.card.unit_index(&score.unit)?;
            before.card.units[row].total
        });
        RankRow {
            code: score.unit.to_string(),
            name: unit.map(|u| Phrase::from(&u.name)).unwrap_or_default(),
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
    let units: BTreeMap<&UnitCode, &Unit> = data.units.iter().map(|u| (&u.code, u)).collect();
    Ok(OverviewView {
        round: request.round.clone(),
        groups: compared
            .framework()
            .peer_groups
            .iter()
            .filter_map(|group| compared.group(group))
            .collect(),
        rows: compared
            .now
            .card
            .units
            .iter()
            .enumerate()
            .map(|(at, score)| compared.row(at, units.get(&score.unit).copied()))
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
    let mut units = compared.now.round.data.units.iter();
    Ok(UnitResultView {
        row: compared.row(at, units.find(|u| u.code == score.unit)),
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
