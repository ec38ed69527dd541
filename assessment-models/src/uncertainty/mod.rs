//! How sure scores and ranks are: an index computed again and again with weights and methods that might
//! as well have been chosen.
//!
//! Each replication draws from a ChaCha stream of its own, so the result depends on the seed and not on
//! the number of threads.

mod choice;
mod draw;
mod error;
mod spread;

pub(crate) use choice::Choices;
pub use choice::Factor;
pub(crate) use draw::Draw;
pub use error::AnalysisError;
pub use spread::Spread;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::composite::{PreparedIndex, Scratch, Trial, Weights};

/// What is varied, and how often.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumptions {
    /// How often the index is computed; not used where `weights` are given.
    pub replications: usize,
    /// Where random numbers start.
    pub seed: u64,
    /// Weights are multiplied by `1 + noise·U(−1, 1)`, 0..=1.
    pub noise: f64,
    /// Weights to take instead: one set a replication, in turn; with a design the sets from which it
    /// chooses.
    pub weights: Vec<Weights>,
    /// Choices to take instead of drawing them, one row a replication: numbers in 0..1 by factor, in the
    /// order of [`Factor`] over those that have alternatives.
    pub design: Option<Vec<Vec<f64>>>,
    /// Whether what surveys say is drawn anew, within its sampling error; not with a design.
    pub sampling: bool,
    /// How many places count as the top.
    pub top: u32,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            replications: 1000,
            seed: 1,
            noise: 0.25,
            weights: Vec::new(),
            design: None,
            sampling: true,
            top: 10,
        }
    }
}

/// What became of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitUncertainty {
    /// Its code.
    pub unit: String,
    /// Nominal score.
    pub score: Option<f64>,
    /// Nominal rank among its peers.
    pub rank: Option<u32>,
    /// Scores over the replications.
    pub scores: Option<Spread>,
    /// Ranks over the replications.
    pub ranks: Option<Spread>,
    /// Share of the replications in each grade, best first, 0..=1; without grades nothing.
    pub grades: Vec<f64>,
    /// Share of the replications in which it is among the top, 0..=1.
    pub top: f64,
}

/// How sure scores and ranks are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// How often the index was computed.
    pub replications: usize,
    /// Where random numbers started.
    pub seed: u64,
    /// In order of the index's units.
    pub units: Vec<UnitUncertainty>,
}

/// Results that are kept at once: scores and ranks of them take 1.2 GB.
const MOST: u64 = 100_000_000;
/// Replications that a thread computes before it asks whether to stop.
const CHUNK: usize = 16;
/// Units whose results are gathered together, a cache line of scores.
const GATHER: usize = 8;

/// Computes the index once for each replication, with weights disturbed (or given) and alternatives
/// drawn evenly by count, and describes each unit's scores and ranks.
///
/// `on_progress` is told how many replications are done of how many, from any thread; `cancel` is asked
/// every few replications. The result is the same for any number of threads.
///
/// # Errors
///
/// [`AnalysisError`] where assumptions make no sense, results would not fit in memory, it was stopped,
/// or a mean is not defined for a unit.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use assessment_models::{
///     composite::{Alternatives, IndexData, IndexMeta, IndexOptions, PreparedIndex},
///     uncertainty::{Assumptions, uncertainty},
/// };
/// let meta = IndexMeta::parse(
///     "Level,iCode,Direction,Weight,Parent,Type\n\
///      1,a,1,1,all,Indicator\n1,b,1,1,all,Indicator\n2,all,1,1,NA,Aggregate\n",
/// )?;
/// let data = IndexData::parse("uCode,a,b\nX,90,80\nY,10,20\n", &meta)?;
/// let index = PreparedIndex::of_index(
///     &meta, &data, &IndexOptions::default(), &Alternatives::default(),
/// )?;
/// let never = AtomicBool::new(false);
/// let result = uncertainty(&index, &Assumptions::default(), &|_, _| {}, &never)?;
/// // No weights make Y overtake X.
/// assert_eq!(result.units[0].ranks.unwrap().high, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn uncertainty(
    index: &PreparedIndex,
    assumptions: &Assumptions,
    on_progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Uncertainty, AnalysisError> {
    if !(0.0..=1.0).contains(&assumptions.noise) {
        return Err(AnalysisError::BadNoise {
            given: assumptions.noise,
        });
    }
    let given = assumptions
        .weights
        .iter()
        .map(|set| index.weights_from(set))
        .collect::<Result<Vec<_>, _>>()?;
    let choices = Choices::new(index, &given);
    if let Some(design) = &assumptions.design {
        choices.check(design)?;
    }
    let replications = match &assumptions.design {
        Some(design) => design.len(),
        None if given.is_empty() => assumptions.replications,
        None => given.len(),
    };
    let rows = index.units().len();
    if replications == 0 {
        return Err(AnalysisError::NoReplications);
    }
    let asked = (rows as u64).saturating_mul(replications as u64);
    if asked > MOST {
        return Err(AnalysisError::TooMuch { asked, most: MOST });
    }
    let mut scores = vec![f64::NAN; rows * replications];
    let mut ranks = vec![0_u32; rows * replications];
    let (done, total) = (AtomicU64::new(0), replications as u64);
    let width = (CHUNK * rows).max(1);
    scores
        .par_chunks_mut(width)
        .zip(ranks.par_chunks_mut(width))
        .enumerate()
        .try_for_each_init(Scratch::default, |scratch, (chunk, (scores, ranks))| {
            if cancel.load(Ordering::Relaxed) {
                return Err(AnalysisError::Cancelled);
            }
            let each = scores.chunks_mut(rows).zip(ranks.chunks_mut(rows));
            for (at, (scores, ranks)) in each.enumerate() {
                let replication = chunk * CHUNK + at;
                let trial = match &assumptions.design {
                    Some(design) => choices.trial(&design[replication]),
                    None => trial(index, assumptions, &given, replication),
                };
                index.scores(&trial, scratch, scores)?;
                index.ranks(scores, scratch, ranks);
            }
            let here = (scores.len() / rows.max(1)) as u64;
            on_progress(done.fetch_add(here, Ordering::Relaxed) + here, total);
            Ok(())
        })?;
    let (nominal, nominal_ranks) = index.nominal_results()?;
    let units = (0..rows.div_ceil(GATHER))
        .into_par_iter()
        .flat_map_iter(|block| {
            let from = block * GATHER;
            let here = from..(from + GATHER).min(rows);
            let mut results = vec![(Vec::new(), Vec::new()); here.len()];
            for replication in 0..replications {
                let at = replication * rows;
                let (scores, ranks) = (&scores[at..at + rows], &ranks[at..at + rows]);
                for (kept, row) in results.iter_mut().zip(here.clone()) {
                    if !scores[row].is_nan() {
                        kept.0.push(scores[row]);
                    }
                    if ranks[row] > 0 {
                        kept.1.push(ranks[row]);
                    }
                }
            }
            let nominal = (nominal.as_slice(), nominal_ranks.as_slice());
            here.zip(results)
                .map(|(row, kept)| describe(index, row, kept, nominal, assumptions.top))
                .collect::<Vec<_>>()
        })
        .collect();
    Ok(Uncertainty {
        replications,
        seed: assumptions.seed,
        units,
    })
}

