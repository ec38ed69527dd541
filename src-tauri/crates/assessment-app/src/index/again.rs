//! An index computed again and again: without one element, with other weights, by other choices.

use std::{path::Path, sync::atomic::AtomicBool};

use assessment_models::{
    composite::{
        Alternatives, IndexData, IndexError, IndexMeta, IndexOptions, IndexOutput, IndexRow,
        Normaliser, PreparedIndex, Results, Treatment, Weights,
    },
    sensitivity::{
        Bootstrap, Effect, Estimator, SensitivityOptions, sensitivity, shifts, sobol_until,
    },
    uncertainty::{Assumptions, Factor, Spread, UnitUncertainty, uncertainty},
};

use super::{
    IndexDocument, Repetitions, estimator, misused, option, refused, refused_again,
    sample::{Design, Sample, weight_sets, word},
};
use crate::{analyses::apart, failure::Failure, progress::Progress};

/// What is found by computing an index again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// `removed`, `removed:LEVEL`: how ranks shift without each element.
    Removed(Option<u32>),
    /// `removed_scores:LEVEL`: scores without each element of a level.
    RemovedScores(u32),
    /// `removed_ranks:LEVEL`: ranks without each element of a level.
    RemovedRanks(u32),
    /// `uncertainty`: where each unit's score and rank lie.
    Uncertainty,
    /// `sensitivity`: what each choice explains of the shift of ranks.
    Sensitivity,
    /// `shifts`: the mean absolute shift of ranks of each row of the design.
    Shifts,
}

impl Again {
    /// Reads the name of a stage; `None` where it is none of these.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (name, level) = match text.split_once(':') {
            Some((name, level)) => (name, Some(level.trim().parse().ok()?)),
            None => (text, None),
        };
        match (name, level) {
            ("removed", level) => Some(Self::Removed(level)),
            ("removed_scores", level) => Some(Self::RemovedScores(level.unwrap_or(1))),
            ("removed_ranks", level) => Some(Self::RemovedRanks(level.unwrap_or(1))),
            ("uncertainty", None) => Some(Self::Uncertainty),
            ("sensitivity", None) => Some(Self::Sensitivity),
            ("shifts", None) => Some(Self::Shifts),
            _ => None,
        }
    }
}

/// How, as it was read.
#[derive(Debug)]
pub(super) struct Repeated {
    alternatives: Alternatives,
    weights: Vec<Weights>,
    sample: Option<Sample>,
    replications: Option<usize>,
    seed: Option<u64>,
    noise: Option<f64>,
    estimator: Estimator,
    bootstrap: Option<usize>,
}

impl Repeated {
    pub(super) fn read(asked: &Repetitions<'_>) -> Result<Self, Failure> {
        let mut alternatives = Alternatives::default();
        let mut weights = Vec::new();
        for given in asked.vary {
            let (what, how) = given
                .split_once('=')
                .ok_or_else(|| misused("--vary", &given))?;
            match what.trim() {
                "treat" => alternatives
                    .treatments
                    .extend(option::<Treatment>("--vary", Some(how))?),
                "normalise" => alternatives
                    .normalisers
                    .extend(option::<Normaliser>("--vary", Some(how))?),
                "aggregate" => alternatives.aggregations.push(
                    IndexOptions::parse_aggregators(how)
                        .map_err(|error| misused("--vary", &given).caused_by(error))?,
                ),
                "weights" => weights.extend(weight_sets(Path::new(how))?),
                _ => return Err(misused("--vary", &given)),
            }
        }
        if let Some(noise) = asked.noise.filter(|noise| !(0.0..=1.0).contains(noise)) {
            return Err(misused("--noise", &noise));
        }
        Ok(Self {
            alternatives,
            weights,
            sample: asked.sample.map(Sample::read).transpose()?,
            replications: asked.replications,
            seed: asked.seed,
            noise: asked.noise,
            estimator: estimator(asked.estimator)?,
            bootstrap: asked.bootstrap,
        })
    }

    /// Alternatives by choice, of those that have several.
    fn counts(&self) -> Vec<(Factor, usize)> {
        let counts = [
            (Factor::Treatment, self.alternatives.treatments.len()),
            (Factor::Normaliser, self.alternatives.normalisers.len()),
            (Factor::Weights, self.weights.len()),
            (Factor::Aggregation, self.alternatives.aggregations.len()),
        ];
        counts.into_iter().filter(|(_, count)| *count > 1).collect()
    }
}

/// The index as it nominally is.
type Index<'a> = (&'a IndexMeta, &'a IndexData, &'a IndexOptions);

