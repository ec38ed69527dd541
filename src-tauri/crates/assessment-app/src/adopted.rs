//! Sets of weights that stand for a framework's own: kept with where they come from, and adopted by a
//! round, whose scores are made with them from then on.

use std::collections::BTreeMap;

use assessment_models::{
    Framework,
    what_if::{WhatIfError, reweighted},
};
use assessment_store::{StoredWeights, WeightSet};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    view,
    wire::{WeightSetEdit, WeightSetView},
};

/// The framework with shares of a set.
pub(crate) fn applied(
    framework: &Framework,
    shares: &BTreeMap<String, f64>,
) -> Result<Framework, Failure> {
    reweighted(framework, shares).map_err(|error| {
        let of = |code: Code, name: &str, value: &str| {
            Failure::new(code).with("name", name).with("value", value)
        };
        let failure = match &error {
            WhatIfError::Shares { group } => of(Code::WeightsDoNotSum, "group", group),
            WhatIfError::UnknownElement { element } => of(Code::BadArgument, "weights", element),
            // Only shares are set here, no answers, and nothing is scored.
            other => Failure::new(Code::AnalysisRefused)
                .because("given_shares")
                .with("group", other),
        };
        failure.caused_by(error)
    })
}

/// Sets of weights in the workspace, in the order of their making, with the rounds that adopted them.
///
/// # Errors
/// What reading fails with.
pub fn sets(desk: &Desk) -> Result<Vec<WeightSetView>, Failure> {
    let mut adopted: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for round in &desk.rounds {
        let set = desk.workspace.round_weights(&round.id);
        if let Some(set) = set.map_err(|e| desk.failed(e))? {
            adopted
                .entry(set.id)
                .or_default()
                .push(round.id.to_string());
        }
    }
    let sets = desk.workspace.weight_sets().map_err(|e| desk.failed(e))?;
    Ok(sets
        .into_iter()
        .map(|set| {
            let rounds = adopted.remove(&set.id).unwrap_or_default();
            set_view(set, rounds)
        })
        .collect())
}

fn set_view(stored: StoredWeights, rounds: Vec<String>) -> WeightSetView {
    let StoredWeights {
        id,
        set,
        set_at,
        set_by,
    } = stored;
    WeightSetView {
        id,
        name: set.name,
        framework: set.framework,
        framework_version: set.framework_version,
        method: set.method,
        inputs: set.inputs.to_string(),
        shares: set.shares,
        set_at: view::time(set_at),
        set_by,
        rounds,
    }
}

/// Keeps a set of weights for the framework of a round. It is not adopted by that.
///
/// # Errors
/// [`Code::FieldRequired`] without a name, [`Code::WeightsExist`], [`Code::BadArgument`] for the method, the
/// inputs or an element that the framework does not have, [`Code::WeightsDoNotSum`], [`Code::NoSuchRound`],
/// and what writing fails with.
pub fn save(
    desk: &mut Desk,
    edit: &WeightSetEdit,
    stamp: Stamp<'_>,
) -> Result<Vec<WeightSetView>, Failure> {
    let name = edit.name.trim();
    if name.is_empty() {
        return Err(Failure::new(Code::FieldRequired).with("field", "name"));
    }
    let bad = |name: &str, value: &str| {
        Failure::new(Code::BadArgument)
            .with("name", name)
            .with("value", value)
    };
    if !METHODS.contains(&edit.method.as_str()) {
        return Err(bad("method", &edit.method));
    }
    let inputs = match edit.inputs.trim() {
        "" => serde_json::Value::Null,
        text => serde_json::from_str(text).map_err(|_| bad("inputs", text))?,
    };
    let round = desk.round(&edit.round)?;
    let set = WeightSet {
        name: name.to_owned(),
        framework: round.framework.clone(),
        framework_version: round.framework_version.clone(),
        method: edit.method.clone(),
        inputs,
        shares: edit.shares.clone(),
    };
    let framework = desk.framework(Some(&edit.round))?;
    applied(&framework, &set.shares)?;
    desk.write(stamp, |write| write.add_weights(&set))?;
    sets(desk)
}

/// How weights may have come about.
const METHODS: [&str; 6] = ["expert", "equal", "ahp", "entropy", "critic", "blend"];

/// Lets a round be scored with a set of weights, or with the framework's own.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchWeights`]; [`Code::NoSuchFrameworkVersion`] where the set is for
/// another framework version than the round's.
pub fn adopt(
    desk: &mut Desk,
    round: &str,
    set: Option<i64>,
    stamp: Stamp<'_>,
) -> Result<Vec<WeightSetView>, Failure> {
    let id = desk.round(round)?.id.clone();
    desk.write(stamp, |write| write.adopt_weights(&id, set))?;
    desk.forget_read()?;
    sets(desk)
}
