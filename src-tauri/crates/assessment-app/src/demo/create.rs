//! Making the demonstration workspace.

use std::{path::Path, sync::atomic::AtomicBool};

use assessment_models::{RoundData, UnitCode};

use super::{
    DemoOptions, MOST_UNITS, SIX_ASPECT,
    plan::Plan,
    province,
    sheets::{Handed, Office},
};
use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    imports::{self, Inspection},
    intake::Parser,
    progress::{Progress, Stage, go_on},
    rounds,
    wire::RoundEdit,
    workspace::{ChosenFramework, Making},
};

#[expect(
    clippy::expect_used,
    reason = "the description is compiled in, and a test reads it"
)]
fn plan() -> Plan {
    toml::from_str(SIX_ASPECT).expect("the demonstration's description is well-formed")
}

/// Makes a workspace file with the demonstration province: two rounds, at least the framework's units,
/// taken in through the ordinary import. Where it fails or is stopped, nothing is left behind.
///
/// # Errors
/// [`Code::NumberNotAllowed`] for more than [`MOST_UNITS`], [`Code::DemoOfFramework`] for a framework that the
/// demonstration is not written for,
/// [`Code::AlreadyExists`], [`Code::Cancelled`], and what making and writing a workspace fails with.
pub fn create(
    path: &Path,
    chosen: &ChosenFramework,
    options: DemoOptions,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<Desk, Failure> {
    if options.units > MOST_UNITS {
        return Err(Failure::number("units", options.units, (1, MOST_UNITS)));
    }
    let plan = plan();
    if plan.framework != chosen.framework.id {
        return Err(Failure::new(Code::DemoOfFramework)
            .with("wanted", &plan.framework)
            .with("framework", &chosen.framework.id));
    }
    let mut work = Work {
        making: Making::begin(path, Some(&plan.workspace.zh), chosen, true, stamp)?,
        stamp,
        on_progress,
        cancel,
    };
    work.fill(chosen, &plan, options)?;
    work.making.finish()
}

/// A demonstration workspace that is being made.
struct Work<'a> {
    making: Making,
    stamp: Stamp<'a>,
    on_progress: &'a dyn Fn(Progress),
    cancel: &'a AtomicBool,
}

impl Work<'_> {
    fn fill(
        &mut self,
        chosen: &ChosenFramework,
        plan: &Plan,
        options: DemoOptions,
    ) -> Result<(), Failure> {
        let steps = plan.round.len() + 1;
        (self.on_progress)(Progress::new(Stage::Generate, 0, steps));
        let rounds = province(&chosen.framework, plan, options);
        let folder = tempfile::tempdir().map_err(|e| Failure::io(&std::env::temp_dir(), e))?;
        let office = Office {
            folder: folder.path(),
            framework: &chosen.framework,
            plan,
            seed: options.seed,
        };
        for (at, data) in rounds.iter().enumerate() {
            go_on(self.cancel)?;
            (self.on_progress)(Progress::new(Stage::Generate, at + 1, steps));
            rounds::add(&mut self.making.desk, &edit(data), self.stamp)?;
            if at == 0 {
                self.take(&office.units(&data.units, data.round.id.as_str())?)?;
                self.all_take_part(data)?;
            }
            let last = at.checked_sub(1).and_then(|before| rounds.get(before));
            for handed in office.round(data, last)? {
                go_on(self.cancel)?;
                self.take(&handed)?;
            }
            self.adjust(data)?;
        }
        (self.on_progress)(Progress::new(Stage::Generate, steps, steps));
        self.making.desk.forget_read()
    }

    /// Takes a file in as a person would: inspect, look, confirm. It is parsed in this process, because
    /// this program has just written it.
    fn take(&mut self, handed: &Handed) -> Result<(), Failure> {
        let quiet = |_: Progress| {};
        let inspection = Inspection::new(&mut self.making.desk, &handed.path, &handed.options)?;
        let inspected = inspection
            .parsed_by(Parser::Here)
            .read(&quiet, self.cancel)?;
        let preview = imports::hold(&mut self.making.desk, inspected, &quiet, self.cancel)?;
        imports::confirm(
            &mut self.making.desk,
            &preview.token,
            self.stamp,
            &quiet,
            self.cancel,
        )?;
        Ok(())
    }

    /// Invented units, which came with the table of units, take part from the first round on.
    fn all_take_part(&mut self, data: &RoundData) -> Result<(), Failure> {
        let codes: Vec<UnitCode> = data.units.iter().map(|u| u.code.clone()).collect();
        self.making.desk.write(self.stamp, |write| {
            write.set_round_units(&data.round.id, &codes)
        })
    }

    fn adjust(&mut self, data: &RoundData) -> Result<(), Failure> {
        self.making.desk.write(self.stamp, |write| {
            data.adjustments
                .iter()
                .try_for_each(|adjustment| write.save_adjustment(&data.round.id, adjustment))
        })
    }
}

fn edit(data: &RoundData) -> RoundEdit {
    let round = &data.round;
    RoundEdit {
        id: round.id.to_string(),
        name_zh: round.name.zh.clone(),
        name_en: round.name.en.clone(),
        period_start: round.period_start.to_string(),
        period_end: round.period_end.to_string(),
        deadline: round.deadline.map(|day| day.to_string()),
        ..RoundEdit::default()
    }
}
