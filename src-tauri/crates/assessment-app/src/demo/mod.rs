//! The demonstration province: invented data that is believable in kind and says everywhere that it is
//! invented.
//!
//! What there is to invent stands in a description file ([`plan`]); the generator is generic over
//! frameworks. It draws a round's data as a value ([`province`]), writes it as the spreadsheets that units
//! would hand in, usual faults included, and takes these in through the ordinary import.

mod answers;
mod chance;
mod create;
mod faults;
mod plan;
mod records;
mod sheets;
mod survey;
mod units;

use assessment_models::{Framework, Round, RoundData, Text, round::ManualAdjustment};

pub use create::create;

use plan::Plan;

/// The description of the demonstration for the built-in framework.
const SIX_ASPECT: &str = include_str!("six-aspect.toml");

/// Most units that are invented: ten times those of the largest province, which loads any machine enough.
pub const MOST_UNITS: usize = 100_000;

/// What to invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoOptions {
    /// The same seed gives the same data.
    pub seed: u64,
    /// How many units at least, up to [`MOST_UNITS`]; beyond the framework's own they are invented too.
    pub units: usize,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self {
            seed: 20_260_915,
            units: 0,
        }
    }
}

/// The demonstration data, rounds from oldest to latest, before it is written to spreadsheets. Units are
/// the same in all rounds and stand in code order.
fn province(framework: &Framework, plan: &Plan, options: DemoOptions) -> Vec<RoundData> {
    let governed = units::units(framework, plan, options.seed, options.units);
    let units: Vec<_> = governed.iter().map(|g| g.unit.clone()).collect();
    let of_round = |(at, round): (usize, &plan::RoundPlan)| RoundData {
        round: Round {
            id: round.id.as_str().into(),
            name: Text::new(round.name.zh.as_str(), round.name.en.as_str()),
            period_start: round.start,
            period_end: round.end,
            deadline: Some(round.deadline),
            framework: framework.id.clone(),
            framework_version: framework.version.clone(),
        },
        units: units.clone(),
        observations: answers::answers(framework, plan, options.seed, &governed, at),
        records: records::records(framework, plan, options.seed, &governed, round),
        responses: survey::responses(framework, plan, options.seed, &governed, (at, round)),
        adjustments: plan
            .adjustment
            .iter()
            .filter(|a| a.round == round.id)
            .map(|a| ManualAdjustment {
                unit: a.unit.as_str().into(),
                rule: a.rule.clone(),
                count: a.count,
                because: a.because.clone(),
            })
            .collect(),
    };
    plan.round.iter().enumerate().map(of_round).collect()
}

#[cfg(test)]
mod tests;