impl PreparedIndex {
    /// Scores (a gap is NaN) and ranks (a gap is 0) of the nominal choice.
    pub(crate) fn nominal_results(&self) -> Result<(Vec<f64>, Vec<u32>), AnalysisError> {
        let mut scores = vec![f64::NAN; self.units().len()];
        let mut ranks = vec![0; self.units().len()];
        let mut scratch = Scratch::default();
        self.scores(&self.nominal(), &mut scratch, &mut scores)?;
        self.ranks(&scores, &mut scratch, &mut ranks);
        Ok((scores, ranks))
    }
}

/// What a replication computes: the order of draws is part of the result.
fn trial(
    index: &PreparedIndex,
    assumptions: &Assumptions,
    given: &[Vec<f64>],
    replication: usize,
) -> Trial {
    let mut draw = Draw::new(assumptions.seed, replication as u64);
    let weights = given.get(replication).cloned().unwrap_or_else(|| {
        let mut weights = index.weights();
        draw.disturb(&mut weights, assumptions.noise);
        weights
    });
    // The nominal choice stands behind the alternatives; where there are none it is the only one.
    let bases = (index.bases.len() - 1).max(1);
    let methods = (index.methods.len() - 1).max(1);
    let (base, methods) = (draw.choice(bases), draw.choice(methods));
    let rows = index.units().len();
    let sampled = index.sampled.iter().filter(|_| assumptions.sampling);
    let drawn = sampled.map(|column| {
        let from = column.leaf * rows;
        let values = &index.bases[base].values[from..from + rows];
        (column.leaf, column.drawn(base, values, &mut draw))
    });
    Trial {
        base,
        methods,
        weights,
        drawn: drawn.collect(),
    }
}

fn describe(
    index: &PreparedIndex,
    row: usize,
    (mut scores, mut ranks): (Vec<f64>, Vec<u32>),
    (nominal, nominal_ranks): (&[f64], &[u32]),
    top: u32,
) -> UnitUncertainty {
    let all = scores.len().max(1) as f64;
    let mut grades = vec![0.0; index.grades.len()];
    for score in &scores {
        if let Some(grade) = index.grade(*score) {
            grades[grade] += 1.0;
        }
    }
    grades.iter_mut().for_each(|share| *share /= all);
    let among = ranks.iter().filter(|rank| **rank <= top).count() as f64;
    UnitUncertainty {
        unit: index.units()[row].clone(),
        score: Some(nominal[row]).filter(|x| !x.is_nan()),
        rank: Some(nominal_ranks[row]).filter(|rank| *rank > 0),
        grades,
        top: among / ranks.len().max(1) as f64,
        scores: Spread::of(&mut scores, f64::total_cmp, |x| x),
        ranks: Spread::of(&mut ranks, u32::cmp, f64::from),
    }
}

#[cfg(test)]
mod tests;