pub(super) fn run(
    wanted: &Again,
    (meta, data, options): Index<'_>,
    repeated: &Repeated,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<IndexDocument, Failure> {
    if let (Again::Sensitivity, Some(Sample::Design(design))) = (wanted, &repeated.sample)
        && let Some(outputs) = &design.outputs
        && repeated.counts().is_empty()
    {
        return of_outputs(design, outputs, repeated, cancel);
    }
    let index = PreparedIndex::of_index(meta, data, options, &repeated.alternatives);
    let index = index.map_err(refused)?;
    let table = match wanted {
        Again::Removed(level) => removed(&index, *level)?,
        Again::RemovedScores(level) => {
            without_each(&index, "removed_scores", *level, |(scores, _)| scores)?
        }
        Again::RemovedRanks(level) => {
            without_each(&index, "removed_ranks", *level, |(_, ranks)| {
                ranks.into_iter().map(|rank| rank.map(f64::from)).collect()
            })?
        }
        Again::Uncertainty => {
            let mut assumptions = Assumptions::default();
            assumptions.replications = repeated.replications.unwrap_or(assumptions.replications);
            assumptions.seed = repeated.seed.unwrap_or(assumptions.seed);
            assumptions.noise = repeated.noise.unwrap_or(assumptions.noise);
            assumptions.weights.clone_from(&repeated.weights);
            if let Some(sample) = &repeated.sample {
                sample.instead_of_draws(&repeated.counts(), &mut assumptions)?;
            }
            let found = apart(
                on_progress,
                |told| uncertainty(&index, &assumptions, told, cancel),
                refused_again,
            )?;
            spreads(&found.units)
        }
        Again::Sensitivity => {
            let options = explored(repeated)?;
            let found = apart(
                on_progress,
                |told| sensitivity(&index, &options, told, cancel),
                refused_again,
            )?;
            let named = found.effects.iter().map(|(f, effect)| (word(*f), effect));
            effects(named)
        }
        Again::Shifts => {
            let options = explored(repeated)?;
            let (_, found) = apart(
                on_progress,
                |told| shifts(&index, &options, told, cancel),
                refused_again,
            )?;
            outputs(&found)
        }
    };
    Ok(IndexDocument::Table(table))
}

fn explored(repeated: &Repeated) -> Result<SensitivityOptions, Failure> {
    let customary = SensitivityOptions::default();
    let seed = repeated.seed.unwrap_or(customary.seed);
    let mut options = SensitivityOptions {
        rows: repeated.replications.unwrap_or(customary.rows),
        seed,
        noise: repeated.noise.unwrap_or(customary.noise),
        weights: repeated.weights.clone(),
        estimator: repeated.estimator,
        bootstrap: bootstrap(repeated),
        ..customary
    };
    if let Some(sample) = &repeated.sample {
        sample.instead_of_a_design(&repeated.counts(), &mut options)?;
    }
    Ok(options)
}

fn bootstrap(repeated: &Repeated) -> Bootstrap {
    let customary = Bootstrap::default();
    Bootstrap {
        replications: repeated.bootstrap.unwrap_or(customary.replications),
        seed: repeated.seed.unwrap_or(customary.seed),
    }
}

/// Indices out of outputs that are given.
fn of_outputs(
    design: &Design,
    outputs: &[f64],
    repeated: &Repeated,
    cancel: &AtomicBool,
) -> Result<IndexDocument, Failure> {
    let factors = design.names.len();
    let intervals = bootstrap(repeated);
    let found = sobol_until(outputs, factors, repeated.estimator, intervals, cancel);
    let found = found.map_err(refused_again)?;
    let named = design.names.iter().map(String::as_str).zip(&found);
    Ok(IndexDocument::Table(effects(named)))
}

/// Levels that something can be taken out of.
fn levels(index: &PreparedIndex, level: Option<u32>) -> Result<Vec<usize>, Failure> {
    let nodes = index.nodes();
    let most = nodes.last().map_or(1, |top| top.level.saturating_sub(1));
    if let Some(given) = level.filter(|level| !(1..=most).contains(level)) {
        let error = IndexError::NoSuchLevel { given, most };
        return Err(refused(error));
    }
    let below = (0..nodes.len()).filter(|&at| nodes[at].parent.is_some());
    let wanted = below.filter(|&at| level.is_none_or(|level| nodes[at].level == level));
    Ok(wanted.collect())
}

/// Rows by element: `Level`, and the mean and greatest absolute shift of ranks without it.
fn removed(index: &PreparedIndex, level: Option<u32>) -> Result<IndexOutput, Failure> {
    let (_, nominal) = index.without(None).map_err(refused)?;
    let rows = levels(index, level)?.into_iter().map(|node| {
        let (_, ranks) = index.without(Some(node)).map_err(refused)?;
        let shifts = nominal.iter().zip(&ranks);
        let shifts = shifts.filter_map(|(a, b)| Some(f64::from((*a)?.abs_diff((*b)?))));
        let shifts: Vec<f64> = shifts.collect();
        let mean = shifts.iter().sum::<f64>() / shifts.len() as f64;
        Ok(IndexRow {
            unit: index.nodes()[node].code.clone(),
            values: vec![
                Some(f64::from(index.nodes()[node].level)),
                Some(mean).filter(|mean| mean.is_finite()),
                shifts.into_iter().reduce(f64::max),
            ],
        })
    });
    Ok(IndexOutput {
        stage: "removed".to_owned(),
        columns: words(&["Level", "MeanAbsDiff", "MaxAbsDiff"]),
        rows: rows.collect::<Result<_, Failure>>()?,
    })
}

/// Rows by unit: `Nominal`, then without each element of a level.
fn without_each(
    index: &PreparedIndex,
    stage: &str,
    level: u32,
    of: impl Fn(Results) -> Vec<Option<f64>>,
) -> Result<IndexOutput, Failure> {
    let nodes = levels(index, Some(level))?;
    let mut columns = words(&["Nominal"]);
    columns.extend(nodes.iter().map(|node| index.nodes()[*node].code.clone()));
    let tries = [None].into_iter().chain(nodes.into_iter().map(Some));
    let tables = tries.map(|node| Ok(of(index.without(node).map_err(refused)?)));
    let tables = tables.collect::<Result<Vec<_>, Failure>>()?;
    let rows = index
        .units()
        .iter()
        .enumerate()
        .map(|(row, unit)| IndexRow {
            unit: unit.clone(),
            values: tables.iter().map(|table| table[row]).collect(),
        });
    Ok(IndexOutput {
        stage: format!("{stage}:{level}"),
        columns,
        rows: rows.collect(),
    })
}

/// Rows by unit: ranks, then scores.
fn spreads(units: &[UnitUncertainty]) -> IndexOutput {
    let rows = units.iter().map(|unit| {
        let of = |spread: Option<Spread>| {
            spread.map_or([None; 4], |s| [s.mean, s.median, s.low, s.high].map(Some))
        };
        let mut values = vec![unit.rank.map(f64::from)];
        values.extend(of(unit.ranks));
        values.push(unit.score);
        values.extend(of(unit.scores));
        IndexRow {
            unit: unit.unit.clone(),
            values,
        }
    });
    IndexOutput {
        stage: "uncertainty".to_owned(),
        columns: words(&[
            "Nominal",
            "Mean",
            "Median",
            "Q5",
            "Q95",
            "Score",
            "ScoreMean",
            "ScoreMedian",
            "ScoreQ5",
            "ScoreQ95",
        ]),
        rows: rows.collect(),
    }
}

/// Rows by choice: first-order and total index, with the ends of their intervals.
fn effects<'e>(found: impl Iterator<Item = (&'e str, &'e Effect)>) -> IndexOutput {
    let ends = |interval: Option<[f64; 2]>| interval.map_or([None; 2], |ends| ends.map(Some));
    let rows = found.map(|(name, effect)| {
        let mut values = vec![Some(effect.first), Some(effect.total)];
        values.extend(ends(effect.first_interval));
        values.extend(ends(effect.total_interval));
        IndexRow {
            unit: name.to_owned(),
            values,
        }
    });
    IndexOutput {
        stage: "sensitivity".to_owned(),
        columns: words(&["Si", "STi", "Si_q5", "Si_q95", "STi_q5", "STi_q95"]),
        rows: rows.collect(),
    }
}

/// Rows by row of the design, from 1: the mean absolute shift of ranks, `y`.
fn outputs(shifts: &[f64]) -> IndexOutput {
    let rows = shifts.iter().enumerate().map(|(at, y)| IndexRow {
        unit: (at + 1).to_string(),
        values: vec![Some(*y)],
    });
    IndexOutput {
        stage: "shifts".to_owned(),
        columns: words(&["y"]),
        rows: rows.collect(),
    }
}

fn words(of: &[&str]) -> Vec<String> {
    of.iter().map(|word| (*word).to_owned()).collect()
}
