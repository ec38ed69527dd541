//! The way through: a round's data in, a scorecard out.

use super::{
    Cells, Event, LayerChoice, Mode, Ranking, Sampled, ScoreError, ScoreOptions, Scorecard,
    UnitScore, adjust, aggregate, cells, events, rank,
};
use crate::{
    Framework, RoundData, Unit,
    derive::{self, Derived},
    grid::Grid,
};

/// Scores of a set of units at every level.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// One for each row.
    pub units: Vec<UnitScore>,
    /// Normalised scores, unit × indicator.
    pub indicators: Grid,
    /// Effective weights, unit × indicator.
    pub weights: Grid,
    /// Unit × objective.
    pub objectives: Grid,
    /// Unit × aspect.
    pub aspects: Grid,
}

/// Scores a round, all stages.
///
/// The result depends on nothing but its arguments: neither the order of units nor that of answers and
/// records changes a bit of it.
///
/// # Errors
///
/// [`ScoreError`] names the unit and indicator where an answer leads nowhere or is not a finite number,
/// the element whose weights or scale are broken, and the child that is not positive under a geometric
/// or harmonic mean without a floor.
pub fn score(
    framework: &Framework,
    data: &RoundData,
    options: ScoreOptions,
) -> Result<Scorecard, ScoreError> {
    score_derived(framework, data, &derive::derive(framework, data), options)
}

/// [`score()`] with derived values that are computed already: they stand as long as units, records and
/// responses do, whatever else is answered.
///
/// # Errors
///
/// As [`score()`].
pub fn score_derived(
    framework: &Framework,
    data: &RoundData,
    derived: &Derived,
    options: ScoreOptions,
) -> Result<Scorecard, ScoreError> {
    let Prepared {
        order,
        cells,
        sampled,
        events,
    } = prepare_derived(framework, data, derived, options.layer)?;
    let units: Vec<&Unit> = order.iter().map(|&p| &data.units[p]).collect();
    let scores = score_cells(framework, &units, &cells, &events, options.mode)?;
    Ok(Scorecard {
        framework: framework.id.clone(),
        framework_version: framework.version.clone(),
        round: data.round.id.clone(),
        layer: options.layer,
        mode: options.mode,
        units: scores.units,
        states: cells.states,
        raw: cells.raw,
        sampled,
        indicators: scores.indicators,
        weights: scores.weights,
        objectives: scores.objectives,
        aspects: scores.aspects,
    })
}

/// What stands before stage Normalised: answers, derived values and adjustments, collected for the units.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Positions in [`RoundData::units`], in code order; one for each row.
    pub order: Vec<usize>,
    /// States and raw values.
    pub cells: Cells,
    /// Cells whose value is a survey's estimate, in order of rows and columns.
    pub sampled: Vec<Sampled>,
    /// What set adjustments off, by row.
    pub events: Vec<Vec<Event>>,
}

/// Stages Raw, Derived and Applicable of [`score()`]: what [`score_cells`] then scores, as often as wanted.
///
/// # Errors
///
/// [`ScoreError`] names the unit and indicator where an answer leads nowhere or is not a finite number,
/// and the unit that stands twice or in no known peer group.
pub fn prepare(
    framework: &Framework,
    data: &RoundData,
    layer: LayerChoice,
) -> Result<Prepared, ScoreError> {
    prepare_derived(framework, data, &derive::derive(framework, data), layer)
}

/// [`prepare`] with derived values that are computed already.
///
/// # Errors
///
/// As [`prepare`].
pub fn prepare_derived(
    framework: &Framework,
    data: &RoundData,
    derived: &Derived,
    layer: LayerChoice,
) -> Result<Prepared, ScoreError> {
    let order = cells::in_code_order(&data.units)?;
    let (cells, sampled) = cells::collect(framework, data, derived, &order, layer)?;
    let events = events::events(framework, data, &order, &cells, derived)?;
    Ok(Prepared {
        order,
        cells,
        sampled,
        events,
    })
}

/// Scores cells that are already collected: stages Normalised through Ranked, without a look at answers
/// or records. Row `i` of `cells`, and `events[i]`, belong to `units[i]`; a missing row of events is none.
///
/// # Errors
///
/// As [`score`], but for answers that lead nowhere.
pub fn score_cells(
    framework: &Framework,
    units: &[&Unit],
    cells: &Cells,
    events: &[Vec<Event>],
    mode: Mode,
) -> Result<Scores, ScoreError> {
    let levels = aggregate::aggregate(framework, units, cells, mode)?;
    let decimals = framework.scoring.decimals;
    let mut scored: Vec<UnitScore> = units
        .iter()
        .zip(&levels.units)
        .enumerate()
        .map(|(row, (unit, aggregated))| {
            let events = events.get(row).map_or(&[][..], Vec::as_slice);
            let (total, adjustments) = aggregated.total.map_or((None, Vec::new()), |before| {
                let (total, applied) = adjust(&framework.adjustments, before, events);
                (Some(total), applied)
            });
            UnitScore {
                unit: unit.code.clone(),
                peer_group: unit.peer_group.clone(),
                completeness: aggregated.completeness,
                balance: aggregated.balance,
                aggregated: aggregated.total,
                adjustments,
                total,
                grade: total.and_then(|t| rank::grade(&framework.grades, t, decimals)),
                ranking: Ranking::NoScore,
            }
        })
        .collect();
    rank::rank(&mut scored, &framework.scoring);
    Ok(Scores {
        units: scored,
        indicators: levels.indicators,
        weights: levels.weights,
        objectives: levels.objectives,
        aspects: levels.aspects,
    })
}
